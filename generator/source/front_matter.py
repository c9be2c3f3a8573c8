"""A Markdown file with a record at its head, between two lines of three dashes."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.diagnostics import Position
from generator.source.faults import refuse

_FENCE = re.compile(r"---[ \t]*(?=\n|\Z)")
_CLOSING = re.compile(r"\n---[ \t]*(?=\n|\Z)")
_FIELD = re.compile(r"[a-z_]+[ ]?:(?: |$)")


class Parts(NamedTuple):
    """The record, kept at its lines (a blank line stands for the first fence), and the body."""

    yaml: str
    body: str
    body_line: int


def split(text: str) -> Parts:
    """Cut a file at its fences.

    Raises:
        Unreadable: ``entete-absent`` or ``entete-non-ferme``.
    """
    first = _FENCE.match(text)
    if first is None:
        raise refuse(
            Position(1, 1),
            "entete-absent",
            "un fichier .md commence par une ligne « --- », puis les champs de la fiche",
            _hint_missing(text.split("\n")),
        )
    if closing := _CLOSING.search(text, first.end()):
        record = text[first.end() : closing.start()]
        body_line = text.count("\n", 0, closing.end()) + 2
        return Parts(record, text[closing.end() + 1 :], body_line)
    lines = text.split("\n")
    last = _last_field(lines)
    raise refuse(
        Position(last + 1, 1),
        "entete-non-ferme",
        "il manque la ligne « --- » qui termine les champs de la fiche",
        "ajoutez une ligne « --- » après le dernier champ (sans doute celui-ci), avant le texte",
        len(lines[last]) or 1,
    )


def _hint_missing(lines: list[str]) -> str:
    for number, line in enumerate(lines):
        if line.strip():
            if _FENCE.fullmatch(line.strip()):
                return f"la ligne « --- » est ligne {number + 1} : retirez ce qui la précède"
            if _FIELD.match(line):
                return "ajoutez une ligne « --- » tout en haut"
            break
    return "ajoutez en tête « --- », les champs (« titre: … »), puis « --- »"


def _last_field(lines: list[str]) -> int:
    """0-based line of the last field before the prose: blank lines and list items are skipped."""
    last = 0
    for number, line in enumerate(lines[1:], start=1):
        if _FIELD.match(line) or (line.startswith((" ", "- ")) and line.strip()):
            last = number
        elif line.strip():
            break
    return last
