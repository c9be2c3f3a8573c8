"""The indexes that visitors load, each merged from its lots."""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import NamedTuple

from msgspec import Struct, msgpack

from generator.objet import Objet
from generator.search import cbor, mots
from generator.search.indexeur import CHAMPS
from generator.search.jetons import LIENS
from generator.search.lot import SIGNATURE, Lot, compresser
from generator.search.moteur import ENTREE, LANGUE, TABLE, VERSION
from generator.search.mots import Morceau, Mot, Tailles


class Table(Struct, frozen=True, array_like=True):
    """What an index was made of: its lots with their numbers of pages, its chunks with their words."""

    lots: list[tuple[str, int]]
    morceaux: list[tuple[str, Tailles]]


class Base(NamedTuple):
    """An index of the same pages: its files, and the words that may not be the same."""

    fichiers: Mapping[str, Objet]
    table: Table
    changes: Collection[str]


class _Ferme(NamedTuple):
    """One chunk, as it is published."""

    nom: str
    mots: Tailles
    contenu: bytes | Objet


def fusionner(lots: Mapping[str, Lot], base: Base | None = None) -> dict[str, bytes | Objet]:
    """The files of one index but its fragments, whose pages are those of its lots, in their order.

    « / » in a name is written « @ »: what is kept is one folder. With a base, only words that changed are merged,
    and only the chunks that hold one are made again.

    Raises:
        OSError, ValueError: a file of the base is gone, or damaged.
    """
    with ThreadPoolExecutor() as fils:
        morceaux = _repris(lots, base) if base else mots.decouper(_mots(lots))
        fermes = list(fils.map(_fermer, morceaux))
    index = [[f.mots[0][0], f.mots[-1][0], f.nom] for f in fermes]
    pages = [[nom, compte] for lot in lots.values() for nom, compte in lot.pages]
    meta = cbor.encoder([VERSION, pages, index, [], [], CHAMPS])
    empreinte = f"{LANGUE}_{sha256(meta).hexdigest()[:10]}"
    entree = {
        "version": VERSION,
        "languages": {LANGUE: {"hash": empreinte, "page_count": len(pages), "wasm": LANGUE}},
        "include_characters": list(LIENS),
    }
    texte = json.dumps(entree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    table = Table([(c, len(lot.pages)) for c, lot in lots.items()], [f[:2] for f in fermes])
    return {
        **{_fichier(f.nom): f.contenu for f in fermes},
        f"pagefind.{empreinte}.pf_meta": compresser(meta),
        ENTREE: texte.encode(),
        TABLE: msgpack.encode(table),
    }


def lire_table(fichier: Objet) -> Table:
    """The content of ``TABLE``.

    Raises:
        OSError, ValueError: it is gone, or damaged.
    """
    return msgpack.decode(_sain(fichier), type=Table)


def _sain(fichier: Objet) -> bytes:
    """The bytes of a file from which another is made."""
    octets = fichier.lire()
    if not fichier.vaut(octets):
        raise ValueError("un index gardé est abîmé ; videz le cache (catalogue cache --clear)")
    return octets


def _fichier(nom: str) -> str:
    return f"index@{nom}.pf_index"


def _fermer(morceau: Morceau | _Ferme) -> _Ferme:
    if isinstance(morceau, _Ferme):
        return morceau
    nom = f"{LANGUE}_{sha256(morceau.octets).hexdigest()[:10]}"
    return _Ferme(nom, morceau.mots, compresser(morceau.octets))


def _mots(lots: Mapping[str, Lot], seuls: Collection[str] | None = None) -> Iterator[mots.Ecrit]:
    """The words of an index, all or some of them."""
    base = 0
    lus: list[tuple[int, list[Mot]]] = []
    for lot in lots.values():
        voulus = lot.mots if seuls is None else [mot for mot in lot.mots if mot.mot in seuls]
        lus.append((base, voulus))
        base += len(lot.pages)
    return mots.fusionner(lus)


def _repris(lots: Mapping[str, Lot], base: Base) -> Iterator[Morceau | _Ferme]:
    neufs = dict(_mots(lots, base.changes))
    tailles = {mot: len(octets) for mot, octets in neufs.items()}
    places: dict[str, int] = {}
    for rang, (_, connus) in enumerate(base.table.morceaux):
        for mot, taille in connus:
            places[mot] = rang
            if mot not in base.changes:
                tailles[mot] = taille
    ouverts: dict[int, dict[str, bytes]] = {}
    for groupe in mots.grouper(sorted(tailles.items())):
        if neufs.keys().isdisjoint(mot for mot, _ in groupe):
            nom, connus = base.table.morceaux[places[groupe[0][0]]]
            if connus == groupe:
                yield _Ferme(nom, groupe, base.fichiers[_fichier(nom)])
                continue
        octets = []
        for mot, _ in groupe:
            if mot not in neufs and places[mot] not in ouverts:
                ouverts[places[mot]] = dict(_ouvrir(base, *base.table.morceaux[places[mot]]))
            octets.append((mot, neufs[mot] if mot in neufs else ouverts[places[mot]][mot]))
        yield mots.morceau(octets)


def _ouvrir(base: Base, nom: str, connus: Tailles) -> Iterator[mots.Ecrit]:
    """The words of a chunk."""
    octets = gzip.decompress(_sain(base.fichiers[_fichier(nom)]))
    place = len(SIGNATURE) + len(mots.tete(len(connus)))
    for mot, taille in connus:
        yield mot, octets[place : place + taille]
        place += taille
