"""One lot: what Pagefind made of a few hundred pages, verified piece by piece, ready to be published or merged."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from generator import paquets
from generator.search import cbor, mots
from generator.search.errors import RechercheError
from generator.search.moteur import ENTREE, LANGUE, STATIQUES, VERSION
from generator.search.mots import Mot, Pages

SIGNATURE = b"pagefind_dcd"
_PARTIES = 6
"""Metadata of 1.5: version, pages, chunks of words, filters, sorts, names of the fields."""

_VERSION, _PAGES, _MOTS, _FILTRES, _TRIS, _CHAMPS = range(_PARTIES)
_EMPREINTE = 6
"""Characters of the hash in the name of a fragment: beside the key, enough to never be stale."""


class Page(NamedTuple):
    """One page given to the indexer: the key of its document, its address from « / », its HTML."""

    cle: str
    url: str
    html: bytes


class Lot(NamedTuple):
    """What is merged of a lot: what its index says of itself, its pages (name, words), its words."""

    entree: dict[str, object]
    champs: list[str]
    pages: list[tuple[str, int]]
    mots: list[Mot]


def statiques(rendus: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that any index comes with, and that do not depend on it.

    Raises:
        RechercheError: one is missing, or not of the expected version.
    """
    for nom, attendu in STATIQUES.items():
        if sha256(rendus.get(nom, b"")).hexdigest() != attendu:
            raise _incomplet(f"{nom} n'est pas celui de Pagefind {VERSION}")
    return {nom: rendus[nom] for nom in STATIQUES}


def lire(rendus: Mapping[str, bytes], pages: Sequence[Page]) -> tuple[dict[str, bytes], Lot]:
    """What to keep of a lot, from the files that Pagefind made of ``pages``, in their order.

    One fragment per page, under the name that it is published with. The fragment of a page takes
    the key of its document for name, so that the browser knows what a result is without loading it: lists,
    counts and dates need nothing from Pagefind.

    Raises:
        RechercheError: a file is missing, cut, unknown, or not of the expected version.
    """
    try:
        return _lire(rendus, pages)
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zlib.error) as erreur:
        raise _incomplet(repr(erreur)) from erreur


def _incomplet(detail: str) -> RechercheError:
    return RechercheError(
        f"l'index de recherche est incomplet ou d'un format inconnu : {detail} ;"
        " relancez, puis réinstallez les dépendances si cela dure"
    )


def _lire(rendus: Mapping[str, bytes], pages: Sequence[Page]) -> tuple[dict[str, bytes], Lot]:
    entree = json.loads(rendus[ENTREE])
    langue = entree["languages"][LANGUE]
    if (entree["version"], len(entree["languages"])) != (VERSION, 1):
        raise ValueError(f"version {entree['version']}")
    if langue["page_count"] != len(pages):
        raise ValueError(f"{langue['page_count']} pages sur {len(pages)}")
    meta = cbor.decoder(decompresser(rendus[f"pagefind.{langue['hash']}.pf_meta"]))
    if not isinstance(meta, list) or len(meta) != _PARTIES or meta[_FILTRES] or meta[_TRIS]:
        raise ValueError("métadonnées d'une autre forme")
    if meta[_VERSION] != VERSION:
        raise ValueError(f"métadonnées de {meta[_VERSION]}")
    fragments = [rendus[f"fragment/{nom}.pf_fragment"] for nom, _ in meta[_PAGES]]
    for page, fragment in zip(pages, fragments, strict=True):
        attendu = b'{"url":%s,' % json.dumps(page.url, ensure_ascii=False).encode()
        if not decompresser(fragment).startswith(attendu):
            raise ValueError(f"fragment de {page.url} absent")
    noms = list(_noms(pages, fragments))
    lus = [
        mot
        for _, _, nom in meta[_MOTS]
        for mot in mots.lire(decompresser(rendus[f"index/{nom}.pf_index"]))
    ]
    comptes = [(nom, compte) for nom, (_, compte) in zip(noms, meta[_PAGES], strict=True)]
    fichiers = {fichier(n): octets for n, octets in zip(noms, fragments, strict=True)}
    return fichiers, Lot(entree, meta[_CHAMPS], comptes, lus)


def fichier(nom: str) -> str:
    """Where the fragment of this name is."""
    return f"{nom}.pf_fragment"


def _noms(pages: Sequence[Page], fragments: Sequence[bytes]) -> Iterator[str]:
    """The name of each fragment: its page, and a hash that all those of an entry share.

    The hash is for caches: what changes has another name. Shared, it costs the metadata, which
    every visitor downloads, nothing for the proposals of a concertation: 45 kB less at 1,000.
    """
    sommes: dict[str, list[bytes]] = {}
    for page, fragment in zip(pages, fragments, strict=True):
        sommes.setdefault(page.cle.partition("-")[0], []).append(fragment)
    courtes = {c: sha256(b"".join(lus)).hexdigest()[:_EMPREINTE] for c, lus in sommes.items()}
    for page in pages:
        code, tiret, rang = page.cle.partition("-")
        yield f"{code}-{courtes[code]}{tiret}{rang}"


def fermer(lot: Lot) -> bytes:
    """The bytes of ``MOTS``."""
    blocs = [p.octets for mot in lot.mots for p in (mot.pages, *(f[1] for f in mot.formes))]
    table = [
        (mot, *_bornes(pages), [(forme, *_bornes(lues)) for forme, lues in formes])
        for mot, pages, formes in lot.mots
    ]
    tete = json.dumps([lot.entree, lot.champs, lot.pages, table], ensure_ascii=False)
    return paquets.fermer({"table": tete.encode(), "octets": b"".join(blocs)}, 0)


def _bornes(pages: Pages) -> tuple[int, int, int, int]:
    return pages.nombre, pages.premiere, pages.derniere, len(pages.octets)


def ouvrir(octets: bytes) -> Lot:
    """What ``MOTS`` holds.

    Raises:
        ValueError: it is damaged.
    """
    fichiers = paquets.ouvrir(octets)
    entree, champs, pages, table = json.loads(fichiers["table"])
    blocs = fichiers["octets"]
    place = 0

    def prendre(nombre: int, premiere: int, derniere: int, taille: int) -> Pages:
        nonlocal place
        place += taille
        return Pages(nombre, premiere, derniere, blocs[place - taille : place])

    lus = []
    for mot, nombre, premiere, derniere, taille, formes in table:
        trouvees = prendre(nombre, premiere, derniere, taille)
        lus.append(Mot(mot, trouvees, tuple((f, prendre(*bornes)) for f, *bornes in formes)))
    return Lot(entree, champs, [(nom, compte) for nom, compte in pages], lus)


def decompresser(octets: bytes) -> bytes:
    """The bytes of a file of Pagefind.

    Raises:
        ValueError: it has another form.
        OSError, EOFError, zlib.error: it is damaged.
    """
    clair = gzip.decompress(octets)
    if not clair.startswith(SIGNATURE):
        raise ValueError("signature absente")
    return clair[len(SIGNATURE) :]


def compresser(octets: bytes) -> bytes:
    """Without a date: the same bytes on every run."""
    return gzip.compress(SIGNATURE + octets, 6, mtime=0)
