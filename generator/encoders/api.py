"""The static interface: every response is one JSON file under ``/api/v1/``.

Same catalogue, same day, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.catalogue.records import Dossier
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
from generator.donnees.collections import COLLECTIONS, Comptes
from generator.donnees.faits import sommaire
from generator.donnees.reponses import Entete, enveloppe
from generator.encoders import objets
from generator.encoders.liasse import coller
from generator.encoders.objets import en_json, lignes
from generator.encoders.openapi import openapi
from generator.views.base import COMMUN, Output, assemblage, fichier
from generator.world import World
from schemas.enveloppe import PointEntree


def reponse(world: World, entete: Entete, data: Iterable[bytes]) -> bytes:
    """A response: what it says of itself, then its data."""
    debut = en_json(enveloppe(world, entete))[:-1] + b',"data":'
    return coller(debut, data, b"}\n")


def liste(morceaux: Iterable[bytes]) -> Iterator[bytes]:
    """Lines of objects as a JSON array, one a line: a diff between two days can be read."""
    lien = b"[\n"
    for morceau in filter(None, morceaux):
        yield lien
        yield morceau[:-1].replace(b"\n", b",\n")
        lien = b",\n"
    yield b"\n]" if lien == b",\n" else b"[\n\n]"


def _assemblee(world: World, entete: Entete, nom: str) -> bytes:
    """A collection made of records; that of concertations holds summaries, each has its response."""
    releve = objets.resume if nom == "concertations" else objets.PAR_COLLECTION[nom]
    return reponse(world, entete, liste(releve.tous(world)))


def _collection(world: World, entete: Entete, rang: int, comptes: Comptes) -> bytes:
    return reponse(world, entete, liste([lignes(COLLECTIONS[rang].objets(world, comptes))]))


def _jsonl_assemble(world: World, nom: str) -> bytes:
    return coller(b"", objets.PAR_COLLECTION[nom].tous(world))


def _jsonl(world: World, rang: int, comptes: Comptes) -> bytes:
    return lignes(COLLECTIONS[rang].objets(world, comptes))


def _fiche(world: World, identifiant: str) -> bytes:
    dossier = world.catalogue.par_id[identifiant]
    entete = Entete(
        api_fiche(identifiant), chemin_fiche(identifiant), 1, publier.modifie_le(world, dossier)
    )
    return reponse(world, entete, [en_json(publier.complete(world, dossier))])


def _propositions(world: World, identifiant: str) -> bytes:
    dossier = world.catalogue.par_id[identifiant]
    suites = dossier.suites
    entete = Entete(
        api_propositions(identifiant),
        chemin_suites(identifiant) if suites else chemin_fiche(identifiant),
        len(suites.propositions) if suites else 0,
        publier.modifie_le(world, dossier),
    )
    return reponse(world, entete, liste([objets.propositions(world, dossier)]))


def _index(world: World, entete: Entete, totaux: tuple[int, ...]) -> bytes:
    points = (
        PointEntree.model_construct(
            nom=c.nom, titre=c.titre, total=total, url=world.absolue(api(c.nom))
        )
        for c, total in zip(COLLECTIONS, totaux, strict=True)
    )
    return reponse(world, entete, liste([lignes(points)]))


def sorties(world: World) -> Iterator[Output]:
    """Every response, and every collection as JSON Lines."""
    lu = sommaire(world)
    entetes = tuple(Entete.de(world, c, lu) for c in COLLECTIONS)
    index = Entete(api("index"), PAGE_API, len(COLLECTIONS), max(e.modifie for e in entetes))
    totaux = tuple(e.total for e in entetes)
    yield fichier(index.chemin, _index, index, totaux, portee=COMMUN)
    yield fichier(OPENAPI, openapi, portee=COMMUN)
    for rang, (c, entete) in enumerate(zip(COLLECTIONS, entetes, strict=True)):
        if c.par_fiche:
            releve = objets.PAR_COLLECTION[c.nom]
            lu_ici = objets.resume if c.nom == "concertations" else releve
            yield assemblage(fichier(entete.chemin, _assemblee, entete, c.nom), lu_ici)
            yield assemblage(fichier(jsonl(c.nom), _jsonl_assemble, c.nom), releve)
            continue
        comptes = lu.comptes.get(c.nom, {})
        for faite in (
            fichier(entete.chemin, _collection, entete, rang, comptes),
            fichier(jsonl(c.nom), _jsonl, rang, comptes),
        ):
            yield assemblage(faite, *c.releves, portee=c.portee)


def sorties_fiche(_world: World, dossier: Dossier) -> Iterator[Output]:
    """The responses of one record."""
    for chemin, fonction in (
        (api_fiche(dossier.id), _fiche),
        (api_propositions(dossier.id), _propositions),
    ):
        yield fichier(chemin, fonction, dossier.id, source=dossier.chemin, portee=dossier.id)
