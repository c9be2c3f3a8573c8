"""The index of words: those of lots, merged, cut in chunks for visitors.

A chunk is CBOR (RFC 8949): ``[[[word, pages, [[spelling, pages], …]], …]]``, where a page is ``[number, places,
places in the title]`` and its number is counted from the page before. So the pages of a word in several lots are
those of each, one after the other: nothing but the first number of each changes.

A visitor downloads a whole chunk for each word of a query. Pagefind fills them to some 40 kB; a fifth
of that is enough for compression to pay (measured: see docs/recherche.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.search.cbor import encoder, tableau

CIBLE = 16 * 1024
"""Bytes of a chunk, before compression."""


class Pages(NamedTuple):
    """The pages of a word: how many, the ranks of the first and of the last, bytes after the first rank."""

    nombre: int
    premiere: int
    derniere: int
    octets: bytes


class Mot(NamedTuple):
    """A word as it is stemmed, where it is written so, and where each other spelling is."""

    mot: str
    pages: Pages
    formes: tuple[tuple[str, Pages], ...] = ()


class Morceau(NamedTuple):
    """Some words in a row: the first, the last, and the chunk."""

    premier: str
    dernier: str
    octets: bytes


def fusionner(lots: Iterable[tuple[int, Sequence[Mot]]]) -> Iterator[tuple[str, bytes]]:
    """Each word in order, with its bytes in a chunk, from the words of lots.

    Each lot comes with the number of pages of those before it: its own follow them.
    """
    for mot, pages, formes in assembler(lots):
        morceaux = [b"\x83", encoder(mot), *_tableau(pages), tableau(len(formes))]
        for forme, lues in formes:
            morceaux += (b"\x82", encoder(forme), *_tableau(lues))
        yield mot, b"".join(morceaux)


def assembler(lots: Iterable[tuple[int, Sequence[Mot]]]) -> Iterator[Mot]:
    """The same words, as those of one lot."""
    mots: dict[str, list[tuple[int, Pages]]] = {}
    formes: dict[str, dict[str, list[tuple[int, Pages]]]] = {}
    for base, lus in lots:
        for mot, pages, autres in lus:
            mots.setdefault(mot, []).append((base, pages))
            for forme, places in autres:
                formes.setdefault(mot, {}).setdefault(forme, []).append((base, places))
    for mot in sorted(mots):
        autres_formes = sorted(formes[mot].items()) if mot in formes else ()
        yield Mot(mot, _joindre(mots[mot]), tuple((f, _joindre(v)) for f, v in autres_formes))


def _joindre(lues: Sequence[tuple[int, Pages]]) -> Pages:
    """The pages of one word in several lots, one after the other."""
    morceaux: list[bytes] = []
    total = debut = avant = 0
    for base, (nombre, premiere, derniere, octets) in lues:
        if nombre:
            if total:
                morceaux += (b"\x83", encoder(base + premiere - avant))
            else:
                debut = base + premiere
            morceaux.append(octets)
            avant, total = base + derniere, total + nombre
    return Pages(total, debut, avant, b"".join(morceaux))


def _tableau(pages: Pages) -> tuple[bytes, ...]:
    if not pages.nombre:
        return (tableau(0),)
    return tableau(pages.nombre), b"\x83", encoder(pages.premiere), pages.octets


def decouper(mots: Iterable[tuple[str, bytes]]) -> Iterator[Morceau]:
    """Chunks of these words, cut never within one."""
    lot: list[tuple[str, bytes]] = []
    taille = 0
    for mot in mots:
        lot.append(mot)
        taille += len(mot[1])
        if taille >= CIBLE:
            yield _morceau(lot)
            lot, taille = [], 0
    if lot:
        yield _morceau(lot)


def _morceau(lot: list[tuple[str, bytes]]) -> Morceau:
    corps = b"".join([octets for _, octets in lot])
    return Morceau(lot[0][0], lot[-1][0], b"\x81" + tableau(len(lot)) + corps)
