"""``catalogue check --against``: nothing published goes backward in silence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.against import RevisionError, comparer
from generator.cli import cli
from generator.diagnostics import format_text
from generator.history.promesses import RECULS_DECISION, RECULS_EXECUTION
from schemas.enumerations import Decision, MiseEnOeuvre
from tests.aides import FICHE as TEXTE_FICHE
from tests.aides import SUITES as TEXTE_SUITES
from tests.aides import ecrire_contenu, remplacer
from tests.depots import FICHE, SUITES, DepotEssai

EN_COURS = "    mise_en_oeuvre: en_cours\n"
DUE = remplacer(TEXTE_FICHE, "reponse_attendue_inconnue: true", "reponse_attendue_le: 2024-06-30")
REPORT = "reports:\n  - nouvelle_date: 2024-12-31\n    motif: Le rapport a du retard.\n"


def suites(**champs: str) -> str:
    """The follow-up of the tests, with fields of its proposal set (or left out: "")."""
    lignes = {
        "intitule": "Première proposition.",
        "decision": "retenue",
        "mise_en_oeuvre": "en_cours",
    }
    tous = {c: v for c, v in (lignes | champs).items() if v}
    corps = "".join(f"    {cle}: {valeur}\n" for cle, valeur in tous.items())
    fin = "    etabli_par: etat\n    sources:\n      - s1\n    maj_le: 2026-01-15\n"
    return f'propositions:\n  - reference: "1"\n{corps}{fin}'


def juger(
    tmp_path: Path, avant: dict[str, str | None], apres: dict[str, str | None]
) -> list[tuple[str, int, str]]:
    """(file, line, code) of each refusal, once the content goes from one state to the other."""
    depot = DepotEssai(tmp_path / "depot", **avant)
    depot.ecrire(**apres)
    racine = f"{depot.content.as_posix()}/"
    return [
        (d.path.removeprefix(racine), d.position.line, d.code)
        for d in comparer(depot.content, "main")
    ]


def test_the_message_says_what_was_published_and_how_to_mend_it(tmp_path: Path) -> None:
    depot = DepotEssai(tmp_path)
    depot.ecrire(**{SUITES: suites(mise_en_oeuvre="abandonnee")})
    (refus,) = comparer(depot.content, "HEAD")
    assert format_text([refus]).removeprefix(f"{depot.content.as_posix()}/") == (
        "concertations/essai/suites.yml:5:21: erreur: la mise en œuvre de la proposition 1, "
        "publiée « en_cours », est devenue « abandonnee » sans motif [recul-sans-motif]\n"
        "    5 |     mise_en_oeuvre: abandonnee\n"
        "      |                     ^^^^^^^^^^\n"
        "      = aide : dites pourquoi dans « motif_changement » (annonce de l'État, ou correction "
        "d'une erreur de saisie) : ce motif est publié\n"
    )


@pytest.mark.parametrize("avant", Decision)
@pytest.mark.parametrize("apres", Decision)
def test_each_move_of_a_decision(tmp_path: Path, avant: Decision, apres: Decision) -> None:
    """The whole table: a move is refused exactly when it says less; a new reason allows it."""
    base = suites(decision=avant, mise_en_oeuvre="")
    attendu = [(SUITES, 4, "recul-sans-motif")] if apres in RECULS_DECISION[avant] else []
    sans = suites(decision=apres, mise_en_oeuvre="")
    assert juger(tmp_path / "sans", {SUITES: base}, {SUITES: sans}) == attendu
    avec = suites(decision=apres, mise_en_oeuvre="", motif_changement="Arbitrage.")
    assert juger(tmp_path / "avec", {SUITES: base}, {SUITES: avec}) == []


def test_the_tables_follow_an_order() -> None:
    """No move is backward both ways, none stays where it is, and what is backward adds up.

    But to stop and to say nothing any more both need a word, whichever comes first.
    """
    muets = {MiseEnOeuvre.ABANDONNEE, MiseEnOeuvre.SANS_INFORMATION}
    tables: list[dict[object, Sequence[object]]] = [
        {k: sorted(v) for k, v in RECULS_DECISION.items()},
        {k: sorted(x for x in v if x) for k, v in RECULS_EXECUTION.items()},
    ]
    assert set(tables[0]) == set(Decision)
    assert set(tables[1]) == set(MiseEnOeuvre)
    for table in tables:
        for depuis, vers in table.items():
            assert depuis not in vers
            assert not any(depuis in table[x] for x in vers if not {depuis, x} <= muets)
    for vers in RECULS_DECISION.values():
        assert all(RECULS_DECISION[x] <= vers for x in vers)


@pytest.mark.parametrize("avant", MiseEnOeuvre)
@pytest.mark.parametrize("apres", [*MiseEnOeuvre, None])
def test_each_move_of_an_execution(
    tmp_path: Path, avant: MiseEnOeuvre, apres: MiseEnOeuvre | None
) -> None:
    recule = apres in RECULS_EXECUTION[avant]
    trouve = juger(
        tmp_path,
        {SUITES: suites(mise_en_oeuvre=avant)},
        {SUITES: suites(mise_en_oeuvre=apres or "")},
    )
    assert [code for _, _, code in trouve] == ["recul-sans-motif"] * recule


def test_an_old_reason_does_not_serve_twice(tmp_path: Path) -> None:
    avant = suites(motif_changement="Premier motif.")
    vieux = suites(mise_en_oeuvre="abandonnee", motif_changement="Premier  motif.")
    neuf = suites(mise_en_oeuvre="abandonnee", motif_changement="Second motif.")
    assert juger(tmp_path / "a", {SUITES: avant}, {SUITES: vieux}) == [
        (SUITES, 5, "recul-sans-motif")
    ]
    assert juger(tmp_path / "b", {SUITES: avant}, {SUITES: neuf}) == []


def test_a_decision_and_its_execution_are_one_refusal(tmp_path: Path) -> None:
    apres = suites(decision="non_retenue", mise_en_oeuvre="", reponse_motivee="Trop cher.")
    assert juger(tmp_path, {}, {SUITES: apres}) == [(SUITES, 4, "recul-sans-motif")]


JALON = "\n      - date: {}\n        intitule: Vote\n        etat: {}"


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        ({"echeance": "2025-06-30"}, {"echeance": "2025-07-01"}, [(6, "date-repoussee")]),
        ({"echeance": "2025-06-30"}, {"echeance": "2025-06"}, []),
        ({"echeance": "2025-06"}, {"echeance": "2025-06-15"}, []),
        ({"echeance": "2025-06"}, {"echeance": "2025"}, [(6, "date-repoussee")]),
        ({"echeance": "2025-06"}, {"echeance": "2025-05"}, []),
        ({"echeance": "2025-06"}, {}, [(2, "date-repoussee")]),
        ({"echeance": "2025-06"}, {"echeance": "2026", "motif_changement": "Retard."}, []),
        (
            {"echeance": "2025-06"},
            {
                "echeance": "2025-06",
                "reports": "\n      - nouvelle_date: 2026\n        motif: Retard.",
            },
            [],
        ),
        (
            {
                "echeance": "2025-06",
                "reports": "\n      - nouvelle_date: 2026\n        motif: Retard.",
            },
            {"echeance": "2026"},
            [(2, "report-efface"), (6, "date-repoussee")],
        ),
        (
            {"jalons": JALON.format("2025-06-30", "prevu")},
            {"jalons": JALON.format("2025-09-30", "prevu")},
            [(7, "date-repoussee")],
        ),
        (
            {"jalons": JALON.format("2025-06-30", "prevu")},
            {"jalons": JALON.format("2025-06-30", "manque") + JALON.format("2025-09-30", "prevu")},
            [],
        ),
        (
            {"jalons": JALON.format("2025-06-30", "prevu")},
            {"jalons": JALON.format("2025-06-30", "atteint")},
            [],
        ),
        ({"jalons": JALON.format("2025-06-30", "prevu")}, {}, [(2, "etape-disparue")]),
        ({"jalons": JALON.format("2025-06-30", "atteint")}, {}, []),
    ],
)
def test_dates_of_a_proposal(
    tmp_path: Path,
    avant: dict[str, str],
    apres: dict[str, str],
    attendu: list[tuple[int, str]],
) -> None:
    trouve = juger(tmp_path, {SUITES: suites(**avant)}, {SUITES: suites(**apres)})
    assert trouve == [(SUITES, ligne, code) for ligne, code in attendu]


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        (DUE, remplacer(DUE, "2024-06-30", "2024-12-31"), [(17, "date-repoussee")]),
        (DUE, remplacer(DUE, "2024-06-30", "2024-05-31"), []),
        (DUE, TEXTE_FICHE, [(17, "date-repoussee")]),
        (DUE, remplacer(DUE, "thematiques:\n", REPORT + "thematiques:\n"), []),
        (
            remplacer(DUE, "thematiques:\n", REPORT + "thematiques:\n"),
            remplacer(DUE, "2024-06-30", "2024-12-31"),
            [(1, "report-efface"), (17, "date-repoussee")],
        ),
        (TEXTE_FICHE, DUE, []),
    ],
)
def test_the_date_of_the_answer(
    tmp_path: Path, avant: str, apres: str, attendu: list[tuple[int, str]]
) -> None:
    trouve = juger(tmp_path, {FICHE: avant}, {FICHE: apres})
    assert trouve == [(FICHE, ligne, code) for ligne, code in attendu]


def test_a_commitment_keeps_its_date_until_it_is_said_broken(tmp_path: Path) -> None:
    def fiche(date: str, etat: str) -> str:
        engagement = f"engagements:\n  - texte: Publier.\n    echeance: {date}\n    etat: {etat}"
        return remplacer(TEXTE_FICHE, "engagements_inconnus: true", engagement)

    base = {FICHE: fiche("2024-06", "en_cours")}
    assert juger(tmp_path / "a", base, {FICHE: fiche("2024-09", "en_cours")}) == [
        (FICHE, 8, "date-repoussee")
    ]
    assert juger(tmp_path / "b", base, {FICHE: fiche("2024-09", "non_tenu")}) == []
    assert juger(tmp_path / "c", base, {FICHE: fiche("2024-06", "tenu")}) == []


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        ({}, {"intitule": "Première  proposition."}, []),
        ({}, {"intitule": "Proposition."}, [(3, "texte-citoyen-change")]),
        ({}, {"intitule": "Proposition.", "motif_changement": "Faute de frappe."}, []),
        ({}, {"intitule": "Courte.", "texte_integral": "Première proposition."}, []),
        ({"reformulee": "true"}, {"reformulee": "true", "intitule": "Proposition."}, []),
        ({"texte_integral": "Mot pour mot."}, {"texte_integral": "Mot  pour\n      mot."}, []),
        (
            {"texte_integral": "Mot pour mot."},
            {"texte_integral": "Mot à mot."},
            [(6, "texte-citoyen-change")],
        ),
        ({"texte_integral": "Mot pour mot."}, {}, [(2, "texte-citoyen-change")]),
    ],
)
def test_the_words_of_the_citizens(
    tmp_path: Path, avant: dict[str, str], apres: dict[str, str], attendu: list[tuple[int, str]]
) -> None:
    trouve = juger(tmp_path, {SUITES: suites(**avant)}, {SUITES: suites(**apres)})
    assert trouve == [(SUITES, ligne, code) for ligne, code in attendu]


def test_a_proposal_does_not_vanish(tmp_path: Path) -> None:
    autre = TEXTE_SUITES.replace('"1"', '"2"')
    refus = [(SUITES, 1, "proposition-disparue")]
    assert juger(tmp_path / "a", {}, {SUITES: autre}) == refus
    assert juger(tmp_path / "b", {}, {SUITES: None}) == refus


def test_an_address_does_not_vanish(tmp_path: Path) -> None:
    avec_ancienne = remplacer(
        TEXTE_FICHE, "revu_le:", "anciennes_urls:\n  - /concertations/debut/\nrevu_le:"
    )
    base: dict[str, str | None] = {FICHE: avec_ancienne, SUITES: None}
    perdue = (FICHE, 1, "adresse-disparue")
    assert juger(tmp_path / "a", base, {FICHE: None}) == [perdue, perdue]
    assert juger(tmp_path / "b", base, {FICHE: TEXTE_FICHE}) == [perdue]
    for genre in ("guides/methode.md", "pages/a-propos.md", "kit/modele.md"):
        assert juger(tmp_path / genre, {}, {genre: None}) == [(genre, 1, "adresse-disparue")]


def test_a_renamed_record_keeps_its_addresses_and_its_promises(tmp_path: Path) -> None:
    def deplacer(urls: str, texte: str) -> dict[str, str | None]:
        fiche = remplacer(TEXTE_FICHE, "revu_le:", f"anciennes_urls:\n{urls}revu_le:")
        return {
            FICHE: None,
            SUITES: None,
            "concertations/neuf/concertation.md": fiche,
            "concertations/neuf/suites.yml": texte,
        }

    une, deux = "  - /concertations/essai/\n", "  - /concertations/essai/suites/\n"
    assert juger(tmp_path / "a", {}, deplacer(une + deux, TEXTE_SUITES)) == []
    assert juger(tmp_path / "b", {}, deplacer(une, TEXTE_SUITES)) == [
        (SUITES, 1, "adresse-disparue")
    ]
    recul = remplacer(TEXTE_SUITES, "en_cours", "non_commencee")
    assert juger(tmp_path / "c", {}, deplacer(une + deux, recul)) == [
        ("concertations/neuf/suites.yml", 5, "recul-sans-motif")
    ]
    seule = deplacer(une + deux, TEXTE_SUITES) | {"concertations/neuf/suites.yml": None}
    assert juger(tmp_path / "d", {}, seule) == [
        ("concertations/neuf/suites.yml", 1, "proposition-disparue")
    ]


def test_the_base_is_the_common_ancestor(tmp_path: Path) -> None:
    """What main published since this branch left it is not held against this branch."""
    depot = DepotEssai(tmp_path)
    depot.git("checkout", "-q", "-b", "projet")
    depot.commit(**{FICHE: remplacer(TEXTE_FICHE, "objet: L'essai.", "objet: Autre.")})
    depot.git("checkout", "-q", "main")
    depot.commit(**{SUITES: suites(echeance="2025")})
    depot.git("checkout", "-q", "projet")
    assert comparer(depot.content, "main") == ()
    assert comparer(depot.content, "HEAD") == ()


def test_a_commit_of_the_branch_is_judged_too(tmp_path: Path) -> None:
    depot = DepotEssai(tmp_path)
    depot.git("checkout", "-q", "-b", "projet")
    depot.commit(**{SUITES: suites(mise_en_oeuvre="abandonnee")})
    assert [d.code for d in comparer(depot.content, "main")] == ["recul-sans-motif"]


def test_what_cannot_be_read_promises_nothing(tmp_path: Path) -> None:
    """A file with errors is left to the other rules; so is a base that is not understood."""
    casse = remplacer(TEXTE_SUITES, "retenue", "adoptee")
    assert juger(tmp_path / "a", {}, {SUITES: casse}) == []
    assert juger(tmp_path / "b", {SUITES: casse}, {SUITES: TEXTE_SUITES}) == []


def test_line_ends_and_layout_are_not_changes(tmp_path: Path) -> None:
    depot = DepotEssai(tmp_path, **{FICHE: DUE})
    depot.ecrire(**{SUITES: TEXTE_SUITES.replace("\n", "\r\n"), FICHE: DUE.replace("\n", "\r\n")})
    assert comparer(depot.content, "main") == ()


@pytest.mark.parametrize(
    "rev", ["", "nulle-part", "--help", "-x", "HEAD~9", "main:content", "a\0b"]
)
def test_an_unknown_revision_is_a_usage_error(tmp_path: Path, rev: str) -> None:
    depot = DepotEssai(tmp_path)
    with pytest.raises(RevisionError, match="n'est ni une branche"):
        comparer(depot.content, rev)


def test_no_comparison_without_git_or_a_common_ancestor(tmp_path: Path) -> None:
    depot = DepotEssai(tmp_path / "depot")
    depot.git("checkout", "-q", "--orphan", "autre")
    depot.commit()
    with pytest.raises(RevisionError, match="git fetch --unshallow"):
        comparer(depot.content, "main")
    with pytest.raises(RevisionError, match="pas dans un dépôt git"):
        comparer(ecrire_contenu(tmp_path / "ailleurs"), "main")


def test_the_command_refuses_and_counts(tmp_path: Path) -> None:
    """``check --against``: exit 1 with the refusals, 2 for a revision that is not known."""
    depot = DepotEssai(tmp_path)
    depot.ecrire(**{SUITES: suites(mise_en_oeuvre="abandonnee")})
    commande = ["check", "--content", str(depot.content)]
    assert CliRunner().invoke(cli, commande).exit_code == 0
    refus = CliRunner().invoke(cli, [*commande, "--against", "main"])
    assert refus.exit_code == 1
    assert "[recul-sans-motif]" in refus.output
    assert "1 erreur dans 1 fichier" in refus.output
    inconnue = CliRunner().invoke(cli, [*commande, "--against", "nulle-part"])
    assert inconnue.exit_code == 2
    assert "nulle-part" in inconnue.output


CALENDRIER = "calendrier:\n  - date: 2024-09\n    intitule: Restitution\n    etat: prevu\n"
UN_REPORT = "\n      - nouvelle_date: 2025-09-30\n        motif: Retard."
DEUX_REPORTS = "\n      - nouvelle_date: 2025-06-30\n        motif: Retard." + UN_REPORT


@pytest.mark.parametrize(
    ("code", "avant", "apres"),
    [
        ("recul-sans-motif", {}, {SUITES: suites(mise_en_oeuvre="abandonnee")}),
        ("date-repoussee", {FICHE: DUE}, {FICHE: remplacer(DUE, "2024-06-30", "2024-12-31")}),
        (
            "report-efface",
            {SUITES: suites(echeance="2025-03", reports=DEUX_REPORTS)},
            {SUITES: suites(echeance="2025-03", reports=UN_REPORT)},
        ),
        (
            "etape-disparue",
            {FICHE: remplacer(TEXTE_FICHE, "revu_le:", CALENDRIER + "revu_le:")},
            {FICHE: TEXTE_FICHE},
        ),
        ("proposition-disparue", {}, {SUITES: TEXTE_SUITES.replace('"1"', '"2"')}),
        ("texte-citoyen-change", {}, {SUITES: suites(intitule="Proposition récrite.")}),
        ("adresse-disparue", {SUITES: None}, {FICHE: None}),
    ],
)
def test_the_documentation_shows_what_the_program_says(
    tmp_path: Path, code: str, avant: dict[str, str | None], apres: dict[str, str | None]
) -> None:
    depot = DepotEssai(tmp_path / "depot", **avant)
    depot.ecrire(**apres)
    dit = format_text(comparer(depot.content, "main")).strip("\n")
    page = (Path(__file__).parents[2] / "docs" / "erreurs.md").read_text("utf-8")
    section = page.split(f"### `{code}`\n")[1].split("\n### ")[0]
    assert f"```text\n{dit.replace(depot.content.as_posix(), 'content')}\n```" in section
