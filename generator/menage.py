"""What leaves the cache: only when no build takes from it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from generator.refus import Refus
from generator.verrous import inutilise

LIMITE = 2_000_000_000
"""Bytes kept by default: of objects that no published site shares, and of the index."""


class CacheUtiliseError(Refus):
    """A build takes from the cache: one French line."""


def vider(cache: Path) -> None:
    """Delete a whole cache.

    Raises:
        CacheUtiliseError: a build takes from it.
    """
    with inutilise(cache / "rendus") as libre:
        if not libre:
            raise CacheUtiliseError(
                f"{cache} : une construction se sert de ce cache ; attendre qu'elle finisse"
            )
        shutil.rmtree(cache, ignore_errors=True)


def elaguer(dossier: Path, limite: int = LIMITE) -> tuple[int, int]:
    """Delete the oldest objects that no published site shares, down to ``limite`` bytes.

    ``dossier`` is the one of a ``Reserve``. Lines of the index whose object is gone go with them.
    While a build takes from it, nothing goes: what it made is not published yet. Returns how many
    objects went, and their bytes.
    """
    with inutilise(dossier) as libre:
        return _elaguer(dossier, limite) if libre else (0, 0)


def _elaguer(dossier: Path, limite: int) -> tuple[int, int]:
    libres = sorted(_libres(dossier / "objets"), key=lambda x: (x[0].st_mtime_ns, x[1]))
    reste = sum(infos.st_size for infos, _ in libres)
    partis = octets = 0
    for infos, chemin in libres:
        if reste <= limite:
            break
        Path(chemin).unlink(missing_ok=True)
        reste -= infos.st_size
        partis, octets = partis + 1, octets + infos.st_size
    trop = _taille(dossier / "index.sqlite") > limite
    if partis or trop:
        _oublier(dossier, tout=trop)
    return partis, octets


def _taille(fichier: Path) -> int:
    return fichier.stat().st_size if fichier.exists() else 0


def _libres(objets: Path) -> Iterator[tuple[os.stat_result, str]]:
    for sous in sorted(objets.glob("??")):
        with os.scandir(sous) as entrees:
            for entree in entrees:
                infos = entree.stat(follow_symlinks=False)
                if infos.st_nlink == 1:
                    yield infos, entree.path


def _oublier(dossier: Path, *, tout: bool) -> None:
    """Forget what leads to no object; ``tout``: what was understood of the records, too."""
    presents = {c.parent.name + c.name for c in (dossier / "objets").glob("??/*")}
    fichier = dossier / "index.sqlite"
    if not fichier.exists():
        return
    try:
        with closing(sqlite3.connect(fichier, timeout=10)) as base:
            perdus = [
                (objet,)
                for (objet,) in base.execute("SELECT DISTINCT objet FROM rendus")
                if objet not in presents
            ]
            with base:
                base.executemany("DELETE FROM rendus WHERE objet = ?", perdus)
                base.execute("DELETE FROM liens WHERE cle NOT IN (SELECT liens FROM rendus)")
                if tout:
                    for table in ("fiches", "citations", "bilans", "valeurs", "lots", "etats"):
                        base.execute(f"DELETE FROM {table}")  # noqa: S608 - the names above
            base.execute("VACUUM")
    except sqlite3.OperationalError:
        return  # the disk is full: a line without its object is a miss
    except sqlite3.DatabaseError:
        fichier.unlink(missing_ok=True)  # damaged: it is written again by the next build
