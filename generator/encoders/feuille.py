"""The rows of a sheet (ECMA-376, 18.3.1), encoded and compressed record by record.

A compressed stream of deflate (RFC 1951) that ends with a full flush ends on a byte, and what
follows it refers to nothing before: such streams, put end to end, are one stream. So the rows of a
record are compressed once, and a sheet is made of them without being compressed again. Its sum
(CRC-32) comes from those of the parts: the sum is linear, so what a part adds to the sum of what
precedes it is the difference between its own sum and that of as many zeros.

Rows and cells do not say their place (the format does not ask for it), for it is not known here:
an empty cell is written when another follows.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct, field

from generator.donnees.colonnes import Valeur
from generator.expression import expression

CELLULE_MAX = 32_767
COUPE = " […] (texte coupé : entier dans le CSV)"
_COURT = 60
"""Characters below which a text (a key, a date, a label) is likely to be seen again."""
_ENTETE = struct.Struct("<II")
_SPECIAUX = expression("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def _entite(trouve: re.Match[str]) -> str:
    caractere = trouve[0]
    if caractere not in _ENTITES:
        raise ValueError(f"caractère interdit en XML : {caractere!r}")
    return _ENTITES[caractere]


def _texte(texte: str) -> str:
    if len(texte) > CELLULE_MAX:
        texte = texte[: CELLULE_MAX - len(COUPE)] + COUPE
    # Spaces at the ends, and line ends, are kept only on demand.
    garde = ' xml:space="preserve"' if texte != texte.strip() or "\n" in texte else ""
    return f'<c t="inlineStr"><is><t{garde}>{_SPECIAUX.sub(_entite, texte)}</t></is></c>'


_court = lru_cache(maxsize=10_000)(_texte)


def _cellule(valeur: Valeur) -> str:
    """A cell says its type: a text is one whatever its first character, never a formula."""
    if valeur is None or valeur == "":
        return "<c/>"
    if isinstance(valeur, str):
        return _court(valeur) if len(valeur) < _COURT else _texte(valeur)
    if isinstance(valeur, bool):
        return f'<c t="b"><v>{valeur:d}</v></c>'
    return f"<c><v>{valeur!r}</v></c>"


def rangees(lignes: Iterable[Iterable[Valeur]]) -> bytes:
    """Rows, as they are in a sheet.

    Raises:
        ValueError: a text holds a character that XML forbids.
    """
    return "".join(f"<row>{''.join(map(_cellule, ligne))}</row>" for ligne in lignes).encode()


def comprimer(octets: bytes) -> bytes:
    """A part of a sheet, compressed, with what it adds to a sum, and its length; b"" if empty."""
    if not octets:
        return b""
    flux = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    corps = flux.compress(octets) + flux.flush(zlib.Z_FULL_FLUSH)
    ajout = zlib.crc32(octets) ^ zlib.crc32(bytes(len(octets)))
    return _ENTETE.pack(ajout, len(octets)) + corps


class Feuille(Struct):
    """A sheet being made of compressed parts: the sum and length of what they hold."""

    somme: int = 0
    taille: int = 0
    corps: bytearray = field(default_factory=bytearray)

    def ajouter(self, partie: bytes) -> None:
        """Put a part at the end."""
        if not partie:
            return
        ajout, taille = _ENTETE.unpack_from(partie)
        self.somme = zlib.crc32(bytes(taille), self.somme) ^ ajout
        self.taille += taille
        self.corps += memoryview(partie)[_ENTETE.size :]

    def finir(self, octets: bytes) -> None:
        """Put the last bytes, and end the stream."""
        self.ajouter(comprimer(octets))
        self.corps += b"\3\0"  # an empty last block: RFC 1951, 3.2.6
