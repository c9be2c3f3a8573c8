"""The whole site with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.navigateur.pages import fiche_mediane
from tests.navigateur.serveur import servir

Ouvrir = Callable[..., AbstractContextManager[Page]]
PAS_MAX = 400
# What has the focus: a number that names it, its text, whether it is seen and marked.
FOCUS = """
() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const cadre = e.getBoundingClientRect();
  const dessus = document.elementFromPoint(cadre.x + cadre.width / 2, cadre.y + cadre.height / 2);
  return {
    rang: [...document.querySelectorAll("*")].indexOf(e),
    texte: (e.getAttribute("aria-label") || e.textContent || e.id).trim().slice(0, 60),
    marque: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    visible: cadre.width > 0 && cadre.bottom > 0 && cadre.top < innerHeight
      && cadre.right > 0 && cadre.left < innerWidth,
  };
}
"""
ATTEIGNABLES = """
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)
  .map((e) => [[...document.querySelectorAll("*")].indexOf(e),
    (e.getAttribute("aria-label") || e.textContent || e.id).trim().slice(0, 60)])
"""


def parcours(page: Page) -> list[dict[str, Any]]:
    """Everything the Tab key stops at, in order, until it leaves the page."""
    arrets = []
    for _ in range(PAS_MAX):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or (arrets and focus["rang"] == arrets[0]["rang"]):
            return arrets
        arrets.append(focus)
    pytest.fail(f"la touche Tab ne sort pas de la page en {PAS_MAX} pas")


def fautes(page: Page) -> list[str]:
    """What the keyboard cannot reach, or reaches without being seen."""
    arrets = parcours(page)
    atteints = {a["rang"] for a in arrets}
    manques = [
        f"jamais atteint : {t}" for rang, t in page.evaluate(ATTEIGNABLES) if rang not in atteints
    ]
    muets = [f"sans marque de focus : {a['texte']}" for a in arrets if not a["marque"]]
    caches = [f"hors de la vue : {a['texte']}" for a in arrets if not a["visible"]]
    return manques + muets + caches


@pytest.mark.parametrize("largeur", [375, 1280])
def test_everything_is_reached_and_seen(
    ouvrir: Ouvrir, base: str, site: Path, largeur: int
) -> None:
    """Tab goes through every link, button and field, each marked and in view."""
    chemins = ["", "concertations/", fiche_mediane(site), "guides/", "plan-du-site/"]
    trouvees = {}
    with ouvrir(largeur, reduced_motion="reduce") as page:
        for chemin in chemins:
            page.goto(base + chemin)
            if liste := fautes(page):
                trouvees[chemin] = liste
    assert trouvees == {}


def test_the_first_stop_skips_to_the_content(
    ouvrir: Ouvrir, base: str, pages: dict[str, str]
) -> None:
    """On every kind of page, Tab then Enter leads past the header."""
    with ouvrir() as page:
        for chemin in pages.values():
            page.goto(base + chemin)
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.textContent") == "Aller au contenu", chemin
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "contenu", chemin


def test_the_gate_sees_a_trap(ouvrir: Ouvrir, tmp_path: Path) -> None:
    """A link out of the order, a focus without mark: both are seen."""
    (tmp_path / "s.css").write_text("#b:focus { outline: none }")
    (tmp_path / "index.html").write_text(
        '<!doctype html><title>Piège</title><link rel="stylesheet" href="s.css">'
        '<a href="#a">premier</a><a href="#b" tabindex="-1">perdu</a><button id="b">muet</button>',
        encoding="utf-8",
    )
    with servir(tmp_path) as adresse, ouvrir() as page:
        page.goto(adresse)
        assert "jamais atteint : perdu" in fautes(page)
        page.reload()
        assert "sans marque de focus : muet" in fautes(page)
