"""The bytes of old versions, from one long-lived git process."""

from __future__ import annotations

import subprocess
from typing import Self

from generator.history.git import Depot, GitAbsentError, commande, environnement
from generator.source.source_file import MAX_BYTES


class Blobs:
    """The bytes of versions, by one ``git cat-file`` process, opened at the first request."""

    def __init__(self, depot: Depot) -> None:
        self._depot = depot
        self._processus: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._processus is not None:
            self._processus.communicate()

    def lire(self, blob: str) -> bytes | None:
        """The bytes of a version; ``None`` when it is too big for a content file, or missing."""
        if self._processus is None:
            self._processus = subprocess.Popen(  # noqa: S603 - a list, never a shell
                commande(self._depot.dossier, "cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environnement(),
            )
        entree, sortie = self._processus.stdin, self._processus.stdout
        if entree is None or sortie is None:
            raise RuntimeError("cat-file sans entrée ni sortie")
        try:
            entree.write(blob.encode("ascii") + b"\n")
            entree.flush()
        except BrokenPipeError as erreur:
            raise GitAbsentError("git a cessé de donner les versions") from erreur
        entete = sortie.readline().split()
        if not entete:
            raise GitAbsentError("git a cessé de donner les versions")
        if len(entete) != 3:  # noqa: PLR2004 - « <blob> missing »
            return None
        reste = int(entete[2])
        garde = reste <= MAX_BYTES
        morceaux = []
        while reste:
            morceau = sortie.read(min(reste, 1 << 20))
            if not morceau:
                raise GitAbsentError("git a cessé de donner les versions")
            reste -= len(morceau)
            if garde:
                morceaux.append(morceau)
        sortie.read(1)
        return b"".join(morceaux) if garde else None
