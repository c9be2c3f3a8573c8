"""A file that nobody writes to once it is there: made whole, and known again by what was seen of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

MODE = 0o644
"""That of a published file, whatever the umask."""

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


Poser = Callable[[str, Objet], None]
"""Put a file of the site in its place: its path, and the object of the cache that holds its bytes."""


def objet(chemin: str, empreinte: str, infos: os.stat_result, *, neuf: bool = False) -> Objet:
    """The object of this SHA-256 (hex), from what was just seen of its file."""
    numero = infos.st_mtime_ns, infos.st_dev, infos.st_ino
    return Objet(chemin, empreinte, infos.st_size, *numero, neuf)


def sain(infos: os.stat_result) -> bool:
    """Whether this is a regular file with the mode of those that are published."""
    return infos.st_mode == stat.S_IFREG | MODE


def retrouver(
    chemin: str, infos: os.stat_result, empreinte: str, taille: int, date: int
) -> Objet | None:
    """The object, if it is as it was written; its bytes are read only when its date differs.

    Raises:
        OSError: it cannot be read.
    """
    entier = sain(infos) and infos.st_size == taille
    if entier and infos.st_mtime_ns != date:  # copied, or damaged
        entier = sha256(Path(chemin).read_bytes()).hexdigest() == empreinte
    return objet(chemin, empreinte, infos) if entier else None


def ecrire(chemin: str, octets: bytes) -> os.stat_result:
    """Write a new file, and look at it while it is open: another build may replace it right after.

    Raises:
        OSError: it is there already, even as a link; or it cannot be written.
    """
    fd = os.open(chemin, _DRAPEAUX, MODE)
    try:  # no object of Python around it: there are tens of thousands of files
        reste = memoryview(octets)
        while reste:
            reste = reste[os.write(fd, reste) :]
        infos = os.fstat(fd)
        if not sain(infos):  # the umask
            os.fchmod(fd, MODE)
        return infos
    finally:
        os.close(fd)
