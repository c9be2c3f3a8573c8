"""The register of published addresses, and what a content alone shows to be lost from it.

A build confronts the register with all that it writes (``generator.adresses``); a check, which
plans nothing, can already tell of the records, guides, documents and proposals that are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.catalogue.records import Catalogue, Dossier
from generator.chemins import adresse_proposition, chemin_fiche
from generator.diagnostics import Diagnostic, Position
from generator.source.faults import Fault, diagnostic

REGISTRE = "adresses.lock"
CODE = "adresse-disparue"
_FICHE = re.compile(r"(/concertations/[^/]+/)suites/(?:\d+/)?")
_DIRECTE = re.compile(r"/(?:concertations|guides|kit)/[^/]+/")
_REFERENCE = re.compile(rb"""^[ -]*reference: *["']?([A-Za-z0-9.-]+)""", re.MULTILINE)


def lire(content: Path) -> tuple[str, ...]:
    """The published addresses; none when nothing was published from this content."""
    registre = content / REGISTRE
    if not registre.is_file():
        return ()
    # A byte that is not UTF-8 makes an address that no page has: told as one that vanished.
    return analyser(registre.read_text(encoding="utf-8", errors="replace"))


def analyser(texte: str) -> tuple[str, ...]:
    """The addresses of a register. A line that starts with « # » is a remark."""
    lignes = (ligne.strip() for ligne in texte.splitlines())
    return tuple(ligne for ligne in lignes if ligne and not ligne.startswith("#"))


def raison(adresse: str) -> tuple[str, str]:
    """Why a published address that leads nowhere is refused, and what to do."""
    if "#" in adresse:
        return (
            "cette proposition a été publiée à cette adresse et n'y est plus",
            "gardez-la à sa place dans la liste, avec sa référence ; ce qui change se dit dans ses champs",
        )
    return (
        "cette adresse a été publiée et ne mène plus nulle part",
        f"rendez-lui sa fiche, ou ajoutez « {adresse} » aux « anciennes_urls » de celle qui la remplace",
    )


def perdues(content: Path, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """The published records, guides, documents and proposals that this content has no more."""
    adresses = lire(content)
    fiches = {f"/{chemin_fiche(d.id)}": d for d in catalogue.concertations}
    vivantes = {*fiches, *(f"/guides/{g.id}/" for g in catalogue.guides)}
    vivantes |= {f"/kit/{m.id}/" for m in catalogue.kit}
    suivies = dict(_redirections(catalogue))
    ancres: dict[str, list[str]] = {}
    for adresse in adresses:
        page, _, ancre = adresse.partition("#")
        if ancre and (suites := _FICHE.fullmatch(page)):
            ancres.setdefault(suites[1], []).append(adresse)
        elif _DIRECTE.fullmatch(adresse) and adresse not in vivantes and adresse not in suivies:
            yield _dire(content, adresse)
    for ancienne, publiees in ancres.items():
        actuelle = suivies.get(ancienne, ancienne)
        if actuelle in fiches:
            la = [a.replace(ancienne, actuelle, 1) for a in publiees]
            presentes = _presentes(content, fiches[actuelle], la)
            yield from (
                _dire(content, a) for a, b in zip(publiees, la, strict=True) if b not in presentes
            )


def _redirections(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for dossier in catalogue.concertations:
        for url in dossier.citations.anciennes_urls:
            yield f"/{url.strip('/')}/", f"/{chemin_fiche(dossier.id)}"
    autres = [u for g in catalogue.guides for u in g.fiche.anciennes_urls]
    autres += [u for p in catalogue.pages for u in p.fiche.anciennes_urls]
    for url in autres:
        yield f"/{url.strip('/')}/", ""


def _presentes(content: Path, dossier: Dossier, voulues: list[str]) -> frozenset[str]:
    """Of these addresses of proposals, those that the follow-up has: it is read only in doubt."""
    fichier = content / dossier.chemin_suites
    vues = set(_REFERENCE.findall(fichier.read_bytes())) if fichier.is_file() else set()
    if all(a.partition("#proposition-")[2].encode() in vues for a in voulues):
        return frozenset(voulues)
    propositions = dossier.suites.propositions if dossier.suites else ()
    return frozenset(
        f"/{adresse_proposition(dossier.id, p.reference, rang)}"
        for rang, p in enumerate(propositions)
    )


def _dire(content: Path, adresse: str) -> Diagnostic:
    message, aide = raison(adresse)
    fault = Fault(Position(1, 1), CODE, f"« {adresse} » : {message}", aide)
    return diagnostic((content / REGISTRE).as_posix(), [], fault)
