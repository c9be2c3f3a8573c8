"""Accessibility as far as a machine can tell: axe on each kind of page, in each look."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.navigateur.pages import TAILLES
from tests.navigateur.serveur import servir

Ouvrir = Callable[..., AbstractContextManager[Page]]
OPTIONS = {"resultTypes": ["violations", "incomplete"]}


# Contrast of the text of an element, and the least that WCAG 1.4.3 asks for it; null over an image.
CONTRASTE = """
(selecteur) => {
  const element = document.querySelector(selecteur);
  const toile = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const lire = (couleur) => {
    toile.clearRect(0, 0, 1, 1);
    toile.fillStyle = couleur;
    toile.fillRect(0, 0, 1, 1);
    const [r, v, b, a] = toile.getImageData(0, 0, 1, 1).data;
    return [r, v, b, a / 255];
  };
  const poser = ([r, v, b, a], fond) => [r, v, b].map((c, i) => c * a + fond[i] * (1 - a));
  const couches = [];
  for (let e = element; e; e = e.parentElement) {
    const style = getComputedStyle(e);
    if (style.backgroundImage !== "none" || style.opacity !== "1") return null;
    couches.push(lire(style.backgroundColor));
    if (couches.at(-1)[3] === 1) break;
  }
  const fond = couches.reduceRight((dessous, couche) => poser(couche, dessous), lire("Canvas"));
  const style = getComputedStyle(element);
  const luminance = (couleur) => couleur
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((somme, c, i) => somme + c * [0.2126, 0.7152, 0.0722][i], 0);
  const [clair, sombre] = [luminance(poser(lire(style.color), fond)), luminance(fond)].sort((a, b) => b - a);
  const taille = parseFloat(style.fontSize);
  const grand = taille >= 24 || (taille >= 18.66 && Number(style.fontWeight) >= 700);
  return [(clair + 0.05) / (sombre + 0.05), grand ? 3 : 4.5];
}
"""


def contraste_suffit(page: Page, selecteur: str) -> bool:
    """Whether the text of an element can be read on what is behind it."""
    mesure = page.evaluate(CONTRASTE, selecteur)
    return mesure is not None and mesure[0] >= mesure[1]


def violations(page: Page) -> list[str]:
    """What axe refuses or leaves open: rule and element.

    A contrast that axe leaves open (a cell scrolled out of view, say) is computed here.
    """
    reponse = Axe().run(page, options=OPTIONS).response
    ouvertes = [
        (v["id"], n)
        for v in reponse["incomplete"]
        for n in v["nodes"]
        if v["id"] != "color-contrast" or not contraste_suffit(page, n["target"][0])
    ]
    refusees = [(v["id"], n) for v in reponse["violations"] for n in v["nodes"]]
    return [f"{regle}: {noeud['html'][:120]}" for regle, noeud in refusees + ouvertes]


@pytest.mark.parametrize("schema", ["light", "dark"])
@pytest.mark.parametrize("taille", TAILLES)
def test_axe_finds_nothing(
    ouvrir: Ouvrir, base: str, pages: dict[str, str], schema: str, taille: tuple[int, int]
) -> None:
    """No violation, best practices included, on one page of each kind."""
    trouvees = {}
    with ouvrir(*taille, color_scheme=schema, bypass_csp=True) as page:
        for genre, chemin in pages.items():
            page.goto(base + chemin)
            if refus := violations(page):
                trouvees[f"{genre} ({chemin})"] = refus
    assert len(pages) > 10
    assert trouvees == {}


def test_axe_sees_a_fault(ouvrir: Ouvrir, tmp_path: Path) -> None:
    """The gate can fail: an image without alternative, a poor contrast, a nameless field."""
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Faute</title><main><h1>Faute</h1>'
        '<img src="a.png"><input><p style="color:#bbb;background:#fff">Pâle</p></main>',
        encoding="utf-8",
    )
    with servir(tmp_path) as adresse, ouvrir(bypass_csp=True) as page:
        page.goto(adresse)
        # The style attribute of the plant is refused by our own policy: set it by the script.
        page.evaluate("document.querySelector('p').style.cssText = 'color:#bbb;background:#fff'")
        regles = {v.split(":")[0] for v in violations(page)}
    assert {"image-alt", "label", "color-contrast"} <= regles


def test_an_open_contrast_is_computed(ouvrir: Ouvrir, tmp_path: Path) -> None:
    """Black on white is 21; grey on white is seen as poor; over an image nothing is sure."""
    (tmp_path / "s.css").write_text(
        "body { background: #fff; color: #000 } #pale { color: #999 } #grand { color: #888; font-size: 30px }"
        "#image { background-image: linear-gradient(red, blue) }"
    )
    (tmp_path / "index.html").write_text(
        '<!doctype html><title>x</title><link rel="stylesheet" href="s.css"><p id="noir">a</p>'
        '<p id="pale">a</p><p id="grand">a</p><p id="image">a</p>'
    )
    with servir(tmp_path) as adresse, ouvrir() as page:
        page.goto(adresse)
        assert page.evaluate(CONTRASTE, "#noir") == [21, 4.5]
        lisibles = {i: contraste_suffit(page, f"#{i}") for i in ("noir", "pale", "grand", "image")}
    assert lisibles == {"noir": True, "pale": False, "grand": True, "image": False}
