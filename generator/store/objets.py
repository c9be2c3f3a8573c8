"""Bytes kept in files, under their own SHA-256."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from msgspec import Struct

_MODE = 0o644
_DRAPEAUX = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Objet(Struct, frozen=True):
    """Bytes kept in a file that nobody writes to: their SHA-256 (hex), size, and date (ns).

    ``disque`` and ``inode`` tell a hard link to it from any other file; not when it is ``neuf``
    (written by this build): another build that puts the same bytes there at the same time replaces
    it, and the system gives its number to another file.
    """

    chemin: str
    empreinte: str
    taille: int
    date: int
    disque: int
    inode: int
    neuf: bool = False

    def lire(self) -> bytes:
        """The bytes.

        Raises:
            OSError: it is gone.
        """
        return Path(self.chemin).read_bytes()

    def vaut(self, octets: bytes) -> bool:
        """Whether these are its bytes."""
        return sha256(octets).hexdigest() == self.empreinte


class Objets:
    """``ab/cdef…``: bytes, under their own SHA-256, never written again.

    Published files are hard links to them. Paths are plain strings here: there is a call for every
    file of the site, and a ``Path`` takes longer to make than the system to answer.
    """

    def __init__(self, dossier: Path) -> None:
        self._debut = f"{dossier}/"
        # Two containers that share a cache may share process numbers.
        self._jeton = token_hex(8)

    def objet(self, nom: str, taille: int, date: int) -> Objet | None:
        """An object of this SHA-256 (hex), size and date (ns), unless it is gone or was touched."""
        chemin = self._chemin(nom)
        try:
            infos = os.lstat(chemin)
        except OSError:
            return None
        entier = stat.S_ISREG(infos.st_mode) and infos.st_size == taille
        if entier and infos.st_mtime_ns != date:
            entier = sha256(Path(chemin).read_bytes()).hexdigest() == nom  # copied, or damaged
        if not entier or stat.S_IMODE(infos.st_mode) != _MODE:
            Path(chemin).unlink(missing_ok=True)
            return None
        return _objet(chemin, nom, infos)

    def octets(self, nom: str) -> bytes | None:
        """The bytes of this SHA-256 (hex), unless they are gone or were touched."""
        try:
            octets = Path(self._chemin(nom)).read_bytes()
        except OSError:
            return None
        return octets if sha256(octets).hexdigest() == nom else None

    def deposer(self, octets: bytes) -> Objet:
        """Keep bytes.

        Raises:
            OSError: they cannot be written.
        """
        nom = sha256(octets).hexdigest()
        chemin = self._chemin(nom)
        infos = _deja(chemin, octets)
        if infos is not None:
            return _objet(chemin, nom, infos)
        # Written aside: what is under its name is whole, even for a build that looks meanwhile.
        provisoire = f"{chemin}.{self._jeton}.{os.getpid()}"
        infos = _ecrire(provisoire, octets)
        os.rename(provisoire, chemin)  # noqa: PTH104
        return _objet(chemin, nom, infos, neuf=True)

    def _chemin(self, nom: str) -> str:
        return f"{self._debut}{nom[:2]}/{nom[2:]}"


def _deja(chemin: str, octets: bytes) -> os.stat_result | None:
    """What is known of the object, if it is there and sane: its name alone would vouch for it."""
    try:
        infos = os.lstat(chemin)
        sain = stat.S_ISREG(infos.st_mode) and stat.S_IMODE(infos.st_mode) == _MODE
        return infos if sain and Path(chemin).read_bytes() == octets else None
    except OSError:
        return None


def _ecrire(chemin: str, octets: bytes) -> os.stat_result:
    """Write a new file, and look at it while it is open: another build may replace it right after."""
    try:
        fd = os.open(chemin, _DRAPEAUX, _MODE)
    except FileNotFoundError:
        Path(chemin).parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(chemin, _DRAPEAUX, _MODE)
    with open(fd, "wb", buffering=0) as fichier:  # noqa: PTH123 - of a descriptor
        reste = memoryview(octets)
        while reste:
            reste = reste[fichier.write(reste) :]
        infos = os.fstat(fd)
        if stat.S_IMODE(infos.st_mode) != _MODE:  # the umask
            os.fchmod(fd, _MODE)
        return infos


def _objet(chemin: str, nom: str, infos: os.stat_result, *, neuf: bool = False) -> Objet:
    taille, date = infos.st_size, infos.st_mtime_ns
    return Objet(chemin, nom, taille, date, infos.st_dev, infos.st_ino, neuf)
