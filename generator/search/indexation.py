"""The index of a world, made beside the rest of the build, or taken from what was kept."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from generator.encoders.html import MODELES
from generator.objet import Objet
from generator.search.errors import RechercheError
from generator.search.moteur import DOSSIER, ENTREE, MOTS, OUVRIER, STATIQUES, TABLE, ouvrier
from generator.search.pagefind import Demande, commencer
from generator.search.partage import Partage, bases, identifier, noter, relire
from generator.search.reserve import Reserve
from generator.world import World

_Gardes = Mapping[str, Objet]


class Indexation:
    """Start with the constructor, render the pages meanwhile, then ask for ``fichiers``.

    ``cache`` is the folder where lots and indexes are kept (``None``: nowhere). Use it as a context: leaving
    ends the commands that still run and deletes their folders. ``avance`` are trees where files are put in their
    places as soon as they are made; ``jobs`` is a number of processes. ``a_part``: nothing is made by this process, which has something else to answer.

    Raises:
        RechercheError: the command is missing or could not start.
    """

    def __init__(
        self,
        world: World,
        cache: Path | None = None,
        avance: Sequence[Path] = (),
        jobs: int = 1,
        *,
        a_part: bool = False,
    ) -> None:
        self._provisoire = None if _inscriptible(cache) else TemporaryDirectory()
        self._reserve = Reserve(
            Path(self._provisoire.name) if self._provisoire else cache or Path()
        )
        partage = Partage(world)
        self._parts = partage.parts
        self._statiques = identifier("statiques", sorted(STATIQUES.values()))
        self._connus = dict(self._lire(self._utiles()))
        a_faire = [p for p in self._parts if not {p.cle, *p.lots} <= self._connus.keys()]
        derniere = relire(self._reserve.derniere()) if a_faire else ()
        gardees = dict(bases(derniere, self._parts))
        gardees = {c: base for c, base in gardees.items() if self._reserve.lire(base) is not None}
        manquants = {c for p in a_faire for c in p.lots if c not in self._connus}
        demande = Demande(
            {p.cle: [*p.lots] for p in a_faire},
            {} if self._provisoire else dict(self._avances(avance)),
            partage.a_indexer(manquants, gardees, derniere),
            gardees,
            None if self._statiques in self._connus else self._statiques,
        )
        self.course = (
            commencer(demande, self._reserve.dossier, jobs, a_part=a_part) if demande else None
        )

    @property
    def reprise(self) -> bool:
        """Whether all was taken from what was kept."""
        return self.course is None

    def _utiles(self) -> list[str]:
        """The digests of all that the site is made of."""
        return [self._statiques, *(c for p in self._parts for c in (p.cle, *p.lots))]

    def _lire(self, cles: Iterable[str]) -> Iterator[tuple[str, _Gardes]]:
        for cle in cles:
            if (lu := self._reserve.lire(cle)) is not None:
                yield cle, lu

    def fichiers(self) -> Mapping[str, bytes | Objet]:
        """The files of the search, by path in the site: those that are kept are links to be.

        Raises:
            RechercheError: something is missing, damaged, or cannot be written.
        """
        if self.course is not None:
            self.course.attendre()
            utiles = self._utiles()
            self._connus |= self._lire(c for c in utiles if c not in self._connus)
            if perdus := [c for c in utiles if c not in self._connus]:
                raise RechercheError(
                    f"l'index de recherche est incomplet : {len(perdus)} lots absents ; relancez"
                )
            self._reserve.noter(noter(self._parts))
            self._reserve.elaguer(frozenset(utiles))
        return dict(self._sortir())

    def _avances(self, arbres: Sequence[Path]) -> Iterator[tuple[str, list[str]]]:
        """Where the fragments of each index go in some trees."""
        for rang, p in enumerate(self._parts):
            yield p.cle, [str((arbre / _fragments(rang)).absolute()) for arbre in arbres]

    def _sortir(self) -> Iterator[tuple[str, bytes | Objet]]:
        statiques = self._connus[self._statiques]
        for rang, p in enumerate(self._parts):
            racine, fragments = _racine(rang), _fragments(rang)
            for nom, fichier in self._connus[p.cle].items():
                if nom not in {ENTREE, TABLE}:
                    yield racine + nom.replace("@", "/"), self._contenu(fichier)
            for cle in p.lots:
                for nom, fichier in self._connus[cle].items():
                    if nom != MOTS:
                        yield fragments + nom, self._contenu(fichier)
        for nom, fichier in statiques.items():
            if nom != OUVRIER:
                yield DOSSIER + nom, self._contenu(fichier)
        debuts = [self._connus[p.cle][ENTREE].lire() for p in self._parts]
        prelude = (MODELES / "recherche" / "ouvrier.js").read_bytes()
        yield DOSSIER + OUVRIER, ouvrier(debuts, prelude, statiques[OUVRIER].lire())

    def _contenu(self, fichier: Objet) -> bytes | Objet:
        """The bytes when they are about to go."""
        return fichier.lire() if self._provisoire else fichier

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_erreur: object) -> None:
        if self.course is not None:
            self.course.abandonner()
        if self._provisoire is not None:
            self._provisoire.cleanup()


def _racine(rang: int) -> str:
    return f"{DOSSIER}{rang}/" if rang else DOSSIER


def _fragments(rang: int) -> str:
    return f"{_racine(rang)}fragment/"


def _inscriptible(cache: Path | None) -> bool:
    if cache is None:
        return False
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(cache, os.W_OK)
