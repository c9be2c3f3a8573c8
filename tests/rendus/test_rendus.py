"""An edit makes exactly the outputs that show it again, whatever the machine and its speed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator import build, menage, render
from generator.catalogue import fiches
from generator.catalogue.load import load
from generator.donnees.tables import tables
from generator.encoders import html, objets
from generator.views.base import COMMUN
from generator.world import JourSuivi, World, restreindre
from tests.aides import remplacer
from tests.arbre import JOUR, construire, contenu_de_trois

RACINE = Path(__file__).resolve().parents[2]


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    return contenu_de_trois(tmp_path)


@pytest.fixture
def cache(tmp_path: Path, contenu: Path) -> Path:
    """A cache that has seen the content as it is."""
    construire(contenu, tmp_path / "cache")
    return tmp_path / "cache"


def changer(fichier: Path, avant: str, apres: str) -> None:
    fichier.write_text(remplacer(fichier.read_text("utf-8"), avant, apres), "utf-8")


def test_rien_n_a_change_rien_n_est_rendu(contenu: Path, cache: Path) -> None:
    assert construire(contenu, cache).rendus == frozenset()


def test_le_recit_d_une_fiche_ne_refait_que_la_fiche(contenu: Path, cache: Path) -> None:
    fiche = contenu / "concertations/deux/concertation.md"
    fiche.write_text(fiche.read_text("utf-8") + "\nUne phrase de plus.\n", "utf-8")
    rendus = construire(contenu, cache).portees
    assert "concertations/deux/index.html" in rendus
    assert {p for p in rendus if "essai" in p or "trois" in p} == set()
    assert {p for p in rendus if p.startswith("concertations/page") or "/page/" in p} == set()
    assert not any(p.startswith(("ministeres/", "thematiques/", "statuts/")) for p in rendus)


def test_un_resume_refait_la_fiche_et_les_listes_qui_le_montrent(
    contenu: Path, cache: Path
) -> None:
    fiche = contenu / "concertations/deux/concertation.md"
    changer(fiche, "resume: ", "resume: Autrement dit, ")
    rendus = construire(contenu, cache).portees
    assert {"concertations/deux/index.html", "concertations/index.html"} <= rendus
    assert "ministeres/sante/index.html" in rendus
    assert "ministeres/culture/index.html" not in rendus
    assert {
        p for p in rendus if p.startswith(("concertations/essai", "concertations/trois"))
    } == set()


AILLEURS = ("api/", "donnees/", "recherche/", "concertations/deux/")
"""Outputs that other tests speak of."""


def partagees(contenu: Path, cache: Path) -> set[str]:
    """The shared pages, feeds and calendars that are rendered again."""
    return {p for p in construire(contenu, cache).rendus if not p.startswith(AILLEURS)}


def trois(base: str) -> set[str]:
    return {f"{base}.{extension}" for extension in ("atom", "rss", "json")}


LISTES = {
    "index.html",
    "concertations/index.html",
    "annees/2024/index.html",
    "dispositifs/consultation-en-ligne/index.html",
    "ministeres/sante/index.html",
    "statuts/suivi-en-cours/index.html",
    "thematiques/sante/index.html",
}
FLUX = {
    *trois("flux/catalogue"),
    *trois("flux/nouvelles"),
    *trois("flux/types/fiche-creee"),
    *trois("ministeres/sante/flux"),
    *trois("thematiques/sante/flux"),
}
PLANS = {"plan-du-site/index.html", "contribuer/index.html"}
AGENDAS = {"calendrier.ics", "ministeres/sante/calendrier.ics", "thematiques/sante/calendrier.ics"}
LETTRES = {"lettres/2026-01/index.html", *trois("lettres/flux")}
BILAN = {
    "devoir-de-suite/annees/2024/index.html",
    "devoir-de-suite/concertations/index.html",
    "devoir-de-suite/ministeres/sante/index.html",
    "devoir-de-suite/thematiques/sante/index.html",
}
TABLEAUX = {
    "devoir-de-suite/index.html",
    "devoir-de-suite/annees/index.html",
    "devoir-de-suite/ministeres/index.html",
    "devoir-de-suite/thematiques/index.html",
}


def test_un_recit_ne_refait_rien_de_partage(contenu: Path, cache: Path) -> None:
    fiche = contenu / "concertations/deux/concertation.md"
    fiche.write_text(fiche.read_text("utf-8") + "\nUne phrase de plus.\n", "utf-8")
    assert partagees(contenu, cache) == set()


def test_une_page_ne_refait_aucune_liste(contenu: Path, cache: Path) -> None:
    """Guides, pages and templates are made of each other, and of no record."""
    texte = next((contenu / "pages").glob("*.md"))
    texte.write_text(texte.read_text("utf-8") + "\nUne phrase de plus.\n", "utf-8")
    refaites = partagees(contenu, cache)
    assert f"{texte.stem}/index.html" in refaites
    assert {p for p in refaites if not p.startswith(("guides/", "kit/", "a-propos/"))} == set()


def test_un_resume_ne_refait_que_ce_qui_le_montre(contenu: Path, cache: Path) -> None:
    """Lists, the home page, and the feeds that hold the creation of the record: nothing else."""
    changer(contenu / "concertations/deux/concertation.md", "resume: ", "resume: Autrement dit, ")
    assert partagees(contenu, cache) == LISTES | FLUX


def test_un_titre_ne_refait_que_ce_qui_le_montre(contenu: Path, cache: Path) -> None:
    changer(contenu / "concertations/deux/concertation.md", "titre: Deux", "titre: Second")
    assert partagees(contenu, cache) == LISTES | FLUX | PLANS | AGENDAS | LETTRES | BILAN


def test_une_decision_ne_refait_que_les_chiffres_qu_elle_change(contenu: Path, cache: Path) -> None:
    """Figures, and the sitemap (the page of a decision appears); rows of lists say the same.

    Without history, no feed says it.
    """
    suites = contenu / "concertations/deux/suites.yml"
    changer(suites, "decision: retenue\n", "decision: a_l_etude\n")
    assert partagees(contenu, cache) == BILAN | TABLEAUX | {"sitemap.xml"}


def test_une_date_de_relecture_ne_refait_que_ce_qui_en_depend(contenu: Path, cache: Path) -> None:
    changer(
        contenu / "concertations/deux/concertation.md", "revu_le: 2026-01-15", "revu_le: 2026-01-16"
    )
    assert partagees(contenu, cache) == FLUX | AGENDAS | {"sitemap.xml"}


def test_une_decision_ne_refait_pas_les_autres_fiches(contenu: Path, cache: Path) -> None:
    suites = contenu / "concertations/deux/suites.yml"
    texte = suites.read_text("utf-8")
    ligne = next(x for x in texte.split("\n") if "decision: " in x)
    suites.write_text(
        texte.replace(ligne, ligne.split("decision:")[0] + "decision: sans_reponse", 1), "utf-8"
    )
    rendus = construire(contenu, cache).portees
    assert {"concertations/deux/index.html", "concertations/deux/suites/index.html"} <= rendus
    assert {
        p for p in rendus if p.startswith(("concertations/essai", "concertations/trois"))
    } == set()


def test_une_fiche_liee_refait_celle_qui_la_nomme(contenu: Path, cache: Path) -> None:
    """A page that shows the title of another record depends on that record, and on it alone."""
    lien = "concertations_liees:\n  - id: trois\n    relation: suit\nobjet: "
    changer(contenu / "concertations/essai/concertation.md", "objet: ", lien)
    construire(contenu, cache)
    changer(contenu / "concertations/trois/concertation.md", "titre: Trois", "titre: Troisième")
    rendus = construire(contenu, cache)
    assert "concertations/essai/index.html" in rendus.portees
    assert "concertations/deux/index.html" not in rendus.portees
    assert "Troisième".encode() in rendus.fichiers["concertations/essai/index.html"]


def test_un_gabarit_ne_refait_que_les_pages_qui_l_emploient(
    contenu: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modeles = tmp_path / "templates"
    shutil.copytree(html.MODELES, modeles)
    monkeypatch.setattr(html, "MODELES", modeles)
    html._environnement.cache_clear()
    cache = tmp_path / "cache"
    construire(contenu, cache)
    gabarit = modeles / "pages/suites.html.j2"
    gabarit.write_text(gabarit.read_text("utf-8") + "<!-- -->", "utf-8")
    html._environnement.cache_clear()
    rendus = construire(contenu, cache).rendus
    html._environnement.cache_clear()
    assert rendus
    assert all("/suites/" in p for p in rendus)


def test_une_thematique_renommee_est_vue_partout(contenu: Path, cache: Path) -> None:
    changer(contenu / "referentiels/thematiques.yml", "nom: Santé", "nom: Santé publique")
    incremental = construire(contenu, cache)
    assert incremental.fichiers == construire(contenu).fichiers


def test_le_lendemain_ne_refait_que_ce_qui_depend_du_jour(contenu: Path, cache: Path) -> None:
    demain = JOUR + timedelta(days=1)
    incremental = construire(contenu, cache, demain)
    assert incremental.fichiers == construire(contenu, None, demain).fichiers
    assert {p for p in incremental.portees if "/suites/" in p} == set()
    assert construire(contenu, cache, demain).rendus == frozenset()
    assert construire(contenu, cache, JOUR).rendus == frozenset()


def test_la_page_d_une_fiche_perimee_change_le_jour_ou_elle_le_devient(
    contenu: Path, tmp_path: Path
) -> None:
    """Reused from day to day, a page still changes on the day it must."""
    cache = tmp_path / "cache"
    for jour in (JOUR, date(2027, 1, 15), date(2027, 2, 15), date(2027, 3, 16), date(2030, 1, 1)):
        assert construire(contenu, cache, jour).fichiers == construire(contenu, None, jour).fichiers


def test_un_processus_ou_plusieurs(
    contenu: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(render, "SEUIL", 1)
    monkeypatch.setattr(fiches, "SEUIL", 1)
    seul = construire(contenu)
    assert construire(contenu, None, jobs=3).fichiers == seul.fichiers
    assert construire(contenu, tmp_path / "autre", jobs=3).fichiers == seul.fichiers
    assert construire(contenu, cache, jobs=3).rendus == frozenset()
    lien = "concertations_liees:\n  - id: trois\n    relation: suit\nobjet: "
    changer(contenu / "concertations/essai/concertation.md", "objet: ", lien)
    demain = JOUR + timedelta(days=1)
    plusieurs = construire(contenu, cache, demain, jobs=3)
    assert plusieurs.fichiers == construire(contenu, None, demain).fichiers
    assert construire(contenu, cache, demain, jobs=3).rendus == frozenset()


def test_deux_graines_de_hachage_partagent_le_cache(contenu: Path, tmp_path: Path) -> None:
    """No key depends on the order of a set: what one process keeps, another finds."""
    script = (
        "import sys; from pathlib import Path; from hashlib import sha256;"
        "from tests.arbre import construire;"
        "a = construire(Path(sys.argv[1]), Path(sys.argv[2]));"
        "print(len(a.rendus), sha256(repr(sorted(a.fichiers.items())).encode()).hexdigest())"
    )
    vus = []
    for graine in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": graine, "PYTHONPATH": str(RACINE)}
        sortie = subprocess.run(
            [sys.executable, "-c", script, str(contenu), str(tmp_path / "cache")],
            env=env, cwd=RACINE, capture_output=True, text=True, check=True,
        )  # fmt: skip
        vus.append(sortie.stdout.split())
    assert vus[1] == ["0", vus[0][1]]


def test_une_sortie_ne_voit_que_sa_portee(contenu: Path) -> None:
    """What reads more than it declares stops the build, the first time, on any machine."""
    lu = load(contenu)
    assert lu.catalogue is not None
    etroit = restreindre(World(lu.catalogue, JOUR, "https://exemple.fr/"), "deux", JourSuivi(JOUR))
    assert [d.id for d in etroit.catalogue.concertations] == ["deux"]
    with pytest.raises(LookupError, match="portée"):
        list(etroit.catalogue.guides)
    with pytest.raises(KeyError):
        etroit.catalogue.par_id["essai"]


DE_LA_FICHE = {
    "donnees/csv/concertations.csv",
    "donnees/csv/dispositifs_utilises.csv",
    "donnees/csv/sources.csv",
    "donnees/jsonl/concertations.jsonl",
    "donnees/catalogue.xlsx",
    "api/v1/concertations/essai.json",
    "api/v1/concertations/essai/propositions.json",
}
INDICATEURS = {
    "api/v1/indicateurs.json",
    "donnees/csv/indicateurs.csv",
    "donnees/jsonl/indicateurs.jsonl",
}
EVENEMENTS = {
    "api/v1/evenements.json",
    "donnees/csv/evenements.csv",
    "donnees/csv/evenements_details.csv",
    "donnees/jsonl/evenements.jsonl",
}
"""A guide has events too."""
DES_SUITES = {
    "donnees/csv/propositions.csv",
    "donnees/jsonl/propositions.jsonl",
    "api/v1/concertations.json",
    "api/v1/propositions.json",
}


def donnees(rendus: frozenset[str]) -> set[str]:
    """The outputs of the open data."""
    return {p for p in rendus if p.startswith(("api/", "donnees/"))}


def test_un_recit_ne_refait_que_les_donnees_de_sa_fiche(contenu: Path, cache: Path) -> None:
    """The list of the interface holds summaries: a story is not in them."""
    fiche = contenu / "concertations/essai/concertation.md"
    fiche.write_text(fiche.read_text("utf-8") + "\nUne phrase de plus.\n", "utf-8")
    assert donnees(construire(contenu, cache).rendus) == DE_LA_FICHE


def test_une_decision_ne_refait_que_les_donnees_des_fiches_et_des_suites(
    contenu: Path, cache: Path
) -> None:
    """A record counts the decisions on its proposals."""
    suites = contenu / "concertations/essai/suites.yml"
    changer(suites, "decision: retenue\n", "decision: sans_reponse\n")
    assert donnees(construire(contenu, cache).rendus) == DE_LA_FICHE | DES_SUITES | INDICATEURS


def test_un_guide_ne_refait_que_les_donnees_des_guides(contenu: Path, cache: Path) -> None:
    guide = next((contenu / "guides").glob("*.md"))
    guide.write_text(guide.read_text("utf-8") + "\nUne phrase de plus.\n", "utf-8")
    rendus = donnees(construire(contenu, cache).rendus)
    csvs = {f"donnees/csv/{t.nom}.csv" for t in tables() if t.collection.nom == "guides"}
    assert rendus == EVENEMENTS | {
        *csvs,
        "donnees/jsonl/guides.jsonl",
        "donnees/catalogue.xlsx",
        "api/v1/guides.json",
    }


def test_une_sortie_ne_lit_que_les_releves_qu_elle_declare(contenu: Path) -> None:
    lu = load(contenu)
    assert lu.catalogue is not None
    world = World(lu.catalogue, JOUR, "https://exemple.fr/")
    permis = restreindre(world, COMMUN, JourSuivi(JOUR), frozenset({objets.mesures.nom}))
    assert list(objets.mesures.tous(permis)) == list(objets.mesures.tous(world))
    with pytest.raises(LookupError, match="propositions"):
        objets.propositions.tous(permis)
    with pytest.raises(LookupError, match="portée"):
        list(permis.catalogue.concertations)
    with pytest.raises(LookupError, match="portée"):
        objets.mesures.tous(restreindre(world, COMMUN, JourSuivi(JOUR)))


@pytest.mark.parametrize("degat", ["octets", "taille", "absent", "index", "index vide"])
def test_un_cache_abime_est_sans_effet(contenu: Path, cache: Path, degat: str) -> None:
    sain = construire(contenu).fichiers
    objets = sorted((cache / "objets").glob("??/*"))
    for objet in objets[::3]:
        if degat == "octets":
            octets = objet.read_bytes()
            objet.write_bytes(octets[:-1] + bytes([octets[-1] ^ 1]) if octets else octets)
        elif degat == "taille":
            objet.write_bytes(b"x")
        elif degat == "absent":
            objet.unlink()
    index = cache / "index.sqlite"
    if degat == "index":
        index.write_bytes(b"SQLite format 3\0" + b"?" * 5_000)
    elif degat == "index vide":
        index.write_bytes(b"")
    assert construire(contenu, cache).fichiers == sain
    assert construire(contenu, cache).rendus == frozenset()


def test_elaguer_ne_casse_rien(contenu: Path, cache: Path) -> None:
    avant = construire(contenu, cache).fichiers
    partis, octets = menage.elaguer(cache, 0)
    assert partis > 0 < octets
    assert menage.elaguer(cache, 0) == (0, 0)
    assert construire(contenu, cache).fichiers == avant
    menage.vider(cache)
    assert not cache.exists()


def test_un_cache_n_est_elague_que_s_il_a_deja_servi(
    contenu: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elagues: list[Path] = []
    monkeypatch.setattr(build, "ELAGUER_DES", 0)
    monkeypatch.setattr(menage, "elaguer", elagues.append)
    options = build.Options(contenu, tmp_path / "site", JOUR, cache=tmp_path / "neuf")
    assert not build.build(options).failed
    assert elagues == []
    changer(contenu / "concertations/deux/concertation.md", "\n---\n", "\n---\n\nUn mot.\n")
    assert build.build(options).rendered
    assert elagues == [tmp_path / "neuf/rendus"]
