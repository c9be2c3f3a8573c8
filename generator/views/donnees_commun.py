"""What the pages on open data share."""

from __future__ import annotations

from msgspec import Struct

from generator import francais
from generator.donnees import adresses
from generator.donnees.tables import Table


class Code(str):
    """A text to be copied as it is: no French space is put into it."""

    __slots__ = ()


class FichierView(Struct, frozen=True):
    """A collection or a table, its number of rows, and its files ("" when there is none)."""

    titre: str
    description: str
    lignes: str
    csv: str
    jsonl: str
    json: str
    dictionnaire: str


class ExempleView(Struct, frozen=True):
    """A piece of code that works as it is."""

    titre: str
    code: Code


def fichier_view(table: Table, total: int) -> FichierView:
    """A table with its files."""
    collection = "" if table.attributs else table.collection.nom
    return FichierView(
        table.titre,
        table.description,
        francais.nombre(total),
        adresses.csv(table.nom),
        adresses.jsonl(collection) if collection else "",
        adresses.api(collection) if collection else "",
        chemin_table(table),
    )


def chemin_table(table: Table) -> str:
    """Site path of the page that explains a table."""
    return f"{adresses.PAGE_DICTIONNAIRE}{table.nom.replace('_', '-')}/"
