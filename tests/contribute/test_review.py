"""The review of a contribution says exactly what changes in meaning."""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import cli
from generator.contribute.review import Revue, revoir
from generator.contribute.review_text import cloture, ecrire, neutre
from tests.aides import FICHE, SUITES, ecrire_contenu, remplacer
from tests.contribute.changements import CHANGEMENTS, FICHE_ESSAI, SUITES_ESSAI, Changement

JOUR = date(2026, 3, 1)
PAR_NOM = {c.nom: c for c in CHANGEMENTS}


def _revue(dossier: Path, changement: Changement) -> Revue:
    avant = ecrire_contenu(dossier / "avant", **changement.avant)
    apres = ecrire_contenu(dossier / "apres", **{**changement.avant, **changement.fichiers})
    return revoir(avant, apres, JOUR)


@pytest.mark.parametrize("nom", list(PAR_NOM))
def test_la_revue_dit_exactement_ce_qui_change(tmp_path: Path, nom: str) -> None:
    changement = PAR_NOM[nom]
    assert ecrire(_revue(tmp_path, changement), "text") == changement.attendu


def test_au_moins_vingt_changements_differents() -> None:
    attendus = [c.attendu for c in CHANGEMENTS]
    assert len(set(attendus)) == len(attendus) >= 20


def test_le_markdown_ne_met_en_forme_ni_n_appelle_rien_du_contenu(tmp_path: Path) -> None:
    texte = ecrire(_revue(tmp_path, PAR_NOM["texte hostile"]), "markdown", "https://a.example/")
    assert texte == (
        "### \\[x\\](https:\u200b//mal.example) @\u200btous #\u200b1 \\<b\\>\n"
        "\n"
        "- La fiche est modifiée : titre.\n"
        "\n"
        "Page : [`/concertations/essai/`](https://a.example/concertations/essai/)\n"
        "\n"
        "Aucune erreur en plus.\n"
    )


@pytest.mark.parametrize("texte", ["a ``` b", "````", "<!-- -->", ""])
def test_un_bloc_ne_peut_pas_etre_referme_par_son_contenu(texte: str) -> None:
    barre = cloture(texte).split("\n")[0].removesuffix("text")
    assert cloture(texte) == f"{barre}text\n{texte}\n{barre}\n"
    assert barre not in texte


def test_un_texte_neutre_tient_sur_une_ligne() -> None:
    assert neutre("a\n\n# b\u202e `c`") == "a # b\\\\u202e \\`c\\`"


def test_les_erreurs_et_les_reculs_en_markdown_et_en_json(tmp_path: Path) -> None:
    revue = _revue(tmp_path, PAR_NOM["réalisée, sans preuve"])
    markdown = ecrire(revue, "markdown")
    assert (
        "### Erreurs introduites\n\n```text\ncontent/concertations/essai/suites.yml:5:21"
        in markdown
    )
    faits: Any = json.loads(ecrire(revue, "json"))
    assert faits["fiches"] == [
        {
            "titre": "Concertation d'essai",
            "genre": "concertation",
            "pages": ["concertations/essai/", "concertations/essai/suites/"],
            "phrases": ["La proposition 1 passe de « en cours » à « réalisée »."],
            "completude_avant": faits["fiches"][0]["completude_apres"],
            "completude_apres": faits["fiches"][0]["completude_avant"],
        }
    ]
    assert [e["code"] for e in faits["erreurs_introduites"]] == ["preuve-manquante"]
    assert (faits["erreurs_corrigees"], faits["erreurs_restantes"], faits["reculs"]) == (0, 0, [])


def test_une_faute_de_forme_dit_que_d_autres_verifications_suivront(tmp_path: Path) -> None:
    suites = {"concertations/essai/suites.yml": SUITES.replace("etabli_par:", "etabli_pare:")}
    revue = _revue(tmp_path, Changement("", suites, ""))
    bilan = ecrire(revue, "markdown").splitlines()[-1]
    assert bilan.endswith("; d'autres vérifications suivront une fois ces erreurs corrigées.")
    assert json.loads(ecrire(revue, "json"))["inacheve"] is True
    complete = _revue(tmp_path / "forme", PAR_NOM["réalisée, sans preuve"])
    assert "suivront" not in ecrire(complete, "markdown")
    assert json.loads(ecrire(complete, "json"))["inacheve"] is False


def test_un_nom_de_fichier_hostile_ne_fait_pas_de_page(tmp_path: Path) -> None:
    hostile = Changement("", {"concertations/a`](x)/concertation.md": FICHE}, "")
    markdown = ecrire(_revue(tmp_path, hostile), "markdown", "https://a.example/")
    assert "](" not in re.sub(r"```text.*?```", "", markdown, flags=re.DOTALL)


def _git(dossier: Path, *arguments: str) -> str:
    env = os.environ | {
        "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
        "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    }
    identite = ["-c", "user.name=Essai", "-c", "user.email=essai@essai.example"]
    fait = subprocess.run(
        ["git", "-C", str(dossier), *identite, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=env,
    )
    return fait.stdout.strip()


def test_diff_compare_deux_revisions_ou_les_fichiers_tels_qu_ils_sont(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others published since on the base is not told."""
    contenu = ecrire_contenu(tmp_path)
    _git(tmp_path, "init", "--quiet", "--initial-branch=main")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "--quiet", "-m", "base")
    _git(tmp_path, "switch", "--quiet", "-c", "suites")
    (contenu / SUITES_ESSAI).write_text(remplacer(SUITES, "en_cours", "abandonnee"), "utf-8")
    _git(tmp_path, "commit", "--quiet", "-am", "suites")
    _git(tmp_path, "switch", "--quiet", "main")
    (contenu / FICHE_ESSAI).write_text(remplacer(FICHE, "L'essai.", "Autre."), "utf-8")
    _git(tmp_path, "commit", "--quiet", "-am", "autre chose")
    monkeypatch.chdir(tmp_path)

    def lancer(*arguments: str) -> str:
        fait = CliRunner().invoke(cli, ["diff", *arguments, "--date", "2026-03-01"])
        assert fait.exit_code == 0, fait.output
        return fait.output

    branche = lancer("main", "suites")
    assert "La proposition 1 passe de « en cours » à « abandonnée »." in branche
    assert "recul-sans-motif" in branche
    assert "objet" not in branche
    assert "Rien ne change" in lancer("main")
    (contenu / "guides/methode.md").unlink()
    assert "Le guide est retiré." in lancer("HEAD")
    refus = CliRunner().invoke(cli, ["diff", "inconnue"])
    assert refus.exit_code != 0
    assert "ni une branche" in refus.output
