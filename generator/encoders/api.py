"""The static interface: every response is one JSON file under ``/api/v1/``.

JSON comes straight from the models: keys in the order of the models, UTF-8, no NaN. Same catalogue,
same day, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.chemins import chemin_fiche, chemin_suites
from generator.donnees import publier
from generator.donnees.adresses import (
    OPENAPI,
    PAGE_API,
    api,
    api_fiche,
    api_propositions,
    jsonl,
)
from generator.donnees.collections import COLLECTIONS, Collection, dernier_changement
from generator.donnees.reponses import Entete, enveloppe
from generator.encoders.openapi import openapi
from generator.views.base import Output, fichier
from generator.world import World
from schemas.enveloppe import PointEntree
from schemas.types import Modele


def en_json(objet: Modele) -> bytes:
    """One object, compact."""
    return objet.model_dump_json(by_alias=True).encode()


def liste_json(objets: Iterable[Modele]) -> bytes:
    """Objects as a JSON array, one a line: a diff between two days can be read."""
    return b"[\n" + b",\n".join(map(en_json, objets)) + b"\n]"


def reponse(world: World, entete: Entete, data: bytes) -> bytes:
    """A response: what it says of itself, then its data."""
    return en_json(enveloppe(world, entete))[:-1] + b',"data":' + data + b"}\n"


def _collection(world: World, rang: int) -> bytes:
    collection = COLLECTIONS[rang]
    entete = Entete.de(world, collection)
    return reponse(world, entete, liste_json(_objets_api(world, collection)))


def _objets_api(world: World, collection: Collection) -> Iterable[Modele]:
    """The list of concertations holds summaries: each record has its own response."""
    if collection.nom == "concertations":
        return (publier.resume(world, d) for d in world.catalogue.concertations)
    return collection.objets(world)


def _fiche(world: World, identifiant: str) -> bytes:
    dossier = world.catalogue.par_id[identifiant]
    entete = Entete(
        api_fiche(identifiant), chemin_fiche(identifiant), 1, publier.modifie_le(world, dossier)
    )
    return reponse(world, entete, en_json(publier.complete(world, dossier)))


def _propositions(world: World, identifiant: str) -> bytes:
    dossier = world.catalogue.par_id[identifiant]
    suites = dossier.suites
    entete = Entete(
        api_propositions(identifiant),
        chemin_suites(identifiant) if suites else chemin_fiche(identifiant),
        len(suites.propositions) if suites else 0,
        publier.modifie_le(world, dossier),
    )
    return reponse(world, entete, liste_json(publier.propositions(world, dossier)))


def _index(world: World) -> bytes:
    points = [
        PointEntree.model_construct(
            nom=c.nom, titre=c.titre, total=c.compte(world), url=world.absolue(api(c.nom))
        )
        for c in COLLECTIONS
    ]
    modifie = max(dernier_changement(world, c) for c in COLLECTIONS)
    entete = Entete(api("index"), PAGE_API, len(points), modifie)
    return reponse(world, entete, liste_json(points))


def _jsonl(world: World, rang: int) -> bytes:
    return b"".join(en_json(objet) + b"\n" for objet in COLLECTIONS[rang].objets(world))


def sorties(world: World) -> Iterator[Output]:
    """Every response, and every collection as JSON Lines."""
    yield fichier(api("index"), _index)
    yield fichier(OPENAPI, openapi)
    for rang, collection in enumerate(COLLECTIONS):
        yield fichier(api(collection.nom), _collection, rang)
        yield fichier(jsonl(collection.nom), _jsonl, rang)
    for dossier in world.catalogue.concertations:
        yield fichier(
            api_fiche(dossier.id), _fiche, dossier.id, source=dossier.chemin, portee=dossier.id
        )
        yield fichier(
            api_propositions(dossier.id),
            _propositions,
            dossier.id,
            source=dossier.chemin,
            portee=dossier.id,
        )
