"""Locks between processes, held by the system: it gives them back whatever ends their holder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def verrou(fichier: Path, *, partage: bool = False) -> Iterator[bool]:
    """Whether the lock is held for the length of the block; nobody is waited for.

    Several may share it, or one has it alone. The file stays: removing it would let two in.

    Raises:
        OSError: the file cannot be opened nor made; a link is never followed.
    """
    drapeaux = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    fd = os.open(fichier, drapeaux, 0o644)
    try:
        try:
            fcntl.flock(fd, (fcntl.LOCK_SH if partage else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(fd)


@contextmanager
def en_usage(dossier: Path) -> Iterator[None]:
    """Keep others from deleting in a cache while a build takes from it.

    A folder that cannot be written to is used without: nobody deletes from it either.
    """
    with ExitStack() as pile:
        with suppress(OSError):
            dossier.mkdir(parents=True, exist_ok=True)
            pile.enter_context(verrou(_de(dossier), partage=True))
        yield


@contextmanager
def inutilise(dossier: Path) -> Iterator[bool]:
    """Whether no build takes from this cache, nor begins to for the length of the block."""
    if not dossier.is_dir():
        yield True
        return
    with verrou(_de(dossier)) as seul:
        yield seul


def _de(dossier: Path) -> Path:
    return dossier / "en-usage"
