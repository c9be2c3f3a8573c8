"""The index of some documents, made as Pagefind makes it, but for what is compressed: texts, words, places.

Pagefind's own program took five times longer (docs/adr/indexer-nous-memes.md): it reads HTML, keeps every
word of every page as an object of its own, and answers in JSON. Here each different piece of text is looked
at once, and a page of a word is written straight as the bytes that the browser reads.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import call
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
_CHAMP = 255
"""Instead of a weight: the word is in the title as a field."""

_SANS_POINT = frozenset("_'\")$*")

# An occurrence is one number, so that the order of numbers is that of the index: rank of the document,
# weight, place.
_RANG, _POIDS = 32, 24
_LIEU, _PLACE = (1 << _RANG) - 1, (1 << _POIDS) - 1


class _Nombres(dict[int, bytes]):
    """Whole numbers as CBOR."""

    def __missing__(self, nombre: int) -> bytes:
        self[nombre] = octets = encoder(nombre)
        return octets


class _Seuls(dict[int, bytes]):
    """The pages of words that are in a document once, but for its number, by weight and place."""

    def __missing__(self, lieu: int) -> bytes:
        self[lieu] = octets = _page([lieu])
        return octets


class _Debuts(dict[tuple[int, int], bytes]):
    """The start of the places of a word, by their weight and number."""

    def __missing__(self, cle: tuple[int, int]) -> bytes:
        poids, nombre = cle
        self[cle] = octets = tableau(nombre + 1) + encoder(-poids - 1)
        return octets


class _Ecarts(dict[int, bytes]):
    """The start of a page, by how far it is from the one before."""

    def __missing__(self, ecart: int) -> bytes:
        self[ecart] = octets = tableau(3) + encoder(ecart)
        return octets


class Index(NamedTuple):
    """The fragment of each document, its number of words, and all words, in order."""

    fragments: list[bytes]
    comptes: list[int]
    mots: list[Mot]


_JETONS = Jetons()
_NOMBRES, _SEULS, _DEBUTS, _ECARTS = _Nombres(), _Seuls(), _Debuts(), _Ecarts()
_VIDE = tableau(0)
_NEANT: deque[object] = deque(maxlen=0)
"""Takes all, keeps nothing."""


class _Lot(dict[str, Callable[[int], object]]):
    """What takes the places of each piece of text: the lists of its words, in ``lieux``.

    A place is put there without a line of Python being run: there are thousands in a document.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lieux: defaultdict[str, list[int]] = defaultdict(list)

    def __missing__(self, jeton: str) -> Callable[[int], object]:
        mots, parties = _JETONS[jeton], _JETONS.composes.get(jeton, ())
        listes = [self.lieux[mot] for mot in mots]
        poser: Callable[[int], object]
        if parties or len(listes) > 1:
            poser = partial(_poser, listes, [self.lieux[mot] for mot in parties])
        else:
            poser = listes[0].append if listes else _NEANT.append
        self[jeton] = poser
        return poser


def _poser(listes: Sequence[list[int]], parties: Sequence[list[int]], lieu: int) -> None:
    """A place of several words: each part of a word made of several has its share of the weight."""
    for liste in listes:
        liste.append(lieu)
    poids = lieu >> _POIDS & _CHAMP
    part = poids if poids == _CHAMP else max(poids // max(len(parties), 1), 1)
    for liste in parties:
        liste.append(lieu + (part - poids << _POIDS))


def indexer(documents: Iterable[Document]) -> Index:
    """The index of documents, numbered in their order."""
    fragments: list[bytes] = []
    comptes: list[int] = []
    lot = _Lot()
    for rang, document in enumerate(documents):
        fragment, compte = _lire(document, rang, lot)
        fragments.append(fragment)
        comptes.append(compte)
    return Index(fragments, comptes, list(_mots(lot.lieux)))


def _mots(lieux: dict[str, list[int]]) -> Iterator[Mot]:
    """Every word with its spellings: they follow it in the order of characters."""
    mot, pages = "", Pages(0, 0, 0, b"")
    formes: list[tuple[str, Pages]] = []
    for cle in sorted(lieux):
        nu, _, forme = cle.partition(FORME)
        if nu != mot:
            if mot:
                yield Mot(mot, pages, tuple(formes))
            mot, pages, formes = nu, Pages(0, 0, 0, b""), []
        if forme:
            formes.append((forme, _pages(lieux[cle])))
        else:
            pages = _pages(lieux[cle])
    if mot:
        yield Mot(mot, pages, tuple(formes))


def _pages(lieux: list[int]) -> Pages:
    """The pages of a word, from all the places where it is."""
    if len(lieux) > 1:
        lieux.sort()
    premier = avant = lieux[0] >> _RANG
    ici = [lieux[0] & _LIEU]
    morceaux: list[bytes] = []
    for lieu in lieux[1:]:
        rang = lieu >> _RANG
        if rang == avant:
            ici.append(lieu & _LIEU)
            continue
        morceaux += _SEULS[ici[0]] if len(ici) == 1 else _page(ici), _ECARTS[rang - avant]
        avant, ici = rang, [lieu & _LIEU]
    morceaux.append(_SEULS[ici[0]] if len(ici) == 1 else _page(ici))
    return Pages(len(morceaux) + 1 >> 1, premier, avant, b"".join(morceaux))


def _page(lieux: Sequence[int]) -> bytes:
    """The places of a word in a document, by weight, then in its title.

    A weight, as a field, is written before its places, as a negative number; a place is counted from the one before.
    """
    avant = lieux[0]
    if avant >> _POIDS == lieux[-1] >> _POIDS != _CHAMP:  # nearly always
        octets = [_DEBUTS[avant >> _POIDS, len(lieux)], _NOMBRES[avant & _PLACE]]
        for lieu in lieux[1:]:
            octets.append(_NOMBRES[lieu - avant])
            avant = lieu
        return b"".join((*octets, _VIDE))
    textes = [lieu for lieu in lieux if lieu >> _POIDS != _CHAMP]
    titres = [lieu & _PLACE for lieu in lieux[len(textes) :]]
    return _tableau(textes) + _tableau(titres)


def _tableau(lieux: Sequence[int]) -> bytes:
    octets: list[bytes] = []
    poids, avant = -1, 0
    for lieu in lieux:
        if lieu >> _POIDS != poids:
            poids = lieu >> _POIDS
            octets.append(_NOMBRES[-poids - 1])
            avant = poids << _POIDS
        octets.append(_NOMBRES[lieu - avant])
        avant = lieu
    return b"".join((tableau(len(octets)), *octets))


def _lire(document: Document, rang: int, lot: _Lot) -> tuple[bytes, int]:
    """The fragment of a document and its number of words, whose places are added to ``lot``.

    A fragment has the names that Pagefind reads, in its order.
    """
    numero = rang << _RANG
    titre = _phrase(document.titre)
    textes = [titre]
    ancres: list[dict[str, object]] = []
    _placer(lot, document.titre, numero, _CHAMP, 0)
    place = _placer(lot, titre, numero, _TITRE, 0)
    for passage in document.passages:
        if passage.ancre or passage.titre:
            element = "h2" if passage.titre else "a"
            lieu = {"id": passage.ancre, "text": passage.titre, "location": place}
            ancres.append({"element": element, **lieu})
        if passage.titre:
            rubrique = _phrase(passage.titre)
            textes.append(rubrique)
            place = _placer(lot, rubrique, numero, _RUBRIQUE, place)
        if passage.blocs:
            texte = " ".join(map(_phrase, passage.blocs))
            textes.append(texte)
            place = _placer(lot, texte, numero, int(passage.poids * _UNITE), place)
    fragment = {
        "url": f"/{document.fichier.removesuffix('index.html')}",
        "content": " ".join(textes),
        "word_count": place,
        "filters": {},
        "meta": {CHAMPS[0]: document.titre},
        "anchors": ancres,
    }
    return json.encode(fragment), place


def _phrase(texte: str) -> str:
    """With a full stop, unless there is one: quotes run from one block to the next."""
    fin = texte[-1:]
    return f"{texte}." if fin.isalpha() or fin.isdecimal() or fin in _SANS_POINT else texte


def _placer(lot: _Lot, texte: str, numero: int, poids: int, place: int) -> int:
    """Put the words of a text after those before it, and give the place that follows."""
    jetons = texte.split()
    lieu = numero | poids << _POIDS | place
    _NEANT.extend(map(call, map(lot.__getitem__, jetons), range(lieu, lieu + len(jetons))))
    return place + len(jetons)
