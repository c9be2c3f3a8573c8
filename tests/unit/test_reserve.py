"""What is added to the index of a cache: written when it is asked for, or when there is enough."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.catalogue.memo import Rangee, Retenue
from generator.menage import elaguer
from generator.store import Reserve


def _fiche(rang: int, taille: int) -> Rangee:
    return Rangee(bytes([rang]), "c" * taille, bytes(32), 0, 0)


def test_a_little_waits_for_the_end(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path)
    reserve.ajouter(fiches=[_fiche(1, 99)])
    reserve.ecrire(100)
    assert Reserve(tmp_path).citations([b"\1"]) == {}
    reserve.ajouter(fiches=[_fiche(2, 1)])
    reserve.ecrire(100)
    assert Reserve(tmp_path).citations([b"\1"]) == {b"\1": "c" * 99}
    reserve.ajouter(etats=[("a", b"b")])
    reserve.ecrire()
    assert Reserve(tmp_path).etat("a") == b"b"


def test_many_keys_are_looked_for_at_once(tmp_path: Path) -> None:
    """More than one question holds; those that nobody kept are not there."""
    reserve = Reserve(tmp_path)
    assert reserve.citations([b"a"]) == {}
    cles = [rang.to_bytes(2, "big") for rang in range(2_500)]
    reserve.ajouter(fiches=reserve.ranger([Retenue(cle, cle.hex(), b"{}") for cle in cles[::2]]))
    reserve.ecrire()
    assert reserve.citations(iter(cles)) == {cle: cle.hex() for cle in cles[::2]}
    assert reserve.citations([]) == {}


TEXTES = {b"a": b"[1]", b"b": b"", b"c": b"[33]"}


@pytest.fixture
def rangees(tmp_path: Path) -> Path:
    """A cache where three records are put away together, one of which says nothing of others."""
    reserve = Reserve(tmp_path)
    retenues = [Retenue(cle, "{}" * (cle != b"b"), texte) for cle, texte in TEXTES.items()]
    reserve.ajouter(fiches=reserve.ranger(retenues))
    reserve.ecrire()
    return tmp_path


def _lues(cache: Path) -> dict[bytes, bytes | None]:
    reserve = Reserve(cache)
    return {cle: reserve.fiche(cle) for cle in TEXTES}


def _paquet(cache: Path) -> Path:
    (paquet,) = (cache / "objets").glob("??/*")
    return paquet


def test_records_are_put_away_together_and_read_alone(rangees: Path) -> None:
    assert _paquet(rangees).is_file()
    assert _lues(rangees) == TEXTES
    assert Reserve(rangees).citations(TEXTES) == {b"a": "{}", b"c": "{}"}
    assert Reserve(rangees).fiche(b"d") is None
    assert Reserve(rangees).ranger([]) == []


def test_damage_is_an_absence_for_whom_it_concerns(rangees: Path) -> None:
    paquet = _paquet(rangees)
    octets = paquet.read_bytes()
    paquet.write_bytes(octets[:-1] + b"}")
    assert _lues(rangees) == TEXTES | {b"c": None}
    paquet.write_bytes(octets[:-1])
    assert _lues(rangees) == TEXTES | {b"c": None}
    paquet.write_bytes(b"!" + octets[1:])
    assert _lues(rangees) == TEXTES | {b"a": None}
    paquet.write_bytes(b"!" + octets)
    assert set(_lues(rangees).values()) == {None}
    paquet.unlink()
    assert set(_lues(rangees).values()) == {None}


@pytest.mark.parametrize(
    "degat",
    [
        "UPDATE fiches SET debut = 3",
        "UPDATE fiches SET debut = 999",
        "UPDATE fiches SET taille = 1",
        "UPDATE fiches SET objet = NULL",
    ],
)
def test_an_index_that_leads_elsewhere_leads_nowhere(rangees: Path, degat: str) -> None:
    with closing(sqlite3.connect(rangees / "index.sqlite")) as base, base:
        base.execute(degat)
    assert _lues(rangees)[b"c"] is None


def test_pruning_keeps_what_the_index_knows_of_records(rangees: Path) -> None:
    """Older than all the rest, it is still of use; unless it is too much, with the index."""
    paquet = _paquet(rangees)
    libre = Path(Reserve(rangees).deposer(b"x" * 900_000).chemin)
    assert elaguer(rangees, 800_000) == (1, 900_000)
    assert not libre.exists()
    assert _lues(rangees) == TEXTES
    taille = paquet.stat().st_size
    assert elaguer(rangees, 0) == (1, taille)
    assert not paquet.exists()
    assert Reserve(rangees).citations(TEXTES) == {}
    assert elaguer(rangees, 0) == (0, 0)


def test_pruning_forgets_records_that_are_gone_and_keeps_none_that_nobody_knows(
    rangees: Path,
) -> None:
    perdu = Path(Reserve(rangees).deposer(b"x").chemin)
    for chemin in (rangees / "objets").glob("??/*"):
        if chemin != perdu:
            chemin.unlink()
    Reserve(rangees).ranger([Retenue(b"z", "", b"y" * 900_000)])  # as a build that was killed
    assert elaguer(rangees, 800_000)[0] == 2
    assert Reserve(rangees).citations(TEXTES) == {}
