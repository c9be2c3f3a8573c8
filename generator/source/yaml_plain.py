"""The form in which nearly every YAML text is written, read line by line in a third of the time.

One entry a line: a key of the models, a dash or both, then nothing, a text without quotes on that
line, a quoted text without escapes, a « >- » text without blank lines, or a short list of texts without quotes.
``yaml_events`` is the reference: it knows all of YAML, keeps where every value is and says what is
wrong. This reader keeps nothing and says nothing. At anything else, and at anything that
``yaml_events`` would report, refuse or read in another way, it gives up, and the text is read again
with care. A property test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.source.spots import MAX_DEPTH, MAX_EVENTS, Loc, Read, Spot

LONGUEUR_MAX = MAX_EVENTS
"""Above this many characters, a text might have too many events: here, each takes one at least."""

_MOT = r"[0-9A-Za-z_À-ÖØ-öø-ÿŒœ][\w.À-ÖØ-öø-ÿŒœ’'-]*+"
# No two alternatives may start alike, nor a match end elsewhere than at the end of a line: what has
# been matched is never given back, and the time is that of reading the text once.
_ENTREE = re.compile(
    r"(?!\Z)(?:"
    r"( *+)"  # indent
    r"(- )?"  # dash
    r"(?:(?!null:)([a-z_]{1,60}+):(?: (?=\S)|(?=\n|\Z)))?"  # key
    r"(?:([0-9A-Za-zÀ-ÖØ-öø-ÿŒœ«(/+][^\n]*+)"  # text
    r"|\"([^\"\\\n]++)\"|'([^'\n]++)'"  # text between quotes
    r"|>-\n( ++)(\S[^\n]*+(?:\n\7\S[^\n]*+)*+)"  # indent of a folded text, and its lines
    rf"|\[({_MOT}(?:,? {_MOT})*+)\]"  # items of a list, of one word or more
    r"|)"
    r"|([^\n]++)"  # anything else
    r")(?:\n++|\Z)",
    re.ASCII,
)


def read_plain(text: str) -> dict[str, Any] | None:  # noqa: C901, PLR0911, PLR0912 - the hot loop: a call an entry would cost a fifth more
    """The record of a YAML text, or ``None`` when it must be read with care.

    ``text`` comes from ``characters.decode``, and ``characters.forbidden`` has nothing to say of it.
    """
    if len(text) > LONGUEUR_MAX or ("#" in text and " #" in text) or "\t" in text:
        return None  # remarks and tabulations have rules of their own
    root: dict[str, Any] = {}
    inner: Any
    node: Any = root  # what is being filled, the column of its entries, and what it is in
    column, listed = 0, False
    parents: list[tuple[Any, int, bool]] = []
    waiting: str | None = None  # a key whose value is to come: a block, or nothing
    for indent, dash, key, plain, double, single, pad, folded, words, odd in _ENTREE.findall(
        text.strip("\n")
    ):
        at = len(indent)
        if waiting is not None:
            if at > column or (dash and at == column):
                parents.append((node, column, listed))
                node[waiting] = inner = [] if dash else {}
                node, column, listed = inner, at, bool(dash)
            else:
                node[waiting] = None
            waiting = None
        while at < column or (listed and at == column and not dash):
            if not parents:
                return None
            node, column, listed = parents.pop()
        if odd or at != column or listed is not bool(dash):
            return None
        if dash and key:
            parents.append((node, column, listed))
            inner = {}
            node.append(inner)
            node, column, listed = inner, at + 2, False
        if len(parents) > MAX_DEPTH - 2 or (key in node and not listed):
            return None
        value: Any
        if plain:
            if ": " in plain or plain[-1] in ": " or plain == "null":
                return None
            value = plain
        elif folded:
            if len(pad) <= column:
                return None
            value = folded.replace("\n" + pad, " ")
        elif words:
            value = words.split(", ")
            if "null" in value:
                return None
        else:
            value = double or single
        if not key:
            if not (dash and value):
                return None
            node.append(value)
        elif value:
            node[key] = value
        else:
            waiting = key
    if waiting is not None:
        node[waiting] = None
    return root or None  # nothing at all is a fault


def read_with_care(text: str) -> Read:
    """All of YAML, by ``yaml_events``: what brings PyYAML, that most commands do without."""
    from generator.source.yaml_events import read_yaml  # noqa: PLC0415 - start fast

    return read_yaml(text)


class Spots(Mapping[Loc, Spot]):
    """Where each value is, found the first time it is asked for: most files have no fault."""

    __slots__ = ("_spots", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._spots: Mapping[Loc, Spot] | None = None

    def _found(self) -> Mapping[Loc, Spot]:
        if self._spots is None:
            self._spots = read_with_care(self._text).spots
        return self._spots

    def __getitem__(self, loc: Loc) -> Spot:
        return self._found()[loc]

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())
