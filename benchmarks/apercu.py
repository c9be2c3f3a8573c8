"""The preview: from the moment a file is saved to the moment the reloaded page can be read.

It waits as the page does: it asks for the next version, then for the page, and looks for the new text.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.atelier import GENRES, LAQUELLE, Outil
from benchmarks.chrono import EchecError, Guet, Temoin, arbre, arreter
from benchmarks.journal import Journal, Mesure
from benchmarks.situations import Retouches, gabarit_modifie, texte_modifie

APERCU = "aperçu"
"""Its name, as a tool."""
TEXTE, GABARIT = f"{APERCU} : un texte modifié", f"{APERCU} : un gabarit modifié"
PENDANT = f"{TEXTE}, pendant que le site se reconstruit"
DEMARRAGE = 900.0
"""Seconds given to the first build, and to the one that follows a change."""
REPOS = 1.0
"""Seconds without work after which the preview is at rest."""

PATIENCE = 120.0
"""Seconds given to a change to be shown."""

Changement = Callable[[Retouches, Outil, int], None]
CHANGEMENTS: dict[str, tuple[Changement, str]] = {
    TEXTE: (texte_modifie, "Phrase ajoutée pour la mesure. {}"),
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
                raise EchecError("l'aperçu n'a pas démarré", f"voir {outil.site}/journal.txt")
            yield adresse, p.pid
        finally:
            arreter(p)


def _page(adresse: str) -> tuple[str, str]:
    """A page, and what its script waits to see change."""
    texte = _demander(adresse)
    script = re.search(r"/__recharge\.js\?vu=([0-9a-f]+)", texte)
    if script is None:
        raise EchecError("la page de l'aperçu ne se recharge pas d'elle-même", adresse)
    return texte, script[1]


def _suivre(adresse: str, chemin: str, vu: str, attendu: str) -> None:
    """Wait for the page to change, as its script does, until it holds a text."""
    fin = time.monotonic() + PATIENCE
    attente = f"{adresse}__version?page=%2F{quote(chemin, safe='')}&vu="
    while time.monotonic() < fin:
        if _demander(attente + vu) != vu:
            texte, vu = _page(adresse + chemin)
            if attendu in texte:
                return
    raise EchecError("l'aperçu ne montre pas le changement", f"« {attendu} » dans {chemin}")


def _repos(pid: int) -> None:
    """Wait until the build that follows a change has ended: nothing works any more."""
    fin = time.monotonic() + DEMARRAGE
    while time.monotonic() < fin:
        avant = arbre(pid)[1]
        time.sleep(REPOS)
        if arbre(pid)[1] - avant < REPOS / 20:
            return
    raise EchecError("l'aperçu travaille sans fin")


class _Banc:
    """One running preview, and what is measured of it."""

    def __init__(
        self, journal: Journal, outil: Outil, apercu: tuple[str, int, Guet], retouches: Retouches
    ) -> None:
        self._journal, self._outil, self._retouches = journal, outil, retouches
        self._adresse, self._pid, self._guet = apercu
        self._page = f"concertations/{outil.fiches()[LAQUELLE].parent.name}/"

    def essayer(self, scenario: str, nom: str, tour: int) -> None:
        """Save once, wait for the page, note what it took under a name."""
        changer, marque = CHANGEMENTS[scenario]
        numero = tour + 100 * (nom != scenario)
        _, vu = _page(self._adresse + self._page)
        cpu = arbre(self._pid)[1]
        with Temoin() as temoin:
            changer(self._retouches, self._outil, numero)
            _suivre(self._adresse, self._page, vu, marque.format(numero))
            mur = time.perf_counter() - self._retouches.instant
        depense = arbre(self._pid)[1] - cpu
        mesure = Mesure(
            self._journal.version, self._outil.taille, nom, APERCU, tour,
            mur, depense, self._guet.pic, temoin.autres(depense),
        )  # fmt: skip
        self._journal.noter(mesure)
        sys.stderr.write(f"{self._outil.taille:6} {nom:60} {mur:8.3f} s\n")


def mesurer(journal: Journal, travail: Path, taille: int, essais: dict[str, int]) -> None:
    """Save a file and wait for its page, so many times for each change.

    The whole site is built again after each: the next change waits for that to end, but for the
    one that is made ``PENDANT``, right after a ``TEXTE``.

    Raises:
        EchecError: the preview does not start, or does not show a change.
    """
    faits = journal.faits()
    if all((taille, n - 1, scenario, APERCU) in faits for scenario, n in essais.items()):
        return
    outil = Outil(GENRES["complet"], taille, travail, {})
    _preter(outil)
    retouches = Retouches()
    try:
        with _serveur(outil) as (adresse, pid), Guet(pid) as guet:
            banc = _Banc(journal, outil, (adresse, pid, guet), retouches)
            for scenario in (s for s in CHANGEMENTS if s in essais):
                for tour in range(essais[scenario]):
                    _repos(pid)
                    banc.essayer(scenario, scenario, tour)
                    if scenario == TEXTE and tour < essais.get(PENDANT, 0):
                        banc.essayer(TEXTE, PENDANT, tour)
    finally:
        retouches.defaire()
        os.sync()


def _preter(outil: Outil) -> None:
    """Give the preview the cache of the whole site: what was made is not made again."""
    outil.cache.mkdir(parents=True, exist_ok=True)
    cache = outil.site / "build/cache"
    if not cache.is_symlink():
        if cache.exists():
            shutil.rmtree(cache)
        cache.parent.mkdir(exist_ok=True)
        cache.symlink_to(outil.cache)
