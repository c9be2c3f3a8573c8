"""Every page of the real site is valid HTML: the Nu HTML checker, once over all of them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

NU = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
pytestmark = pytest.mark.java


def erreurs(dossier: Path) -> list[str]:
    """What the checker refuses, as ``file:line: message``; each message once a file."""
    assert NU.is_file(), "le vérificateur Nu manque : lancez « make test »"
    commande = [
        "java",
        "-Xss4m",
        "-jar",
        str(NU),
        "--errors-only",
        "--skip-non-html",
        "--format",
        "json",
    ]
    sortie = subprocess.run(
        [*commande, str(dossier)], capture_output=True, text=True, check=False
    ).stderr
    messages = json.loads(sortie)["messages"]
    trouvees = []
    for m in messages:
        fichier = m.get("url", "").removeprefix(f"file:{dossier}/")
        trouvees.append(f"{fichier}:{m.get('lastLine', 0)}: {m['message']}")
    return trouvees


def test_every_page_is_valid(site: Path) -> None:
    """No error on any page (RGAA 8.2)."""
    assert len(list(site.rglob("*.html"))) > 50
    assert erreurs(site)[:40] == []


def test_the_checker_sees_a_fault(tmp_path: Path) -> None:
    """The gate can fail."""
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Faute</title></head>'
        "<body><p><ul></ul><img src=a.png></p></body></html>",
        encoding="utf-8",
    )
    assert len(erreurs(tmp_path)) >= 2
