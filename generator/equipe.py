"""Work shared between processes, in order: nothing hangs when one dies, none outlives its parent.

``multiprocessing.Pool`` waits for ever for the work of a process that the system killed for lack of
memory, and its processes wait for ever for a parent that was killed.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from generator.diagnostics import Refus

T = TypeVar("T")
R = TypeVar("R")

PARALLELE = sys.platform.startswith("linux")
"""Whether processes may be forked here: elsewhere, one process does it all."""

_TRANCHES = 16
"""Shares of the work for each process: enough for all to end together."""

_fonction: Callable[[int], Any] | None = None
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class EquipeError(Refus):
    """A process of ours was killed: one French line."""


def repartir(
    jobs: int,
    travail: Callable[[T], R],
    choses: Iterable[T],
    *preparer: Callable[[], Any],
    lot: int = 1,
) -> Iterator[R]:
    """The results of ``travail`` on each item, in order, by ``jobs`` processes made by ``fork``.

    They inherit what this process holds; ``preparer`` is called in each of them first, and may be a
    closure. Items and results are pickled, ``lot`` at a time.

    Raises:
        EquipeError: a process was killed, or could not start. What ``travail`` raises passes.
    """
    from concurrent.futures.process import (  # noqa: PLC0415 - slow to import
        BrokenProcessPool,
        ProcessPoolExecutor,
    )
    from multiprocessing import active_children, get_context  # noqa: PLC0415

    deja = set(active_children())
    equipe = ProcessPoolExecutor(
        jobs, get_context("fork"), initializer=_debuter, initargs=(os.getpid(), preparer)
    )
    try:
        yield from equipe.map(travail, choses, chunksize=lot)
    except BrokenProcessPool as erreur:
        raise EquipeError(
            "un processus de calcul a été arrêté par le système (mémoire insuffisante ?) ;"
            " relancer, au besoin avec --jobs 1 ; le site déjà publié n'a pas changé"
        ) from erreur
    except BaseException:
        for membre in set(active_children()) - deja:
            membre.terminate()
        raise
    finally:
        equipe.shutdown(cancel_futures=True)


def plusieurs(nombre: int, jobs: int, seuil: int) -> bool:
    """Whether this much work is shared between processes: ``seuil`` is where it starts to pay."""
    return jobs > 1 and nombre >= seuil and PARALLELE


def par_rangs(
    fonction: Callable[[int], R], rangs: Sequence[int], jobs: int, seuil: int
) -> Iterator[R]:
    """What a function gives for each rank, in their order, whatever the number of processes.

    The function, and all that it holds, is inherited: ranks go one way, results the other. Where
    processes cannot be forked, or below ``seuil`` ranks, this one does it all.

    Raises:
        EquipeError: as ``repartir``.
    """
    if not plusieurs(len(rangs), jobs, seuil):
        yield from map(fonction, rangs)
        return
    lot = max(1, len(rangs) // (jobs * _TRANCHES))
    gc.freeze()  # a collection in a worker would copy every page that it inherits
    try:
        yield from repartir(jobs, _appliquer, rangs, partial(_adopter, fonction), lot=lot)
    finally:
        gc.unfreeze()


def _adopter(fonction: Callable[[int], Any]) -> None:
    global _fonction  # noqa: PLW0603 - set once in a new process: a closure cannot be sent to it
    _fonction = fonction


def _appliquer(rang: int) -> Any:
    if _fonction is None:
        raise RuntimeError("processus sans travail")
    return _fonction(rang)


def _debuter(parent: int, preparer: tuple[Callable[[], Any], ...]) -> None:
    """In a new process: die with the parent, which alone answers the keyboard."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    mourir_avec(parent)
    for etape in preparer:
        etape()


def mourir_avec(parent: int) -> None:
    """In a new process: be killed when its parent dies; nothing where the system cannot do it."""
    if not PARALLELE:
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os.kill(os.getpid(), signal.SIGKILL)
