"""What the page of a record says, by where the concertation stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.build import Options, site_en_memoire
from tests.aides import FICHE, ecrire_contenu, remplacer


@pytest.mark.parametrize(
    ("ouverture", "cloture", "dits"),
    [
        ("2026-12-01", "2026-12-20", ("Ce qui est demandé", "Qui peut participer")),
        ("2026-11-01", "2026-11-30", ("Ce qui est demandé", "Qui peut participer")),
        ("2024-01-10", "2024-03-10", ("Ce qui était demandé", "Qui pouvait participer")),
    ],
)
def test_nobody_is_invited_to_what_is_over(
    tmp_path: Path, ouverture: str, cloture: str, dits: tuple[str, str]
) -> None:
    """Announced and open ones are told in the present; several conditions make one sentence."""
    fiche = remplacer(FICHE, "2024-01-10", ouverture)
    fiche = remplacer(fiche, "2024-03-10", cloture)
    fiche = remplacer(fiche, "  - ouvert_a_tous\n", "  - ouvert_a_tous\n  - sur_invitation\n")
    contenu = ecrire_contenu(tmp_path, **{"concertations/essai/concertation.md": fiche})
    options = Options(contenu, tmp_path / "site", date(2026, 11, 22), "https://site.example/")
    site, rapport = site_en_memoire(options)
    assert site is not None, rapport.diagnostics
    page = site.files["concertations/essai/index.html"].decode()
    assert [dit for dit in dits if f"<dt>{dit}</dt>" in page] == list(dits)
    assert "Ouvert à tous, sur invitation" in page
