"""A command starts fast because it imports only what it needs: no timing here, only names."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.aides import ecrire_contenu

RACINE = Path(__file__).resolve().parents[2]
DEPART = """
import sys
from generator.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit as fin:
    assert fin.code in (0, None), fin.code
noyau = sys.modules.get("pydantic_core.core_schema")
lourd = noyau is not None and hasattr(noyau.StringSchema, "__total__")
print("\\nMODULES", *sorted(sys.modules), *["lourd"] * lourd)
"""
LOURDS = {
    "docx",
    "email",
    "generator.build",
    "generator.plan",
    "generator.views",
    "http",
    "icalendar",
    "importlib.metadata",
    "jinja2",
    "lxml",
    "markdown_it",
    "multiprocessing",
    "openpyxl",
    "sqlite3",
    "xml",
    "yaml",
}
RARES = LOURDS - {"generator.build", "generator.plan", "generator.views", "jinja2", "sqlite3"}
"""What a build that finds everything in its cache has no use for either."""
REFAITS = {
    "brotli",
    "csv",
    "generator.compression",
    "generator.contribute",
    "generator.history.comprendre",
    "generator.menage",
    "generator.views.contribuer_page",
    "gzip",
    "lightningcss",
    "logging",
    "markdown_it_pyrs",
    "pagefind_bin",
    "subprocess",
    "zipfile",
}
"""What only writes an output that is not kept, or reads a text that was not read."""
MODELES = {"generator.catalogue", "generator.source", "pydantic", "schemas"}


def _importes(*arguments: str) -> frozenset[str]:
    commande = [sys.executable, "-c", DEPART, *arguments]
    fini = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=True)
    importes = frozenset(fini.stdout.rpartition("MODULES ")[2].split())
    assert "lourd" not in importes  # ``schemas.leger`` came before pydantic
    return importes


def _parmi(modules: Iterable[str], importes: frozenset[str]) -> set[str]:
    return {m for m in modules if m in importes}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("build", "--help")])
def test_l_aide_n_importe_ni_modeles_ni_moteur(arguments: tuple[str, ...]) -> None:
    importes = _importes(*arguments)
    assert "click" in importes
    assert _parmi({*LOURDS, *MODELES, "generator.diagnostics", "msgspec"}, importes) == set()


def test_verifier_une_fiche_n_importe_que_de_quoi_lire(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    fiche = min(contenu.glob("concertations/*/concertation.md"))
    importes = _importes("check", "--content", str(contenu), str(fiche))
    assert _parmi(MODELES, importes) == MODELES
    inutiles = {*LOURDS, *REFAITS, "ctypes", "difflib", "generator.catalogue.messages", "pickle"}
    assert _parmi(inutiles - {"markdown_it_pyrs"}, importes) == set()


def test_reconstruire_sans_changement_n_importe_pas_ce_qui_ecrit_rarement(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    commande = (
        *("build", "--content", str(contenu), "--out", str(tmp_path / "site")),
        *("--cache", str(tmp_path / "cache"), "--date", "2026-11-22"),
    )
    _importes(*commande)
    importes = _importes(*commande)
    assert "generator.build" in importes
    assert _parmi({*RARES, *REFAITS}, importes) == set()


def test_pydantic_s_importe_sans_ce_que_les_modeles_ne_demandent_pas() -> None:
    code = """
import schemas.concertation
from typing_extensions import TypedDict, is_typeddict
from pydantic_core import core_schema
assert issubclass(core_schema.StringSchema, dict)
assert not is_typeddict(core_schema.StringSchema)
class Autre(TypedDict):
    cle: str
assert is_typeddict(Autre)
schemas.concertation.Source.model_validate({"id": "s1", "titre": "x", "url": "https://a.example/"})
import sys
assert "importlib.metadata" not in sys.modules
# The methods that are compiled when called do what they would do, and those of others are theirs.
import dataclasses
from annotated_types import MinLen
assert MinLen.__eq__.__module__ == "schemas.leger"
assert MinLen(1) == MinLen(1) != MinLen(2) and hash(MinLen(1)) == hash(MinLen(1))
assert repr(MinLen(1)) == "MinLen(min_length=1)"
try:
    MinLen(1).min_length = 2
except dataclasses.FrozenInstanceError:
    pass
else:
    raise AssertionError
assert dataclasses._create_fn.__module__ == "dataclasses"
assert schemas.concertation.DatePartielle.__eq__.__module__ == "schemas.dates"
"""
    subprocess.run([sys.executable, "-c", code], cwd=RACINE, check=True)


def test_aucune_donnee_du_generateur_n_est_une_dataclass() -> None:
    """Each costs a start what forty structs do: docs/adr/structures.md."""
    modules = {p: ast.parse(p.read_text("utf-8")) for p in RACINE.glob("generator/**/*.py")}
    fautifs = {
        p.name
        for p, module in modules.items()
        for noeud in ast.walk(module)
        if isinstance(noeud, ast.ImportFrom) and noeud.module == "dataclasses"
    }
    assert modules
    assert fautifs == set()


def test_les_modeles_n_ont_pas_d_annotations_a_evaluer() -> None:
    """Pydantic would compile the text of each, one by one, at every start."""
    textes = {p.name: p.read_text("utf-8") for p in RACINE.glob("schemas/*.py")}
    assert "concertation.py" in textes
    assert [n for n, t in textes.items() if "\nfrom __future__ import" in t] == []


def test_les_noms_evites_sont_ceux_de_modules_qui_existent() -> None:
    """A name that is no module would never be found: the tests above would say nothing."""
    absents = {m for m in {*LOURDS, *MODELES, *REFAITS} if find_spec(m) is None}
    assert absents == set()
