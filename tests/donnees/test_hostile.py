"""Texts that a spreadsheet would run, and texts longer than a cell: what each format does of them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.build import Options, Site, site_en_memoire
from generator.csv_sur import valeur
from generator.encoders.feuille import CELLULE_MAX, COUPE
from tests.aides import FICHE, ecrire_contenu, remplacer

TITRE = '=HYPERLINK("http://mal.example";"cliquez")'
RESUME = "'=1+1, cité tel quel"
LIEU = "-2 %, @tous ; #N/A"
RESERVES = "@SOMME(A1)"
TERRITOIRE = "#N/A"
LONG = "Un mot. " * 2_000


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose only record holds such texts."""
    fiche = remplacer(FICHE, "titre: Concertation d'essai", f"titre: '{TITRE}'")
    fiche = remplacer(
        fiche, "resume: Une concertation inventée pour les tests.", f'resume: "{RESUME}"'
    )
    fiche = remplacer(
        fiche,
        "  - type: consultation-en-ligne\n",
        f'  - type: consultation-en-ligne\n    lieu: "{LIEU}"\n',
    )
    fiche = remplacer(
        fiche, "revu_le:", f'territoire: "{TERRITOIRE}"\nreserves: "{RESERVES}"\nrevu_le:'
    )
    fiche += "\n\n" + "\n\n".join([LONG] * 3) + "\n"
    content = ecrire_contenu(
        tmp_path_factory.mktemp("hostile"), **{"concertations/essai/concertation.md": fiche}
    )
    site, rapport = site_en_memoire(Options(content, Path(), date(2026, 11, 22)))
    assert site is not None, rapport.diagnostics
    return site


def octets(site: Site, chemin: str) -> bytes:
    """One file of the site."""
    contenu = site.files[chemin]
    assert isinstance(contenu, bytes)
    return contenu


def en_csv(site: Site, table: str) -> dict[str, str]:
    """The only row of a table."""
    (ligne,) = csv.DictReader(
        io.StringIO(octets(site, f"donnees/csv/{table}.csv").decode(), newline="")
    )
    return ligne


def test_json_keeps_the_exact_text(hostile: Site) -> None:
    """Nothing is added to a text in JSON."""
    fiche = json.loads(octets(hostile, "api/v1/concertations/essai.json"))["data"]
    assert (fiche["titre"], fiche["resume"], fiche["reserves"]) == (TITRE, RESUME, RESERVES)
    assert fiche["dispositifs"][0]["lieu"] == LIEU


def test_csv_protects_and_gives_back(hostile: Site) -> None:
    """A cell never starts as a formula, and gives its text back."""
    fiche = en_csv(hostile, "concertations")
    assert fiche["titre"] == f"'{TITRE}"
    assert fiche["resume"] == f"'{RESUME}"
    lus = {c: valeur(fiche[c]) for c in ("titre", "resume", "reserves", "territoire")}
    assert lus == {"titre": TITRE, "resume": RESUME, "reserves": RESERVES, "territoire": TERRITOIRE}
    assert valeur(en_csv(hostile, "dispositifs_utilises")["lieu"]) == LIEU


def test_the_workbook_holds_texts_and_no_formula(hostile: Site) -> None:
    """Every cell of text is one, even if it looks like a formula or an error."""
    livre = load_workbook(io.BytesIO(octets(hostile, "donnees/catalogue.xlsx")))
    entetes, ligne = livre["concertations"].iter_rows()
    par_nom = {e.value: c for e, c in zip(entetes, ligne, strict=True)}
    assert par_nom["titre"].value == TITRE
    assert par_nom["resume"].value == RESUME
    assert par_nom["territoire"].value == TERRITOIRE
    types = {
        c.data_type
        for f in livre.worksheets
        for r in f.iter_rows()
        for c in r
        if c.value is not None
    }
    assert types == {"s", "n", "b"}


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(hostile: Site) -> None:
    """The workbook cuts it with a mark; CSV and JSON have it whole."""
    livre = load_workbook(io.BytesIO(octets(hostile, "donnees/catalogue.xlsx")))
    entetes, ligne = livre["concertations"].iter_rows(values_only=True)
    recit = dict(zip(entetes, ligne, strict=True))["recit"]
    entier = en_csv(hostile, "concertations")["recit"]
    assert len(entier) > CELLULE_MAX
    assert len(recit) == CELLULE_MAX
    assert recit.endswith(COUPE)
    assert recit.removesuffix(COUPE) == entier[: CELLULE_MAX - len(COUPE)]
