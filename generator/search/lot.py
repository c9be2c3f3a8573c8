"""One lot: the index of a few hundred documents, ready to be published and merged."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from msgspec import msgpack

from generator import paquets
from generator.search.indexeur import indexer
from generator.search.moteur import MOTS
from generator.search.mots import Mot
from generator.views.documents_recherche import Document

SIGNATURE = b"pagefind_dcd"
_EMPREINTE = 6
"""Characters of the hash in the name of a fragment: beside the key, enough to never be stale."""


class Lot(NamedTuple):
    """What is merged of a lot: its pages (name, number of words), its words."""

    pages: list[tuple[str, int]]
    mots: list[Mot]


_LOT = msgpack.Decoder(Lot)


def faire(documents: Sequence[Document]) -> tuple[dict[str, bytes], Lot]:
    """What to keep of a lot, made of these documents, in their order.

    One fragment per document, under the name that it is published with. A fragment takes the key
    of its document for name, so that the browser knows what a result is without loading it: lists,
    counts and dates need nothing from Pagefind.
    """
    index = indexer(documents)
    noms = list(_noms([d.cle for d in documents], index.fragments))
    fragments = zip(noms, index.fragments, strict=True)
    fichiers = {fichier(nom): compresser(lu) for nom, lu in fragments}
    return fichiers, Lot(list(zip(noms, index.comptes, strict=True)), index.mots)


def fichier(nom: str) -> str:
    """Where the fragment of this name is."""
    return f"{nom}.pf_fragment"


def _noms(cles: Sequence[str], fragments: Sequence[bytes]) -> Iterator[str]:
    """The name of each fragment: its key, and a hash that all those of an entry share.

    The hash is for caches: what changes has another name. Shared, it costs the metadata, which
    every visitor downloads, nothing for the proposals of a concertation: 45 kB less at 1,000.
    """
    sommes: dict[str, list[bytes]] = {}
    for cle, fragment in zip(cles, fragments, strict=True):
        sommes.setdefault(cle.partition("-")[0], []).append(fragment)
    courtes = {c: sha256(b"".join(lus)).hexdigest()[:_EMPREINTE] for c, lus in sommes.items()}
    for cle in cles:
        code, tiret, rang = cle.partition("-")
        yield f"{code}-{courtes[code]}{tiret}{rang}"


def fermer(lot: Lot) -> bytes:
    """The bytes of ``MOTS``."""
    return paquets.fermer({MOTS: msgpack.encode(lot)}, 0)


def ouvrir(octets: bytes) -> Lot:
    """What ``MOTS`` holds.

    Raises:
        ValueError: it is damaged.
    """
    return _LOT.decode(paquets.ouvrir(octets)[MOTS])


def compresser(octets: bytes) -> bytes:
    """Without a date: the same bytes on every run."""
    return gzip.compress(SIGNATURE + octets, 6, mtime=0)
