"""Photograph the pages that a pull request changes, on a phone and on a screen, for its review."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(RACINE))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.navigateur.serveur import servir  # noqa: E402

TAILLES = ((375, 812), (1280, 900))
PAGES_MAX = 30
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


def main() -> int:
    """Arguments: folder of the site, ``rapport.json``, folder of the pictures."""
    site, rapport, sortie = (Path(a) for a in sys.argv[1:4])
    pages = json.loads(rapport.read_text("utf-8"))["pages"]
    vues = [p for p in pages if (site / p / "index.html").is_file()][:PAGES_MAX]
    noms = ("chromium", "chromium-browser", "google-chrome")
    executable = next((c for nom in noms if (c := shutil.which(nom))), None)
    if executable is None:
        sys.stderr.write("Chromium est introuvable : pas de photographies.\n")
        return 1
    sortie.mkdir(parents=True, exist_ok=True)
    with servir(site) as adresse, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        for largeur, hauteur in TAILLES:
            page = chromium.new_page(viewport={"width": largeur, "height": hauteur})
            for chemin in vues:
                page.goto(adresse + chemin)
                nom = chemin.strip("/").replace("/", "_")
                page.screenshot(path=sortie / f"{nom}-{largeur}.png", full_page=True)
            page.close()
        chromium.close()
    sys.stdout.write(f"{len(vues) * len(TAILLES)} photographies\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
