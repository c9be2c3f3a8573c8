"""« Réponses attendues »: what the State owes an answer to, by lateness and by ministry; what is stale."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from generator import francais
from generator.echeances import Motif, Rappel, dire, rappels_de, trier
from generator.views.base import (
    ACCUEIL,
    COMMUN,
    SUIVI,
    Contenu,
    Gabarit,
    Lien,
    Output,
    PageMeta,
    page,
)
from generator.views.cartes import carte
from generator.views.flux import SUITES, flux_liens
from generator.views.listes import Pagination, chemin_page, paginer
from generator.world import World

PAR_PAGE = 40
ATTENTES = Lien("Réponses attendues", "reponses-attendues/")


class LigneAttente(Struct, frozen=True):
    """One concertation and what is awaited."""

    titre: str
    chemin: str
    porteur: str
    phrase: str


class GroupeAttente(Struct, frozen=True):
    """Concertations awaiting the same thing, or of the same ministry."""

    titre: str
    id: str
    definition: str
    total: int
    lignes: tuple[LigneAttente, ...]
    suite: Lien | None


class AttentesView(Struct, frozen=True):
    """One page of the list."""

    titre: str
    intro: str
    comptes: tuple[tuple[str, int, str], ...]
    groupes: tuple[GroupeAttente, ...]
    pagination: Pagination | None
    liens: tuple[Lien, ...]


class Rubrique(Struct, frozen=True):
    """A reason, its address and its words."""

    motif: Motif
    cle: str
    titre: str
    definition: str


RUBRIQUES = (
    Rubrique(
        Motif.EN_RETARD,
        "en-retard",
        "En retard",
        "La date promise est passée et aucune réponse n’est connue de ce catalogue.",
    ),
    Rubrique(
        Motif.BIENTOT_DUE, "a-venir", "À venir", "Une réponse a été promise pour une date à venir."
    ),
    Rubrique(
        Motif.SANS_DATE,
        "sans-date",
        "Sans date promise",
        "La concertation est close, aucune réponse n’est connue de ce catalogue et aucune date de réponse n’a été retrouvée.",
    ),
    Rubrique(
        Motif.PERIMEE,
        "a-revoir",
        "Information à revoir",
        "La fiche n’a pas été revue depuis longtemps.",
    ),
)
MOTIFS = {r.motif: r for r in RUBRIQUES}
LIENS = (
    Lien("Toutes, par urgence", ATTENTES.chemin),
    Lien("Par ministère", f"{ATTENTES.chemin}ministeres/"),
)
APERCU = 15


def _ligne(world: World, rappel: Rappel) -> LigneAttente:
    c = carte(world, world.catalogue.par_id[rappel.id])
    return LigneAttente(c.titre, c.url, c.porteur, francais.phrase(dire(rappel, world.jour)))


def _meta(titre: str, description: str, chemin: str, *fil: Lien) -> PageMeta:
    return PageMeta(
        titre=titre,
        description=description,
        chemin=chemin,
        fil=(ACCUEIL, SUIVI, ATTENTES, *fil),
        menu_actif=SUIVI.chemin,
        flux=flux_liens(SUITES, SUIVI.titre),
    )


def _page(_world: World, vue: AttentesView, meta: PageMeta) -> Contenu:
    return Gabarit("pages/attentes.html.j2", meta, vue)


def _sortie(vue: AttentesView, chemin: str, *fil: Lien) -> Output:
    return page(chemin, _page, vue, _meta(vue.titre, vue.intro, chemin, *fil), portee=COMMUN)


def _ensemble(world: World, par_rubrique: tuple[tuple[Rappel, ...], ...]) -> Output:
    groupes = tuple(
        GroupeAttente(
            r.titre,
            r.cle,
            r.definition,
            len(lot),
            tuple(_ligne(world, x) for x in lot[:APERCU]),
            Lien(f"Voir les {len(lot)}", f"{ATTENTES.chemin}{r.cle}/")
            if len(lot) > APERCU
            else None,
        )
        for r, lot in zip(RUBRIQUES, par_rubrique, strict=True)
    )
    intro = (
        "Après chaque concertation, l’État doit une réponse. Cette page dit lesquelles sont attendues, et depuis quand. "
        "« Aucune réponse connue » veut dire que ce catalogue n’en a pas trouvé."
    )
    comptes = tuple((g.titre, g.total, f"#{g.id}") for g in groupes)
    vue = AttentesView(ATTENTES.titre, intro, comptes, groupes, None, LIENS)
    return _sortie(vue, ATTENTES.chemin)


def _rubrique(world: World, rubrique: Rubrique, lot: tuple[Rappel, ...]) -> Iterator[Output]:
    base = f"{ATTENTES.chemin}{rubrique.cle}/"
    pages = max(1, -(-len(lot) // PAR_PAGE))
    for numero in range(1, pages + 1):
        tranche = lot[(numero - 1) * PAR_PAGE : numero * PAR_PAGE]
        lignes = tuple(_ligne(world, x) for x in tranche)
        groupe = GroupeAttente(rubrique.titre, rubrique.cle, "", len(lot), lignes, None)
        titre = f"{ATTENTES.titre} : {rubrique.titre.lower()}"
        if numero > 1:
            titre += f" (page {numero} sur {pages})"
        pagination = paginer(base, numero, pages)
        vue = AttentesView(titre, rubrique.definition, (), (groupe,), pagination, LIENS)
        chemin = chemin_page(base, numero)
        yield _sortie(vue, chemin, Lien(rubrique.titre, chemin))


def _ministeres(world: World, lot: tuple[Rappel, ...]) -> Iterator[Output]:
    base = LIENS[1].chemin
    noms = world.catalogue.referentiels.ministeres
    par_ministere: dict[str, list[Rappel]] = {}
    for r in lot:
        par_ministere.setdefault(r.ministere, []).append(r)
    cles = sorted(par_ministere, key=lambda c: francais.cle_tri(noms[c].nom))
    tranches = [(c, r) for c in cles for r in par_ministere[c]]
    pages = max(1, -(-len(lot) // PAR_PAGE))
    for numero in range(1, pages + 1):
        visibles = tranches[(numero - 1) * PAR_PAGE : numero * PAR_PAGE]
        groupes = tuple(
            GroupeAttente(
                noms[c].nom,
                f"ministere-{c}",
                "",
                len(par_ministere[c]),
                tuple(_ligne(world, r) for _, r in groupe),
                None,
            )
            for c, groupe in groupby(visibles, key=lambda x: x[0])
        )
        titre = f"{ATTENTES.titre} par ministère"
        if numero > 1:
            titre += f" (page {numero} sur {pages})"
        intro = "Le ministère est celui qui porte la concertation."
        vue = AttentesView(titre, intro, (), groupes, paginer(base, numero, pages), LIENS)
        chemin = chemin_page(base, numero)
        yield _sortie(vue, chemin, Lien("Par ministère", chemin))


def sorties(world: World) -> Iterator[Output]:
    """The list by urgency, one list a reason, and the list by ministry."""
    tous = trier(r for d in world.catalogue.concertations for r in rappels_de(world, d))
    par_rubrique = tuple(tuple(r for r in tous if r.motif is rub.motif) for rub in RUBRIQUES)
    yield _ensemble(world, par_rubrique)
    for rubrique, lot in zip(RUBRIQUES, par_rubrique, strict=True):
        yield from _rubrique(world, rubrique, lot)
    yield from _ministeres(world, tuple(r for r in tous if r.motif in MOTIFS))
