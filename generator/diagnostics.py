"""What is wrong with the content, where, and how to mend it. Imports nothing of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

SHOWN = 40
ANNOTATIONS = 10  # GitHub shows no more than ten of each level for a step
INACHEVE = "d'autres vérifications suivront une fois ces erreurs corrigées"
_WIDTH = 100
_BEFORE = 60
_IN_PROPERTY = r"[%:,\r\n]"
_IN_MESSAGE = r"[%\r\n]"


class Severity(StrEnum):
    """An error stops the build; a warning does not."""

    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"


class Position(Struct, frozen=True, order=True):
    """1-based line and column, in characters."""

    line: int
    column: int


class Diagnostic(Struct, frozen=True):
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

    @property
    def order(self) -> tuple[str, Position, str, str]:
        """Sort key: file, place, then what is said."""
        return self.path, self.position, self.code, self.message


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them stops the build."""
    return any(d.severity is Severity.ERREUR for d in diagnostics)


def printable(text: str) -> str:
    """Show what cannot be seen: a log line must neither hide nor command anything.

    ``##[`` is the old form of GitHub's workflow commands, obeyed anywhere in a line.
    """
    if not text.isprintable():
        text = "".join(_visible(c) for c in text)
    return text.replace("##[", "# #[")


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    if char in "\t\u00a0\u202f\u2009":
        return " "
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"  # noqa: PLR2004 - the two forms of a Unicode escape


def accord(nombre: int, nom: str) -> str:
    """A count and its noun, in the plural from two on, as French wants."""
    return f"{nombre} {nom}{'s' if nombre > 1 else ''}"


def summary(diagnostics: Sequence[Diagnostic], files: int, *, inacheve: bool = False) -> str:
    """Say in one line how many errors and warnings there are, in how many files.

    ``inacheve``: a file is so wrong in its form that what it says could not be checked.
    """
    lus = f"{accord(files, 'fichier')} {'lus' if files > 1 else 'lu'}"
    if not diagnostics:
        return f"{lus}, aucune erreur"
    erreurs = sum(d.severity is Severity.ERREUR for d in diagnostics)
    comptes = [accord(erreurs, "erreur") if erreurs else "aucune erreur"]
    if len(diagnostics) > erreurs:
        comptes.append(accord(len(diagnostics) - erreurs, "avertissement"))
    fichiers = len({d.path for d in diagnostics})
    suite = f" ; {INACHEVE}" if inacheve else ""
    return f"{lus}, {' et '.join(comptes)} dans {accord(fichiers, 'fichier')}{suite}"


def format_text(
    diagnostics: Sequence[Diagnostic], *, everything: bool = False, color: bool = False
) -> str:
    """One block a problem, as compilers write: place, message, line, caret, mend.

    Args:
        diagnostics: what to show, in the order to show it.
        everything: show them all, instead of the first forty and a count.
        color: use ANSI colours; for terminals only.
    """
    shown = diagnostics if everything else diagnostics[:SHOWN]
    blocks = [_block(d, color=color) for d in shown]
    if len(shown) < len(diagnostics):
        reste = len(diagnostics) - len(shown)
        blocks.append(f"… et {accord(reste, 'autre')} (« --tout » les montre)\n")
    return "\n".join(blocks)


def _head(d: Diagnostic) -> str:
    place = f"{printable(d.path)}:{d.position.line}:{d.position.column}"
    return f"{place}: {d.severity}: {printable(d.message)} [{d.code}]"


def _block(d: Diagnostic, *, color: bool) -> str:
    bold, red, off = ("\033[1m", "\033[31m", "\033[0m") if color else ("", "", "")
    lines = [f"{bold}{_head(d)}{off}"]
    number = str(d.position.line)
    gutter = " " * max(5, len(number))
    if d.excerpt.strip():
        shown, start, length = _cut(d)
        lines.append(f"{number:>{len(gutter)}} | {shown}".rstrip())
        lines.append(f"{gutter} | {' ' * start}{red}{'^' * length}{off}")
    if d.hint:
        first, *others = (printable(line) for line in d.hint.split("\n"))
        lines.append(f"{gutter} = aide : {first}")
        lines.extend(f"{gutter} |   {line}".rstrip() for line in others)
    return "\n".join(lines) + "\n"


def _cut(d: Diagnostic) -> tuple[str, int, int]:
    """Cut the line around the column: what to show, where the caret starts, how long it is."""
    column = min(d.position.column - 1, len(d.excerpt))
    left = max(0, column - _BEFORE) if len(d.excerpt) > _WIDTH else 0
    right = min(len(d.excerpt), left + _WIDTH)
    before = ("…" if left else "") + printable(d.excerpt[left:column])
    end = min(column + max(1, d.length), right)
    under = printable(d.excerpt[column:end])
    after = printable(d.excerpt[end:right]) + ("…" if right < len(d.excerpt) else "")
    return before + under + after, len(before), max(1, len(under))


def format_github(diagnostics: Sequence[Diagnostic], *, inacheve: bool = False) -> str:
    """Workflow commands that GitHub shows as annotations, then plain lines for the rest.

    ``inacheve``, as for ``summary``, is told by a notice.
    """
    lines = [_annotation(d) for d in diagnostics[:ANNOTATIONS]]
    lines += [_head(d) for d in diagnostics[ANNOTATIONS:SHOWN]]
    if len(diagnostics) > SHOWN:
        lines.append(f"… et {accord(len(diagnostics) - SHOWN, 'autre')}")
    if inacheve:
        lines.append(f"::notice title=verification-inachevee::{INACHEVE.capitalize()}.")
    return "".join(f"{line}\n" for line in lines)


def _annotation(d: Diagnostic) -> str:
    level = "error" if d.severity is Severity.ERREUR else "warning"
    properties = {
        "file": printable(d.path),
        "line": str(d.position.line),
        "col": str(d.position.column),
        "title": d.code,
    }
    joined = ",".join(f"{k}={_escape(v, _IN_PROPERTY)}" for k, v in properties.items())
    hint = "\n".join(printable(line) for line in d.hint.split("\n"))
    message = printable(d.message) + (f"\nAide : {hint}" if hint else "")
    return f"::{level} {joined}::{_escape(message, _IN_MESSAGE)}"


def _escape(text: str, pattern: str) -> str:
    return re.sub(pattern, lambda found: f"%{ord(found.group()):02X}", text)


def format_json(diagnostics: Sequence[Diagnostic], *, inacheve: bool = False) -> str:
    """All of them, for programs.

    ``{"erreurs": n, "avertissements": n, "inacheve": bool, "diagnostics": [...]}``: ``inacheve`` as
    for ``summary``.
    """
    erreurs = sum(d.severity is Severity.ERREUR for d in diagnostics)
    liste = [
        {
            "fichier": printable(d.path),
            "ligne": d.position.line,
            "colonne": d.position.column,
            "longueur": d.length,
            "gravite": d.severity.value,
            "code": d.code,
            "message": d.message,
            "aide": d.hint,
        }
        for d in diagnostics
    ]
    complet = {
        "erreurs": erreurs,
        "avertissements": len(liste) - erreurs,
        "inacheve": inacheve,
        "diagnostics": liste,
    }
    return json.dumps(complet, ensure_ascii=False, indent=2) + "\n"
