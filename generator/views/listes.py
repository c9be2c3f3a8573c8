"""Lists of concertations: all, and by status, ministry, theme, year, mechanism."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from generator import francais
from generator.views.base import (
    ACCUEIL,
    CONCERTATIONS,
    Contenu,
    Gabarit,
    Lien,
    Output,
    PageMeta,
    cle_url,
    page,
)
from generator.views.cartes import CarteView, cartes
from generator.views.flux import flux_de_liste
from generator.world import World
from schemas.enumerations import Statut

PAR_PAGE = 20


@dataclass(frozen=True, slots=True)
class LienCompte:
    """A link to a pre-rendered list, with the size of that list."""

    titre: str
    chemin: str
    nombre: int
    courant: bool = False


@dataclass(frozen=True, slots=True)
class Groupe:
    """One way to cut the catalogue."""

    titre: str
    liens: tuple[LienCompte, ...]
    chemin: str = ""


class NumeroPage(NamedTuple):
    """A page number of a pagination; an empty path is a gap or the current page."""

    numero: int
    chemin: str
    courant: bool


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where one is in a list."""

    page: int
    total_pages: int
    precedent: str
    suivant: str
    pages: tuple[NumeroPage, ...]


@dataclass(frozen=True, slots=True)
class ListeView:
    """One page of a list."""

    titre: str
    intro: str
    compte: str
    cartes: tuple[CarteView, ...]
    pagination: Pagination
    groupes: tuple[Groupe, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """All the lists of one kind."""

    titre: str
    intro: str
    groupe: Groupe


@dataclass(frozen=True, slots=True)
class Coupe:
    """A way to cut the catalogue: its folder, its titles, its keys with labels and definitions."""

    dossier: str
    titre: str
    intro: str
    phrase: Callable[[str], str]
    cles: Callable[[CarteView], tuple[str, ...]]
    libelles: tuple[tuple[str, str, str], ...]


def chemin_page(base: str, numero: int) -> str:
    """Site path of the ``numero``-th page of a list."""
    return base if numero == 1 else f"{base}page/{numero}/"


def paginer(base: str, numero: int, total: int) -> Pagination:
    """Pagination with the first, the last and the neighbours; gaps have no path."""
    proches = {1, total, numero - 1, numero, numero + 1}
    pages: list[NumeroPage] = []
    precedente = 0
    for n in sorted(p for p in proches if 1 <= p <= total):
        if n - precedente > 1:
            pages.append(NumeroPage(0, "", courant=False))
        pages.append(NumeroPage(n, chemin_page(base, n), courant=n == numero))
        precedente = n
    return Pagination(
        numero,
        total,
        chemin_page(base, numero - 1) if numero > 1 else "",
        chemin_page(base, numero + 1) if numero < total else "",
        tuple(pages),
    )


def coupes(world: World) -> tuple[Coupe, ...]:
    """The ways to cut the catalogue, with every key that the référentiels know."""
    ref = world.catalogue.referentiels
    annees = sorted(
        {d.fiche.dates.ouverture.annee for d in world.catalogue.concertations}, reverse=True
    )
    par_nom = francais.cle_tri
    return (
        Coupe(
            "statuts",
            "Par statut",
            "Le statut est calculé chaque jour à partir des dates et des contenus de la fiche.",
            lambda nom: f"Concertations au statut « {nom} »",
            lambda c: (cle_url(c.statut.cle),),
            tuple((cle_url(s), s.libelle, s.definition) for s in Statut),
        ),
        Coupe(
            "ministeres",
            "Par ministère",
            "Une concertation portée par plusieurs ministères figure dans la liste de chacun.",
            lambda nom: f"Concertations : {nom}",
            lambda c: c.ministeres,
            tuple(
                sorted(
                    (
                        (m.id, m.nom, _noms(tuple(n.intitule for n in m.noms)))
                        for m in ref.ministeres.values()
                    ),
                    key=lambda x: par_nom(x[1]),
                )
            ),
        ),
        Coupe(
            "thematiques",
            "Par thématique",
            "Une concertation peut relever de plusieurs thématiques.",
            lambda nom: f"Concertations sur le thème « {nom} »",
            lambda c: c.thematiques,
            tuple(
                sorted(
                    ((t.id, t.nom, "") for t in ref.thematiques.values()),
                    key=lambda x: par_nom(x[1]),
                )
            ),
        ),
        Coupe(
            "annees",
            "Par année",
            "L’année est celle de l’ouverture.",
            lambda nom: f"Concertations ouvertes en {nom}",
            lambda c: (str(c.annee),),
            tuple((str(a), str(a), "") for a in annees),
        ),
        Coupe(
            "dispositifs",
            "Par dispositif",
            "Un dispositif est un moyen de participer : convention, atelier, consultation en ligne…",
            lambda nom: f"Concertations avec le dispositif « {nom} »",
            lambda c: c.dispositifs,
            tuple(
                sorted(
                    ((d.id, d.nom, d.definition) for d in ref.dispositifs.values()),
                    key=lambda x: par_nom(x[1]),
                )
            ),
        ),
    )


def _noms(noms: tuple[str, ...]) -> str:
    return f"Noms successifs attestés : {' ; '.join(noms)}." if noms else ""


def groupes(toutes: tuple[CarteView, ...], decoupage: tuple[Coupe, ...]) -> tuple[Groupe, ...]:
    """Links to every list that is not empty, with counts."""
    resultat = []
    for coupe in decoupage:
        comptes = Counter(cle for c in toutes for cle in coupe.cles(c))
        liens = tuple(
            LienCompte(nom, f"{coupe.dossier}/{cle}/", comptes[cle])
            for cle, nom, _ in coupe.libelles
            if cle in comptes
        )
        resultat.append(Groupe(coupe.titre, liens, f"{coupe.dossier}/"))
    return tuple(resultat)


def marquer(cuts: tuple[Groupe, ...], chemin: str) -> tuple[Groupe, ...]:
    """The same links, with the one that leads to ``chemin`` marked as current."""
    return tuple(
        replace(
            g, liens=tuple(replace(x, courant=True) if x.chemin == chemin else x for x in g.liens)
        )
        for g in cuts
    )


@dataclass(frozen=True, slots=True)
class Liste:
    """A list before it is paged: its base path, its words, its rows, its breadcrumb."""

    base: str
    titre: str
    intro: str
    cartes: tuple[CarteView, ...]
    fil: tuple[Lien, ...]


def _page(_world: World, vue: ListeView, base: str, fil: tuple[Lien, ...]) -> Contenu:
    numero, total = vue.pagination.page, vue.pagination.total_pages
    chemin = chemin_page(base, numero)
    suffixe = f" (page {numero} sur {total})" if numero > 1 else ""
    meta = PageMeta(
        titre=vue.titre + suffixe,
        description=f"{vue.titre} : {vue.compte}. {vue.intro}".strip(),
        chemin=chemin,
        fil=fil if numero == 1 else (*fil, Lien(f"Page {numero}", chemin)),
        menu_actif=CONCERTATIONS.chemin,
        flux=flux_de_liste(base, vue.titre),
    )
    return Gabarit("pages/liste.html.j2", meta, vue)


def _pages(liste: Liste, cuts: tuple[Groupe, ...]) -> Iterator[Output]:
    total = max(1, -(-len(liste.cartes) // PAR_PAGE))
    for numero in range(1, total + 1):
        vue = ListeView(
            liste.titre,
            liste.intro,
            francais.pluriel(len(liste.cartes), "concertation"),
            liste.cartes[(numero - 1) * PAR_PAGE : numero * PAR_PAGE],
            paginer(liste.base, numero, total),
            cuts,
        )
        yield page(chemin_page(liste.base, numero), _page, vue, liste.base, liste.fil)


def _index(_world: World, coupe_dossier: str, vue: IndexView) -> Contenu:
    chemin = f"{coupe_dossier}/"
    meta = PageMeta(
        titre=vue.titre,
        description=vue.intro,
        chemin=chemin,
        fil=(ACCUEIL, CONCERTATIONS, Lien(vue.titre, chemin)),
        menu_actif=CONCERTATIONS.chemin,
    )
    return Gabarit("pages/index-liste.html.j2", meta, vue)


def sorties(world: World) -> Iterator[Output]:
    """Every list, paged, and the index of each cut."""
    toutes = cartes(world)
    decoupage = coupes(world)
    cuts = groupes(toutes, decoupage)
    intro = (
        "Les concertations citoyennes non obligatoires lancées par l’État depuis 2017, "
        "de la plus récente à la plus ancienne."
    )
    complete = Liste(
        CONCERTATIONS.chemin, "Toutes les concertations", intro, toutes, (ACCUEIL, CONCERTATIONS)
    )
    yield from _pages(complete, cuts)
    for coupe, groupe in zip(decoupage, cuts, strict=True):
        titre = f"Concertations {coupe.titre[0].lower()}{coupe.titre[1:]}"
        vue = IndexView(titre, coupe.intro, groupe)
        yield page(f"{coupe.dossier}/", _index, coupe.dossier, vue)
        parent = Lien(coupe.titre, f"{coupe.dossier}/")
        for cle, nom, definition in coupe.libelles:
            lot = tuple(c for c in toutes if cle in coupe.cles(c))
            base = f"{coupe.dossier}/{cle}/"
            fil = (ACCUEIL, CONCERTATIONS, parent, Lien(nom, base))
            liste = Liste(base, coupe.phrase(nom), definition, lot, fil)
            yield from _pages(liste, marquer(cuts, base))
