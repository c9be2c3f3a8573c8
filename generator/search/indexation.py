"""The index of a world, made beside the rest of the build, or taken from what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from generator.search import liasse
from generator.search.arbre import arbre, empreinte
from generator.search.pagefind import Course
from generator.search.reserve import Reserve
from generator.views import index_recherche
from generator.views.index_recherche import documents
from generator.world import World

FORMAT = "4"
"""To be changed with what the bundle is made of, so that no old one is reused."""

EN_MEME_TEMPS = 2
"""Commands that run at once: each takes 1.7 GB for a full lot."""


class Indexation:
    """Start with the constructor, render the pages meanwhile, then ask for ``fichiers``.

    ``cache`` is the folder where bundles are kept (``None``: nowhere). Use it as a context: leaving
    ends the commands that still run and deletes their folders.

    Raises:
        RechercheError: the command is missing or could not start.
    """

    def __init__(self, world: World, cache: Path | None = None) -> None:
        reserve = Reserve(cache)
        total = index_recherche.lots(world)
        pages: list[list[tuple[str, str, bytes]]] = [[] for _ in range(total)]
        for une_page in arbre(documents(world)):
            pages[index_recherche.lot(une_page[1], total)].append(une_page)
        self._lots = [_Lot(rang, lues, reserve) for rang, lues in enumerate(pages)]
        self._lancer()

    @property
    def reprise(self) -> bool:
        """Whether all was taken from what was kept."""
        return all(lot.course is None for lot in self._lots)

    def fichiers(self) -> Mapping[str, bytes]:
        """The files of the search, by path in the site.

        Raises:
            RechercheError: Pagefind hangs, fails, or leaves anything missing or cut.
        """
        tous: dict[str, bytes] = {}
        for lot in self._lots:
            self._lancer()
            tous |= lot.lire()
        return tous

    def _lancer(self) -> None:
        """Start what is to be made, a few at a time."""
        a_faire = [lot for lot in self._lots if lot.fichiers is None]
        try:
            for lot in a_faire[:EN_MEME_TEMPS]:
                lot.lancer()
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_erreur: object) -> None:
        for lot in self._lots:
            if lot.course is not None:
                lot.course.abandonner()


class _Lot:
    """One index: its pages, then its files."""

    def __init__(self, rang: int, pages: list[tuple[str, str, bytes]], reserve: Reserve) -> None:
        self._rang, self._pages, self._reserve = rang, pages, reserve
        self._empreinte = empreinte(pages, FORMAT, liasse.VERSION, str(rang))
        self.course: Course | None = None
        self.fichiers = reserve.lire(self._empreinte)

    def lancer(self) -> None:
        """Start the command, once."""
        if self.course is None:
            self.course = Course((fichier, octets) for fichier, _, octets in self._pages)

    def lire(self) -> Mapping[str, bytes]:
        """The files, once the command has ended; its folder is deleted at once."""
        if self.fichiers is None and self.course is not None:
            cles = {fichier: cle for fichier, cle, _ in self._pages}
            self.fichiers = liasse.lire(self.course.attendre(), cles, self._rang)
            self.course.abandonner()
            self._reserve.garder(self._empreinte, self.fichiers)
        return self.fichiers or {}
