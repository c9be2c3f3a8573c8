"""Pieces of bytes kept together, and files made of kept pieces."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Sequence

_TAILLE = struct.Struct("<I")


def lier(morceaux: Sequence[bytes]) -> bytes:
    """Several pieces as one: their number, their lengths, then themselves."""
    tailles = (len(morceaux), *map(len, morceaux))
    return b"".join((*map(_TAILLE.pack, tailles), *morceaux))


def morceau(liasse: bytes, rang: int) -> bytes:
    """One piece of what ``lier`` made."""
    (nombre,) = _TAILLE.unpack_from(liasse)
    tailles = struct.unpack_from(f"<{rang + 1}I", liasse, _TAILLE.size)
    debut = _TAILLE.size * (nombre + 1) + sum(tailles[:-1])
    return liasse[debut : debut + tailles[-1]]


def coller(debut: bytes, morceaux: Iterable[bytes], fin: bytes = b"") -> bytes:
    """One file: a large one is never held twice."""
    tampon = io.BytesIO()
    tampon.write(debut)
    tampon.writelines(morceaux)
    tampon.write(fin)
    return tampon.getvalue()
