"""Run Pagefind's command on a tree, in a folder that nothing else uses.

Its Python interface is not used: it waits 100 ms per record, and left cut files in 3 runs out of 40
on a busy machine, the command in none.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pagefind_bin import get_executable

from generator.search.errors import RechercheError

DELAI = 60.0
"""Seconds given to Pagefind, at least."""

PAGES_PAR_SECONDE = 100
"""Pages it must index in a second: a twentieth of what is measured."""

_COMMANDE = ("pagefind", "--force-language", "fr", "--silent")
_DETAIL_MAX = 300


def executable() -> Path:
    """The command that the project installs.

    Raises:
        RechercheError: it is missing.
    """
    try:
        return Path(get_executable())
    except FileNotFoundError as erreur:
        raise RechercheError(
            "le programme d'indexation « pagefind » est introuvable ; réinstallez les dépendances"
            " (make serve, ou pip install -r requirements/base.txt)"
        ) from erreur


class Course:
    """One run, from the writing of the tree to the reading of the bundle.

    The command runs beside the build: ``attendre`` gives the bundle, ``abandonner`` ends everything.
    """

    def __init__(self, pages: Iterable[tuple[str, bytes]]) -> None:
        commande = executable()
        self._dossier = tempfile.TemporaryDirectory(prefix="catalogue-recherche-")
        self._processus: subprocess.Popen[bytes] | None = None
        racine = Path(self._dossier.name)
        try:
            nombre = _ecrire(racine / "pages", pages)
            self._delai = max(DELAI, nombre / PAGES_PAR_SECONDE)
            self._journal = racine / "journal"
            with self._journal.open("wb") as journal:
                self._processus = subprocess.Popen(  # noqa: S603 - our own command, no shell
                    [*_COMMANDE, "--site", "pages", "--output-path", "liasse"],
                    executable=commande,
                    cwd=racine,
                    env={k: v for k, v in os.environ.items() if not k.startswith("PAGEFIND_")},
                    stdin=subprocess.DEVNULL,
                    stdout=journal,
                    stderr=subprocess.STDOUT,
                )
        except OSError as erreur:
            self.abandonner()
            raise RechercheError(
                f"l'indexation n'a pas pu commencer : {erreur.strerror or erreur}"
            ) from erreur

    def attendre(self) -> Path:
        """Wait for the end of the run; the folder of the bundle, there until ``abandonner``.

        Raises:
            RechercheError: the command hangs or fails. That it says it succeeded proves nothing:
                on a full disk it does so, and leaves files that are cut.
        """
        if self._processus is None:
            raise RechercheError("l'indexation n'a pas commencé")
        try:
            code = self._processus.wait(self._delai)
        except subprocess.TimeoutExpired as erreur:
            raise RechercheError(
                f"l'indexation n'a pas fini en {self._delai:.0f} s : elle a été arrêtée"
            ) from erreur
        if code:
            dit = self._journal.read_text("utf-8", "replace").strip()[-_DETAIL_MAX:]
            raise RechercheError(f"l'indexation a échoué (code {code}) : {dit or 'sans message'}")
        return Path(self._dossier.name) / "liasse"

    def abandonner(self) -> None:
        """End the command if it runs, and leave nothing behind."""
        if self._processus is not None and self._processus.poll() is None:
            self._processus.kill()
            self._processus.wait()
        with contextlib.suppress(OSError):  # a temporary folder that resists harms nobody
            self._dossier.cleanup()


def _ecrire(racine: Path, pages: Iterable[tuple[str, bytes]]) -> int:
    dossiers: set[Path] = set()
    nombre = 0
    for nom, octets in pages:
        fichier = racine / nom
        if fichier.parent not in dossiers:
            fichier.parent.mkdir(parents=True, exist_ok=True)
            dossiers.add(fichier.parent)
        fichier.write_bytes(octets)
        nombre += 1
    return nombre
