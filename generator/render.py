"""From the plan to bytes, over several processes when it pays."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.checks import Liens, extract
from generator.encoders.html import SiteView, encoder, site_view
from generator.plan import SitePlan
from generator.views.base import Gabarit, Output
from generator.world import World

SEUIL = 200
"""Below this number of outputs, starting processes costs more than it saves."""

_monde: World | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file of the site, rendered, and the links of a page."""

    path: str
    body: bytes
    liens: Liens | None = None


@lru_cache(maxsize=1)
def _site(world_id: int) -> SiteView:
    _ = world_id
    if _monde is None:
        raise RuntimeError("rendu sans monde")
    return site_view(_monde)


def rendre_sortie(world: World, output: Output, site: SiteView) -> Rendered:
    """Render one output: a pure function of the world."""
    contenu = output.construire(world)
    corps = encoder(world, contenu, site) if isinstance(contenu, Gabarit) else contenu
    liens = extract(output.path, corps, world.base_path, world.origine) if output.html else None
    return Rendered(output.path, corps, liens)


def _travail(output: Output) -> Rendered:
    if _monde is None:
        raise RuntimeError("rendu sans monde")
    return rendre_sortie(_monde, output, _site(id(_monde)))


def rendre(world: World, plan: SitePlan, jobs: int) -> Iterator[Rendered]:
    """Render every output, in the order of the plan, whatever the number of processes.

    Workers inherit the world by ``fork``: nothing is sent but outputs and bytes. Where ``fork``
    is not there, or on a small site, one process does it all.
    """
    global _monde  # noqa: PLW0603 - the only way to hand the world to forked workers without copying it
    if jobs <= 1 or len(plan.outputs) < SEUIL or not sys.platform.startswith("linux"):
        site = site_view(world)
        for output in plan.outputs:
            yield rendre_sortie(world, output, site)
        return
    _monde = world
    _site.cache_clear()
    lot = max(1, len(plan.outputs) // (jobs * 8))
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            yield from pool.imap(_travail, plan.outputs, chunksize=lot)
    finally:
        _monde = None
