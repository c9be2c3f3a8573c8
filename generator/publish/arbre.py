"""What stands in a folder, looked at by names only."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

Vu = tuple[int, int, int, int, int]
"""A folder from outside: device, inode, mode, dates of its names and of its state (ns).

It changes whenever a name is put there, taken away, or given to another file.
"""


class Arbre(NamedTuple):
    """A tree, by POSIX names relative to its root.

    ``fichiers``: the regular files, each with its number (inode); ``dossiers``: the root (``""``) and
    the folders below, each as it was just before its names were read; ``autres``: links, pipes,
    devices.
    """

    fichiers: dict[str, int]
    dossiers: dict[str, Vu]
    autres: list[str]


def parcourir(racine: Path | str, depuis: str = "") -> Arbre:
    """Look at a whole tree, or at one of its folders, never through a link; an absent one is empty.

    A folder gives the name, the kind and the number of all that it holds: no file is asked for
    anything, which would take longer than all the rest.

    Raises:
        OSError: a folder cannot be read.
    """
    arbre = Arbre({}, {}, [])
    debut = f"{racine}/"
    a_lire = [depuis] if os.path.isdir(debut + depuis) else []  # noqa: PTH112 - on strings, as all that is below
    while a_lire:
        a_lire += lire(debut, a_lire.pop(), arbre)
    return arbre


def lire(debut: str, dossier: str, arbre: Arbre) -> list[str]:
    """Put in a tree what one folder holds, and give its folders, which are not read.

    Raises:
        OSError: it cannot be read.
    """
    fichiers, dossiers, autres = arbre
    dossiers[dossier] = vu(os.lstat(debut + dossier))
    prefixe = f"{dossier}/" if dossier else ""
    sous_dossiers = []
    with os.scandir(debut + dossier) as entrees:
        for entree in entrees:
            nom = prefixe + entree.name
            if entree.is_dir(follow_symlinks=False):
                sous_dossiers.append(nom)
            elif entree.is_file(follow_symlinks=False):
                fichiers[nom] = entree.inode()
            else:
                autres.append(nom)
    return sous_dossiers


def vu(infos: os.stat_result) -> Vu:
    """What tells that a folder has not changed."""
    numero = infos.st_dev, infos.st_ino, infos.st_mode
    return (*numero, infos.st_mtime_ns, infos.st_ctime_ns)


class Place:
    """The site in place, looked at name by name, never through a link."""

    def __init__(self, racine: Path | None) -> None:
        self.absente = racine is None
        self._debut = f"{racine}/"
        self._reels = {"": racine is not None}

    def infos(self, nom: str) -> os.stat_result | None:
        """What is known of a regular file; ``None`` when there is none of this name."""
        infos = self._infos(nom) if self._reel(nom.rpartition("/")[0]) else None
        return infos if infos is not None and stat.S_ISREG(infos.st_mode) else None

    def chemin(self, nom: str) -> str:
        """Where a file of this name is."""
        return self._debut + nom

    def _reel(self, dossier: str) -> bool:
        """Whether this is a folder, and so are all that hold it."""
        if dossier not in self._reels:
            infos = self._infos(dossier) if self._reel(dossier.rpartition("/")[0]) else None
            self._reels[dossier] = infos is not None and stat.S_ISDIR(infos.st_mode)
        return self._reels[dossier]

    def _infos(self, nom: str) -> os.stat_result | None:
        try:
            return os.lstat(self._debut + nom)
        except OSError:
            return None
