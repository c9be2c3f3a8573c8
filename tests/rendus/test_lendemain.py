"""The next day, nothing else changed: what is made again is what says something else."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.views.listes import PAR_PAGE, tranches
from tests.aides import FICHE, ecrire_contenu, remplacer
from tests.arbre import JOUR, construire

ANCIENNES = 3 * PAR_PAGE + 2
DEMAIN = JOUR + timedelta(days=1)


def _fiche(ouverture: date, cloture: date, attendue: date) -> str:
    texte = remplacer(FICHE, "ouverture: 2024-01-10", f"ouverture: {ouverture}")
    texte = remplacer(texte, "cloture: 2024-03-10", f"cloture: {cloture}")
    texte = remplacer(texte, "revu_le: 2026-01-15", f"revu_le: {ouverture}")
    return remplacer(texte, "reponse_attendue_inconnue: true", f"reponse_attendue_le: {attendue}")


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    """Old ones that are late; one that closes today; two that are open, the first to close last."""
    fiches = {
        f"ancienne-{rang:02}": _fiche(
            date(2024, 1, 1) + timedelta(days=rang), date(2024, 6, 1), date(2026, 10, 12)
        )
        for rang in range(ANCIENNES)
    }
    fiches["finit"] = _fiche(date(2026, 5, 1), JOUR, date(2027, 1, 15))
    fiches["ouverte-longtemps"] = _fiche(date(2026, 6, 1), date(2027, 6, 1), date(2027, 9, 1))
    fiches["ouverte-un-peu"] = _fiche(date(2026, 4, 1), date(2026, 12, 3), date(2027, 9, 1))
    return ecrire_contenu(
        tmp_path,
        **{"concertations/essai/concertation.md": None, "concertations/essai/suites.yml": None},
        **{f"concertations/{nom}/concertation.md": texte for nom, texte in fiches.items()},
    )


def test_une_cloture_ne_refait_que_ce_qui_la_dit(contenu: Path, tmp_path: Path) -> None:
    construire(contenu, tmp_path / "cache")
    demain = construire(contenu, tmp_path / "cache", DEMAIN)
    assert demain.fichiers == construire(contenu, None, DEMAIN).fichiers
    liste = "statuts/analyse-en-cours/"
    pages = {p for p in demain.fichiers if p.startswith(liste)}
    assert len(pages) == 4
    assert pages & demain.rendus == {f"{liste}index.html"}
    fiches = {p for p in demain.rendus if p.startswith("concertations/ancienne-")}
    assert {p.split("/", 2)[2] for p in fiches} == {"index.html"}, "what counts days, nothing else"
    assert "concertations/finit/index.html" in demain.rendus


def test_la_fiche_compte_les_jours_puis_les_mois_de_retard(contenu: Path, tmp_path: Path) -> None:
    """The list says the date, that holds; the clock of the record, that of the day."""
    cache, page = tmp_path / "cache", "concertations/ancienne-00/index.html"
    phrases = [
        re.findall(r"Réponse attendue le 12 octobre 2026[^<]*", arbre.fichiers[page].decode())[0]
        for arbre in (
            construire(contenu, cache, jour)
            for jour in (JOUR, DEMAIN, date(2027, 1, 12), date(2027, 1, 13))
        )
    ]
    assert [p.replace("\u00a0", " ").rpartition(" : ")[2] for p in phrases] == [
        "41 jours de retard", "42 jours de retard", "3 mois de retard", "3 mois de retard",
    ]  # fmt: skip


def test_celles_qui_ferment_bientot_sont_en_tete(contenu: Path) -> None:
    html = construire(contenu).fichiers["statuts/ouverte/index.html"].decode()
    vues = re.findall(r'href="[^"]*concertations/([a-z-]+)/"', html)
    assert list(dict.fromkeys(vues)) == ["finit", "ouverte-un-peu", "ouverte-longtemps"]


@given(st.integers(0, 2000))
def test_les_pages_d_une_liste_la_montrent_toute(total: int) -> None:
    """Every row once, in order, no page empty; beyond the second, a newer row moves nothing."""
    pages = [list(range(total)[tranche]) for tranche in tranches(total)]
    assert list(chain.from_iterable(pages)) == list(range(total))
    assert len(pages) == max(1, -(-total // PAR_PAGE))
    assert all(pages) or total == 0
    assert all(len(page) <= PAR_PAGE for page in pages)
    suivantes = [[rang + 1 for rang in page] for page in pages[2:]]
    if total % PAR_PAGE:
        assert [list(range(total + 1)[t]) for t in tranches(total + 1)][2:] == suivantes
