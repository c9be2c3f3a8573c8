"""The report of a pull request, on a repository where one was made."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.aides import FICHE, SUITES, remplacer
from tests.depots import FICHE as CHEMIN_FICHE
from tests.depots import SUITES as CHEMIN_SUITES
from tests.depots import DepotEssai
from tests.workflows.fausse_forge import FausseForge

REFUSEE = remplacer(
    SUITES, "decision: retenue\n    mise_en_oeuvre: en_cours", "decision: non_retenue"
)


@pytest.fixture
def depot(tmp_path: Path) -> DepotEssai:
    return DepotEssai(tmp_path / "depot")


def rapporter(
    tmp_path: Path, depot: DepotEssai, site: Path | None = None
) -> tuple[subprocess.CompletedProcess[str], str, dict[str, list[str]]]:
    """Run the step against the first commit."""
    base = depot.git("rev-list", "--max-parents=0", "HEAD")
    sortie = tmp_path / "rapport"
    mots = ["--base", base, "--site", str(site or tmp_path / "absent"), "--sortie", str(sortie)]
    mots += ["--execution", "https://forge.example/runs/1"]
    fait = FausseForge(tmp_path).lancer("rapport.py", *mots, dans=depot.racine)
    assert fait.returncode == 0, fait.stderr
    texte = (sortie / "rapport.md").read_text("utf-8")
    return fait, texte, json.loads((sortie / "rapport.json").read_text("utf-8"))


def test_the_report_says_what_changes_and_what_is_wrong(tmp_path: Path, depot: DepotEssai) -> None:
    depot.commit(**{CHEMIN_SUITES: REFUSEE})
    _, texte, faits = rapporter(tmp_path, depot)
    assert "[motif-manquant]" in texte
    assert "écrivez la raison donnée par l'État" in texte
    assert "non retenue" in texte
    assert "pas d'aperçu" in texte
    assert faits == {
        "etiquettes": ["suites"],
        "pages": ["concertations/essai/", "concertations/essai/suites/"],
    }


def test_a_right_change_has_its_preview(tmp_path: Path, depot: DepotEssai) -> None:
    motivee = remplacer(
        REFUSEE, "    etabli_par", "    reponse_motivee: Trop cher.\n    etabli_par"
    )
    depot.commit(
        **{CHEMIN_SUITES: remplacer(motivee, "maj_le", "motif_changement: Arbitrage.\n    maj_le")}
    )
    site = tmp_path / "site"
    (site / "concertations/essai").mkdir(parents=True)
    (site / "index.html").touch()
    (site / "concertations/essai/index.html").touch()
    _, texte, _ = rapporter(tmp_path, depot, site)
    assert "Aucune erreur.\n" in texte
    assert "- `/concertations/essai/`\n" in texte
    assert "- `/concertations/essai/suites/`\n" not in texte
    assert "https://forge.example/runs/1" in texte


def test_what_others_wrote_does_not_act(tmp_path: Path, depot: DepotEssai) -> None:
    """A fence, a mention, an image in a faulty line stay inside a longer fence."""
    hostile = remplacer(
        FICHE, "porteur: sante", 'porteur: "```` @equipe ![x](https://mouchard.example/)"'
    )
    depot.commit(**{CHEMIN_FICHE: hostile})
    _, texte, _ = rapporter(tmp_path, depot)
    avant, _, apres = texte.partition("`````text\n")
    assert apres, "la clôture doit être plus longue que celles du texte"
    assert "@equipe ![x](https://mouchard.example/)" in apres.partition("\n`````\n")[0]
    assert "![x](https" not in avant
