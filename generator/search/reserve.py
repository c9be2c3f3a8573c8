"""Bundles kept from one build to the next, by the digest of what they were made from.

One file each: made beside then renamed, so that two builds at once cannot harm each other; every
read is checked, and what is damaged is made again. The folder may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

GARDES = 24
"""Bundles kept: those of three branches of a catalogue of ten thousand concertations."""


class Reserve:
    """The bundles in a folder; without a folder, nothing is kept."""

    def __init__(self, dossier: Path | None) -> None:
        self._dossier = dossier

    def lire(self, cle: str) -> Mapping[str, bytes] | None:
        """The bundle of this digest, or ``None``."""
        if self._dossier is None:
            return None
        fichier = self._dossier / f"{cle}.zip"
        try:
            with zipfile.ZipFile(fichier) as archive:
                contenu = {nom: archive.read(nom) for nom in archive.namelist()}
            os.utime(fichier)
        except (OSError, zipfile.BadZipFile, EOFError):
            return None
        return contenu

    def garder(self, cle: str, fichiers: Mapping[str, bytes]) -> None:
        """Keep a bundle, and drop the oldest; failing to is no failure of the build."""
        if self._dossier is None:
            return
        with contextlib.suppress(OSError):
            self._dossier.mkdir(parents=True, exist_ok=True)
            fd, brouillon = tempfile.mkstemp(dir=self._dossier, suffix=".tmp")
            try:
                with os.fdopen(fd, "wb") as sortie, zipfile.ZipFile(sortie, "w") as archive:
                    for nom in sorted(fichiers):
                        archive.writestr(zipfile.ZipInfo(nom), fichiers[nom])
                Path(brouillon).replace(self._dossier / f"{cle}.zip")
            except OSError:
                Path(brouillon).unlink(missing_ok=True)
                raise
            self._elaguer(self._dossier)

    @staticmethod
    def _elaguer(dossier: Path) -> None:
        archives = sorted(dossier.glob("*.zip"), key=lambda f: f.stat().st_mtime, reverse=True)
        for ancien in archives[GARDES:]:
            ancien.unlink(missing_ok=True)
