"""A workbook received from anyone: read exactly, or refused in French, within bounds."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from generator.cli import cli
from generator.contribute.imports import exporter, importer
from generator.contribute.xlsx_file import MAX_COLONNES, MAX_LIGNES, ecrire_xlsx, lire_xlsx
from tests.aides import ecrire_contenu

RACINE = Path(__file__).resolve().parents[2]
FEUILLE = "xl/worksheets/sheet1.xml"
SECONDES, OCTETS = 20, 500_000_000
MORCEAUX = (
    b"",
    b"-1",
    b"9" * 15,
    b'"',
    b"<",
    b">",
    b"&b;",
    b"\0",
    b"\xff",
    b"XFD1",
    b"1e999",
    b"t=",
)
LIRE = """
import sys
from pathlib import Path
from generator.contribute.xlsx_file import lire_xlsx
lus = lire_xlsx(Path(sys.argv[1]).read_bytes())
print(len(lus.fautes), max((len(x) for x in lus.lignes.values()), default=0))
sys.stderr.write(Path("/proc/self/status").read_text())
"""


@lru_cache(maxsize=1)
def parties() -> dict[str, bytes]:
    """Each part of a true workbook."""
    donnees = {"propositions": [{"reference": "1", "intitule": "Une", "decision": "retenue"}]}
    with zipfile.ZipFile(io.BytesIO(ecrire_xlsx(donnees))) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def classeur(**changees: bytes) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in (parties() | changees).items():
            archive.writestr(nom, octets)
    return sortie.getvalue()


@given(st.data())
def test_a_damaged_part_is_a_fault(donnees: st.DataObject) -> None:
    """Whatever its reader raises."""
    nom = donnees.draw(st.sampled_from(sorted(parties())))
    octets = parties()[nom]
    ou = donnees.draw(st.integers(0, len(octets)))
    fin = ou + donnees.draw(st.integers(0, 40))
    octets = octets[:ou] + donnees.draw(st.sampled_from(MORCEAUX)) + octets[fin:]
    tableaux = lire_xlsx(classeur(**{nom: octets}))
    assert tableaux.fautes or tableaux.lignes


def feuille(lignes: bytes) -> bytes:
    debut, _, reste = parties()[FEUILLE].partition(b"<sheetData>")
    return debut + b"<sheetData>" + lignes + b"</sheetData>" + reste.partition(b"</sheetData>")[2]


def titres() -> bytes:
    """The row of headings."""
    return parties()[FEUILLE].partition(b"<sheetData>")[2].partition(b"</row>")[0] + b"</row>"


def bombes() -> dict[str, bytes]:
    style = parties()["xl/styles.xml"]
    ligne = b'<row r="%d"><c r="%s%d" t="inlineStr"><is><t>a</t></is></c></row>'
    entites = b'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 9)
    )
    return {
        "une cellule au bout": classeur(
            **{FEUILLE: feuille(titres() + ligne % (MAX_LIGNES, b"XFD", MAX_LIGNES))}
        ),
        "une ligne au bout": classeur(
            **{FEUILLE: feuille(titres() + ligne % (2**20, b"A", 2**20))}
        ),
        "lignes vides": classeur(**{FEUILLE: feuille(titres() + b"<row/>" * 2_000_000)}),
        "cellules vides": classeur(
            **{FEUILLE: feuille(titres() + b"<row>" + b"<c/>" * 2_000_000 + b"</row>")}
        ),
        "taille": classeur(**{FEUILLE: feuille(titres() + b" " * 100_000_000)}),
        "styles": classeur(**{"xl/styles.xml": style + b"<xf/>" * 2_000_000}),
        "textes": classeur(
            **{"xl/sharedStrings.xml": b"<sst>" + b"<si><t/></si>" * 2_000_000 + b"</sst>"}
        ),
        "entités": classeur(**{FEUILLE: entites + b"]><worksheet>&a8;</worksheet>"}),
    }


@pytest.mark.parametrize("nom", sorted(bombes()))
def test_a_workbook_made_to_cost_is_read_within_bounds(tmp_path: Path, nom: str) -> None:
    fichier = tmp_path / "c.xlsx"
    fichier.write_bytes(bombes()[nom])
    fait = subprocess.run(
        [sys.executable, "-c", LIRE, str(fichier)],
        cwd=RACINE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDES, SECONDES)),
        capture_output=True,
        text=True,
        check=True,
    )
    _, lignes = map(int, fait.stdout.split())
    assert lignes <= MAX_LIGNES
    pic = int(fait.stderr.partition("VmHWM:")[2].split()[0]) * 1024
    assert pic < OCTETS, f"{pic / 1e6:.0f} Mo"


def test_columns_beyond_the_last_are_not_read() -> None:
    """A sheet has 16,384: a cell in the last one made 16,383 others."""
    ligne = (
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>1</t></is></c><c r="XFD2"><v>1</v></c></row>'
    )
    lus = lire_xlsx(classeur(**{FEUILLE: feuille(titres() + ligne)}))
    assert not lus.fautes
    assert all(len(x.cellules) < MAX_COLONNES for x in lus.lignes["propositions",])


def test_a_cell_emptied_at_the_end_of_a_row_is_seen(tmp_path: Path) -> None:
    """It means that the value goes: not the same as a column that is not there."""
    contenu = ecrire_contenu(tmp_path)
    livre = load_workbook(io.BytesIO(exporter(contenu, "essai", ".xlsx")))
    page = livre["Propositions"]
    for colonne in range(2, page.max_column + 1):
        page.cell(2, colonne).value = None
    sortie = io.BytesIO()
    livre.save(sortie)
    resultat = importer(contenu, "essai", sortie.getvalue(), ".xlsx")
    assert resultat.texte is None
    assert "Décision" in "\n".join(map(str, resultat.fautes))


@pytest.mark.parametrize(
    ("ajout", "attendu"),
    [
        (b";" * 3_000, "2000 colonnes au plus"),
        (b"a;b\r\n" * 30_000, "20000 lignes"),
        (b"a" * 30_000_001, "30000000 au plus"),
    ],
    ids=["colonnes", "lignes", "octets"],
)
def test_a_table_made_to_cost_is_refused(tmp_path: Path, ajout: bytes, attendu: str) -> None:
    contenu = ecrire_contenu(tmp_path)
    resultat = importer(contenu, "essai", exporter(contenu, "essai", ".csv") + ajout, ".csv")
    assert resultat.texte is None
    assert [attendu in str(faute) for faute in resultat.fautes] == [True]


def test_thousands_of_errors_are_counted_and_not_all_shown(tmp_path: Path) -> None:
    contenu, fichier = ecrire_contenu(tmp_path), tmp_path / "c.csv"
    fichier.write_bytes(exporter(contenu, "essai", ".csv") + b"a;b\r\n" * 3_000)
    dit = CliRunner().invoke(
        cli, ["suites", "import", "essai", str(fichier), "--content", str(contenu)]
    )
    assert dit.exit_code == 1
    assert dit.output.count("cette cellule est obligatoire") < 200
    assert "autres." in dit.output
