"""The Table Schema (Frictionless) of a table, from the columns of the models."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from generator.donnees.colonnes import Colonne, Genre
from generator.donnees.tables import Table

_PARTIELLE = r"\d{4}(-\d{2}(-\d{2})?)?"
_TYPES: Mapping[Genre, dict[str, Any]] = MappingProxyType(
    {
        Genre.TEXTE: {"type": "string"},
        Genre.ADRESSE: {"type": "string", "format": "uri"},
        Genre.VALEUR_DE_LISTE: {"type": "string"},
        Genre.ENTIER: {"type": "integer"},
        Genre.NOMBRE: {"type": "number"},
        Genre.BOOLEEN: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
        Genre.JOUR: {"type": "date", "format": "%Y-%m-%d"},
        Genre.DATE_PARTIELLE: {"type": "string"},
        Genre.INSTANT: {"type": "string"},
        Genre.PLUSIEURS: {"type": "array"},
    }
)


def champ_de_table(colonne: Colonne) -> dict[str, Any]:
    """One field of a Table Schema."""
    champ = colonne.champ
    contraintes: dict[str, Any] = {}
    if colonne.obligatoire:
        contraintes["required"] = True
    if champ.valeurs and colonne.genre is not Genre.PLUSIEURS:
        contraintes["enum"] = [v.value for v in champ.valeurs]
    if colonne.genre is Genre.DATE_PARTIELLE:
        contraintes["pattern"] = _PARTIELLE
    return {
        "name": colonne.nom,
        "title": champ.nom,
        "description": champ.description,
        **_TYPES[colonne.genre],
        **({"example": colonne.exemple} if colonne.exemple else {}),
        **({"constraints": contraintes} if contraintes else {}),
    }


def table_schema(table: Table) -> dict[str, Any]:
    """The schema of a table: its fields, what names a row, and the table it belongs to."""
    schema: dict[str, Any] = {
        "fields": [champ_de_table(c) for c in table.colonnes],
        "missingValues": [""],
        "primaryKey": list(table.cle),
    }
    if table.parent is not None:
        nom, ici, la = table.parent
        schema["foreignKeys"] = [
            {"fields": list(ici), "reference": {"resource": nom, "fields": list(la)}}
        ]
    return schema
