"""The search page: without JavaScript, it leads to the lists."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator import francais
from generator.views import catalogue_recherche
from generator.views.base import (
    ACCUEIL,
    CONCERTATIONS,
    GUIDES,
    Contenu,
    Gabarit,
    Lien,
    Output,
    PageMeta,
    page,
)
from generator.views.cartes import cartes
from generator.views.coupes import coupes, groupes
from generator.world import World

RECHERCHE = Lien("Rechercher", "recherche/")
SCRIPT = "recherche.js"


class RechercheView(Struct, frozen=True):
    """The lists that stand in for the search, each with what it holds, and the script."""

    listes: tuple[tuple[Lien, str], ...]
    script: str


def _page(world: World) -> Contenu:
    toutes = cartes(world)
    meta = PageMeta(
        titre="Rechercher",
        description="Chercher une concertation, une proposition ou un guide, ou parcourir les listes.",
        chemin=RECHERCHE.chemin,
        fil=(ACCUEIL, RECHERCHE),
    )
    listes = [
        (
            Lien("Toutes les concertations", CONCERTATIONS.chemin),
            francais.pluriel(len(toutes), "concertation"),
        )
    ]
    listes += [
        (
            Lien(f"Concertations {g.titre.lower()}", g.chemin),
            francais.pluriel(len(g.liens), "liste"),
        )
        for g in groupes(toutes, coupes(world))
    ]
    guides = francais.pluriel(len(world.catalogue.guides), "guide")
    listes.append((Lien("Guides et modèles", GUIDES.chemin), guides))
    vue = RechercheView(tuple(listes), world.assets[SCRIPT])
    return Gabarit("pages/recherche.html.j2", meta, vue)


def sorties(world: World) -> Iterator[Output]:
    """The search page and the data that it loads."""
    yield page(RECHERCHE.chemin, _page)
    yield from catalogue_recherche.sorties(world)
