"""One complaint of libyaml, beside the text it is about."""

from __future__ import annotations

import yaml

from generator.diagnostics import Position


class Complaint:
    """Where libyaml stopped (``place``), what it was reading (``start``), and the lines around."""

    def __init__(self, erreur: Exception, lines: list[str], last: Position) -> None:
        self.lines = lines
        self.problem = getattr(erreur, "problem", None) or ""
        self.context = getattr(erreur, "context", None) or ""
        self.place = _position(getattr(erreur, "problem_mark", None), lines) or last
        self.start = _position(getattr(erreur, "context_mark", None), lines) or self.place

    @property
    def line(self) -> str:
        """The line where libyaml stopped."""
        return self.lines[self.place.line - 1]

    @property
    def before(self) -> int:
        """0-based number of the last line with content above the problem (-1 if none)."""
        number = self.place.line - 2
        while number >= 0 and not self.lines[number].strip():
            number -= 1
        return number


def _position(mark: yaml.Mark | None, lines: list[str]) -> Position | None:
    if mark is None:
        return None
    line = min(mark.line, len(lines) - 1)
    # At the end of the text, point at the end of the last line with content.
    if not lines[line].strip():
        while line > 0 and not lines[line].strip():
            line -= 1
        return Position(line + 1, len(lines[line]) + 1)
    return Position(line + 1, min(mark.column, len(lines[line])) + 1)
