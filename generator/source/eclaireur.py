"""A content folder looked at by another process, while this one imports what will read it.

To look at each file of 10 000 records takes as long as to import Pydantic and what makes pages.
Nothing depends on it: what the other process does not say, or not whole, this one looks at itself.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import DecodeError
from msgspec.msgpack import decode, encode

from generator.equipe import PARALLELE, debuter
from generator.source.discover import Tree, discover

Decouvrir = Callable[[Path, int], Tree]


@contextmanager
def eclairer(content: Path, jobs: int) -> Iterator[Decouvrir]:
    """``discover``, begun for the length of the block by all processes but this one, if there may be."""
    if jobs <= 1 or not PARALLELE:
        yield discover
        return
    lecture, ecriture = os.pipe()
    parent = os.getpid()
    fils = os.fork()
    if fils == 0:
        try:
            debuter(parent)
            with open(ecriture, "wb") as tuyau:  # noqa: PTH123 - of a descriptor
                tuyau.write(encode(discover(content, jobs - 1)))
        finally:
            os._exit(0)
    os.close(ecriture)
    try:
        with open(lecture, "rb") as tuyau:  # noqa: PTH123
            yield partial(_demander, content, tuyau)
    finally:
        os.kill(fils, signal.SIGKILL)
        os.waitpid(fils, 0)


def _demander(regarde: Path, tuyau: BinaryIO, content: Path, jobs: int) -> Tree:
    """What the other process found, if it is what is asked, and asked for the first time."""
    octets = tuyau.read() if content == regarde else b""
    try:
        return decode(octets, type=Tree) if octets else discover(content, jobs)
    except DecodeError:  # cut short
        return discover(content, jobs)
