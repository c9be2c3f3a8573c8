"""A follow-up goes to a spreadsheet and comes back: nothing changes but what was changed there."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from generator.catalogue.load import load
from generator.cli import cli
from generator.contribute.canonical import ecrire_yaml
from generator.contribute.csv_file import ecrire_csv, lire_csv
from generator.contribute.imports import Importation, exporter, importer
from generator.contribute.merge import fusionner
from generator.contribute.new import RefusError
from generator.contribute.xlsx_file import ecrire_xlsx, lire_xlsx
from generator.source.characters import forbidden
from generator.source.discover import Kind, discover
from generator.source.source_file import parse
from schemas.enumerations import Decision
from schemas.suites import Suites
from tests.aides import ecrire_contenu

CONTENT = Path(__file__).resolve().parents[2] / "content"
IDENTIFIANTS = [f.id for f in discover(CONTENT).files if f.kind is Kind.SUITES]
FORMATS = (".csv", ".xlsx")

SUITES = """\
# Une remarque en tête
propositions:
  - reference: "1.10"   # gardée telle quelle
    intitule: =Première proposition ; avec « ; »
    source: {titre: Rapport, page: p. 2}
    decision: retenue
    mise_en_oeuvre: en_cours
    # sur la preuve
    preuves:
      - titre: Une preuve
        url: https://preuve.example/
        date: 2024-05
    etabli_par: etat
    sources:
      - s1
    maj_le: 2026-01-15
  - reference: 2
    intitule: |-
      Deuxième
      proposition
    decision: inconnue
    etabli_par: documentaliste
    maj_le: 2026-01-15
"""


@pytest.fixture(name="contenu")
def _contenu(tmp_path: Path) -> Path:
    return ecrire_contenu(tmp_path, **{"concertations/essai/suites.yml": SUITES})


def _classeur(brut: bytes) -> Any:
    return load_workbook(io.BytesIO(brut))


def _octets(classeur: Any) -> bytes:
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def _colonne(page: Any, entete: str) -> int:
    return next(c.column for c in page[1] if c.value == entete)


def _modifier_xlsx(contenu: Path, changer: Callable[[Any], None], **options: bool) -> Importation:
    classeur = _classeur(exporter(contenu, "essai", ".xlsx"))
    changer(classeur)
    return importer(contenu, "essai", _octets(classeur), ".xlsx", **options)


def _modifier_csv(contenu: Path, changer: Callable[[list[list[str]]], None]) -> Importation:
    texte = exporter(contenu, "essai", ".csv").decode("utf-8-sig")
    rangs = list(csv.reader(io.StringIO(texte, newline=""), delimiter=";"))
    changer(rangs)
    sortie = io.StringIO()
    csv.writer(sortie, delimiter=";").writerows(rangs)
    return importer(contenu, "essai", sortie.getvalue().encode("utf-8-sig"), ".csv")


def _lignes_changees(avant: str, apres: str | None) -> list[str]:
    assert apres is not None
    return [x for x in difflib.ndiff(avant.split("\n"), apres.split("\n")) if x[0] in "+-"]


@pytest.mark.parametrize("suffixe", FORMATS)
@pytest.mark.parametrize("identifiant", IDENTIFIANTS)
def test_un_aller_retour_ne_change_aucun_octet_du_contenu_reel(
    identifiant: str, suffixe: str
) -> None:
    brut = exporter(CONTENT, identifiant, suffixe)
    resultat = importer(CONTENT, identifiant, brut, suffixe)
    assert (resultat.fautes, resultat.change, resultat.resume) == ((), False, "rien n'a changé")


@pytest.mark.parametrize("suffixe", FORMATS)
def test_un_aller_retour_ne_change_aucun_octet(contenu: Path, suffixe: str) -> None:
    resultat = importer(contenu, "essai", exporter(contenu, "essai", suffixe), suffixe)
    assert (resultat.fautes, resultat.texte) == ((), SUITES)


TEXTE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(
    lambda t: not forbidden(t) and t.strip() == t
)
LIGNE = TEXTE.filter(lambda t: "\n" not in t and "\t" not in t)
GROUPE = st.fixed_dictionaries({"titre": LIGNE, "url": LIGNE}, optional={"date": LIGNE})


@given(
    st.lists(
        st.fixed_dictionaries(
            {"reference": LIGNE, "intitule": TEXTE},
            optional={
                "decision": st.sampled_from([*(d.value for d in Decision), "autre"]),
                "reformulee": st.sampled_from(["true", "false"]),
                "decision_date": st.sampled_from(["2024", "2024-05", "2024-05-06"]),
                "source": GROUPE.map(lambda g: {k: v for k, v in g.items() if k != "date"}),
                "preuves": st.lists(GROUPE, min_size=1, max_size=3),
                "sources": st.lists(st.sampled_from(["s1", "s2"]), min_size=1, max_size=2),
            },
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda p: p["reference"],
    )
)
def test_un_texte_quelconque_revient_tel_quel(propositions: list[dict[str, Any]]) -> None:
    lu = parse("f.yml", ecrire_yaml({"propositions": propositions}, Suites).encode()).source
    assert lu is not None
    for tableaux in (lire_csv(ecrire_csv(lu.data)), lire_xlsx(ecrire_xlsx(lu.data))):
        assert tableaux.fautes == []
        fusion = fusionner(lu.data, tableaux)
        assert (fusion.cellules, fusion.ajouts, fusion.retraits) == (0, [], [])
        assert fusion.donnees == lu.data


def test_une_cellule_changee_touche_une_ligne_et_garde_les_remarques(contenu: Path) -> None:
    def changer(classeur: Any) -> None:
        page = classeur["Propositions"]
        page.cell(2, _colonne(page, "Mis à jour le"), dt.date(2026, 2, 1))
        page.cell(3, _colonne(page, "Décision"), "À l'étude")
        page.cell(3, _colonne(page, "Sources"), "s1")
        preuves = classeur["Preuves"]
        preuves.cell(2, _colonne(preuves, "Titre"), "Une meilleure preuve")

    resultat = _modifier_xlsx(contenu, changer)
    assert resultat.fautes == ()
    assert resultat.resume == "4 cellules changées"
    assert _lignes_changees(SUITES, resultat.texte) == [
        "-       - titre: Une preuve",
        "+       - titre: Une meilleure preuve",
        "-     maj_le: 2026-01-15",
        "+     maj_le: 2026-02-01",
        "-     decision: inconnue",
        "+     decision: a_l_etude",
        "+     sources:",
        "+       - s1",
    ]


def test_une_decision_sans_source_est_dite_a_la_cellule_a_remplir(contenu: Path) -> None:
    def changer(classeur: Any) -> None:
        page = classeur["Propositions"]
        page.cell(3, _colonne(page, "Décision"), "Sans réponse")

    (faute,) = _modifier_xlsx(contenu, changer).fautes
    assert faute.champ == "Sources"
    assert faute.message == "la proposition 2 est « Sans réponse » sans rien qui le montre"
    assert faute.aide.startswith("écrivez ici l'identifiant d'une source de la fiche")


def test_une_ligne_ajoutee_est_une_proposition(contenu: Path) -> None:
    def changer(classeur: Any) -> None:
        page = classeur["Propositions"]
        valeurs = {
            "Référence": "1.11",
            "Intitulé": "Nouvelle : proposition",
            "Décision": "Retenue",
            "Mise en œuvre": "realisee",
            "Établi par": "L'État",
            "Mis à jour le": "01/02/2026",
            "Reformulée": "non",
            "Sources": "s1",
        }
        page.insert_rows(3)
        for entete, valeur in valeurs.items():
            page.cell(3, _colonne(page, entete), valeur)
        preuve = ["1.11", "Preuve", "https://preuve.example/2", dt.date(2026, 1, 2)]
        classeur["Preuves"].append(preuve)

    resultat = _modifier_xlsx(contenu, changer)
    assert resultat.fautes == ()
    assert resultat.texte is not None
    nouvelle = """\
  - reference: 1.11
    intitule: "Nouvelle : proposition"
    decision: retenue
    mise_en_oeuvre: realisee
    preuves:
      - titre: Preuve
        url: https://preuve.example/2
        date: 2026-01-02
    etabli_par: etat
    sources:
      - s1
    maj_le: 2026-02-01
"""
    assert resultat.texte == SUITES.replace("  - reference: 2\n", f"{nouvelle}  - reference: 2\n")


def test_une_ligne_disparue_est_refusee_sauf_accord(contenu: Path) -> None:
    def changer(classeur: Any) -> None:
        classeur["Propositions"].delete_rows(3)
        classeur["Preuves"].delete_rows(2)

    refus = _modifier_xlsx(contenu, changer)
    assert refus.texte is None
    assert "\n".join(str(f) for f in refus.fautes) == (
        "ligne 1 : 2 lignes du fichier publié ne sont plus dans le tableau : "
        "Propositions 2, Preuves de la proposition 1.10\n"
        "    aide : remettez ces lignes ; si le retrait est voulu, ajoutez « --autoriser-retraits »"
    )
    accord = _modifier_xlsx(contenu, changer, autoriser_retraits=True)
    assert accord.texte is not None
    assert "reference: 2" not in accord.texte
    assert "# sur la preuve" in accord.texte
    assert accord.resume == "2 lignes retirées"


def test_les_erreurs_sont_dites_toutes_par_cellule_et_par_champ(contenu: Path) -> None:
    def changer(classeur: Any) -> None:
        page = classeur["Propositions"]
        page.cell(2, _colonne(page, "Décision"), "Non retenu")
        page.cell(2, _colonne(page, "Mis à jour le"), "demain")
        page.cell(2, _colonne(page, "Thème"), "=1+1").data_type = "f"
        page.cell(3, _colonne(page, "Intitulé")).value = None
        page.cell(3, _colonne(page, "Reformulée"), "peut-être")
        page.cell(4, _colonne(page, "Intitulé"), "Sans référence")
        page.cell(5, 1, 1.1)
        preuves = classeur["Preuves"]
        preuves.append(["9", "Preuve", "https://preuve.example/"])

    resultat = _modifier_xlsx(contenu, changer)
    assert resultat.texte is None
    assert [str(f).split("\n")[0] for f in resultat.fautes] == [
        "Propositions!H2 : « Thème » : une formule n'est pas permise : écrivez sa valeur",
        "Propositions!K2 : « Décision » : « Non retenu » n'est pas dans la liste",
        "Propositions!B3 : « Intitulé » : cette cellule est obligatoire",
        "Propositions!D3 : « Reformulée » : « peut-être » n'est ni « oui » ni « non »",
        "Propositions!A4 : « Référence » : cette cellule est vide",
        "Propositions!A5 : « Référence » : le tableur a lu un nombre (1.1) : « 1.10 » y devient « 1.1 »",
        "Preuves!A3 : « Proposition » : la proposition « 9 » n'est pas dans « Propositions »",
    ]
    aide = str(resultat.fautes[1])
    assert "vouliez-vous dire « Non retenue » ?" in aide


def test_les_regles_du_catalogue_sont_dites_a_leur_cellule(contenu: Path) -> None:
    def changer(classeur: Any) -> None:
        page = classeur["Propositions"]
        page.cell(2, _colonne(page, "Décision"), "Non retenue")
        page.cell(2, _colonne(page, "Sources"), "s1, s9")
        page.cell(3, _colonne(page, "Source – Adresse"), "exemple.fr")
        page.cell(3, _colonne(page, "Source – Titre"), "Rapport")
        page.cell(3, _colonne(page, "Mis à jour le"), "2026-02-30")

    resultat = _modifier_xlsx(contenu, changer)
    assert [str(f).split("\n")[0] for f in resultat.fautes] == [
        "Propositions!F3 : « Source – Adresse » : une adresse commence par https:// ou http://",
        "Propositions!Y3 : « Mis à jour le » : le 30 février 2026 n'existe pas",
    ]

    def changer_encore(classeur: Any) -> None:
        page = classeur["Propositions"]
        page.cell(2, _colonne(page, "Décision"), "Non retenue")
        page.cell(2, _colonne(page, "Sources"), "s1, s9")

    resultat = _modifier_xlsx(contenu, changer_encore)
    assert [str(f).split("\n")[0] for f in resultat.fautes] == [
        "Propositions!N2 : « Réponse motivée » : la proposition 1.10 est « Non retenue » sans « Réponse motivée »",
        "Propositions!W2 : « Sources » : la source « s9 » n'est pas dans la liste « Sources » de la fiche",
    ]


@pytest.mark.parametrize(
    ("changees", "attendu"),
    [
        (
            {"Mise en œuvre": None},
            (
                "Propositions!Q2 : « Mise en œuvre » : la proposition 1.10 est retenue sans « Mise en œuvre »\n"
                "    aide : choisissez « Sans information » si l'exécution n'est pas connue"
            ),
        ),
        (
            {"Décision": "Non retenue"},
            (
                "Propositions!N2 : « Réponse motivée » : la proposition 1.10 est « Non retenue » "
                "sans « Réponse motivée »\n    aide : écrivez ici la raison donnée par l'État"
            ),
        ),
        (
            {"Date de la décision": "hier"},
            (
                "Propositions!L2 : « Date de la décision » : date attendue sous la forme AAAA-MM-JJ, AAAA-MM ou AAAA\n"
                "    aide : écrivez par exemple 2026-03-12, ou 2026-03 si seul le mois est connu, ou 2026"
            ),
        ),
    ],
)
@pytest.mark.parametrize("suffixe", FORMATS)
def test_une_regle_montre_la_colonne_a_remplir_et_parle_comme_le_tableur(
    contenu: Path, suffixe: str, changees: dict[str, str | None], attendu: str
) -> None:
    def changer_xlsx(classeur: Any) -> None:
        page = classeur["Propositions"]
        for entete, valeur in changees.items():
            page.cell(2, _colonne(page, entete)).value = valeur

    def changer_csv(rangs: list[list[str]]) -> None:
        for entete, valeur in changees.items():
            rangs[1][rangs[0].index(entete)] = valeur or ""

    if suffixe == ".xlsx":
        resultat = _modifier_xlsx(contenu, changer_xlsx)
    else:
        resultat, attendu = _modifier_csv(contenu, changer_csv), attendu.partition("!")[2]
    assert "\n".join(map(str, resultat.fautes)) == attendu


def test_une_preuve_absente_se_demande_dans_sa_feuille(contenu: Path) -> None:
    def changer(classeur: Any) -> None:
        page = classeur["Propositions"]
        page.cell(2, _colonne(page, "Mise en œuvre"), "Réalisée")
        classeur["Preuves"].delete_rows(2)

    resultat = _modifier_xlsx(contenu, changer)
    assert "\n".join(map(str, resultat.fautes)) == (
        "Propositions!Q2 : « Mise en œuvre » : la proposition 1.10 est « Réalisée » sans preuve\n"
        "    aide : ajoutez-en une dans « Preuves » : la référence de la proposition, un titre et "
        "l'adresse qui le montre"
    )


@pytest.mark.parametrize(
    ("ancien", "nouveau"), [("Preuves", "Preuve"), ("Propositions", "Feuil1"), ("Preuves", "P.J.")]
)
def test_une_feuille_renommee_est_une_erreur(contenu: Path, ancien: str, nouveau: str) -> None:
    def changer(classeur: Any) -> None:
        classeur[ancien].title = nouveau

    resultat = _modifier_xlsx(contenu, changer)
    assert [str(f) for f in resultat.fautes] == [
        (
            f"{nouveau}!ligne 1 : feuille inconnue « {nouveau} » : vouliez-vous dire « {ancien} » ?\n"
            "    aide : redonnez-lui ce nom ; si c'est une copie, supprimez-la"
        )
    ]


def test_le_tableau_d_une_autre_concertation_se_reconnait(contenu: Path) -> None:
    def changer(classeur: Any) -> None:
        page = classeur["Propositions"]
        page.cell(2, 1, "P-1")
        page.cell(3, 1, "P-2")

    resultat = _modifier_xlsx(contenu, changer)
    assert [str(f) for f in resultat.fautes] == [
        (
            "ligne 1 : références du tableau absentes du fichier publié : 2 sur 2\n"
            "    aide : est-ce le tableau de cette concertation ? si oui, ajoutez « --autoriser-retraits »"
        )
    ]


@pytest.mark.parametrize(
    ("ecrit", "aide"),
    [
        ("2026-11", "ajoutez le jour : 2026-11-JJ"),
        ("novembre 2026", "ajoutez le jour : 2026-11-JJ"),
        ("2026", "ajoutez le mois et le jour : 2026-MM-JJ"),
        ("hier", "écrivez par exemple 2026-03-12"),
    ],
)
def test_un_jour_incomplet_dit_ce_qui_manque(contenu: Path, ecrit: str, aide: str) -> None:
    def changer(classeur: Any) -> None:
        page = classeur["Propositions"]
        page.cell(2, _colonne(page, "Mis à jour le"), ecrit)

    (faute,) = _modifier_xlsx(contenu, changer).fautes
    assert str(faute).splitlines()[0].endswith("date attendue sous la forme AAAA-MM-JJ")
    assert str(faute).endswith(aide)


def test_le_classeur_aide_a_remplir(contenu: Path) -> None:
    classeur = _classeur(exporter(contenu, "essai", ".xlsx"))
    assert classeur.sheetnames == [
        "Propositions",
        "Leviers",
        "Jalons",
        "Preuves",
        "Reports",
        "Autres voix",
        "Mesures",
        "Autres voix sur l'ensemble",
        "Ensemble",
        "Listes",
        "Mode d'emploi",
    ]
    page = classeur["Propositions"]
    assert page.freeze_panes == "B2"
    decision = page.cell(1, _colonne(page, "Décision"))
    assert "Retenue en partie : " in decision.comment.text
    plages = {
        str(plage): v.formula1
        for v in page.data_validations.dataValidation
        for plage in v.sqref.ranges
    }
    feuille, _, zone = plages["K2:K1003"].removeprefix("=").partition("!")
    valeurs = [c.value for rang in classeur[feuille][zone.replace("$", "")] for c in rang]
    assert valeurs == [d.libelle for d in Decision]
    assert classeur["Listes"].sheet_state == "hidden"
    intitule = page.cell(2, 2)
    assert (intitule.value, intitule.data_type) == ("=Première proposition ; avec « ; »", "s")
    assert intitule.quotePrefix
    assert page.cell(2, 1).number_format == "@"
    assert page.cell(2, _colonne(page, "Mis à jour le")).value == dt.datetime(2026, 1, 15)  # noqa: DTZ001
    assert classeur["Preuves"].cell(2, 4).value == "2024-05"


def test_les_nombres_et_les_mois_du_tableur_restent_ce_qui_est_tape(contenu: Path) -> None:
    """A month typed as text keeps its precision; a whole number is a reference or a year."""

    def changer(classeur: Any) -> None:
        page = classeur["Propositions"]
        quand = _colonne(page, "Date de la décision")
        assert page.column_dimensions[page.cell(1, quand).column_letter].number_format == "@"
        page.cell(2, quand, "2026-03")
        page.cell(3, quand, 2024)
        page.cell(3, 1, 2)

    resultat = _modifier_xlsx(contenu, changer)
    assert resultat.fautes == ()
    assert _lignes_changees(SUITES, resultat.texte) == [
        "+     decision_date: 2026-03",
        "+     decision_date: 2024",
    ]


def test_un_devoir_de_suite_entier_se_cree_depuis_un_tableau_vide(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path, **{"concertations/essai/suites.yml": None})
    classeur = _classeur(exporter(contenu, "essai", ".xlsx"))
    page = classeur["Propositions"]
    for n in range(1, 150):
        ligne = {
            "Référence": str(n),
            "Intitulé": f"Proposition n° {n}",
            "Décision": "Réponse non trouvée",
            "Établi par": "documentaliste",
            "Mis à jour le": dt.date(2026, 1, 15),
        }
        for entete, valeur in ligne.items():
            page.cell(n + 1, _colonne(page, entete), valeur)
    resultat = importer(contenu, "essai", _octets(classeur), ".xlsx")
    assert resultat.fautes == ()
    assert resultat.texte is not None
    (contenu / resultat.chemin).write_text(resultat.texte, encoding="utf-8")
    lu = load(contenu)
    assert lu.diagnostics == ()
    assert lu.catalogue is not None
    suites = lu.catalogue.par_id["essai"].suites
    assert suites is not None
    assert [p.reference for p in suites.propositions] == [str(n) for n in range(1, 150)]


def test_les_colonnes_numerotees_du_csv(contenu: Path) -> None:
    def changer(rangs: list[list[str]]) -> None:
        entetes = rangs[0]
        entetes += ["Preuves 2 – Titre", "preuves.2.url"]
        rangs[1] += ["Seconde", "https://seconde.example/"]
        rangs[1][entetes.index("Mis à jour le")] = "01/02/2026"
        rangs[2] += ["", ""]

    resultat = _modifier_csv(contenu, changer)
    assert resultat.fautes == ()
    assert _lignes_changees(SUITES, resultat.texte) == [
        "+       - titre: Seconde",
        "+         url: https://seconde.example/",
        "-     maj_le: 2026-01-15",
        "+     maj_le: 2026-02-01",
    ]


def test_le_csv_est_celui_des_tableurs_francais(contenu: Path) -> None:
    brut = exporter(contenu, "essai", ".csv")
    assert brut.startswith("\ufeffRéférence;Intitulé;".encode())
    assert '1.10;"\'=Première proposition ; avec « ; »"'.encode() in brut
    assert b"\r\n" in brut
    virgules = brut.decode("utf-8-sig")
    rangs = list(csv.reader(io.StringIO(virgules, newline=""), delimiter=";"))
    sortie = io.StringIO()
    csv.writer(sortie, delimiter=",").writerows(rangs)
    resultat = importer(contenu, "essai", sortie.getvalue().encode(), ".csv")
    assert (resultat.fautes, resultat.change) == ((), False)


@pytest.mark.parametrize(
    ("changer", "attendu"),
    [
        (
            lambda b: b.decode("utf-8-sig").encode("cp1252", "replace"),
            "ligne 1 : ce fichier n'est pas en UTF-8",
        ),
        (
            lambda b: b.decode("utf-8-sig").encode("utf-16-le"),
            "ligne 1 : ce fichier n'est pas un CSV en UTF-8",
        ),
        (lambda b: b.replace("Décision;".encode(), b"Avis;"), "K1 : colonne inconnue « Avis »"),
        (
            lambda b: b.replace("Thème;".encode(), "Décision;".encode()),
            "K1 : la colonne « Décision » est donnée deux fois",
        ),
        (
            lambda b: b.replace("Référence;".encode(), b"", 1),
            "A1 : il manque la colonne « Référence »",
        ),
        (
            lambda b: b.replace(b"\r\n2;", b"\r\n1.10;"),
            "A3 : « Référence » : « 1.10 » est déjà à la ligne 2",
        ),
        (lambda b: b.replace(b"2026-01-15", b'"2026-01-15'), "un guillemet n'est pas fermé"),
        (lambda _: b"", "il manque la colonne « Référence »"),
    ],
)
def test_un_csv_abime_dit_ou(
    contenu: Path, changer: Callable[[bytes], bytes], attendu: str
) -> None:
    resultat = importer(contenu, "essai", changer(exporter(contenu, "essai", ".csv")), ".csv")
    assert resultat.texte is None
    assert attendu in "\n".join(map(str, resultat.fautes))


@pytest.mark.parametrize("brut", [b"", b"PK\x03\x04", b"bonjour", _octets(Workbook())])
def test_un_fichier_qui_n_est_pas_un_tableau_est_refuse(contenu: Path, brut: bytes) -> None:
    resultat = importer(contenu, "essai", brut, ".xlsx")
    assert resultat.texte is None
    assert len(resultat.fautes) == 1


@given(st.binary(max_size=300))
def test_des_octets_quelconques_sont_un_tableau_ou_des_fautes(brut: bytes) -> None:
    for tableaux in (lire_csv(brut), lire_csv(ENTETE + brut), lire_xlsx(brut)):
        assert tableaux.fautes or tableaux.lignes


@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.integers(0, 60),
            st.text(max_size=20) | st.sampled_from(["Retenue", "2026", "s1, s9", "oui", "1.1", ""]),
        ),
        max_size=5,
    )
)
def test_des_cellules_quelconques_donnent_un_fichier_valable_ou_des_fautes(
    tmp_path_factory: pytest.TempPathFactory, changees: list[tuple[int, int, str]]
) -> None:
    contenu = _PARTAGE.setdefault("c", tmp_path_factory.mktemp("tableur") / "content")
    if not contenu.exists():
        ecrire_contenu(contenu.parent, **{"concertations/essai/suites.yml": SUITES})

    def changer(rangs: list[list[str]]) -> None:
        rangs.append([""] * len(rangs[0]))
        for ligne, colonne, texte in changees:
            rangs[ligne][colonne % len(rangs[0])] = texte.encode("utf-8", "replace").decode()

    resultat = _modifier_csv(contenu, changer)
    assert (resultat.texte is None) == bool(resultat.fautes)
    if resultat.texte is not None:
        lu = parse("f.yml", resultat.texte.encode()).source
        assert lu is not None
        Suites.model_validate(lu.data)


_PARTAGE: dict[str, Path] = {}
ENTETE = "Référence;Intitulé;Décision\r\n".encode()


def test_une_feuille_ajoutee_est_ignoree_et_dite(contenu: Path) -> None:
    resultat = _modifier_xlsx(contenu, lambda c: c.create_sheet("Brouillon"))
    assert resultat.ignorees == ("Brouillon",)
    assert resultat.change is False


@pytest.mark.parametrize(
    ("identifiant", "suffixe", "raison"),
    [
        ("inconnue", ".csv", "n'a pas de fiche"),
        ("../x", ".csv", "sans accent"),
        ("essai", ".ods", "Enregistrer sous, Classeur Excel 2007-365 (.xlsx)"),
        ("essai", ".pdf", ".csv ou .xlsx"),
    ],
)
def test_ce_qui_ne_peut_pas_etre_exporte(
    contenu: Path, identifiant: str, suffixe: str, raison: str
) -> None:
    with pytest.raises(RefusError, match=re.escape(raison)):
        exporter(contenu, identifiant, suffixe)


def test_un_texte_trop_long_pour_une_cellule_est_refuse(tmp_path: Path) -> None:
    suites = f"synthese: {'mot ' * 9000}\n{SUITES}"
    contenu = ecrire_contenu(tmp_path, **{"concertations/essai/suites.yml": suites})
    with pytest.raises(RefusError, match="Ensemble!A2 : ce texte a 35999 caractères"):
        exporter(contenu, "essai", ".xlsx")
    assert exporter(contenu, "essai", ".csv")


def test_les_commandes(contenu: Path, tmp_path: Path) -> None:
    tableau = tmp_path / "suites.xlsx"
    options = ["--content", str(contenu)]

    def lancer(*arguments: str) -> Any:
        return CliRunner().invoke(cli, ["suites", *arguments, *options])

    assert lancer("export", "essai", "--to", str(tableau)).exit_code == 0
    assert "rien n'a changé" in lancer("import", "essai", str(tableau)).output
    classeur = load_workbook(tableau)
    classeur["Propositions"]["B3"] = "Autre"
    classeur.save(tableau)
    fichier = contenu / "concertations/essai/suites.yml"
    assert "1 cellule changée (essai)" in lancer("import", "essai", str(tableau), "--essai").output
    assert fichier.read_text("utf-8") == SUITES
    assert lancer("import", "essai", str(tableau)).exit_code == 0
    assert "intitule: Autre" in fichier.read_text("utf-8")
    classeur["Propositions"]["K3"] = "peut-être"
    classeur.save(tableau)
    refus = lancer("import", "essai", str(tableau))
    assert refus.exit_code == 1
    assert "Propositions!K3 : « Décision »" in refus.output
    assert "rien n'est écrit" in refus.output
    absent = lancer("import", "essai", str(tmp_path / "absent.xlsx"))
    assert f"ce fichier n'existe pas : « {tmp_path / 'absent.xlsx'} »" in absent.output
