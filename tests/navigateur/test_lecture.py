"""The same words for everyone: enlarged, spaced out, narrow, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Page

from tests.navigateur.serveur import servir

Ouvrir = Callable[..., AbstractContextManager[Page]]
# 1280 px at 400 % (WCAG 1.4.10).
ZOOM = {"largeur": 320, "hauteur": 256}
# WCAG 1.4.12, by a sheet that the strict policy allows.
ESPACER = """
() => {
  const feuille = new CSSStyleSheet();
  feuille.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [feuille];
}
"""
# Text cut or spilling: wider than the page, or hidden by its own box.
PERTES = """
() => {
  const pertes = [];
  const large = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > large) pertes.push(`défilement horizontal : ${document.documentElement.scrollWidth} px`);
  for (const e of document.querySelectorAll("body *")) {
    if (!e.checkVisibility() || e.closest("svg, .sr")) continue;
    const style = getComputedStyle(e);
    if (style.position === "absolute" && e.getBoundingClientRect().width <= 1) continue;
    const cache = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
    if (cache && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1))
      pertes.push(`texte coupé : ${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 40)}`);
  }
  return pertes;
}
"""
# The words of the page, without the controls that only a script can offer.
TEXTE = """
() => {
  const principal = document.querySelector("main");
  for (const e of principal.querySelectorAll("button, [role=status], [data-filtre]")) e.remove();
  for (const d of principal.querySelectorAll("details")) { d.removeAttribute("name"); d.open = true; }
  return principal.innerText.replace(/\\s+/g, " ").trim();
}
"""


def pertes(page: Page) -> list[str]:
    """What the reader loses on this page as it is now."""
    return page.evaluate(PERTES)


def test_nothing_is_lost_at_400_percent(ouvrir: Ouvrir, base: str, pages: dict[str, str]) -> None:
    """No horizontal scrolling and no cut text at 320 px, spaced out or not."""
    trouvees = {}
    with ouvrir(**ZOOM) as page:
        for chemin in pages.values():
            page.goto(base + chemin)
            avant = pertes(page)
            page.evaluate(ESPACER)
            if liste := avant + [f"espacé, {p}" for p in pertes(page)]:
                trouvees[chemin] = liste
    assert trouvees == {}


def test_nothing_is_lost_when_spaced_out(ouvrir: Ouvrir, base: str, pages: dict[str, str]) -> None:
    """The same with the text spacing of WCAG on a wide screen."""
    trouvees = {}
    with ouvrir() as page:
        for chemin in pages.values():
            page.goto(base + chemin)
            page.evaluate(ESPACER)
            if liste := pertes(page):
                trouvees[chemin] = liste
    assert trouvees == {}


def test_the_words_need_no_script(ouvrir: Ouvrir, base: str, pages: dict[str, str]) -> None:
    """With JavaScript off, every page says the same, save the search page, which leads to the lists,
    and the forms of « Contribuer », which give way to files to download (test_contribuer)."""
    avec, sans = {}, {}
    chemins = {g: c for g, c in pages.items() if not g.startswith(("recherche", "contribuer"))}
    for textes, actif in ((avec, True), (sans, False)):
        with ouvrir(java_script_enabled=actif) as page:
            for chemin in chemins.values():
                page.goto(base + chemin)
                textes[chemin] = page.evaluate(TEXTE)
    differents = [c for c in avec if avec[c] != sans[c]]
    assert differents == []
    assert all(len(t) > 40 for t in sans.values())


def test_a_phone_is_told_to_scroll_only_the_tables_that_need_it(ouvrir: Ouvrir, base: str) -> None:
    """The answers of a record fit a phone; the columns of the board do not."""
    deborde = "d => d.nextElementSibling.scrollWidth > d.nextElementSibling.clientWidth"
    with ouvrir(largeur=375) as page:
        for chemin, large in (
            ("concertations/convention-citoyenne-fin-de-vie/", False),
            ("devoir-de-suite/concertations/", True),
        ):
            page.goto(base + chemin)
            dit = page.locator(".defile").last
            dit.wait_for(state="visible" if large else "hidden")
            assert dit.evaluate(deborde) is large
    with ouvrir(largeur=375, java_script_enabled=False) as page:
        page.goto(f"{base}concertations/convention-citoyenne-fin-de-vie/")
        assert page.locator(".defile").last.is_visible()


def test_the_gates_see_a_loss(ouvrir: Ouvrir, tmp_path: Path) -> None:
    """A wide box, a cut text, words written by a script: each is seen."""
    (tmp_path / "s.css").write_text(
        ".l { width: 400px } .c { height: 1em; width: 5em; overflow: hidden }"
    )
    (tmp_path / "m.js").write_text("document.querySelector('main').append('ajouté')")
    (tmp_path / "index.html").write_text(
        '<!doctype html><title>Perte</title><link rel="stylesheet" href="s.css">'
        '<main><p class="l">large</p><p class="c">un texte bien trop long pour sa boîte</p></main>'
        '<script src="m.js"></script>',
        encoding="utf-8",
    )
    textes = []
    with servir(tmp_path) as adresse:
        for actif in (True, False):
            with ouvrir(**ZOOM, java_script_enabled=actif) as page:
                page.goto(adresse)
                vues = " ".join(pertes(page))
                textes.append(page.evaluate(TEXTE))
    assert "défilement horizontal" in vues
    assert "texte coupé" in vues
    assert "ajouté" in textes[0]
    assert "ajouté" not in textes[1]
