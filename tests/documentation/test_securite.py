"""Each guarantee of docs/securite.md names a test, and that test exists."""

from __future__ import annotations

import re
from pathlib import Path


def test_every_guarantee_has_its_proof(racine: Path) -> None:
    """A row without a test, or with a test that is gone, is a promise nobody keeps."""
    tableaux = (racine / "docs/securite.md").read_text().split("\n| Menace ")[1:]
    lignes = [
        ligne
        for tableau in tableaux
        for ligne in tableau.partition("\n\n")[0].splitlines()
        if ligne.startswith("| ") and "| Garantie |" not in ligne
    ]
    assert len(lignes) > 20
    for ligne in lignes:
        preuves = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", ligne)
        assert preuves, ligne
        for fichier, nom in preuves:
            assert f"def {nom}(" in (racine / fichier).read_text(), f"{fichier}::{nom}"
