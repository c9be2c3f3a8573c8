"""The bulk files: tables that a public validator accepts, cells that no spreadsheet runs, sums."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
import warnings
from datetime import date
from pathlib import Path

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.csv_sur import cellule, valeur
from generator.donnees.tables import tables
from generator.encoders.csv import encoder
from tests.donnees import recalcul
from tests.donnees.lecture import Page, classeur, en_csv, en_json

DANGEREUX = tuple("=+-@\t\r\n\0＝＋－＠")
TEXTES = (
    st.text(st.sampled_from([*DANGEREUX, "'", "a", '"', ",", ";", " "]), max_size=6) | st.text()
)


@given(TEXTES)
def test_no_text_is_damaged_nor_run(texte: str) -> None:
    """Every text comes back whole, and no cell starts as a formula does."""
    assert valeur(cellule(texte)) == texte
    assert not cellule(texte).startswith(DANGEREUX)


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=4)
)
def test_csv_files_are_read_back_whole(textes: list[str]) -> None:
    """Quotes, commas and line ends inside cells do not move anything."""
    octets = encoder(["a"] * len(textes), [textes])
    entete, ligne = csv.reader(io.StringIO(octets.decode(), newline=""), strict=True)
    assert [valeur(c) for c in ligne] == textes
    assert octets.startswith(b"a,a")
    assert octets.endswith(b"\r\n")
    assert len(entete) == len(textes)


def valider(paquet: Path) -> frictionless.Report:
    """What the public validator says of a package."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return frictionless.validate(str(paquet))


def test_a_public_validator_accepts_every_table(site: Path) -> None:
    """Frictionless accepts every CSV with its schema: types, lists, keys, rows, sums and sizes."""
    rapport = valider(site / "donnees/datapackage.json")
    assert rapport.valid, rapport.flatten(["name", "message"])
    assert {t.name for t in rapport.tasks} == {t.nom for t in tables()}
    for table in tables():
        schema = en_json(site, f"donnees/schemas/{table.nom}.json")
        assert frictionless.Schema.from_descriptor(schema).field_names == [
            c.nom for c in table.colonnes
        ]


@pytest.mark.parametrize(
    ("avant", "apres"),
    [("retenue", "retenu"), ("2026", "26-20"), ("convention-citoyenne-climat", "inconnue")],
)
def test_the_validator_refuses_a_wrong_table(
    site: Path, tmp_path: Path, avant: str, apres: str
) -> None:
    """A value out of its list, a wrong date and a parent that does not exist are refused."""
    copie = tmp_path / "donnees"
    shutil.copytree(site / "donnees", copie)
    table = copie / "csv/propositions.csv"
    table.write_text(table.read_text("utf-8").replace(avant, apres), "utf-8", newline="")
    paquet = json.loads((copie / "datapackage.json").read_text("utf-8"))
    for ressource in paquet["resources"]:  # the sums would refuse it first
        del ressource["hash"], ressource["bytes"]
    (copie / "datapackage.json").write_text(json.dumps(paquet), "utf-8")
    assert not valider(copie / "datapackage.json").valid


def test_sums_and_rows_are_published(site: Path) -> None:
    """SHA256SUMS and the package give the sum of every file, and the number of rows of every table."""
    dossier = site / "donnees"
    sommes = dict(
        reversed(ligne.split("  ", 1))
        for ligne in (dossier / "SHA256SUMS").read_text().splitlines()
    )
    fichiers = {
        f.relative_to(dossier).as_posix()
        for f in dossier.rglob("*")
        if f.suffix in {".csv", ".jsonl", ".xlsx"}
    }
    assert fichiers <= set(sommes)
    for chemin, somme in sommes.items():
        assert hashlib.sha256((dossier / chemin).read_bytes()).hexdigest() == somme
    for ressource in en_json(site, "donnees/datapackage.json")["resources"]:
        assert ressource["lignes"] == len(en_csv(site, ressource["name"]))
        assert ressource["hash"] == f"sha256:{sommes[ressource['path']]}"


def test_the_dictionary_explains_every_column(site: Path) -> None:
    """CSV, JSON, first sheet and page of the dictionary name every column of every table."""
    attendu = [(t.nom, c.nom) for t in tables() for c in t.colonnes]
    with (site / "donnees/dictionnaire.csv").open(encoding="utf-8", newline="") as fichier:
        lignes = list(csv.DictReader(fichier))
    assert [(r["table"], r["colonne"]) for r in lignes] == attendu
    assert all(r["nom"] and r["description"] and r["type"] for r in lignes)
    assert list(classeur(site)) == ["dictionnaire", *(t.nom for t in tables())]
    assert [r[:2] for r in classeur(site)["dictionnaire"][1:]] == attendu
    json_ = en_json(site, "donnees/dictionnaire.json")["tables"]
    assert [(t["nom"], c["colonne"]) for t in json_ for c in t["colonnes"]] == attendu
    for table in tables():
        page = Page(site / f"donnees/dictionnaire/{table.nom.replace('_', '-')}/index.html")
        for c in table.colonnes:
            assert page.dit(c.nom)
            assert page.dit(c.champ.description)


def test_columns_and_tables_have_one_name(site: Path) -> None:
    """No two tables, and no two columns of a table, have the same name."""
    assert len({t.nom for t in tables()}) == len(tables())
    for table in tables():
        assert len({c.nom for c in table.colonnes}) == len(table.colonnes), table.nom
        assert len(table.nom) <= 31  # the longest name of a sheet
    assert (site / "donnees/catalogue.xlsx").is_file()


def test_an_independent_script_finds_the_same_figures(site: Path, tmp_path: Path) -> None:
    """The figures recomputed from the CSV are those published; a changed row is seen."""
    jour = date(2026, 11, 22)
    assert recalcul.differences(site / "donnees/csv", jour) == []
    assert "generator" not in Path(recalcul.__file__).read_text("utf-8").split('"""', 2)[2]
    copie = tmp_path / "csv"
    shutil.copytree(site / "donnees/csv", copie)
    table = copie / "propositions.csv"
    table.write_text(
        table.read_text("utf-8").replace("non_retenue", "retenue", 1), "utf-8", newline=""
    )
    assert recalcul.differences(copie, jour)


def test_the_board_shows_the_recomputed_figures(site: Path) -> None:
    """The page of the board gives the figures recomputed from the CSV."""
    catalogue = recalcul.Catalogue(site / "donnees/csv", date(2026, 11, 22))
    c = catalogue.compter(catalogue.fiches)
    page = Page(site / "devoir-de-suite/index.html")
    for phrase in (
        f"à au moins une proposition {c['repondues']} sur {c['closes']}",
        f"propositions avec une réponse connue {c['avec_reponse']} sur {c['propositions']}",
        f"en tout ou en partie {c['retenues']} sur {c['propositions']}",
        f"non retenues {c['refusees_motivees']} sur {c['refusees']}",
        f"parmi les propositions retenues {c['realisees_prouvees']} sur {c['retenues']}",
        f"n’a pas été trouvée {c['inconnues']} sur {c['propositions']}",
        f"dans les fiches {c['remplis']} sur {c['attendus']}",
        f"{c['delai_median']:g} jours (médiane sur {c['delais']} concertations)",
    ):
        assert page.dit(phrase), phrase


def test_the_python_example_of_the_page_works(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The code shown on the page counts the proposals when it is run as it is."""
    from lxml import html

    page = html.fromstring((site / "donnees/index.html").read_bytes().decode())
    code = next(e.text_content() for e in page.iter("pre") if "urllib" in e.text_content())
    fichier = site / "donnees/csv/propositions.csv"
    monkeypatch.setattr("urllib.request.urlopen", lambda _adresse: fichier.open("rb"))
    exec(compile(code, "exemple", "exec"), {})  # noqa: S102 - the example of our own page
    propositions = en_csv(site, "propositions")
    realisees = sum(p["mise_en_oeuvre"] == "realisee" for p in propositions)
    assert capsys.readouterr().out == f"{realisees} sur {len(propositions)}\n"


def test_the_script_runs_alone(site: Path) -> None:
    """Anyone can run the recomputation from the command line."""
    import subprocess

    commande = [sys.executable, "-I", recalcul.__file__, str(site / "donnees/csv"), "2026-11-22"]
    sortie = subprocess.run(commande, capture_output=True, text=True, check=True)
    assert sortie.stdout == "mêmes chiffres\n"
