"""Compressed twins: exact, the same each time, smaller, and found again."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import brotli
import pytest

from generator.build import Options, build
from generator.compression import MINIMUM, clair, compressible, jumeaux, original
from generator.objet import Objet
from generator.verify import comparer, fichiers_du_dossier, lecteur
from schemas.dates import lire_jour
from tests.aides import ecrire_contenu

TEXTE = "Le catalogue des concertations, à l'été. ".encode() * 40
SITE = {
    "index.html": TEXTE,
    "petit.txt": b"a" * (MINIMUM - 1),
    "kit/modele.docx": TEXTE,
    "bruit.txt": bytes(range(256)) * 2,
}


def octets(contenu: bytes | Objet) -> bytes:
    return contenu if isinstance(contenu, bytes) else contenu.lire()


def test_twins_give_back_their_original_and_are_smaller() -> None:
    """Small files, and those that are compressed already, have none."""
    faits = jumeaux(SITE, 1)
    assert (
        {"index.html.br", "index.html.gz"}
        <= set(faits)
        <= {
            *("index.html.br", "index.html.gz", "bruit.txt.br", "bruit.txt.gz"),
        }
    )
    for chemin, contenu in faits.items():
        code = octets(contenu)
        assert len(code) < len(SITE[original(chemin)])
        decode = brotli.decompress(code) if chemin.endswith(".br") else gzip.decompress(code)
        assert decode == SITE[original(chemin)] == clair(chemin, code)


def test_the_same_bytes_give_the_same_twins_whatever_the_processes(tmp_path: Path) -> None:
    site = {f"p{i}.html": TEXTE + str(i).encode() for i in range(60)}
    seul = jumeaux(site, 1)
    assert len(seul) == 120
    assert jumeaux(site, 3) == seul
    avec_cache = jumeaux(site, 3, tmp_path)
    assert {c: octets(x) for c, x in avec_cache.items()} == seul
    assert octets(seul["p0.html.gz"])[4:8] == bytes(4), "no date in the header of gzip"


def test_what_was_compressed_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the cache was damaged: then it is compressed again."""
    avant = jumeaux(SITE, 1, tmp_path)
    with monkeypatch.context() as m:
        m.setattr("generator.compression.CODAGES", {".br": _interdit, ".gz": _interdit})
        repris = jumeaux(SITE, 1, tmp_path)
        assert {c: octets(x) for c, x in repris.items()} == {c: octets(x) for c, x in avant.items()}
    for objet in (tmp_path / "objets").rglob("*"):
        if objet.is_file():
            objet.write_bytes(b"x" * objet.stat().st_size)
    apres = jumeaux(SITE, 1, tmp_path)
    assert {c: octets(x) for c, x in apres.items()} == jumeaux(SITE, 1)


def _interdit(_octets: bytes) -> bytes:
    raise AssertionError("compressed again")


def test_the_build_publishes_twins_and_the_check_reads_them(tmp_path: Path) -> None:
    """Twins are beside every page; one that says something else is seen by ``verify``."""
    contenu = ecrire_contenu(tmp_path)
    out = tmp_path / "site"
    options = Options(
        contenu, out, lire_jour("2026-11-22"), cache=tmp_path / "cache", compress=True
    )
    assert not build(options).failed
    fichiers = fichiers_du_dossier(str(out))
    attendus = {c: (out / c).read_bytes() for c in fichiers if not original(c)}
    for chemin, corps in attendus.items():
        if compressible(chemin, len(corps)) and chemin.endswith(".html"):
            assert clair(f"{chemin}.br", (out / f"{chemin}.br").read_bytes()) == corps
            assert clair(f"{chemin}.gz", (out / f"{chemin}.gz").read_bytes()) == corps
    sommes = {c: _somme(x) for c, x in attendus.items()}
    assert comparer(lecteur(str(out)), sommes, fichiers).aucun
    menteur = out / "index.html.br"
    menteur.unlink()
    menteur.write_bytes(brotli.compress(b"autre chose"))
    (out / "404.html.gz").unlink()
    (out / "404.html.gz").write_bytes(b"abime")
    vus = comparer(lecteur(str(out)), sommes, fichiers_du_dossier(str(out)))
    assert vus.differents == ("404.html.gz", "index.html.br")


def _somme(corps: bytes) -> str:
    return hashlib.sha256(corps).hexdigest()
