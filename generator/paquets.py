"""Several named files as one value: compressed or not, with a digest of what it holds.

The digest comes first: whether something changed is seen without opening anything.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from hashlib import sha256

EMPREINTE = 32
"""Bytes of the digest, a SHA-256."""


def fermer(fichiers: Mapping[str, bytes], niveau: int = 1) -> bytes:
    """The same files always give the same bytes; ``niveau`` is that of zlib, 0 for none."""
    tete = json.dumps([[nom, len(octets)] for nom, octets in fichiers.items()]).encode()
    clair = b"".join((len(tete).to_bytes(4, "big"), tete, *fichiers.values()))
    return sha256(clair).digest() + zlib.compress(clair, niveau)


def empreinte(paquet: bytes) -> bytes:
    """The digest of what it holds."""
    return paquet[:EMPREINTE]


def ouvrir(paquet: bytes) -> dict[str, bytes]:
    """The files, in the order they were given.

    Raises:
        ValueError: it is damaged.
    """
    try:
        clair = zlib.decompress(paquet[EMPREINTE:])
    except zlib.error as erreur:
        raise ValueError(str(erreur)) from erreur
    if sha256(clair).digest() != paquet[:EMPREINTE]:
        raise ValueError("paquet abîmé")
    place = 4 + int.from_bytes(clair[:4], "big")
    fichiers = {}
    for nom, taille in json.loads(clair[4:place]):
        fichiers[nom] = clair[place : place + taille]
        place += taille
    return fichiers
