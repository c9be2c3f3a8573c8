"""The index of a world, made beside the rest of the build, or taken from what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from generator.search import liasse
from generator.search.arbre import arbre, empreinte
from generator.search.pagefind import Course
from generator.search.reserve import Reserve
from generator.views.index_recherche import documents
from generator.world import World

FORMAT = "3"
"""To be changed with what the bundle is made of, so that no old one is reused."""


class Indexation:
    """Start with the constructor, render the pages meanwhile, then ask for ``fichiers``.

    ``cache`` is the folder where bundles are kept (``None``: nowhere). Use it as a context: leaving
    ends the command if it still runs and deletes its folder.

    Raises:
        RechercheError: the command is missing or could not start.
    """

    def __init__(self, world: World, cache: Path | None = None) -> None:
        pages = list(arbre(documents(world)))
        self._cles = {fichier: cle for fichier, cle, _ in pages}
        self._empreinte = empreinte(pages, FORMAT, liasse.VERSION)
        self._reserve = Reserve(cache)
        self._course: Course | None = None
        self._fichiers = self._reserve.lire(self._empreinte)
        if self._fichiers is None and pages:
            self._course = Course((fichier, octets) for fichier, _, octets in pages)

    @property
    def reprise(self) -> bool:
        """Whether the bundle was taken from what was kept."""
        return self._course is None

    def fichiers(self) -> Mapping[str, bytes]:
        """The files of the bundle, by path in the site.

        Raises:
            RechercheError: Pagefind hangs, fails, or leaves anything missing or cut.
        """
        if self._fichiers is None:
            self._fichiers = {}
            if self._course is not None:
                self._fichiers = liasse.lire(self._course.attendre(), self._cles)
                self._reserve.garder(self._empreinte, self._fichiers)
        return self._fichiers

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        genre: type[BaseException] | None,
        erreur: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._course is not None:
            self._course.abandonner()
