"""The index of words: read from what Pagefind made for each lot, merged, cut in chunks for visitors.

A chunk is CBOR (RFC 8949): ``[[[word, pages, [[spelling, pages], …]], …]]``, where a page is ``[number, places,
places in the title]`` and its number is counted from the page before. Decoding millions of small numbers costs
more than making the index: here a regular expression finds where each page starts and its number, which is
enough to put lots one after the other, for nothing but the first number of each changes.

A visitor downloads a whole chunk for each word of a query. Pagefind fills them to some 40 kB; a fifth
of that is enough for compression to pay (measured: see docs/recherche.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.search.cbor import encoder, tableau

CIBLE = 16 * 1024
"""Bytes of a chunk, before compression."""

_UNSIGNED = rb"[\x00-\x17]|\x18[\s\S]|\x19[\s\S]{2}|\x1a[\s\S]{4}"
_NOMBRE = rb"[\x00-\x17\x20-\x37]|[\x18\x38][\s\S]|[\x19\x39][\s\S]{2}|[\x1a\x3a][\s\S]{4}"
_TABLEAU = rb"[\x80-\x97]|\x98[\s\S]|\x99[\s\S]{2}|\x9a[\s\S]{4}"
_PLACES = rb"(?:" + _TABLEAU + rb")(?:" + _NOMBRE + rb")*+"
_PAGE = re.compile(rb"\x83(" + _UNSIGNED + rb")" + _PLACES * 2)
_PAGES = re.compile(rb"(?:\x83(?:" + _UNSIGNED + rb")" + _PLACES * 2 + rb")*+")
_TETE = re.compile(rb"\x83(?:([\x61-\x77])|\x78([\s\S]))")
_FORME = re.compile(rb"\x82(?:([\x61-\x77])|\x78([\s\S]))")
_TAILLE = re.compile(rb"([\x80-\x97])|\x98([\s\S])|\x99([\s\S]{2})|\x9a([\s\S]{4})")


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


class _Valeurs(dict[bytes, int]):
    """Whole numbers by their bytes."""

    def __missing__(self, octets: bytes) -> int:
        valeur = octets[0] if len(octets) == 1 else int.from_bytes(octets[1:], "big")
        self[octets] = valeur
        return valeur


_VALEURS = _Valeurs()


def lire(octets: bytes) -> Iterator[Mot]:
    """The words of a chunk.

    Raises:
        ValueError: the bytes are not a chunk of the known form.
    """
    if octets[:1] != b"\x81":
        raise ValueError("index des mots d'une autre forme")
    nombre, place = _taille(octets, 1)
    for _ in range(nombre):
        mot, place = _texte(_TETE, octets, place)
        pages, place = _pages(octets, place)
        formes = []
        if octets[place : place + 1] == b"\x80":
            place += 1
        else:
            autres, place = _taille(octets, place)
            for _ in range(autres):
                forme, place = _texte(_FORME, octets, place)
                lues, place = _pages(octets, place)
                formes.append((forme, lues))
        yield Mot(mot, pages, tuple(formes))
    if place != len(octets):
        raise ValueError("mots en trop")


def _taille(octets: bytes, place: int) -> tuple[int, int]:
    trouve = _TAILLE.match(octets, place)
    if trouve is None:
        raise ValueError("tableau attendu")
    court, *longs = trouve.groups()
    nombre = court[0] & 31 if court else int.from_bytes(next(x for x in longs if x), "big")
    return nombre, trouve.end()


def _texte(tete: re.Pattern[bytes], octets: bytes, place: int) -> tuple[str, int]:
    trouve = tete.match(octets, place)
    if trouve is None:
        raise ValueError("mot d'une autre forme")
    court, long = trouve.groups()
    debut = trouve.end()
    fin = debut + (court[0] & 31 if court else long[0])
    if fin > len(octets):
        raise ValueError("mot coupé")
    return octets[debut:fin].decode(), fin


def _pages(octets: bytes, place: int) -> tuple[Pages, int]:
    nombre, debut = _taille(octets, place)
    if not nombre:
        return Pages(0, 0, 0, b""), debut
    toutes = _PAGES.match(octets, debut)
    fin = toutes.end() if toutes else debut
    ecarts = _PAGE.findall(octets, debut, fin)
    if len(ecarts) != nombre:
        raise ValueError("pages d'une autre forme")
    premier = ecarts[0]
    derniere = sum(map(_VALEURS.__getitem__, ecarts))
    return Pages(nombre, _VALEURS[premier], derniere, octets[debut + 1 + len(premier) : fin]), fin


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
