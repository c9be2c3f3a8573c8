"""``build.json``: what an outside heartbeat reads to know that the site is alive and of when."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator import __version__
from generator.views.base import Contenu, Output, fichier
from generator.world import World


def _temoin(world: World) -> Contenu:
    catalogue = world.catalogue
    commits = [c.commit for c in world.historique.changements]
    dernier = max(commits, key=lambda c: c.date, default=None)
    faits = {
        "jour": world.jour.isoformat(),
        "commit": dernier.sha if dernier else None,
        "commit_date": dernier.date.isoformat() if dernier else None,
        "generateur": __version__,
        "concertations": len(catalogue.concertations),
        "propositions": sum(
            len(d.suites.propositions) for d in catalogue.concertations if d.suites
        ),
        "guides": len(catalogue.guides),
        "pages": len(catalogue.pages),
        "modeles": len(catalogue.kit),
    }
    return (json.dumps(faits, ensure_ascii=False, indent=2) + "\n").encode()


def sorties(_world: World) -> Iterator[Output]:
    """The witness of a build: ``commit`` is the last one that changed the content in meaning."""
    yield fichier("build.json", _temoin)
