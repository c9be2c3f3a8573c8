"""Each folder of ``tests/erreurs/`` is one mistake of a contributor and what it must say."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from generator.catalogue.load import check
from generator.diagnostics import format_text, has_errors
from tests.aides import ecrire_contenu

CAS = Path(__file__).resolve().parent.parent / "erreurs"
JOUR = date(2026, 11, 22)


def _changements(cas: Path) -> dict[str, bytes]:
    base = cas / "content"
    return {f.relative_to(base).as_posix(): f.read_bytes() for f in base.rglob("*") if f.is_file()}


@pytest.mark.parametrize("cas", sorted(d.name for d in CAS.iterdir() if d.is_dir()))
def test_une_erreur_dit_exactement_ceci(
    cas: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole text is compared: place, message, line, caret, mend, and nothing more."""
    ecrire_contenu(tmp_path, **_changements(CAS / cas))
    monkeypatch.chdir(tmp_path)
    loaded = check(Path("content"), jour=JOUR)
    obtenu = format_text(loaded.diagnostics) or "aucune erreur\n"
    fichier = CAS / cas / "attendu.txt"
    if os.environ.get("ECRIRE_ATTENDUS"):
        fichier.write_text(obtenu, encoding="utf-8")
    assert obtenu == fichier.read_text(encoding="utf-8")
    assert (loaded.catalogue is None) == has_errors(loaded.diagnostics)
