"""The catalogue as immutable data, and the look-ups that views need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Generic, TypeVar

from generator.source.corps import Corps
from schemas.concertation import Concertation
from schemas.guide import Guide, ModeleDocument, Page
from schemas.referentiels import Degre, Ministere, Thematique, TypeDispositif
from schemas.site import Site
from schemas.suites import Suites
from schemas.types import Modele

M = TypeVar("M", bound=Modele)


@dataclass(frozen=True, slots=True)
class Dossier:
    """One concertation: its record, its story and its follow-up.

    ``chemin`` and ``chemin_suites`` are POSIX paths relative to the content folder;
    ``empreinte`` is the SHA-256 (hex) of the bytes of its files.
    """

    id: str
    chemin: str
    fiche: Concertation
    corps: Corps
    suites: Suites | None
    chemin_suites: str
    empreinte: str


@dataclass(frozen=True, slots=True)
class Texte(Generic[M]):
    """One Markdown file that is not a concertation: a guide, a page, a template of the kit."""

    id: str
    chemin: str
    fiche: M
    corps: Corps
    empreinte: str


@dataclass(frozen=True, slots=True)
class Referentiels:
    """Lists that grow, by key, in the order of their files."""

    ministeres: Mapping[str, Ministere] = field(default_factory=lambda: MappingProxyType({}))
    thematiques: Mapping[str, Thematique] = field(default_factory=lambda: MappingProxyType({}))
    dispositifs: Mapping[str, TypeDispositif] = field(default_factory=lambda: MappingProxyType({}))
    degres: Mapping[str, Degre] = field(default_factory=lambda: MappingProxyType({}))
    avertissements: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Catalogue:
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
