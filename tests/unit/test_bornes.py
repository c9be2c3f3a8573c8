"""Whatever one file holds, checking it takes less than 2 s and 300 MB, and says little."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.aides import ecrire_contenu
from tests.hostiles import cas

SECONDES, OCTETS = 2.0, 300_000_000
JOURNAL_MAX = 256_000
ESSAIS = 3
"""A busy machine makes everything slower: the best of three runs is what the code costs."""
ARRET = 20
"""Seconds of processor after which the system ends the process."""
# The peak is read by the process itself: the one that the system keeps counts its parent's too.
COMMANDE = """
import atexit, sys
from pathlib import Path
atexit.register(lambda: sys.stderr.write(Path("/proc/self/status").read_text()))
from generator.__main__ import main
main()
"""
RACINE = Path(__file__).resolve().parents[2]


class Cout(NamedTuple):
    """What a check took and said: CPU seconds, peak bytes, exit code, output."""

    secondes: float
    octets: int
    code: int
    sortie: str


@lru_cache(maxsize=1)
def tous() -> dict[str, tuple[str, str]]:
    return cas()


def verifier(contenu: Path) -> Cout:
    lecture, ecriture = os.pipe()
    processus = subprocess.Popen(
        [sys.executable, "-c", COMMANDE, "check", "--content", str(contenu)],
        cwd=RACINE,
        stdout=ecriture,
        stderr=ecriture,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (ARRET, ARRET)),  # noqa: PLW1509 - the child does only that
    )
    os.close(ecriture)
    with os.fdopen(lecture, "rb") as tuyau:
        dit = tuyau.read().decode()
    _, statut, usage = os.wait4(processus.pid, 0)
    processus.returncode = os.waitstatus_to_exitcode(statut)
    sortie, _, etat = dit.partition("Name:\t")
    pic = re.search(r"^VmHWM:\s+(\d+) kB", etat, re.MULTILINE)
    return Cout(
        usage.ru_utime + usage.ru_stime,
        int(pic[1]) * 1024 if pic else OCTETS,
        processus.returncode,
        sortie,
    )


@pytest.mark.parametrize("nom", sorted(tous()))
def test_one_hostile_file_is_checked_within_bounds(tmp_path: Path, nom: str) -> None:
    chemin, texte = tous()[nom]
    contenu = ecrire_contenu(tmp_path, **{chemin: texte})
    cout = verifier(contenu)
    for _ in range(ESSAIS - 1):
        if cout.secondes < SECONDES:
            break
        cout = min(cout, verifier(contenu))
    assert cout.secondes < SECONDES
    assert cout.octets < OCTETS
    assert cout.code in {0, 1}, cout.sortie[-2000:]
    assert "Traceback" not in cout.sortie
    assert len(cout.sortie) < JOURNAL_MAX
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", cout.sortie)


def test_a_file_of_fifty_megabytes_is_not_read(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    fichier = contenu / "concertations/essai/suites.yml"
    with fichier.open("ab") as ouvert:
        ouvert.truncate(50_000_000)
    cout = verifier(contenu)
    assert cout.code == 1
    assert "fichier trop gros" in cout.sortie
    assert cout.octets < OCTETS / 3
    assert cout.secondes < SECONDES


def test_five_thousand_proposals_are_within_the_bounds(tmp_path: Path) -> None:
    chemin, texte = tous()["yaml : une vraie"]
    assert texte.count("- reference:") == 5_000
    assert verifier(ecrire_contenu(tmp_path, **{chemin: texte})).code == 0
