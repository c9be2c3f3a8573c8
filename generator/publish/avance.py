"""The tree that the next publication will bring up to date, made while the site is computed.

A publication keeps the tree that it replaces: the next one has only what changed to put there. After
a first publication there is none, and to make a folder for each page would take longer than all the
rest of a small change. Another process makes it meanwhile, with links to the site in place. It is
never waited for: it goes on with the next build, and what it did not come to is made by the
publication, which believes nothing.

Before the first publication, there is nothing to link to: each process that makes a page puts it in
its place at once, instead of one process all of them at the end. It does so in two trees: the first is
published, the second stands ready for the next publication. And what is there can go to the disk
before all of it is made, and be looked at by others: the publication, which waits for the disk and
believes only what was seen (``generator.publish.souvenir``), then has less to wait for and to read.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Self

from generator.equipe import PARALLELE, debuter
from generator.objet import Objet
from generator.publish.arbre import parcourir
from generator.publish.exchange import synchroniser
from generator.publish.paths import MARQUEUR, MODE_DOSSIER, est_un_nom
from generator.publish.souvenir import Souvenirs
from generator.verrous import verrou

_DERNIER = 19
"""The lowest priority (``nice``)."""


@contextmanager
def en_avance(out: Path, double: Path | None, jobs: int) -> Iterator[Avance | None]:
    """Make ``double`` for the length of the block, if there is none yet, or not all of it.

    From the site in ``out``; if there is none, from what the block puts there with what it is given.
    Where processes cannot be forked, or with one job, nothing is done.
    """
    if double is None or _entier(double) or jobs <= 1 or not PARALLELE:
        yield None
    elif (out / MARQUEUR).is_file():
        with _a_cote(partial(doubler, out, double)):
            yield None
    else:
        with ExitStack() as pile:
            try:
                double.parent.mkdir(parents=True, exist_ok=True)
                seul = pile.enter_context(tenir(double))
            except OSError:
                seul = False
            yield pile.enter_context(Avance(double)) if seul else None


class Avance:
    """The trees of the first two publications (``arbres``), filled for the length of a block."""

    def __init__(self, double: Path) -> None:
        self._double = double
        self.arbres = _premier(double), double
        self._debuts = tuple(f"{arbre}/" for arbre in self.arbres)
        self._pile = ExitStack()

    def __enter__(self) -> Self:
        """Begin.

        Raises:
            OSError: nothing can be written there.
        """
        _marque(self._double).touch()
        return self

    def __exit__(self, *_erreur: object) -> None:
        """Leave it to the publication."""
        self._pile.close()

    def poser(self, path: str, objet: Objet) -> None:
        """Link a file in its places, from any process; or leave it to the publication."""
        if not est_un_nom(path):
            return
        for debut in self._debuts:
            dossier = f"{debut}{path}".rpartition("/")[0]
            with suppress(OSError):
                try:
                    os.mkdir(dossier, MODE_DOSSIER)  # noqa: PTH102 - most pages have their own
                except FileExistsError:
                    pass
                except FileNotFoundError:
                    os.makedirs(dossier, exist_ok=True)  # noqa: PTH103
                os.link(objet.chemin, f"{debut}{path}", follow_symlinks=False)

    def preparer(self) -> None:
        """Have what is there now written to the disk, and looked at, while the rest is made."""
        self._pile.enter_context(_a_cote(partial(synchroniser, self._double.parent)))
        self._pile.enter_context(_a_cote(self._regarder))

    def _regarder(self) -> None:
        souvenirs = Souvenirs(self._double)
        for arbre in (_premier(self._double), self._double):
            souvenirs.relever(arbre)


@contextmanager
def _a_cote(travail: Callable[[], object]) -> Iterator[None]:
    """Have some work done by another process, for the length of the block.

    It takes the processors that nobody else wants: those who make pages are not to wait for it.
    """
    parent = os.getpid()
    fils = os.fork()
    if fils == 0:
        try:
            debuter(parent)
            with suppress(OSError):
                os.nice(_DERNIER)
                travail()
        finally:
            os._exit(0)
    try:
        yield
    finally:
        os.kill(fils, signal.SIGKILL)
        os.waitpid(fils, 0)


def doubler(site: Path, double: Path) -> None:
    """Make a tree of links to the files of a site, or go on with one that was cut while it was made.

    Raises:
        OSError: it cannot be made, whole or in part.
    """
    double.parent.mkdir(parents=True, exist_ok=True)
    with tenir(double) as seul:
        if not seul or _entier(double):
            return
        _marque(double).touch()
        double.mkdir(MODE_DOSSIER, exist_ok=True)
        souvenirs = Souvenirs(double)
        deja, arbre = parcourir(double), souvenirs.relever(site)
        for dossier in sorted(arbre.dossiers.keys() - deja.dossiers.keys()):
            os.mkdir(f"{double}/{dossier}", MODE_DOSSIER)  # noqa: PTH102 - once a page
        for nom in arbre.fichiers:
            if nom not in deja.fichiers:
                os.link(f"{site}/{nom}", f"{double}/{nom}", follow_symlinks=False)
        souvenirs.relever(double)
        _marque(double).unlink()


def _premier(double: Path) -> Path:
    """The tree of a first publication, beside the one that is left for the next."""
    return double.with_name(f"{double.name}.premier")


def _marque(double: Path) -> Path:
    """The file that stands beside a double until all of it is made."""
    return double.with_name(f"{double.name}.partiel")


def _entier(double: Path) -> bool:
    return double.exists() and not _marque(double).exists()


@contextmanager
def tenir(double: Path) -> Iterator[bool]:
    """Whether no other build makes this tree, for the length of the block.

    Raises:
        OSError: the lock cannot be made.
    """
    with verrou(double.with_name(f"{double.name}.lock")) as seul:
        yield seul


@contextmanager
def prendre(double: Path | None, neuf: Path, souvenirs: Souvenirs) -> Iterator[None]:
    """Move the double, if there is one that can be, to where the block brings it up to date.

    The one that a first publication leaves is looked at meanwhile: the next one will not read it.
    """
    if double is not None and _pris(double, neuf) == _premier(double) and double.is_dir():
        with _a_cote(partial(souvenirs.relever, double)):
            yield
    else:
        yield


def _pris(double: Path, neuf: Path) -> Path | None:
    """Which tree was moved, if one was."""
    for arbre in (_premier(double), double):
        if arbre.is_dir() and not arbre.is_symlink():
            with suppress(OSError), tenir(double) as seul:  # now on another disk: made from nothing
                if seul:
                    arbre.rename(neuf)
                    _marque(double).unlink(missing_ok=True)
                    return arbre
            break
    return None


def garder(ancien: Path, double: Path) -> bool:
    """Keep the old site for next time; whether it could be moved there."""
    with suppress(OSError):
        double.parent.mkdir(parents=True, exist_ok=True)
        ancien.rename(double)
    return not ancien.exists()
