"""Scalar types of the content model.

The reader gives every YAML scalar as text (or ``None``), so that ``NO``, ``18:30`` and ``01234``
stay what the author typed; the types below say what each field accepts and turn it into a value.
Messages are in French: contributors read them as they are.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Self, get_args, get_type_hints
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from schemas.dates import DatePartielle, Jour

_IDENTIFIANT = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_REFERENCE = r"^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$"


class Modele(BaseModel):
    """Base of all content models: closed, frozen, one meaning a key.

    Its validator is built when it is first needed: a model that is only a part of others never
    needs its own, and most commands read a few kinds of files.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False, defer_build=True)


def modeles(annotation: Any) -> Iterator[type[Modele]]:
    """The models inside an annotation: its own, or that of its items."""
    if isinstance(annotation, type) and issubclass(annotation, Modele):
        yield annotation
    for inner in get_args(annotation):
        yield from modeles(inner)


@cache
def types_ecrits(modele: type[Modele]) -> Mapping[str, Any]:
    """The types of the fields of a model as they are written: ``Texte`` rather than ``str``."""
    return get_type_hints(modele, include_extras=True)


def champ(
    titre: str,
    description: str,
    *,
    exemple: Any = None,
    quand: str | None = None,
    **contraintes: Any,
) -> Any:
    """Describe one field for people: editors, forms, dictionary and documentation read this.

    ``quand`` says in French in which state a field becomes compulsory (obligation « C » of the
    model); a rule of ``schemas.regles`` enforces it.
    """
    extra: dict[str, Any] = {}
    if quand is not None:
        extra["x-obligatoire-si"] = quand
    return Field(
        title=titre,
        description=description,
        examples=None if exemple is None else [exemple],
        json_schema_extra=extra or None,
        **contraintes,
    )


class Enumeration(StrEnum):
    """A closed list: each member is its YAML key, with a label and a definition for readers."""

    libelle: str
    definition: str

    def __new__(cls, valeur: str, libelle: str = "", definition: str = "") -> Self:
        """Keep the label and the definition beside the value."""
        membre = str.__new__(cls, valeur)
        membre._value_ = valeur
        membre.libelle = libelle
        membre.definition = definition
        return membre


def _lire_entier(valeur: object) -> object:
    if isinstance(valeur, str):
        if not re.fullmatch(r"\d{1,15}", valeur, re.ASCII):
            raise PydanticCustomError(
                "entier-invalide",
                "nombre entier attendu, en chiffres, sans espace ni unité",
            )
        return int(valeur)
    return valeur


def _lire_decimal(valeur: object) -> object:
    if isinstance(valeur, str):
        if not re.fullmatch(r"\d{1,12}(?:\.\d{1,6})?", valeur, re.ASCII):
            raise PydanticCustomError(
                "nombre-invalide",
                "nombre attendu, en chiffres, avec un point pour les décimales",
            )
        return float(valeur)
    return valeur


def _lire_booleen(valeur: object) -> object:
    if valeur == "true":
        return True
    if valeur == "false":
        return False
    if isinstance(valeur, bool):
        return valeur
    raise PydanticCustomError("booleen-invalide", "« true » (oui) ou « false » (non) attendu")


_HOTE = re.compile(
    r"(?=.{1,253}\.?$)[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62})?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})?)+\.?",
    re.ASCII,
)


# What nearly every address is: a name in lower case, no port, ASCII. A test proves that it is good.
URL_COURANTE = re.compile(
    r"https?://(?=[a-z0-9.-]{1,253}(?:[/?#]|\Z))[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9][a-z0-9-]{0,62})+"
    r"(?:[/?#][!#-;=?-\[\]_a-z~]*)?"
)


def verifier_url(valeur: str) -> str:
    """Accept a public web address, kept as typed.

    Raises:
        PydanticCustomError: ``adresse-invalide``, with the reason.
    """
    return valeur if URL_COURANTE.fullmatch(valeur) else _verifier_url(valeur)


def _verifier_url(valeur: str) -> str:

    def refuser(raison: str) -> PydanticCustomError:
        return PydanticCustomError("adresse-invalide", "{raison}", {"raison": raison})

    if re.search(r"[\s<>\"\\^`{}|\x00-\x20\x7f]", valeur):
        raise refuser("une adresse ne contient ni espace ni guillemet")
    if not re.match(r"https?://", valeur):
        raise refuser("une adresse commence par https:// ou http://")
    try:
        morceaux = urlsplit(valeur)
        port = morceaux.port
    except ValueError as erreur:
        raise refuser("cette adresse n'est pas lisible (port ou crochets)") from erreur
    if "@" in morceaux.netloc:
        raise refuser("une adresse ne contient pas d'identifiant (« @ ») avant le nom du site")
    if port == 0 or not _HOTE.fullmatch(morceaux.hostname or ""):
        raise refuser("le nom du site n'est pas valable (lettres sans accent, chiffres, points)")
    return valeur


def _sur_une_ligne(valeur: str) -> str:
    if "\n" in valeur:
        raise PydanticCustomError("texte-sur-une-ligne", "ce texte tient sur une seule ligne")
    return valeur


def _mots_max(nombre: int) -> Callable[[str], str]:
    def verifier(valeur: str) -> str:
        mots = len(valeur.split())
        if mots > nombre:
            raise PydanticCustomError(
                "texte-trop-long",
                "{mots} mots, {nombre} au plus",
                {"mots": mots, "nombre": nombre},
            )
        return valeur

    return verifier


Entier = Annotated[int, BeforeValidator(_lire_entier), Field(ge=0)]
Decimal = Annotated[float, BeforeValidator(_lire_decimal), Field(ge=0)]
Booleen = Annotated[bool, BeforeValidator(_lire_booleen), WithJsonSchema({"type": "boolean"})]
Identifiant = Annotated[str, StringConstraints(pattern=_IDENTIFIANT, max_length=80)]
Reference = Annotated[
    str,
    StringConstraints(pattern=_REFERENCE, max_length=40),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": _REFERENCE},
                {"type": "integer"},
                {"type": "number"},
            ]
        }
    ),
]
Texte = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000),
    AfterValidator(_sur_une_ligne),
]
TexteLong = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)
]
Markdown = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100_000),
    WithJsonSchema({"type": "string", "format": "markdown"}),
]
Resume = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_mots_max(100))
]
Url = Annotated[
    str, AfterValidator(verifier_url), WithJsonSchema({"type": "string", "format": "uri"})
]
Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
Courriel = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", max_length=254
    ),
]

__all__ = [
    "Booleen",
    "Courriel",
    "DatePartielle",
    "Decimal",
    "Entier",
    "Enumeration",
    "Identifiant",
    "Instant",
    "Jour",
    "Markdown",
    "Modele",
    "Reference",
    "Resume",
    "Texte",
    "TexteLong",
    "Url",
    "champ",
    "modeles",
    "types_ecrits",
    "verifier_url",
]
