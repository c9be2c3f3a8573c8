"""The index of a world, made beside the rest of the build, or taken from what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Self

from generator import paquets
from generator.encoders.html import MODELES
from generator.search import liasse
from generator.search.pagefind import Course
from generator.search.reserve import Reserve
from generator.views.index_recherche import entrees
from generator.views.lots_recherche import ligne, lot, lots
from generator.views.pages_recherche import pages
from generator.world import World

FORMAT = "6"
"""To be changed with what a bundle is made of, so that no old one is reused."""


class Indexation:
    """Start with the constructor, render the pages meanwhile, then ask for ``fichiers``.

    ``cache`` is the folder where bundles are kept (``None``: nowhere). Use it as a context: leaving
    ends the commands that still run and deletes their folders.

    Raises:
        RechercheError: the command is missing or could not start.
    """

    def __init__(self, world: World, cache: Path | None = None) -> None:
        toutes = entrees(world)
        lignes = [ligne(world, e) for e in toutes]
        total = lots(lignes)
        parts: list[dict[str, bytes]] = [{} for _ in range(total)]
        tailles = [0] * total
        for entree, connue in zip(toutes, lignes, strict=True):
            rang = lot(entree.code, total)
            parts[rang][entree.code] = pages(world, entree)
            tailles[rang] += 1 + len(connue.propositions)
        self._reserve = Reserve(cache)
        self._cles = [_empreinte(rang, part) for rang, part in enumerate(parts)]
        self._liasses = [self._reserve.lire(cle) for cle in self._cles]
        a_faire = [rang for rang, connue in enumerate(self._liasses) if connue is None]
        self.course = (
            Course({r: parts[r] for r in a_faire}, {r: tailles[r] for r in a_faire})
            if a_faire
            else None
        )

    @property
    def reprise(self) -> bool:
        """Whether all was taken from what was kept."""
        return self.course is None

    def fichiers(self) -> Mapping[str, bytes]:
        """The files of the search, by path in the site.

        Raises:
            RechercheError: Pagefind hangs, fails, or leaves anything missing or cut.
        """
        if self.course is not None:
            self.course.attendre()
            for rang, connue in enumerate(self._liasses):
                if connue is None:
                    paquet = self.course.lire(rang)
                    self._reserve.garder(self._cles[rang], paquet)
                    self._liasses[rang] = paquets.ouvrir(paquet)
        prelude = (MODELES / "recherche" / "ouvrier.js").read_bytes()
        return liasse.assembler([connue for connue in self._liasses if connue], prelude)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_erreur: object) -> None:
        if self.course is not None:
            self.course.abandonner()


def _empreinte(rang: int, part: Mapping[str, bytes]) -> str:
    """SHA-256 (hex) of all that a bundle depends on; no page is opened."""
    somme = sha256(f"{FORMAT} {liasse.VERSION} {rang}".encode())
    for code in sorted(part):
        somme.update(f"\n{code} ".encode() + paquets.empreinte(part[code]))
    return somme.hexdigest()
