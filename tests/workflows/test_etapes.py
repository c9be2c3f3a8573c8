"""The steps of the workflows, run as the forge runs them: on events, repositories and a false forge."""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from generator.contribute.form_model import Formulaire
from generator.contribute.forms import CORRECTION, NOUVELLE
from tests.aides import FICHE, remplacer
from tests.contribute.test_forms import ATTENDU, REPONSES, _corps
from tests.depots import DepotEssai, environnement
from tests.workflows.fausse_forge import FausseForge

ROBOT = {"login": "github-actions[bot]"}
PASSANT = {"login": "passant"}
MARQUE_RAPPORT = "<!-- catalogue : rapport -->"


@pytest.fixture
def forge(tmp_path: Path) -> FausseForge:
    return FausseForge(tmp_path)


@pytest.fixture
def depot(tmp_path: Path) -> DepotEssai:
    """A clone whose ``origin`` is a local bare repository."""
    essai = DepotEssai(tmp_path / "depot")
    essai.git("init", "-q", "--bare", "-b", "main", str(tmp_path / "origine.git"))
    essai.git("remote", "add", "origin", str(tmp_path / "origine.git"))
    essai.git("push", "-q", "origin", "main")
    return essai


def dans_l_origine(depot: DepotEssai, branche: str, chemin: str) -> str:
    return depot.git(
        "--git-dir", str(depot.racine.parent / "origine.git"), "show", f"{branche}:{chemin}"
    )


def formulaire(dossier: Path, fichiers: dict[str, str], **resultat: Any) -> Path:
    """What ``lire_formulaire.py`` hands over."""
    sortie = dossier / "formulaire"
    for chemin, texte in fichiers.items():
        fichier = sortie / "fichiers" / chemin
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(texte)
    sortie.mkdir(exist_ok=True)
    faits = {"numero": 12, "reussi": True, "chemins": sorted(fichiers)} | resultat
    (sortie / "resultat.json").write_text(json.dumps(faits))
    (sortie / "message.md").write_text("Voici ce qu'il reste à corriger.\n")
    return sortie


TICKET = {"issue": {"number": 12, "title": "$(touch /x)", "body": "`touch /x`"}}
CHEMIN = "content/concertations/nouvelle/concertation.md"


def test_a_form_becomes_a_branch_and_a_pull_request(
    forge: FausseForge, depot: DepotEssai, tmp_path: Path
) -> None:
    dossier = formulaire(tmp_path, {CHEMIN: FICHE})
    forge.repondre({"POST pulls": {"number": 13, "html_url": "https://forge.example/pull/13"}})
    fait = forge.lancer("ouvrir_pr.py", str(dossier), dans=depot.racine, evenement=TICKET)
    assert fait.returncode == 0, fait.stderr
    assert dans_l_origine(depot, "formulaire/12", CHEMIN) == FICHE.strip()
    touches = depot.git("diff", "--name-only", "main", "formulaire/12")
    assert touches == CHEMIN
    [demande] = [corps for _, chemin, corps in forge.demandes("POST") if chemin == "pulls"]
    assert demande["title"] == "Formulaire n° 12 : nouvelle"
    assert demande["head"] == "formulaire/12"
    assert demande["base"] == "main"
    assert "Closes #12" in demande["body"]
    assert "$(touch" not in json.dumps(forge.demandes())
    [reponse] = [c for _, chemin, c in forge.demandes("POST") if chemin == "issues/12/comments"]
    assert "https://forge.example/pull/13" in reponse["body"]


def test_an_edited_form_replaces_its_branch_and_keeps_its_request(
    forge: FausseForge, depot: DepotEssai, tmp_path: Path
) -> None:
    """The second run starts, like the first, from a fresh clone of main."""
    dossier = formulaire(tmp_path, {CHEMIN: FICHE})
    forge.repondre({"POST pulls": {"number": 13, "html_url": "https://forge.example/pull/13"}})
    forge.lancer("ouvrir_pr.py", str(dossier), dans=depot.racine, evenement=TICKET)
    depot.git("checkout", "-q", "main")
    corrigee = remplacer(FICHE, "titre: Concertation d'essai", "titre: Titre corrigé")
    formulaire(tmp_path, {CHEMIN: corrigee})
    forge.repondre(
        {
            "GET pulls?state=open&head=ministere:formulaire/12": [
                {"number": 13, "html_url": "https://forge.example/pull/13"}
            ],
            "GET issues/12/comments?per_page=100&page=1": [
                {"id": 5, "user": ROBOT, "body": "<!-- catalogue : formulaire -->\nMerci."}
            ],
        }
    )
    fait = forge.lancer("ouvrir_pr.py", str(dossier), dans=depot.racine, evenement=TICKET)
    assert fait.returncode == 0, fait.stderr
    assert "Titre corrigé" in dans_l_origine(depot, "formulaire/12", CHEMIN)
    assert [c for _, c, _ in forge.demandes("POST")].count("pulls") == 1
    assert [c for _, c, _ in forge.demandes("PATCH")] == ["issues/comments/5"]


def test_a_form_with_errors_gets_them_in_its_issue(
    forge: FausseForge, depot: DepotEssai, tmp_path: Path
) -> None:
    dossier = formulaire(tmp_path, {}, reussi=False)
    fait = forge.lancer("ouvrir_pr.py", str(dossier), dans=depot.racine, evenement=TICKET)
    assert fait.returncode == 0, fait.stderr
    [[_, chemin, corps]] = forge.demandes("POST")
    assert chemin == "issues/12/comments"
    assert "ce qu'il reste à corriger" in corps["body"]
    assert "formulaire/12" not in depot.git("branch", "--all")


def ticket(formulaire_: Formulaire, corps: str) -> dict[str, Any]:
    """The event of an issue made from a form, with a hostile title."""
    etiquettes = [{"name": "formulaire"}, {"name": formulaire_.etiquette}]
    issue = {"number": 12, "title": "$(touch /x)", "body": corps, "labels": etiquettes}
    return {"action": "opened", "issue": {**issue, "created_at": "2026-05-06T22:10:00Z"}}


def lire(forge: FausseForge, depot: DepotEssai, dossier: Path, evenement: dict[str, Any]) -> str:
    """Run the first job; what it answers."""
    mots = [str(dossier / "formulaire")]
    fait = forge.lancer("lire_formulaire.py", *mots, dans=depot.racine, evenement=evenement)
    assert fait.returncode == 0, fait.stderr
    assert forge.demandes() == []
    return (dossier / "formulaire" / "message.md").read_text("utf-8")


def test_from_the_issue_to_the_branch(
    forge: FausseForge, depot: DepotEssai, tmp_path: Path
) -> None:
    """Both jobs in a row, as the workflow chains them: each from its own copy of main."""
    evenement = ticket(NOUVELLE, _corps(NOUVELLE, REPONSES))
    assert lire(forge, depot, tmp_path, evenement) == ""
    depot.git("clean", "-qfd")
    forge.repondre({"POST pulls": {"number": 13, "html_url": "https://forge.example/pull/13"}})
    mots = [str(tmp_path / "formulaire")]
    fait = forge.lancer("ouvrir_pr.py", *mots, dans=depot.racine, evenement=evenement)
    assert fait.returncode == 0, fait.stderr
    fiche = "content/concertations/energie/concertation.md"
    assert f"{dans_l_origine(depot, 'formulaire/12', fiche)}\n" == ATTENDU


def test_the_errors_of_a_form_are_shown_as_they_are(
    forge: FausseForge, depot: DepotEssai, tmp_path: Path
) -> None:
    """What the author typed comes back between fences: it names nobody and loads nothing."""
    hostile = REPONSES | {"porteur": "```\n@equipe ![x](https://mouchard.example/)"}
    message = lire(forge, depot, tmp_path, ticket(NOUVELLE, _corps(NOUVELLE, hostile)))
    avant, _, apres = message.partition("````text\n")
    assert "à corriger" in avant
    assert "Porteur" in apres
    assert "@equipe" not in avant
    resultat = json.loads((tmp_path / "formulaire" / "resultat.json").read_text())
    assert resultat == {"numero": 12, "reussi": False, "chemins": []}
    assert depot.git("status", "--porcelain") == ""


def test_a_form_that_changes_nothing_says_who_will_read_it(
    forge: FausseForge, depot: DepotEssai, tmp_path: Path
) -> None:
    reponses = {q.id: "Un mot" for q in CORRECTION.questions if q.obligatoire}
    reponses |= {"concertation": "essai"}
    message = lire(forge, depot, tmp_path, ticket(CORRECTION, _corps(CORRECTION, reponses)))
    assert message.startswith("Merci. ")


@pytest.mark.parametrize(
    "chemin",
    [
        ".github/workflows/publier.yml",
        "content/site.yml",
        "content/concertations/../../Makefile",
        "content/concertations/x/concertation.md\n.github/x",
        "/etc/passwd",
        "content/concertations/É/concertation.md",
    ],
)
def test_a_form_writes_nowhere_else(
    forge: FausseForge, depot: DepotEssai, tmp_path: Path, chemin: str
) -> None:
    dossier = formulaire(tmp_path, {}, chemins=[chemin])
    fait = forge.lancer("ouvrir_pr.py", str(dossier), dans=depot.racine, evenement=TICKET)
    assert fait.returncode == 1
    assert "un formulaire n'écrit pas" in fait.stderr
    assert forge.demandes() == []


def test_a_form_brings_no_link(forge: FausseForge, depot: DepotEssai, tmp_path: Path) -> None:
    """Neither the file nor a folder on its way."""
    dossier = formulaire(tmp_path, {CHEMIN: FICHE})
    lien = dossier / "fichiers" / CHEMIN
    lien.unlink()
    lien.symlink_to(tmp_path / "depot" / "content" / "site.yml")
    fait = forge.lancer("ouvrir_pr.py", str(dossier), dans=depot.racine, evenement=TICKET)
    assert fait.returncode == 1
    assert "n'est pas un fichier ordinaire" in fait.stderr
    assert forge.demandes() == []


def ecrire_perimetre(depot: DepotEssai, **fichiers: str) -> str:
    base = depot.git("rev-parse", "HEAD")
    depot.ecrire(**fichiers)
    depot.commit("Une proposition")
    return base


@pytest.mark.parametrize(
    ("fichiers", "etiquettes", "sortie"),
    [
        ({"guides/autre.md": "x"}, [], (0, "gates")),
        ({"../generator/x.py": "x"}, [], (0, "test")),
        ({"guides/autre.md": "x", "../generator/x.py": "x"}, [], (1, "test")),
        ({"guides/autre.md": "x", "../a.py": "x"}, ["mélange accepté"], (0, "test")),
    ],
)
def test_content_and_code_do_not_mix(
    forge: FausseForge,
    depot: DepotEssai,
    fichiers: dict[str, str],
    etiquettes: list[str],
    sortie: tuple[int, str],
) -> None:
    attendu, cible = sortie
    base = ecrire_perimetre(depot, **fichiers)
    demande = {"pull_request": {"labels": [{"name": e} for e in etiquettes]}}
    fait = forge.lancer("perimetre.py", dans=depot.racine, evenement=demande, BASE=base)
    assert fait.returncode == attendu, fait.stdout + fait.stderr
    assert ("::error::" in fait.stdout) == bool(attendu)
    assert (forge.dossier / "sortie").read_text() == f"cible={cible}\n"


def rapport(dossier: Path, etiquettes: list[str]) -> Path:
    sortie = dossier / "rapport"
    sortie.mkdir()
    (sortie / "rapport.md").write_text("## Ce qui change\n")
    (sortie / "rapport.json").write_text(json.dumps({"etiquettes": etiquettes, "pages": []}))
    return sortie


DEMANDE = {"pull_request": {"number": 7}}


def test_the_report_is_one_comment_kept_up_to_date(forge: FausseForge, tmp_path: Path) -> None:
    """A comment of somebody else that copies our mark is not ours."""
    commentaires = [
        {"id": 1, "user": PASSANT, "body": MARQUE_RAPPORT},
        {"id": 2, "user": ROBOT, "body": "autre chose"},
        {"id": 3, "user": ROBOT, "body": f"{MARQUE_RAPPORT}\nancien"},
    ]
    forge.repondre({"GET issues/7/comments?per_page=100&page=1": commentaires})
    dossier = rapport(tmp_path, ["suites", "administrateur"])
    fait = forge.lancer("commenter.py", str(dossier), dans=tmp_path, evenement=DEMANDE)
    assert fait.returncode == 0, fait.stderr
    [[_, chemin, corps]] = forge.demandes("PATCH")
    assert chemin == "issues/comments/3"
    assert corps["body"].startswith(MARQUE_RAPPORT)
    assert forge.demandes("POST") == [["POST", "issues/7/labels", {"labels": ["suites"]}]]


def test_the_first_report_is_a_new_comment(forge: FausseForge, tmp_path: Path) -> None:
    dossier = rapport(tmp_path, [])
    (dossier / "rapport.md").write_text("## Titre\n\n```text\n" + "ligne\n" * 20_000 + "```\n")
    fait = forge.lancer("commenter.py", str(dossier), dans=tmp_path, evenement=DEMANDE)
    assert fait.returncode == 0, fait.stderr
    [[_, chemin, corps]] = forge.demandes("POST")
    assert chemin == "issues/7/comments"
    assert len(corps["body"]) < 65_536
    assert corps["body"].count("```") == 2
    assert "coupé ici" in corps["body"]


TICKET_LIENS = "<!-- catalogue : liens -->"


@pytest.mark.parametrize(
    ("ouverts", "texte", "attendu"),
    [
        ([], "Deux liens.", [("POST", "issues")]),
        ([], "", []),
        (
            [{"number": 4, "user": ROBOT, "title": "Liens", "body": f"{TICKET_LIENS}\nUn lien."}],
            "Deux liens.",
            [("PATCH", "issues/4")],
        ),
        (
            [
                {
                    "number": 4,
                    "user": ROBOT,
                    "title": "Liens",
                    "body": f"{TICKET_LIENS}\nDeux liens.",
                }
            ],
            "Deux liens.",
            [],
        ),
        (
            [{"number": 4, "user": ROBOT, "title": "Liens", "body": f"{TICKET_LIENS}\nUn lien."}],
            "",
            [("PATCH", "issues/4")],
        ),
        (
            [{"number": 4, "user": PASSANT, "title": "Liens", "body": TICKET_LIENS}],
            "Deux liens.",
            [("POST", "issues")],
        ),
    ],
)
def test_one_issue_is_opened_rewritten_or_closed(
    forge: FausseForge,
    tmp_path: Path,
    ouverts: list[dict[str, Any]],
    texte: str,
    attendu: list[tuple[str, str]],
) -> None:
    (tmp_path / "liens.md").write_text(texte)
    forge.repondre({"GET issues?state=open&labels=liens&per_page=100&page=1": ouverts})
    mots = ["--marque", "liens", "--titre", "Liens", "--etiquette", "liens", "liens.md"]
    fait = forge.lancer("ticket.py", *mots, dans=tmp_path)
    assert fait.returncode == 0, fait.stderr
    assert [(m, c) for m, c, _ in forge.demandes() if m != "GET"] == attendu
    if texte == "" and attendu:
        assert forge.demandes("PATCH")[0][2] == {"state": "closed"}


def test_each_ministry_has_one_issue(forge: FausseForge, tmp_path: Path) -> None:
    """What others wrote is shown, not obeyed; the issue of a ministry with nothing left closes."""
    rappel = {"concertation": "essai", "jours": 3, "motif": "en_retard", "explication": "3 jours"}
    sante = {
        **rappel,
        "ministere": "sante",
        "ministere_nom": "Santé",
        "titre": "@equipe [x](y) <b>",
    }
    autre = {**rappel, "ministere": "culture", "ministere_nom": "Culture", "titre": "T"}
    (tmp_path / "r.json").write_text(json.dumps([sante, autre, sante]))
    fini = {
        "number": 9,
        "user": ROBOT,
        "title": "Fini",
        "body": "<!-- catalogue : relance eau -->\nx",
    }
    forge.repondre({"GET issues?state=open&labels=relance&per_page=100&page=1": [fini]})
    fait = forge.lancer("relances.py", "r.json", dans=tmp_path)
    assert fait.returncode == 0, fait.stderr
    titres = [corps["title"] for _, _, corps in forge.demandes("POST")]
    assert titres == ["Devoir de suite : Culture (1 point)", "Devoir de suite : Santé (2 points)"]
    texte = forge.demandes("POST")[1][2]["body"]
    assert "@equipe" not in texte
    assert "\\[x\\](y) \\<b\\>" in texte
    assert forge.demandes("PATCH") == [["PATCH", "issues/9", {"state": "closed"}]]


def test_a_refusal_of_the_forge_is_not_silent(forge: FausseForge, tmp_path: Path) -> None:
    (tmp_path / "liens.md").write_text("Un lien.")
    gh = forge.dossier / "bin" / "gh"
    gh.write_text("#!/bin/sh\necho 'HTTP 403' >&2\nexit 1\n")
    mots = ["--marque", "liens", "--titre", "Liens", "--etiquette", "liens", "liens.md"]
    fait = forge.lancer("ticket.py", *mots, dans=tmp_path)
    assert fait.returncode != 0
    assert "HTTP 403" in fait.stderr


def construire_site(dossier: Path) -> Path:
    site = dossier / "site"
    (site / ".well-known").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html>")
    (site / ".well-known" / "security.txt").write_text("Contact: x")
    (site / ".nojekyll").write_text("")
    return site


def test_the_archive_holds_hidden_files_and_is_the_same_each_time(
    forge: FausseForge, tmp_path: Path
) -> None:
    site = construire_site(tmp_path)
    octets = []
    for nom in ("un.tar", "deux.tar"):
        (site / "index.html").touch()
        fait = forge.lancer("empaqueter.py", str(site), nom, dans=tmp_path)
        assert fait.returncode == 0, fait.stderr
        octets.append((tmp_path / nom).read_bytes())
    assert octets[0] == octets[1]
    with tarfile.open(tmp_path / "un.tar") as archive:
        membres = {m.name: m for m in archive.getmembers()}
    assert {"./.well-known/security.txt", "./.nojekyll", "./index.html"} < set(membres)
    assert {(m.mode, m.uid, m.mtime) for m in membres.values() if m.isfile()} == {(0o644, 0, 0)}


@pytest.mark.parametrize("faute", ["lien", "vide"])
def test_what_is_not_a_site_is_not_packed(forge: FausseForge, tmp_path: Path, faute: str) -> None:
    site = construire_site(tmp_path)
    if faute == "lien":
        (site / "lien").symlink_to("index.html")
    else:
        (site / "index.html").unlink()
    fait = forge.lancer("empaqueter.py", str(site), "x.tar", dans=tmp_path)
    assert fait.returncode == 1
    assert "Traceback" not in fait.stderr


def test_the_owners_are_those_of_the_ministries(racine: Path) -> None:
    """The committed file names folders that exist and keys that are known."""
    lignes = (racine / ".github" / "CODEOWNERS").read_text("utf-8").splitlines()
    actives = [ligne.split() for ligne in lignes if ligne and not ligne.startswith("#")]
    dossiers = [chemin for chemin, *_ in actives if chemin.startswith("/content/concertations/")]
    assert [d for d in dossiers if not (racine / d.strip("/")).is_dir()] == []
    assert len(dossiers) > 40
    from generator.catalogue.load import load

    catalogue = load(racine / "content").catalogue
    assert catalogue is not None
    connus = {f"referents-{cle}" for cle in catalogue.referentiels.ministeres}
    equipes = {e.split("/")[1] for _, *noms in actives for e in noms}
    assert equipes - connus == {"cipc", "mainteneurs"}


def test_the_steps_obey_no_environment_but_theirs(tmp_path: Path) -> None:
    """A name of repository that is not one stops everything."""
    forge = FausseForge(tmp_path)
    (tmp_path / "l.md").write_text("x")
    mots = ["--marque", "x", "--titre", "X", "--etiquette", "x", "l.md"]
    fait = forge.lancer("ticket.py", *mots, dans=tmp_path, GITHUB_REPOSITORY="../../user")
    assert fait.returncode != 0
    assert forge.demandes() == []


def test_pushes_are_seen_by_git_alone(depot: DepotEssai) -> None:
    """The bare repository of these tests is a real one: it refuses what does not exist."""
    fait = subprocess.run(
        ["git", "push", "-q", "origin", "absente"],
        cwd=depot.racine,
        env=environnement(),
        capture_output=True,
        check=False,
    )
    assert fait.returncode != 0
