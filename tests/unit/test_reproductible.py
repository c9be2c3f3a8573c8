"""The same commit and the same day give the same bytes, whoever builds."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.aides import ecrire_contenu

RACINE = Path(__file__).resolve().parents[2]


def empreinte(dossier: Path) -> dict[str, str]:
    return {
        p.relative_to(dossier).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(dossier.rglob("*"))
        if p.is_file()
    }


def construire(
    contenu: Path,
    out: Path,
    jour: str = "2026-11-22",
    cache: Path | None = None,
    **environnement: str,
) -> dict[str, str]:
    options = [] if cache is None else ["--cache", cache]
    subprocess.run(
        [
            sys.executable,
            "-m",
            "generator",
            "build",
            "--content",
            contenu,
            "--out",
            out,
            "--date",
            jour,
            *options,
        ],
        cwd=contenu.parent,
        env=os.environ | environnement,
        check=True,
        capture_output=True,
    )
    return empreinte(out)


@pytest.mark.parametrize(
    "environnement",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "C", "LANG": "C", "TZ": "America/Los_Angeles"},
        {"HOME": "/nonexistent", "USER": "quelqu-un", "SOURCE_DATE_EPOCH": "1"},
    ],
    ids=str,
)
def test_the_environment_leaves_no_trace(tmp_path: Path, environnement: dict[str, str]) -> None:
    """Hash seed, language, time zone and user change no byte."""
    contenu = ecrire_contenu(tmp_path)
    reference = construire(contenu, tmp_path / "reference", PYTHONHASHSEED="0", TZ="Europe/Paris")
    assert construire(contenu, tmp_path / "autre", **environnement) == reference


def test_the_order_of_files_leaves_no_trace(tmp_path: Path) -> None:
    """Files created in another order, as another disk would list them, give the same bytes."""
    a = ecrire_contenu(tmp_path / "a")
    b = tmp_path / "b" / "content"
    for chemin in sorted(a.rglob("*"), reverse=True):
        if chemin.is_file():
            copie = b / chemin.relative_to(a)
            copie.parent.mkdir(parents=True, exist_ok=True)
            copie.write_bytes(chemin.read_bytes())
    assert construire(a, tmp_path / "sa") == construire(b, tmp_path / "sb")


def test_a_bare_environment_leaves_no_trace(tmp_path: Path) -> None:
    """No variable at all, as in a container, and files closed to others by the umask."""
    contenu = ecrire_contenu(tmp_path)
    reference = construire(contenu, tmp_path / "reference")
    out = tmp_path / "nu"
    commande = [sys.executable, "-m", "generator", "build", "--content", contenu, "--out", out]
    commande += ["--date", "2026-11-22", "--cache", tmp_path / "cache-nu"]
    subprocess.run(
        commande,
        cwd=RACINE,
        env={},
        check=True,
        capture_output=True,
        preexec_fn=lambda: os.umask(0o077) and None,
    )
    assert empreinte(out) == reference


def test_a_clock_that_jumps_leaves_no_trace(tmp_path: Path) -> None:
    """Tomorrow, ten years later, then back: with the same cache, each day gives its own bytes."""
    contenu = ecrire_contenu(tmp_path)
    jours = ("2026-11-22", "2026-11-23", "2036-01-01", "2020-02-29", "2026-11-22")
    attendus = {
        jour: construire(contenu, tmp_path / jour, jour, tmp_path / f"cache-{jour}")
        for jour in dict.fromkeys(jours)
    }
    assert len({str(a) for a in attendus.values()}) == len(attendus)
    for jour in jours:
        assert construire(contenu, tmp_path / "meme", jour, tmp_path / "cache") == attendus[jour]
