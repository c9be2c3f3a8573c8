"""Anyone can rebuild the site and compare: same content, same day, same bytes."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli
from tests.aides import ecrire_contenu
from tests.conftest import BASE_URL, JOUR
from tests.donnees.lecture import en_json


class Muet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def servir(dossier: Path) -> Iterator[str]:
    """A folder on a local server; its address."""
    serveur = ThreadingHTTPServer(("127.0.0.1", 0), partial(Muet, directory=str(dossier)))
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    try:
        yield f"http://127.0.0.1:{serveur.server_port}"
    finally:
        serveur.shutdown()
        serveur.server_close()


@pytest.fixture
def publie(tmp_path: Path) -> tuple[Path, Path]:
    """A small content and its site, published by the command people use."""
    content = ecrire_contenu(tmp_path)
    sortie = tmp_path / "site"
    options = ["--out", str(sortie), "--date", "2026-11-20", "--jobs", "1"]
    resultat = CliRunner().invoke(cli, ["build", "--content", str(content), *options])
    assert resultat.exit_code == 0, resultat.output
    return content, sortie


def verifier(content: Path, cible: Path | str) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli, ["verify", str(cible), "--content", str(content), "--jobs", "1"])


def test_the_manifest_lists_every_file(site: Path) -> None:
    """Every file of the real site is there with its size and its sum, the manifest excepted."""
    import hashlib

    manifeste = en_json(site, "manifest.json")
    assert manifeste["generated_at"] == JOUR
    assert manifeste["base_url"] == BASE_URL
    assert len(manifeste["commit"]) == 40
    sur_disque = {
        f.relative_to(site).as_posix()
        for f in site.rglob("*")
        if f.is_file() and f.name not in {"manifest.json", ".catalogue-site"}
    }
    assert {f["chemin"] for f in manifeste["fichiers"]} == sur_disque
    assert manifeste["total"] == len(sur_disque)
    for fichier in manifeste["fichiers"]:
        octets = (site / fichier["chemin"]).read_bytes()
        assert len(octets) == fichier["octets"]
        assert hashlib.sha256(octets).hexdigest() == fichier["sha256"]


def test_the_real_site_is_rebuilt_byte_for_byte(site: Path) -> None:
    """Another process, with another hash seed, gives the same bytes: the interface and all the rest."""
    racine = Path(__file__).parents[2]
    resultat = verifier(racine / "content", site)
    assert resultat.exit_code == 0, resultat.output
    assert "octet pour octet" in resultat.output


def test_a_faithful_copy_is_identical(publie: tuple[Path, Path]) -> None:
    """A folder and a server with the same files are identical, for the day they were published."""
    content, sortie = publie
    with servir(sortie) as adresse:
        for cible in (sortie, adresse):
            resultat = verifier(content, cible)
            assert resultat.exit_code == 0, resultat.output
            assert "Site publié le 2026-11-20" in resultat.output
            assert "Identique" in resultat.output


def test_each_difference_is_named(publie: tuple[Path, Path]) -> None:
    """A changed, a missing and an added file are told, from a folder and from a server."""
    content, sortie = publie
    (sortie / "robots.txt").write_text("autre\n")
    (sortie / "donnees/csv/mesures.csv").unlink()
    (sortie / "ajoute.html").write_text("x")
    resultat = verifier(content, sortie)
    assert resultat.exit_code == 1
    assert "Différents (1) :\n  robots.txt\n" in resultat.output
    assert "Absents de la cible (1) :\n  donnees/csv/mesures.csv\n" in resultat.output
    assert "En trop dans la cible (1) :\n  ajoute.html\n" in resultat.output
    with servir(sortie) as adresse:
        resultat = verifier(content, adresse)
    assert resultat.exit_code == 1
    assert "robots.txt" in resultat.output
    assert "mesures.csv" in resultat.output


def test_a_changed_content_is_seen(publie: tuple[Path, Path]) -> None:
    """A site that this content does not give is not identical."""
    content, sortie = publie
    fiche = content / "concertations/essai/concertation.md"
    fiche.write_text(fiche.read_text("utf-8").replace("L'essai.", "Un autre."), "utf-8")
    resultat = verifier(content, sortie)
    assert resultat.exit_code == 1
    assert "concertations/essai/index.html" in resultat.output


@pytest.mark.parametrize(
    ("manifeste", "dit"),
    [
        (None, "« manifest.json » est absent"),
        ("{", "« manifest.json » n'est pas lisible"),
        (json.dumps({"generated_at": "hier"}), "« manifest.json » n'est pas lisible"),
    ],
)
def test_a_target_that_is_not_ours_is_refused(
    tmp_path: Path, manifeste: str | None, dit: str
) -> None:
    """Without a manifest that can be read, the command says so."""
    content = ecrire_contenu(tmp_path)
    cible = tmp_path / "cible"
    cible.mkdir()
    if manifeste is not None:
        (cible / "manifest.json").write_text(manifeste)
    resultat = verifier(content, cible)
    assert resultat.exit_code == 1
    assert dit in resultat.output


def test_a_target_that_does_not_answer_is_said(tmp_path: Path) -> None:
    """Neither a folder nor an address, or a server that is not there: one line, no traceback."""
    content = ecrire_contenu(tmp_path)
    assert "n'est ni un dossier, ni une adresse" in verifier(content, "ailleurs").output
    with servir(tmp_path) as adresse:
        pass
    ferme = verifier(content, adresse)
    assert ferme.exit_code == 1
    assert "manifest.json : " in ferme.output
    shutil.rmtree(content)
