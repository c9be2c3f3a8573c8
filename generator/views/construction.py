"""``build.json``: what an outside heartbeat reads to know that the site is alive and of when."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator import __version__
from generator.views.base import COMMUN, Contenu, Output, fichier
from generator.views.cartes import cartes
from generator.world import World


def _temoin(world: World, faits: tuple[tuple[str, str | int | None], ...]) -> Contenu:
    temoin = {"jour": world.jour.isoformat(), **dict(faits)}
    return (json.dumps(temoin, ensure_ascii=False, indent=2) + "\n").encode()


def sorties(world: World) -> Iterator[Output]:
    """The witness of a build: ``commit`` is the last one that changed the content in meaning."""
    catalogue = world.catalogue
    commits = (c.commit for c in world.historique.changements)
    dernier = max(commits, key=lambda c: c.date, default=None)
    faits = (
        ("commit", dernier.sha if dernier else None),
        ("commit_date", dernier.date.isoformat() if dernier else None),
        ("generateur", __version__),
        ("concertations", len(catalogue.concertations)),
        ("propositions", sum(c.propositions for c in cartes(world))),
        ("guides", len(catalogue.guides)),
        ("pages", len(catalogue.pages)),
        ("modeles", len(catalogue.kit)),
    )
    yield fichier("build.json", _temoin, faits, portee=COMMUN)
