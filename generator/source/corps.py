"""The Markdown body of a file, and where it starts."""

from __future__ import annotations

from msgspec import Struct


class Corps(Struct, frozen=True):
    """The Markdown body of a file; ``ligne`` is the 1-based line where it starts."""

    texte: str
    ligne: int
