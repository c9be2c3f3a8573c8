"""A compiled template is taken back only when it is whole, ours, and of the same text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader

from generator.encoders import compiles
from generator.encoders.compiles import Compiles
from generator.encoders.gabarits import Gabarits


def _rendre(dossier: Path, texte: str, *, compile_: bool) -> str:
    """Render with a new environment; fail if it compiles, or not, against what is said."""
    env = Gabarits(loader=DictLoader({"page": texte}), bytecode_cache=Compiles(dossier))
    faits: list[str] = []
    compiler = env._compile
    env._compile = lambda source, nom: faits.append(nom) or compiler(source, nom)  # type: ignore[method-assign,func-returns-value]
    rendu = env.get_template("page").render(x="a<b").decode()
    assert bool(faits) is compile_
    return rendu


@pytest.fixture(autouse=True)
def _python_garde_ses_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_un_gabarit_est_compile_une_seule_fois(tmp_path: Path) -> None:
    assert _rendre(tmp_path, "<b>{{ x }}</b>", compile_=True) == "<b>a&lt;b</b>"
    assert _rendre(tmp_path, "<b>{{ x }}</b>", compile_=False) == "<b>a&lt;b</b>"
    (garde,) = tmp_path.iterdir()
    assert garde.suffix == ".gabarit"


def test_un_gabarit_modifie_est_compile_de_nouveau_et_remplace_l_ancien(tmp_path: Path) -> None:
    _rendre(tmp_path, "un {{ x }}", compile_=True)
    assert _rendre(tmp_path, "deux {{ x }}", compile_=True) == "deux a&lt;b"
    assert len(list(tmp_path.iterdir())) == 1


def test_un_code_modifie_compile_de_nouveau(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rendre(tmp_path, "{{ x }}", compile_=True)
    monkeypatch.setattr(compiles, "empreinte_du_code", lambda: b"autre")
    _rendre(tmp_path, "{{ x }}", compile_=True)


@pytest.mark.parametrize("reste", [0, 10, 32, 40, -1])
def test_un_fichier_abime_est_ignore_puis_refait(tmp_path: Path, reste: int) -> None:
    _rendre(tmp_path, "{{ x }}", compile_=True)
    (garde,) = tmp_path.iterdir()
    garde.write_bytes(garde.read_bytes()[:reste])
    _rendre(tmp_path, "{{ x }}", compile_=True)
    _rendre(tmp_path, "{{ x }}", compile_=False)


def test_rien_n_est_garde_quand_python_ne_garde_rien(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _rendre(tmp_path, "{{ x }}", compile_=True)
    assert list(tmp_path.iterdir()) == []


def test_un_dossier_qui_n_est_pas_la_n_empeche_rien(tmp_path: Path) -> None:
    assert _rendre(tmp_path / "absent", "{{ x }}", compile_=True) == "a&lt;b"


def test_le_dossier_est_celui_de_nos_modules_compiles_jamais_celui_du_cache() -> None:
    dossier = Compiles()._dossier
    assert dossier == Path(compiles.__cached__).parent
