"""The program of browsers, which Pagefind gives with any index: asked for once, then kept."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from generator.equipe import mourir_avec
from generator.search.errors import RechercheError
from generator.search.moteur import LANGUE, STATIQUES, VERSION

_PAGE = f'<!doctype html><html lang="{LANGUE}"><body><p>page</p></body></html>'
_OPTIONS = "--site", "site", "--output-path", "index", "--force-language", LANGUE, "--silent"
_DETAIL_MAX = 300


def demander(executable: str, delai: float) -> dict[str, bytes]:
    """The files that any index comes with, and that do not depend on it: those of the index of one page.

    ``delai`` is in seconds. The current folder must be ours: the command runs in a folder of it, where no
    variable nor file of the machine configures it.

    Raises:
        RechercheError: the command hangs or fails, or leaves something else than what is expected.
        OSError: it cannot be started.
    """
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as dossier:
        page = Path(dossier, "site", "index.html")
        page.parent.mkdir()
        page.write_text(_PAGE, "utf-8")
        _lancer(executable, delai, dossier)
        rendus: dict[str, bytes] = {}
        for nom in STATIQUES:
            with suppress(FileNotFoundError):
                rendus[nom] = Path(dossier, "index", nom).read_bytes()
        return statiques(rendus)


def statiques(rendus: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those files, among all that the command leaves: it says nothing of a disk that is full.

    Raises:
        RechercheError: one is missing, or not of the expected version.
    """
    for nom, attendu in STATIQUES.items():
        if sha256(rendus.get(nom, b"")).hexdigest() != attendu:
            raise RechercheError(
                f"{nom} n'est pas celui de Pagefind {VERSION} ; relancez, puis réinstallez les"
                " dépendances si cela dure"
            )
    return {nom: rendus[nom] for nom in STATIQUES}


def _lancer(executable: str, delai: float, dossier: str) -> None:
    try:
        fait = subprocess.run(  # noqa: S603 - our own command, no shell
            [executable, *_OPTIONS],
            cwd=dossier,
            env={k: v for k, v in os.environ.items() if not k.startswith("PAGEFIND_")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=delai,
            check=False,
            preexec_fn=partial(mourir_avec, os.getpid()),
        )
    except subprocess.TimeoutExpired as erreur:
        raise RechercheError(
            f"l'indexation n'a pas fini en {delai:.0f} s : elle a été arrêtée"
        ) from erreur
    if fait.returncode:
        dit = fait.stdout.decode("utf-8", "replace").strip()[-_DETAIL_MAX:]
        raise RechercheError(
            f"l'indexation a échoué (code {fait.returncode}) : {dit or 'sans message'}"
        )
