"""Processes that run Pagefind's command beside the build, in a folder that nothing else uses.

Its Python interface is not used: it waits 100 ms per record, and left cut files in 3 runs out of 40
on a busy machine, the command in none.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import generator
from generator import paquets
from generator.search.errors import RechercheError
from generator.search.ouvrier import Consigne

DELAI = 60.0
"""Seconds given to Pagefind for one index, at least."""

PAGES_PAR_SECONDE = 50
"""Pages it must index in a second: a twentieth of what is measured."""

EN_MEME_TEMPS = 4
"""Processes, at most: each runs on one processor."""

PAGES_EN_MEME_TEMPS = 18_000
"""Pages of the indexes that are made at once, but for the first: each takes 80 kB of memory."""

_MODULE = "generator.search.ouvrier"


class Course:
    """The making of some indexes, shared between processes, each doing its own one after the other.

    ``lots`` gives the packed pages of each entry by its code, for each rank; ``tailles`` the number of
    pages of each rank. Everything ends with ``abandonner``.

    Raises:
        RechercheError: the command is missing, or a process could not start.
    """

    def __init__(self, lots: Mapping[int, Mapping[str, bytes]], tailles: Mapping[int, int]) -> None:
        commande = executable()
        self._dossier = tempfile.TemporaryDirectory(prefix="catalogue-recherche-")
        self._racine = Path(self._dossier.name)
        self._ouvriers: list[subprocess.Popen[bytes]] = []
        ensemble = PAGES_EN_MEME_TEMPS // max(tailles.values())
        processeurs = _processeurs()[: max(1, min(EN_MEME_TEMPS, ensemble))]
        try:
            for rang, lot in lots.items():
                (self._racine / f"{rang}.lot").write_bytes(paquets.fermer(lot, 0))
            # The largest first, then each to the one that has the least to do.
            parts: list[list[int]] = [[] for _ in processeurs]
            for rang in sorted(lots, key=lambda r: (-tailles[r], r)):
                min(parts, key=lambda part: sum(tailles[r] for r in part)).append(rang)
            for processeur, part in zip(processeurs, parts, strict=True):
                if part:
                    plus = max(tailles[r] for r in part)
                    consigne = Consigne(
                        lots=part,
                        executable=str(commande),
                        delai=max(DELAI, plus / PAGES_PAR_SECONDE),
                        processeur=processeur,
                        parent=os.getpid(),
                    )
                    self._lancer(consigne)
        except OSError as erreur:
            self.abandonner()
            raise RechercheError(
                f"l'indexation n'a pas pu commencer : {erreur.strerror or erreur}"
            ) from erreur

    def _lancer(self, consigne: Consigne) -> None:
        chemins = (str(Path(generator.__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
        ouvrier = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-P", "-m", _MODULE, json.dumps(consigne)],
            cwd=self._racine,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, chemins))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # ended with its command
        )
        self._ouvriers.append(ouvrier)

    def attendre(self) -> None:
        """Wait for all of it.

        Raises:
            RechercheError: the command hangs or fails, or leaves anything missing or cut.
        """
        for ouvrier in self._ouvriers:
            dit = ouvrier.communicate()[0].decode("utf-8", "replace").strip()
            if ouvrier.returncode:
                raise RechercheError(
                    dit or f"l'indexation a été arrêtée (code {ouvrier.returncode})"
                )

    def lire(self, rang: int) -> bytes:
        """The bundle of an index (``paquets``), once it is made; it is not kept here."""
        fichier = self._racine / f"{rang}.liasse"
        octets = fichier.read_bytes()
        fichier.unlink()
        return octets

    def abandonner(self) -> None:
        """End what runs, and leave nothing behind."""
        for ouvrier in self._ouvriers:
            if ouvrier.returncode != 0:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(ouvrier.pid, signal.SIGKILL)
                ouvrier.wait()
            if ouvrier.stdout:
                ouvrier.stdout.close()
        with contextlib.suppress(OSError):  # a temporary folder that resists harms nobody
            self._dossier.cleanup()


def executable() -> Path:
    """The command that the project installs."""
    from pagefind_bin import get_executable  # noqa: PLC0415 - start fast: an index is seldom made

    try:
        return Path(get_executable())
    except FileNotFoundError as erreur:
        raise RechercheError(
            "le programme d'indexation « pagefind » est introuvable ; réinstallez les dépendances"
            " (make serve, ou pip install -r requirements/base.txt)"
        ) from erreur


def _processeurs() -> list[int]:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))
