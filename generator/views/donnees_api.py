"""The documentation of the JSON interface, with real responses."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import Struct

from generator import francais
from generator.donnees import adresses, publier
from generator.donnees.collections import COLLECTIONS, Collection
from generator.donnees.reponses import Entete, enveloppe
from generator.donnees.sommaire import Sommaire
from generator.views.base import ACCUEIL, DONNEES, Contenu, Gabarit, Lien, Output, PageMeta, page
from generator.views.donnees_commun import Code, ExempleView
from generator.world import World
from schemas.enveloppe import VERSION_SCHEMA

_API = Lien("Interface JSON", adresses.PAGE_API)
JOURNAL = ((VERSION_SCHEMA, "Première version."),)
"""Versions of the interface, newest first, with what each changed."""


class PointView(Struct, frozen=True):
    """One address of the interface."""

    titre: str
    description: str
    chemin: str
    total: str


class ApiView(Struct, frozen=True):
    """The documentation of the interface."""

    version: str
    base: Code
    points: tuple[PointView, ...]
    exemples: tuple[ExempleView, ...]
    journal: tuple[tuple[str, str], ...]


def _lisible(objet: object) -> Code:
    return Code(json.dumps(objet, ensure_ascii=False, indent=2))


def _exemples_api(world: World, exemple: str, entetes: tuple[Entete, ...]) -> Iterator[ExempleView]:
    """Two real responses, cut to the first object of their list."""
    if not exemple:
        return
    dossier = world.catalogue.par_id[exemple]
    objets = publier.resume(world, dossier), publier.propositions(world, dossier)[0]
    for entete, objet in zip(entetes, objets, strict=False):
        reponse = enveloppe(world, entete).model_dump(mode="json", by_alias=True)
        reponse["data"] = [objet.model_dump(mode="json", by_alias=True)]
        yield ExempleView(f"/{entete.chemin}", _lisible(reponse))


def _points(exemple: str, entetes: tuple[Entete, ...]) -> Iterator[PointView]:
    for c, entete in zip(COLLECTIONS, entetes, strict=True):
        yield PointView(
            f"/{entete.chemin}",
            _description(c),
            entete.chemin,
            francais.nombre(entete.total),
        )
    if exemple:
        for modele, chemin, description in (
            (
                adresses.api_fiche("{id}"),
                adresses.api_fiche(exemple),
                "Tout ce qui est connu d’une concertation, avec ses propositions et ses mesures.",
            ),
            (
                adresses.api_propositions("{id}"),
                adresses.api_propositions(exemple),
                "Les propositions d’une concertation.",
            ),
        ):
            yield PointView(f"/{modele}", description, chemin, "–")


def _description(collection: Collection) -> str:
    if collection.nom == "concertations":
        return "La liste : l’essentiel de chaque concertation, et l’adresse de sa fiche complète."
    return collection.description


def _page_api(world: World, exemple: str, entetes: tuple[Entete, ...]) -> Contenu:
    vue = ApiView(
        VERSION_SCHEMA,
        Code(world.absolue(adresses.API)),
        tuple(_points(exemple, entetes)),
        tuple(_exemples_api(world, exemple, entetes)),
        JOURNAL,
    )
    meta = PageMeta(
        titre="Interface JSON",
        description="Les adresses de l’interface JSON du catalogue, ses réponses et ses engagements de stabilité.",
        chemin=_API.chemin,
        fil=(ACCUEIL, DONNEES, _API),
        menu_actif=DONNEES.chemin,
    )
    return Gabarit("pages/api.html.j2", meta, vue)


def sorties(world: World, lu: Sommaire) -> Iterator[Output]:
    """The page of the interface."""
    entetes = tuple(Entete.de(world, c, lu) for c in COLLECTIONS)
    yield page(_API.chemin, _page_api, lu.exemple, entetes, portee=lu.exemple)
