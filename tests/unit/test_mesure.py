"""The measure itself: it refuses sites that differ, keeps its samples, and judges from figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import mesurer, objectifs
from benchmarks.corpus import concertation
from benchmarks.formes import ecrire_notre
from benchmarks.journal import Journal, Mesure, Omission, lire
from benchmarks.parite import DECISIONS, SORTES, comparer, de_trop, faits
from benchmarks.programme import PROGRAMME
from benchmarks.rapport import rediger
from benchmarks.situations import Retouches
from benchmarks.vocabulaire import MINISTERES, STATUTS, STATUTS_PROPOSITION

NOMBRE = 2
EXEMPLES = {
    "accueil": ("index.html",) * 2,
    "listes de toutes les fiches": ("concertations/index.html",) * 2,
    "listes par ministère": ("ministeres/a/index.html",) * 2,
    "listes par thématique": ("thematiques/a/index.html", "themes/a/index.html"),
    "listes par année": ("annees/2020/page/2/index.html",) * 2,
    "listes par état": ("statuts/a/index.html",) * 2,
    "index des listes": ("thematiques/index.html", "themes/index.html"),
    "guides": ("guides/guide-01/index.html",) * 2,
    "flux": ("flux/catalogue.atom", "atom.xml"),
    "plan du site": ("sitemap.xml",) * 2,
}

CARTE = f'<li class="carte">{MINISTERES["justice"]} · {STATUTS["suivi"]}</li>'
CATEGORIE = f"<category>{MINISTERES['justice']}</category>"


def page(c: dict[str, Any], ancre: str, libelles: dict[str, str]) -> str:
    """All that a page of a record must say, and nothing else."""
    propositions = "".join(
        f'<article id="{ancre}{p["id"][1:]}">{libelles[p["statut"]]}</article>'
        for p in c["propositions"]
    )
    liens = f'<a href="{c["lien"]}">Site</a><a href="/guides/">Guides</a>'
    return f"{liens}{''.join(f'<p>{f}</p>' for f in faits(c))}{propositions}"


def ecrire(racine: Path, chemin: str, texte: str = "") -> None:
    fichier = racine / chemin
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_text(texte, encoding="utf-8")


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """Ours and that of a peer, with the same facts."""
    notre, pair = tmp_path / "notre", tmp_path / "pair"
    for rang, racine in enumerate((notre, pair)):
        for chemins in EXEMPLES.values():
            ecrire(racine, chemins[rang])
        for i in range(NOMBRE):
            c = concertation(i)
            if rang:
                texte = page(c, "p", STATUTS_PROPOSITION)
            else:
                texte = page(c, "proposition-", DECISIONS)
            ecrire(racine, f"concertations/{c['slug']}/index.html", texte)
    export = json.dumps({"data": [1] * NOMBRE})
    ecrire(notre, "api/v1/concertations.json", export)
    ecrire(pair, "concertations.json", json.dumps([1] * NOMBRE))
    ecrire(pair, "concertations/index.html", CARTE)
    ecrire(pair, "atom.xml")
    ecrire(pair, "rss.xml", CATEGORIE)
    ecrire(notre, "flux/catalogue.rss")
    return notre, pair


def test_equal_sites_are_equal_and_every_kind_is_counted(sites: tuple[Path, Path]) -> None:
    """Nothing is said of two sites with the same facts; each kind has its example here."""
    ecarts, resume = comparer(*sites, NOMBRE)
    assert ecarts == []
    assert f"{len(SORTES)} sortes" in resume
    assert {s.nom for s in SORTES} == {*EXEMPLES, "fiches", "export JSON"}


@pytest.mark.parametrize("nom", EXEMPLES)
def test_a_missing_page_is_seen(sites: tuple[Path, Path], nom: str) -> None:
    """Of each kind, ours or theirs."""
    for rang, racine in enumerate(sites):
        fichier = racine / EXEMPLES[nom][rang]
        fichier.rename(fichier.with_suffix(".parti"))
        assert any(e.startswith(nom) for e in comparer(*sites, NOMBRE)[0])
        fichier.with_suffix(".parti").rename(fichier)


def test_a_missing_fact_is_seen(sites: tuple[Path, Path]) -> None:
    """Each fact, anchor, decision and link of a record, taken out one at a time."""
    c = next(c for c in map(concertation, range(NOMBRE)) if c["propositions"])
    p = c["propositions"][0]
    fichier = sites[0] / "concertations" / c["slug"] / "index.html"
    entier = fichier.read_text(encoding="utf-8")
    for absent in (*faits(c), c["lien"], "/guides/", f'id="proposition-{p["id"][1:]}"'):
        fichier.write_text(entier.replace(absent, "…"), encoding="utf-8")
        assert comparer(*sites, NOMBRE)[0], absent
    fichier.write_text(entier.replace(DECISIONS[p["statut"]], "…"), encoding="utf-8")
    assert any("décision" in e for e in comparer(*sites, NOMBRE)[0])


def test_an_export_that_forgets_records_is_seen(sites: tuple[Path, Path]) -> None:
    """All the records are in the export."""
    ecrire(sites[1], "concertations.json", "[1]")
    assert comparer(*sites, NOMBRE)[0] == ["pair : 1 concertations dans l'export JSON"]


def test_a_site_with_more_than_the_peers_make_is_seen(sites: tuple[Path, Path]) -> None:
    """Ours must be reduced to their kinds of pages, or it is not the same work."""
    ecrire(sites[0], "concertations/a/suites/index.html")
    ecrire(sites[0], "assets/site.css")
    assert comparer(*sites, NOMBRE)[0] == []
    ecrire(sites[0], "calendrier.ics")
    assert comparer(*sites, NOMBRE)[0] == ["fichiers de trop chez nous : 1, dont calendrier.ics"]


@pytest.mark.parametrize("options", [[], ["--recherche"]])
def test_our_build_is_still_reduced_to_what_the_peers_make(
    tmp_path: Path, options: list[str]
) -> None:
    """The build changes under ``benchmarks.reduit``, which takes away by name."""
    ecrire_notre(tmp_path, NOMBRE)
    construire = [sys.executable, "-m", "benchmarks.equivalent", "content", "site", "--jobs", "1"]
    env = {**os.environ, "PYTHONPATH": str(Path(mesurer.__file__).parents[1])}
    fait = subprocess.run(
        [*construire, *options], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert fait.returncode == 0, fait.stderr
    trop = de_trop(tmp_path / "site")
    assert bool(trop) == bool(options)
    assert all(chemin.startswith("pagefind/") for chemin in trop), trop
    assert json.loads(fait.stdout)["durees"]


@pytest.mark.parametrize(
    ("chemin", "avant", "apres"),
    [
        ("concertations/index.html", MINISTERES["justice"], ""),
        ("concertations/index.html", STATUTS["suivi"], ""),
        ("concertations/index.html", CARTE, ""),
        ("rss.xml", MINISTERES["justice"], ""),
    ],
)
def test_a_card_or_a_feed_that_forgets_is_seen(
    sites: tuple[Path, Path], chemin: str, avant: str, apres: str
) -> None:
    """A template that leaves a name empty makes a lighter page: it is not the same site."""
    ecrire(sites[1], chemin, (sites[1] / chemin).read_text(encoding="utf-8").replace(avant, apres))
    assert len(comparer(*sites, NOMBRE)[0]) == 1


def mesure(outil: str, mur: float, **autres: Any) -> Mesure:
    champs = {"taille": 1_000, "scenario": "à froid", "tour": 0, "autres": 0.0} | autres
    return Mesure(version="v", outil=outil, mur=mur, cpu=mur, memoire=1, **champs)


def test_samples_survive_and_another_version_is_set_aside(tmp_path: Path) -> None:
    """A sample taken twice counts once; those of another code are not mixed with these."""
    journal = Journal(tmp_path, "v")
    journal.noter(mesure("hugo", 2.0), mesure("hugo", 4.0))
    assert [x.mur for x in lire(tmp_path) if isinstance(x, Mesure)] == [4.0]
    assert Journal(tmp_path, "v").faits() == {(1_000, 0, "à froid", "hugo")}
    assert Journal(tmp_path, "w").faits() == frozenset()
    assert (tmp_path / "mesures-v.jsonl").exists()


def test_targets_are_judged_from_the_samples() -> None:
    """Met, not met or not measured; a noisy sample is left out when there is a quiet one."""
    lignes = [mesure("equivalent", 1.0), mesure("equivalent", 9.0, tour=1, autres=2.0)]
    lues = objectifs.grouper([*lignes, mesure("hugo", 2.0), mesure("hugo-toml", 0.5)])
    tableau = list(objectifs.tableau_objectifs(lues))
    assert "| à froid / Hugo (YAML) | 1\u202f000 | ≤ 0,50 | 0,50 | tenu |" in tableau
    assert "| à froid / Hugo (TOML) | 1\u202f000 | ≤ 1,20 | 2,00 | **non tenu** |" in tableau
    assert "| à froid / Hugo (YAML) | 10\u202f000 | ≤ 0,30 | – | non mesuré |" in tableau
    lues = objectifs.grouper([lignes[1], mesure("hugo", 90.0)])
    assert any("0,10 | tenu ⚠ |" in ligne for ligne in objectifs.tableau_objectifs(lues))


def test_the_page_says_what_was_not_measured(tmp_path: Path) -> None:
    """An interrupted run gives a page, with what is missing."""
    journal = Journal(tmp_path, "v.1")
    manque = Omission("v.1", 1_000, "le lendemain", "equivalent", "le temps était épuisé")
    journal.noter(mesure("equivalent", 1.5), manque)
    page = rediger(tmp_path)
    assert "| à froid | ce générateur, mêmes sortes de pages | 1,50 |" in page
    assert (
        "Non mesuré (ce générateur, mêmes sortes de pages) : le lendemain ; le temps était épuisé."
        in page
    )
    assert "{{" not in page


def test_sources_are_put_back_as_they_were(tmp_path: Path) -> None:
    """An edited file gets its bytes back, an added one goes, and meanwhile the site is not whole."""
    ecrire(tmp_path, ".prepare", "entier")
    ecrire(tmp_path, "content/a.md", "avant")
    retouches = Retouches()
    retouches.ecrire(tmp_path / "content/a.md", "après")
    retouches.ecrire(tmp_path / "content/b/b.md", "ajouté")
    assert not (tmp_path / ".prepare").exists()
    retouches.defaire()
    assert (tmp_path / "content/a.md").read_text() == "avant"
    assert not (tmp_path / "content/b").exists()
    assert (tmp_path / ".prepare").read_text() == "entier"


def test_a_spent_time_is_not_exceeded_again() -> None:
    """What took longer than what is left is not started."""
    serie = PROGRAMME[0]
    limite = mesurer.Limite(1_000.0, lambda: 0.0)
    assert limite.permet(serie, "à froid")
    limite.noter(serie, "à froid", 2_000.0)
    assert not limite.permet(serie, "à froid")
    assert limite.permet(serie, "le lendemain")
