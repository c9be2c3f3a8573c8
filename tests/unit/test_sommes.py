"""The SHA-256 of a file is not computed again while the file has not moved, and only then."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from generator.catalogue import sommes
from generator.catalogue.load import load
from generator.catalogue.sommes import MARGE, Sommes, decoder, encoder, sure
from generator.source.discover import Found, Kind, discover
from generator.store import Reserve
from tests.aides import ecrire_contenu, remplacer

VU = (1, 2, 3, 10 * MARGE, 10 * MARGE)
PLUS_TARD = 10**12
"""Nanoseconds: long after the files of a test were written."""


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    return ecrire_contenu(tmp_path)


@pytest.fixture(autouse=True)
def _vieux(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files long after they were written."""
    horloge = sommes.maintenant
    monkeypatch.setattr(sommes, "maintenant", lambda: horloge() + PLUS_TARD)


@pytest.fixture
def lus(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are opened."""
    ouverts: list[str] = []
    lire = sommes.read_bytes

    def noter(chemin: Path) -> bytes:
        ouverts.append(chemin.name)
        return lire(chemin)

    monkeypatch.setattr(sommes, "read_bytes", noter)
    return ouverts


def lire(contenu: Path, cache: Path) -> dict[str, str]:
    """The SHA-256 of each file, from what the cache remembers, which learns."""
    reserve = Reserve(cache)
    index = Sommes(contenu, reserve)
    trouves = {f.path: index.de([f])[0] for f in discover(contenu).files}
    index.retenir()
    reserve.ecrire()
    return trouves


def vraies(contenu: Path) -> dict[str, str]:
    fichiers = (p for p in contenu.rglob("*") if p.is_file())
    return {p.relative_to(contenu).as_posix(): sha256(p.read_bytes()).hexdigest() for p in fichiers}


def editer(fichier: Path) -> None:
    """Change a letter: the same size, and the dates that a tool can restore are restored."""
    avant = fichier.stat()
    octets = fichier.read_bytes()
    while fichier.stat().st_ctime_ns == avant.st_ctime_ns:  # dates are those of a tick
        fichier.write_bytes(octets.swapcase())
        os.utime(fichier, ns=(avant.st_atime_ns, avant.st_mtime_ns))
    apres = fichier.stat()
    assert fichier.read_bytes() != octets
    assert (apres.st_size, apres.st_mtime_ns) == (avant.st_size, avant.st_mtime_ns)


def test_un_fichier_qui_n_a_pas_bouge_n_est_pas_relu(
    contenu: Path, tmp_path: Path, lus: list[str]
) -> None:
    assert lire(contenu, tmp_path / "cache") == vraies(contenu)
    assert len(lus) == len(vraies(contenu))
    lus.clear()
    assert lire(contenu, tmp_path / "cache") == vraies(contenu)
    assert lus == []


def test_la_premiere_fois_chaque_fichier_n_est_ouvert_que_pour_etre_compris(
    contenu: Path, tmp_path: Path, lus: list[str]
) -> None:
    reserve = Reserve(tmp_path / "cache")
    premiere = load(contenu, memoire=reserve, code=b"x")
    reserve.ecrire()
    assert lus == []  # its hash is that of the bytes that were understood
    assert load(contenu, memoire=Reserve(tmp_path / "cache"), code=b"x") == premiere
    assert lus == []  # and it is known again
    assert lire(contenu, tmp_path / "cache") == vraies(contenu)


def test_une_fiche_changee_avant_d_etre_lue_n_est_pas_gardee_pour_une_autre(
    contenu: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fiche = next((contenu / "concertations").rglob("concertation.md"))
    reserve = Reserve(tmp_path / "cache")
    load(contenu, memoire=reserve, code=b"x")
    reserve.ecrire()
    texte = fiche.read_text()
    titre = next(ligne for ligne in texte.splitlines() if ligne.startswith("titre:"))
    vue, lue = (remplacer(texte, titre, f"{titre} {suite}") for suite in ("vue", "lue"))
    fiche.write_text(vue)
    voir = sommes.read_bytes

    def changer_apres(chemin: Path) -> bytes:
        octets = voir(chemin)
        if chemin == fiche:
            fiche.write_text(lue)
        return octets

    with monkeypatch.context() as edition:
        edition.setattr(sommes, "read_bytes", changer_apres)
        reserve = Reserve(tmp_path / "cache")
        load(contenu, memoire=reserve, code=b"x")
        reserve.ecrire()
    assert fiche.read_text() == lue
    fiche.write_text(vue)
    catalogue = load(contenu, memoire=Reserve(tmp_path / "cache"), code=b"x").catalogue
    assert catalogue is not None
    assert [d.fiche.titre[-3:] for d in catalogue.concertations if d.chemin in str(fiche)] == [
        "vue"
    ]


def test_une_edition_de_meme_taille_et_de_meme_date_est_vue(
    contenu: Path, tmp_path: Path, lus: list[str]
) -> None:
    lire(contenu, tmp_path / "cache")
    lus.clear()
    editer(contenu / "site.yml")
    assert lire(contenu, tmp_path / "cache") == vraies(contenu)
    assert lus == ["site.yml"]


def test_un_fichier_mis_a_la_place_d_un_autre_est_vu(
    contenu: Path, tmp_path: Path, lus: list[str]
) -> None:
    """As editors save: another file, dated as the first, is renamed over it."""
    lire(contenu, tmp_path / "cache")
    lus.clear()
    neuf = tmp_path / "neuf"
    shutil.copy2(contenu / "site.yml", neuf)
    neuf.write_bytes(neuf.read_bytes().swapcase())
    shutil.copystat(contenu / "site.yml", neuf)
    neuf.replace(contenu / "site.yml")
    assert lire(contenu, tmp_path / "cache") == vraies(contenu)
    assert lus == ["site.yml"]


def test_une_copie_du_contenu_est_relue(contenu: Path, tmp_path: Path, lus: list[str]) -> None:
    lire(contenu, tmp_path / "cache")
    lus.clear()
    copie = tmp_path / "copie" / "content"
    shutil.copytree(contenu, copie)  # with the dates of the first
    assert lire(copie, tmp_path / "cache") == vraies(contenu)
    assert len(lus) == len(vraies(contenu))
    lus.clear()
    shutil.rmtree(contenu)
    copie.rename(contenu)  # another folder under the same name
    (contenu / "site.yml").write_bytes(b"nom: autre\n")
    assert lire(contenu, tmp_path / "cache") == vraies(contenu)
    assert "site.yml" in lus


def test_rien_n_est_retenu_d_un_fichier_qui_vient_de_changer(
    contenu: Path, tmp_path: Path, lus: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dernier = max(p.stat().st_ctime_ns for p in contenu.rglob("*"))
    monkeypatch.setattr(sommes, "maintenant", lambda: dernier)
    for _ in range(2):
        lus.clear()
        assert lire(contenu, tmp_path / "cache") == vraies(contenu)
        assert len(lus) == len(vraies(contenu))


@pytest.mark.parametrize("degat", ["tronqué", "bruit", "une somme", "texte", "absent"])
def test_un_index_abime_fait_tout_relire(
    contenu: Path, tmp_path: Path, lus: list[str], degat: str
) -> None:
    lire(contenu, tmp_path / "cache")
    reserve = Reserve(tmp_path / "cache")
    nom = Sommes(contenu, reserve)._nom
    octets = reserve.etat(nom)
    assert octets
    abime = {
        "tronqué": octets[:-1],
        "bruit": b"bruit" * 100,
        "une somme": octets[:-1] + bytes([octets[-1] ^ 1]),
        "texte": "ceci n'est pas un index",
        "absent": b"",
    }[degat]
    reserve.ajouter(etats=[(nom, abime)])  # type: ignore[list-item] - damage
    reserve.ecrire()
    lus.clear()
    assert lire(contenu, tmp_path / "cache") == vraies(contenu)
    assert len(lus) == len(vraies(contenu))


def test_un_fichier_disparu_ou_illisible_n_a_pas_de_somme(contenu: Path, tmp_path: Path) -> None:
    index = Sommes(contenu, Reserve(tmp_path / "cache"))
    site = next(f for f in discover(contenu).files if f.kind is Kind.SITE)
    (contenu / "site.yml").unlink()
    assert index.de([site]) == []
    (contenu / "site.yml").mkdir()
    assert index.de([site]) == []


def test_ce_qui_n_a_pas_ete_vu_est_toujours_lu(
    contenu: Path, tmp_path: Path, lus: list[str]
) -> None:
    reserve = Reserve(tmp_path / "cache")
    for _ in range(2):
        index = Sommes(contenu, reserve)
        assert index.de([Found(Kind.SITE, "site", "site.yml")]) == [vraies(contenu)["site.yml"]]
        index.retenir()
        reserve.ecrire()
    assert lus == ["site.yml"] * 2


@pytest.mark.parametrize(
    "vu",
    [
        (1, 0, 3, 4, 5),
        (1, 2, 3, 10 * MARGE, 10 * MARGE + 1),
        (1, 2, 3, 10 * MARGE + 1, 10 * MARGE),
        (1, 2, 3, -1, 5),
        (1, 2, 3, 5, -1),
    ],
    ids=["sans inode", "à peine changé", "daté de demain", "avant 1970", "changé avant 1970"],
)
def test_ce_qui_n_est_pas_sur(vu: tuple[int, int, int, int, int]) -> None:
    assert sure(VU, 11 * MARGE)
    assert not sure(vu, 11 * MARGE)


def test_windows_n_est_pas_cru(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sommes, "os", type("os", (), {"name": "nt"}))
    assert not sure(VU, 11 * MARGE)


def test_l_index_est_rendu_tel_quel() -> None:
    connues = {VU: bytes(range(32)), (2**64 - 1, 2**64 - 1, 0, 0, 2**62): b"\xff" * 32}
    assert decoder(encoder(connues)) == connues
    assert decoder(encoder({})) == decoder(None) == {}
