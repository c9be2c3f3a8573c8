"""What a skeleton left to fill: « à compléter » is never a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.catalogue.hints import plain
from generator.catalogue.shape import model_at
from generator.diagnostics import Position
from generator.source.faults import Fault
from generator.source.source_file import SourceFile
from generator.source.spots import Loc
from schemas.types import Modele

_PLACEHOLDER = "a_completer"
# « compléter » or « completer », whatever the case, in bytes: five times as fast as in text.
_TRACES = tuple(f"compl{lettre}ter".encode() for lettre in "eéÉ")
_AIDE = "remplacez « à compléter »"
_AIDE_FACULTATIF = f"{_AIDE}, ou supprimez le champ : il est facultatif"


def unfilled(source: SourceFile, model: type[Modele]) -> Iterator[Fault]:
    """Every value, key and line of the body that still says « à compléter »."""
    if not _laisse_une_trace(source.encoded):
        return
    # Where each value is takes longer to know than whether one is blank.
    spots = source.spots.items() if any(map(_blank, _texts(source.data))) else ()
    for loc, spot in spots:
        if spot.scalar and _blank(_value(source, loc)):
            place = Position(spot.value.line, spot.value.column)
            name = next((s for s in reversed(loc) if isinstance(s, str)), "")
            message = f"« {name} » reste à compléter"
            yield Fault(place, "champ-a-completer", message, _mend(model, loc), spot.value.length)
    for number, line in enumerate(source.body.split("\n"), source.body_line):
        if _blank(line):
            place = Position(number, 1)
            message = "le texte de la page reste à compléter"
            yield Fault(place, "champ-a-completer", message, _AIDE, len(line))


def _laisse_une_trace(octets: bytes) -> bool:
    minuscules = octets.lower()
    return any(trace in minuscules for trace in _TRACES)


def _mend(model: type[Modele], loc: Loc) -> str:
    """Say to fill, and that the field may go only when nothing ever asks for it."""
    last = max((n for n, segment in enumerate(loc) if isinstance(segment, str)), default=None)
    if last is None:
        return _AIDE
    owner, name = model_at(model, loc[:last]), str(loc[last])
    info = owner.model_fields.get(name) if owner else None
    compulsory = info is None or info.is_required() or info.json_schema_extra is not None
    return _AIDE if compulsory else _AIDE_FACULTATIF


def _blank(value: object) -> bool:
    return isinstance(value, str) and len(value) < 20 and plain(value) == _PLACEHOLDER  # noqa: PLR2004 - longer is a text


def _texts(value: Any) -> Iterator[object]:
    """The values inside a value, or itself."""
    if isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)
    else:
        yield value


def _value(source: SourceFile, loc: Loc) -> object:
    value: object = source.data
    for segment in loc:
        value = value[segment]  # type: ignore[index]
    return value
