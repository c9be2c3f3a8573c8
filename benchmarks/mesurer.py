"""Time our generator and its peers in one run, one after the other, and keep every sample.

    python -m benchmarks.mesurer --travail DOSSIER --tailles 200,1000 --tours 200=5,1000=5

``--travail`` is a scratch folder outside the project, where ``benchmarks.outils`` installed the peers.
A round plays every situation once, on sites that were put back as they were, each tool in its turn,
the order moved by one at each round. When the time given to a size (``--limite``) is spent, what
remains is left out, and said. Started again, it goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks import apercu
from benchmarks.atelier import GENRES, ICI, Outil, copier_projet, installes, preparer, versions
from benchmarks.chrono import courir
from benchmarks.formes import JOUR
from benchmarks.journal import Fait, Journal, Mesure, Omission
from benchmarks.parite import comparer
from benchmarks.situations import FROID, LENDEMAIN, MARQUE, SITUATIONS, TEXTE, Retouches
from generator.store import empreinte_du_code

PARITE = "même contenu"
TOUTES = tuple(SITUATIONS)
LENTS = ("pelican", "astro")
"""Peers that are slower than the others: cold, two rounds, at 1 000 records at most."""
EN_GRAND = (FROID, "rien n'a changé", TEXTE, "un résumé modifié", LENDEMAIN)


@dataclass(frozen=True, slots=True)
class Serie:
    """Tools that are measured together, and in which situations.

    ``tours``: rounds at most; ``rang``: series of a lower rank play all their rounds before.
    """

    nom: str
    outils: tuple[str, ...]
    situations: tuple[str, ...]
    tours: int = 99
    rang: int = 0


def series(taille: int) -> tuple[Serie, ...]:
    """What is played at a size, in order."""
    grand = taille > 1_000
    situations = EN_GRAND if grand else TOUTES
    avec_index = (FROID, TEXTE) if grand else TOUTES
    return (
        Serie(
            "sans recherche", ("equivalent", "hugo", "hugo-toml", "eleventy", *LENTS), situations
        ),
        Serie(
            "avec recherche",
            ("equivalent-recherche", "hugo-toml-recherche"),
            avec_index,
            tours=1 if grand else 5,
        ),
        Serie(
            "tout le site",
            ("complet",),
            (FROID,) if grand else EN_GRAND,
            tours=1 if grand else 2,
            rang=1,
        ),
    )


class Limite:
    """The time given to a size: what took longer than what is left is not started again."""

    def __init__(self, secondes: float) -> None:
        self._fin = time.monotonic() + secondes
        self._durees: dict[tuple[str, str], float] = {}

    def permet(self, serie: str, situation: str) -> bool:
        """Whether there is time for this one, as far as is known."""
        return time.monotonic() + self._durees.get((serie, situation), 0.0) < self._fin

    def noter(self, serie: str, situation: str, secondes: float) -> None:
        """Remember what it took."""
        self._durees[serie, situation] = secondes


class Banc:
    """One size: its tools, and what is left to measure."""

    def __init__(self, journal: Journal, travail: Path, taille: int, secondes: float) -> None:
        self._journal, self._travail, self._taille = journal, travail, taille
        self._connus = installes(travail)
        self._secondes = secondes
        self._retouches = Retouches()

    def outils(self, serie: Serie) -> list[Outil]:
        """The tools of a series that are installed."""
        genres = [GENRES[nom] for nom in serie.outils]
        presents = [g for g in genres if set(g.cles) <= self._connus.keys()]
        return [Outil(g, self._taille, self._travail, self._connus) for g in presents]

    def preparer(self, a_jouer: Iterable[Serie]) -> None:
        """Write the sites of the tools, all at once."""
        outils = {o.genre.site: o for serie in a_jouer for o in self.outils(serie)}
        with ProcessPoolExecutor() as processus:
            attendus = [
                processus.submit(preparer, o.site, nom, self._taille, o.modules)
                for nom, o in outils.items()
            ]
            for attendu in attendus:
                attendu.result()

    def jouer(self, tours: int) -> None:
        """All rounds of all series, or as many as there is time for."""
        a_jouer = series(self._taille)
        self.preparer(a_jouer)
        self._limite = Limite(self._secondes)
        ordre = sorted(
            ((serie.rang, tour, i) for i, serie in enumerate(a_jouer) for tour in range(tours))
        )
        for _, tour, i in ordre:
            if tour < a_jouer[i].tours:
                try:
                    self._tour(a_jouer[i], tour)
                finally:
                    self._retouches.defaire()

    def _tour(self, serie: Serie, tour: int) -> None:
        """One round of one series, unless it was already done."""
        outils = self.outils(serie)
        prevus = [
            (situation, [o for o in outils if _concerne(o, situation, tour)])
            for situation in serie.situations
        ]
        faits = self._journal.faits()
        if all((self._taille, tour, s, o.nom) in faits for s, os in prevus for o in os):
            return
        for situation, concernes in prevus:
            if not self._limite.permet(serie.nom, situation):
                self._omettre(situation, concernes, tour)
                continue
            debut = time.monotonic()
            rang = tour % max(1, len(concernes))
            lues = [self._mesurer(o, situation, tour) for o in concernes[rang:] + concernes[:rang]]
            if situation == FROID and tour == 0:
                self._comparer(concernes)
            self._journal.noter(*lues)
            self._limite.noter(serie.nom, situation, time.monotonic() - debut)

    def _mesurer(self, outil: Outil, situation: str, tour: int) -> Mesure:
        if situation == FROID:
            outil.oublier()
        SITUATIONS[situation](self._retouches, outil, tour)
        jour = JOUR + timedelta(days=1) if situation == LENDEMAIN else JOUR
        course = courir(outil.commandes(jour.isoformat()), outil.site, outil.env())
        if situation == TEXTE and f"{MARQUE} {tour}" not in outil.page_modifiee():
            raise SystemExit(f"{outil.nom} n'a pas refait la page du texte modifié")
        etapes = {} if outil.genre.pair else _etapes(outil.site / "journal.txt")
        montrer(f"{self._taille:6} {situation:24} {outil.nom:22} {course.mur:8.2f} s")
        return Mesure(
            self._journal.version, self._taille, situation, outil.nom, tour,
            course.mur, course.cpu, course.memoire, course.autres, etapes,
        )  # fmt: skip

    def _omettre(self, situation: str, concernes: list[Outil], tour: int) -> None:
        """Say what was not measured at all."""
        if tour == 0:
            raison = "le temps donné à cette taille était épuisé"
            self._journal.noter(
                *(
                    Omission(self._journal.version, self._taille, situation, o.nom, raison)
                    for o in concernes
                )
            )

    def _comparer(self, outils: list[Outil]) -> None:
        """The sites that were just timed say the same: else nothing of it is worth a figure."""
        notre = next((o for o in outils if o.nom == "equivalent"), None)
        if notre is None:
            return
        for pair in (o for o in outils if o.genre.pair):
            ecarts, resume = comparer(notre.sortie, pair.sortie, self._taille)
            if ecarts:
                raise SystemExit(f"{pair.nom} : ce n'est pas le même site\n" + "\n".join(ecarts))
            titre = f"{PARITE} : {pair.genre.titre}"
            self._journal.noter(Fait(self._journal.version, self._taille, titre, resume))


def _concerne(outil: Outil, situation: str, tour: int) -> bool:
    """Whether a tool plays a situation: peers build all again, whatever changed."""
    if outil.nom in LENTS:
        return situation == FROID and tour < 2 and outil.taille <= 1_000
    return not outil.genre.pair or situation in {FROID, TEXTE}


def _etapes(sortie: Path) -> dict[str, float]:
    """Seconds by stage, from what ``benchmarks.equivalent`` printed."""
    lignes = sortie.read_text(encoding="utf-8").splitlines()
    objet = json.loads(lignes[-1]) if lignes and lignes[-1].startswith("{") else {}
    return {str(nom): float(duree) for nom, duree in objet.get("durees", {}).items()}


def montrer(texte: str) -> None:
    """Say how far it is."""
    sys.stderr.write(texte + "\n")


def version() -> str:
    """What is measured: the commit, and the hash of the code and of the packages."""
    git = ["git", "rev-parse", "--short", "HEAD"]
    fait = subprocess.run(git, cwd=ICI, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    return f"{fait.stdout.strip() or 'inconnue'}.{empreinte_du_code().hex()[:8]}"


def par_taille(texte: str) -> dict[int, float]:
    """``200=5,1000=3``: by size; ``5``: for every size (key 0)."""
    paires = [morceau.rpartition("=")[::2] for morceau in texte.split(",")]
    return {int(taille or 0): float(valeur) for taille, valeur in paires}


def main() -> None:
    """Prepare the sites, play the situations, keep every sample in ``mesures.jsonl``."""
    ap = argparse.ArgumentParser()
    ap.add_argument("--travail", type=Path, required=True)
    ap.add_argument("--tailles", default="1000,10000,200")
    ap.add_argument("--tours", type=par_taille, default=par_taille("200=5,1000=5,10000=3"))
    ap.add_argument("--limite", type=par_taille, default=par_taille("200=60,1000=420,10000=900"))
    a = ap.parse_args()
    travail = a.travail.resolve()
    copier_projet(travail)
    journal = Journal(travail, version())
    dites = versions(installes(travail)).items()
    journal.noter(*(Fait(journal.version, 0, titre, texte) for titre, texte in dites))
    for taille in map(int, a.tailles.split(",")):
        tours, limite = (x.get(taille, x.get(0, 1)) for x in (a.tours, a.limite))
        Banc(journal, travail, taille, limite).jouer(int(tours))
        try:
            apercu.mesurer(journal, travail, taille)
        except apercu.MuetError as erreur:
            montrer(str(erreur))
            journal.noter(Omission(journal.version, taille, "aperçu", "complet", str(erreur)))


if __name__ == "__main__":
    main()
