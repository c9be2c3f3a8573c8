"""The board and the reminders, against an independent count of the real content."""

from __future__ import annotations

import json
import re
import statistics
from datetime import date
from pathlib import Path

import yaml

from generator.catalogue.load import load
from generator.echeances import Motif, jours, rappels
from generator.indicateurs import compter, indicateurs
from generator.relances import ecrire
from generator.views.bilan_modele import AVEC_REPONSE, REPONDUES
from tests.aides import FICHE, ecrire_contenu, remplacer
from tests.donnees.lecture import Page

JOUR = date(2026, 11, 22)


def lire(racine: Path) -> list[tuple[dict[str, object], list[dict[str, object]]]]:
    """The content as plain YAML, without our reader nor our models."""
    lot = []
    for fichier in sorted((racine / "content/concertations").glob("*/concertation.md")):
        entete = fichier.read_text().split("---\n")[1]
        suites = fichier.parent / "suites.yml"
        propositions = []
        if suites.exists():
            propositions = yaml.load(suites.read_text(), yaml.CBaseLoader)["propositions"]  # noqa: S506 - text only
        lot.append((yaml.load(entete, yaml.CBaseLoader), propositions))  # noqa: S506 - text only
    return lot


def fin(texte: str) -> date:
    """Last day of a partial date."""
    morceaux = [int(x) for x in texte.split("-")]
    if len(morceaux) == 3:
        return date(*morceaux)
    annee, mois = (*morceaux, 12)[:2]
    suivant = date(annee + mois // 12, mois % 12 + 1, 1)
    return date.fromordinal(suivant.toordinal() - 1)


def test_every_figure_of_the_board_equals_an_independent_count(racine: Path) -> None:
    """Recomputed from the files with another reader, each indicator is the same."""
    lot = lire(racine)
    propositions = [p for _, ps in lot for p in ps]

    def compte(**cles: object) -> int:
        return sum(all(p.get(k) == v for k, v in cles.items()) for p in propositions)

    repondu = {"retenue", "retenue_partiellement", "non_retenue", "a_l_etude"}
    closes = [
        (f, ps)
        for f, ps in lot
        if f["dates"].get("cloture_inconnue") == "true"
        or (f["dates"].get("cloture") and fin(f["dates"]["cloture"]) < JOUR)
    ]
    delais = []
    for f, ps in lot:
        dates = [
            fin(p["decision_date"])
            for p in ps
            if p["decision"] in repondu and p.get("decision_date")
        ]
        if f.get("reponse_du_commanditaire"):
            dates.append(fin(f["reponse_du_commanditaire"]["date"]))
        if f["dates"].get("cloture") and dates:
            delais.append(max(0, (min(dates) - fin(f["dates"]["cloture"])).days))
    catalogue = load(racine / "content").catalogue
    assert catalogue is not None
    i = indicateurs(compter(d, JOUR) for d in catalogue.concertations)
    assert i.concertations == len(lot)
    assert i.closes == len(closes)
    assert i.repondues == sum(
        bool(f.get("reponse_du_commanditaire")) or any(p["decision"] in repondu for p in ps)
        for f, ps in closes
    )
    assert i.propositions == len(propositions)
    assert i.avec_reponse == sum(p["decision"] in repondu for p in propositions)
    assert i.retenues == compte(decision="retenue") + compte(decision="retenue_partiellement")
    assert i.refusees == compte(decision="non_retenue")
    assert i.refusees_motivees == sum(
        p["decision"] == "non_retenue" and bool(p.get("reponse_motivee")) for p in propositions
    )
    assert i.realisees == compte(mise_en_oeuvre="realisee")
    assert i.realisees_prouvees == sum(
        p.get("mise_en_oeuvre") == "realisee" and bool(p.get("preuves")) for p in propositions
    )
    assert i.inconnues == compte(decision="inconnue") + compte(decision="sans_reponse")
    assert i.delais == len(delais)
    assert i.delai_median == statistics.median(delais)


def test_the_board_shows_those_figures_with_their_denominators(site: Path, racine: Path) -> None:
    """The published page prints what the function counts."""
    catalogue = load(racine / "content").catalogue
    assert catalogue is not None
    i = indicateurs(compter(d, JOUR) for d in catalogue.concertations)
    html = (site / "devoir-de-suite/index.html").read_text()
    cases = re.findall(r"<td>(\d+) sur (\d+)</td>", html)
    assert [(int(a), int(b)) for a, b in cases] == [
        (i.repondues, i.closes),
        (i.avec_reponse, i.propositions),
        (i.retenues, i.propositions),
        (i.refusees_motivees, i.refusees),
        (i.realisees_prouvees, i.retenues),
        (i.inconnues, i.propositions),
        (i.remplis, i.attendus),
    ]


def test_columns_of_the_table_add_up_to_the_figure(site: Path, racine: Path) -> None:
    """The list behind a figure holds exactly what it counts."""
    catalogue = load(racine / "content").catalogue
    assert catalogue is not None
    i = indicateurs(compter(d, JOUR) for d in catalogue.concertations)
    colonnes = [0, 0, 0, 0, 0, 0]
    pages = [site / "devoir-de-suite/concertations/index.html"]
    pages += sorted((site / "devoir-de-suite/concertations/page").glob("*/index.html"))
    for page in pages:
        for ligne in re.findall(
            r'<tr><th scope="row">.*?</th>(.*?)</tr>', page.read_text(), re.DOTALL
        ):
            cases = [re.sub(r"<[^>]+>", "", c) for c in re.findall(r"<td>(.*?)</td>", ligne)]
            nombres = [sum(int(n) for n in case.split("+")) for case in cases[:6]]
            assert nombres[0] == sum(nombres[1:5]), ligne
            colonnes = [a + b for a, b in zip(colonnes, nombres, strict=True)]
    etude = i.avec_reponse - i.retenues - i.refusees
    assert etude > 0
    assert colonnes == [i.propositions, i.retenues, i.refusees, etude, i.inconnues, i.realisees]


def test_home_and_board_say_the_same_figures_in_the_same_words(site: Path, racine: Path) -> None:
    """A reader who goes from one page to the next finds the figure that led there."""
    catalogue = load(racine / "content").catalogue
    assert catalogue is not None
    i = indicateurs(compter(d, JOUR) for d in catalogue.concertations)
    tableau = Page(site / "devoir-de-suite/index.html")
    for valeur, sur, mots in (
        (i.repondues, i.closes, REPONDUES),
        (i.avec_reponse, i.propositions, AVEC_REPONSE),
    ):
        assert Page(site / "index.html").dit(f"{valeur} sur {sur} {mots}"), mots
        assert tableau.dit(f"{mots} {valeur} sur {sur}"), mots
    assert Page(site / "methode/index.html").dit("Réponse connue.")


def test_tables_wider_than_a_phone_say_that_they_scroll(site: Path) -> None:
    """The hint is there, before a region that the keyboard can reach."""
    for chemin in (
        "devoir-de-suite/concertations",
        "devoir-de-suite/ministeres",
        "concertations/convention-citoyenne-fin-de-vie",
    ):
        html = (site / chemin / "index.html").read_text("utf-8")
        assert re.search(
            r'<p class="defile">[^<]+</p>\s*<div class="tableau" tabindex="0" role="region" aria-label="',
            html,
        ), chemin


def test_search_says_that_it_needs_javascript_and_where_the_lists_are(site: Path) -> None:
    """Without it, a question would be met with silence."""
    html = (site / "recherche/index.html").read_text("utf-8")
    sans = re.search(r"<noscript>(.*?)</noscript>", html, re.DOTALL)
    assert sans is not None
    assert "JavaScript" in sans[1]
    assert 'href="#listes"' in sans[1]
    assert 'id="listes"' in html


def test_reminders_say_what_is_late_due_stale_or_incomplete(tmp_path: Path) -> None:
    """One record with everything wrong gives each reason once."""
    texte = remplacer(FICHE, "reponse_attendue_inconnue: true", "reponse_attendue_le: 2024-06-01")
    texte = remplacer(texte, "revu_le: 2026-01-15", "revu_le: 2024-01-15")
    contenu = ecrire_contenu(
        tmp_path,
        **{"concertations/essai/concertation.md": texte, "concertations/essai/suites.yml": None},
    )
    catalogue = load(contenu).catalogue
    assert catalogue is not None
    trouves = rappels(catalogue, JOUR)
    assert [r.motif for r in trouves] == [Motif.EN_RETARD, Motif.PERIMEE, Motif.INCOMPLETE]
    assert [jours(r, JOUR) for r in trouves] == [(JOUR - date(2024, 6, 1)).days, 34, 13]
    objets = json.loads(ecrire(catalogue, JOUR, "json", par_ministere=False))
    assert [o["motif"] for o in objets] == [r.motif for r in trouves]
    manque = "il manque : question posée, marges de manœuvre, engagements"
    assert any(manque in o["explication"] for o in objets)
    assert "## Santé" in ecrire(catalogue, JOUR, "markdown", par_ministere=True)
    assert len(ecrire(catalogue, JOUR, "csv", par_ministere=False).splitlines()) == 4
    assert ecrire(catalogue, JOUR, "text", par_ministere=False, seul="culture").startswith("Rien")
