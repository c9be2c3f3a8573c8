"""Tables as CSV (RFC 4180, UTF-8 without mark), with their Table Schemas and the dictionary."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from generator.csv_sur import cellule
from generator.donnees import adresses
from generator.donnees.colonnes import Valeur
from generator.donnees.dictionnaire import ENTETES, dictionnaire, lignes_du_dictionnaire
from generator.donnees.schema import table_schema
from generator.donnees.tables import TABLES
from generator.views.base import Output, fichier
from generator.world import World


def texte(valeur: Valeur) -> str:
    """A value as the text of a cell: nothing is an empty cell, and no text runs as a formula."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    return cellule(valeur) if isinstance(valeur, str) else repr(valeur)


def encoder(entetes: Iterable[str], lignes: Iterable[Iterable[Valeur]]) -> bytes:
    """A CSV file: header, rows, CRLF, quotes where they are needed."""
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon)
    ecrivain.writerow(entetes)
    ecrivain.writerows(map(texte, ligne) for ligne in lignes)
    return tampon.getvalue().encode()


def _table(world: World, rang: int) -> bytes:
    table = TABLES[rang]
    return encoder((c.nom for c in table.colonnes), table.lignes(world))


def _schema(_world: World, rang: int) -> bytes:
    return lisible(table_schema(TABLES[rang]))


def lisible(donnees: object) -> bytes:
    """JSON for people: two spaces, one key a line."""
    return (json.dumps(donnees, ensure_ascii=False, indent=2) + "\n").encode()


def _dictionnaire_csv(_world: World) -> bytes:
    return encoder(ENTETES, lignes_du_dictionnaire())


def _dictionnaire_json(_world: World) -> bytes:
    return lisible(dictionnaire())


def sorties(world: World) -> Iterator[Output]:
    """One CSV and one schema a table, and the dictionary."""
    _ = world
    for rang, table in enumerate(TABLES):
        yield fichier(adresses.csv(table.nom), _table, rang)
        yield fichier(adresses.schema(table.nom), _schema, rang)
    yield fichier(adresses.DICTIONNAIRE_CSV, _dictionnaire_csv)
    yield fichier(adresses.DICTIONNAIRE_JSON, _dictionnaire_json)
