"""What is wrong with the content, where, and how to mend it. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the build; a warning does not."""

    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """1-based line and column, in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem of one file.

    ``path`` is as the user would type it (POSIX, content folder included); ``excerpt`` is the
    faulty line, without its end; ``length`` how many characters the caret underlines.
    """

    path: str
    position: Position
    severity: Severity
    code: str
    message: str
    hint: str = ""
    excerpt: str = ""
    length: int = 1
