"""The part of CBOR (RFC 8949) that Pagefind's metadata use: whole numbers, text, arrays.

Thirty lines rather than a dependency: anything else in the file is a change of format, to be
refused, and the two are compared with a full library in the tests.
"""

from __future__ import annotations

_ENTIER, _TEXTE, _TABLEAU = 0, 3, 4
_COURT = 24


def decoder(octets: bytes) -> object:
    """Read one value that fills ``octets``.

    Raises:
        ValueError: another type, bytes that are missing or left over.
    """
    valeur, fin = _lire(octets, 0)
    if fin != len(octets):
        raise ValueError("octets en trop")
    return valeur


def encoder(valeur: object) -> bytes:
    """Write a value in its shortest form, the only one."""
    if isinstance(valeur, int):
        return _tete(_ENTIER, valeur)
    if isinstance(valeur, str):
        octets = valeur.encode()
        return _tete(_TEXTE, len(octets)) + octets
    if isinstance(valeur, list):
        return _tete(_TABLEAU, len(valeur)) + b"".join(map(encoder, valeur))
    raise TypeError(type(valeur))


def tableau(taille: int) -> bytes:
    """The head of an array."""
    return _tete(_TABLEAU, taille)


def _tete(genre: int, nombre: int) -> bytes:
    if nombre < _COURT:
        return bytes([genre << 5 | nombre])
    for rang in range(4):
        taille = 1 << rang
        if nombre < 1 << 8 * taille:
            return bytes([genre << 5 | _COURT + rang]) + nombre.to_bytes(taille, "big")
    raise ValueError(nombre)


def _lire(octets: bytes, debut: int) -> tuple[object, int]:
    if debut >= len(octets):
        raise ValueError("fin inattendue")
    genre, nombre = octets[debut] >> 5, octets[debut] & 31
    debut += 1
    if nombre >= _COURT:
        taille = 1 << (nombre - _COURT)
        if taille > 8:  # noqa: PLR2004 - the longest head
            raise ValueError("longueur inconnue")
        nombre = int.from_bytes(octets[debut : debut + taille], "big")
        debut += taille
    if genre == _ENTIER:
        return nombre, debut
    if genre == _TEXTE:
        fin = debut + nombre
        if fin > len(octets):
            raise ValueError("texte coupé")
        return octets[debut:fin].decode(), fin
    if genre == _TABLEAU:
        valeurs = []
        for _ in range(nombre):
            valeur, debut = _lire(octets, debut)
            valeurs.append(valeur)
        return valeurs, debut
    raise ValueError(f"type {genre} inattendu")
