"""What a thread tells: its versions compared one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

from msgspec.structs import replace

from generator.history.diff import diff_fiche, diff_guide
from generator.history.diff_suites import diff_suites
from generator.history.ecarts import Ecart
from generator.history.fils import Fil
from generator.history.model import Nature
from generator.history.versions import Version, lire_version
from generator.source.discover import Kind
from schemas.concertation import Concertation
from schemas.guide import Guide
from schemas.suites import Suites

Lecteur = Callable[[str], bytes | None]


class Recit(NamedTuple):
    """What one version of a thread brings: whether it can be read, and what changed in meaning."""

    lisible: bool
    ecarts: tuple[Ecart, ...]


class _Mots(NamedTuple):
    cree: Ecart
    retire: Ecart
    modifie: Nature
    de_quoi: str
    retabli: str


_MOTS = {
    Kind.CONCERTATION: _Mots(
        Ecart(Nature.FICHE_CREEE, "La fiche est créée."),
        Ecart(Nature.FICHE_RETIREE, "La fiche est retirée."),
        Nature.FICHE_MODIFIEE,
        "de la fiche",
        "La fiche est rétablie.",
    ),
    Kind.SUITES: _Mots(
        Ecart(Nature.SUITES_CREEES, "Les suites sont publiées.", "propositions"),
        Ecart(Nature.SUITES_RETIREES, "Les suites sont retirées.", "propositions"),
        Nature.SUITES_MODIFIEES,
        "des suites",
        "Les suites sont rétablies.",
    ),
    Kind.GUIDE: _Mots(
        Ecart(Nature.GUIDE_CREE, "Le guide est publié."),
        Ecart(Nature.GUIDE_RETIRE, "Le guide est retiré."),
        Nature.GUIDE_MODIFIE,
        "du guide",
        "Le guide est rétabli.",
    ),
}


def comparer(genre: Kind, avant: Version | None, apres: Version | None) -> tuple[Ecart, ...]:
    """What changed in meaning between two versions of one file."""
    a, b = avant and avant.fiche, apres and apres.fiche
    if genre is Kind.SUITES:
        return diff_suites(cast("Suites | None", a), cast("Suites | None", b))
    recits = {
        "recit_avant": avant.recit if avant else "",
        "recit_apres": apres.recit if apres else "",
    }
    if genre is Kind.GUIDE:
        return diff_guide(cast("Guide | None", a), cast("Guide | None", b), **recits)
    return diff_fiche(cast("Concertation | None", a), cast("Concertation | None", b), **recits)


def raconter(fil: Fil, lire: Lecteur) -> list[Recit]:
    """Compare each version of a thread with the last one before it that could be read.

    A version that cannot be read is said so; what changed meanwhile is told by the next one that
    can: nothing is lost. A file that comes back after it was taken away is compared with what it
    was, so that a removal hides no change.
    """
    mots = _MOTS[fil.genre]
    present, blob_lu, connu = fil.depart
    lue = lire_version(fil.genre, lire(blob_lu)) if blob_lu else None
    recits = []
    for etape in fil.etapes:
        if not etape.blob:
            retire = comparer(fil.genre, lue, None) or (mots.retire,)
            recits.append(Recit(lisible=False, ecarts=retire if present else ()))
            present = False
            continue
        if etape.blob == blob_lu:
            retour = () if present else (replace(mots.cree, phrase=mots.retabli),)
            recits.append(Recit(lisible=True, ecarts=retour))
            present = True
            continue
        version = lire_version(fil.genre, lire(etape.blob))
        recits.append(_suite(fil.genre, lue, version, present=present, connu=connu))
        present = connu = True
        if version is not None:
            lue, blob_lu = version, etape.blob
    return recits


def _suite(
    genre: Kind, lue: Version | None, version: Version | None, *, present: bool, connu: bool
) -> Recit:
    mots = _MOTS[genre]
    if not connu:
        venue = comparer(genre, None, version) or (mots.cree,)
    elif not present:
        venue = (replace(mots.cree, phrase=mots.retabli),)
    else:
        venue = ()
    if version is None:
        phrase = f"Version illisible {mots.de_quoi} : elle ne suit pas le modèle d’aujourd’hui."
        return Recit(lisible=False, ecarts=(*venue, Ecart(Nature.VERSION_ILLISIBLE, phrase)))
    if lue is not None:
        return Recit(lisible=True, ecarts=(*venue, *comparer(genre, lue, version)))
    if connu:
        venue = (*venue, Ecart(mots.modifie, f"Première version lisible {mots.de_quoi}."))
    return Recit(lisible=True, ecarts=venue)
