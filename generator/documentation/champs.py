"""The fields of the models, in words: label, description, type, obligation, values, example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import isclass
from typing import Annotated, Any, get_args, get_origin

from msgspec import Struct
from pydantic.fields import FieldInfo

from schemas import types
from schemas.types import Enumeration, Modele, types_ecrits

_TYPES: tuple[tuple[object, str], ...] = (
    (types.Texte, "texte sur une ligne"),
    (types.TexteLong, "texte"),
    (types.Markdown, "texte Markdown"),
    (types.Resume, "texte de cent mots au plus"),
    (types.Url, "adresse web"),
    (types.Courriel, "adresse électronique"),
    (types.Identifiant, "identifiant (minuscules sans accent, chiffres, tirets)"),
    (types.Reference, "référence (lettres, chiffres, points, tirets)"),
    (types.Entier, "nombre entier"),
    (types.Decimal, "nombre"),
    (types.Booleen, "oui (`true`) ou non (`false`)"),
    (types.Jour, "date AAAA-MM-JJ"),
    (types.Instant, "instant (date et heure)"),
    (types.DatePartielle, "date AAAA-MM-JJ, AAAA-MM ou AAAA"),
)


class Champ(Struct, frozen=True):
    """One row of the dictionary. ``chemin`` is written as errors write it: ``dates.cloture``."""

    chemin: str
    nom: str
    description: str
    type: str
    obligation: str
    valeurs: tuple[Enumeration, ...]
    exemple: str


def _sans_option(indice: Any) -> Any:
    """``X`` out of ``X | None``."""
    restes = [a for a in get_args(indice) if a is not type(None)]
    return restes[0] if type(None) in get_args(indice) else indice


def element(indice: Any) -> tuple[Any, bool]:
    """The type of one value, and whether the field is a list of them."""
    indice = _sans_option(indice)
    nu = get_args(indice)[0] if get_origin(indice) is Annotated else indice
    return (get_args(nu)[0], True) if get_origin(nu) is tuple else (indice, False)


def _nom_du_type(indice: Any) -> str:
    """What a person types.

    Raises:
        TypeError: a type of the models has no French name here.
    """
    if isclass(indice) and issubclass(indice, Enumeration):
        return "valeur de la liste"
    if isclass(indice) and issubclass(indice, Modele):
        return "groupe de champs"
    for alias, nom in _TYPES:
        if indice is alias:
            return nom
    msg = f"no French name for the type {indice!r}"
    raise TypeError(msg)


def _obligation(info: FieldInfo) -> str:
    extra = info.json_schema_extra
    if isinstance(extra, Mapping) and "x-obligatoire-si" in extra:
        return f"oui si : {extra['x-obligatoire-si']}"
    return "oui" if info.is_required() else "non"


def _exemple(info: FieldInfo) -> str:
    if not info.examples:
        return ""
    valeur = info.examples[0]
    return ", ".join(map(str, valeur)) if isinstance(valeur, list) else str(valeur)


def champs(modele: type[Modele], prefixe: str = "") -> Iterator[Champ]:
    """All the fields of a model, depth first, those of inner groups under their path."""
    indices = types_ecrits(modele)
    for cle, info in modele.model_fields.items():
        indice, liste = element(indices[cle])
        chemin = f"{prefixe}{info.alias or cle}{'[]' if liste else ''}"
        enumeration = isclass(indice) and issubclass(indice, Enumeration)
        nom_du_type = _nom_du_type(indice)
        yield Champ(
            chemin=chemin,
            nom=info.title or cle,
            description=info.description or "",
            type=f"liste : {nom_du_type}" if liste else nom_du_type,
            obligation=_obligation(info),
            valeurs=tuple(indice) if enumeration else (),
            exemple=_exemple(info),
        )
        if isclass(indice) and issubclass(indice, Modele):
            yield from champs(indice, f"{chemin}.")
