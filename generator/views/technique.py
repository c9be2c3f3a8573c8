"""Plan of the site, 404, sitemap, robots and redirects."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from msgspec import Struct

from generator.catalogue.records import Dossier
from generator.chemins import chemin_fiche
from generator.donnees.adresses import PAGE_API, PAGE_DICTIONNAIRE
from generator.par_fiche import par_fiche
from generator.views.base import (
    ACCUEIL,
    COMMUN,
    DONNEES,
    Contenu,
    Gabarit,
    Lien,
    Output,
    PageMeta,
    assemblage,
    fichier,
    page,
)
from generator.views.cartes import cartes
from generator.views.contribuer import CONTRIBUER
from generator.views.journal import JOURNAL
from generator.world import World


class PlanView(Struct, frozen=True):
    """The plan of the site: groups of links."""

    groupes: tuple[tuple[str, tuple[Lien, ...]], ...]


class RedirectionView(Struct, frozen=True):
    """An old address and where it leads."""

    cible: str
    absolue: str


def _groupes(world: World) -> tuple[tuple[str, tuple[Lien, ...]], ...]:
    catalogue = world.catalogue
    return (
        (
            "Le catalogue",
            (
                ACCUEIL,
                Lien("Toutes les concertations", "concertations/"),
                Lien("Par statut", "statuts/"),
                Lien("Par ministère", "ministeres/"),
                Lien("Par thématique", "thematiques/"),
                Lien("Par année", "annees/"),
                Lien("Par dispositif", "dispositifs/"),
                Lien("Rechercher", "recherche/"),
                Lien("Où en est le devoir de suite ?", "devoir-de-suite/"),
                Lien("Suivre : flux, courriel, agenda", "suivre/"),
                Lien("Lettres mensuelles", "lettres/"),
                Lien("Réponses attendues", "reponses-attendues/"),
                JOURNAL,
            ),
        ),
        (
            "Guides et modèles",
            (
                Lien("Guides et modèles", "guides/"),
                *(Lien(g.fiche.titre, f"guides/{g.id}/") for g in catalogue.guides),
                *(Lien(m.fiche.titre, f"kit/{m.id}/") for m in catalogue.kit),
            ),
        ),
        (
            "Les données",
            (
                Lien("Données ouvertes", DONNEES.chemin),
                Lien("Interface JSON", PAGE_API),
                Lien("Dictionnaire des données", PAGE_DICTIONNAIRE),
            ),
        ),
        (
            "Le site",
            (CONTRIBUER, *(Lien(p.fiche.titre, f"{p.id}/") for p in catalogue.pages)),
        ),
        ("Les concertations", tuple(Lien(c.titre, c.url) for c in cartes(world))),
    )


def _plan_du_site(_world: World, groupes: tuple[tuple[str, tuple[Lien, ...]], ...]) -> Contenu:
    chemin = "plan-du-site/"
    meta = PageMeta(
        titre="Plan du site",
        description="Toutes les pages du catalogue des concertations citoyennes.",
        chemin=chemin,
        fil=(ACCUEIL, Lien("Plan du site", chemin)),
    )
    return Gabarit("pages/plan-du-site.html.j2", meta, PlanView(groupes))


def _introuvable(_world: World) -> Contenu:
    meta = PageMeta(
        titre="Page introuvable",
        description="Cette adresse ne mène à aucune page.",
        chemin="404.html",
        noindex=True,
    )
    return Gabarit("pages/404.html.j2", meta, None)


def redirection(world: World, depuis: str, vers: str) -> Contenu:
    """The page at an old address: it leads to the new one, and names it as the real one."""
    racine = "../" * depuis.count("/") or "./"
    meta = PageMeta(
        titre="Page déplacée",
        description="Cette page a changé d’adresse.",
        chemin=vers,
        noindex=True,
    )
    return Gabarit(
        "pages/redirection.html.j2", meta, RedirectionView(racine + vers, world.absolue(vers))
    )


@par_fiche(tuple[str, str])
def revue(_world: World, dossier: Dossier) -> tuple[str, str]:
    """The address of a record, and when it was reviewed, as an ISO day."""
    return chemin_fiche(dossier.id), dossier.fiche.revu_le.isoformat()


def redirections(world: World) -> tuple[tuple[str, str], ...]:
    """(old site path, new site path) of every moved page, sorted."""
    catalogue = world.catalogue
    couples = [(u, chemin_fiche(d.id)) for d in catalogue.concertations for u in d.anciennes_urls]
    couples += [(u, f"guides/{g.id}/") for g in catalogue.guides for u in g.fiche.anciennes_urls]
    couples += [(u, f"{p.id}/") for p in catalogue.pages for u in p.fiche.anciennes_urls]
    return tuple(sorted((u.strip("/") + "/", vers) for u, vers in couples))


def _robots(world: World) -> bytes:
    return f"User-agent: *\nAllow: /\n\nSitemap: {world.absolue('sitemap.xml')}\n".encode()


def _sitemap(world: World, chemins: tuple[str, ...]) -> bytes:
    majs = dict(revue.tous(world))
    lignes = ['<?xml version="1.0" encoding="UTF-8"?>']
    lignes.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    for chemin in chemins:
        date = f"<lastmod>{majs[chemin]}</lastmod>" if chemin in majs else ""
        lignes.append(f"<url><loc>{escape(world.absolue(chemin), quote=False)}</loc>{date}</url>")
    lignes.append("</urlset>\n")
    return "\n".join(lignes).encode()


def sorties(world: World) -> Iterator[Output]:
    """Plan of the site, 404, robots and redirects."""
    yield page("plan-du-site/", _plan_du_site, _groupes(world), portee=COMMUN)
    yield fichier("404.html", _introuvable, portee=COMMUN)
    yield fichier("robots.txt", _robots, portee=COMMUN)
    for depuis, vers in redirections(world):
        yield fichier(f"{depuis}index.html", redirection, depuis, vers, portee=COMMUN)


def sitemap(world: World, pages: tuple[Output, ...]) -> Output:
    """The sitemap of the pages of a plan; redirects and the 404 are left out."""
    exclus = {f"{depuis}index.html" for depuis, _ in redirections(world)} | {"404.html"}
    chemins = sorted(
        o.path.removesuffix("index.html") for o in pages if o.html and o.path not in exclus
    )
    return assemblage(fichier("sitemap.xml", _sitemap, tuple(chemins)), revue)
