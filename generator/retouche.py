"""What a change gives, page by page, before the whole site is built again.

An output is a pure function of the world: the one that someone looks at can be made at once from
the last good build and the records that changed since, exactly as the build that follows makes it.
Pages that show several records are left to that build.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec.structs import replace

from generator.catalogue.records import Dossier
from generator.cles import Cles
from generator.encoders.html import gabarits_lus
from generator.objet import Objet
from generator.plan import SitePlan, sorties_fiche
from generator.render import Atelier
from generator.views.base import Output
from generator.world import JourSuivi, World, restreindre


class Retouche:
    """Pages made one at a time, when they are asked for.

    ``dossiers`` are the records that changed, by id; ``gabarits``: whether templates did, which
    changes every page; ``epoque``: which ones are used (``generator.encoders.html.gabarits_lus``).
    """

    def __init__(
        self,
        base: tuple[World, SitePlan],
        dossiers: Mapping[str, Dossier],
        epoque: int,
        *,
        gabarits: bool,
    ) -> None:
        world, self._prevu = base
        apres = tuple(dossiers.get(d.id, d) for d in world.catalogue.concertations)
        self._dossiers, self._epoque, self._gabarits = dossiers, epoque, gabarits
        self._avant = world
        self._apres = replace(world, catalogue=replace(world.catalogue, concertations=apres))
        self._pages: dict[str, bytes | Objet] = {}

    def lire(self, path: str) -> bytes | None:
        """A page as it will be; ``None`` when it is not known to change."""
        if path not in self._pages:
            output = self._sorties.get(path)
            if output is None:
                return None
            world = self._apres if output.portee in self._dossiers else self._avant
            with gabarits_lus(self._epoque):
                self._pages[path] = Atelier(world, Cles(world), None).rendre(output)[0].corps
        corps = self._pages[path]
        return corps if isinstance(corps, bytes) else corps.lire()

    @cached_property
    def _sorties(self) -> Mapping[str, Output]:
        """The pages that can be made, by path."""
        connues = {o.path: o for o in self._prevu.outputs} if self._gabarits else {}
        nouvelles = {
            o.path: o
            for dossier in self._dossiers.values()
            for o in sorties_fiche(
                restreindre(self._apres, dossier.id, JourSuivi(self._apres.jour)), dossier
            )
        }
        return {path: o for path, o in {**connues, **nouvelles}.items() if o.html}
