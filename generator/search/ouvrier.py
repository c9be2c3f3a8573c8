"""The process that makes indexes, one after the other: trees written, Pagefind run, bundles verified.

Beside the build, so that its own processor is not spent on it. Its folder holds one ``<rank>.lot`` per index
to make; it leaves a ``<rank>.liasse`` for each, whole or not at all. Run by ``generator.search.pagefind``.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TypedDict

from generator import paquets
from generator.equipe import mourir_avec
from generator.search import liasse
from generator.search.errors import RechercheError

_COMMANDE = ("pagefind", "--force-language", "fr", "--silent")
_DETAIL_MAX = 300


class Consigne(TypedDict):
    """Ranks of the indexes, path of the command, seconds for each, processor, process that asks."""

    lots: list[int]
    executable: str
    delai: float
    processeur: int
    parent: int


def travailler(dossier: Path, consigne: Consigne) -> None:
    """Make every index.

    Raises:
        RechercheError: the command hangs or fails, or leaves anything missing or cut.
        OSError: the folder cannot be written.
    """
    if hasattr(os, "sched_setaffinity"):
        # On several processors its threads mostly wait for one another: half more time in all.
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {consigne["processeur"]})
    for rang in consigne["lots"]:
        travail = dossier / str(rang)
        entrees = paquets.ouvrir((dossier / f"{rang}.lot").read_bytes())
        cles = ecrire(travail / "pages", pages(entrees))
        executer(travail, consigne)
        lue = paquets.fermer(liasse.lire(travail / "liasse", cles, rang), 0)
        brouillon = travail.with_suffix(".tmp")
        brouillon.write_bytes(lue)
        brouillon.rename(travail.with_suffix(".liasse"))
        shutil.rmtree(travail, ignore_errors=True)


def pages(entrees: Mapping[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    """(path in the tree, key of the document, bytes) of every page of these packed entries, by code."""
    for code, paquet in entrees.items():
        for nom, octets in paquets.ouvrir(paquet).items():
            suite, _, fichier = nom.partition(" ")
            yield fichier, code + suite, octets


def ecrire(racine: Path, lues: Iterator[tuple[str, str, bytes]]) -> dict[str, str]:
    """Write a tree; the key of each page by its path in it."""
    dossiers: set[str] = set()
    cles = {}
    for nom, cle, octets in lues:
        fichier = f"{racine}/{nom}"
        dossier = os.path.dirname(fichier)  # noqa: PTH120 - ten thousand times
        if dossier not in dossiers:
            os.makedirs(dossier, exist_ok=True)  # noqa: PTH103
            dossiers.add(dossier)
        with open(fichier, "wb", buffering=0) as sortie:  # noqa: PTH123
            sortie.write(octets)
        cles[nom] = cle
    return cles


def executer(travail: Path, consigne: Consigne) -> None:
    """Run the command. That it says it succeeded proves nothing.

    On a full disk it does so, and leaves files that are cut.
    """
    try:
        fini = subprocess.run(  # noqa: S603 - our own command, no shell
            [*_COMMANDE, "--site", "pages", "--output-path", "liasse"],
            executable=consigne["executable"],
            cwd=travail,
            env={k: v for k, v in os.environ.items() if not k.startswith("PAGEFIND_")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=consigne["delai"],
            check=False,
            preexec_fn=partial(mourir_avec, os.getpid()),
        )
    except subprocess.TimeoutExpired as erreur:
        raise RechercheError(
            f"l'indexation n'a pas fini en {consigne['delai']:.0f} s : elle a été arrêtée"
        ) from erreur
    if fini.returncode:
        dit = fini.stdout.decode("utf-8", "replace").strip()[-_DETAIL_MAX:]
        raise RechercheError(
            f"l'indexation a échoué (code {fini.returncode}) : {dit or 'sans message'}"
        )


def main() -> int:
    """Read what to do, do it; what went wrong is written on the standard output."""
    consigne: Consigne = json.loads(sys.argv[1])
    mourir_avec(consigne["parent"])
    try:
        travailler(Path(), consigne)
    except RechercheError as erreur:
        sys.stdout.buffer.write(str(erreur).encode())
        return 1
    except OSError as erreur:
        dit = f"l'indexation n'a pas pu se faire : {erreur.strerror or erreur}"
        sys.stdout.buffer.write(dit.encode())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
