"""Processes that make indexes beside the build, in a folder that nothing else uses."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

import generator
from generator import paquets
from generator.search.consigne import Consigne, Partie
from generator.search.errors import RechercheError

if TYPE_CHECKING:
    import subprocess

DELAI = 60.0
"""Seconds given to Pagefind for the files of its program: a hundred times what is measured."""

EN_MEME_TEMPS = 4
"""Processes, at most."""

PEU = 32
"""Entries that are indexed in the time that a process takes to start."""

_MODULE = "generator.search.ouvrier"


class Demande(Struct, frozen=True):
    """What is to be made, each under its digest (hex).

    ``parties`` gives the lots of each index, in their order; ``tailles`` the number of pages of each index;
    ``lots`` the packed pages of each entry by its code, for each lot that is not known; ``bases`` what a lot or an
    index takes the place of, when that is kept: entries of a lot without pages are those of its base;
    ``statiques`` the files that do not depend on the content, if they are not known.
    """

    parties: Mapping[str, Sequence[str]]
    tailles: Mapping[str, int]
    lots: Mapping[str, Mapping[str, bytes]]
    bases: Mapping[str, str]
    statiques: str | None

    def __bool__(self) -> bool:
        return bool(self.parties or self.statiques)

    @property
    def petite(self) -> bool:
        """Whether another process would take longer to start than to do it."""
        entrees = sum(1 for lot in self.lots.values() for paquet in lot.values() if paquet)
        return self.statiques is None and len(self.parties) == 1 and entrees <= PEU


def commencer(demande: Demande, reserve: Path, *, a_part: bool) -> Course | SurPlace:
    """Start what is asked for: what is little is done when it is waited for, unless ``a_part``: always beside.

    Raises:
        RechercheError: the command is missing, or a process could not start.
    """
    if demande.petite and not a_part:
        return SurPlace(demande, reserve)
    return Course(demande, reserve)


class SurPlace:
    """The making of one index of which little changed, by this process."""

    def __init__(self, demande: Demande, reserve: Path) -> None:
        self._demande, self._reserve = demande, reserve

    def attendre(self) -> None:
        """Do all of it.

        Raises:
            RechercheError: something is missing, damaged, or cannot be written.
        """
        from generator.search.ouvrier import travailler  # noqa: PLC0415 - an index is seldom made

        parties = [_partie(self._demande, cle) for cle in self._demande.parties]
        travailler(_consigne(self._reserve, parties), lambda cle: self._demande.lots.get(cle, {}))

    def abandonner(self) -> None:
        """Nothing runs."""


class Course:
    """The making of some indexes, shared between processes, each doing its own one after the other.

    All that is made goes to ``reserve``. Everything ends with ``abandonner``.

    Raises:
        RechercheError: the command is missing, or a process could not start.
    """

    def __init__(self, demande: Demande, reserve: Path) -> None:
        commande = executable()
        self._dossier = tempfile.TemporaryDirectory(prefix="catalogue-recherche-")
        self._racine = Path(self._dossier.name)
        self._ouvriers: list[subprocess.Popen[bytes]] = []
        tailles = demande.tailles
        # The largest first, then each to the one that has the least to do.
        parts: list[list[str]] = [[] for _ in range(min(_processeurs(), EN_MEME_TEMPS))]
        for cle in sorted(demande.parties, key=lambda c: (-tailles[c], c)):
            min(parts, key=lambda part: sum(tailles[c] for c in part)).append(cle)
        try:
            for cle, lot in demande.lots.items():
                (self._racine / f"{cle}.pages").write_bytes(paquets.fermer(lot, 0))
            for rang, part in enumerate(parts):
                statiques = None if rang else demande.statiques
                if part or statiques:
                    parties = [_partie(demande, cle) for cle in part]
                    self._lancer(_consigne(reserve, parties, statiques, str(commande)))
        except OSError as erreur:
            self.abandonner()
            raise RechercheError(
                f"l'indexation n'a pas pu commencer : {erreur.strerror or erreur}"
            ) from erreur

    def _lancer(self, consigne: Consigne) -> None:
        import subprocess  # noqa: PLC0415 - start fast

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


def _partie(demande: Demande, cle: str) -> Partie:
    lots, bases = [*demande.parties[cle]], demande.bases
    return Partie(
        cle=cle,
        lots=lots,
        base=bases.get(cle),
        bases={lot: bases[lot] for lot in lots if lot in bases},
    )


def _consigne(
    reserve: Path, parties: list[Partie], statiques: str | None = None, commande: str = ""
) -> Consigne:
    return Consigne(
        parties=parties,
        statiques=statiques,
        reserve=str(reserve.absolute()),
        executable=commande,
        delai=DELAI,
        parent=os.getpid(),
    )


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


def _processeurs() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
