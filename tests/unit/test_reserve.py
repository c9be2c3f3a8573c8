"""What is added to the index of a cache: written when it is asked for, or when there is enough."""

from __future__ import annotations

from pathlib import Path

from generator.catalogue.memo import Retenue
from generator.store import Reserve


def _fiche(rang: int, taille: int) -> Retenue:
    return Retenue(bytes([rang]), f"c{rang}", "x" * taille)


def test_a_little_waits_for_the_end(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path)
    reserve.ajouter(fiches=[_fiche(1, 99)])
    reserve.ecrire(100)
    assert Reserve(tmp_path).fiche(b"\1") is None
    reserve.ajouter(fiches=[_fiche(2, 1)])
    reserve.ecrire(100)
    assert Reserve(tmp_path).fiche(b"\1") == "x" * 99
    reserve.ajouter(etats=[("a", b"b")])
    reserve.ecrire()
    assert Reserve(tmp_path).etat("a") == b"b"


def test_many_keys_are_looked_for_at_once(tmp_path: Path) -> None:
    """More than one question holds; those that nobody kept are not there."""
    reserve = Reserve(tmp_path)
    assert reserve.citations([b"a"]) == {}
    cles = [rang.to_bytes(2, "big") for rang in range(2_500)]
    reserve.ajouter(fiches=[Retenue(cle, cle.hex(), "{}") for cle in cles[::2]])
    reserve.ecrire()
    assert reserve.citations(iter(cles)) == {cle: cle.hex() for cle in cles[::2]}
    assert reserve.citations([]) == {}
