"""What the indexer made, kept from one build to the next, by the digest of what it was made from.

One folder for each value, whose files are published as hard links: made beside then renamed, so that two
builds at once cannot harm each other. Every read compares sizes and dates with those that were written, and
the bytes when a date differs: what is damaged is made again. It may all be deleted at any time.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

LISTE = "liste.json"
MODE = 0o644
"""That of a published file."""

AUTRES = 32
"""Values kept beside those of the last build, as many again: those of two branches."""

PERIME = 3_600.0
"""Seconds after which a value that was being made is one that never will be."""

_BROUILLON = "tmp-"


class Fichier(NamedTuple):
    """A file that nobody writes to: where it is, its SHA-256 (hex), bytes, date (ns), disk and number."""

    chemin: str
    empreinte: str
    taille: int
    date: int
    disque: int
    inode: int

    def lire(self) -> bytes:
        """The bytes.

        Raises:
            OSError: it is gone.
        """
        return Path(self.chemin).read_bytes()


class Reserve:
    """The values in a folder, each under the digest (hex) of what it was made from."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier

    def lire(self, cle: str) -> dict[str, Fichier] | None:
        """The files of a value, by name, or ``None``."""
        dossier = self.dossier / cle
        try:
            attendus = json.loads((dossier / LISTE).read_bytes())
            lus = dict(_lire(dossier, attendus))
            os.utime(dossier)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        return lus if len(lus) == len(attendus) else None

    def octets(self, cle: str, nom: str) -> bytes:
        """One file of a value that was just read or kept.

        Raises:
            OSError: it is gone.
        """
        return (self.dossier / cle / nom).read_bytes()

    def garder(self, cle: str, fichiers: Mapping[str, bytes]) -> None:
        """Keep a value, in place of a damaged one.

        Raises:
            OSError: it cannot be written.
        """
        self.dossier.mkdir(parents=True, exist_ok=True)
        brouillon = Path(tempfile.mkdtemp(dir=self.dossier, prefix=_BROUILLON))
        try:
            liste = {nom: _ecrire(brouillon / nom, octets) for nom, octets in fichiers.items()}
            _ecrire(brouillon / LISTE, json.dumps(liste, separators=(",", ":")).encode())
            if self.lire(cle) is None:  # else another build has just kept it, and takes from it
                _effacer(self.dossier / cle)
                brouillon.rename(self.dossier / cle)
        finally:
            shutil.rmtree(brouillon, ignore_errors=True)

    def elaguer(self, utiles: Collection[str]) -> None:
        """Drop the oldest values that are not of use, down to as many and ``AUTRES``."""
        dates: dict[str, float] = {}
        with os.scandir(self.dossier) as entrees:
            for entree in entrees:
                dates[entree.name] = entree.stat(follow_symlinks=False).st_mtime
        limite = time.time() - PERIME
        partis = [n for n, d in dates.items() if n.startswith(_BROUILLON) and d < limite]
        libres = [n for n in dates if n not in utiles and not n.startswith(_BROUILLON)]
        libres.sort(key=lambda n: (dates[n], n), reverse=True)
        for nom in (*partis, *libres[len(utiles) + AUTRES :]):
            _effacer(self.dossier / nom)


def _effacer(chemin: Path) -> None:
    """Whatever it is: nobody else writes in this folder."""
    if chemin.is_dir() and not chemin.is_symlink():
        shutil.rmtree(chemin, ignore_errors=True)
    else:
        chemin.unlink(missing_ok=True)


def _ecrire(chemin: Path, octets: bytes) -> tuple[str, int, int]:
    drapeaux = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with open(os.open(chemin, drapeaux, MODE), "wb", buffering=0) as fichier:  # noqa: PTH123 - of a fd
        if fichier.write(octets) != len(octets):
            raise OSError("écriture incomplète")
        infos = os.fstat(fichier.fileno())
        if stat.S_IMODE(infos.st_mode) != MODE:
            os.fchmod(fichier.fileno(), MODE)
    return sha256(octets).hexdigest(), len(octets), infos.st_mtime_ns


def _lire(dossier: Path, attendus: Mapping[str, tuple[str, int, int]]) -> list[tuple[str, Fichier]]:
    """Those that are as they were written."""
    lus = []
    with os.scandir(dossier) as entrees:
        for entree in entrees:
            if entree.name == LISTE or entree.name not in attendus:
                continue
            infos = entree.stat(follow_symlinks=False)
            empreinte, taille, date = attendus[entree.name]
            entier = infos.st_size == taille and infos.st_mode == stat.S_IFREG | MODE
            if entier and infos.st_mtime_ns != date:  # copied, or damaged
                entier = sha256(Path(entree.path).read_bytes()).hexdigest() == empreinte
            if entier:
                numero = (infos.st_mtime_ns, infos.st_dev, infos.st_ino)
                lus.append((entree.name, Fichier(entree.path, empreinte, taille, *numero)))
    return lus
