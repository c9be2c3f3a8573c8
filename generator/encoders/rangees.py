"""The rows of one record in every table, encoded: shared tables and the workbook are made of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from generator.catalogue.records import Dossier
from generator.csv_sur import cellule
from generator.donnees.colonnes import Valeur
from generator.donnees.faits import DE_FICHES
from generator.donnees.tables import Table
from generator.encoders.feuille import comprimer, rangees
from generator.encoders.liasse import lier
from generator.par_fiche import Releve, par_fiche
from generator.world import World

_DE_LA_FICHE = tuple(t for t in DE_FICHES if t.collection.nom == "concertations")
_DES_SUITES = tuple(t for t in DE_FICHES if t.collection.nom != "concertations")


def texte(valeur: Valeur) -> str:
    """A value as the text of a cell: nothing is an empty cell, and no text runs as a formula."""
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return cellule(valeur)
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    return repr(valeur)


def en_csv(lignes: Iterable[Iterable[Valeur]]) -> bytes:
    """Rows as CSV: CRLF, quotes where they are needed."""
    tampon = io.StringIO()
    csv.writer(tampon).writerows(map(texte, ligne) for ligne in lignes)
    return tampon.getvalue().encode()


@par_fiche(bytes)
def rangees_fiche(world: World, dossier: Dossier) -> bytes:
    """Two pieces for each table of the record itself: as CSV, and as a compressed sheet."""
    return lier(tuple(_pieces(world, dossier, _DE_LA_FICHE)))


@par_fiche(bytes)
def rangees_suites(world: World, dossier: Dossier) -> bytes:
    """The same for the tables of the follow-up: proposals, measures and what they hold."""
    return lier(tuple(_pieces(world, dossier, _DES_SUITES)))


def _pieces(world: World, dossier: Dossier, tables: tuple[Table, ...]) -> Iterator[bytes]:
    for table in tables:
        lignes = tuple(table.lignes(world, dossier))
        yield en_csv(lignes)
        yield comprimer(rangees(lignes))


RELEVES: tuple[tuple[Releve[bytes], tuple[Table, ...]], ...] = (
    (rangees_fiche, _DE_LA_FICHE),
    (rangees_suites, _DES_SUITES),
)


def place(table: Table) -> tuple[Releve[bytes], int]:
    """Where the rows of a table are: a value of records, and the rank of its CSV piece."""
    releve, tables = next(x for x in RELEVES if table in x[1])
    return releve, 2 * tables.index(table)
