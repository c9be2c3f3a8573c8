"""The sections of the plan, from one build to the next: called when what they read has changed.

A section sees what all pages share, the texts, the history, the names of records and, through the
memory of the world, values of all records: which ones is remembered, and what it asked of the day.
While all that has the same hash, it would give the same outputs, made of the same: they are taken
back from the cache in one go, without a view nor a key made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from generator.cles import Cles, nommer
from generator.memoire import Temoin
from generator.par_fiche import RELEVES
from generator.plan import Section
from generator.render import Atelier, Rendered
from generator.sceau import desceller, sceller
from generator.store import Reserve, SortieGardee, sortie_gardee
from generator.views.base import COMMUN, TOUT, Contenu, Output
from generator.world import TEXTES, JourSuivi, World


class SectionGardee(Struct, frozen=True):
    """What a section gave between two days (ISO, both included), and that was rendered.

    ``cle`` is its key; ``lus`` are the names of the values that it or its outputs read; ``portees``
    the scopes of its outputs that it does not see itself.
    """

    cle: bytes
    lus: tuple[str, ...]
    portees: tuple[str, ...]
    depuis: str
    jusque: str
    sorties: tuple[SortieGardee, ...]


class Appel(Struct, frozen=True):
    """A section that was called: its outputs, and what it asked for."""

    section: Section
    sorties: tuple[Output, ...]
    lus: tuple[str, ...]
    jour: JourSuivi

    @property
    def portees(self) -> tuple[str, ...]:
        """The scopes of its outputs that a section does not see."""
        return tuple(sorted({o.portee for o in self.sorties} - {COMMUN, TEXTES}))


class Rejeu:
    """A section that was not called: it is when one of its outputs is to be seen in a new light."""

    def __init__(self, section: Section, world: World) -> None:
        self._section, self._world = section, world

    @cached_property
    def _sorties(self) -> Mapping[str, Output]:
        return {o.path: o for o in self._section(self._world)}

    def construire(self, path: str, world: World) -> Contenu:
        """One of its outputs."""
        return self._sorties[path].construire(world)


_GARDEE = Decoder(SectionGardee)


class Sections:
    """The sections of one build; ``faits`` are the outputs taken back, by path."""

    def __init__(self, atelier: Atelier, cles: Cles, reserve: Reserve | None) -> None:
        self._atelier, self._cles, self._reserve = atelier, cles, reserve
        self._appels: list[Appel] = []
        self.faits: dict[str, Rendered] = {}

    def appeler(self, section: Section, world: World) -> Sequence[Output]:
        """The outputs of a section, as they were or as it gives them."""
        gardees = self._reprendre(section, world)
        if gardees is not None:
            return gardees
        jour, temoin = JourSuivi(world.jour), Temoin(world)
        sorties = tuple(section(nommer(world, jour, temoin)))
        lus = temoin.lus.union(releve.nom for o in sorties for releve in o.releves)
        self._appels.append(Appel(section, sorties, tuple(sorted(lus)), jour))
        return sorties

    def etats(self, rendus: Iterable[Rendered]) -> list[tuple[str, bytes]]:
        """What is to be remembered of the sections that were called, once rendered."""
        par_path = {rendu.path: rendu for rendu in rendus}
        return [
            (_nom(appel.section), sceller(encode(gardee)))
            for appel in self._appels
            if (gardee := self._garder(appel, par_path)) is not None
        ]

    def _garder(self, appel: Appel, rendus: Mapping[str, Rendered]) -> SectionGardee | None:
        sorties: list[SortieGardee] = []
        depuis, jusque = appel.jour.depuis.isoformat(), appel.jour.jusque.isoformat()
        for o in appel.sorties:
            ligne = rendus[o.path].ligne
            if ligne is None:
                return None
            depuis, jusque = max(depuis, ligne.depuis), min(jusque, ligne.jusque)
            sorties.append(sortie_gardee(o.path, o.source, ligne))
        return SectionGardee(
            self._cle(appel.lus, appel.portees),
            appel.lus,
            appel.portees,
            depuis,
            jusque,
            tuple(sorties),
        )

    def _cle(self, lus: Iterable[str], portees: Iterable[str]) -> bytes:
        return self._cles.section([RELEVES[nom] for nom in lus], portees)

    def _lire(self, section: Section, world: World) -> SectionGardee | None:
        corps = desceller(self._reserve.etat(_nom(section))) if self._reserve else None
        if corps is None:
            return None  # unknown, or damaged: the section is called
        gardee = _GARDEE.decode(corps)
        if not gardee.depuis <= world.jour.isoformat() <= gardee.jusque:
            return None
        # A record or a value may be gone since.
        connues = {TOUT, *world.catalogue.par_id}
        if not (RELEVES.keys() >= set(gardee.lus) and connues >= set(gardee.portees)):
            return None
        return gardee if gardee.cle == self._cle(gardee.lus, gardee.portees) else None

    def _reprendre(self, section: Section, world: World) -> Sequence[Output] | None:
        gardee = self._lire(section, world)
        if gardee is None:
            return None
        faits: dict[str, Rendered] = {}
        for g in gardee.sorties:
            rendu = self._atelier.retrouver(g)
            if rendu is None:
                return None
            faits[g.path] = rendu
        self.faits |= faits
        rejeu = Rejeu(section, world)
        return [Output(g.path, partial(rejeu.construire, g.path), g.source) for g in gardee.sorties]


def _nom(section: Section) -> str:
    return f"section {section.__module__}.{section.__qualname__}"
