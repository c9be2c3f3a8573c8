"""The search page: without JavaScript, it leads to the lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.views.base import ACCUEIL, Contenu, Gabarit, Lien, Output, PageMeta, page
from generator.views.cartes import cartes
from generator.views.coupes import Groupe, coupes, groupes
from generator.world import World

RECHERCHE = Lien("Rechercher", "recherche/")


@dataclass(frozen=True, slots=True)
class RechercheView:
    """The lists that stand in for the search."""

    total: int
    groupes: tuple[Groupe, ...]


def _page(world: World) -> Contenu:
    toutes = cartes(world)
    meta = PageMeta(
        titre="Rechercher",
        description="Chercher une concertation, une proposition ou un guide, ou parcourir les listes.",
        chemin=RECHERCHE.chemin,
        fil=(ACCUEIL, RECHERCHE),
    )
    vue = RechercheView(len(toutes), groupes(toutes, coupes(world)))
    return Gabarit("pages/recherche.html.j2", meta, vue)


def sorties(world: World) -> Iterator[Output]:
    """The search page."""
    _ = world
    yield page(RECHERCHE.chemin, _page)
