"""Chunks of the index of words, cut smaller.

A visitor downloads a whole chunk for each word of a query. Pagefind fills them to some 40 kB; a fifth
of that is enough for compression to pay (measured: see docs/recherche.md).

A chunk is CBOR (RFC 8949): ``[[[word, pages, [[spelling, pages], …]], …]]``. Decoding millions of small numbers costs
more than making the index: here a regular expression finds where each word starts, which is enough, for
only a word's head is an array of three that starts with a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from generator.search.cbor import tableau

CIBLE = 16 * 1024
"""Bytes of a chunk, before compression."""

_TEXTE = b"|".join(
    [re.escape(bytes([0x60 + n])) + rb"[\s\S]{%d}" % n for n in range(1, 24)]
    + [rb"\x78" + re.escape(bytes([n])) + rb"[\s\S]{%d}" % n for n in range(24, 256)]
)
_NOMBRE = rb"[\x00-\x17\x20-\x37]|[\x18\x38][\s\S]|[\x19\x39][\s\S]{2}|[\x1a\x3a][\s\S]{4}"
_TABLEAU = rb"[\x80-\x97]|\x98[\s\S]|\x99[\s\S]{2}|\x9a[\s\S]{4}"
# A variant of spelling is an array of two that starts with a text.
_MOT = (
    rb"\x83(" + _TEXTE + rb")(?:" + _NOMBRE + rb"|\x82(?:" + _TEXTE + rb")"
    rb"|(?!\x83[\x61-\x78])(?:" + _TABLEAU + rb"))*+"
)  # fmt: skip
_DEBUT = re.compile(rb"\x81(?:([\x80-\x97])|\x98([\s\S])|\x99([\s\S]{2})|\x9a([\s\S]{4}))")


class Morceau(NamedTuple):
    """Some words in a row: the first, the last, and the chunk."""

    premier: str
    dernier: str
    octets: bytes


def decouper(octets: bytes) -> Iterator[Morceau]:
    """Cut a chunk, never within a word.

    Raises:
        ValueError: the bytes are not a chunk of the known form.
    """
    debut = _DEBUT.match(octets)
    if debut is None:
        raise ValueError("index des mots d'une autre forme")
    court, *longs = debut.groups()
    attendus = court[0] & 31 if court else int.from_bytes(next(x for x in longs if x), "big")
    lot: list[tuple[str, bytes]] = []
    place, taille = debut.end(), 0
    mots = _mots()
    for _ in range(attendus):
        mot = mots.match(octets, place)
        if mot is None:
            raise ValueError("mot d'une autre forme")
        place = mot.end()
        lot.append((_lire(mot[1]), mot[0]))
        taille += len(mot[0])
        if taille >= CIBLE:
            yield _morceau(lot)
            lot, taille = [], 0
    if place != len(octets):
        raise ValueError("mots en trop")
    if lot:
        yield _morceau(lot)


@cache
def _mots() -> re.Pattern[bytes]:
    return re.compile(_MOT)  # long to compile, and most builds keep the chunks they have


def _lire(texte: bytes) -> str:
    return texte[2 if texte[0] == 0x78 else 1 :].decode()  # noqa: PLR2004 - a long text


def _morceau(lot: list[tuple[str, bytes]]) -> Morceau:
    corps = b"".join([octets for _, octets in lot])
    return Morceau(lot[0][0], lot[-1][0], b"\x81" + tableau(len(lot)) + corps)
