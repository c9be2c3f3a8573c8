"""SHA-256 of files: that of a file which has not moved since an earlier build is not computed again.

As git does: a file is known by its device, its inode, its size, the date of its bytes and the date
at which the system last saw it change (``ctime``), all *equal* to those recorded. No tool restores
the last one, and a clock that goes back changes it too. Nothing is recorded of a file that changed
within ``MARGE`` of its reading: a change right after could bear the same date.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from struct import Struct

from generator.catalogue.memo import Memoire
from generator.sceau import desceller, sceller
from generator.source.discover import Found, Vu
from generator.source.faults import Unreadable
from generator.source.source_file import read_bytes

MARGE = 2_000_000_000
"""Nanoseconds: the coarsest dates of files are two seconds apart."""

_LIGNE = Struct("<QQQqq32s")  # a Vu, and the SHA-256


class Sommes:
    """The SHA-256 of the files of one content folder, for the length of one reading."""

    def __init__(self, content: Path, memoire: Memoire) -> None:
        self._content, self._memoire = content, memoire
        # Before anything is read: a file that changes after it was looked at will look different.
        self._debut = maintenant()
        self._nom = f"sommes {sha256(os.fsencode(content.absolute())).hexdigest()}"
        self._connues = decoder(memoire.etat(self._nom))
        self._vues: dict[Vu, bytes] = {}
        self._neuves = False

    def de(self, group: Sequence[Found]) -> list[str]:
        """SHA-256 (hex) of each file of a group; nothing when one cannot be read."""
        try:
            return [self._de(found) for found in group]
        except (Unreadable, OSError):
            return []

    def noter(self, group: Sequence[Found], sommes: Sequence[str]) -> None:
        """Note the SHA-256 (hex) of files that were read since; "" for one that could not be."""
        for found, somme in zip(group, sommes, strict=False):
            if found.vu is not None and somme and sure(found.vu, self._debut):
                self._vues[found.vu] = bytes.fromhex(somme)
                self._neuves = True

    def retenir(self) -> None:
        """Keep what was seen, if any of it is new."""
        if self._neuves:
            self._memoire.ajouter(etats=[(self._nom, encoder(self._vues))])

    def _de(self, found: Found) -> str:
        vu = found.vu
        connue = self._connues.get(vu) if vu is not None else None
        somme = connue or sha256(read_bytes(self._content / found.path)).digest()
        if vu is not None and (connue or sure(vu, self._debut)):
            self._vues[vu] = somme
            self._neuves = self._neuves or connue is None
        return somme.hex()


def maintenant() -> int:
    """Nanoseconds since 1970, as the dates of files are given."""
    return time.time_ns()


def sure(vu: Vu, debut: int, marge: int = MARGE) -> bool:
    """Whether a change made after ``debut`` (ns) would show in what is seen of a file or of a folder.

    Not where there are no inodes, nor under Windows, whose ``ctime`` is that of creation.
    """
    _, inode, _, modifie, change = vu
    datee = min(modifie, change) >= 0 and max(modifie, change) <= debut - marge
    return datee and inode != 0 and os.name == "posix"


def encoder(sommes: dict[Vu, bytes]) -> bytes:
    """What was seen, under its own SHA-256."""
    corps = b"".join(_LIGNE.pack(*vu, somme) for vu, somme in sommes.items())
    return sceller(corps)


def decoder(octets: bytes | None) -> dict[Vu, bytes]:
    """What ``encoder`` was given; nothing when it is damaged."""
    corps = desceller(octets)
    if corps is None or len(corps) % _LIGNE.size:
        return {}
    return {ligne[:5]: ligne[5] for ligne in _LIGNE.iter_unpack(corps)}
