"""The whole list without its words: what feeds and letters are cut from.

The words of an event are asked of its record (``evenements_de``) by what prints them, and by that
alone: to know which events a feed holds, ten thousand records need not be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator.catalogue.records import Dossier
from generator.chemins import chemin_suites
from generator.events.journal import annulees, des_guides, ecarter, evenements_de
from generator.events.model import FUSEAU, Evenement, TypeEvenement
from generator.par_fiche import Citation, par_fiche
from generator.world import World

_EPOQUE = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECONDE = timedelta(microseconds=1)


class Annonce(Struct, frozen=True):
    """What a letter prints of an event: ``lien`` is a site path."""

    titre: str
    lien: str
    phrase: str


@par_fiche(tuple[Annonce, ...])
def annonces(world: World, dossier: Dossier) -> tuple[Annonce, ...]:
    """What letters print of the events of a concertation."""
    return tuple(map(_annonce, evenements_de(world, dossier)))


def _annonce(evenement: Evenement) -> Annonce:
    return Annonce(evenement.titre, evenement.lien, evenement.phrase)


class Chronique(Struct, frozen=True):
    """The events of a concertation without their words, in columns.

    ``instants`` are microseconds since 1970; ``suites``: whether they are about its follow-up;
    ``annulees``: whether they tell only of dates that came back as they were within the month;
    ``entrees`` and ``annonces`` are the hashes of what feeds and letters print of them; ``details``
    is how many labelled texts they hold together.
    """

    instants: tuple[int, ...]
    types: tuple[TypeEvenement, ...]
    suites: tuple[bool, ...]
    annulees: tuple[bool, ...]
    entrees: tuple[str, ...]
    annonces: tuple[str, ...]
    details: int


@par_fiche(Chronique)
def chronique(world: World, dossier: Dossier) -> Chronique:
    """The events of a concertation without their words."""
    tous = evenements_de(world, dossier)
    ici = chemin_suites(dossier.id)
    nulles = annulees(world, dossier)
    return Chronique(
        tuple(microsecondes(e.publie) for e in tous),
        tuple(e.type for e in tous),
        tuple(e.lien.startswith(ici) for e in tous),
        tuple(e.id in nulles for e in tous),
        tuple(map(evenements_de.nommer, tous)),
        tuple(map(annonces.nommer, annonces(world, dossier))),
        sum(len(e.details) for e in tous),
    )


class Mention(NamedTuple):
    """An event: the ``rang``-th of the concertation ``fiche``, or of the guides ("")."""

    instant: int
    fiche: str
    rang: int
    type: TypeEvenement
    suites: bool
    annulee: bool

    @property
    def publie(self) -> datetime:
        """When it was published, in Paris."""
        return quand(self.instant)


def microsecondes(instant: datetime) -> int:
    """Microseconds since 1970."""
    return (instant - _EPOQUE) // _MICROSECONDE


def quand(instant: int) -> datetime:
    """The instant, in Paris."""
    return (_EPOQUE + instant * _MICROSECONDE).astimezone(FUSEAU)


class Recueil(Struct, frozen=True):
    """Some events for an output to print: (instant, where it is), or the event of a guide itself."""

    renvois: tuple[tuple[int, Citation | Evenement], ...]

    def lire(self, world: World) -> Iterator[Evenement]:
        """The events themselves, in their order."""
        for instant, chose in self.renvois:
            e: Evenement = (
                evenements_de.cite(world, chose) if isinstance(chose, Citation) else chose
            )
            yield e if microsecondes(e.publie) == instant else replace(e, publie=quand(instant))


def lire_annonce(world: World, chose: Citation | Annonce) -> Annonce:
    """What a letter prints of an event."""
    lue: Annonce = annonces.cite(world, chose) if isinstance(chose, Citation) else chose
    return lue


class Liste:
    """Every event of a world, newest first, as ``events.journal.evenements`` gives them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._guides = des_guides(world.catalogue, world.historique, world.jour)
        toutes = [
            Mention(microsecondes(e.publie), "", rang, e.type, suites=False, annulee=False)
            for rang, e in enumerate(self._guides)
        ]
        noms = [d.id for d in world.catalogue.concertations]
        self._chroniques = dict(zip(noms, chronique.tous(world), strict=True))
        for nom, c in self._chroniques.items():
            fiches = (nom,) * len(c.types)
            rangs = range(len(c.types))
            toutes += map(Mention, c.instants, fiches, rangs, c.types, c.suites, c.annulees)
        self.mentions = self._distinctes(sorted(toutes))[::-1]

    def recueil(self, choisies: Iterable[Mention]) -> Recueil:
        """Some of them, for a feed to print."""
        return Recueil(
            tuple(
                (m.instant, Citation(m.fiche, m.rang, self._chroniques[m.fiche].entrees[m.rang]))
                if m.fiche
                else (m.instant, self._guides[m.rang])
                for m in choisies
            )
        )

    def annonces(self, choisies: Iterable[Mention]) -> tuple[Citation | Annonce, ...]:
        """Some of them, for a letter to print (``lire_annonce``)."""
        return tuple(
            Citation(m.fiche, m.rang, self._chroniques[m.fiche].annonces[m.rang])
            if m.fiche
            else _annonce(self._guides[m.rang])
            for m in choisies
        )

    def _distinctes(self, toutes: list[Mention]) -> tuple[Mention, ...]:
        """The same, oldest first, two of one instant set apart: only those are looked at."""
        if len({m.instant for m in toutes}) == len(toutes):
            return tuple(toutes)
        separees = []
        for grappe in _grappes(toutes):
            nommees = [(self._id(m), m.publie, m) for m in grappe] if grappe[1:] else ()
            ecartees = [m._replace(instant=microsecondes(i)) for m, i in ecarter(nommees)]
            separees += ecartees or grappe
        return tuple(sorted(separees))

    def _id(self, mention: Mention) -> str:
        if not mention.fiche:
            return self._guides[mention.rang].id
        dossier = self._world.catalogue.par_id[mention.fiche]
        return evenements_de(self._world, dossier)[mention.rang].id


def _grappes(toutes: Iterable[Mention]) -> Iterator[list[Mention]]:
    """Events, oldest first, in groups whose instants set apart could not meet those of another."""
    grappe: list[Mention] = []
    for mention in toutes:
        if grappe and mention.instant >= grappe[0].instant + len(grappe):
            yield grappe
            grappe = []
        grappe.append(mention)
    if grappe:
        yield grappe
