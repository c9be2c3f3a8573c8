"""The events of the catalogue, as the open data publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from generator.events import FUSEAU, Evenement, evenements
from generator.world import World
from schemas.publication import Lien
from schemas.publication_listes import Detail, EvenementPublie
from schemas.types import Modele


class _MemeMonde:
    """A world as a key: the same object, whatever it holds."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __eq__(self, autre: object) -> bool:
        return isinstance(autre, _MemeMonde) and autre.world is self.world

    def __hash__(self) -> int:
        return id(self.world)


@lru_cache(maxsize=1)
def _tous(cle: _MemeMonde) -> tuple[Evenement, ...]:
    world = cle.world
    return evenements(world.catalogue, world.historique, world.jour)


def tous(world: World) -> tuple[Evenement, ...]:
    """Every event, newest first. Ten outputs read it: it is kept for the last world."""
    return _tous(_MemeMonde(world))


def _evenement(world: World, e: Evenement) -> EvenementPublie:
    return EvenementPublie.model_construct(
        id=e.id,
        type=e.type.value,
        type_libelle=e.type.libelle,
        sujet=e.sujet,
        reference=e.reference or None,
        publie=e.publie.astimezone(FUSEAU).isoformat(),
        date=e.date,
        titre=e.titre,
        phrase=e.phrase,
        extrait=e.extrait or None,
        ministeres=e.ministeres,
        thematiques=e.thematiques,
        details=_details(e),
        links=Lien.model_construct(html=world.absolue(e.lien)),
    )


def _details(e: Evenement) -> tuple[Detail, ...]:
    return tuple(Detail.model_construct(nom=nom, texte=texte) for nom, texte in e.details)


def publies(world: World, _comptes: object) -> Iterator[Modele]:
    """Every event, as published."""
    return (_evenement(world, e) for e in tous(world))


def bruts(world: World, _champ: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """(id, details) of every event."""
    for e in tous(world):
        yield (e.id,), EvenementPublie.model_construct(details=_details(e))
