"""From validated files to the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from generator.catalogue.reading import Part
from generator.catalogue.records import Catalogue, Dossier, Referentiels, Texte
from generator.source.discover import REFERENTIELS, Kind
from schemas.site import Site


def entries(parts: Sequence[Part]) -> dict[str, Any] | None:
    """The list of a référentiel by id, or ``None`` when it could not be read."""
    fiche = parts[0].fiche if parts else None
    if fiche is None:
        return None
    return {item.id: item for item in getattr(fiche, parts[0].found.kind.value)}


def assemble(by_kind: Mapping[Kind, list[Part]], dossiers: Iterable[Dossier]) -> Catalogue:
    """Build the catalogue; every part of ``by_kind`` must be valid."""
    lists = {kind.value: MappingProxyType(entries(by_kind[kind]) or {}) for kind in REFERENTIELS}
    warnings = {
        kind.value: getattr(by_kind[kind][0].fiche, "avertissement", None) for kind in REFERENTIELS
    }
    said = MappingProxyType({name: text for name, text in warnings.items() if text})
    return Catalogue(
        site=cast("Site", by_kind[Kind.SITE][0].fiche),
        referentiels=Referentiels(**lists, avertissements=said),
        concertations=tuple(sorted(dossiers, key=lambda dossier: dossier.id)),
        guides=_texts(by_kind[Kind.GUIDE]),
        pages=_texts(by_kind[Kind.PAGE]),
        kit=_texts(by_kind[Kind.KIT]),
    )


def _texts(parts: list[Part]) -> tuple[Texte[Any], ...]:
    return tuple(
        Texte(p.found.id, p.found.path, cast("Any", p.fiche), p.corps, p.empreinte)
        for p in sorted(parts, key=lambda p: p.found.id)
    )
