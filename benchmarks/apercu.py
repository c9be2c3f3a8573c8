"""The preview: from the moment a file is saved to the moment the reloaded page can be read.

It waits as the page does: it asks for the next version, then for the page, and looks for the new text.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.atelier import GENRES, Outil, preparer
from benchmarks.chrono import Guet, Temoin, arbre
from benchmarks.journal import Journal, Mesure
from benchmarks.situations import Retouches, gabarit_modifie, resume_modifie, texte_modifie

ESSAIS = 7
PREFIXE = "aperçu : "
TEXTE, RESUME, GABARIT = (
    PREFIXE + x for x in ("un texte modifié", "un résumé modifié", "un gabarit modifié")
)
DEMARRAGE = 600.0
"""Seconds given to the first build."""
PATIENCE = 120.0
"""Seconds given to a change."""

Changement = Callable[[Retouches, Outil, int], None]
CHANGEMENTS: dict[str, tuple[Changement, str]] = {
    TEXTE: (texte_modifie, "Phrase ajoutée pour la mesure. {}"),
    RESUME: (resume_modifie, "Tour {} "),
    GABARIT: (gabarit_modifie, 'data-tour="{}"'),
}


def _demander(adresse: str, delai: float = 60.0) -> str:
    with urllib.request.urlopen(adresse, timeout=delai) as reponse:  # noqa: S310 - our own server
        return str(reponse.read().decode())


@contextmanager
def _serveur(outil: Outil) -> Iterator[tuple[str, int]]:
    """The preview of a site, once it answers: its address, its process."""
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        port = str(libre.getsockname()[1])
    commande = [sys.executable, "-m", "generator", "serve", "--content", str(outil.contenu)]
    adresse = f"http://127.0.0.1:{port}/"
    with (outil.site / "journal.txt").open("wb") as journal:
        p = subprocess.Popen(  # noqa: S603 - our own command
            [*commande, "--port", port], cwd=outil.site, env=outil.env(), stdout=journal, stderr=journal
        )  # fmt: skip
        try:
            fin = time.monotonic() + DEMARRAGE
            while p.poll() is None and time.monotonic() < fin:
                try:
                    _demander(adresse)
                    break
                except (urllib.error.URLError, OSError):
                    time.sleep(0.1)
            else:
                raise SystemExit(f"l'aperçu n'a pas démarré, voir {outil.site}/journal.txt")
            yield adresse, p.pid
        finally:
            p.terminate()
            p.wait()


def _suivre(adresse: str, vu: str, page: str, attendu: str) -> None:
    """Ask for versions and for the page until it holds a text."""
    fin = time.monotonic() + PATIENCE
    while time.monotonic() < fin:
        vu = _demander(f"{adresse}__version?vu={vu}")
        if attendu in _demander(adresse + page):
            return
    raise SystemExit(f"l'aperçu ne montre pas « {attendu} » dans {page}")


def mesurer(journal: Journal, travail: Path, taille: int) -> None:
    """Save a file and wait for its page, several times, for each kind of change."""
    if any((taille, ESSAIS - 1, s, "aperçu") in journal.faits() for s in CHANGEMENTS):
        return
    outil = Outil(GENRES["complet"], taille, travail, {})
    preparer(outil.site, "notre", taille)
    page = f"concertations/{outil.fiches()[7].parent.name}/"
    retouches = Retouches()
    try:
        with _serveur(outil) as (adresse, pid), Guet(pid) as guet:
            for scenario, (changer, marque) in CHANGEMENTS.items():
                for tour in range(ESSAIS):
                    vu = _demander(f"{adresse}__version?vu=")
                    cpu = arbre(pid)[1]
                    with Temoin() as temoin:
                        changer(retouches, outil, tour)
                        _suivre(adresse, vu, page, marque.format(tour))
                        mur = time.perf_counter() - retouches.instant
                    depense = arbre(pid)[1] - cpu
                    mesure = Mesure(
                        journal.version, taille, scenario, "aperçu", tour,
                        mur, depense, guet.pic, temoin.autres(depense),
                    )  # fmt: skip
                    journal.noter(mesure)
                    sys.stderr.write(f"{taille:6} {scenario:40} {mur:8.3f} s\n")
    finally:
        retouches.defaire()
        os.sync()
