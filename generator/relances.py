"""Reminders, ready to be sent by the CIPC to the référents of each ministry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from itertools import groupby

from generator.catalogue.records import Catalogue
from generator.csv_sur import cellule
from generator.echeances import LIBELLES, Rappel


def _par_ministere(catalogue: Catalogue, lot: Iterable[Rappel]) -> list[tuple[str, list[Rappel]]]:
    noms = catalogue.referentiels.ministeres
    tries = sorted(lot, key=lambda r: r.ministere)
    return [
        (noms[cle].nom, list(groupe)) for cle, groupe in groupby(tries, key=lambda r: r.ministere)
    ]


def _lignes(lot: list[Rappel], puce: str, base_url: str) -> Iterable[str]:
    for motif, groupe in groupby(lot, key=lambda r: r.motif):
        yield f"{puce}{LIBELLES[motif]}"
        for r in groupe:
            yield f"- {r.titre} : {r.phrase} ({base_url}concertations/{r.id}/)"
        yield ""


def en_texte(
    catalogue: Catalogue, lot: tuple[Rappel, ...], *, par_ministere: bool, base_url: str
) -> str:
    """Plain text."""
    return _prose(catalogue, lot, ("", ""), par_ministere=par_ministere, base_url=base_url)


def en_markdown(
    catalogue: Catalogue, lot: tuple[Rappel, ...], *, par_ministere: bool, base_url: str
) -> str:
    """Markdown, for an issue or a message."""
    return _prose(catalogue, lot, ("## ", "### "), par_ministere=par_ministere, base_url=base_url)


def _prose(
    catalogue: Catalogue,
    lot: tuple[Rappel, ...],
    titres: tuple[str, str],
    *,
    par_ministere: bool,
    base_url: str,
) -> str:
    if not lot:
        return "Rien n'est dû, en retard, à revoir ni incomplet.\n"
    lignes: list[str] = []
    if not par_ministere:
        lignes += _lignes(list(lot), titres[0], base_url)
        return "\n".join(lignes)
    for nom, groupe in _par_ministere(catalogue, lot):
        lignes += [f"{titres[0]}{nom}", ""]
        lignes += _lignes(groupe, titres[1], base_url)
    return "\n".join(lignes)


def en_csv(catalogue: Catalogue, lot: tuple[Rappel, ...]) -> str:
    """CSV (RFC 4180), one row a reminder."""
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon)
    ecrivain.writerow(("motif", "concertation", "titre", "ministere", "jours", "explication"))
    for r in lot:
        nom = catalogue.referentiels.ministeres[r.ministere].nom
        ecrivain.writerow((r.motif, r.id, cellule(r.titre), nom, r.jours, cellule(r.phrase)))
    return tampon.getvalue()


def en_json(catalogue: Catalogue, lot: tuple[Rappel, ...]) -> str:
    """JSON, one object a reminder."""
    objets = [
        {
            "motif": r.motif,
            "concertation": r.id,
            "titre": r.titre,
            "ministere": r.ministere,
            "ministere_nom": catalogue.referentiels.ministeres[r.ministere].nom,
            "jours": r.jours,
            "explication": r.phrase,
        }
        for r in lot
    ]
    return json.dumps(objets, ensure_ascii=False, indent=2) + "\n"
