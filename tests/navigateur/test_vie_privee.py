"""Nothing leaves the site, nothing is kept, and the strict policy is never broken."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.conftest import BASE_URL
from tests.hebergement.serveurs import servir as servir_vraiment
from tests.navigateur.serveur import servir

Ouvrir = Callable[..., AbstractContextManager[Page]]
# Kept before any script of the page runs.
NOTER_LES_REFUS = """
window.__refus = [];
addEventListener("securitypolicyviolation", (e) => __refus.push(`${e.violatedDirective} ${e.blockedURI}`));
"""


def ecarts(ouvrir: Ouvrir, base: str, chemins: list[str]) -> list[str]:
    """Every console message, page error, policy refusal, foreign request and trace kept."""
    trouves: list[str] = []
    with ouvrir() as page:
        page.add_init_script(NOTER_LES_REFUS)
        ici = ""
        page.on("console", lambda m: trouves.append(f"{ici}: console {m.type}: {m.text}"))
        page.on("pageerror", lambda e: trouves.append(f"{ici}: erreur: {e}"))
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((base, "data:"))
                else trouves.append(f"{ici}: requête {r.url}")
            ),
        )
        page.on(
            "response",
            lambda r: trouves.append(f"{ici}: {r.status} {r.url}") if r.status >= 400 else None,
        )
        for ici in chemins:
            page.goto(base + ici, wait_until="networkidle")
            trouves += [f"{ici}: refus {r}" for r in page.evaluate("window.__refus")]
            trouves += [
                f"{ici}: trace {cle}"
                for cle in page.evaluate("Object.keys({...localStorage, ...sessionStorage})")
            ]
        trouves += [f"cookie {c['name']}" for c in page.context.cookies()]
    return trouves


def test_nothing_leaves_the_site(ouvrir: Ouvrir, base: str, pages: dict[str, str]) -> None:
    """One page of each kind under the strict headers: silence, no other host, no cookie, no trace."""
    chemins = [c for c in pages.values() if c != "404.html"]
    assert ecarts(ouvrir, base, chemins) == []


@pytest.mark.lent
def test_nothing_leaves_the_site_served_by_nginx(
    ouvrir: Ouvrir, site: Path, pages: dict[str, str]
) -> None:
    """The same, and a search, behind a real server with the configuration that we write for it."""
    chemins = [*(c for c in pages.values() if c != "404.html"), "recherche/?q=climat"]
    with servir_vraiment("nginx", site, urlsplit(BASE_URL).path) as adresse:
        assert ecarts(ouvrir, adresse, chemins) == []


def test_the_gate_sees_every_leak(ouvrir: Ouvrir, tmp_path: Path) -> None:
    """An inline script, another host, a missing file, a cookie: each is seen."""
    (tmp_path / "m.js").write_text(
        "document.cookie='a=1'; localStorage.x='1'; console.log('bavard');"
    )
    (tmp_path / "index.html").write_text(
        '<!doctype html><title>Fuite</title><script>1</script><script src="m.js"></script>'
        '<img src="absente.png"><img src="http://127.0.0.2:9/pixel.png">'
    )
    with servir(tmp_path) as adresse:
        vus = "\n".join(ecarts(ouvrir, adresse, [""]))
    for attendu in (
        "refus script-src-elem inline",
        "refus img-src",
        "404",
        "console log: bavard",
        "cookie a",
        "trace x",
    ):
        assert attendu in vus
