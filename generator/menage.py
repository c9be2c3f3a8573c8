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
"""Bytes kept by default: of objects that no published site shares; and of the index, with what it
says of the records (``Reserve.ranger``)."""


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
    What was understood of the records stays, however old: all of it goes when it is too much with
    the index. While a build takes from it, nothing goes: what it made is not published yet. Returns
    how many objects went, and their bytes.
    """
    with inutilise(dossier) as libre:
        return _elaguer(dossier, limite) if libre else (0, 0)


def _elaguer(dossier: Path, limite: int) -> tuple[int, int]:
    index = dossier / "index.sqlite"
    libres = sorted(_libres(dossier / "objets"), key=lambda x: (x[0].st_mtime_ns, x[1]))
    compris = _compris(index)
    tailles = [infos.st_size for infos, chemin in libres if _nom(chemin) in compris]
    trop = _taille(index) + sum(tailles) > limite
    if not trop:
        libres = [libre for libre in libres if _nom(libre[1]) not in compris]
    reste = sum(infos.st_size for infos, _ in libres)
    partis = octets = 0
    for infos, chemin in libres:
        if reste <= limite:
            break
        Path(chemin).unlink(missing_ok=True)
        reste -= infos.st_size
        partis, octets = partis + 1, octets + infos.st_size
    if partis or trop:
        _oublier(dossier, tout=trop)
    return partis, octets


def _compris(index: Path) -> frozenset[str]:
    """The objects (SHA-256, hex) that hold what was understood of the records."""
    if not index.exists():
        return frozenset()
    try:
        with closing(sqlite3.connect(index, timeout=10)) as base:
            lus = base.execute("SELECT DISTINCT hex(objet) FROM fiches").fetchall()
    except sqlite3.Error:
        return frozenset()  # damaged, or of another version: it says nothing
    return frozenset(objet.lower() for (objet,) in lus)


def _nom(chemin: str) -> str:
    """The SHA-256 (hex) of an object, from its path."""
    return chemin[-65:-63] + chemin[-62:]


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
    presents = {_nom(str(chemin)) for chemin in (dossier / "objets").glob("??/*")}
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
            perdues = [
                (cle,)
                for cle, objet in base.execute("SELECT cle, hex(objet) FROM fiches")
                if objet.lower() not in presents
            ]
            with base:
                base.executemany("DELETE FROM rendus WHERE objet = ?", perdus)
                base.executemany("DELETE FROM fiches WHERE cle = ?", perdues)
                if tout:
                    for table in ("fiches", "bilans", "valeurs", "lots", "etats"):
                        base.execute(f"DELETE FROM {table}")  # noqa: S608 - the names above
            base.execute("VACUUM")
    except sqlite3.OperationalError:
        return  # the disk is full: a line without its object is a miss
    except sqlite3.DatabaseError:
        fichier.unlink(missing_ok=True)  # damaged: it is written again by the next build
