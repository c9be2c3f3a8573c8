"""Time our generator and its peers in one run, one after the other, and keep every sample.

A round plays the situations of a series once, on sites that were put back as they were, each tool in
its turn, the order moved by one at each round. When the time given is spent, what remains is left
out, and said. Started again, it goes on where it was stopped.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

from benchmarks import apercu
from benchmarks.atelier import (
    GENRES,
    ICI,
    Outil,
    copier_projet,
    installes,
    preparer,
    versions,
    vider,
)
from benchmarks.chrono import EchecError, courir
from benchmarks.formes import JOUR
from benchmarks.journal import Fait, Journal, Mesure, Omission
from benchmarks.parite import comparer
from benchmarks.programme import COMPLET, NOUS, Serie, ordre
from benchmarks.situations import FROID, LENDEMAIN, MARQUE, SITUATIONS, TEXTE, Retouches
from generator.logiciel import empreinte_du_code

PARITE = "même contenu"
ARRET = "la mesure s'est arrêtée avant"
EPUISE = "le temps donné à la mesure était épuisé"
ABSENT = "n'est pas installé"


class Limite:
    """The time given: what took longer than what is left is not started again."""

    def __init__(self, fin: float, montre: Callable[[], float] = time.monotonic) -> None:
        self._fin, self._montre = fin, montre
        self._durees: dict[tuple[Serie, str], float] = {}

    def permet(self, serie: Serie, situation: str) -> bool:
        """Whether there is time for this one, as far as is known."""
        return self._montre() + self._durees.get((serie, situation), 0.0) < self._fin

    def noter(self, serie: Serie, situation: str, secondes: float) -> None:
        """Remember what it took."""
        self._durees[serie, situation] = secondes


class Banc:
    """A programme, and what is left to play of it; ``echecs``: tools that did not do their work."""

    def __init__(self, journal: Journal, travail: Path, programme: tuple[Serie, ...]) -> None:
        self._journal, self._travail, self._programme = journal, travail, programme
        self._connus = installes(travail)
        self._retouches = Retouches()
        self.echecs: dict[tuple[int, str], str] = {}

    def _outil(self, nom: str, taille: int) -> Outil:
        return Outil(
            GENRES[COMPLET if nom == apercu.APERCU else nom], taille, self._travail, self._connus
        )

    def _present(self, nom: str) -> bool:
        return nom not in GENRES or set(GENRES[nom].cles) <= self._connus.keys()

    def outils(self, serie: Serie) -> list[Outil]:
        """The tools of a series that are installed, and did not fail."""
        return [
            self._outil(nom, serie.taille)
            for nom in serie.outils
            if self._present(nom) and (serie.taille, nom) not in self.echecs
        ]

    def annoncer(self) -> None:
        """Say all that is to be measured: what never is will be found missing."""
        for serie in self._programme:
            prevus = list(serie.prevus())
            self._omettre(serie.taille, ((s, o) for s, o in prevus if self._present(o)), ARRET)
            self._omettre(serie.taille, ((s, o) for s, o in prevus if not self._present(o)), ABSENT)

    def _omettre(self, taille: int, prevus: Iterable[tuple[str, str]], raison: str) -> None:
        lignes = (Omission(self._journal.version, taille, s, o, raison) for s, o in prevus)
        self._journal.noter(*lignes)

    def preparer(self) -> None:
        """Write the sites of the tools, all at once."""
        outils = {o.site: o for serie in self._programme for o in self.outils(serie)}
        with ProcessPoolExecutor() as processus:
            attendus = [
                processus.submit(preparer, o.site, o.genre.site, o.taille, o.modules)
                for o in outils.values()
            ]
            for attendu in attendus:
                attendu.result()

    def jouer(self, fin: float) -> None:
        """All rounds of all series, or as many as there is time for (``time.monotonic``)."""
        self._limite = Limite(fin)
        for tour, serie in ordre(self._programme):
            try:
                if serie.apercu:
                    self._apercu(serie)
                else:
                    self._tour(serie, tour)
            finally:
                self._retouches.defaire()

    def _apercu(self, serie: Serie) -> None:
        if not self._limite.permet(serie, apercu.TEXTE):
            self._omettre(serie.taille, serie.prevus(), EPUISE)
            return
        essais = {s: serie.fois(apercu.APERCU, s) for s in serie.situations}
        try:
            apercu.mesurer(self._journal, self._travail, serie.taille, essais)
        except EchecError as erreur:
            self._ecarter(serie, apercu.APERCU, erreur)

    def _tour(self, serie: Serie, tour: int) -> None:
        """One round of one series, unless it was already done."""
        prevus = [
            (s, [o for o in self.outils(serie) if tour < serie.fois(o.nom, s)])
            for s in serie.situations
        ]
        faits = self._journal.faits()
        if all((serie.taille, tour, s, o.nom) in faits for s, os in prevus for o in os):
            return
        for situation, outils in prevus:
            concernes = [o for o in outils if (o.taille, o.nom) not in self.echecs]
            if not self._limite.permet(serie, situation):
                self._omettre(serie.taille, ((situation, o.nom) for o in concernes), EPUISE)
                continue
            debut = time.monotonic()
            rang = tour % max(1, len(concernes))
            for outil in concernes[rang:] + concernes[:rang]:
                self._jouer(serie, outil, situation, tour)
            self._limite.noter(serie, situation, time.monotonic() - debut)

    def _jouer(self, serie: Serie, outil: Outil, situation: str, tour: int) -> None:
        """Take one sample; none of a peer that fails or is not equal, left out from then on."""
        try:
            mesure = self._chronometrer(outil, situation, tour)
            if situation == FROID and tour == 0 and outil.genre.pair and NOUS in serie.outils:
                self._comparer(outil)  # ours is the first of the first round
        except EchecError as erreur:
            if not outil.genre.pair:
                raise
            self._ecarter(serie, outil.nom, erreur)
        else:
            self._journal.noter(mesure)

    def _chronometrer(self, outil: Outil, situation: str, tour: int) -> Mesure:
        if situation == FROID:
            outil.oublier()
        SITUATIONS[situation](self._retouches, outil, tour)
        jour = JOUR + timedelta(days=1) if situation == LENDEMAIN else JOUR
        course = courir(outil.commandes(jour.isoformat()), outil.site, outil.env())
        if situation == TEXTE and f"{MARQUE} {tour}" not in outil.page_modifiee():
            raise EchecError("il n'a pas refait la page du texte modifié", outil.nom)
        etapes = {} if outil.genre.pair else _etapes(outil.site / "journal.txt")
        montrer(f"{outil.taille:6} {situation:24} {outil.nom:22} {course.mur:8.2f} s")
        return Mesure(
            self._journal.version, outil.taille, situation, outil.nom, tour,
            course.mur, course.cpu, course.memoire, course.autres, etapes,
        )  # fmt: skip

    def _ecarter(self, serie: Serie, nom: str, erreur: EchecError) -> None:
        """Leave a tool out from now on, and say why."""
        montrer(f"ÉCHEC : {serie.taille} {nom} : {erreur}")
        self.echecs[serie.taille, nom] = erreur.raison
        prevus = [(s, o) for s, o in serie.prevus() if o == nom]
        self._omettre(serie.taille, prevus, erreur.raison)

    def _comparer(self, pair: Outil) -> None:
        """Two sites that were just made say the same: else nothing of a peer is worth a figure."""
        notre = self._outil(NOUS, pair.taille)
        ecarts, resume = comparer(notre.sortie, pair.sortie, pair.taille)
        if ecarts:
            raise EchecError("son site n'est pas le même que le nôtre", "\n".join(ecarts))
        titre = f"{PARITE} : {pair.genre.titre}"
        self._journal.noter(Fait(self._journal.version, pair.taille, titre, resume))


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


def etapes(travail: Path, taille: int) -> None:
    """Keep what ``benchmarks.etapes`` prints, for the page."""
    contenu = travail / "sites" / str(taille) / "notre" / "content"
    commande = [sys.executable, "-m", "benchmarks.etapes", str(contenu)]
    with (travail / "etapes.md").open("wb") as sortie:
        fait = subprocess.run(commande, cwd=ICI.parent, stdout=sortie, check=False)  # noqa: S603 - our own command
    if fait.returncode:
        montrer("ÉCHEC de « benchmarks.etapes » : la page n'a pas de planchers")
        (travail / "etapes.md").unlink()


def mesurer(travail: Path, programme: tuple[Serie, ...], fin: float) -> dict[tuple[int, str], str]:
    """Prepare the sites, play the programme until ``fin`` (``time.monotonic``), keep every sample.

    What did not do its work, by size and name of the tool, is returned with the reason.

    Raises:
        EchecError: our own generator failed.
    """
    copier_projet(travail)
    journal = Journal(travail, version())
    dites = versions(installes(travail)).items()
    journal.noter(*(Fait(journal.version, 0, titre, texte) for titre, texte in dites))
    banc = Banc(journal, travail, programme)
    banc.annoncer()
    banc.preparer()
    etapes(travail, programme[0].taille)
    try:
        banc.jouer(fin)
    finally:
        vider(travail)
    return banc.echecs
