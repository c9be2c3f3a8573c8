"""Reminders, ready to be sent by the CIPC to the référents of each ministry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from msgspec.structs import replace

from generator.catalogue.records import Catalogue
from generator.csv_sur import cellule
from generator.echeances import LIBELLES, Rappel, dire, jours, rappels


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


def ecrire(
    catalogue: Catalogue, jour: date, forme: str, *, par_ministere: bool, seul: str = ""
) -> str:
    """The reminders of a day, in one of the forms ``text``, ``markdown``, ``csv``, ``json``.

    ``seul`` keeps one ministry (its key).
    """
    lot = tuple(
        replace(r, phrase=dire(r, jour))
        for r in rappels(catalogue, jour)
        if not seul or r.ministere == seul
    )
    if forme == "csv":
        return _csv(catalogue, lot, jour)
    if forme == "json":
        return _json(catalogue, lot, jour)
    titres = ("## ", "### ") if forme == "markdown" else ("", "")
    return _prose(catalogue, lot, titres, par_ministere=par_ministere)


def _prose(
    catalogue: Catalogue,
    lot: tuple[Rappel, ...],
    titres: tuple[str, str],
    *,
    par_ministere: bool,
) -> str:
    if not lot:
        return "Rien n'est dû, en retard, à revoir ni incomplet.\n"
    lignes: list[str] = []
    base_url = catalogue.site.url.rstrip("/") + "/"
    if not par_ministere:
        lignes += _lignes(list(lot), titres[0], base_url)
        return "\n".join(lignes)
    for nom, groupe in _par_ministere(catalogue, lot):
        lignes += [f"{titres[0]}{nom}", ""]
        lignes += _lignes(groupe, titres[1], base_url)
    return "\n".join(lignes)


def _csv(catalogue: Catalogue, lot: tuple[Rappel, ...], jour: date) -> str:
    """CSV (RFC 4180), one row a reminder."""
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon)
    ecrivain.writerow(("motif", "concertation", "titre", "ministere", "jours", "explication"))
    for r in lot:
        nom = catalogue.referentiels.ministeres[r.ministere].nom
        compte = jours(r, jour)
        ecrivain.writerow((r.motif, r.id, cellule(r.titre), nom, compte, cellule(r.phrase)))
    return tampon.getvalue()


def _json(catalogue: Catalogue, lot: tuple[Rappel, ...], jour: date) -> str:
    """JSON, one object a reminder."""
    objets = [
        {
            "motif": r.motif,
            "concertation": r.id,
            "titre": r.titre,
            "ministere": r.ministere,
            "ministere_nom": catalogue.referentiels.ministeres[r.ministere].nom,
            "jours": jours(r, jour),
            "explication": r.phrase,
        }
        for r in lot
    ]
    return json.dumps(objets, ensure_ascii=False, indent=2) + "\n"
