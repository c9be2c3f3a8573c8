"""The fields of the models as data: what skeletons, spreadsheets and forms are generated from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from inspect import isclass
from typing import Annotated, Any, get_args, get_origin

from msgspec import Struct
from pydantic.fields import FieldInfo

from schemas import types
from schemas.types import Enumeration, Modele, types_ecrits

A_COMPLETER = "à compléter"


class Genre(StrEnum):
    """What a person types in a field."""

    LIGNE = "texte sur une ligne"
    TEXTE = "texte"
    MARKDOWN = "texte Markdown"
    ADRESSE = "adresse web (https://…)"
    COURRIEL = "adresse électronique"
    IDENTIFIANT = "identifiant (minuscules sans accent, chiffres, tirets)"
    REFERENCE = "référence (lettres, chiffres, points, tirets)"
    ENTIER = "nombre entier"
    NOMBRE = "nombre"
    BOOLEEN = "true (oui) ou false (non)"
    JOUR = "date AAAA-MM-JJ"
    DATE = "date AAAA-MM-JJ, AAAA-MM ou AAAA"
    LISTE_FERMEE = "une des valeurs ci-dessous"
    GROUPE = "groupe de champs"


_GENRES: tuple[tuple[object, Genre], ...] = (
    (types.Texte, Genre.LIGNE),
    (types.TexteLong, Genre.TEXTE),
    (types.Markdown, Genre.MARKDOWN),
    (types.Resume, Genre.TEXTE),
    (types.Url, Genre.ADRESSE),
    (types.Courriel, Genre.COURRIEL),
    (types.Identifiant, Genre.IDENTIFIANT),
    (types.Reference, Genre.REFERENCE),
    (types.Entier, Genre.ENTIER),
    (types.Decimal, Genre.NOMBRE),
    (types.Booleen, Genre.BOOLEEN),
    (types.Jour, Genre.JOUR),
    (types.DatePartielle, Genre.DATE),
)
TEXTES = frozenset(
    {
        Genre.LIGNE,
        Genre.TEXTE,
        Genre.MARKDOWN,
        Genre.ADRESSE,
        Genre.COURRIEL,
        Genre.IDENTIFIANT,
    }
)
"""Kinds that other programs must read as text, even when they look like numbers."""


class Champ(Struct, frozen=True):
    """One field of one model.

    ``modele`` is the model of a group (``None`` otherwise), ``choix`` the members of a closed
    list, ``condition`` when it becomes compulsory, in French; ``defaut`` the value that its
    absence means, as YAML text ("" when it means none).
    """

    cle: str
    titre: str
    description: str
    genre: Genre
    liste: bool
    obligatoire: bool
    condition: str
    exemple: Any
    choix: tuple[Enumeration, ...]
    modele: type[Modele] | None
    defaut: str

    @property
    def obligation(self) -> str:
        """« obligatoire », « obligatoire si… » or « facultatif »."""
        if self.condition:
            return f"obligatoire si {self.condition}"
        return "obligatoire" if self.obligatoire else "facultatif"


@cache
def champs(modele: type[Modele]) -> tuple[Champ, ...]:
    """The fields of one model, in the canonical order of its keys."""
    indices = types_ecrits(modele)
    return tuple(_champ(cle, info, indices[cle]) for cle, info in modele.model_fields.items())


def champ_nomme(modele: type[Modele] | None, cle: str) -> Champ | None:
    """One field by its key, or ``None``."""
    return next((c for c in champs(modele) if c.cle == cle), None) if modele else None


def feuilles(modele: type[Modele]) -> Iterator[tuple[tuple[str, ...], tuple[Champ, ...]]]:
    """Each field that holds a value and is in no list of groups: its keys and its ancestors."""
    for champ in champs(modele):
        if champ.modele is None:
            yield (champ.cle,), (champ,)
        elif not champ.liste:
            for cles, chaine in feuilles(champ.modele):
                yield (champ.cle, *cles), (champ, *chaine)


def _champ(cle: str, info: FieldInfo, indice: Any) -> Champ:
    element, liste = _element(indice)
    enumeration = isclass(element) and issubclass(element, Enumeration)
    modele = element if isclass(element) and issubclass(element, Modele) else None
    extra = info.json_schema_extra
    condition = extra.get("x-obligatoire-si", "") if isinstance(extra, Mapping) else ""
    return Champ(
        cle=cle,
        titre=info.title or cle,
        description=info.description or "",
        genre=_genre(element),
        liste=liste,
        obligatoire=info.is_required(),
        condition=str(condition),
        exemple=info.examples[0] if info.examples else None,
        choix=tuple(element) if enumeration else (),
        modele=modele,
        defaut=_defaut(info.default),
    )


def _defaut(valeur: Any) -> str:
    if isinstance(valeur, bool):
        return str(valeur).lower()
    return valeur.value if isinstance(valeur, Enumeration) else ""


def _sans_option(indice: Any) -> Any:
    """``X`` out of ``X | None``."""
    restes = [a for a in get_args(indice) if a is not type(None)]
    return restes[0] if type(None) in get_args(indice) else indice


def _element(indice: Any) -> tuple[Any, bool]:
    """The type of one value, and whether the field is a list of them."""
    indice = _sans_option(indice)
    nu = get_args(indice)[0] if get_origin(indice) is Annotated else indice
    return (get_args(nu)[0], True) if get_origin(nu) is tuple else (indice, False)


def _genre(element: Any) -> Genre:
    """The kind of a type.

    Raises:
        TypeError: a type of the models has no kind here.
    """
    if isclass(element) and issubclass(element, Enumeration):
        return Genre.LISTE_FERMEE
    if isclass(element) and issubclass(element, Modele):
        return Genre.GROUPE
    for alias, genre in _GENRES:
        if element is alias:
            return genre
    raise TypeError(f"no kind for the type {element!r}")
