"""What lists read of all records, kept lot by lot: it spares reading records, and changes nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from generator.par_fiche import RELEVES
from generator.releves import MemoireGardee
from generator.sceau import sceller
from generator.store import Colonne, decoder_colonne, encoder_colonne
from tests.arbre import JOUR, construire, contenu_de_trois
from tests.unit.test_lots import executer


def test_une_colonne_abimee_ne_donne_rien() -> None:
    colonne = Colonne(1, 2, (b"valeur", b""), (b"somme", b"autre"))
    octets = encoder_colonne(colonne)
    assert decoder_colonne(octets) == colonne
    assert decoder_colonne(sceller(b"autre chose")) is None
    for rang in range(len(octets)):
        assert (
            decoder_colonne(octets[:rang] + bytes([octets[rang] ^ 1]) + octets[rang + 1 :]) is None
        )


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    return contenu_de_trois(tmp_path)


@pytest.fixture
def cache(contenu: Path, tmp_path: Path) -> Path:
    """A cache that no longer knows the sections of the plan: all of them are called again."""
    construire(contenu, tmp_path / "cache")
    executer(tmp_path / "cache", "DELETE FROM etats")
    return tmp_path / "cache"


def test_les_listes_ne_relisent_aucune_fiche(
    contenu: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuser(_self: MemoireGardee, nom: str, identifiants: list[str]) -> dict[str, bytes]:
        assert RELEVES[nom].brut, f"{nom} de {identifiants}"
        return {}

    monkeypatch.setattr(MemoireGardee, "_lire_fiches", refuser)
    repris = construire(contenu, cache)
    assert repris.rendus == frozenset()
    assert repris.fichiers == construire(contenu).fichiers


@pytest.mark.parametrize(
    "degat",
    ["DELETE FROM lots", "UPDATE lots SET valeur = CAST(upper(hex(valeur)) AS BLOB)"],
    ids=["absente", "abîmée"],
)
def test_une_colonne_perdue_est_refaite_des_fiches(
    contenu: Path, cache: Path, degat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    executer(cache, degat)
    for jour in (JOUR + timedelta(days=400), JOUR):
        assert construire(contenu, cache, jour).fichiers == construire(contenu, None, jour).fichiers
    executer(cache, "DELETE FROM etats")
    test_les_listes_ne_relisent_aucune_fiche(contenu, cache, monkeypatch)
