"""What each commit changed under the content folder, as git prints it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import IO

from msgspec import Struct

from generator.history.git import FICHIER, Depot, GitAbsentError, commande, environnement
from generator.history.model import Commit

SIMILARITE = "-M60%"
"""How alike two files are, at least, for one to be the other renamed."""

LOT_MIN = 500
"""Commits from which another process pays."""


class Touche(Struct, frozen=True):
    """One file of one commit, compared with the first parent.

    Paths are relative to the content folder; ``ancien`` differs from ``chemin`` for a renamed
    file; ``blob`` is "" when the file is gone, ``ancien_blob`` when it is new.
    """

    chemin: str
    ancien: str
    blob: str
    ancien_blob: str


def touches(
    depot: Depot, suite: Sequence[Commit], parent: str, *, jobs: int = 1
) -> Iterator[tuple[Touche, ...]]:
    """What each commit changed under the content folder.

    Args:
        depot: where.
        suite: successive commits, oldest first.
        parent: the commit before the first of them, or "".
        jobs: git processes that share a long suite; each reads its part once.

    Raises:
        GitAbsentError: git stopped in the middle.
    """
    lot = max(LOT_MIN, -(-len(suite) // jobs))
    debuts = range(0, len(suite), lot)
    with ExitStack() as pile:
        lances = [
            _lancer(depot, suite[d : d + lot], suite[d - 1].sha if d else parent, pile)
            for d in debuts
        ]
        for debut, (processus, sortie) in zip(debuts, lances, strict=True):
            if processus.wait():
                raise GitAbsentError("git n'a pas pu comparer deux versions")
            sortie.seek(0)
            yield from _grouper(_champs(sortie), suite[debut : debut + lot], depot.prefixe)


def _lancer(
    depot: Depot, suite: Sequence[Commit], parent: str, pile: ExitStack
) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    """Start comparing each commit of a suite with the one before it."""
    entree = pile.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    sortie = pile.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - same
    for commit in suite:
        entree.write(f"{commit.sha} {parent}".rstrip().encode() + b"\n")
        parent = commit.sha
    entree.seek(0)
    options = ("--stdin", "--root", "--always", "-r", "-z", "--raw", SIMILARITE, "-l2000")
    lisible = ("--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-relative")
    ou = ("--", f":(top,literal){depot.prefixe}") if depot.prefixe else ("--",)
    processus = subprocess.Popen(  # noqa: S603 - a list, never a shell
        commande(depot.dossier, "diff-tree", *options, *lisible, *ou),
        stdin=entree,
        stdout=sortie,
        stderr=subprocess.DEVNULL,
        env=environnement(),
    )
    pile.callback(processus.wait)
    pile.callback(processus.kill)  # called first: nothing is left running behind an error
    return processus, sortie


def _champs(flux: IO[bytes]) -> Iterator[bytes]:
    """The NUL-ended fields of a stream."""
    reste = b""
    while morceau := flux.read(1 << 16):
        *champs, reste = (reste + morceau).split(b"\0")
        yield from champs


def _grouper(
    champs: Iterator[bytes], suite: Sequence[Commit], prefixe: str
) -> Iterator[tuple[Touche, ...]]:
    attendus = iter(suite)
    courant: list[Touche] | None = None
    for champ in champs:
        if not champ.startswith(b":"):
            if champ.decode("ascii") != next(attendus).sha:
                raise GitAbsentError("git a rendu un commit que l'on n'attendait pas")
            if courant is not None:
                yield tuple(courant)
            courant = []
        elif courant is not None:
            courant.append(_touche(champ, champs, prefixe))
    if courant is not None:
        yield tuple(courant)


def _touche(entete: bytes, champs: Iterator[bytes], prefixe: str) -> Touche:
    ancien_mode, mode, ancien_blob, blob, statut = entete[1:].decode("ascii").split(" ")
    ancien = os.fsdecode(next(champs)).removeprefix(prefixe)
    chemin = os.fsdecode(next(champs)).removeprefix(prefixe) if statut[0] in "RC" else ancien
    return Touche(
        chemin,
        ancien,
        blob if mode.startswith(FICHIER) else "",
        ancien_blob if ancien_mode.startswith(FICHIER) else "",
    )
