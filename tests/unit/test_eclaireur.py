"""What another process finds of a content folder is what this one would find, whatever befalls it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from generator.source import eclaireur
from generator.source.discover import Tree, discover
from generator.source.eclaireur import eclairer
from tests.aides import ecrire_contenu


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    """A folder with what is wanted, and a file too many."""
    dossier = ecrire_contenu(tmp_path)
    (dossier / "intrus.txt").write_bytes(b"")
    return dossier


@pytest.fixture
def fils(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that are made."""
    faits: list[int] = []
    fourche = os.fork
    monkeypatch.setattr(os, "fork", lambda: faits.append(pid := fourche()) or pid)
    return faits


def tout(arbre: Tree) -> tuple[object, ...]:
    """All that is in it: files are equal whatever was seen of them."""
    return [(f.kind, f.id, f.path, f.vu) for f in arbre.files], arbre.diagnostics


def ici(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this process look at nothing."""
    monkeypatch.setattr(eclaireur, "discover", lambda *_: pytest.fail("regardé deux fois"))


def test_the_other_process_finds_the_same(
    contenu: Path, fils: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with eclairer(contenu, 2) as decouvrir:
        attendu = discover(contenu)
        ici(monkeypatch)
        assert tout(decouvrir(contenu, 1)) == tout(attendu)
    assert any(f.vu for f in attendu.files)
    assert len(attendu.diagnostics) == 1
    with pytest.raises(ChildProcessError):
        os.waitpid(fils[0], 0)


def test_it_says_how_the_folder_was_when_the_command_began(contenu: Path) -> None:
    with eclairer(contenu, 2) as decouvrir:
        avant = discover(contenu)
        assert tout(decouvrir(contenu, 1)) == tout(avant)
        (contenu / "intrus.txt").unlink()
        assert decouvrir(contenu, 1).diagnostics == ()  # asked again, it is looked at again


def test_another_folder_is_looked_at_here(contenu: Path, tmp_path: Path) -> None:
    with eclairer(tmp_path / "absent", 2) as decouvrir:
        assert tout(decouvrir(contenu, 1)) == tout(discover(contenu))


@pytest.mark.parametrize("reste", [0, 1, 40, -1])
def test_an_answer_cut_short_is_none(
    contenu: Path, monkeypatch: pytest.MonkeyPatch, reste: int
) -> None:
    entier = eclaireur.encode
    monkeypatch.setattr(eclaireur, "encode", lambda arbre: entier(arbre)[:reste])
    with eclairer(contenu, 2) as decouvrir:
        assert tout(decouvrir(contenu, 1)) == tout(discover(contenu))


def test_a_killed_process_is_not_missed(contenu: Path, fils: list[int]) -> None:
    with eclairer(contenu, 2) as decouvrir:
        os.kill(fils[0], signal.SIGKILL)
        assert tout(decouvrir(contenu, 1)) == tout(discover(contenu))


def test_a_name_that_cannot_be_sent_is_found_here(contenu: Path) -> None:
    (Path(os.fsdecode(os.fsencode(contenu) + b"/\xff.txt"))).write_bytes(b"")
    with eclairer(contenu, 2) as decouvrir:
        assert len(decouvrir(contenu, 1).diagnostics) == 2


def test_with_one_job_there_is_no_other_process(contenu: Path, fils: list[int]) -> None:
    with eclairer(contenu, 1) as decouvrir:
        assert decouvrir is discover
    assert fils == []


def test_the_process_ends_with_the_block_that_fails(contenu: Path, fils: list[int]) -> None:
    with pytest.raises(OSError, match="rendu"), eclairer(contenu, 2):
        raise OSError(5, "rendu")
    with pytest.raises(ChildProcessError):
        os.waitpid(fils[0], 0)
