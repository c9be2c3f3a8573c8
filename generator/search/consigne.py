"""What the process that indexes is told to do, as JSON."""

from __future__ import annotations

from typing import TypedDict


class Partie(TypedDict):
    """One index to make: its digest, those of its lots in their order.

    ``base`` is the digest of the index that it takes the place of, if there is one, and ``bases`` those of the
    lots that some of its lots take the place of. ``avance`` are the folders where the fragments of its lots are
    put as soon as they are made: those of the publication.
    """

    cle: str
    lots: list[str]
    base: str | None
    bases: dict[str, str]
    avance: list[str]


class Consigne(TypedDict):
    """What to make, where to keep it, and how.

    ``statiques`` is the digest of the files that do not depend on the content, when they are to be made;
    ``delai`` is in seconds, for those files; ``parent`` is the process that asks; ``jobs`` a number of processes.
    """

    parties: list[Partie]
    statiques: str | None
    reserve: str
    executable: str
    delai: float
    parent: int
    jobs: int
