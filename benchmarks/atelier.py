"""The tools that are measured: where their site is, what it is made of, how they are started."""

from __future__ import annotations

import compileall
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.formes import ecrire_notre
from benchmarks.sites import PLACES, STYLE, Place, ecrire_pair, gabarits

ICI = Path(__file__).resolve().parent
PROJET = ("benchmarks", "generator", "schemas", "templates")
CORBEILLE = "corbeille"
LAQUELLE = 7
"""Number of the record that is edited: it has proposals."""

CACHES = (
    ".cache", "resources", "cache", ".cache-pelican", "__pycache__", ".cache-astro", ".astro",
    ".jekyll-cache", ".jekyll-metadata",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Genre:
    """A tool.

    ``site`` names the site it reads: tools that read the same one are never measured in one round.
    ``cles`` are what must be installed (``tools.json``); ``recherche``: with the index of the search.
    """

    nom: str
    titre: str
    site: str
    cles: tuple[str, ...] = ()
    recherche: bool = False

    @property
    def pair(self) -> bool:
        """Whether it is a peer."""
        return self.site != "notre"


GENRES = {
    g.nom: g
    for g in (
        Genre("equivalent", "ce générateur, mêmes sortes de pages", "notre"),
        Genre("equivalent-recherche", "le même, avec la recherche", "notre", (), recherche=True),
        Genre(
            "complet", "ce générateur, tout le site et la recherche", "notre", (), recherche=True
        ),
        Genre("plancher", "plancher : tout lire, et écrire deux pages par fiche", "notre"),
        Genre("hugo", "Hugo (entête YAML)", "hugo", ("hugo",)),
        Genre("hugo-toml", "Hugo (entête TOML)", "hugo-toml", ("hugo",)),
        Genre(
            "hugo-toml-recherche",
            "Hugo (entête TOML), puis Pagefind",
            "hugo-toml",
            ("hugo", "pagefind"),
            recherche=True,
        ),
        Genre("eleventy", "Eleventy", "eleventy", ("eleventy", "node")),
        Genre("pelican", "Pelican", "pelican", ("pelican",)),
        Genre("astro", "Astro", "astro", ("astro", "node")),
        Genre("jekyll", "Jekyll", "jekyll", ("jekyll",)),
    )
}


class Outil:
    """A tool and its site, at one size."""

    def __init__(self, genre: Genre, taille: int, travail: Path, outils: dict[str, str]) -> None:
        self.genre, self.nom, self.taille, self.outils = genre, genre.nom, taille, outils
        self.projet = travail / "projet"
        self.site = travail / "sites" / str(taille) / genre.site
        self.sortie = travail / "sorties" / str(taille) / genre.nom
        self.corbeille = travail / CORBEILLE
        self.cache = self.site / "cache" / genre.nom
        self._place = PLACES.get(genre.site, Place())
        self.contenu = self.site / self._place.textes

    @property
    def modules(self) -> str:
        """The folder of the packages of npm that its site needs, or nothing."""
        return self.outils[self.nom] if "node" in self.genre.cles else ""

    def env(self) -> dict[str, str]:
        """Environment of its process."""
        env = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(self.projet)}
        # Python keeps its compiled modules unless it is told not to: the peers are compiled too.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        if "node" in self.outils:
            env["PATH"] = f"{Path(self.outils['node']).parent}{os.pathsep}{env['PATH']}"
        return env

    def commandes(self, jour: str) -> list[list[str]]:
        """What builds its site on a day, in order."""
        ecrire = _COMMANDES[self.genre.site]
        commandes = [ecrire(self, jour)]
        if self.nom == "hugo-toml-recherche":
            pagefind = [self.outils["pagefind"], "--force-language", "fr", "--silent"]
            commandes.append([*pagefind, "--site", str(self.sortie)])
        return commandes

    def oublier(self) -> None:
        """Forget everything but the sources: set aside, to be erased at the end (``vider``).

        A disk without a journal looks at each file number freed within the minute before it gives one
        again: whoever writes files after a deletion pays for it, and nobody erases their site first.
        """
        caches = CACHES if self.genre.pair else (f"cache/{self.nom}",)
        self.corbeille.mkdir(parents=True, exist_ok=True)
        for dossier in (self.sortie, *(self.site / nom for nom in caches)):
            if dossier.exists():
                dossier.rename(Path(mkdtemp(dir=self.corbeille)) / dossier.name)

    def page_modifiee(self) -> str:
        """The page of the record that is edited, as it was just built; nothing if it was not."""
        une = self.fiches()[LAQUELLE]
        nom = une.stem if self.genre.pair else une.parent.name
        page = self.sortie / "concertations" / nom / "index.html"
        return page.read_text(encoding="utf-8") if page.exists() else ""

    def fiches(self) -> list[Path]:
        """Its records, in the order of their numbers."""
        racine = self.contenu / f"{self._place.prefixe}concertations"
        trouves = racine.glob("*.md") if self.genre.pair else racine.glob("*/concertation.md")
        numero = {p: (p.stem if self.genre.pair else p.parent.name)[-5:] for p in trouves}
        return sorted(numero, key=lambda p: numero[p])


def _notre(outil: Outil, jour: str) -> list[str]:
    contenu, sortie = str(outil.contenu), str(outil.sortie)
    commun = ["--cache", str(outil.cache), "--date", jour]
    if outil.nom == "complet":
        construire = [sys.executable, "-m", "generator", "build"]
        return [*construire, "--content", contenu, "--out", sortie, *commun]
    module = "benchmarks.plancher" if outil.nom == "plancher" else "benchmarks.equivalent"
    commande = [sys.executable, "-m", module, contenu, sortie, *commun]
    jobs = ["--jobs", str(len(os.sched_getaffinity(0)))]
    return [*commande, *jobs, *(["--recherche"] if outil.genre.recherche else [])]


def _hugo(outil: Outil, _jour: str) -> list[str]:
    commande = [outil.outils["hugo"], "build", "--quiet", "--destination", str(outil.sortie)]
    return [*commande, "--cacheDir", str(outil.site / ".cache")]


def _eleventy(outil: Outil, _jour: str) -> list[str]:
    script = str(Path(outil.outils["eleventy"]) / "@11ty/eleventy/cmd.cjs")
    return [outil.outils["node"], script, "--quiet", f"--output={outil.sortie}"]


def _astro(outil: Outil, _jour: str) -> list[str]:
    script = str(Path(outil.outils["astro"]) / "astro/bin/astro.mjs")
    return [outil.outils["node"], script, "build", "--silent", "--outDir", str(outil.sortie)]


def _pelican(outil: Outil, _jour: str) -> list[str]:
    return [outil.outils["pelican"], "-q", "-s", "pelicanconf.py", "-o", str(outil.sortie)]


def _jekyll(outil: Outil, _jour: str) -> list[str]:
    commande = [outil.outils["jekyll"], "build", "--incremental", "--quiet"]
    return [*commande, "--destination", str(outil.sortie)]


_COMMANDES: dict[str, Callable[[Outil, str], list[str]]] = {
    "notre": _notre,
    "hugo": _hugo,
    "hugo-toml": _hugo,
    "eleventy": _eleventy,
    "astro": _astro,
    "pelican": _pelican,
    "jekyll": _jekyll,
}


def installes(travail: Path) -> dict[str, str]:
    """What ``benchmarks.outils`` installed, and where."""
    fichier = travail / "tools.json"
    lus: dict[str, str] = json.loads(fichier.read_text()) if fichier.exists() else {}
    return lus


def versions(outils: dict[str, str]) -> dict[str, str]:
    """Version of each peer that is installed."""
    commandes = {
        "hugo": ("Hugo", "{hugo} version"),
        "eleventy": ("Eleventy", "{node} {eleventy}/@11ty/eleventy/cmd.cjs --version"),
        "astro": ("Astro", "{node} {astro}/astro/bin/astro.mjs --version"),
        "pelican": ("Pelican", "{pelican} --version"),
        "jekyll": ("Jekyll", "{jekyll} --version"),
        "pagefind": ("Pagefind", "{pagefind} --version"),
    }
    dites = {}
    for cle, (titre, commande) in commandes.items():
        if cle in outils:
            morceaux = [m.format(**outils) for m in commande.split()]
            fait = subprocess.run(morceaux, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
            lue = re.search(r"\d+\.\d+(\.\d+)?", fait.stdout + fait.stderr)
            dites[titre] = lue.group() if lue else "?"
    return dites


def copier_projet(travail: Path) -> None:
    """A copy of the generator: what is measured does not change with the working copy.

    Its templates may be edited (« un gabarit modifié »).
    """
    shutil.rmtree(travail / "projet", ignore_errors=True)
    for nom in PROJET:
        source = ICI.parent / nom
        sans = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, travail / "projet" / nom, ignore=sans)
    compileall.compile_dir(travail / "projet", quiet=1)


def vider(travail: Path) -> None:
    """Erase what was forgotten."""
    shutil.rmtree(travail / CORBEILLE, ignore_errors=True)


def preparer(site: Path, nom: str, taille: int, modules: str = "") -> None:
    """Write the site of a tool, unless it is there, whole and unchanged.

    ``modules`` is the folder of the packages of npm that it needs.
    """
    marque, empreinte = site / ".prepare", _empreinte(nom)
    if marque.exists() and marque.read_text() == empreinte:
        return
    shutil.rmtree(site, ignore_errors=True)
    if nom == "notre":
        ecrire_notre(site, taille)
    else:
        ecrire_pair(site, nom, taille)
    if modules:
        (site / "node_modules").symlink_to(modules)
    marque.write_text(empreinte)


def _empreinte(nom: str) -> str:
    """Hash of all that the site of a tool is written from."""
    sources = [ICI / f"{module}.py" for module in ("corpus", "vocabulaire", "formes")]
    if nom in PLACES:
        sources += [
            ICI / "sites.py",
            STYLE,
            *sorted(p for p in gabarits(nom).rglob("*") if p.is_file()),
        ]
    return sha256(b"".join(p.read_bytes() for p in sources)).hexdigest()
