"""A folder that has not changed is not read again; one that has is, whatever was done to it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.publish import MARQUEUR, avance, en_avance, publier, souvenir
from generator.publish.arbre import lire, parcourir
from generator.publish.souvenir import Souvenirs, sur
from generator.store.objets import Objets
from tests.unit import test_double
from tests.unit.test_double import DEGATS, Publie

TARD = 10**12
"""Nanoseconds: long after the folders were made."""


@pytest.fixture(autouse=True)
def _retenir(monkeypatch: pytest.MonkeyPatch) -> None:
    """Record the smallest tree, as if it had been made long before."""
    horloge = souvenir.maintenant
    monkeypatch.setattr(souvenir, "ECART", -1)
    monkeypatch.setattr(souvenir, "maintenant", lambda: horloge() + TARD)


def attendre(dossier: Path) -> None:
    """Go on when what is done next cannot bear the dates of what was done before."""
    temoin = dossier / "temoin"
    temoin.touch()
    debut = temoin.lstat().st_ctime_ns
    while temoin.lstat().st_ctime_ns == debut:
        temoin.touch()


def publie(racine: Path) -> Publie:
    """A site whose two trees are recorded as they are, but for what each round changes."""
    site = Publie(racine)
    for tour in (3, 4, 5):
        attendre(racine)
        site.publier(tour)
    attendre(racine)
    return site


def lus(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that are read from now on."""
    noms: list[str] = []
    monkeypatch.setattr(
        souvenir, "lire", lambda debut, nom, arbre: noms.append(nom) or lire(debut, nom, arbre)
    )
    monkeypatch.setattr(souvenir, "parcourir", lambda *_: pytest.fail("tout est relu"))
    return noms


def test_what_is_put_in_advance_is_looked_at_while_the_rest_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first publication reads the folders that changed since, and no other."""
    objets, out, double = Objets(tmp_path / "cache"), tmp_path / "site", tmp_path / "d/x"
    contenus = {nom: objets.deposer(nom.encode()) for nom in ("a/b", "c/d/e", "c/f", "g/h")}
    fini, dire = os.pipe()
    ecrire = souvenir._ecrire

    def ecrire_et_dire(*choses: Any) -> None:
        ecrire(*choses)
        os.write(dire, b"x")

    with monkeypatch.context() as ici, en_avance(out, double, 2) as avance:
        assert avance is not None
        for nom in ("a/b", "c/d/e", "c/f"):
            avance.poser(nom, contenus[nom])
        attendre(tmp_path)
        ici.setattr(souvenir, "_ecrire", ecrire_et_dire)
        avance.preparer()
        assert os.read(fini, 1)
        avance.poser("g/h", contenus["g/h"])
    noms = lus(monkeypatch)
    entiers: list[str] = []
    monkeypatch.setattr(
        souvenir, "parcourir", lambda debut, nom: entiers.append(nom) or parcourir(debut, nom)
    )
    publier(sorted(contenus.items()), out, double=double)
    assert (noms, entiers) == ([""], ["g"])
    assert {p.relative_to(out).as_posix() for p in out.rglob("?/*")} >= {"a/b", "c/f", "g/h"}
    for tuyau in (fini, dire):
        os.close(tuyau)


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = publie(tmp_path)
    souvenirs, noms = Souvenirs(site.double), lus(monkeypatch)
    vu = souvenirs.relever(site.double)
    assert "fixe" in vu.dossiers
    assert noms
    assert "fixe" not in noms
    noms.clear()
    assert souvenirs.relever(site.double) == vu == parcourir(site.double)
    assert noms == []
    (site.double / "fixe/intrus").touch()
    assert souvenirs.relever(site.double) == parcourir(site.double)
    assert noms == ["fixe"]


@pytest.mark.parametrize("degat", DEGATS)
@pytest.mark.parametrize("ou", ["double", "out"])
def test_a_damage_to_what_is_recorded_is_put_right(
    tmp_path: Path, degat: Callable[[Path], None], ou: str
) -> None:
    site = publie(tmp_path)
    arbre = getattr(site, ou)
    degat(arbre)
    (site.out / MARQUEUR).touch()  # without it, the folder is not ours
    if degat is not test_double._ferme:
        assert Souvenirs(site.double).relever(arbre) == parcourir(arbre)
    site.publier(6)
    site.publier(7)
    shutil.rmtree(tmp_path / "ailleurs", ignore_errors=True)


@pytest.mark.parametrize("octet", [0, 40, -1])
def test_a_damaged_record_is_not_believed(tmp_path: Path, octet: int) -> None:
    site = publie(tmp_path)
    fichiers = sorted(tmp_path.glob("double.*.vu"))
    assert len(fichiers) == 2
    for fichier in fichiers:
        octets = bytearray(fichier.read_bytes())
        octets[octet] ^= 1
        fichier.write_bytes(octets)
    assert Souvenirs(site.double).relever(site.double) == parcourir(site.double)
    site.publier(6)
    for fichier in fichiers:
        fichier.unlink()
    site.publier(7)


def test_a_tree_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    site = publie(tmp_path)
    shutil.rmtree(site.double)
    site.publier(6)
    numeros = {f"double.{arbre.lstat().st_ino}.vu" for arbre in (site.double, site.out)}
    assert {f.name for f in tmp_path.glob("double.*.vu")} <= numeros


def test_a_double_made_beside_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = publie(tmp_path)
    shutil.rmtree(site.double)
    avance.doubler(site.out, site.double)
    noms = lus(monkeypatch)
    assert Souvenirs(site.double).relever(site.double) == parcourir(site.double)
    assert noms == []


def test_dates_are_believed_when_another_change_could_not_bear_them() -> None:
    seconde = 10**9
    fin, rond = 100 * seconde + 1_234_567, 100 * seconde
    assert not sur((1, 2, 3, fin, fin), fin + souvenir.MARGE_FINE - 1)
    assert sur((1, 2, 3, fin, fin), fin + souvenir.MARGE_FINE)
    assert not sur((1, 2, 3, rond, rond), rond + souvenir.MARGE - 1)
    assert sur((1, 2, 3, rond, rond), rond + souvenir.MARGE)
    assert not sur((1, 2, 3, fin + seconde, fin), fin + souvenir.MARGE_FINE)
    assert not sur((1, 0, 3, fin, fin), fin + souvenir.MARGE)


def test_what_changed_too_recently_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(souvenir, "maintenant", lambda: 0)
    site = publie(tmp_path)
    noms = lus(monkeypatch)
    assert Souvenirs(site.double).relever(site.double) == parcourir(site.double)
    assert {"", "fixe", "tours"} <= set(noms)


def test_a_memory_without_dates_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without them, what is put right above is published."""
    site = publie(tmp_path)
    test_double._remplace(site.double)
    monkeypatch.setattr(souvenir, "_comparer", lambda _debut, connu: (connu, 0))
    with pytest.raises(AssertionError):
        site.publier(6)
