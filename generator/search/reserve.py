"""Bundles kept from one build to the next, by the digest of what they were made from.

One file each: made beside then renamed, so that two builds at once cannot harm each other; every
read is checked, and what is damaged is made again. The folder may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from generator import paquets

GARDES = 96
"""Bundles kept: those of three branches of a catalogue of ten thousand concertations."""


_SUFFIXE = ".liasse"


class Reserve:
    """The bundles in a folder; without a folder, nothing is kept."""

    def __init__(self, dossier: Path | None) -> None:
        self._dossier = dossier

    def lire(self, cle: str) -> Mapping[str, bytes] | None:
        """The bundle of this digest, or ``None``."""
        if self._dossier is None:
            return None
        fichier = self._dossier / f"{cle}{_SUFFIXE}"
        try:
            contenu = paquets.ouvrir(fichier.read_bytes())
            os.utime(fichier)
        except (OSError, ValueError):
            return None
        return contenu

    def garder(self, cle: str, paquet: bytes) -> None:
        """Keep a bundle (``paquets``), and drop the oldest; failing to is no failure of the build."""
        if self._dossier is None:
            return
        with contextlib.suppress(OSError):
            self._dossier.mkdir(parents=True, exist_ok=True)
            fd, brouillon = tempfile.mkstemp(dir=self._dossier, suffix=".tmp")
            try:
                with os.fdopen(fd, "wb") as sortie:
                    sortie.write(paquet)
                Path(brouillon).replace(self._dossier / f"{cle}{_SUFFIXE}")
            except OSError:
                Path(brouillon).unlink(missing_ok=True)
                raise
            self._elaguer(self._dossier)

    @staticmethod
    def _elaguer(dossier: Path) -> None:
        liasses = sorted(
            dossier.glob(f"*{_SUFFIXE}"), key=lambda f: f.stat().st_mtime, reverse=True
        )
        for ancienne in liasses[GARDES:]:
            ancienne.unlink(missing_ok=True)
