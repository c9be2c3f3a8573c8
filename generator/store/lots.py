"""What is kept of several records together: read in one go when none of these records changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from zlib import crc32

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, encode

from generator.sceau import desceller, sceller
from generator.store.reserve import Ligne

TAILLE = 32
"""Records in a lot, on average."""


class SortieGardee(Struct, frozen=True, array_like=True):
    """An output: where it is published, what it is made of, and the object that it is.

    ``source``, ``gabarit``, ``cloture`` and ``liens`` are as in ``Output`` and ``Ligne``.
    """

    path: str
    source: str
    gabarit: str
    cloture: str
    objet: bytes
    taille: int
    date: int
    liens: bytes


def sortie_gardee(path: str, source: str, ligne: Ligne) -> SortieGardee:
    """An output, from what the index is told of its rendering."""
    return SortieGardee(
        path,
        source,
        ligne.gabarit,
        ligne.cloture,
        bytes.fromhex(ligne.objet),
        ligne.taille,
        ligne.date,
        ligne.liens,
    )


class FicheGardee(Struct, frozen=True, array_like=True):
    """The outputs of a record between two days (ordinals), both included."""

    depuis: int
    jusque: int
    sorties: tuple[SortieGardee, ...]


class Lot(Struct, frozen=True, array_like=True):
    """Records kept together, by id.

    ``sommes`` are the hashes (``somme_de``) of their values, by the names of these, on the days when
    all of them hold.
    """

    fiches: dict[str, FicheGardee]
    sommes: dict[str, bytes]


_LOT = Decoder(Lot)


@lru_cache(maxsize=4)
def decouper(identifiants: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Share records between lots: one more or one less changes its own lot, or two, and no other."""
    lots, debut = [], 0
    for rang, identifiant in enumerate(identifiants, 1):
        if crc32(identifiant.encode()) % TAILLE == 0 or rang == len(identifiants):
            lots.append(identifiants[debut:rang])
            debut = rang
    return tuple(lots)


def somme_de(empreintes: Iterable[bytes]) -> bytes:
    """Hash of values, from that of each."""
    return sha256(b"".join(empreintes)).digest()


def encoder_lot(lot: Lot) -> bytes:
    """A lot, under its own SHA-256."""
    return sceller(encode(lot))


def decoder_lot(octets: bytes) -> Lot | None:
    """What ``encoder_lot`` was given, or nothing when it is damaged."""
    corps = desceller(octets)
    try:
        return None if corps is None else _LOT.decode(corps)
    except DecodeError:
        return None
