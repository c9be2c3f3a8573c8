"""Bytes kept in files, under their own SHA-256."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from generator.objet import Objet, ecrire, objet, retrouver, sain


class Objets:
    """``ab/cdef…``: bytes, under their own SHA-256, never written again.

    Published files are hard links to them. Paths are plain strings here: there is a call for every
    file of the site, and a ``Path`` takes longer to make than the system to answer.
    """

    def __init__(self, dossier: Path) -> None:
        self._debut = f"{dossier}/"
        # Two containers that share a cache may share process numbers.
        self._jeton = token_hex(8)

    def objet(self, nom: str, taille: int, date: int) -> Objet | None:
        """An object of this SHA-256 (hex), size and date (ns), unless it is gone or was touched."""
        chemin = self._chemin(nom)
        try:
            infos = os.lstat(chemin)
        except OSError:
            return None
        trouve = retrouver(chemin, infos, nom, taille, date)
        if trouve is None:
            Path(chemin).unlink(missing_ok=True)
        return trouve

    def octets(self, nom: str) -> bytes | None:
        """The bytes of this SHA-256 (hex), unless they are gone or were touched."""
        try:
            octets = Path(self._chemin(nom)).read_bytes()
        except OSError:
            return None
        return octets if sha256(octets).hexdigest() == nom else None

    def extrait(self, nom: str, debut: int, taille: int) -> bytes:
        """Some bytes of this object, unchecked; fewer than asked for, or none, when it is damaged."""
        try:
            with open(self._chemin(nom), "rb", buffering=0) as fichier:  # noqa: PTH123 - a plain string
                fichier.seek(debut)
                return fichier.read(taille)
        except OSError:
            return b""

    def deposer(self, octets: bytes) -> Objet:
        """Keep bytes.

        Raises:
            OSError: they cannot be written.
        """
        nom = sha256(octets).hexdigest()
        chemin = self._chemin(nom)
        infos = _deja(chemin, octets)
        if infos is not None:
            return objet(chemin, nom, infos)
        # Written aside: what is under its name is whole, even for a build that looks meanwhile.
        provisoire = f"{chemin}.{self._jeton}.{os.getpid()}"
        infos = _ecrire(provisoire, octets)
        os.rename(provisoire, chemin)  # noqa: PTH104
        return objet(chemin, nom, infos, neuf=True)

    def _chemin(self, nom: str) -> str:
        return f"{self._debut}{nom[:2]}/{nom[2:]}"


def _deja(chemin: str, octets: bytes) -> os.stat_result | None:
    """What is known of the object, if it is there and sane: its name alone would vouch for it."""
    try:
        infos = os.lstat(chemin)
        return infos if sain(infos) and Path(chemin).read_bytes() == octets else None
    except OSError:
        return None


def _ecrire(chemin: str, octets: bytes) -> os.stat_result:
    """Write a new file; its folder too, the first time."""
    try:
        return ecrire(chemin, octets)
    except FileNotFoundError:
        Path(chemin).parent.mkdir(parents=True, exist_ok=True)
        return ecrire(chemin, octets)
