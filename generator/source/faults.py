"""A problem found while reading, before one knows in which file it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.diagnostics import Diagnostic, Position, Severity

_LONGEST = 400


class Fault(Struct, frozen=True):
    """What is wrong at one place of a text; ``length`` in characters."""

    position: Position
    code: str
    message: str
    hint: str = ""
    length: int = 1
    severity: Severity = Severity.ERREUR


class Unreadable(Exception):  # noqa: N818 - it names the state of the file, not a failure of ours
    """The rest of the file cannot be understood: carries the faults that say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.message for fault in faults))
        self.faults = faults


def refuse(
    position: Position, code: str, message: str, hint: str = "", length: int = 1
) -> Unreadable:
    """Shorthand for the exception that stops a file."""
    return Unreadable(Fault(position, code, message, hint, length))


def _short(text: str) -> str:
    """Keep a message a message, even when it quotes a line of four megabytes."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def diagnostic(path: str, lines: Sequence[str], fault: Fault) -> Diagnostic:
    """Attach a fault to its file and quote its line."""
    number = fault.position.line
    return Diagnostic(
        path=path,
        position=fault.position,
        severity=fault.severity,
        code=fault.code,
        message=_short(fault.message),
        hint="\n".join(_short(line) for line in fault.hint.split("\n")),
        excerpt=lines[number - 1] if 0 < number <= len(lines) else "",
        length=fault.length,
    )
