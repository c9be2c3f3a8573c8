"""The preview: serves from memory, follows changes, shows errors instead of a stale page."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.build import Options
from generator.search.pagefind import Course
from generator.serve import Apercu, Serveur, page_erreurs
from tests.aides import ecrire_contenu


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    return ecrire_contenu(tmp_path)


@pytest.fixture
def serveur(contenu: Path) -> Iterator[Serveur]:
    options = Options(contenu, Path(), date(2026, 11, 22), "http://127.0.0.1/", 1)
    apercu = Apercu(options)
    apercu.reconstruire()
    serveur = Serveur(("127.0.0.1", 0), apercu)
    threading.Thread(target=serveur.serve_forever, daemon=True).start()
    yield serveur
    serveur.shutdown()
    serveur.server_close()


def lire(serveur: Serveur, chemin: str) -> tuple[int, str, str]:
    adresse = f"http://127.0.0.1:{serveur.server_port}{chemin}"
    try:
        with urllib.request.urlopen(adresse, timeout=10) as reponse:
            return reponse.status, reponse.url, reponse.read().decode()
    except urllib.error.HTTPError as erreur:
        return erreur.code, erreur.url, erreur.read().decode()


def test_pages_are_served_and_reload_by_themselves(serveur: Serveur) -> None:
    """A page carries the reload script; a folder without its slash redirects; the rest is a 404."""
    code, _, html = lire(serveur, "/concertations/essai/")
    assert code == 200
    assert "Concertation d'essai" in html
    assert "/__recharge.js" in html
    assert lire(serveur, "/concertations/essai")[1].endswith("/concertations/essai/")
    code, _, html = lire(serveur, "/nulle-part/")
    assert code == 404
    assert "Page introuvable" in html


def test_a_change_gives_a_new_version(serveur: Serveur, contenu: Path) -> None:
    """Whoever waits on the old version is answered when the site is rebuilt."""
    version = lire(serveur, "/__version?vu=")[2]
    fiche = contenu / "concertations/essai/concertation.md"
    fiche.write_text(fiche.read_text().replace("Concertation d'essai", "Titre corrigé"))
    serveur.apercu.reconstruire()
    assert lire(serveur, f"/__version?vu={version}")[2] != version
    assert "Titre corrigé" in lire(serveur, "/concertations/essai/")[2]


def test_errors_are_shown_in_the_page_then_forgotten(serveur: Serveur, contenu: Path) -> None:
    """A broken file never leaves a stale page on the screen; mending it brings the site back."""
    site = contenu / "site.yml"
    bon = site.read_text()
    site.write_text(bon + "couleur: <b>bleu</b>\n")
    assert "champ-inconnu" in serveur.apercu.reconstruire()
    html = lire(serveur, "/concertations/essai/")[2]
    assert "Le contenu a des erreurs" in html
    assert "site.yml:4:1" in html
    assert "<b>bleu</b>" not in html
    site.write_text(bon)
    serveur.apercu.reconstruire()
    assert "Concertation d'essai" in lire(serveur, "/concertations/essai/")[2]


def test_a_page_does_not_wait_for_the_index(
    serveur: Serveur, contenu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change is served with the index of before; the new one comes when it is made."""
    liberer, fait = threading.Event(), threading.Event()
    attendre, reindexer = Course.attendre, serveur.apercu._reindexer

    def retenir(course: Course) -> Path:
        liberer.wait(30)
        return attendre(course)

    def noter(fichiers: Mapping[str, bytes]) -> None:
        reindexer(fichiers)
        fait.set()

    def entree() -> str:
        return lire(serveur, "/pagefind/pagefind-worker.js")[2]

    avant = entree()
    monkeypatch.setattr(Course, "attendre", retenir)
    monkeypatch.setattr(serveur.apercu._indexer, "_prevenir", noter)
    fiche = contenu / "concertations/essai/concertation.md"
    fiche.write_text(fiche.read_text().replace("Le récit de l'essai.", "Un récit nouveau."))
    serveur.apercu.reconstruire()
    assert "Un récit nouveau." in lire(serveur, "/concertations/essai/")[2]
    assert entree() == avant
    liberer.set()
    assert fait.wait(30)
    assert entree() != avant


@pytest.mark.parametrize(("erreur", "dite"), [(BrokenPipeError, False), (ZeroDivisionError, True)])
def test_a_browser_that_leaves_is_not_an_error(
    serveur: Serveur,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    erreur: type[Exception],
    dite: bool,  # noqa: FBT001 - a case
) -> None:
    """It leaves at each reload; anything else is still told."""

    def echouer(*_: object) -> None:
        raise erreur

    monkeypatch.setattr(serveur, "finish_request", echouer)
    monkeypatch.setattr(serveur, "shutdown_request", lambda _: None)
    serveur.process_request_thread(None, ("127.0.0.1", 1))
    assert (erreur.__name__ in capsys.readouterr().err) == dite


def test_the_page_of_errors_fits_a_telephone() -> None:
    """Long lines go on below instead of making the page as wide as they are."""
    page = page_erreurs("x" * 300).decode()
    assert "name=viewport" in page
    assert "pre{white-space:pre-wrap;overflow-wrap:anywhere}" in page
