"""Bytes kept in files, under their own SHA-256."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from msgspec import Struct

_MODE = 0o644


class Objet(Struct, frozen=True):
    """Bytes kept in a file that nobody writes to: their SHA-256 (hex), size, and date (ns).

    ``disque`` and ``inode`` tell a hard link to it from any other file.
    """

    chemin: Path
    empreinte: str
    taille: int
    date: int
    disque: int
    inode: int

    def lire(self) -> bytes:
        """The bytes.

        Raises:
            OSError: it is gone.
        """
        return self.chemin.read_bytes()

    def vaut(self, octets: bytes) -> bool:
        """Whether these are its bytes."""
        return sha256(octets).hexdigest() == self.empreinte


class Objets:
    """``ab/cdef…``: bytes, under their own SHA-256, never written again.

    Published files are hard links to them.
    """

    def __init__(self, dossier: Path) -> None:
        self._objets = dossier
        self._jeton = token_hex(8)  # two containers that share a cache may share process numbers

    def objet(self, nom: str, taille: int, date: int) -> Objet | None:
        """An object of this SHA-256 (hex), size and date (ns), unless it is gone or was touched."""
        chemin = self._chemin(nom)
        try:
            infos = chemin.lstat()
        except OSError:
            return None
        entier = stat.S_ISREG(infos.st_mode) and infos.st_size == taille
        if entier and infos.st_mtime_ns != date:
            entier = sha256(chemin.read_bytes()).hexdigest() == nom  # copied, or damaged
        if not entier or stat.S_IMODE(infos.st_mode) != _MODE:
            chemin.unlink(missing_ok=True)
            return None
        return _objet(chemin, nom, infos)

    def octets(self, nom: str) -> bytes | None:
        """The bytes of this SHA-256 (hex), unless they are gone or were touched."""
        try:
            octets = self._chemin(nom).read_bytes()
        except OSError:
            return None
        return octets if sha256(octets).hexdigest() == nom else None

    def deposer(self, octets: bytes) -> Objet:
        """Keep bytes."""
        nom = sha256(octets).hexdigest()
        chemin = self._chemin(nom)
        try:
            infos = chemin.lstat()
            sain = stat.S_ISREG(infos.st_mode) and stat.S_IMODE(infos.st_mode) == _MODE
            sain = sain and chemin.read_bytes() == octets  # its name alone would vouch for it
        except OSError:
            sain = False
        if not sain:
            chemin.parent.mkdir(parents=True, exist_ok=True)
            provisoire = chemin.with_name(f"{nom}.{self._jeton}.{os.getpid()}")
            provisoire.write_bytes(octets)
            provisoire.chmod(_MODE)
            infos = provisoire.lstat()  # another build may put the same bytes there right after
            provisoire.replace(chemin)
        return _objet(chemin, nom, infos)

    def _chemin(self, nom: str) -> Path:
        return self._objets / nom[:2] / nom[2:]


def _objet(chemin: Path, nom: str, infos: os.stat_result) -> Objet:
    return Objet(chemin, nom, infos.st_size, infos.st_mtime_ns, infos.st_dev, infos.st_ino)
