"""Outputs kept lot by lot: found again together, and never when they no longer hold."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lots import Lots
from generator.releves import MemoireGardee
from generator.sceau import sceller
from generator.store import FicheGardee, Lot, decoder_lot, decouper, encoder_lot
from tests.arbre import JOUR, construire, contenu_de_trois

NOMS = st.lists(st.text("abc-", min_size=1, max_size=6), unique=True, max_size=60).map(sorted)


@given(NOMS, st.text("abc-", min_size=1, max_size=6))
def test_a_record_more_changes_two_lots_at_most(noms: list[str], autre: str) -> None:
    avant = decouper(tuple(noms))
    assert [nom for lot in avant for nom in lot] == noms
    assert all(avant)
    apres = decouper(tuple(sorted({*noms, autre})))
    assert sum(lot not in avant for lot in apres) <= 2


def test_a_damaged_lot_gives_nothing() -> None:
    lot = Lot({"a": FicheGardee(1, 2, ())}, {"nom": b"somme"})
    octets = encoder_lot(lot)
    assert decoder_lot(octets) == lot
    assert decoder_lot(sceller(b"autre chose")) is None
    for rang in range(len(octets)):
        assert decoder_lot(octets[:rang]) is None
        assert decoder_lot(octets[:rang] + bytes([octets[rang] ^ 1]) + octets[rang + 1 :]) is None


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    return contenu_de_trois(tmp_path)


@pytest.fixture
def cache(contenu: Path, tmp_path: Path) -> Path:
    construire(contenu, tmp_path / "cache")
    return tmp_path / "cache"


def executer(cache: Path, requete: str) -> list[tuple[bytes]]:
    with closing(sqlite3.connect(cache / "index.sqlite")) as base, base:
        return base.execute(requete).fetchall()


def test_new_lots_tell_their_values_at_once(
    contenu: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keys of lists are made of them: no value of a record is looked at again for that."""
    monkeypatch.setattr(MemoireGardee, "_somme_du_lot", lambda *_: pytest.fail("fiche par fiche"))
    neuf = construire(contenu, tmp_path / "neuf")
    monkeypatch.undo()
    assert construire(contenu, tmp_path / "neuf").rendus == frozenset()
    assert construire(contenu, None).fichiers == neuf.fichiers


def test_what_a_lot_gives_is_looked_for_nowhere_else(contenu: Path, cache: Path) -> None:
    executer(cache, "UPDATE bilans SET valeur = substr(valeur, 2)")
    garde = construire(contenu, cache)
    assert garde.rendus == frozenset()
    assert garde.fichiers == construire(contenu).fichiers


def test_hashes_of_values_are_those_of_the_values(
    contenu: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of a lot are what all the values would give; a defect shows at once."""
    calculer = MemoireGardee._somme_du_lot
    connue = Lots.somme
    vues = []

    def comparer(self: MemoireGardee, releve: Any, world: Any) -> bytes:
        for lot in decouper(tuple(world.catalogue.par_id)):
            dossiers = [world.catalogue.par_id[i] for i in lot]
            somme = self._lots and connue(self._lots, lot, releve.nom)
            vues.append(somme)
            assert somme == calculer(self, releve, world, dossiers)
        return b""

    monkeypatch.setattr(MemoireGardee, "empreinte", comparer)
    construire(contenu, cache)
    assert len(vues) > 5


@pytest.mark.parametrize(
    "degat", ["DELETE FROM lots", "UPDATE lots SET valeur = upper(valeur)"], ids=["absent", "abîmé"]
)
def test_a_lot_that_is_lost_is_made_again_of_its_records(
    contenu: Path, cache: Path, degat: str
) -> None:
    lots = executer(cache, "SELECT valeur FROM lots")
    assert lots
    executer(cache, degat)
    assert construire(contenu, cache).rendus == frozenset()
    assert executer(cache, "SELECT valeur FROM lots") == lots


def test_a_lot_is_written_again_when_one_of_its_records_is(contenu: Path, cache: Path) -> None:
    """An object that is gone, or a day when pages no longer hold: then it is found again."""
    for objet in (cache / "objets").glob("??/*"):
        if b"<html" in objet.read_bytes():
            objet.unlink()
    for jour in (JOUR, JOUR + timedelta(days=400)):
        refait = construire(contenu, cache, jour)
        assert refait.rendus
        executer(cache, "UPDATE bilans SET valeur = substr(valeur, 2)")
        repris = construire(contenu, cache, jour)
        assert repris.rendus == frozenset()
        assert repris.fichiers == refait.fichiers == construire(contenu, None, jour).fichiers
