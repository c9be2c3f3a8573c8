"""Swap two folders at once, and make sure that bytes are on the disk.

Two renames leave an instant without a site: on Linux, ``renameat2(RENAME_EXCHANGE)`` has none.
Elsewhere, or on a file system that does not know it, two renames are made; if the machine dies
between them, the next publication puts the old site back first (``publish``).
"""

from __future__ import annotations

import ctypes
import errno
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_INCONNU = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def echanger(neuf: Path, cible: Path, ecart: Path) -> None:
    """Exchange two existing folders; ``ecart`` is a free name beside them, for two renames.

    Raises:
        OSError: nothing was changed.
    """
    if not _echange_atomique(neuf, cible):
        cible.rename(ecart)
        try:
            neuf.rename(cible)
        except OSError:
            ecart.rename(cible)
            raise
        ecart.rename(neuf)


def synchroniser(dossier: Path) -> None:
    """Put on the disk all that was written to its file system: one call, not one a file.

    Raises:
        OSError: the disk failed or is full.
    """
    fd = os.open(dossier, os.O_RDONLY)
    try:
        syncfs = _libc("syncfs")
        if syncfs is None:
            os.sync()
        elif syncfs(fd) != 0:
            raise OSError(ctypes.get_errno(), "syncfs", str(dossier))
    finally:
        os.close(fd)


def synchroniser_noms(dossier: Path) -> None:
    """Put on the disk the names of a folder, after a rename.

    Raises:
        OSError: the disk failed.
    """
    fd = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _echange_atomique(neuf: Path, cible: Path) -> bool:
    renameat2 = _libc("renameat2")
    if renameat2 is None:
        return False
    chemins = os.fsencode(neuf), os.fsencode(cible)
    if renameat2(_AT_FDCWD, chemins[0], _AT_FDCWD, chemins[1], _RENAME_EXCHANGE) == 0:
        return True
    numero = ctypes.get_errno()
    if numero in _INCONNU:
        return False
    raise OSError(numero, "renameat2", str(neuf), None, str(cible))


@lru_cache(maxsize=2)
def _libc(nom: str) -> Any:
    """A function of the C library, or ``None`` where it has none of this name."""
    return getattr(ctypes.CDLL(None, use_errno=True), nom, None)
