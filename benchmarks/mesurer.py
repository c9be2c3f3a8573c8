"""Time our generator and its peers in one run, one after the other, and write the figures.

    python -m benchmarks.mesurer --travail DOSSIER --tailles 200,1000 --tours 5

``--travail`` is a scratch folder outside the project; the peers are described in its
``tools.json`` (``benchmarks/LISEZMOI.md``). Wall is from start to exit; CPU is what the kernel
counted for the process and its children; memory is the largest proportional set (PSS) of the tree,
sampled: pages shared by several processes are counted once.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.formes import ecrire_notre, ecrire_pair

ICI = Path(__file__).resolve().parent
PAIRS = ("hugo", "hugo-toml", "eleventy")
JOUR = "2026-11-22"
MARQUE = "Phrase ajoutée pour la mesure."


@dataclass(frozen=True)
class Mesure:
    """One run: seconds, bytes, and how many processors others used meanwhile."""

    outil: str
    scenario: str
    taille: int
    mur: float
    cpu: float
    memoire: int
    autres: float


def _occupe() -> float:
    with Path("/proc/stat").open() as f:
        v = [int(x) for x in f.readline().split()[1:9]]
    return (sum(v) - v[3] - v[4]) / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> int:
    total, a_lire = 0, [pid]
    while a_lire:
        p = a_lire.pop()
        try:
            for tache in Path(f"/proc/{p}/task").iterdir():
                a_lire += [int(x) for x in (tache / "children").read_text().split()]
            for ligne in Path(f"/proc/{p}/smaps_rollup").read_text().splitlines():
                if ligne.startswith("Pss:"):
                    total += int(ligne.split()[1]) * 1024
        except (OSError, ValueError):
            continue  # it ended meanwhile
    return total


def mesurer(
    commande: list[str], dossier: Path, env: dict[str, str]
) -> tuple[float, float, int, float]:
    """Run a command to its end: wall, CPU, peak PSS, and processors taken by others."""
    os.sync()
    avant, debut = _occupe(), time.perf_counter()
    with (dossier / "journal.txt").open("ab") as journal:
        p = subprocess.Popen(commande, cwd=dossier, env=env, stdout=journal, stderr=journal)  # noqa: S603 - our own commands
        pics, fini = [0], threading.Event()

        def suivre() -> None:
            while not fini.wait(0.2):
                pics.append(_pss(p.pid))

        fil = threading.Thread(target=suivre)
        fil.start()
        _, etat, usage = os.wait4(p.pid, 0)
        mur = time.perf_counter() - debut
        fini.set()
        fil.join()
    p.returncode = os.waitstatus_to_exitcode(etat)
    if p.returncode:
        raise SystemExit(f"{' '.join(commande)} : code {p.returncode}, voir {dossier}/journal.txt")
    cpu = usage.ru_utime + usage.ru_stime
    return mur, cpu, max(pics), max(0.0, (_occupe() - avant - cpu) / mur)


class Outil:
    """A tool, its site, and how to start it."""

    def __init__(self, nom: str, taille: int, travail: Path, outils: dict[str, str]) -> None:
        self.nom, self.taille, self.outils = nom, taille, outils
        self.site = travail / "sites" / str(taille) / nom
        self.sortie = travail / "sorties" / str(taille) / nom
        self.cache = self.site / "cache"

    @property
    def pair(self) -> bool:
        """Whether it is a peer."""
        return self.nom in PAIRS

    def preparer(self) -> None:
        """Write its site."""
        shutil.rmtree(self.site, ignore_errors=True)
        if not self.pair:
            ecrire_notre(self.site, self.taille)
            return
        modele = "hugo" if self.nom.startswith("hugo") else self.nom
        shutil.copytree(ICI / "pairs" / modele, self.site)
        ecrire_pair(self.site, self.nom, self.taille)
        if self.nom == "eleventy":
            (self.site / "node_modules").symlink_to(self.outils["eleventy"])

    def env(self) -> dict[str, str]:
        """Environment of its process."""
        env = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ICI.parent)}
        # Python keeps its compiled modules unless it is told not to: the peers are compiled too.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        if "node" in self.outils:
            env["PATH"] = f"{Path(self.outils['node']).parent}{os.pathsep}{env['PATH']}"
        return env

    def commande(self, jour: str) -> list[str]:
        """What builds its site."""
        if self.nom.startswith("hugo"):
            cache = str(self.site / ".cache")
            return [
                self.outils["hugo"],
                "build",
                "--quiet",
                "--destination",
                str(self.sortie),
                "--cacheDir",
                cache,
            ]
        if self.nom == "eleventy":
            script = str(Path(self.outils["eleventy"]) / "@11ty/eleventy/cmd.cjs")
            return [self.outils["node"], script, f"--output={self.sortie}"]
        contenu = str(self.site / "content")
        if self.nom == "equivalent":
            return [
                sys.executable,
                "-m",
                "benchmarks.equivalent",
                contenu,
                str(self.sortie),
                "--cache",
                str(self.cache),
                "--date",
                jour,
            ]
        return [
            sys.executable,
            "-m",
            "generator",
            "build",
            "--content",
            contenu,
            "--out",
            str(self.sortie),
            "--cache",
            str(self.cache),
            "--date",
            jour,
        ]

    def froid(self) -> None:
        """Forget everything but the sources."""
        for dossier in (self.sortie, self.cache, self.site / ".cache", self.site / "resources"):
            shutil.rmtree(dossier, ignore_errors=True)

    def fiches(self) -> list[Path]:
        """Its records, in the order of their numbers."""
        racine = self.site / ("src" if self.nom == "eleventy" else "content") / "concertations"
        trouves = racine.glob("*.md") if self.pair else racine.glob("*/concertation.md")
        numero = {p: (p.stem if self.pair else p.parent.name)[-5:] for p in trouves}
        return sorted(numero, key=lambda p: numero[p])


def _remplacer(fichier: Path, avant: str, apres: str) -> None:
    texte = fichier.read_text(encoding="utf-8")
    if avant not in texte:
        raise SystemExit(f"{fichier} : « {avant} » n'y est pas")
    fichier.write_text(texte.replace(avant, apres, 1), encoding="utf-8")


def _texte(outil: Outil, tour: int) -> None:
    fichier = outil.fiches()[7]
    texte = fichier.read_text(encoding="utf-8")
    fichier.write_text(f"{texte}\n{MARQUE} {tour}\n", encoding="utf-8")


def _resume(outil: Outil, tour: int) -> None:
    fichier = outil.fiches()[7]
    cle = "description" if outil.pair else "resume"
    if outil.nom == "hugo-toml":
        _remplacer(fichier, f'{cle} = "', f'{cle} = "Tour {tour} ')
    else:
        _remplacer(fichier, f"{cle}: >-\n  ", f"{cle}: >-\n  Tour {tour} ")


def _decision(outil: Outil, tour: int) -> None:
    fichier = outil.fiches()[7].with_name("suites.yml")
    texte = fichier.read_text(encoding="utf-8")
    premiere = texte.index("decision: ")
    fin = texte.index("\n", premiere)
    etats = ("a_l_etude", "non_retenue")
    fichier.write_text(
        f"{texte[:premiere]}decision: {etats[tour % 2]}{texte[fin:]}", encoding="utf-8"
    )


def _nouvelle(outil: Outil, tour: int) -> None:
    source = outil.fiches()[7].parent
    shutil.copytree(source, source.with_name(f"{source.name}-{tour:05d}"))


def _referentiel(outil: Outil, tour: int) -> None:
    _remplacer(outil.site / "content/referentiels/thematiques.yml", "nom: ", f"nom: Tour {tour} ")


SCENARIOS: dict[str, Callable[[Outil, int], None]] = {
    "à froid": lambda outil, _tour: outil.froid(),
    "rien n'a changé": lambda _outil, _tour: None,
    "un résumé modifié": _resume,
    "un texte modifié": _texte,
    "une décision modifiée": _decision,
    "une fiche ajoutée": _nouvelle,
    "une thématique renommée": _referentiel,
    "le lendemain": lambda _outil, _tour: None,
}
DES_PAIRS = ("à froid", "rien n'a changé", "un résumé modifié", "un texte modifié")


def jouer(outils: list[Outil], tours: int, journal: Path) -> None:
    """Every scenario, every tool, turn by turn, the order moved by one each time."""
    for scenario, changer in SCENARIOS.items():
        concernes = [o for o in outils if not o.pair or scenario in DES_PAIRS]
        for tour in range(tours):
            rang = tour % len(concernes)
            for outil in concernes[rang:] + concernes[:rang]:
                changer(outil, tour)
                jour = f"2026-11-{23 + tour}" if scenario == "le lendemain" else JOUR
                mur, cpu, memoire, autres = mesurer(outil.commande(jour), outil.site, outil.env())
                mesure = Mesure(outil.nom, scenario, outil.taille, mur, cpu, memoire, autres)
                with journal.open("a", encoding="utf-8") as fichier:
                    fichier.write(json.dumps(asdict(mesure), ensure_ascii=False) + "\n")


def main() -> None:
    """Prepare the sites, play the scenarios, keep every sample in ``mesures.jsonl``."""
    ap = argparse.ArgumentParser()
    ap.add_argument("--travail", type=Path, required=True)
    ap.add_argument("--tailles", default="200,1000")
    ap.add_argument("--tours", type=int, default=5)
    ap.add_argument("--outils", default="equivalent,complet,hugo,hugo-toml,eleventy")
    a = ap.parse_args()
    travail = a.travail.resolve()
    fichier = travail / "tools.json"
    connus = json.loads(fichier.read_text()) if fichier.exists() else {}
    for taille in map(int, a.tailles.split(",")):
        outils = [Outil(nom, taille, travail, connus) for nom in a.outils.split(",")]
        outils = [o for o in outils if not o.pair or o.nom.split("-")[0] in connus]
        for outil in outils:
            outil.preparer()
        jouer(outils, a.tours, travail / "mesures.jsonl")


if __name__ == "__main__":
    main()
