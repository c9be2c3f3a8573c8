"""Each guarantee of docs/securite.md names a test, and that test exists."""

from __future__ import annotations

import re
from pathlib import Path


def test_every_guarantee_has_its_proof(racine: Path) -> None:
    """A row without a test, or with a test that is gone, is a promise nobody keeps."""
    lignes = [
        ligne
        for ligne in (racine / "docs/securite.md").read_text().splitlines()
        if ligne.startswith("| ") and not ligne.startswith("| Menace")
    ]
    assert len(lignes) > 20
    for ligne in lignes:
        preuves = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", ligne)
        assert preuves, ligne
        for fichier, nom in preuves:
            assert f"def {nom}(" in (racine / fichier).read_text(), f"{fichier}::{nom}"
