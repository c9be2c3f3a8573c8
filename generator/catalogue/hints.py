"""Guess what the author meant: near words, dates as people write them, plain numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from generator.expression import expression
from schemas.dates import MOIS

_ENUMEREES = 12
_LONGEST = 100  # no key and no date is longer: do not look for words near a whole text


def plain(text: str) -> str:
    """Lower case, no accent, one separator: what two spellings of a key have in common."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "_", bare).strip("_")


def nearest(typed: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that the author most likely meant, if any is near."""
    if len(typed) > _LONGEST:
        return None
    by_plain = {plain(word): word for word in allowed}
    wanted = plain(typed)
    if wanted in by_plain:
        return by_plain[wanted]
    import difflib  # noqa: PLC0415 - only for what is at fault, slow to import

    near = difflib.get_close_matches(wanted, by_plain, n=1, cutoff=0.7)
    if near:
        return by_plain[near[0]]
    inside = [word for bare, word in by_plain.items() if len(wanted) > 3 and wanted in bare]  # noqa: PLR2004 - shorter words are in everything
    return inside[0] if len(inside) == 1 else None


def suggestion(typed: str, allowed: Iterable[str], nom: str = "valeurs admises") -> str:
    """« vouliez-vous dire … ? », then what is allowed."""
    words = list(allowed)
    near = nearest(typed, words)
    parts = [f"vouliez-vous dire « {near} » ?"] if near else []
    if words:
        shown = ", ".join(words[:_ENUMEREES])
        parts.append(f"{nom} : {shown}{', …' if len(words) > _ENUMEREES else ''}")
    return " ".join(parts) if len(words) <= _ENUMEREES or not near else parts[0]


_NUMERIC = expression(r"(\d{1,2})[ ]*[/.-][ ]*(\d{1,2})[ ]*[/.-][ ]*(\d{4})", re.ASCII)
_BACKWARD = expression(r"(\d{4})[/. -]?(\d{1,2})(?:[/. -]?(\d{1,2}))?", re.ASCII)
_MONTH = expression(r"(\d{1,2})[/.-](\d{4})", re.ASCII)
_WORDS = expression(r"(?:(?:le )?(\d{1,2})(?:er)? )?([a-z]+)\.? (\d{4})", re.ASCII)


def iso_date(typed: str) -> str | None:
    """The ISO form of a date as French people write it, or ``None``.

    ``12/03/2026`` is 12 March; ``mars 2026`` and ``03/2026`` keep the precision they have.
    """
    text = typed.strip()
    if len(text) > _LONGEST:
        return None
    if found := _NUMERIC.fullmatch(text):
        return _iso(found[3], found[2], found[1])
    if found := _MONTH.fullmatch(text):
        return _iso(found[2], found[1], None)
    if found := _BACKWARD.fullmatch(text):
        return _iso(found[1], found[2], found[3])
    words = plain(text).replace("_", " ")
    if found := _WORDS.fullmatch(words):
        months = [plain(month) for month in MOIS]
        near = [n for n, month in enumerate(months, 1) if month.startswith(found[2][:4])]
        if len(found[2]) > 2 and len(near) == 1:  # noqa: PLR2004 - « juin » and « juil. » differ at the fourth letter
            return _iso(found[3], str(near[0]), found[1])
    return None


def date_hint(typed: str, *, whole: bool) -> str:
    """How to mend a date that is refused; ``whole`` when the day is compulsory."""
    iso = iso_date(typed) or (typed if re.fullmatch(r"\d{4}", typed, re.ASCII) else None)
    if iso is None:
        less = "" if whole else ", ou 2026-03 si seul le mois est connu, ou 2026"
        return f"écrivez par exemple 2026-03-12{less}"
    if whole and len(iso) == len("AAAA"):
        return f"ajoutez le mois et le jour : {iso}-MM-JJ"
    if whole and len(iso) == len("AAAA-MM"):
        return f"ajoutez le jour : {iso}-JJ"
    return f"écrivez {iso}"


def _iso(year: str, month: str, day: str | None) -> str | None:
    if not 1 <= int(month) <= 12 or (day is not None and not 1 <= int(day) <= 31):  # noqa: PLR2004 - a calendar
        return None
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day is not None else "")


def digits(typed: str) -> str | None:
    """A whole number without its spaces, its « environ » or its unit, or ``None``."""
    found = re.fullmatch(r"\D*?(\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+|\d+)\D*", typed[:_LONGEST])
    return re.sub(r"\D", "", found[1]) if found else None
