"""References that lead round in circles, and names that the site already uses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.build import BuildReport, Options, Site, site_en_memoire
from tests.aides import FICHE, GUIDE, PAGE, ecrire_contenu

JOUR = date(2026, 11, 22)
LIEN = "thematiques:\n  - sante\n"


def construire(dossier: Path, **fichiers: str | None) -> tuple[Site | None, BuildReport]:
    contenu = ecrire_contenu(dossier, **fichiers)
    return site_en_memoire(Options(contenu, dossier / "site", JOUR))


def avec(champ: str, valeur: str) -> str:
    return FICHE.replace(LIEN, f"{LIEN}{champ}:\n{valeur}\n")


def liee(identifiant: str) -> str:
    return avec("concertations_liees", f"  - id: {identifiant}\n    relation: suit")


def test_a_cycle_of_references_is_published(tmp_path: Path) -> None:
    """Two records that follow each other: each page links to the other, and nothing loops."""
    site, rapport = construire(
        tmp_path,
        **{
            "concertations/essai/concertation.md": liee("autre"),
            "concertations/autre/concertation.md": liee("troisieme"),
            "concertations/troisieme/concertation.md": liee("essai"),
        },
    )
    assert site is not None, rapport.diagnostics
    assert b"concertations/autre/" in site.lire("concertations/essai/index.html")


ADRESSES = {
    "elle-même": "/concertations/essai/",
    "une page du site": "/recherche/",
    "une liste": "/concertations/",
    "une page de liste": "/concertations/page/2/",
    "ses suites": "/concertations/essai/suites/",
    "un guide": "/guides/methode/",
    "la page d'accueil": "/",
    "la page introuvable": "/404.html",
    "des ressources": "/assets/site.css",
    "la recherche": "/pagefind/pagefind-worker.js",
    "des données": "/donnees/",
    "les robots": "/robots.txt",
    "un calendrier": "/calendrier.ics",
    "une interface": "/api/v1/concertations.json",
    "la casse": "/Concertations/Essai/",
    "un parent": "/../../etc/passwd",
    "un autre site": "//evil.example/",
    "un schéma": "javascript:alert(1)",
    "une adresse entière": "https://evil.example/x/",
    "un texte": "/<script>/",
    "un espace": "/a b/",
    "une règle": "/a; return 200/",
    "un retour": "/a\\r\\nLocation: x/",
    "un fichier caché": "/.well-known/security.txt",
    "une question": "/a?b=c",
    "un fragment": "/a#b",
    "un nom réservé": "/con/",
}


@pytest.mark.parametrize("adresse", ADRESSES.values(), ids=ADRESSES)
def test_an_old_address_never_takes_the_place_of_another(tmp_path: Path, adresse: str) -> None:
    """Loops, live pages, other sites, paths out of the site: refused with their place."""
    fiche = avec("anciennes_urls", f'  - "{adresse}"')
    site, rapport = construire(tmp_path, **{"concertations/essai/concertation.md": fiche})
    assert site is None
    assert rapport.failed
    assert all(d.message for d in rapport.diagnostics)


def test_two_pages_do_not_claim_one_old_address(tmp_path: Path) -> None:
    """And two that exchange their addresses would lead round in circles: refused too."""
    a = avec("anciennes_urls", "  - /ancienne/")
    for autre in ("  - /ancienne/", "  - /concertations/essai/"):
        b = avec("anciennes_urls", autre)
        fichiers = {
            "concertations/essai/concertation.md": a,
            "concertations/autre/concertation.md": b,
        }
        site, rapport = construire(tmp_path / autre.strip(" -/"), **fichiers)
        assert site is None, rapport.diagnostics


NOMS = ("page", "index", "flux", "suites", "historique", "404", "annees", "api", "a" * 80)


@pytest.mark.parametrize("nom", NOMS)
@pytest.mark.parametrize("genre", ["concertations", "guides", "pages", "kit"])
def test_a_name_that_the_site_uses_is_refused_or_harmless(
    tmp_path: Path, genre: str, nom: str
) -> None:
    """Each output is at one path; every internal link still finds its page."""
    fichiers = {
        "concertations": {f"concertations/{nom}/concertation.md": FICHE},
        "guides": {f"guides/{nom}.md": GUIDE},
        "pages": {f"pages/{nom}.md": PAGE},
        "kit": {},
    }
    site, rapport = construire(tmp_path, **fichiers[genre])
    if site is None:
        assert rapport.failed
        assert {d.code for d in rapport.diagnostics} <= {"nom-invalide", "adresse-en-double"}
        assert any(nom in d.path or nom in d.message for d in rapport.diagnostics)
    else:
        attendu = {"concertations": f"concertations/{nom}/", "guides": f"guides/{nom}/"}
        chemin = attendu.get(genre, f"{nom}/") + "index.html"
        assert genre == "kit" or chemin in site.files
        assert len({c.casefold() for c in site.files}) == len(site.files)
        dossiers = {c.rpartition("/")[0] for c in site.files}
        assert not dossiers & set(site.files)
