"""Everything a page may be computed from, for one day and one public address. Immutable."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from types import MappingProxyType
from typing import Any, NoReturn, Protocol, cast
from urllib.parse import urlsplit

from generator.catalogue.records import Catalogue, Dossier, Texte
from generator.cycle import Attente, attente, statut
from generator.history.model import Historique
from schemas.enumerations import Statut
from schemas.referentiels import Ministere


class Memoire(Protocol):
    """Where the values of records are found (``generator.par_fiche``)."""

    def lire(self, releve: Any, world: World, dossier: Dossier) -> Any:
        """The value of one record, computed if it is not known."""
        ...


class SansMemoire:
    """No memory: every value is computed, from the world that asks."""

    def lire(self, releve: Any, world: World, dossier: Dossier) -> Any:
        """Compute it."""
        return releve.calculer(world, dossier)


class MemoireVive:
    """The values already asked for in this world."""

    def __init__(self) -> None:
        self._valeurs: dict[tuple[str, str, str, date], Any] = {}

    def lire(self, releve: Any, world: World, dossier: Dossier) -> Any:
        """Compute it the first time."""
        cle = (releve.nom, dossier.id, dossier.empreinte, world.jour)
        if cle not in self._valeurs:
            self._valeurs[cle] = releve.calculer(world, dossier)
        return self._valeurs[cle]


@dataclass(frozen=True, slots=True)
class World:
    """The catalogue on a day.

    ``base_url`` ends with a slash; ``assets`` maps a logical asset name (``site.css``) to its
    path in the site (``assets/site.1a2b3c4d.css``).
    """

    catalogue: Catalogue
    jour: date
    base_url: str
    assets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    historique: Historique = field(default_factory=Historique)
    memoire: Memoire = field(default_factory=MemoireVive, compare=False, repr=False)

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

    Pickle is only written here, to be hashed; it is never read back. ``fast`` turns its memo off,
    which depends on identities and not on values.
    """
    tampon = BytesIO()
    ecrivain = pickle.Pickler(tampon, 5)
    ecrivain.fast = True
    ecrivain.dump(objet)
    return tampon.getvalue()


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
        veille = autre if inclus else autre - timedelta(days=1)
        if self._jour <= veille:
            self.jusque = min(self.jusque, veille)
        else:
            self.depuis = max(self.depuis, veille + timedelta(days=1))
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
        raise LookupError("cette sortie lit plus que la portée qu'elle déclare")

    __iter__ = __len__ = __getitem__ = __contains__ = __bool__ = _refuser
    __getattr__ = _refuser


HORS_PORTEE = cast("Any", HorsPortee())


def restreindre(world: World, portee: str, jour: JourSuivi) -> World:
    """The same world with one concertation (and those it names), or none at all (``""``).

    An output that declares a scope is computed from this: it cannot depend on anything else, for
    it cannot see it.
    """
    vus: dict[str, Dossier] = {}
    historique = Historique(absence=world.historique.absence, partiel=world.historique.partiel)
    if portee:
        dossier = world.catalogue.par_id[portee]
        vus = {i: world.catalogue.par_id[i] for i in (portee, *dossier.citations.liees)}
        chemins = (dossier.chemin, dossier.chemin_suites)
        historique = replace(
            historique,
            changements=world.historique.par_sujet.get(portee, ()),
            derniers=MappingProxyType(
                {c: world.historique.derniers[c] for c in chemins if c in world.historique.derniers}
            ),
        )
    catalogue = Catalogue(
        site=world.catalogue.site,
        referentiels=world.catalogue.referentiels,
        concertations=tuple(vus.values()),
        guides=HORS_PORTEE,
        pages=HORS_PORTEE,
        kit=HORS_PORTEE,
    )
    return replace(
        world,
        catalogue=catalogue,
        historique=historique,
        jour=cast("date", jour),
        memoire=SansMemoire(),
    )


def empreinte_de(world: World) -> bytes:
    """Hash of what a world holds beyond what is common to all pages; the day only when it is one."""
    catalogue, historique = world.catalogue, world.historique
    lus = [(d.id, d.empreinte) for d in catalogue.concertations]
    jour = ""
    if not isinstance(world.jour, JourSuivi):
        textes: tuple[Texte[Any], ...] = (*catalogue.guides, *catalogue.pages, *catalogue.kit)
        lus += [(t.chemin, t.empreinte) for t in textes]
        jour = world.jour.isoformat()
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
