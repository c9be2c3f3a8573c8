"""The index of some documents, made as Pagefind makes it, but for what is compressed: texts, words, places.

Pagefind's own program takes five times longer (docs/adr/indexer-nous-memes.md): it reads HTML, keeps every
word of every page as an object of its own, and answers in JSON. Here each different piece of text is looked
at once, and a page of a word is written straight as the bytes that the browser reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import json

from generator.search.cbor import encoder, tableau
from generator.search.jetons import FORME, Jetons
from generator.search.mots import Mot, Pages
from generator.views.documents_recherche import Document

CHAMPS = ["title"]
"""The fields of a document that are searched apart from its text."""

_UNITE = 24
"""What a weight of 1 is written as."""

_TITRE, _RUBRIQUE = 7 * _UNITE, 6 * _UNITE
_SANS_POINT = frozenset("_'\")$*")


_Places = dict[str, list[int]]


class _Nombres(dict[int, bytes]):
    """Whole numbers as CBOR."""

    def __missing__(self, nombre: int) -> bytes:
        self[nombre] = octets = encoder(nombre)
        return octets


class _Tableaux(dict[int, bytes]):
    """Heads of arrays as CBOR, by their number of items."""

    def __missing__(self, nombre: int) -> bytes:
        self[nombre] = octets = tableau(nombre)
        return octets


class _Texte(NamedTuple):
    """A document: its fragment, its number of words, the places of each word by weight."""

    fragment: bytes
    compte: int
    places: dict[int, _Places]


class Index(NamedTuple):
    """The fragment of each document, its number of words, and all words, in order."""

    fragments: list[bytes]
    comptes: list[int]
    mots: list[Mot]


_JETONS = Jetons()
_NOMBRES, _TABLEAUX = _Nombres(), _Tableaux()
_VIDE, _PAGE = tableau(0), tableau(3)


def indexer(documents: Iterable[Document]) -> Index:
    """The index of documents, numbered in their order."""
    fragments: list[bytes] = []
    comptes: list[int] = []
    suites: dict[str, list[int]] = {}
    octets: dict[str, list[bytes]] = {}
    for rang, document in enumerate(documents):
        fragment, compte, places = _lire(document)
        fragments.append(fragment)
        comptes.append(compte)
        for mot, page in _pages(places, document.titre.split()):
            bornes = suites.get(mot)
            if bornes is None:
                suites[mot] = [1, rang, rang]
                octets[mot] = [page]
            else:
                bornes[0] += 1
                octets[mot] += (_PAGE, _NOMBRES[rang - bornes[2]], page)
                bornes[2] = rang
    return Index(fragments, comptes, list(_mots(suites, octets)))


def _mots(suites: dict[str, list[int]], octets: dict[str, list[bytes]]) -> Iterator[Mot]:
    """Every word with its spellings: they follow it in the order of characters."""
    mot, pages = "", Pages(0, 0, 0, b"")
    formes: list[tuple[str, Pages]] = []
    for cle in sorted(suites):
        nu, _, forme = cle.partition(FORME)
        if nu != mot:
            if mot:
                yield Mot(mot, pages, tuple(formes))
            mot, pages, formes = nu, Pages(0, 0, 0, b""), []
        nombre, premiere, derniere = suites[cle]
        lues = Pages(nombre, premiere, derniere, b"".join(octets[cle]))
        if forme:
            formes.append((forme, lues))
        else:
            pages = lues
    if mot:
        yield Mot(mot, pages, tuple(formes))


def _lire(document: Document) -> _Texte:
    """All that is read of a document; its fragment has the names that Pagefind reads, in its order."""
    titre = _phrase(document.titre)
    textes = [titre]
    ancres: list[dict[str, object]] = []
    places: dict[int, _Places] = {}
    place = _placer(places, _TITRE, 0, titre.split())
    for passage in document.passages:
        if passage.ancre or passage.titre:
            element = "h2" if passage.titre else "a"
            lieu = {"id": passage.ancre, "text": passage.titre, "location": place}
            ancres.append({"element": element, **lieu})
        if passage.titre:
            rubrique = _phrase(passage.titre)
            textes.append(rubrique)
            place = _placer(places, _RUBRIQUE, place, rubrique.split())
        if passage.blocs:
            texte = " ".join(map(_phrase, passage.blocs))
            textes.append(texte)
            place = _placer(places, int(passage.poids * _UNITE), place, texte.split())
    fragment = {
        "url": f"/{document.fichier.removesuffix('index.html')}",
        "content": " ".join(textes),
        "word_count": place,
        "filters": {},
        "meta": {CHAMPS[0]: document.titre},
        "anchors": ancres,
    }
    return _Texte(json.encode(fragment), place, places)


def _phrase(texte: str) -> str:
    """With a full stop, unless there is one: quotes run from one block to the next."""
    fin = texte[-1:]
    return f"{texte}." if fin.isalpha() or fin.isdecimal() or fin in _SANS_POINT else texte


def _placer(places: dict[int, _Places], poids: int, place: int, jetons: list[str]) -> int:
    """Put the words of a text after those before it, and give the place that follows."""
    lues = places.setdefault(poids, defaultdict(list))
    for n, mots in enumerate(map(_JETONS.__getitem__, jetons), place):
        for mot in mots:
            lues[mot].append(n)
    if not _JETONS.composes.keys().isdisjoint(jetons):
        for n, jeton in enumerate(jetons, place):
            if parties := _JETONS.composes.get(jeton):
                part = places.setdefault(max(poids // len(parties), 1), defaultdict(list))
                for mot in parties:
                    part[mot].append(n)
                    part[mot].sort()
    return place + len(jetons)


def _pages(places: dict[int, _Places], titre: list[str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of a document for each of its words, but for its number: places by weight, places in the title.

    A weight is written before its places, as a negative number; a place is counted from the one before.
    """
    lues: dict[str, tuple[int, bytes]] = {}
    for poids in sorted(places):
        debut = encoder(-poids - 1)
        for mot, ici in places[poids].items():
            if len(ici) == 1:
                nombre, octets = 2, debut + _NOMBRES[ici[0]]
            else:
                nombre, octets = len(ici) + 1, debut + _ecarts(ici)
            avant = lues.get(mot)
            lues[mot] = (
                (nombre, octets) if avant is None else (avant[0] + nombre, avant[1] + octets)
            )
    titres: _Places = defaultdict(list)
    for n, jeton in enumerate(titre):
        for mot in (*_JETONS[jeton], *_JETONS.composes.get(jeton, ())):
            titres[mot].append(n)
    for mot, (nombre, octets) in lues.items():
        fin = _VIDE
        if mot in titres:
            dits = titres[mot]
            fin = _TABLEAUX[len(dits) + 1] + _NOMBRES[-1] + _ecarts(dits)
        yield mot, _TABLEAUX[nombre] + octets + fin


def _ecarts(places: list[int]) -> bytes:
    return b"".join([_NOMBRES[b - a] for a, b in zip([0, *places], places, strict=False)])
