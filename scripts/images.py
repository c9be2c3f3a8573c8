"""Take the pictures of the documentation from the real site: ``docs/images/*.png``.

``python scripts/images.py`` after ``make site``; each picture must weigh less than 150 kB. The
site is served as it is, and the form is filled with the words of a record that it publishes.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.navigateur.serveur import servir  # noqa: E402

SITE = RACINE / "build" / "site"
IMAGES = RACINE / "docs" / "images"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
POIDS_MAX = 150_000
FICHE = "convention-citoyenne-climat"


def _haut(page: Page, nom: str) -> None:
    page.screenshot(path=IMAGES / f"{nom}.png")


def _erreurs(page: Page) -> None:
    """The form, as it answers to two common mistakes."""
    page.fill("#f-titre", "Convention citoyenne pour le climat")
    page.fill("#f-dates-ouverture", "octobre 2019")
    page.press("#f-dates-ouverture", "Tab")
    page.click("#formulaire-concertation [data-verifier]")
    page.wait_for_selector(".bilan--fautif")
    page.locator("#formulaire-concertation [data-bilan]").screenshot(
        path=IMAGES / "formulaire-bilan.png"
    )
    page.locator("#f-dates-ouverture").scroll_into_view_if_needed()
    page.locator("[data-groupe='dates']").screenshot(path=IMAGES / "formulaire-erreur.png")


def _proposition(page: Page) -> None:
    """The form of a proposal, with the words that the site publishes."""
    page.select_option("#s-concertation", FICHE)
    page.wait_for_selector("#s-proposition:not([disabled])")
    page.select_option("#s-proposition", "0")
    page.click("#formulaire-suite [data-verifier]")
    page.wait_for_selector("#formulaire-suite [data-resultat]:not([hidden])")
    page.locator("#formulaire-suite [data-resultat]").screenshot(
        path=IMAGES / "formulaire-proposition.png"
    )


def main() -> int:
    """Write the pictures; 1 without a site, a Chromium, or when one is too heavy."""
    noms = ("chromium", "chromium-browser", "google-chrome")
    executable = next((c for nom in noms if (c := shutil.which(nom))), None)
    if executable is None or not (SITE / "index.html").is_file():
        sys.stderr.write("Il faut Chromium et un site construit : lancez « make site ».\n")
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with servir(SITE) as adresse, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        page = chromium.new_page(
            viewport={"width": 1280, "height": 800}, color_scheme="light", locale="fr-FR"
        )
        for nom, chemin in (
            ("accueil", ""),
            ("fiche", f"concertations/{FICHE}/"),
            ("contribuer", "contribuer/"),
        ):
            page.goto(adresse + chemin)
            _haut(page, nom)
        page.set_viewport_size({"width": 900, "height": 800})
        page.reload()
        _erreurs(page)
        _proposition(page)
        chromium.close()
    lourdes = [f.name for f in IMAGES.glob("*.png") if f.stat().st_size >= POIDS_MAX]
    for image in sorted(IMAGES.glob("*.png")):
        sys.stdout.write(f"{image.name} : {image.stat().st_size} octets\n")
    if lourdes:
        sys.stderr.write(f"Trop lourdes : {', '.join(lourdes)}\n")
    return 1 if lourdes else 0


if __name__ == "__main__":
    sys.exit(main())
