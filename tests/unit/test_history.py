"""The history of a content folder, read from real git repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from generator.history import comprendre, touches
from generator.history.lecture import lire_historique
from generator.history.model import Historique, Nature
from tests.aides import FICHE as TEXTE_FICHE
from tests.aides import SUITES as TEXTE_SUITES
from tests.aides import ecrire_contenu, remplacer
from tests.depots import FICHE, SUITES, DepotEssai, environnement

ABANDON = remplacer(
    TEXTE_SUITES,
    "mise_en_oeuvre: en_cours",
    "mise_en_oeuvre: abandonnee\n    motif_changement: Le budget n'a pas été voté.",
)
DIT_ABANDON = (
    "La proposition 1 passe de « en cours » à « abandonnée » : Le budget n'a pas été voté."
)


def phrases(histoire: Historique, sujet: str = "essai", depuis: int = 0) -> list[str]:
    """The sentences of a record from its n-th commit on, with the day of the commit."""
    assert histoire.absence == ""
    lus = [c for c in histoire.par_sujet[sujet] if not c.guide]
    shas = list(dict.fromkeys(c.commit.sha for c in lus))[depuis:]
    return [f"{c.commit.date:%m-%d} {c.phrase}" for c in lus if c.commit.sha in shas]


@pytest.fixture
def depot(tmp_path: Path) -> DepotEssai:
    return DepotEssai(tmp_path / "depot")


def test_a_change_reads_as_a_dated_sentence(depot: DepotEssai) -> None:
    """What the issue asks for: date, proposal, states, reason."""
    sha = depot.commit(**{SUITES: ABANDON})
    histoire = lire_historique(depot.content)
    assert phrases(histoire) == [
        "01-01 La fiche est créée.",
        "01-01 Les suites sont publiées : 1 proposition.",
        f"01-02 {DIT_ABANDON}",
    ]
    dernier = histoire.changements[-1]
    assert dernier.nature is Nature.MISE_EN_OEUVRE
    assert (dernier.champ, dernier.reference) == ("mise_en_oeuvre", "1")
    assert (dernier.avant, dernier.apres) == ("en_cours", "abandonnee")
    assert dernier.motif == "Le budget n'a pas été voté."
    assert dernier.commit.sha == sha
    assert dernier.commit.date.isoformat() == "2026-01-02T13:00:00+01:00"
    assert histoire.derniers[SUITES].sha == sha
    assert histoire.derniers[FICHE].sha != sha
    assert histoire.derniers["site.yml"] == histoire.derniers[FICHE]


def test_guides_have_a_history(depot: DepotEssai) -> None:
    guide = depot.lire("guides/methode.md")
    depot.commit(**{"guides/methode.md": remplacer(guide, "Le guide.", "Le guide, récrit.")})
    depot.git("mv", "content/guides/methode.md", "content/guides/mode-d-emploi.md")
    depot.commit()
    depot.commit(**{"guides/mode-d-emploi.md": None})
    lus = lire_historique(depot.content).par_sujet["mode-d-emploi"]
    assert all(c.guide for c in lus)
    assert [(c.nature, c.phrase) for c in lus] == [
        (Nature.GUIDE_CREE, "Le guide est publié."),
        (Nature.GUIDE_MODIFIE, "Le guide est modifié : texte."),
        (
            Nature.FICHE_RENOMMEE,
            "Le guide change d’adresse : « methode » devient « mode-d-emploi ».",
        ),
        (Nature.GUIDE_RETIRE, "Le guide est retiré."),
    ]


def test_formatting_says_nothing(depot: DepotEssai) -> None:
    """Other layout, order of fields, comments, quotes, line ends: the same meaning."""
    autre = TEXTE_FICHE.replace("porteur: sante\n", "").replace(
        "titre: Concertation d'essai\n",
        '# remarque\nporteur: sante\ntitre: "Concertation d’essai"\n',
    )
    autre = autre.replace(
        "resume: Une concertation inventée pour les tests.",
        "resume: >-\n  Une concertation\n  inventée pour les tests.",
    )
    assert autre != TEXTE_FICHE
    depot.commit(**{FICHE: autre.replace("Le récit de l'essai.", "Le récit\nde l'essai.")})
    depot.commit(**{FICHE: autre.replace("\n", "\r\n").encode()})
    histoire = lire_historique(depot.content)
    assert len(phrases(histoire)) == 2
    assert histoire.derniers[FICHE].date.day == 3


def test_a_renamed_record_keeps_its_history(depot: DepotEssai) -> None:
    depot.commit(**{SUITES: ABANDON})
    depot.git("mv", "content/concertations/essai", "content/concertations/reussite")
    nouvelle = remplacer(TEXTE_FICHE, "objet: L'essai.", "objet: L'essai, réussi.")
    depot.commit(**{"concertations/reussite/concertation.md": nouvelle})
    # Another record then takes the name that is free.
    depot.commit(**{FICHE: TEXTE_FICHE})
    histoire = lire_historique(depot.content)
    assert phrases(histoire, "reussite") == [
        "01-01 La fiche est créée.",
        "01-01 Les suites sont publiées : 1 proposition.",
        f"01-02 {DIT_ABANDON}",
        "01-03 La fiche change d’adresse : « essai » devient « reussite ».",
        "01-03 La fiche est modifiée : objet.",
    ]
    assert phrases(histoire, "essai") == ["01-04 La fiche est créée."]
    renommage = next(c for c in histoire.changements if c.nature is Nature.FICHE_RENOMMEE)
    assert (renommage.avant, renommage.apres) == ("essai", "reussite")
    assert histoire.derniers["concertations/reussite/suites.yml"].date.day == 3
    assert SUITES not in histoire.derniers


def test_a_record_rewritten_while_renamed_is_followed_by_its_suites(depot: DepotEssai) -> None:
    depot.git("mv", "content/concertations/essai", "content/concertations/autre")
    recrite = TEXTE_FICHE.replace("essai", "tout autre chose").replace("\n## Récit", "\nx\n" * 400)
    depot.commit(**{"concertations/autre/concertation.md": recrite})
    assert phrases(lire_historique(depot.content), "autre", 1) == [
        "01-02 La fiche change d’adresse : « essai » devient « autre ».",
        "01-02 La fiche est modifiée : titre, objet, récit.",
    ]


def test_two_records_may_swap_their_names(depot: DepotEssai) -> None:
    seconde = TEXTE_FICHE.replace("Concertation d'essai", "Une seconde") + "Bien à elle.\n" * 30
    depot.commit(**{"concertations/seconde/concertation.md": seconde})
    for un, deux in (("essai", "x"), ("seconde", "essai"), ("x", "seconde")):
        depot.git("mv", f"content/concertations/{un}", f"content/concertations/{deux}")
    depot.commit()
    histoire = lire_historique(depot.content)
    # Git sees no renaming when both names live on: each record says what became of it.
    assert "01-03 La fiche est modifiée : titre, récit." in phrases(histoire, "seconde")
    assert "01-03 La fiche est modifiée : titre, récit." in phrases(histoire, "essai")


def test_a_revert_gives_each_change_back(depot: DepotEssai) -> None:
    depot.commit(**{SUITES: ABANDON})
    depot.git("revert", "--no-edit", "HEAD")
    assert phrases(lire_historique(depot.content), depuis=2) == [
        "01-03 La proposition 1 passe de « abandonnée » à « en cours »."
    ]


def test_a_merge_counts_once_when_it_is_merged(depot: DepotEssai) -> None:
    """What the public saw: the state of the published branch, not the drafts of a branch."""
    depot.git("checkout", "-q", "-b", "projet")
    brouillon = remplacer(TEXTE_SUITES, "mise_en_oeuvre: en_cours", "mise_en_oeuvre: non_commencee")
    depot.commit(**{SUITES: brouillon})
    depot.commit(**{SUITES: ABANDON})
    depot.git("checkout", "-q", "main")
    depot.commit(**{FICHE: remplacer(TEXTE_FICHE, "objet: L'essai.", "objet: L'essai bis.")})
    depot.git("merge", "-q", "--no-ff", "-m", "Fusion", "projet")
    histoire = lire_historique(depot.content)
    assert phrases(histoire, depuis=1) == [
        "01-04 La fiche est modifiée : objet.",
        f"01-05 {DIT_ABANDON}",
    ]
    assert histoire.changements[-1].commit.sha == depot.git("rev-parse", "HEAD")


def test_an_unreadable_version_is_said_and_hides_nothing(depot: DepotEssai) -> None:
    """The next version that can be read is compared with the last one that could."""
    depot.commit(**{SUITES: "propositions: [\n"})
    depot.commit(**{SUITES: remplacer(TEXTE_SUITES, "retenue", "adoptee")})
    depot.commit(**{SUITES: ABANDON})
    dit = "Version illisible des suites : elle ne suit pas le modèle d’aujourd’hui."
    histoire = lire_historique(depot.content)
    assert phrases(histoire, depuis=1) == [f"01-02 {dit}", f"01-03 {dit}", f"01-04 {DIT_ABANDON}"]
    assert [c.nature for c in histoire.par_sujet["essai"][2:4]] == [Nature.VERSION_ILLISIBLE] * 2


@pytest.mark.parametrize(
    "octets",
    [b"\xff\xfe\x00", b"", b"---\n", b"a" * 4_000_001, b"[" * 40_000, b"a: &x [*x]\n"],
)
def test_no_old_version_is_fatal(tmp_path: Path, octets: bytes) -> None:
    depot = DepotEssai(tmp_path / "d", **{SUITES: None})
    depot.commit(**{SUITES: octets})
    depot.commit(**{SUITES: TEXTE_SUITES})
    assert phrases(lire_historique(depot.content), depuis=1) == [
        "01-02 Les suites sont publiées.",
        "01-02 Version illisible des suites : elle ne suit pas le modèle d’aujourd’hui.",
        "01-03 Première version lisible des suites.",
    ]


def test_a_removal_hides_no_change(depot: DepotEssai) -> None:
    """Taken away then put back otherwise: compared with what it was."""
    depot.commit(**{FICHE: None, SUITES: None})
    depot.commit(**{FICHE: TEXTE_FICHE, SUITES: ABANDON})
    assert phrases(lire_historique(depot.content), depuis=1) == [
        "01-02 La fiche est retirée.",
        "01-03 La fiche est rétablie.",
        "01-03 Les suites sont rétablies.",
        f"01-03 {DIT_ABANDON}",
    ]


def test_the_working_tree_is_not_history(depot: DepotEssai) -> None:
    avant = lire_historique(depot.content)
    depot.ecrire(**{SUITES: ABANDON, "concertations/neuve/concertation.md": TEXTE_FICHE})
    depot.git("add", "-A")
    assert lire_historique(depot.content) == avant


def test_a_shallow_clone_says_that_it_is_partial(depot: DepotEssai, tmp_path: Path) -> None:
    depot.commit(**{SUITES: ABANDON})
    depot.commit(**{FICHE: remplacer(TEXTE_FICHE, "objet: L'essai.", "objet: L'essai bis.")})
    for profondeur, attendu in (
        ("1", []),
        ("2", ["01-03 La fiche est modifiée : objet."]),
    ):
        copie = tmp_path / f"clone-{profondeur}"
        depot.git("clone", "-q", "--depth", profondeur, depot.racine.as_uri(), str(copie))
        histoire = lire_historique(copie / "content")
        assert histoire.partiel
        assert histoire.absence == ""
        assert [f"{c.commit.date:%m-%d} {c.phrase}" for c in histoire.changements] == attendu
        assert set(histoire.derniers) == set(lire_historique(depot.content).derniers)
    copie = tmp_path / "clone-entier"
    depot.git("clone", "-q", "--depth", "9", depot.racine.as_uri(), str(copie))
    assert lire_historique(copie / "content") == lire_historique(depot.content)


def test_a_deeper_fetch_is_not_deceived_by_the_cache(depot: DepotEssai, tmp_path: Path) -> None:
    depot.commit(**{SUITES: ABANDON})
    copie, cache = tmp_path / "clone", tmp_path / "cache"
    depot.git("clone", "-q", "--depth", "1", depot.racine.as_uri(), str(copie))
    assert lire_historique(copie / "content", cache).partiel
    subprocess.run(
        ["git", "fetch", "-q", "--unshallow"], cwd=copie, env=environnement(), check=True
    )
    assert lire_historique(copie / "content", cache) == lire_historique(depot.content)


def test_without_git_history_is_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contenu = ecrire_contenu(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert lire_historique(contenu) == Historique(absence="le contenu n'est pas dans un dépôt git")
    assert lire_historique(tmp_path / "rien").absence == "le dossier du contenu n'existe pas"
    nu = tmp_path / "nu"
    nu.mkdir()
    (nu / "HEAD").touch()  # git is asked, and says no
    assert lire_historique(nu).absence == "le contenu n'est pas dans un dépôt git"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert lire_historique(nu).absence == "git n'est pas installé sur cette machine"


def test_a_repository_without_the_content_has_no_history(tmp_path: Path) -> None:
    vide = ecrire_contenu(tmp_path / "vide")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "vide", env=environnement(), check=True)
    assert lire_historique(vide).absence == "le dépôt git n'a encore aucun commit"
    depot = DepotEssai(tmp_path / "depot")
    ailleurs = ecrire_contenu(depot.racine / "brouillon")
    assert lire_historique(ailleurs).absence == "aucun commit ne contient ce dossier"
    nu = tmp_path / "nu.git"
    depot.git("clone", "-q", "--bare", str(depot.racine), str(nu))
    assert lire_historique(nu).absence == "le contenu n'est pas dans une copie de travail de git"


def test_a_folder_made_to_look_like_a_repository_is_none(tmp_path: Path) -> None:
    """Its settings, written by whoever proposed these files, would name commands to run."""
    contenu = ecrire_contenu(tmp_path)
    for dossier in ("objects", "refs"):
        (contenu / dossier).mkdir()
    (contenu / "HEAD").write_text("ref: refs/heads/main\n")
    reglages = f'[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = "touch {tmp_path}/piege"\n'
    (contenu / "config").write_text(reglages)
    absence = lire_historique(contenu).absence
    assert absence == "le contenu n'est pas dans une copie de travail de git"
    assert not (tmp_path / "piege").exists()


def test_a_broken_repository_says_so(depot: DepotEssai) -> None:
    """Objects that are missing are an absence of history, never a crash."""
    blob = depot.git("rev-parse", f"HEAD:content/{FICHE}")
    (depot.racine / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    depot.git("update-ref", "refs/heads/main", "HEAD")
    assert phrases(lire_historique(depot.content))[:2] == [
        "01-01 La fiche est créée.",
        "01-01 Version illisible de la fiche : elle ne suit pas le modèle d’aujourd’hui.",
    ]
    arbre = depot.git("rev-parse", "HEAD:content")
    (depot.racine / ".git" / "objects" / arbre[:2] / arbre[2:]).unlink()
    assert lire_historique(depot.content).absence == "git n'a pas pu comparer deux versions"


@pytest.mark.parametrize("dossier", [".", "a/b/contenu", "*[é] :(top)", "-x", 'gu"ill\nemet'])
def test_the_content_may_be_anywhere(tmp_path: Path, dossier: str) -> None:
    depot = DepotEssai(tmp_path / "depot", dossier)
    (depot.racine / "ailleurs").mkdir()
    (depot.racine / "ailleurs" / "concertation.md").write_text("hors du contenu")
    depot.commit(**{SUITES: ABANDON})
    assert phrases(lire_historique(depot.content), depuis=1) == [f"01-02 {DIT_ABANDON}"]


def test_hostile_names_are_only_names(depot: DepotEssai) -> None:
    noms = ["--help", ":0 100644", "a\nb", "é\tè", '"', "$(x)", ":(exclude)*", "%n"]
    for rang, nom in enumerate(noms):
        depot.ecrire(**{f"concertations/{nom}/concertation.md": TEXTE_FICHE + f"{rang}\n"})
    octets = os.fsencode(depot.content / "concertations") + b"/\xff\xfe"
    os.mkdir(octets)  # noqa: PTH102 - a name that is not text
    with open(octets + b"/concertation.md", "wb") as fichier:  # noqa: PTH123
        fichier.write(TEXTE_FICHE.encode() + b"octets\n")
    depot.commit()
    depot.commit(**{SUITES: ABANDON})
    cache = depot.racine.parent / "cache"
    histoire = lire_historique(depot.content, cache)
    assert {*noms, "\udcff\udcfe", "essai"} == {s for s in histoire.par_sujet if s != "methode"}
    assert phrases(histoire, "--help") == ["01-02 La fiche est créée."]
    assert lire_historique(depot.content, cache) == histoire


def test_a_file_replaced_by_a_link_is_gone(depot: DepotEssai) -> None:
    (depot.content / FICHE).unlink()
    (depot.content / FICHE).symlink_to("/etc/hostname")
    depot.commit()
    assert phrases(lire_historique(depot.content), depuis=1) == ["01-02 La fiche est retirée."]


def test_the_caller_s_git_settings_change_nothing(
    depot: DepotEssai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook's variables lead elsewhere; a user's settings change what porcelain prints."""
    depot.git("mv", "content/concertations/essai", "content/concertations/autre")
    depot.commit()
    attendu = lire_historique(depot.content)
    reglages = tmp_path / "gitconfig"
    reglages.write_text(
        "[diff]\nrenames = false\nnoprefix = true\nexternal = false\nrelative = true\n"
        "renameLimit = 1\n[core]\nquotePath = false\nabbrev = 4\npager = false\n"
        "[log]\nshowSignature = true\ndate = relative\nfollow = true\n[color]\nui = always\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(reglages))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nulle-part"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    monkeypatch.setenv("GIT_PAGER", "false")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert lire_historique(depot.content) == attendu


def test_history_depends_on_the_commit_only(depot: DepotEssai, tmp_path: Path) -> None:
    """Elsewhere, packed, on several processes: the same history."""
    depot.commit(**{SUITES: ABANDON})
    depot.git("clone", "-q", str(depot.racine), str(tmp_path / "copie"))
    subprocess.run(["git", "gc", "-q"], cwd=tmp_path / "copie", env=environnement(), check=True)
    assert lire_historique(tmp_path / "copie" / "content") == lire_historique(depot.content)


def test_several_processes_give_the_same_history(
    depot: DepotEssai, monkeypatch: pytest.MonkeyPatch
) -> None:
    depot.commit(**{f"concertations/c{n}/concertation.md": TEXTE_FICHE for n in range(6)})
    depot.commit(**{SUITES: ABANDON})
    attendu = lire_historique(depot.content)
    monkeypatch.setattr(comprendre, "VERSIONS_SEUL", 1)
    monkeypatch.setattr(touches, "LOT_MIN", 1)
    assert lire_historique(depot.content, jobs=3) == attendu


@pytest.mark.parametrize(
    ("brute", "lue"),
    [
        ("0 +0000", "1970-01-01T00:00:00+00:00"),
        ("99999999999999 +0000", "9999-12-30T00:00:00+00:00"),
        ("1767268800 +9999", "2026-01-01T12:00:00+00:00"),
        ("1767268800 -0330", "2026-01-01T08:30:00-03:30"),
    ],
)
def test_any_date_that_git_stores_is_read(depot: DepotEssai, brute: str, lue: str) -> None:
    arbre = depot.git("rev-parse", "HEAD^{tree}")
    objet = f"tree {arbre}\nauthor C <c@e.test> {brute}\ncommitter C <c@e.test> {brute}\n\nx\n"
    sha = subprocess.run(
        ["git", "hash-object", "-t", "commit", "--literally", "-w", "--stdin"],
        cwd=depot.racine,
        env=environnement(),
        input=objet,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    depot.git("update-ref", "refs/heads/main", sha)
    assert lire_historique(depot.content).changements[0].commit.date.isoformat() == lue
