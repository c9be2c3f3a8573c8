"""One side of a review: the bytes of each file of a content folder, and what they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct, field

from generator.history.versions import Version, lire_version, place
from generator.source.faults import Unreadable
from generator.source.source_file import read_bytes


class Etat(Struct):
    """One side: the bytes of each file, and what they mean."""

    bruts: dict[str, bytes]
    versions: dict[str, Version | None] = field(default_factory=dict)

    def version(self, chemin: str) -> Version | None:
        """What a file says; ``None`` when it is not there or cannot be read."""
        if chemin not in self.versions:
            ou = place(chemin)
            self.versions[chemin] = lire_version(ou.genre, self.bruts.get(chemin)) if ou else None
        return self.versions[chemin]

    def fiche(self, chemin: str) -> Any:
        """The record of a file, or ``None``."""
        version = self.version(chemin)
        return version.fiche if version else None


def lire(content: Path) -> dict[str, bytes]:
    """The files of a folder, by path; links and what cannot be read are left to ``check``."""
    bruts = {}
    for fichier in sorted(content.rglob("*")) if content.is_dir() else ():
        if fichier.is_file() and not fichier.is_symlink():
            try:
                bruts[fichier.relative_to(content).as_posix()] = read_bytes(fichier)
            except (Unreadable, OSError):
                bruts[fichier.relative_to(content).as_posix()] = b""
    return bruts
