"""Lists of concertations: all, and by status, ministry, theme, year, mechanism."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator import francais
from generator.views.base import (
    ACCUEIL,
    COMMUN,
    CONCERTATIONS,
    Contenu,
    Gabarit,
    Lien,
    Output,
    PageMeta,
    cle_url,
    page,
)
from generator.views.cartes import CarteView, carte, cartes
from generator.views.coupes import (
    AUCUN,
    Complement,
    Groupe,
    complement,
    coupes,
    durables,
    groupes,
    marquer,
)
from generator.views.flux import flux_de_liste
from generator.world import Partage, World
from schemas.enumerations import Statut

PAR_PAGE = 20
BIENTOT = "Celles qui ferment bientôt sont en tête."


class NumeroPage(NamedTuple):
    """A page number of a pagination; an empty path is a gap or the current page."""

    numero: int
    chemin: str
    courant: bool


class Pagination(Struct, frozen=True):
    """Where one is in a list."""

    page: int
    total_pages: int
    precedent: str
    suivant: str
    pages: tuple[NumeroPage, ...]


class ListeView(Struct, frozen=True):
    """One page of a list."""

    titre: str
    intro: str
    compte: str
    cartes: tuple[CarteView, ...]
    pagination: Pagination
    groupes: tuple[Groupe, ...]
    complement: Complement


class IndexView(Struct, frozen=True):
    """All the lists of one kind."""

    titre: str
    intro: str
    groupe: Groupe


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


def tranches(total: int) -> tuple[slice, ...]:
    """Which rows each page of a list shows: the last pages are full, the first two share the rest.

    Time brings records to the beginning of a list, where the newest are: counted from its end, pages
    beyond the second show the same ones the day after, and what was quoted of them is still there.
    """
    pages = max(1, -(-total // PAR_PAGE))
    pleines = max(0, pages - 2)
    reste = total - PAR_PAGE * pleines
    fins = [-(-reste // 2), reste] if pages > 1 else [total]
    fins += [reste + PAR_PAGE * rang for rang in range(1, pleines + 1)]
    return tuple(slice(debut, fin) for debut, fin in zip([0, *fins[:-1]], fins, strict=True))


class Liste(Struct, frozen=True):
    """A list before it is paged: its base path, its words, its rows, its breadcrumb."""

    base: str
    titre: str
    intro: str
    cartes: tuple[Partage[CarteView], ...]
    fil: tuple[Lien, ...]
    complement: Complement = AUCUN


def _bientot_closes(
    lot: tuple[Partage[CarteView], ...],
) -> tuple[Partage[CarteView], ...]:
    """Those that close first, first: what a citizen may still take part in, before it is too late."""
    return tuple(sorted(lot, key=lambda p: p.objet.fermeture or date.max.toordinal()))


def _page(
    _world: World,
    vue: ListeView,
    montrees: tuple[Partage[CarteView], ...],
    cuts: Partage[tuple[Groupe, ...]],
    base: str,
    fil: tuple[Lien, ...],
) -> Contenu:
    vue = replace(vue, cartes=tuple(p.objet for p in montrees), groupes=marquer(cuts.objet, base))
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


def _pages(
    liste: Liste, premiers: Partage[tuple[Groupe, ...]], cuts: Partage[tuple[Groupe, ...]]
) -> Iterator[Output]:
    """The pages of a list; ``premiers`` are the cuts as its first page shows them."""
    pages = tranches(len(liste.cartes))
    total = len(pages)
    for numero, tranche in enumerate(pages, 1):
        vue = ListeView(
            liste.titre,
            liste.intro,
            # How many there are is said once: the other pages would change with each record.
            f"Page {numero} sur {total}"
            if numero > 1
            else francais.pluriel(len(liste.cartes), "concertation"),
            (),
            paginer(liste.base, numero, total),
            (),
            liste.complement if numero == 1 else AUCUN,
        )
        montrees = liste.cartes[tranche]
        ici = premiers if numero == 1 else cuts
        arguments = (vue, montrees, ici, liste.base, liste.fil)
        yield page(chemin_page(liste.base, numero), _page, *arguments, portee=COMMUN)


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
    lues = cartes(world)
    par_id = world.catalogue.par_id
    toutes = tuple(Partage(c, carte.somme(world, par_id[c.id])) for c in lues)
    decoupage = coupes(world)
    tous = groupes(lues, decoupage)
    cuts = Partage(durables(tous, decoupage))
    intro = (
        "Les concertations citoyennes non obligatoires lancées par l’État depuis 2017, "
        "de la plus récente à la plus ancienne."
    )
    complete = Liste(
        CONCERTATIONS.chemin, "Toutes les concertations", intro, toutes, (ACCUEIL, CONCERTATIONS)
    )
    yield from _pages(complete, Partage(tous), cuts)
    for coupe, groupe in zip(decoupage, tous, strict=True):
        titre = f"Concertations {coupe.titre[0].lower()}{coupe.titre[1:]}"
        vue = IndexView(titre, coupe.intro, groupe)
        yield page(f"{coupe.dossier}/", _index, coupe.dossier, vue, portee=COMMUN)
        parent = Lien(coupe.titre, f"{coupe.dossier}/")
        lots: dict[str, list[Partage[CarteView]]] = {}
        for partage in toutes:
            for cle in dict.fromkeys(coupe.cles(partage.objet)):
                lots.setdefault(cle, []).append(partage)
        for cle, nom, definition in coupe.libelles:
            lot = tuple(lots.get(cle, ()))
            ouvertes = coupe.du_jour and cle == cle_url(Statut.OUVERTE)
            dite = f"{definition} {BIENTOT}" if ouvertes and len(lot) > 1 else definition
            montrees = _bientot_closes(lot) if ouvertes else lot
            base = f"{coupe.dossier}/{cle}/"
            fil = (ACCUEIL, CONCERTATIONS, parent, Lien(nom, base))
            dessous = complement(world, coupe.dossier, cle)
            liste = Liste(base, coupe.phrase(nom), dite, montrees, fil, dessous)
            yield from _pages(liste, cuts, cuts)
