"""A site that is published already: nothing to write, nothing to replace."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from generator.publish.errors import PublicationError
from generator.publish.paths import CONTENU_MARQUEUR, MARQUEUR, MODE_FICHIER, inventaire
from generator.store import Objet


def est_publie(voulus: Sequence[tuple[str, bytes | Objet]], cible: Path, out: Path) -> bool:
    """Whether the published tree is already what is wanted, whole and unaltered."""
    try:
        trouves = dict(inventaire(cible, out, strict=True))
        if (cible / MARQUEUR).read_bytes() != CONTENU_MARQUEUR:
            return False
        if len(trouves) != len(voulus) + 1:
            return False
        return all(
            nom in trouves and _est_celui(contenu, trouves[nom], cible / nom)
            for nom, contenu in voulus
        )
    except (OSError, PublicationError):
        return False  # what is wrong with it is told, or put right, by a publication


def _est_celui(contenu: bytes | Objet, infos: os.stat_result, chemin: Path) -> bool:
    if stat.S_IMODE(infos.st_mode) != MODE_FICHIER:
        return False
    if isinstance(contenu, Objet):
        # The number of a deleted file is given to another: its size and date tell them apart.
        trouve = (infos.st_dev, infos.st_ino, infos.st_size, infos.st_mtime_ns)
        return trouve == (contenu.disque, contenu.inode, contenu.taille, contenu.date)
    return infos.st_size == len(contenu) and chemin.read_bytes() == contenu
