"""What all tests share: the root of the project and the real site, built once."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

RACINE = Path(__file__).resolve().parent.parent
JOUR = "2026-11-22"
BASE_URL = "https://catalogue.example/sous-chemin/"

# The same examples on every run: a red build is a defect of the commit, not of the draw.
settings.register_profile("maison", deadline=None, derandomize=True)
settings.register_profile("longue", deadline=None, max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "maison"))


@contextmanager
def seul(verrou: Path) -> Iterator[None]:
    """Let one process of the test run at a time pass."""
    with verrou.open("w") as fichier:
        fcntl.flock(fichier, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def racine() -> Path:
    """Root of the project."""
    return RACINE


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The real catalogue, built once for all workers of the run by the command people use."""
    base = tmp_path_factory.getbasetemp()
    commun = base if worker_id == "master" else base.parent
    sortie, fait = commun / "site-reel", commun / "site-reel.fait"
    with seul(commun / "site-reel.verrou"):
        if not fait.exists():
            commande = [sys.executable, "-m", "generator", "build", "--content", "content"]
            commande += ["--out", str(sortie), "--date", JOUR, "--base-url", BASE_URL]
            resultat = subprocess.run(
                commande, cwd=RACINE, capture_output=True, text=True, check=False
            )
            if resultat.returncode:
                pytest.fail(f"le site réel ne se construit pas :\n{resultat.stderr}", pytrace=False)
            fait.touch()
    return sortie
