"""The common case of a YAML text, read in half the time: well formed, no place asked for.

``yaml_events`` is the reference: it keeps where every value is and says what is wrong. This
reader keeps nothing and says nothing. At anything that ``yaml_events`` would report, refuse or
read in another way, it gives up, and the text is read again with care. A property test compares
the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.source.quoting import KEY
from generator.source.yaml_events import MAX_DEPTH, MAX_EVENTS, Loc, Spot, read_yaml

_CAREFUL = (" #", "\t#", "\\", "\n%", "\r", "\x85", "\u2028", "\u2029")
"""Remarks, escapes, directives, and what only YAML takes for the end of a line."""

LONGUEUR_MAX = 200_000
"""Above this many characters, a text is no common case: were it at fault, it would be read twice."""

_ODD = "\u00a0\u202f\u2009 "
_NULLS = frozenset({"", "~", "null"})


def read_plain(text: str) -> dict[str, Any] | None:
    """The record of a YAML text, or ``None`` when it must be read with care."""
    if len(text) > LONGUEUR_MAX or text.startswith("%"):
        return None
    for sign in _CAREFUL:
        if sign in text:
            return None
    try:
        return _record(text)
    except (yaml.YAMLError, ValueError, OverflowError):
        return None


def _record(text: str) -> dict[str, Any] | None:  # noqa: C901, PLR0911, PLR0912 - the hot loop: a call an event would double its time
    get: Any = yaml.CSafeLoader(text).get_event
    get()  # StreamStart
    if get().__class__ is StreamEndEvent or get().__class__ is not MappingStartEvent:
        return None
    lines: list[str] = []
    root: dict[str, Any] = {}
    node: Any = root
    parents: list[Any] = []
    mapping = True
    key: str | None = None
    marked = "&" in text or "!" in text
    for _ in range(MAX_EVENTS - 5):
        event = get()
        kind = event.__class__
        if kind is ScalarEvent:
            if marked and (event.anchor is not None or event.tag is not None):
                return None
            value = event.value
            style = event.style
            # A text over several lines has what stands for their ends.
            if (" " in value or "\n" in value) and (not style or style in "'\""):
                first, last = event.start_mark.line, event.end_mark.line
                if first != last:
                    lines = lines or text.split("\n")
                    if _doubtful(lines, first, last):
                        return None
            if not mapping:
                node.append(None if not style and value in _NULLS else value)
            elif key is not None:
                node[key] = None if not style and value in _NULLS else value
                key = None
            elif value in node or not (style or _is_key(value)):
                return None
            else:
                key = value
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if len(parents) + 2 > MAX_DEPTH or (mapping and key is None):
                return None
            if marked and (event.anchor is not None or event.tag is not None):
                return None
            parents.append(node)
            inner: Any = {} if kind is MappingStartEvent else []
            if mapping:
                node[key] = inner
                key = None
            else:
                node.append(inner)
            node, mapping = inner, kind is MappingStartEvent
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            if not parents:
                get()  # DocumentEnd
                return root if get().__class__ is StreamEndEvent else None
            node = parents.pop()
            mapping = node.__class__ is dict
        else:  # an alias
            return None
    return None


def _is_key(value: str) -> bool:
    """Whether an unquoted key is what it seems, and not nothing, a merge or badly spaced."""
    return (value.isidentifier() and value != "null") or (
        value not in _NULLS and value != "<<" and value.strip(_ODD) == value
    )


def _doubtful(lines: list[str], first: int, last: int) -> bool:
    """Whether a text over several lines may have swallowed a field or an item of a list."""
    return any(
        line.lstrip().startswith("- ") or KEY.match(line) for line in lines[first + 1 : last + 1]
    )


class Spots(Mapping[Loc, Spot]):
    """Where each value is, found the first time it is asked for: most files have no fault."""

    __slots__ = ("_spots", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._spots: Mapping[Loc, Spot] | None = None

    def _found(self) -> Mapping[Loc, Spot]:
        if self._spots is None:
            self._spots = read_yaml(self._text).spots
        return self._spots

    def __getitem__(self, loc: Loc) -> Spot:
        return self._found()[loc]

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())
