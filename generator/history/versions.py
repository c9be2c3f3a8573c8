"""From the bytes of an old version to what it says, as today's schema reads it."""

from __future__ import annotations

from msgspec import Struct
from pydantic import ValidationError

from generator.catalogue.reading import MODELS
from generator.diagnostics import has_errors
from generator.expression import expression
from generator.source.discover import Kind
from generator.source.source_file import parse
from schemas.types import Modele

_SUIVIS = expression(
    r"concertations/(?P<fiche>[^/]+)/(?:(?P<c>concertation\.md)|suites\.yml)|guides/(?P<guide>[^/]+)\.md"
)


class Place(Struct, frozen=True):
    """Which file of which record a content path is."""

    genre: Kind
    id: str

    @property
    def guide(self) -> bool:
        """Whether the record is a guide."""
        return self.genre is Kind.GUIDE


def place(chemin: str) -> Place | None:
    """The record that a content path belongs to, if its history is told."""
    trouve = _SUIVIS.fullmatch(chemin)
    if trouve is None:
        return None
    if trouve["guide"] is not None:
        return Place(Kind.GUIDE, trouve["guide"])
    return Place(Kind.CONCERTATION if trouve["c"] else Kind.SUITES, trouve["fiche"])


class Version(Struct, frozen=True):
    """A version that today's schema reads: its record, and the Markdown below it."""

    fiche: Modele
    recit: str = ""


def lire_version(genre: Kind, brut: bytes | None) -> Version | None:
    """Read a version; ``None`` when today's reader or today's schema refuses it.

    Rules between fields (a missing reason, an unknown source) are not asked of the past: they say
    what a file should hold, not what it meant.
    """
    if brut is None:
        return None
    lecture = parse("version.yml" if genre is Kind.SUITES else "version.md", brut)
    if lecture.source is None or has_errors(lecture.diagnostics):
        return None
    try:
        fiche = MODELS[genre].model_validate(lecture.source.data)
    except ValidationError:
        return None
    return Version(fiche, lecture.source.body)
