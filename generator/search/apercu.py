"""The index of the preview: pages do not wait for it.

A change of the text is shown at once with the index of before; the new one is made beside, by one thread,
for the last state of the content only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from generator.objet import Objet
from generator.search.errors import RechercheError
from generator.search.indexation import Indexation
from generator.world import World


class IndexEnRetard:
    """To be given to ``site_en_memoire`` in place of ``Indexation``.

    The first build waits for its index; the next ones take the last that is known, and ``prevenir`` is
    called, in the thread, with the files of each new one.
    """

    def __init__(self, prevenir: Callable[[Mapping[str, bytes | Objet]], None]) -> None:
        self._prevenir = prevenir
        self._change = threading.Condition()
        self._demande: tuple[World, Path | None, Sequence[Path], int] | None = None
        self._fichiers: Mapping[str, bytes | Objet] = {}
        self._erreur: RechercheError | None = None
        threading.Thread(target=self._travailler, daemon=True).start()

    def __call__(self, world: World, cache: Path | None, avance: Sequence[Path], jobs: int) -> Self:
        """Ask for the index of this world."""
        with self._change:
            self._demande = (world, cache, avance, jobs)
            self._erreur = None
            self._change.notify_all()
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_erreur: object) -> None:
        """Nothing ends with the build: the thread goes on."""

    @property
    def connus(self) -> Mapping[str, bytes | Objet]:
        """The files of the last index; none before the first."""
        return self._fichiers

    def fichiers(self) -> Mapping[str, bytes | Objet]:
        """The files of the last index; waits for one when there is none.

        Raises:
            RechercheError: the first index could not be made.
        """
        with self._change:
            self._change.wait_for(lambda: self._fichiers or self._erreur)
            if not self._fichiers and self._erreur:
                raise self._erreur
            return self._fichiers

    def _travailler(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._demande is not None)
                demande, self._demande = self._demande, None
            if demande is None:
                continue
            try:
                with Indexation(*demande, a_part=True) as index:
                    fichiers = index.fichiers()
            except RechercheError as erreur:
                with self._change:
                    self._erreur = erreur
                    self._change.notify_all()
                continue
            with self._change:
                connus, self._fichiers = self._fichiers, fichiers
                self._change.notify_all()
            if connus and connus != fichiers:
                self._prevenir(fichiers)
