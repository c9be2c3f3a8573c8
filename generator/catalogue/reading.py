"""From the files of one record to validated models: a pure function that any process may run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field
from pydantic import ValidationError

from generator.catalogue.personal import personal_data
from generator.catalogue.placeholders import unfilled
from generator.catalogue.prose import prose_faults
from generator.diagnostics import Diagnostic, Position
from generator.source.corps import Corps
from generator.source.discover import Found, Kind
from generator.source.faults import Fault
from generator.source.source_file import MAX_FAULTS, Reading, SourceFile, read
from schemas.concertation import Concertation
from schemas.faits import faits_futurs
from schemas.guide import Guide, ModeleDocument, Page
from schemas.referentiels import (
    ReferentielDegres,
    ReferentielDispositifs,
    ReferentielMinisteres,
    ReferentielThematiques,
)
from schemas.regles import Infraction, regles_concertation, regles_site, regles_suites
from schemas.site import Site
from schemas.suites import Suites
from schemas.types import Modele

MODELS: dict[Kind, type[Modele]] = {
    Kind.SITE: Site,
    Kind.MINISTERES: ReferentielMinisteres,
    Kind.THEMATIQUES: ReferentielThematiques,
    Kind.DISPOSITIFS: ReferentielDispositifs,
    Kind.DEGRES: ReferentielDegres,
    Kind.CONCERTATION: Concertation,
    Kind.SUITES: Suites,
    Kind.GUIDE: Guide,
    Kind.PAGE: Page,
    Kind.KIT: ModeleDocument,
}


class Part(Struct, frozen=True):
    """One file once read: ``fiche`` is ``None`` when it has errors.

    ``donnees`` are what the file says, before the models: text, ``None``, lists and mappings.
    """

    found: Found
    fiche: Modele | None
    corps: Corps
    empreinte: str
    diagnostics: tuple[Diagnostic, ...]
    donnees: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def prepare() -> None:
    """Build the validators of records: the processes made after this one inherit them."""
    for kind in (Kind.CONCERTATION, Kind.SUITES):
        MODELS[kind].model_rebuild()


def located(source: SourceFile, infraction: Infraction) -> Diagnostic:
    """Put a broken rule where the author typed what breaks it."""
    # A missing block has no fields: stop at the last one that is there.
    known = (infraction.loc[:n] for n in range(len(infraction.loc), 0, -1))
    span = source.span(next((loc for loc in known if loc in source.spots), ()))
    place = Position(span.line, span.column)
    return source.diagnostic(
        Fault(place, infraction.code, infraction.message, infraction.aide, span.length)
    )


def read_group(
    content: Path, group: tuple[Found, ...], jour: date | None = None
) -> tuple[Part, ...]:
    """Read the files of one record together: a follow-up cites the sources of its record.

    With ``jour``, facts dated after that day are refused.
    """
    parts: list[Part] = []
    sources: frozenset[str] | None = None
    for found in group:
        part = understand(found, read(content, found.path), sources, jour, content)
        parts.append(part)
        if isinstance(part.fiche, Concertation):
            sources = frozenset(source.id for source in part.fiche.sources)
    return tuple(parts)


def understand(
    found: Found,
    reading: Reading,
    sources: frozenset[str] | None,
    jour: date | None = None,
    content: Path | None = None,
) -> Part:
    """Check what one file says by itself; ``sources`` are those its record declares, if known.

    The lists of ``content`` are read only for what is at fault, to propose a key that exists.
    """
    source = reading.source
    if source is None:
        return Part(found, None, Corps("", 1), "", reading.diagnostics)
    diagnostics = [*reading.diagnostics]
    diagnostics += [source.diagnostic(fault) for fault in islice(personal_data(source), MAX_FAULTS)]
    blanks = [
        source.diagnostic(fault)
        for fault in islice(unfilled(source, MODELS[found.kind]), MAX_FAULTS)
    ]
    diagnostics += blanks
    told = {d.position for d in blanks}
    fiche: Modele | None = None
    try:
        fiche = MODELS[found.kind].model_validate(source.data)
    except ValidationError as erreur:
        from generator.catalogue.lookup import lists_of  # noqa: PLC0415 - only for what is at fault
        from generator.catalogue.messages import explain  # noqa: PLC0415

        lists = (lists_of(content),) if content is not None else ()
        explained = explain(erreur, source, MODELS[found.kind], *lists)
        diagnostics += [d for d in explained if d.position not in told]
    else:
        futurs = () if jour is None else faits_futurs(fiche, jour)
        broken = chain(_rules(fiche, sources), futurs)
        diagnostics += [located(source, one) for one in islice(broken, MAX_FAULTS)]
    corps = Corps(source.body, source.body_line)
    diagnostics += prose_faults(source, fiche, corps)
    return Part(found, fiche, corps, source.digest, tuple(diagnostics), source.data)


def _rules(fiche: Modele, sources: frozenset[str] | None) -> Iterable[Infraction]:
    if isinstance(fiche, Concertation):
        return regles_concertation(fiche)
    if isinstance(fiche, Site):
        return regles_site(fiche)
    if isinstance(fiche, Suites):
        broken = regles_suites(fiche, sources or frozenset())
        # Without a readable record, one does not know which sources it declares.
        return broken if sources is not None else (i for i in broken if i.code != "source-inconnue")
    return _unique_ids(fiche)


def _unique_ids(fiche: Modele) -> Iterator[Infraction]:
    """Ids are unique in each list of a référentiel, whatever the case."""
    for nom, liste in fiche:
        seen: dict[str, int] = {}
        for rank, item in enumerate(liste if isinstance(liste, tuple) else ()):
            key = getattr(item, "id", None)
            if key is None:
                continue
            if key in seen:
                yield Infraction(
                    (nom, rank, "id"),
                    "doublon",
                    f"« {key} » est déjà donné à l'élément n° {seen[key] + 1}",
                    "chaque élément a le sien",
                )
            seen.setdefault(key, rank)
