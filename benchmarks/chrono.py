"""One process, timed from its start to its end.

Wall is from start to exit; CPU is what the kernel counted for the process and its children; memory
is the largest proportional set (PSS) of the tree, sampled: pages shared by several processes are
counted once.
"""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PERIODE = 0.2
"""Seconds between two looks at the memory, at least."""

PART = 10
"""Looking at the memory takes at most one part in so many of the time."""

DELAI = 900.0
"""Seconds after which a command is taken for lost."""

PATIENCE = 30.0
"""Seconds given to a process to end when it is asked to."""


class EchecError(Exception):
    """What was timed did not do its work.

    ``raison`` is French, for the page; ``detail`` is for the terminal, and may name this machine.
    """

    def __init__(self, raison: str, detail: str = "") -> None:
        super().__init__(f"{raison} ({detail})" if detail else raison)
        self.raison = raison


@dataclass(frozen=True, slots=True)
class Course:
    """One run: seconds of wall and CPU, bytes, processors that others used meanwhile."""

    mur: float
    cpu: float
    memoire: int
    autres: float


def _occupe() -> float:
    """Seconds of processor that the whole machine worked since it started, stolen time included."""
    with Path("/proc/stat").open() as f:
        v = [int(x) for x in f.readline().split()[1:9]]
    return (sum(v) - v[3] - v[4]) / os.sysconf("SC_CLK_TCK")


def arbre(pid: int) -> tuple[int, float]:
    """Proportional set of a process and its descendants, and the seconds of processor they used.

    What has ended is left out: what it used is not.
    """
    memoire, cpu, a_lire = 0, 0.0, [pid]
    while a_lire:
        p = a_lire.pop()
        try:
            for tache in Path(f"/proc/{p}/task").iterdir():
                a_lire += [int(x) for x in (tache / "children").read_text().split()]
            for ligne in Path(f"/proc/{p}/smaps_rollup").read_text().splitlines():
                if ligne.startswith("Pss:"):
                    memoire += int(ligne.split()[1]) * 1024
            champs = Path(f"/proc/{p}/stat").read_text().rpartition(")")[2].split()
            cpu += sum(map(int, champs[11:15])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError):
            continue  # it ended meanwhile
    return memoire, cpu


class Temoin:
    """What others did on the machine while this context was open: ``autres`` processors."""

    def __enter__(self) -> Self:
        self._debut = time.perf_counter()
        self._avant = _occupe() - time.process_time()
        return self

    def __exit__(self, *_erreur: object) -> None:
        self.mur = time.perf_counter() - self._debut
        self._travail = _occupe() - time.process_time() - self._avant

    def autres(self, cpu: float) -> float:
        """Processors used besides ours; ``cpu``: seconds used by what was measured."""
        return max(0.0, (self._travail - cpu) / self.mur)


class Guet:
    """Look at the memory of a tree of processes until the context ends: ``pic`` in bytes."""

    def __init__(self, pid: int) -> None:
        self._pid, self.pic = pid, 0
        self._fini = threading.Event()
        self._fil = threading.Thread(target=self._suivre)

    def _suivre(self) -> None:
        pause = PERIODE
        while not self._fini.wait(pause):
            debut = time.perf_counter()
            self.pic = max(self.pic, arbre(self._pid)[0])
            pause = max(PERIODE, PART * (time.perf_counter() - debut))

    def __enter__(self) -> Self:
        self._fil.start()
        return self

    def __exit__(self, *_erreur: object) -> None:
        self._fini.set()
        self._fil.join()


def courir(commandes: list[list[str]], dossier: Path, env: dict[str, str]) -> Course:
    """Run commands to their end, one after the other, as one run.

    Raises:
        EchecError: one of them failed; what it said is in ``journal.txt`` of ``dossier``.
    """
    os.sync()
    cpu, pic = 0.0, 0
    with Temoin() as temoin, (dossier / "journal.txt").open("wb") as journal:
        for commande in commandes:
            p = subprocess.Popen(commande, cwd=dossier, env=env, stdout=journal, stderr=journal)  # noqa: S603 - our own commands
            usage, memoire = _attendre(p)
            if p.returncode:
                detail = f"{' '.join(commande)} : code {p.returncode}, voir {dossier}/journal.txt"
                raise EchecError("sa construction a échoué", detail)
            cpu += usage.ru_utime + usage.ru_stime
            pic = max(pic, memoire)
    return Course(temoin.mur, cpu, pic, temoin.autres(cpu))


def arreter(p: subprocess.Popen[bytes]) -> None:
    """End a process, which may be too busy to hear it."""
    p.terminate()
    try:
        p.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()


def _attendre(p: subprocess.Popen[bytes]) -> tuple[resource.struct_rusage, int]:
    """What a process used, and the bytes of its tree; stopped when we are, or when it is lost."""
    perdu = threading.Timer(DELAI, p.kill)
    perdu.start()
    try:
        with Guet(p.pid) as guet:
            _, etat, usage = os.wait4(p.pid, 0)
    except BaseException:
        arreter(p)
        raise
    finally:
        perdu.cancel()
    p.returncode = os.waitstatus_to_exitcode(etat)
    return usage, guet.pic
