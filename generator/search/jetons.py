"""The words that a piece of text without spaces is found by: those that Pagefind would find in it.

The browser asks for words as Pagefind writes them: without accents, then stemmed (Snowball, French). Beside
each is kept the spelling that has accents, for what is written alike to come first. A test compares all of it
with what the program makes of the same text (``tests/unit/test_search_indexeur.py``).
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from unicodedata import category, normalize

from Stemmer import Stemmer

LIENS = "_‿⁀⁔︳︴﹍﹎﹏＿"
"""Characters that are part of words though they are not letters: those that Unicode says join them."""

FORME = "\t"
"""What stands between a word and the spelling that has accents."""

_PONCTUATION = str.maketrans(dict.fromkeys(f"{string.punctuation}\u00ad", " "))
_SIMPLE = re.compile(r"[^\W\d_][a-z\u00df-\u00f6\u00f8-\u00ff]*[.,;:!?)]*")
"""Most words: told from the others at once."""

_raciner: Callable[[str], str] = Stemmer("french", 0).stemWord


class Jetons(dict[str, tuple[str, ...]]):
    """The words of a piece of text, found once for all: empty words have none.

    A word that has an accented spelling is followed by ``FORME`` and it. ``composes`` has the parts of those
    made of several, each of which has its share of the weight.
    """

    def __init__(self) -> None:
        super().__init__()
        self.composes: dict[str, tuple[str, ...]] = {}

    def __missing__(self, jeton: str) -> tuple[str, ...]:
        net = _net(jeton)
        mots: tuple[str, ...] = (_mot(net),) if net else ()
        if net and not _SIMPLE.fullmatch(jeton) and _divisible(jeton):
            parties = tuple(map(_mot, _parties(jeton, net)))
            if len(parties) == 1:
                mots += parties
            elif parties:
                self.composes[jeton] = parties
        self[jeton] = mots
        return mots


def _net(jeton: str) -> str:
    if jeton.isalnum() and jeton.islower():
        return jeton
    lettres = [c for c in jeton if c.isalnum() or c in LIENS]
    return "".join([c.lower() if c.isupper() else c for c in lettres])


def _mot(net: str) -> str:
    """The word as it is looked for, and its spelling."""
    if net.isascii():
        return _raciner(net)
    nu = "".join([c for c in normalize("NFD", net) if not category(c).startswith("M")])
    return _raciner(nu) if nu == net else f"{_raciner(nu)}{FORME}{net}"


def _divisible(jeton: str) -> bool:
    return not jeton.isalnum() or any(map(str.isupper, jeton[1:]))


def _parties(jeton: str, net: str) -> list[str]:
    """« avant-projet » is also « avant » and « projet »; nothing for a word of a single part."""
    morceaux = [m.lower() for bout in jeton.translate(_PONCTUATION).split() for m in _casse(bout)]
    if len(morceaux) < 2 and net.startswith("".join(morceaux)):  # noqa: PLR2004 - of a single one
        return []
    return [m for m in morceaux if len(m.encode()) > 1]


def _casse(mot: str) -> list[str]:
    """« LOI2021 » in two, where small letters, capitals and figures meet; « WKWeb » before its last capital."""
    coupes = [0]
    for n in range(1, len(mot)):
        a, b = _genre(mot[n - 1]), _genre(mot[n])
        if (a + b) in _COUPES or (a + b == "AA" and _genre(mot[n + 1 : n + 2]) == "a"):
            coupes.append(n)
    return [mot[d:f] for d, f in zip(coupes, [*coupes[1:], len(mot)], strict=True)]


_COUPES = frozenset(["aA", "a0", "A0", "0a", "0A"])


def _genre(lettre: str) -> str:
    """« A », « a » or « 0 »."""
    if lettre.isascii() and lettre.isdigit():
        return "0"
    if lettre.lower() == lettre.upper():
        return " "
    return "A" if lettre == lettre.upper() else "a"
