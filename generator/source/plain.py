"""What YAML silently drops or merges when a text is written without quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.diagnostics import Position, Severity
from generator.source.faults import Fault, refuse
from generator.source.quoting import quoted

Mark = tuple[int, int]
_CUT = re.compile(r"\s+(#(\s*)\S.*)")


def plain_faults(lines: list[str], value: str, start: Mark, end: Mark) -> Iterator[Fault]:
    """Faults of one unquoted value; ``start`` and ``end`` are 0-based (line, column).

    Raises:
        Unreadable: an item of a list became part of the text above it.
    """
    # Where it ends, without a copy: a line may hold a hundred thousand values.
    if end[0] < len(lines) and (cut := _CUT.match(lines[end[0]], end[1])):
        yield from _cut_at_hash(lines[end[0]], value, start, end, cut)
    for number in range(start[0] + 1, end[0] + 1):
        indent = len(lines[number]) - len(lines[number].lstrip())
        if lines[number][indent : indent + 2] == "- ":
            raise refuse(
                Position(number + 1, indent + 1),
                "retrait",
                "ce tiret est lu comme la suite de la ligne précédente",
                "alignez-le sur les autres tirets de la liste ; si c'est du texte, mettez tout entre guillemets",
            )


def _cut_at_hash(
    line: str, value: str, start: Mark, end: Mark, cut: re.Match[str]
) -> Iterator[Fault]:
    glued = not cut[2]  # « #climat » is text; « # à vérifier » is most likely a remark
    if not glued and " " not in value:
        return
    before = line[: start[1]].strip() if start[0] == end[0] else ""
    mended = f"{before} {quoted(f'{value} {cut[1]}'.strip())}".strip()
    hint = f"si cette fin fait partie du texte, écrivez : {mended}"
    if not glued:
        hint += "\nsi c'est une remarque, mettez-la sur sa propre ligne"
    yield Fault(
        Position(end[0] + 1, cut.start(1) + 1),
        "texte-coupe",
        "la valeur est coupée au « # » : la fin n'est pas lue",
        hint,
        len(cut[1]),
        Severity.ERREUR if glued else Severity.AVERTISSEMENT,
    )
