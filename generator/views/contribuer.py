"""``/contribuer/``: its outputs. What makes them asks for the models' whole description: loaded then."""

from __future__ import annotations

from collections.abc import Iterator

from generator.source.discover import Kind
from generator.views.base import COMMUN, Contenu, Etiquette, Lien, Output, fichier, page
from generator.views.cartes import carte
from generator.world import World

CONTRIBUER = Lien("Contribuer", "contribuer/")
MODELES = ((Kind.CONCERTATION, "concertation.md"), (Kind.SUITES, "suites.yml"))
"""Commented files to download, for who has no JavaScript or prefers an editor."""


def _page(world: World, connus: str, concertations: tuple[Etiquette, ...]) -> Contenu:
    from generator.views.contribuer_page import formulaires  # noqa: PLC0415 - start fast

    modeles = tuple(Lien(nom, f"{CONTRIBUER.chemin}{nom}") for _, nom in MODELES)
    return formulaires(world, CONTRIBUER, connus, concertations, modeles)


def _modele(world: World, sorte: str) -> Contenu:
    from generator.views.contribuer_page import commente  # noqa: PLC0415 - start fast

    return commente(world, Kind(sorte))


def sorties(world: World) -> Iterator[Output]:
    """The page and the files to download."""
    lues = tuple(carte.tous(world))
    connus = " ".join(c.id for c in lues)
    suivies = tuple(Etiquette(c.id, c.titre) for c in lues if c.propositions)
    yield page(CONTRIBUER.chemin, _page, connus, suivies, portee=COMMUN)
    for sorte, nom in MODELES:
        yield fichier(f"{CONTRIBUER.chemin}{nom}", _modele, sorte.value, portee=COMMUN)
