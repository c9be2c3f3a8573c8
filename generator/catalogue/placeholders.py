"""What a skeleton left to fill: « à compléter » is never a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.catalogue.hints import plain
from generator.diagnostics import Position
from generator.source.faults import Fault
from generator.source.source_file import SourceFile
from generator.source.yaml_events import Loc

_PLACEHOLDER = "a_completer"
# « compléter » or « completer », whatever the case, in bytes: five times as fast as in text.
_TRACE = re.compile("compl(?:e|é|É)ter".encode())
_AIDE = "remplacez « à compléter » ; un champ facultatif peut être supprimé"


def unfilled(source: SourceFile) -> Iterator[Fault]:
    """Every value, key and line of the body that still says « à compléter »."""
    if not _TRACE.search(source.text.encode().lower()):
        return
    for loc, spot in source.spots.items():
        if spot.scalar and _blank(_value(source, loc)):
            place = Position(spot.value.line, spot.value.column)
            name = next((s for s in reversed(loc) if isinstance(s, str)), "")
            message = f"« {name} » reste à compléter"
            yield Fault(place, "champ-a-completer", message, _AIDE, spot.value.length)
    for number, line in enumerate(source.body.split("\n"), source.body_line):
        if _blank(line):
            place = Position(number, 1)
            message = "le texte de la page reste à compléter"
            yield Fault(place, "champ-a-completer", message, _AIDE, len(line))


def _blank(value: object) -> bool:
    return isinstance(value, str) and len(value) < 20 and plain(value) == _PLACEHOLDER  # noqa: PLR2004 - longer is a text


def _value(source: SourceFile, loc: Loc) -> object:
    value: object = source.data
    for segment in loc:
        value = value[segment]  # type: ignore[index]
    return value
