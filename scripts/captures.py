"""Photograph one page of each kind, light and dark, at 375 and 1280 px, for people who review.

Builds nothing: ``make captures`` builds the site first. Pictures go to ``build/captures``, out of git.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.navigateur.pages import TAILLES, genres  # noqa: E402
from tests.navigateur.serveur import servir  # noqa: E402

SITE = RACINE / "build" / "site"
CAPTURES = RACINE / "build" / "captures"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


def main() -> int:
    """Write the pictures; 1 without a built site or a Chromium."""
    noms = ("chromium", "chromium-browser", "google-chrome")
    executable = next((c for nom in noms if (c := shutil.which(nom))), None)
    if executable is None or not (SITE / "index.html").is_file():
        sys.stderr.write("Il faut Chromium et un site construit : lancez « make captures ».\n")
        return 1
    CAPTURES.mkdir(parents=True, exist_ok=True)
    with servir(SITE) as adresse, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        for largeur, hauteur in TAILLES:
            for schema in ("light", "dark"):
                page = chromium.new_page(
                    viewport={"width": largeur, "height": hauteur}, color_scheme=schema
                )
                for genre, chemin in genres(SITE).items():
                    nom = genre.replace("/", "_").replace("*", "x")
                    page.goto(adresse + chemin)
                    cible = CAPTURES / f"{nom}-{largeur}-{schema}.png"
                    page.screenshot(path=cible, full_page=True)
                page.close()
        chromium.close()
    sys.stdout.write(f"{len(list(CAPTURES.glob('*.png')))} captures dans build/captures\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
