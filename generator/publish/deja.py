"""A site that is published already: nothing to write, nothing to replace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.objet import Objet, sain
from generator.publish.paths import CONTENU_MARQUEUR, MARQUEUR
from generator.publish.souvenir import Souvenirs


def est_publie(
    voulus: Sequence[tuple[str, bytes | Objet]], cible: Path, souvenirs: Souvenirs
) -> bool:
    """Whether the published tree is already what is wanted, whole and unaltered.

    An object of the cache was looked at by this build (its size, its date, its mode): a published
    file that has its number is that file, and is not looked at again. One that this build wrote is
    on no site yet.
    """
    try:
        if any(isinstance(contenu, Objet) and contenu.neuf for _, contenu in voulus):
            return False
        if (cible / MARQUEUR).read_bytes() != CONTENU_MARQUEUR:
            return False
        disque, trouves = cible.lstat().st_dev, souvenirs.relever(cible)
        if trouves.autres or len(trouves.fichiers) != len(voulus) + 1:
            return False
        return all(
            (trouves.fichiers.get(nom), disque) == (contenu.inode, contenu.disque)
            if isinstance(contenu, Objet)
            else nom in trouves.fichiers and _contient(cible / nom, contenu)
            for nom, contenu in voulus
        )
    except OSError:
        return False  # what is wrong with it is told, or put right, by a publication


def _contient(chemin: Path, octets: bytes) -> bool:
    infos = chemin.lstat()
    return sain(infos) and infos.st_size == len(octets) and chemin.read_bytes() == octets
