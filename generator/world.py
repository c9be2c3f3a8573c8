"""Everything a page may be computed from, for one day and one public address. Immutable."""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from types import MappingProxyType
from typing import Any, Generic, NoReturn, TypeVar, cast
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from generator.catalogue.records import Catalogue, Dossier, Texte
from generator.cycle import Attente, attente, statut
from generator.history.model import Historique
from generator.memoire import TROP, Guichet, Memoire, MemoireVive
from schemas.enumerations import Statut
from schemas.referentiels import Ministere

T = TypeVar("T")
_UN_JOUR = timedelta(days=1)
TEXTES = "+"
"""A scope: what all pages share and the other texts (guides, pages, kit), but no record."""


class World(Struct, frozen=True):
    """The catalogue on a day.

    ``base_url`` ends with a slash; ``assets`` maps a logical asset name (``site.css``) to its
    path in the site (``assets/site.1a2b3c4d.css``).
    """

    catalogue: Catalogue
    jour: date
    base_url: str
    assets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    historique: Historique = field(default_factory=Historique)
    memoire: Memoire = field(default_factory=MemoireVive)

    @property
    def base_path(self) -> str:
        """Path of the site on its host, with both slashes."""
        return urlsplit(self.base_url).path or "/"

    @property
    def origine(self) -> str:
        """Scheme and host of the site."""
        return self.base_url[: -len(self.base_path)]

    def statut(self, dossier: Dossier) -> Statut:
        """State of a concertation on this day."""
        return statut(dossier.fiche, dossier.suites, self.jour)

    def attente(self, dossier: Dossier) -> Attente:
        """Public clock of a concertation on this day."""
        return attente(dossier.fiche, dossier.suites, self.jour)

    def absolue(self, chemin: str) -> str:
        """Absolute address of a site path."""
        return self.base_url + chemin


def valeur(objet: object) -> bytes:
    """A value as bytes: equal bytes mean equal values, whatever was shared or seen before.

    Pickle is only written here, to be hashed, and never read back; what starts with « ( » is none.
    ``fast`` turns its memo off, which depends on identities and not on values.
    """
    if type(objet) is tuple and {*map(type, objet)} <= {str, int}:
        return repr(objet).encode()
    ecrivain = pickle.Pickler(tampon := BytesIO(), 5)
    ecrivain.fast = True
    ecrivain.dispatch_table = _REDUCTEURS
    ecrivain.dump(objet)
    return tampon.getvalue()


class Partage(Generic[T]):
    """An argument of many outputs: in the key of each it stands by its hash, computed once.

    ``empreinte`` is a hash of its value, when one is known already.
    """

    def __init__(self, objet: T, empreinte: bytes = b"") -> None:
        self.objet = objet
        self._empreinte = empreinte

    @property
    def empreinte(self) -> bytes:
        """Hash of its value."""
        if not self._empreinte:
            self._empreinte = sha256(valeur(self.objet)).digest()
        return self._empreinte


_REDUCTEURS: Mapping[Any, Any] = {
    **copyreg.dispatch_table,
    Partage: lambda p: (Partage, (p.empreinte,)),
}


class JourSuivi:
    """A day that remembers between which days all that was asked of it has the same answer.

    A comparison only narrows the interval up to the date it was compared with; anything else (its
    number, a difference) narrows it to the day itself. It is not a ``date``: functions written in
    C, which would read it unseen, refuse it.
    """

    def __init__(self, jour: date) -> None:
        self._jour = jour
        self.depuis, self.jusque = date.min, date.max

    def _compare(self, autre: object, *, inclus: bool) -> int | None:
        """-1, 0 or 1; ``inclus``: whether the caller tells equal from greater."""
        if not isinstance(autre, date):
            return None
        veille = autre if inclus else autre - _UN_JOUR
        if self._jour > veille:
            self.depuis = max(self.depuis, veille + _UN_JOUR)
        elif veille < self.jusque:
            self.jusque = veille
        return (self._jour > autre) - (self._jour < autre)

    def __lt__(self, autre: object) -> bool:
        rang = self._compare(autre, inclus=False)
        return NotImplemented if rang is None else rang < 0

    def __le__(self, autre: object) -> bool:
        rang = self._compare(autre, inclus=True)
        return NotImplemented if rang is None else rang <= 0

    def __gt__(self, autre: object) -> bool:
        rang = self._compare(autre, inclus=True)
        return NotImplemented if rang is None else rang > 0

    def __ge__(self, autre: object) -> bool:
        rang = self._compare(autre, inclus=False)
        return NotImplemented if rang is None else rang >= 0

    @property
    def nominal(self) -> date:
        """The day, to tell it from others: nothing may be computed from it."""
        return self._jour

    def neuf(self) -> JourSuivi:
        """The same day, of which nothing was asked."""
        return JourSuivi(self._jour)

    def tenir(self, autre: JourSuivi) -> None:
        """Hold only as long as what was computed from another."""
        self.depuis = max(self.depuis, autre.depuis)
        self.jusque = min(self.jusque, autre.jusque)

    def exact(self) -> date:
        """The day itself: what was computed from it holds for this day alone."""
        self.depuis = self.jusque = self._jour
        return self._jour

    def __eq__(self, autre: object) -> bool:
        return self.exact() == autre

    def __hash__(self) -> int:
        return hash(self.exact())

    def __sub__(self, autre: Any) -> Any:
        return self.exact() - autre

    def __rsub__(self, autre: Any) -> Any:
        return autre - self.exact()

    def __add__(self, autre: Any) -> Any:
        return self.exact() + autre

    def __str__(self) -> str:
        return str(self.exact())

    def __format__(self, forme: str) -> str:
        return format(self.exact(), forme)

    def __getattr__(self, nom: str) -> Any:
        return getattr(self.exact(), nom)


class HorsPortee:
    """What a page may not look at: its name says what to declare instead."""

    def _refuser(self, *_args: object) -> NoReturn:
        raise LookupError(TROP)

    __iter__ = __len__ = __getitem__ = __contains__ = __bool__ = _refuser
    __getattr__ = _refuser


HORS_PORTEE = cast("Any", HorsPortee())


def restreindre(
    world: World, portee: str, jour: JourSuivi, releves: frozenset[str] = frozenset()
) -> World:
    """The same world with one concertation (and those it names), the other texts, or neither (``""``).

    An output that declares a scope is computed from this: it cannot depend on anything else, for
    it cannot see it. ``releves`` are the names of the values of all records that it may read.
    """
    vus: dict[str, Dossier] = {}
    sujets: tuple[Dossier | Texte[Any], ...] = ()
    catalogue, historique = world.catalogue, world.historique
    if portee == TEXTES:
        sujets = (*catalogue.guides, *catalogue.pages, *catalogue.kit)
    elif portee:
        dossier = catalogue.par_id[portee]
        vus = {i: catalogue.par_id[i] for i in (portee, *dossier.citations.liees)}
        sujets = (dossier,)
    return replace(
        world,
        catalogue=Catalogue(
            site=catalogue.site,
            referentiels=catalogue.referentiels,
            concertations=tuple(vus.values()) if vus else HORS_PORTEE,
            guides=catalogue.guides if portee == TEXTES else HORS_PORTEE,
            pages=catalogue.pages if portee == TEXTES else HORS_PORTEE,
            kit=catalogue.kit if portee == TEXTES else HORS_PORTEE,
        ),
        historique=historique_de(historique, sujets, guides=portee == TEXTES),
        jour=cast("date", jour),
        memoire=Guichet(world, portee, releves),
    )


def historique_de(
    historique: Historique, sujets: tuple[Dossier | Texte[Any], ...], *, guides: bool
) -> Historique:
    """The history of these alone; that of a guide is not that of a record of the same id."""
    chemins = [c for s in sujets for c in (s.chemin, getattr(s, "chemin_suites", "")) if c]
    lus = (c for i in dict.fromkeys(s.id for s in sujets) for c in historique.par_sujet.get(i, ()))
    return Historique(
        tuple(c for c in lus if c.guide or not guides),
        MappingProxyType({c: historique.derniers[c] for c in chemins if c in historique.derniers}),
        absence=historique.absence,
        partiel=historique.partiel,
    )


def empreinte_de(world: World) -> bytes:
    """Hash of what a world holds beyond what is common to all pages; the day only when it is one."""
    catalogue, historique = world.catalogue, world.historique
    lus: list[tuple[str, str]] = []
    if catalogue.concertations is not HORS_PORTEE:
        lus += [(d.id, d.empreinte) for d in catalogue.concertations]
    if catalogue.guides is not HORS_PORTEE:
        textes: tuple[Texte[Any], ...] = (*catalogue.guides, *catalogue.pages, *catalogue.kit)
        lus += [(t.chemin, t.empreinte) for t in textes]
    jour = "" if isinstance(world.jour, JourSuivi) else world.jour.isoformat()
    derniers = tuple(sorted(historique.derniers.items()))
    return sha256(valeur((lus, jour, historique.changements, derniers))).digest()


def nom_a_la_date(ministere: Ministere, jour: date) -> str:
    """The full name a ministry had on a day, or its usual name when none is attested then."""
    for nom in ministere.noms:
        if (nom.debut is None or nom.debut.debut <= jour) and (
            nom.fin is None or jour <= nom.fin.fin
        ):
            return nom.intitule
    return ministere.nom
