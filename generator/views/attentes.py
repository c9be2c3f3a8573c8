"""« Réponses attendues »: what the State owes an answer to, by lateness and by ministry; what is stale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import francais
from generator.chemins import chemin_fiche
from generator.echeances import Motif, Rappel, rappels
from generator.views.base import ACCUEIL, SUIVI, Contenu, Gabarit, Lien, Output, PageMeta, page
from generator.views.flux import SUITES, flux_liens
from generator.views.listes import Pagination, chemin_page, paginer
from generator.world import World, nom_a_la_date

PAR_PAGE = 40
ATTENTES = Lien("Réponses attendues", "reponses-attendues/")


@dataclass(frozen=True, slots=True)
class LigneAttente:
    """One concertation and what is awaited."""

    titre: str
    chemin: str
    porteur: str
    phrase: str


@dataclass(frozen=True, slots=True)
class GroupeAttente:
    """Concertations awaiting the same thing, or of the same ministry."""

    titre: str
    id: str
    definition: str
    total: int
    lignes: tuple[LigneAttente, ...]
    suite: Lien | None


@dataclass(frozen=True, slots=True)
class AttentesView:
    """One page of the list."""

    titre: str
    intro: str
    comptes: tuple[tuple[str, int, str], ...]
    groupes: tuple[GroupeAttente, ...]
    pagination: Pagination | None
    liens: tuple[Lien, ...]


@dataclass(frozen=True, slots=True)
class Rubrique:
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
    dossier = world.catalogue.par_id[rappel.id]
    ministere = world.catalogue.referentiels.ministeres[rappel.ministere]
    porteur = nom_a_la_date(ministere, dossier.fiche.dates.ouverture.debut)
    return LigneAttente(
        rappel.titre, chemin_fiche(rappel.id), porteur, francais.phrase(rappel.phrase)
    )


def _meta(titre: str, description: str, chemin: str, *fil: Lien) -> PageMeta:
    return PageMeta(
        titre=titre,
        description=description,
        chemin=chemin,
        fil=(ACCUEIL, SUIVI, ATTENTES, *fil),
        menu_actif=SUIVI.chemin,
        flux=flux_liens(SUITES, SUIVI.titre),
    )


def _page_ensemble(world: World, par_rubrique: tuple[tuple[Rappel, ...], ...]) -> Contenu:
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
    return Gabarit("pages/attentes.html.j2", _meta(ATTENTES.titre, intro, ATTENTES.chemin), vue)


def _page_rubrique(
    world: World, rubrique: Rubrique, lot: tuple[Rappel, ...], numero: int, pages: int
) -> Contenu:
    base = f"{ATTENTES.chemin}{rubrique.cle}/"
    tranche = lot[(numero - 1) * PAR_PAGE : numero * PAR_PAGE]
    groupe = GroupeAttente(
        rubrique.titre, rubrique.cle, "", len(lot), tuple(_ligne(world, x) for x in tranche), None
    )
    titre = f"{ATTENTES.titre} : {rubrique.titre.lower()}"
    if numero > 1:
        titre += f" (page {numero} sur {pages})"
    vue = AttentesView(
        titre, rubrique.definition, (), (groupe,), paginer(base, numero, pages), LIENS
    )
    chemin = chemin_page(base, numero)
    return Gabarit(
        "pages/attentes.html.j2",
        _meta(titre, rubrique.definition, chemin, Lien(rubrique.titre, chemin)),
        vue,
    )


def _page_ministeres(world: World, lot: tuple[Rappel, ...], numero: int, pages: int) -> Contenu:
    base = LIENS[1].chemin
    noms = world.catalogue.referentiels.ministeres
    par_ministere: dict[str, list[Rappel]] = {}
    for r in lot:
        par_ministere.setdefault(r.ministere, []).append(r)
    cles = sorted(par_ministere, key=lambda c: francais.cle_tri(noms[c].nom))
    tranches: list[tuple[str, Rappel]] = [(c, r) for c in cles for r in par_ministere[c]]
    visibles = tranches[(numero - 1) * PAR_PAGE : numero * PAR_PAGE]
    groupes = tuple(
        GroupeAttente(
            noms[c].nom,
            f"ministere-{c}",
            "",
            len(par_ministere[c]),
            tuple(_ligne(world, r) for cle, r in visibles if cle == c),
            None,
        )
        for c in cles
        if any(cle == c for cle, _ in visibles)
    )
    titre = f"{ATTENTES.titre} par ministère" + (
        f" (page {numero} sur {pages})" if numero > 1 else ""
    )
    intro = "Le ministère est celui qui porte la concertation."
    vue = AttentesView(titre, intro, (), groupes, paginer(base, numero, pages), LIENS)
    chemin = chemin_page(base, numero)
    return Gabarit(
        "pages/attentes.html.j2", _meta(titre, intro, chemin, Lien("Par ministère", chemin)), vue
    )


def sorties(world: World) -> Iterator[Output]:
    """The list by urgency, one list a reason, and the list by ministry."""
    tous = rappels(world.catalogue, world.jour)
    par_rubrique = tuple(tuple(r for r in tous if r.motif is rub.motif) for rub in RUBRIQUES)
    yield page(ATTENTES.chemin, _page_ensemble, par_rubrique)
    for rubrique, lot in zip(RUBRIQUES, par_rubrique, strict=True):
        pages = max(1, -(-len(lot) // PAR_PAGE))
        for numero in range(1, pages + 1):
            chemin = chemin_page(f"{ATTENTES.chemin}{rubrique.cle}/", numero)
            yield page(chemin, _page_rubrique, rubrique, lot, numero, pages)
    dus = tuple(r for r in tous if r.motif in MOTIFS)
    pages = max(1, -(-len(dus) // PAR_PAGE))
    for numero in range(1, pages + 1):
        yield page(chemin_page(LIENS[1].chemin, numero), _page_ministeres, dus, numero, pages)
