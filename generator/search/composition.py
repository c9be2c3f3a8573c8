"""A lot made from another: entries that did not change are cut out of it, the others are indexed alone.

The pages of an entry follow one another in a lot, so that a lot is a few runs of pages, each from what was kept
or from what was just indexed, put one after the other as lots are in an index.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from generator.search import mots
from generator.search.lot import Lot
from generator.search.mots import Mot, Pages

_NUMERO = rb"[\x00-\x17]|\x18[\s\S]|\x19[\s\S]{2}|\x1a[\s\S]{4}"
_NOMBRE = rb"[\x00-\x17\x20-\x37]|[\x18\x38][\s\S]|[\x19\x39][\s\S]{2}|[\x1a\x3a][\s\S]{4}"
_TABLEAU = rb"[\x80-\x97]|\x98[\s\S]|\x99[\s\S]{2}|\x9a[\s\S]{4}"
_PLACES = re.compile(rb"(?:(?:" + _TABLEAU + rb")(?:" + _NOMBRE + rb")*+){2}")
_PAGE = re.compile(rb"\x83(" + _NUMERO + rb")" + _PLACES.pattern)


class Suite(NamedTuple):
    """Pages in a row, from ``debut`` to ``fin`` (not included), of the base or not."""

    de_base: bool
    debut: int
    fin: int


def composer(base: Lot, neuf: Lot, codes: Sequence[str]) -> Lot:
    """The lot of these entries, in their order, which is also that of ``base`` and of ``neuf``.

    Those of ``neuf`` are taken there, the others in ``base``: equal to the lot of all these pages, indexed at once.

    Raises:
        KeyError: an entry is in neither.
    """
    suites = _suites(base, neuf, codes)
    coupes = {
        de_base: couper(lot.mots, [(s.debut, s.fin) for s in suites if s.de_base == de_base])
        for de_base, lot in ((True, base), (False, neuf))
    }
    pages: list[tuple[str, int]] = []
    lus: list[tuple[int, Sequence[Mot]]] = []
    for suite in suites:
        lus.append((len(pages), next(coupes[suite.de_base])))
        pages += (base if suite.de_base else neuf).pages[suite.debut : suite.fin]
    return Lot(pages, list(mots.assembler(lus)))


def code(nom: str) -> str:
    """The entry of a page, from the name of its fragment."""
    return nom.partition("-")[0]


def _suites(base: Lot, neuf: Lot, codes: Sequence[str]) -> list[Suite]:
    places: dict[str, Suite] = {}
    for de_base, lot in ((True, base), (False, neuf)):
        debut = 0
        for nom, pages in groupby(lot.pages, lambda page: code(page[0])):
            fin = debut + sum(1 for _ in pages)
            places[nom] = Suite(de_base, debut, fin)
            debut = fin
    suites: list[Suite] = []
    for nom in codes:
        ici = places[nom]
        if suites and (suites[-1].de_base, suites[-1].fin) == (ici.de_base, ici.debut):
            suites[-1] = Suite(ici.de_base, suites[-1].debut, ici.fin)
        else:
            suites.append(ici)
    return suites


def couper(lus: Sequence[Mot], suites: Sequence[tuple[int, int]]) -> Iterator[list[Mot]]:
    """The words of some runs of pages, in their order, whose numbers start again from each."""
    bornes = [0, *(borne for suite in suites for borne in suite), 1 << 62]
    coupes: list[list[Mot]] = [[] for _ in pairwise(bornes)]
    for mot, pages, formes in lus:
        morceaux = dict(_couper(pages, bornes))
        autres: dict[int, list[tuple[str, Pages]]] = {}
        for forme, lues in formes:
            for rang, ici in _couper(lues, bornes):
                autres.setdefault(rang, []).append((forme, ici))
        for rang in sorted(morceaux.keys() | autres.keys()):
            ici = morceaux.get(rang, Pages(0, 0, 0, b""))
            coupes[rang].append(Mot(mot, ici, tuple(autres.get(rang, ()))))
    return iter(coupes[1:-1:2])


def _couper(pages: Pages, bornes: Sequence[int]) -> Iterator[tuple[int, Pages]]:
    """The pages of a word between two bounds, by the rank of the first of the two."""
    if not pages.nombre:
        return
    octets, numero, reste = pages.octets, pages.premiere, pages.nombre
    rang = bisect_right(bornes, numero) - 1
    premiere, nombre, debut = numero, 1, 0
    if pages.derniere >= bornes[rang + 1]:
        premieres = _PLACES.match(octets)
        for suivante in _PAGE.finditer(octets, premieres.end() if premieres else 0):
            avant, numero = numero, numero + _entier(suivante[1])
            if numero < bornes[rang + 1]:
                nombre += 1
                continue
            ici = octets[debut : suivante.start()]
            yield rang, Pages(nombre, premiere - bornes[rang], avant - bornes[rang], ici)
            rang = bisect_right(bornes, numero) - 1
            reste -= nombre
            premiere, nombre, debut = numero, 1, suivante.end(1)
            if pages.derniere < bornes[rang + 1]:
                break
    base = bornes[rang]
    yield rang, Pages(reste, premiere - base, pages.derniere - base, octets[debut:])


def _entier(octets: bytes) -> int:
    return octets[0] if len(octets) == 1 else int.from_bytes(octets[1:], "big")
