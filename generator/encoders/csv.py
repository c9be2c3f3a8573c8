"""Tables as CSV (RFC 4180, UTF-8 without mark), with their Table Schemas and the dictionary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from generator.donnees import adresses
from generator.donnees.collections import Comptes
from generator.donnees.colonnes import Valeur
from generator.donnees.dictionnaire import ENTETES, dictionnaire, lignes_du_dictionnaire
from generator.donnees.faits import sommaire
from generator.donnees.schema import table_schema
from generator.donnees.tables import tables
from generator.encoders.liasse import coller, morceau
from generator.encoders.rangees import en_csv, place
from generator.views.base import COMMUN, Output, assemblage, fichier
from generator.world import World


def encoder(entetes: Iterable[str], lignes: Iterable[Iterable[Valeur]]) -> bytes:
    """A CSV file: header, rows."""
    return en_csv((entetes, *lignes))


def _table_de_fiches(world: World, rang: int) -> bytes:
    table = tables()[rang]
    releve, piece = place(table)
    entetes = en_csv([[c.nom for c in table.colonnes]])
    return coller(entetes, (morceau(liasse, piece) for liasse in releve.tous(world)))


def _table_vide(_world: World, rang: int) -> bytes:
    return encoder([c.nom for c in tables()[rang].colonnes], ())


def _table(world: World, rang: int, comptes: Comptes) -> bytes:
    table = tables()[rang]
    return encoder([c.nom for c in table.colonnes], table.toutes(world, comptes))


def _schema(_world: World, rang: int) -> bytes:
    return lisible(table_schema(tables()[rang]))


def lisible(donnees: object) -> bytes:
    """JSON for people: two spaces, one key a line."""
    return (json.dumps(donnees, ensure_ascii=False, indent=2) + "\n").encode()


def _dictionnaire_csv(_world: World) -> bytes:
    return encoder(ENTETES, lignes_du_dictionnaire())


def _dictionnaire_json(_world: World) -> bytes:
    return lisible(dictionnaire())


def sorties(world: World) -> Iterator[Output]:
    """One CSV and one schema a table, and the dictionary."""
    lu = sommaire(world)
    for rang, table in enumerate(tables()):
        chemin, collection = adresses.csv(table.nom), table.collection
        if collection.par_fiche and not table.total(world, lu):
            yield fichier(chemin, _table_vide, rang, portee=COMMUN)  # no record to look at
        elif collection.par_fiche:
            yield assemblage(fichier(chemin, _table_de_fiches, rang), place(table)[0])
        else:
            concernes = lu.comptes.get(collection.nom, {})
            faite = fichier(chemin, _table, rang, concernes)
            yield assemblage(faite, *collection.releves, portee=collection.portee)
        yield fichier(adresses.schema(table.nom), _schema, rang, portee=COMMUN)
    yield fichier(adresses.DICTIONNAIRE_CSV, _dictionnaire_csv, portee=COMMUN)
    yield fichier(adresses.DICTIONNAIRE_JSON, _dictionnaire_json, portee=COMMUN)
