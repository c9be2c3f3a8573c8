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


Ecrit = tuple[str, bytes]
"""A word and its bytes in a chunk."""

Tailles = list[tuple[str, int]]
"""Words, and how many bytes each takes in a chunk."""


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
    """Some words in a row, each with its number of bytes, and the chunk."""

    mots: Tailles
    octets: bytes


def fusionner(lots: Iterable[tuple[int, Sequence[Mot]]]) -> Iterator[Ecrit]:
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


def decouper(mots: Iterable[Ecrit]) -> Iterator[Morceau]:
    """Chunks of these words, cut never within one."""
    octets = dict(mots)
    for groupe in grouper((mot, len(lus)) for mot, lus in octets.items()):
        yield morceau([(mot, octets[mot]) for mot, _ in groupe])


def grouper(tailles: Iterable[tuple[str, int]]) -> Iterator[Tailles]:
    """The words of each chunk, from the bytes that each takes."""
    groupe: Tailles = []
    total = 0
    for mot, taille in tailles:
        groupe.append((mot, taille))
        total += taille
        if total >= CIBLE:
            yield groupe
            groupe, total = [], 0
    if groupe:
        yield groupe


def morceau(mots: Sequence[Ecrit]) -> Morceau:
    """The chunk of these words."""
    corps = b"".join([octets for _, octets in mots])
    return Morceau([(mot, len(octets)) for mot, octets in mots], tete(len(mots)) + corps)


def tete(nombre: int) -> bytes:
    """How a chunk of this many words starts."""
    return b"\x81" + tableau(nombre)
