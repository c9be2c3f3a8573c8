"""The events of the catalogue, as the open data publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from generator.events import FUSEAU, Evenement
from generator.events.journal import des_guides, evenements_de, ordonner
from generator.events.liste import chronique
from generator.world import World
from schemas.publication import Lien
from schemas.publication_listes import Detail, EvenementPublie
from schemas.types import Modele

RELEVES = (evenements_de,)
"""What the rows are made of, besides the guides."""


def _tous(world: World) -> tuple[Evenement, ...]:
    return ordonner((*chain.from_iterable(evenements_de.tous(world)), *_guides(world)))


def _guides(world: World) -> tuple[Evenement, ...]:
    return des_guides(world.catalogue, world.historique, world.jour)


def nombre(world: World) -> int:
    """Number of events, without reading them."""
    return sum(len(c.types) for c in chronique.tous(world)) + len(_guides(world))


def nombre_de_details(world: World) -> int:
    """Number of the labelled texts that they hold."""
    return sum(c.details for c in chronique.tous(world)) + sum(
        len(e.details) for e in _guides(world)
    )


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
    return (_evenement(world, e) for e in _tous(world))


def bruts(world: World, _champ: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """(id, details) of every event."""
    for e in _tous(world):
        yield (e.id,), EvenementPublie.model_construct(details=_details(e))
