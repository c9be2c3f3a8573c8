"""The rows of one record in every table, encoded: shared tables and the workbook are made of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator

from generator.catalogue.records import Dossier
from generator.csv_sur import cellule
from generator.donnees.colonnes import Valeur
from generator.donnees.tables import Table, de_fiches
from generator.encoders.feuille import comprimer, rangees
from generator.encoders.liasse import lier
from generator.par_fiche import Releve, par_fiche
from generator.world import World


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
    import csv  # noqa: PLC0415 - start fast

    tampon = io.StringIO()
    csv.writer(tampon).writerows(map(texte, ligne) for ligne in lignes)
    return tampon.getvalue().encode()


def _de_la_fiche() -> tuple[Table, ...]:
    return tuple(t for t in de_fiches() if t.collection.nom == "concertations")


def _des_suites() -> tuple[Table, ...]:
    return tuple(t for t in de_fiches() if t.collection.nom != "concertations")


@par_fiche(bytes)
def rangees_fiche(world: World, dossier: Dossier) -> bytes:
    """Two pieces for each table of the record itself: as CSV, and as a compressed sheet."""
    return lier(tuple(_pieces(world, dossier, _de_la_fiche())))


@par_fiche(bytes)
def rangees_suites(world: World, dossier: Dossier) -> bytes:
    """The same for the tables of the follow-up: proposals, measures and what they hold."""
    return lier(tuple(_pieces(world, dossier, _des_suites())))


def _pieces(world: World, dossier: Dossier, tables: tuple[Table, ...]) -> Iterator[bytes]:
    for table in tables:
        lignes = tuple(table.lignes(world, dossier))
        yield en_csv(lignes)
        yield comprimer(rangees(lignes))


RELEVES: tuple[tuple[Releve[bytes], Callable[[], tuple[Table, ...]]], ...] = (
    (rangees_fiche, _de_la_fiche),
    (rangees_suites, _des_suites),
)


def place(table: Table) -> tuple[Releve[bytes], int]:
    """Where the rows of a table are: a value of records, and the rank of its CSV piece."""
    releve, tables = next((r, siennes()) for r, siennes in RELEVES if table in siennes())
    return releve, 2 * tables.index(table)
