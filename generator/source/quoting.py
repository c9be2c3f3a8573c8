"""Write a text as YAML, and recognise a text that should have been written so."""

from __future__ import annotations

import re

from generator.diagnostics import Position
from generator.source.faults import Unreadable, refuse

_LINE = re.compile(r"(?P<head>[ \t]*(?:-[ ]+)*(?:[\w-]+[ ]?:[ ]+)?)(?P<value>.*\S)")
KEY = re.compile(r"[ ]*(?:-[ ]+)*[\w-]+[ ]?:(?:[ ]|$)")


def parts(line: str) -> re.Match[str] | None:
    """Cut a line into what leads to a value (``head``: dashes, key) and the ``value``."""
    return _LINE.fullmatch(line.rstrip())  # no trailing space: the match is then linear


def quoted(text: str) -> str:
    """Write a text as a YAML scalar that means exactly this text."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def mended(line: str) -> str:
    """The same line, with its value between quotes."""
    found = parts(line)
    return found["head"].strip(" \t") + " " + quoted(found["value"]) if found else quoted(line)


def runaway_quote(lines: list[str], first: int, last: int, column: int) -> Unreadable | None:
    """Recognise a quoted text that swallowed the fields below: its quote was never closed.

    ``first`` and ``last`` are 0-based line numbers, ``column`` the 0-based place of the quote.
    """
    indent = len(lines[first]) - len(lines[first].lstrip(" "))
    for number in range(first + 1, min(last + 1, len(lines))):
        line = lines[number]
        if KEY.match(line) and len(line) - len(line.lstrip(" ")) <= indent:
            return unclosed(lines, Position(first + 1, column + 1))
    return None


def needs_quotes(
    lines: list[str], place: Position, code: str, message: str, mend: str
) -> Unreadable:
    """Refuse a YAML device, and show how to write the same characters as text."""
    line = lines[place.line - 1].strip()
    return refuse(
        place, code, message, f"{mend} ; si c'est du texte, écrivez : {mended(line).strip()}"
    )


def unclosed(lines: list[str], place: Position) -> Unreadable:
    """The fault of a quote that is opened here and closed nowhere."""
    quote = lines[place.line - 1][place.column - 1 : place.column]
    return refuse(
        place,
        "guillemet-non-ferme",
        f"le guillemet ({quote}) ouvert ici n'est pas fermé",
        f"ajoutez {quote} à la fin du texte",
    )
