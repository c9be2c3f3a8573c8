"""The catalogue as immutable data, and the look-ups that views need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from msgspec import Struct, field

from generator.source.corps import Corps
from schemas.concertation import Concertation
from schemas.guide import Guide, ModeleDocument, Page
from schemas.referentiels import Degre, Ministere, Thematique, TypeDispositif
from schemas.site import Site
from schemas.suites import Suites
from schemas.types import Modele

M = TypeVar("M", bound=Modele)


class Citations(Struct, frozen=True):
    """What a record says of others: keys of référentiels, concertations, former addresses.

    Rules across files, scopes and redirects need nothing more: they read no whole record.
    """

    porteur: str
    co_porteurs: tuple[str, ...]
    thematiques: tuple[str, ...]
    degre: str | None
    dispositifs: tuple[str, ...]
    liees: tuple[str, ...]
    anciennes_urls: tuple[str, ...]

    @classmethod
    def de(cls, fiche: Concertation) -> Citations:
        """Those of a record."""
        return cls(
            porteur=fiche.porteur,
            co_porteurs=fiche.co_porteurs,
            thematiques=fiche.thematiques,
            degre=fiche.degre,
            dispositifs=tuple(d.type for d in fiche.dispositifs),
            liees=tuple(x.id for x in fiche.concertations_liees),
            anciennes_urls=fiche.anciennes_urls,
        )


class Lecture(Struct, frozen=True):
    """A whole record: its fields, its story and its follow-up."""

    fiche: Concertation
    corps: Corps
    suites: Suites | None


class Source(Protocol):
    """Where a record comes from: nothing is read before it is asked for, nor read twice."""

    @property
    def empreinte(self) -> str:
        """SHA-256 (hex) of the bytes of its files."""
        ...

    @property
    def citations(self) -> Citations:
        """What it says of others."""
        ...

    @property
    def lecture(self) -> Lecture:
        """All of it."""
        ...


class Dossier(Struct, frozen=True, eq=False):
    """One concertation: its record, its story and its follow-up.

    ``chemin`` and ``chemin_suites`` are POSIX paths relative to the content folder. Two of them are
    equal when their files are. To ask for ``fiche``, ``corps`` or ``suites`` may read the record:
    what is computed for every record should ask for a kept value instead (``generator.par_fiche``).
    """

    id: str
    chemin: str
    chemin_suites: str
    source: Source

    @property
    def empreinte(self) -> str:
        """SHA-256 (hex) of the bytes of its files."""
        return self.source.empreinte

    @property
    def citations(self) -> Citations:
        """What it says of others."""
        return self.source.citations

    @property
    def anciennes_urls(self) -> tuple[str, ...]:
        """Its former addresses."""
        return self.source.citations.anciennes_urls

    @property
    def fiche(self) -> Concertation:
        """Its fields."""
        return self.source.lecture.fiche

    @property
    def corps(self) -> Corps:
        """Its story."""
        return self.source.lecture.corps

    @property
    def suites(self) -> Suites | None:
        """Its follow-up."""
        return self.source.lecture.suites

    def __eq__(self, autre: object) -> bool:
        if not isinstance(autre, Dossier):
            return NotImplemented
        return (self.chemin, self.empreinte) == (autre.chemin, autre.empreinte)

    def __hash__(self) -> int:
        return hash((self.chemin, self.empreinte))


class Texte(Struct, Generic[M], frozen=True):
    """One Markdown file that is not a concertation: a guide, a page, a template of the kit."""

    id: str
    chemin: str
    fiche: M
    corps: Corps
    empreinte: str


class Referentiels(Struct, frozen=True):
    """Lists that grow, by key, in the order of their files."""

    ministeres: Mapping[str, Ministere] = field(default_factory=lambda: MappingProxyType({}))
    thematiques: Mapping[str, Thematique] = field(default_factory=lambda: MappingProxyType({}))
    dispositifs: Mapping[str, TypeDispositif] = field(default_factory=lambda: MappingProxyType({}))
    degres: Mapping[str, Degre] = field(default_factory=lambda: MappingProxyType({}))
    avertissements: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Catalogue(Struct, frozen=True, dict=True):
    """All the content, valid, sorted by id."""

    site: Site
    referentiels: Referentiels
    concertations: tuple[Dossier, ...]
    guides: tuple[Texte[Guide], ...]
    pages: tuple[Texte[Page], ...]
    kit: tuple[Texte[ModeleDocument], ...]

    @cached_property
    def par_id(self) -> Mapping[str, Dossier]:
        """The concertations by id."""
        return MappingProxyType({d.id: d for d in self.concertations})
