"""Processes of a build: in order, never waited for in vain, never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from generator.equipe import EquipeError, _decouper, par_rangs, repartir

RACINE = Path(__file__).resolve().parents[2]
ORPHELINS = """
import os, signal
from generator.equipe import repartir

def attendre(_):
    os.write(1, b"x")
    signal.pause()

list(repartir(2, attendre, range(8)))
"""


def double(nombre: int) -> int:
    return 2 * nombre


def mourir(nombre: int) -> int:
    """As when the system lacks memory: no exception, no answer."""
    if nombre == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return nombre


def echouer(nombre: int) -> int:
    if nombre == 5:
        raise MemoryError
    return nombre


@pytest.mark.parametrize("nombre", [0, 1, 50, 2_000])
def test_results_come_in_order(nombre: int) -> None:
    assert list(repartir(3, double, range(nombre))) == [2 * n for n in range(nombre)]


@pytest.mark.parametrize("nombre", [0, 1, 63, 1_000])
def test_lots_hold_everything_once_and_end_on_single_items(nombre: int) -> None:
    lots = list(_decouper(nombre, 4))
    assert [rang for debut, fin in lots for rang in range(debut, fin)] == list(range(nombre))
    tailles = [fin - debut for debut, fin in lots]
    assert tailles == sorted(tailles, reverse=True)
    assert tailles[-4:] == [1] * min(4, nombre)
    assert max(tailles, default=0) <= 16


def test_each_process_has_its_share_of_a_few_long_works() -> None:
    """None is given all of them in advance."""
    assert len(set(repartir(4, lambda _: os.getpid(), range(4)))) == 4


def test_a_result_that_no_pipe_holds_passes() -> None:
    assert list(repartir(2, bytes, [3_000_000, 0, 5_000_000])) == [
        bytes(3_000_000),
        b"",
        bytes(5_000_000),
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_parent_does_its_own_work_while_others_are_at_theirs(jobs: int) -> None:
    """With processes, their results only come after it: they wait for what it does."""
    lecture, ecriture = os.pipe()
    faits: list[int] = []

    def entretemps() -> None:
        faits.append(os.getpid())
        os.write(ecriture, bytes(8))

    def attendre(rang: int) -> tuple[int, int]:
        return rang, len(os.read(lecture, 1))

    resultats = list(par_rangs(attendre, range(8), jobs, 2, entretemps))
    assert resultats == [(rang, 1) for rang in range(8)]
    assert faits == [os.getpid()]
    for tuyau in (lecture, ecriture):
        os.close(tuyau)


@pytest.mark.parametrize("nombre", [50, 1_000])
def test_a_killed_process_is_said_and_not_waited_for(nombre: int) -> None:
    with pytest.raises(EquipeError, match="mémoire insuffisante"):
        list(repartir(2, mourir, range(nombre)))


def test_what_the_work_raises_passes() -> None:
    with pytest.raises(MemoryError):
        list(repartir(2, echouer, range(50)))


def test_a_process_that_cannot_prepare_is_said() -> None:
    with pytest.raises(EquipeError):
        list(repartir(2, double, range(50), partial(os._exit, 1)))


@pytest.mark.parametrize("tue", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_a_killed_parent(tue: signal.Signals) -> None:
    """The pipe ends when the last process that holds it does."""
    lecture, ecriture = os.pipe()
    parent = subprocess.Popen([sys.executable, "-c", ORPHELINS], cwd=RACINE, stdout=ecriture)
    os.close(ecriture)
    with os.fdopen(lecture, "rb", buffering=0) as tuyau:
        assert tuyau.read(2)  # they are at work
        parent.send_signal(tue)
        parent.wait()
        while tuyau.read(2):
            continue
