"""What a YAML text holds, and where: the same whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from generator.source.faults import Fault

MAX_DEPTH = 20
MAX_EVENTS = 200_000

Loc = tuple[str | int, ...]


class Span(NamedTuple):
    """1-based start, and length on its first line, in characters."""

    line: int
    column: int
    length: int


class Spot(NamedTuple):
    """Where a value is in the file, and its key (``None`` for an item of a list)."""

    key: Span | None
    value: Span
    scalar: bool


class Read(NamedTuple):
    """What a YAML text holds: text, ``None``, lists and dicts only.

    ``whole`` is false when a fault stopped the reading: ``data`` then means nothing.
    """

    data: Any
    spots: Mapping[Loc, Spot]
    faults: list[Fault]
    whole: bool
