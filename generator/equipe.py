"""Work shared between processes, in order: nothing hangs when one dies, none outlives its parent.

``multiprocessing.Pool`` waits for ever for the work of a process that the system killed for lack of
memory; ``ProcessPoolExecutor`` hangs too when its thread cannot start; the processes of both wait
for ever for a parent that was killed. Here there is no thread and no shared queue: one pipe each.
"""

from __future__ import annotations

import fcntl
import gc
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from generator.refus import Refus

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")

PARALLELE = sys.platform.startswith("linux")
"""Whether processes may be forked here: elsewhere, one process does it all."""

_TRANCHES = 16
"""A lot is this share, for each process, of what remains: they end together, on single items."""

_LOT = 16
"""Items of a lot at most: what is ready is soon taken."""

_AVANCE = 8
"""Lots given to a process, if there are as many for each: it never waits for the next while its result is read."""

_TAMPON = 1 << 20
"""Bytes that a pipe holds, where the system lets us: all that a lot gives, so that who made it goes
on with the next one while its parent is busy."""

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def processus(demande: int | None) -> int:
    """Number of processes: as asked, else the processors this process may use."""
    if demande or not hasattr(os, "sched_getaffinity"):
        return demande or 1
    return len(os.sched_getaffinity(0))


class EquipeError(Refus):
    """A process of ours was killed: one French line."""


def repartir(
    jobs: int,
    travail: Callable[[T], R],
    choses: Iterable[T],
    *preparer: Callable[[], Any],
) -> Iterator[R]:
    """The results of ``travail`` on each item, in order, by ``jobs`` processes made by ``fork``.

    They inherit what this process holds, items included; ``preparer`` is called in each of them
    first. Results are pickled, several at a time.

    Raises:
        EquipeError: a process was killed, or could not prepare. What ``travail`` raises passes.
    """
    return _repartir(jobs, _un_a_un(travail), list(choses), preparer)


def _un_a_un(travail: Callable[[T], R]) -> Callable[[Sequence[T]], list[R]]:
    return lambda lot: [travail(chose) for chose in lot]


def _repartir(
    jobs: int,
    travail: Callable[[Sequence[T]], list[R]],
    tout: Sequence[T],
    preparer: Sequence[Callable[[], Any]] = (),
    entretemps: Callable[[], object] = lambda: None,
) -> Iterator[R]:
    """As ``repartir``, ``travail`` being given a few items at once.

    This process does ``entretemps`` once the others are at work.
    """
    lots = [tout[debut:fin] for debut, fin in _decouper(len(tout), jobs)]
    equipe = _Equipe(travail, lots, preparer)
    try:
        equipe.demarrer(min(jobs, len(lots)))
        entretemps()
        for rang in range(len(lots)):
            yield from equipe.attendre(rang)
    finally:
        equipe.finir()


def _decouper(nombre: int, jobs: int) -> Iterator[tuple[int, int]]:
    """Where each lot begins and ends."""
    debut = 0
    while debut < nombre:
        fin = debut + max(1, min(_LOT, (nombre - debut) // (jobs * _TRANCHES)))
        yield debut, fin
        debut = fin


def plusieurs(nombre: int, jobs: int, seuil: int) -> bool:
    """Whether this much work is shared between processes: ``seuil`` is where it starts to pay."""
    return jobs > 1 and nombre >= seuil and PARALLELE


def par_rangs(
    fonction: Callable[[int], R],
    rangs: Sequence[int],
    jobs: int,
    seuil: int,
    entretemps: Callable[[], object] = lambda: None,
) -> Iterator[R]:
    """What a function gives for each rank, in their order, whatever the number of processes.

    Where processes cannot be forked, or below ``seuil`` ranks, this one does it all; and
    ``entretemps``, that it does while others are at work if there are any.

    Raises:
        EquipeError: as ``repartir``.
    """
    if not plusieurs(len(rangs), jobs, seuil):
        entretemps()
        return map(fonction, rangs)
    return _repartir(jobs, _un_a_un(fonction), rangs, (), entretemps)


def par_lots(
    fonction: Callable[[Sequence[int]], list[R]], rangs: Sequence[int], jobs: int, seuil: int
) -> Iterator[R]:
    """As ``par_rangs``, the function being given a few ranks at once, and giving as many results."""
    if not plusieurs(len(rangs), jobs, seuil):
        lots = (rangs[debut : debut + _LOT] for debut in range(0, len(rangs), _LOT))
        return chain.from_iterable(map(fonction, lots))
    return _repartir(jobs, fonction, rangs)


class _Equipe(Generic[T, R]):
    """The processes of one distribution, seen from their parent."""

    def __init__(
        self,
        travail: Callable[[Sequence[T]], list[R]],
        lots: Sequence[Sequence[T]],
        preparer: Sequence[Callable[[], Any]],
    ) -> None:
        self._travail, self._lots, self._preparer = travail, lots, preparer
        self._a_faire = deque(range(len(lots)))
        self._faits: dict[int, list[R]] = {}
        self._membres: dict[Connection[Any, Any], tuple[BaseProcess, Connection[Any, Any]]] = {}

    def demarrer(self, nombre: int) -> None:
        from multiprocessing import get_context  # noqa: PLC0415 - slow to import

        contexte = get_context("fork")
        avance = max(1, min(_AVANCE, len(self._lots) // max(nombre, 1)))
        gc.freeze()  # a collection in a process would copy every page that it inherits
        try:
            for _ in range(nombre):
                rangs, ordres = contexte.Pipe(duplex=False)
                faits, reponses = contexte.Pipe(duplex=False)
                _elargir(faits)
                echanges = os.getpid(), rangs, reponses
                membre = contexte.Process(target=self._membre, args=echanges, daemon=True)
                self._membres[faits] = membre, ordres
                membre.start()
                for tuyau in (rangs, reponses):  # so that the end of the process ends them
                    tuyau.close()
                for _ in range(avance):
                    self._donner(ordres)
        finally:
            gc.unfreeze()

    def attendre(self, rang: int) -> list[R]:
        """The results of one lot, once it is done."""
        from multiprocessing.connection import wait  # noqa: PLC0415 - slow to import

        while rang not in self._faits:
            prets = wait(list(self._membres))
            for tuyau in filter(prets.__contains__, self._membres):
                fait, valeur = _vivant(tuyau.recv)
                if isinstance(valeur, Exception):
                    raise valeur
                self._faits[fait] = valeur
                self._donner(self._membres[tuyau][1])
        return self._faits.pop(rang)

    def finir(self) -> None:
        """End them all: what they made was read, or nobody wants it any more."""
        for membre, _ in self._membres.values():
            if membre.pid is not None:
                membre.kill()  # all of them, then each is waited for: the memory of one takes a while
        for faits, (membre, ordres) in self._membres.items():
            if membre.pid is not None:
                membre.join()
            faits.close()
            ordres.close()

    def _donner(self, ordres: Connection[Any, Any]) -> None:
        # A rank only: never more than a pipe holds, so that neither end waits for the other.
        if self._a_faire:
            _vivant(partial(ordres.send, self._a_faire.popleft()))

    def _membre(
        self, parent: int, rangs: Connection[Any, Any], reponses: Connection[Any, Any]
    ) -> NoReturn:
        """In a new process, until it is killed."""
        try:
            debuter(parent)
            for etape in self._preparer:
                etape()
            while True:
                reponses.send(self._reponse(rangs.recv()))
        except MemoryError:
            os._exit(1)

    def _reponse(self, rang: int) -> tuple[int, list[R] | Exception]:
        try:
            return rang, self._travail(self._lots[rang])
        except Exception as erreur:  # noqa: BLE001 - the parent raises it
            erreur.add_note(traceback.format_exc())
            return rang, erreur


def _elargir(tuyau: Connection[Any, Any]) -> None:
    with suppress(AttributeError, OSError):  # not everywhere, nor for who has many of them
        fcntl.fcntl(tuyau.fileno(), fcntl.F_SETPIPE_SZ, _TAMPON)


def _vivant(echange: Callable[[], Any]) -> Any:
    """What a process says, unless it is no more."""
    from pickle import UnpicklingError  # noqa: PLC0415 - start fast

    try:
        return echange()
    except (EOFError, ConnectionError, UnpicklingError) as erreur:
        raise EquipeError(
            "un processus de calcul a été arrêté par le système (mémoire insuffisante ?) ;"
            " relancer, au besoin avec --jobs 1 ; le site déjà publié n'a pas changé"
        ) from erreur


def debuter(parent: int) -> None:
    """In a new process: die with the parent, which alone answers the keyboard."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    mourir_avec(parent)


def mourir_avec(parent: int) -> None:
    """In a new process: be killed when its parent dies; nothing where the system cannot do it."""
    if not PARALLELE:
        return
    import ctypes  # noqa: PLC0415 - start fast

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os.kill(os.getpid(), signal.SIGKILL)
