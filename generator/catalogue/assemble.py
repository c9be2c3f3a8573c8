"""From validated files to the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from generator.catalogue.reading import Part
from generator.catalogue.records import Catalogue, Dossier, Referentiels, Texte
from generator.source.discover import REFERENTIELS, Kind
from schemas.site import Site
from schemas.suites import Suites


def entries(parts: Sequence[Part]) -> dict[str, Any] | None:
    """The list of a référentiel by id, or ``None`` when it could not be read."""
    fiche = parts[0].fiche if parts else None
    if fiche is None:
        return None
    return {item.id: item for item in getattr(fiche, parts[0].found.kind.value)}


def assemble(by_kind: Mapping[Kind, list[Part]]) -> Catalogue:
    """Build the catalogue; every part must be valid."""
    suites = {part.found.id: part for part in by_kind[Kind.SUITES]}
    lists = {kind.value: MappingProxyType(entries(by_kind[kind]) or {}) for kind in REFERENTIELS}
    warnings = {
        kind.value: getattr(by_kind[kind][0].fiche, "avertissement", None) for kind in REFERENTIELS
    }
    said = MappingProxyType({name: text for name, text in warnings.items() if text})
    return Catalogue(
        site=cast("Site", by_kind[Kind.SITE][0].fiche),
        referentiels=Referentiels(**lists, avertissements=said),
        concertations=tuple(
            _dossier(part, suites.get(part.found.id))
            for part in sorted(by_kind[Kind.CONCERTATION], key=lambda p: p.found.id)
        ),
        guides=_texts(by_kind[Kind.GUIDE]),
        pages=_texts(by_kind[Kind.PAGE]),
        kit=_texts(by_kind[Kind.KIT]),
    )


def _dossier(part: Part, suites: Part | None) -> Dossier:
    folder = part.found.path.rpartition("/")[0]
    digests = part.empreinte + (suites.empreinte if suites else "")
    return Dossier(
        id=part.found.id,
        chemin=part.found.path,
        fiche=cast("Any", part.fiche),
        corps=part.corps,
        suites=cast("Suites", suites.fiche) if suites else None,
        chemin_suites=f"{folder}/suites.yml",
        empreinte=hashlib.sha256(digests.encode()).hexdigest(),
    )


def _texts(parts: list[Part]) -> tuple[Texte[Any], ...]:
    return tuple(
        Texte(p.found.id, p.found.path, cast("Any", p.fiche), p.corps, p.empreinte)
        for p in sorted(parts, key=lambda p: p.found.id)
    )
