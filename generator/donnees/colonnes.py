"""From a model to flat columns, and from an object to the values of a row. Pure.

A column is named by the path of its field, with points: ``dates.cloture``. It is the name that the
authors type, the path in the JSON, and what tools that flatten JSON call it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from inspect import isclass
from operator import attrgetter
from typing import Any

from msgspec import Struct

from generator.documentation import Champ, champs, element
from schemas import types
from schemas.types import DatePartielle, Enumeration, Modele, types_ecrits

Valeur = str | int | float | bool | None
"""What a cell holds; ``None`` when there is nothing."""


class Genre(StrEnum):
    """What the cells of a column hold."""

    TEXTE = "texte"
    ADRESSE = "adresse"
    VALEUR_DE_LISTE = "valeur_de_liste"
    ENTIER = "entier"
    NOMBRE = "nombre"
    BOOLEEN = "booleen"
    JOUR = "jour"
    DATE_PARTIELLE = "date_partielle"
    INSTANT = "instant"
    PLUSIEURS = "plusieurs"


_GENRES: tuple[tuple[object, Genre], ...] = (
    (types.Entier, Genre.ENTIER),
    (types.Decimal, Genre.NOMBRE),
    (types.Booleen, Genre.BOOLEEN),
    (types.Jour, Genre.JOUR),
    (types.DatePartielle, Genre.DATE_PARTIELLE),
    (types.Instant, Genre.INSTANT),
    (types.Url, Genre.ADRESSE),
)


class Colonne(Struct, frozen=True):
    """One column.

    ``attributs`` is the path of the value from the object of the row; ``groupe`` the optional
    group that a compulsory field belongs to ("" when none): the field is then compulsory only
    where the group is given.
    """

    nom: str
    champ: Champ
    genre: Genre
    attributs: tuple[str, ...]
    groupe: str = ""

    @property
    def obligatoire(self) -> bool:
        """Whether every row has a value."""
        return (
            self.champ.obligation == "oui" and not self.groupe and self.genre is not Genre.PLUSIEURS
        )

    @property
    def exemple(self) -> str:
        """An example of what the cell holds, or ""."""
        if self.genre is Genre.PLUSIEURS and self.champ.exemple:
            return simple(tuple(self.champ.exemple.split(", ")))  # type: ignore[return-value]
        return self.champ.exemple

    @property
    def obligation(self) -> str:
        """The obligation, in French: « oui », « non », or « oui si : … »."""
        if self.groupe and self.champ.obligation == "oui":
            return f"oui si : « {self.groupe} » est renseigné"
        return self.champ.obligation


def colonnes(modele: type[Modele]) -> tuple[Colonne, ...]:
    """The columns of a model: groups are opened, lists of groups are left to their own table."""
    par_chemin = {c.chemin: c for c in champs(modele)}
    return tuple(_colonnes(modele, par_chemin, (), (), ""))


def _colonnes(
    modele: type[Modele],
    par_chemin: dict[str, Champ],
    noms: tuple[str, ...],
    attributs: tuple[str, ...],
    groupe: str,
) -> Iterator[Colonne]:
    indices = types_ecrits(modele)
    for cle, info in modele.model_fields.items():
        indice, liste = element(indices[cle])
        sous_modele = isclass(indice) and issubclass(indice, Modele)
        if liste and sous_modele:
            continue
        suite = (*noms, info.alias or cle)
        nom = ".".join(suite)
        if sous_modele:
            facultatif = type(None) in getattr(indices[cle], "__args__", ())
            inclus = nom if facultatif else groupe
            yield from _colonnes(indice, par_chemin, suite, (*attributs, cle), inclus)
            continue
        genre = Genre.PLUSIEURS if liste else _genre(indice)
        champ = par_chemin[f"{nom}[]" if liste else nom]
        yield Colonne(nom, champ, genre, (*attributs, cle), groupe)


def _genre(indice: object) -> Genre:
    if isclass(indice) and issubclass(indice, Enumeration):
        return Genre.VALEUR_DE_LISTE
    return next((genre for alias, genre in _GENRES if indice is alias), Genre.TEXTE)


def sous_listes(
    modele: type[Modele], debut: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], type[Modele]]]:
    """The lists of groups of a model, with their paths: each is a table of its own."""
    indices = types_ecrits(modele)
    for cle in modele.model_fields:
        indice, liste = element(indices[cle])
        if not (isclass(indice) and issubclass(indice, Modele)):
            continue
        if liste:
            yield (*debut, cle), indice
        else:
            yield from sous_listes(indice, (*debut, cle))


_DEJA_SIMPLES = frozenset({str, int, float, bool})


def suivre(objet: Any, attributs: tuple[str, ...]) -> Any:
    """The value at a path, or ``None`` as soon as a group on the way is not given."""
    for attribut in attributs:
        if objet is None:
            return None
        objet = getattr(objet, attribut)
    return objet


def lecteur(liste: Sequence[Colonne]) -> Callable[[Any], tuple[Valeur, ...]]:
    """A function from the object of a row to its cells."""
    directes = [c.attributs[0] for c in liste if len(c.attributs) == 1]
    profondes = [(rang, c.attributs) for rang, c in enumerate(liste) if len(c.attributs) > 1]
    # Asked for together, attributes are read in C; with one name it would not give a tuple.
    prendre = attrgetter(*directes, *directes[:1])

    def lire(objet: Any) -> tuple[Valeur, ...]:
        cellules = [simple(v) for v in prendre(objet)[:-1]]
        for rang, attributs in profondes:  # from left to right: each finds its place
            cellules.insert(rang, simple(suivre(objet, attributs)))
        return tuple(cellules)

    return lire


def simple(valeur: Any) -> Valeur:
    """A value of a model as a cell holds it. Several values are a JSON array; none is nothing.

    Raises:
        TypeError: the models hold something that cells do not know.
    """
    if valeur is None or type(valeur) in _DEJA_SIMPLES:
        return valeur  # type: ignore[no-any-return] # told by the line above
    if isinstance(valeur, Enumeration):
        return valeur.value
    if isinstance(valeur, DatePartielle):
        return valeur.texte
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, tuple):
        if not valeur:
            return None
        return json.dumps([simple(v) for v in valeur], ensure_ascii=False, separators=(",", ":"))
    raise TypeError(f"no cell for {type(valeur).__name__}")
