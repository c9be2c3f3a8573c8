"""All that lets one follow the catalogue, from one list of events."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalogue.records import Dossier
from generator.encoders import calendrier, flux_evenements
from generator.encoders import lettre as flux_lettres
from generator.events.liste import Liste
from generator.views import lettre, suivre
from generator.views.base import Output
from generator.world import World


def sorties(world: World) -> Iterator[Output]:
    """Shared feeds and calendars, letters and the page « Suivre »."""
    liste = Liste(world)
    lettres = lettre.brouillons(liste, world.jour)
    yield from suivre.sorties(world)
    yield from flux_evenements.sorties(world, liste)
    yield from calendrier.sorties(world)
    yield from lettre.sorties(world, lettres)
    yield from flux_lettres.sorties(world, lettres)


def sorties_fiche(world: World, dossier: Dossier) -> Iterator[Output]:
    """The feeds and the calendar of one concertation."""
    yield from flux_evenements.sorties_fiche(world, dossier)
    yield from calendrier.sorties_fiche(world, dossier)
