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

PEU = 32
"""Entries that are indexed in the time that a process takes to start."""

_MODULE = "generator.search.ouvrier"


class Demande(Struct, frozen=True):
    """What is to be made, each under its digest (hex).

    ``parties`` gives the lots of each index, in their order; ``avances`` the folders where the fragments of
    an index are to be put as soon as they are made; ``lots`` the packed pages of each entry by its code, for each lot that is not known; ``bases`` what a lot or an
    index takes the place of, when that is kept: entries of a lot without pages are those of its base;
    ``statiques`` the files that do not depend on the content, if they are not known.
    """

    parties: Mapping[str, Sequence[str]]
    avances: Mapping[str, list[str]]
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


def commencer(demande: Demande, reserve: Path, jobs: int, *, a_part: bool) -> Course | SurPlace:
    """Start what is asked for, by ``jobs`` processes: what is little is done when it is waited for, unless ``a_part``: always beside.

    Raises:
        RechercheError: the command is missing, or a process could not start.
    """
    if demande.petite and not a_part:
        return SurPlace(demande, reserve)
    return Course(demande, reserve, jobs)


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

        consigne = _consigne(self._demande, self._reserve, jobs=1)
        travailler(consigne, lambda cle: self._demande.lots.get(cle, {}))

    def abandonner(self) -> None:
        """Nothing runs."""


class Course:
    """The making of some indexes by a process of their own, which shares it between several.

    All that is made goes to ``reserve``. Everything ends with ``abandonner``.

    Raises:
        RechercheError: the command is missing, or a process could not start.
    """

    def __init__(self, demande: Demande, reserve: Path, jobs: int) -> None:
        commande = executable()
        self._dossier = tempfile.TemporaryDirectory(prefix="catalogue-recherche-")
        self._racine = Path(self._dossier.name)
        self._ouvrier: subprocess.Popen[bytes] | None = None
        try:
            for cle, lot in demande.lots.items():
                (self._racine / f"{cle}.pages").write_bytes(paquets.fermer(lot, 0))
            self._ouvrier = self._lancer(_consigne(demande, reserve, str(commande), jobs=jobs))
        except OSError as erreur:
            self.abandonner()
            raise RechercheError(
                f"l'indexation n'a pas pu commencer : {erreur.strerror or erreur}"
            ) from erreur

    def _lancer(self, consigne: Consigne) -> subprocess.Popen[bytes]:
        import subprocess  # noqa: PLC0415 - start fast

        chemins = (str(Path(generator.__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
        return subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-P", "-m", _MODULE, json.dumps(consigne)],
            cwd=self._racine,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, chemins))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # ended with its command
        )

    def attendre(self) -> None:
        """Wait for all of it.

        Raises:
            RechercheError: the command hangs or fails, or leaves anything missing or cut.
        """
        ouvrier = self._ouvrier
        dit = ouvrier.communicate()[0].decode("utf-8", "replace").strip() if ouvrier else ""
        if ouvrier and ouvrier.returncode:
            raise RechercheError(dit or f"l'indexation a été arrêtée (code {ouvrier.returncode})")

    def abandonner(self) -> None:
        """End what runs, and leave nothing behind."""
        ouvrier = self._ouvrier
        if ouvrier is not None:
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
        avance=demande.avances.get(cle, []),
    )


def _consigne(demande: Demande, reserve: Path, commande: str = "", *, jobs: int) -> Consigne:
    return Consigne(
        parties=[_partie(demande, cle) for cle in demande.parties],
        statiques=demande.statiques,
        reserve=str(reserve.absolute()),
        executable=commande,
        delai=DELAI,
        parent=os.getpid(),
        jobs=jobs,
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
