"""The journal of the catalogue, and the history on a record, as pages."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from html import unescape
from pathlib import Path

from generator.build import Options, site_en_memoire
from tests.aides import FICHE as TEXTE_FICHE
from tests.aides import SITE, ecrire_contenu, remplacer
from tests.aides import SUITES as TEXTE_SUITES
from tests.depots import FICHE, SUITES, DepotEssai, environnement

DEPOT = "depot:\n  url: https://forge.example/depot/\n"
ABANDON = remplacer(
    TEXTE_SUITES,
    "mise_en_oeuvre: en_cours",
    "mise_en_oeuvre: abandonnee\n    motif_changement: Le budget <b>manque</b>.",
)


def construire(content: Path, out: Path) -> dict[str, str]:
    """The pages of a site, by path."""
    options = Options(content, out, date(2026, 11, 22), "https://site.example/sous/")
    site, rapport = site_en_memoire(options)
    assert site is not None, rapport.diagnostics
    return {
        chemin.removesuffix("index.html"): octets.decode()
        for chemin, octets in site.files.items()
        if chemin.endswith(".html")
    }


def lu(html: str) -> str:
    """What one reads in the main part of a page, spaces folded."""
    principal = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", principal)).split())


def test_a_citizen_reads_what_changed_and_when(tmp_path: Path) -> None:
    depot = DepotEssai(tmp_path / "depot", **{"site.yml": SITE + DEPOT})
    sha = depot.commit(**{SUITES: ABANDON})
    pages = construire(depot.content, tmp_path / "site")
    phrase = "La proposition 1 passe de « en cours » à « abandonnée » : Le budget <b>manque</b>."
    fiche = lu(pages["concertations/essai/"])
    assert f"Historique de la fiche 2 janvier 2026 {phrase} {sha[:10]}" in fiche
    assert "1er janvier 2026 La fiche est créée." in fiche
    journal = lu(pages["journal/"])
    assert "2 entrées" not in journal
    assert "3 entrées" in journal
    premier = journal.index("2 janvier 2026 Concertation d'essai")
    assert premier < journal.index("1er janvier 2026 Concertation d'essai")
    assert journal.index("Guide : Guide d'essai") > premier
    for page in ("concertations/essai/", "journal/"):
        assert f'href="https://forge.example/depot/commit/{sha}"' in pages[page]
        assert "concertations/essai/suites/#proposition-1" in pages[page]
        assert "<b>manque</b>" not in pages[page]
    assert "journal/" in pages["plan-du-site/"]


def test_the_day_is_that_of_paris(tmp_path: Path) -> None:
    """A commit of 23:30 in UTC is of the next day for a reader."""
    depot = DepotEssai(tmp_path / "depot")
    depot.ecrire(**{SUITES: ABANDON})
    tard = environnement() | {"GIT_COMMITTER_DATE": "2026-06-30T23:30:00+0000"}
    subprocess.run(["git", "commit", "-qam", "x"], cwd=depot.racine, env=tard, check=True)
    pages = construire(depot.content, tmp_path / "site")
    assert "1er juillet 2026 La proposition 1" in lu(pages["concertations/essai/"])


def test_without_a_forge_no_commit_is_linked(tmp_path: Path) -> None:
    depot = DepotEssai(tmp_path / "depot")
    pages = construire(depot.content, tmp_path / "site")
    assert "/commit/" not in pages["journal/"]
    assert depot.git("rev-parse", "HEAD")[:10] not in pages["journal/"]


def test_absence_is_said_and_nothing_else_changes(tmp_path: Path) -> None:
    pages = construire(ecrire_contenu(tmp_path), tmp_path / "site")
    dit = "L’historique n’est pas disponible : le contenu n'est pas dans un dépôt git."
    assert f"Historique de la fiche {dit}" in lu(pages["concertations/essai/"])
    assert dit in lu(pages["journal/"])
    avec = construire(DepotEssai(tmp_path / "depot").content, tmp_path / "autre")
    assert pages.keys() == avec.keys()
    autres = {c for c in pages if lu(pages[c]) != lu(avec[c]) and not c.startswith("donnees/")}
    assert autres == {"concertations/essai/", "journal/"}


def test_a_partial_history_says_so(tmp_path: Path) -> None:
    depot = DepotEssai(tmp_path / "depot")
    depot.commit(**{SUITES: ABANDON})
    copie = tmp_path / "clone"
    depot.git("clone", "-q", "--depth", "1", depot.racine.as_uri(), str(copie))
    pages = construire(copie / "content", tmp_path / "site")
    dit = "Les versions les plus anciennes n’ont pas été lues"
    assert dit in lu(pages["journal/"])
    fiche = lu(pages["concertations/essai/"])
    assert dit in fiche
    assert "La fiche est créée" not in fiche


def test_a_record_not_committed_yet_says_so(tmp_path: Path) -> None:
    depot = DepotEssai(tmp_path / "depot")
    depot.ecrire(**{"concertations/neuve/concertation.md": TEXTE_FICHE})
    pages = construire(depot.content, tmp_path / "site")
    assert "Cette fiche n’est pas encore dans l’historique." in lu(pages["concertations/neuve/"])


def test_a_long_history_has_its_pages(tmp_path: Path) -> None:
    """The record shows the last five changes; a page has them all, fifty at a time."""
    depot = DepotEssai(tmp_path / "depot")
    for numero in range(52):
        texte = remplacer(TEXTE_FICHE, "titre: Concertation d'essai", f"titre: Essai {numero}")
        depot.commit(**{FICHE: texte})
    depot.commit(**{FICHE: "---\nillisible: [\n---\n"})
    depot.commit(**{FICHE: TEXTE_FICHE, "concertations/autre/concertation.md": TEXTE_FICHE})
    depot.commit(**{"concertations/autre/concertation.md": None})
    depot.ecrire(**{FICHE: texte})
    pages = construire(depot.content, tmp_path / "site")
    base = "concertations/essai/historique/"
    assert "Voir les 56 changements" in lu(pages["concertations/essai/"])
    assert lu(pages["concertations/essai/"]).count("La fiche est modifiée : titre.") == 4
    assert [pages[c].count("2026</b>") for c in (base, f"{base}page/2/")] == [50, 6]
    assert f"{base}page/3/" not in pages
    assert "<em>Version illisible de la fiche" in pages[base]
    assert "La fiche est créée." in lu(pages[f"{base}page/2/"])
    assert "concertations/autre/historique/" not in pages
    journal = lu(pages["journal/"]) + lu(pages["journal/page/2/"])
    assert "« autre » : La fiche est retirée." in journal
    assert journal.count("La fiche est modifiée : titre.") == 53


def test_a_big_commit_is_told_in_short(tmp_path: Path) -> None:
    """The journal gives the first changes of a record, counts the others and leads to them."""
    depot = DepotEssai(tmp_path / "depot")
    depot.commit(
        **{SUITES: "propositions:" + "".join(_proposition(n) for n in range(1, 10))},
    )
    pages = construire(depot.content, tmp_path / "site")
    journal = lu(pages["journal/"])
    assert "La proposition 5 est ajoutée (« à l'étude »)." in journal
    assert "La proposition 6 est ajoutée" not in journal
    assert "et 4 autres changements" in journal
    assert 'href="../concertations/essai/historique/"' in pages["journal/"]
    assert "La proposition 9 est ajoutée" in lu(pages["concertations/essai/historique/"])


def _proposition(numero: int) -> str:
    if numero == 1:
        return TEXTE_SUITES.removeprefix("propositions:")
    return (
        f'  - reference: "{numero}"\n    intitule: La proposition.\n    decision: a_l_etude\n'
        "    etabli_par: etat\n    sources: [s1]\n    maj_le: 2026-01-15\n"
    )
