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
# Unknown contrasts are computed from the colour tokens by tests/unit/test_theme.py.
OPTIONS = {"resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    """What axe refuses: rule and element."""
    reponse = Axe().run(page, options=OPTIONS).response
    return [f"{v['id']}: {n['html'][:120]}" for v in reponse["violations"] for n in v["nodes"]]


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
