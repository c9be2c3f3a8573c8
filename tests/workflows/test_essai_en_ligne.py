"""The published site is the one that was sent: the witness and the try after a deployment."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import smoke
from generator.smoke import Reponse, fichiers, main
from tests.conftest import JOUR
from tests.navigateur.serveur import servir

SITE = {
    "index.html": "<!doctype html>",
    "concertations/essai/index.html": "<!doctype html>essai",
    "assets/site.1.css": "a{}",
    ".well-known/security.txt": "Contact: x",
    "build.json": '{"jour": "2026-11-22"}',
    "404.html": "absente",
}


@pytest.fixture
def petit(tmp_path: Path) -> Path:
    dossier = tmp_path / "site"
    for chemin, texte in SITE.items():
        fichier = dossier / chemin
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(texte)
    return dossier


def test_the_same_site_passes(petit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with servir(petit) as adresse:
        assert main([adresse, str(petit)]) == 0
    assert "Le site du 2026-11-22 est en ligne" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("chemin", "texte", "dit"),
    [
        ("index.html", "autre", "index.html : le contenu en ligne n'est pas celui du dossier"),
        ("assets/site.1.css", None, "assets/site.1.css : réponse 404, 200 attendue"),
        (".well-known/security.txt", None, ".well-known/security.txt : réponse 404"),
    ],
)
def test_a_difference_is_told(  # noqa: PLR0913, PLR0917 - a difference is three words
    petit: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    chemin: str,
    texte: str | None,
    dit: str,
) -> None:
    en_ligne = tmp_path / "en-ligne"
    shutil.copytree(petit, en_ligne)
    (en_ligne / chemin).unlink() if texte is None else (en_ligne / chemin).write_text(texte)
    with servir(en_ligne) as adresse:
        assert main([adresse, str(petit)]) == 1
    assert dit in capsys.readouterr().out


def test_a_late_host_is_waited_for_and_a_stale_one_is_told(
    petit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    attentes: list[float] = []
    voulu = (petit / "build.json").read_bytes()

    def tardif(adresse: str) -> Reponse:
        if adresse.endswith("build.json"):
            return Reponse(200, voulu if len(attentes) > 2 else b"ancien")
        nom = adresse.removeprefix("https://x.example/")
        fichier = petit / (nom + "index.html" if nom.endswith("/") or not nom else nom)
        return Reponse(200, fichier.read_bytes()) if fichier.is_file() else Reponse(404, b"")

    assert main(["https://x.example", str(petit)], tardif, attentes.append) == 0
    assert attentes == [smoke.ATTENTE] * 3
    assert (
        main(["https://x.example", str(petit)], lambda _: Reponse(200, b"x"), lambda _: None) == 1
    )
    assert "n'est pas celui qui vient d'être publié" in capsys.readouterr().out
    assert main(["https://x.example", str(petit)], lambda _: Reponse(0, b""), lambda _: None) == 1
    assert "build.json : réponse 0, 200 attendue" in capsys.readouterr().out


def test_a_host_without_404_is_told(petit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def complaisant(adresse: str) -> Reponse:
        nom = adresse.removeprefix("https://x.example/")
        fichier = petit / (nom + "index.html" if nom.endswith("/") or not nom else nom)
        return Reponse(200, fichier.read_bytes() if fichier.is_file() else b"accueil")

    assert main(["https://x.example/", str(petit)], complaisant) == 1
    assert "une page absente répond 200, 404 attendue" in capsys.readouterr().out


def test_it_runs_with_nothing_installed(petit: Path, racine: Path) -> None:
    """As in the workflow: the Python of the machine, isolated from every installed package."""
    with servir(petit) as adresse:
        fait = subprocess.run(
            [sys.executable, "-S", "-m", "generator.smoke", adresse, str(petit)],
            cwd=racine,
            capture_output=True,
            text=True,
            check=False,
        )
    assert fait.returncode == 0, fait.stdout + fait.stderr
    assert main(["pas-une-adresse", "x"]) == 2


def test_the_real_site_has_its_witness(site: Path, racine: Path) -> None:
    """``build.json``: day, commit and counts, for a heartbeat outside of the forge."""
    temoin = json.loads((site / "build.json").read_text("utf-8"))
    assert temoin["jour"] == JOUR
    assert len(temoin["commit"]) == 40
    dossiers = [d for d in (racine / "content" / "concertations").iterdir() if d.is_dir()]
    assert temoin["concertations"] == len(dossiers)
    assert temoin["propositions"] > 200
    # What is compared after a deployment: fixed files, style, scripts, and pages among all.
    compares = fichiers(site)
    assert {"index.html", "sitemap.xml", "robots.txt"} < set(compares)
    assert len([c for c in compares if c.endswith("/index.html")]) >= smoke.ECHANTILLON
