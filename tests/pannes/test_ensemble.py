"""Two builds at once, held at the instants where they could harm each other."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from generator.__main__ import main
from generator.menage import CacheUtiliseError, elaguer, vider
from generator.publish import PublicationError, publier
from generator.publish.chantier import Chantier
from generator.store import Reserve
from generator.verrous import en_usage, inutilise, verrou
from tests.aides import ecrire_contenu
from tests.arbre import construire, contenu_de_trois
from tests.pannes.test_commande import arbre

CONTEXTE = get_context("fork")
ATTENTE = 120
"""Seconds after which a build that waits for the other gives up: only a defect makes it last."""


def lancer(arguments: list[str], journal: Path, avant: Callable[[], None]) -> Any:
    """The real command, in a process where something was prepared first."""

    def fils() -> None:
        fd = os.open(journal, os.O_WRONLY | os.O_CREAT)
        os.dup2(fd, 1)
        os.dup2(fd, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        avant()
        main(arguments)

    processus = CONTEXTE.Process(target=fils)
    processus.start()
    return processus


def options(contenu: Path, out: Path, cache: Path) -> list[str]:
    choix = ["build", "--date", "2026-11-22", "--jobs", "1", "--content", str(contenu)]
    return [*choix, "--out", str(out), "--cache", str(cache)]


def au_pas(barriere: Any) -> None:
    """Nothing goes into the cache before the other build is about to put the same there."""
    placer = os.rename

    def ensemble(ici: Any, la: Any) -> None:
        objet = "objets" in Path(la).parts
        if objet:
            barriere.wait(ATTENTE)
        placer(ici, la)
        if objet:
            barriere.wait(ATTENTE)

    os.rename = ensemble  # type: ignore[assignment] - in a child


def test_two_builds_that_fill_one_cache_in_step_are_both_right(tmp_path: Path) -> None:
    """Each object is put twice: what one build saw is replaced before it is published."""
    contenu = ecrire_contenu(tmp_path)
    barriere = CONTEXTE.Barrier(2)
    sites = [tmp_path / "a" / "site", tmp_path / "b" / "site"]
    tous = [
        lancer(
            options(contenu, out, tmp_path / "cache"),
            tmp_path / f"dit-{out.parent.name}",
            lambda: au_pas(barriere),
        )
        for out in sites
    ]
    for un in tous:
        un.join()
    dits = [f.read_text() for f in sorted(tmp_path.glob("dit-*"))]
    assert [un.exitcode for un in tous] == [0, 0], dits
    assert arbre(sites[0]) == arbre(sites[1])


def test_the_second_to_publish_is_refused_and_says_so(tmp_path: Path) -> None:
    """The first holds the lock until the second has ended; both build from one cache."""
    contenu, out = ecrire_contenu(tmp_path), tmp_path / "public" / "site"
    entre, sorti = CONTEXTE.Event(), CONTEXTE.Event()

    def tenir() -> None:
        remplir = Chantier.remplir

        def lent(chantier: Any, *choses: Any) -> None:
            entre.set()
            assert sorti.wait(ATTENTE)
            remplir(chantier, *choses)

        Chantier.remplir = lent  # type: ignore[method-assign] - in a child

    commande = options(contenu, out, tmp_path / "cache")
    premier = lancer(commande, tmp_path / "premier", tenir)
    assert entre.wait(ATTENTE)
    second = lancer(commande, tmp_path / "second", lambda: None)
    second.join()
    sorti.set()
    premier.join()
    assert (premier.exitcode, second.exitcode) == (0, 74)
    dit = (tmp_path / "second").read_text()
    assert "une autre construction publie déjà" in dit
    assert dit.count("\n") == 1
    assert (out / "index.html").is_file()


def test_bytes_put_again_by_another_build_are_published(tmp_path: Path) -> None:
    """The same bytes in another file; other bytes are refused, and the site stays."""
    reserve, out = Reserve(tmp_path / "cache"), tmp_path / "site"
    objet = reserve.deposer(b"les memes")
    Path(objet.chemin).unlink()
    os.utime(Reserve(tmp_path / "cache").deposer(b"les memes").chemin, (1, 1))
    assert publier([("a", objet)], out).ecrits == 1
    assert (out / "a").read_bytes() == b"les memes"
    Path(objet.chemin).unlink()
    Path(objet.chemin).write_bytes(b"LES MEMES")
    with pytest.raises(PublicationError, match="a a été modifié"):
        publier([("a", objet)], out)
    assert (out / "a").read_bytes() == b"les memes"


def test_a_lock_is_one_s_or_shared(tmp_path: Path) -> None:
    fichier = tmp_path / "verrou"
    with verrou(fichier, partage=True) as un, verrou(fichier, partage=True) as deux:
        assert un
        assert deux
        with verrou(fichier) as trois:
            assert not trois
    with verrou(fichier) as seul:
        assert seul
        with verrou(fichier, partage=True) as autre:
            assert not autre


def test_nothing_leaves_a_cache_that_a_build_takes_from(tmp_path: Path) -> None:
    """What it made is on no site yet: it would be the first to go."""
    cache = tmp_path / "cache"
    with en_usage(cache / "rendus"):
        objet = Reserve(cache / "rendus").deposer(b"pas encore publie")
        assert elaguer(cache / "rendus", 0) == (0, 0)
        with pytest.raises(CacheUtiliseError, match="se sert de ce cache"):
            vider(cache)
    assert Path(objet.chemin).exists()
    assert elaguer(cache / "rendus", 0) == (1, 17)
    vider(cache)
    assert not cache.exists()
    with inutilise(cache) as libre:
        assert libre
    vider(cache)


def test_an_index_of_another_version_is_written_again(tmp_path: Path) -> None:
    """Not only ignored: the second build after it finds everything."""
    contenu, cache = contenu_de_trois(tmp_path), tmp_path / "cache"
    sain = construire(contenu, cache)
    base = sqlite3.connect(cache / "index.sqlite")
    base.executescript("DROP TABLE rendus; CREATE TABLE rendus (a); PRAGMA user_version = 99;")
    base.close()
    assert construire(contenu, cache).fichiers == sain.fichiers
    assert construire(contenu, cache).rendus == frozenset()


def test_an_index_cut_while_it_was_made_is_written_again(tmp_path: Path) -> None:
    """All its tables, or none."""
    contenu, cache = contenu_de_trois(tmp_path), tmp_path / "cache"
    cache.mkdir(exist_ok=True)
    base = sqlite3.connect(cache / "index.sqlite")
    base.executescript("CREATE TABLE rendus (a);")
    base.close()
    construire(contenu, cache)
    assert construire(contenu, cache).rendus == frozenset()


def test_pruning_a_damaged_index_writes_it_again(tmp_path: Path) -> None:
    contenu, cache = contenu_de_trois(tmp_path), tmp_path / "cache"
    sain = construire(contenu, cache)
    (cache / "index.sqlite").write_bytes(b"bruit" * 1000)
    assert elaguer(cache, 0)[0] > 0
    assert construire(contenu, cache).fichiers == sain.fichiers
    assert construire(contenu, cache).rendus == frozenset()
