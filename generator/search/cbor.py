"""The part of CBOR (RFC 8949) that Pagefind's files use: whole numbers, text, arrays.

Thirty lines rather than a dependency: they are compared with a full library in the tests.
"""

from __future__ import annotations

from functools import lru_cache

_ENTIER, _NEGATIF, _TEXTE, _TABLEAU = 0, 1, 3, 4
_COURT = 24


def encoder(valeur: object) -> bytes:
    """Write a value in its shortest form, the only one."""
    if isinstance(valeur, int):
        return _tete(_ENTIER, valeur) if valeur >= 0 else _tete(_NEGATIF, -1 - valeur)
    if isinstance(valeur, str):
        octets = valeur.encode()
        return _tete(_TEXTE, len(octets)) + octets
    if isinstance(valeur, list):
        return _tete(_TABLEAU, len(valeur)) + b"".join(map(encoder, valeur))
    raise TypeError(type(valeur))


def tableau(taille: int) -> bytes:
    """The head of an array."""
    return _tete(_TABLEAU, taille)


@lru_cache(maxsize=1 << 16)
def _tete(genre: int, nombre: int) -> bytes:
    # The same numbers of pages and gaps between them come back a hundred times for each record.
    if nombre < _COURT:
        return bytes([genre << 5 | nombre])
    for rang in range(4):
        taille = 1 << rang
        if nombre < 1 << 8 * taille:
            return bytes([genre << 5 | _COURT + rang]) + nombre.to_bytes(taille, "big")
    raise ValueError(nombre)
