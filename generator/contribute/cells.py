"""What a cell shows for a value, and what a value a cell means: French labels, dates, numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from generator.catalogue.hints import iso_date, nearest, plain
from generator.contribute.fields import Champ, Genre
from generator.source.characters import forbidden_in, nommer

OUI, NON = "oui", "non"
_OUI = frozenset({"oui", "vrai", "true", "x", "1"})
_NON = frozenset({"non", "faux", "false", "0"})
_SEPARATEUR = re.compile(r"[,;\n]+")


class Lue(Struct, frozen=True):
    """What a cell means: a value as YAML text (or a list of them), and what is wrong with it."""

    valeur: Any
    faute: str = ""
    aide: str = ""


def vers_cellule(champ: Champ, valeur: Any) -> str:
    """The text shown for a value; what is not of its kind is shown as it is."""
    if valeur is None:
        return ""
    if isinstance(valeur, list):
        return ", ".join(_affichee(champ, v) for v in valeur)
    return _affichee(champ, valeur)


def _affichee(champ: Champ, valeur: Any) -> str:
    texte = str(valeur).strip()
    if champ.genre is Genre.BOOLEEN:
        return {"true": OUI, "false": NON}.get(texte, texte)
    return next((m.libelle for m in champ.choix if m.value == texte), texte)


def propre(texte: str) -> str:
    """A cell without the line ends, the margins and the Unicode forms that spreadsheets change."""
    texte = texte.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", texte).strip(" \t\n")


def de_cellule(champ: Champ, texte: str) -> Lue:
    """The value of a cell that is not empty; a wrong one is kept as typed, with its fault."""
    if interdit := forbidden_in(texte):
        return Lue(texte, nommer(interdit), "supprimez-le : il vient souvent d'un copier-coller")
    if not champ.liste:
        return _valeur(champ, texte)
    lues = [_valeur(champ, t.strip()) for t in _SEPARATEUR.split(texte) if t.strip()]
    fautive = next((lue for lue in lues if lue.faute), Lue(None))
    return Lue([lue.valeur for lue in lues], fautive.faute, fautive.aide)


def _valeur(champ: Champ, texte: str) -> Lue:
    if champ.choix:
        return _choix(champ, texte)
    match champ.genre:
        case Genre.BOOLEEN:
            return _booleen(texte)
        case Genre.JOUR | Genre.DATE:
            return Lue(iso_date(texte) or texte)
        case Genre.NOMBRE:
            return Lue(texte.replace(",", "."))
        case Genre.LIGNE if "\n" in texte:
            return Lue(texte, "ce texte tient sur une seule ligne", "retirez le retour à la ligne")
    return Lue(texte)


def _choix(champ: Champ, texte: str) -> Lue:
    for membre in champ.choix:
        if plain(texte) in {plain(membre.value), plain(membre.libelle)}:
            return Lue(membre.value)
    libelles = [m.libelle for m in champ.choix]
    proche = nearest(texte, libelles)
    vouliez = f"vouliez-vous dire « {proche} » ? " if proche else ""
    return Lue(
        texte,
        f"« {texte[:60]} » n'est pas dans la liste",
        f"{vouliez}valeurs admises : {_enumerer(libelles)}",
    )


def _enumerer(libelles: Sequence[str]) -> str:
    return ", ".join(libelles)


def _booleen(texte: str) -> Lue:
    if plain(texte) in _OUI:
        return Lue("true")
    if plain(texte) in _NON:
        return Lue("false")
    return Lue(texte, f"« {texte[:60]} » n'est ni « oui » ni « non »", "écrivez oui ou non")
