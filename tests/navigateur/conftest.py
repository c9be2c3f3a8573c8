"""Chromium and the real site, for the tests that need both."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import BASE_URL
from tests.navigateur.pages import genres
from tests.navigateur.serveur import servir

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Ouvrir = Callable[..., AbstractContextManager[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder that asks for a page needs Chromium."""
    for item in items:
        if "ouvrir" in getattr(item, "fixturenames", ()):
            item.add_marker("navigateur")


@pytest.fixture(scope="session")
def base(site: Path) -> Iterator[str]:
    """Address of the real site, served under the path that it was built for."""
    with servir(site, urlsplit(BASE_URL).path) as adresse:
        yield adresse


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, str]:
    """Kind of page -> path of the page that stands for it."""
    return genres(site)


@pytest.fixture(scope="session")
def navigateur() -> Iterator[Browser]:
    """The Chromium of the machine; nothing is downloaded."""
    noms = ("chromium", "chromium-browser", "google-chrome")
    executable = next((c for nom in noms if (c := shutil.which(nom))), None)
    if executable is None:
        pytest.fail("Chromium est introuvable : lancez « make test »", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def ouvrir(navigateur: Browser) -> Ouvrir:
    """Open a tab of its own, with no memory of the others; ``options`` are those of a context."""

    @contextmanager
    def onglet(largeur: int = 1280, hauteur: int = 900, **options: Any) -> Iterator[Page]:
        contexte = navigateur.new_context(
            viewport={"width": largeur, "height": hauteur}, locale="fr-FR", **options
        )
        contexte.set_default_timeout(15_000)
        try:
            yield contexte.new_page()
        finally:
            contexte.close()

    return onglet
