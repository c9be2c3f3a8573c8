"""A concertation with thousands of proposals: no page grows with it, and every anchor is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import chemins
from generator.build import Options, site_en_memoire
from generator.views import suites as vues
from schemas.dates import lire_jour
from tests.grande import DECISIONS, ecrire_grande

JOUR = lire_jour("2026-11-22")
PAGES_DE_DONNEES = ("api/", "donnees/", "manifest.json", "recherche/", "pagefind/")
PROPOSITION = re.compile(rb'<article[^>]* id="proposition-([^"]+)"')
MESURE = re.compile(rb'<article id="mesure-([^"]+)"')


def construit(dossier: Path, propositions: int, mesures: int) -> dict[str, bytes]:
    contenu = ecrire_grande(dossier, propositions, mesures)
    site, rapport = site_en_memoire(Options(contenu, dossier / "site", JOUR))
    assert site is not None, rapport.diagnostics
    return {chemin: site.lire(chemin) for chemin in site.files}


@pytest.fixture
def petites_pages(monkeypatch: pytest.MonkeyPatch) -> int:
    """Pages of ten proposals and five measures, so that a few hundred stand for thousands."""
    for module in (chemins, vues):
        monkeypatch.setattr(module, "PROPOSITIONS_PAR_PAGE", 10)
        monkeypatch.setattr(module, "MESURES_PAR_PAGE", 5)
    return 10


def test_no_page_holds_more_than_its_share(tmp_path: Path, petites_pages: int) -> None:
    """Ten times as many proposals and measures: more pages, none heavier."""
    poids = {}
    for nombre in (60, 600):
        site = construit(tmp_path / str(nombre), nombre, nombre // 6)
        html = {c: x for c, x in site.items() if c.endswith(".html")}
        for chemin, corps in html.items():
            assert len(PROPOSITION.findall(corps)) <= petites_pages, chemin
            assert len(MESURE.findall(corps)) <= 5, chemin
        assert f"concertations/essai/suites/{nombre // petites_pages}/index.html" in html
        poids[nombre] = max(len(x) for c, x in html.items() if not c.startswith(PAGES_DE_DONNEES))
    # The links to more pages, and longer numbers.
    assert poids[600] < poids[60] * 1.5


@pytest.mark.usefixtures("petites_pages")
def test_every_proposal_is_once_in_the_list_and_once_in_each_of_its_filters(tmp_path: Path) -> None:
    site = construit(tmp_path, 75, 12)
    racine = "concertations/essai/suites/"
    pages = {c.removeprefix(racine): x for c, x in site.items() if c.startswith(racine)}
    liste = [x for c, x in sorted(pages.items()) if re.fullmatch(r"(\d+/)?index\.html", c)]
    vues_une_fois = [int(r) for x in liste for r in PROPOSITION.findall(x)]
    assert sorted(vues_une_fois) == list(range(1, 76))
    mesures = [m for x in liste for m in MESURE.findall(x)]
    assert len(mesures) == len(set(mesures)) == 12
    for famille, rang in (("decision", 0), ("mise-en-oeuvre", 1)):
        for valeur in {d[rang] for d in DECISIONS if d[rang]}:
            cle = valeur.replace("_", "-")
            motif = re.compile(rf"{famille}/{cle}/(\d+/)?index\.html")
            trouvees = [
                int(r)
                for c, x in pages.items()
                if motif.fullmatch(c)
                for r in PROPOSITION.findall(x)
            ]
            attendues = [i + 1 for i in range(75) if DECISIONS[i % len(DECISIONS)][rang] == valeur]
            assert sorted(trouvees) == attendues, valeur
            assert f"{famille}/{cle}/2/index.html" in pages


@pytest.mark.usefixtures("petites_pages")
def test_links_to_a_proposal_or_a_measure_find_it_on_its_page(tmp_path: Path) -> None:
    """The build checks anchors too: here, that the data lead where the pages are."""
    site = construit(tmp_path, 35, 12)
    for donnees, motif in (("propositions", PROPOSITION), ("mesures", MESURE)):
        texte = site[f"donnees/jsonl/{donnees}.jsonl"].decode()
        liens = re.findall(r'"html": ?"https://catalogue\.example/([^"]*)#\w+-([^"]*)"', texte)
        assert len(liens) == {"propositions": 35, "mesures": 12}[donnees]
        for chemin, ancre in liens:
            assert ancre.encode() in motif.findall(site[f"{chemin}index.html"]), (chemin, ancre)
