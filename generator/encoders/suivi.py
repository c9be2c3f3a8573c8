"""All that lets one follow the catalogue, from one list of events."""

from __future__ import annotations

from collections.abc import Iterator

from generator.encoders import calendrier, flux_evenements
from generator.encoders import lettre as flux_lettres
from generator.events import evenements
from generator.views import lettre, suivre
from generator.views.base import Output
from generator.world import World


def sorties(world: World) -> Iterator[Output]:
    """Feeds, calendars, letters and the page « Suivre »."""
    tous = evenements(world.catalogue, world.historique, world.jour)
    yield from suivre.sorties(world)
    yield from flux_evenements.sorties(world, tous)
    yield from calendrier.sorties(world)
    yield from lettre.sorties(world, tous)
    yield from flux_lettres.sorties(world, tous)
