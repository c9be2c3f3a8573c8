"""The board « Où en est le devoir de suite ? »: the State, each ministry, theme and year.

Each figure leads to the table of the concertations it counts, whose columns add up to it; each of
their cells leads to the proposals themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator import francais
from generator.catalogue.records import Dossier
from generator.chemins import chemin_fiche, chemin_suites
from generator.indicateurs import Comptes, comptes, indicateurs, repartir
from generator.par_fiche import par_fiche
from generator.views.base import (
    ACCUEIL,
    COMMUN,
    SUIVI,
    Contenu,
    Gabarit,
    Lien,
    Output,
    PageMeta,
    cle_url,
    etiquette,
    page,
)
from generator.views.bilan_modele import (
    BilanView,
    Cellule,
    LigneBilan,
    LigneConcertation,
    TableauBilan,
    delai,
    ligne,
    parts,
)
from generator.views.cartes import carte
from generator.views.coupes import Coupe, coupes
from generator.views.flux import SUITES, flux_liens
from generator.views.listes import chemin_page, paginer
from generator.views.propositions import (
    ORDRE_DECISION,
    ORDRE_MISE_EN_OEUVRE,
    segments,
)
from generator.world import Partage, World
from schemas.enumerations import Decision, MiseEnOeuvre

PAR_PAGE = 20
DOSSIERS = ("ministeres", "thematiques", "annees")


COUPES = (
    Lien("Par ministère", f"{SUIVI.chemin}ministeres/"),
    Lien("Par thématique", f"{SUIVI.chemin}thematiques/"),
    Lien("Par année", f"{SUIVI.chemin}annees/"),
    Lien("Concertation par concertation", f"{SUIVI.chemin}concertations/"),
)
RESERVE = (
    "« Réponse non trouvée » veut dire qu’aucune source lue ne donne la réponse, jamais que l’État n’a pas répondu. "
    "Ces chiffres mesurent ce qui est documenté dans ce catalogue."
)


@par_fiche(LigneConcertation)
def ligne_concertation(world: World, dossier: Dossier) -> LigneConcertation:
    """The line of a concertation in the table behind a figure."""
    faits = comptes(world, dossier)
    suites = chemin_suites(dossier.id)

    def cellule(nombre: int, famille: str, valeur: Decision | MiseEnOeuvre) -> Cellule:
        return Cellule(nombre, f"{suites}{famille}/{cle_url(valeur)}/" if nombre else "")

    def decision(valeur: Decision) -> Cellule:
        return cellule(faits.decide({valeur}), "decision", valeur)

    total, jours = faits.propositions, faits.delai
    realisees = faits.execute(MiseEnOeuvre.REALISEE)
    return LigneConcertation(
        titre=dossier.fiche.titre,
        chemin=chemin_fiche(dossier.id),
        statut=world.statut(dossier).libelle,
        propositions=Cellule(total, suites if total else ""),
        retenues=(decision(Decision.RETENUE), decision(Decision.RETENUE_PARTIELLEMENT)),
        refusees=decision(Decision.NON_RETENUE),
        a_l_etude=decision(Decision.A_L_ETUDE),
        realisees=cellule(realisees, "mise-en-oeuvre", MiseEnOeuvre.REALISEE),
        inconnues=(decision(Decision.INCONNUE), decision(Decision.SANS_REPONSE)),
        delai=francais.pluriel(jours, "jour") if jours is not None else "–",
    )


class Lot(Struct, frozen=True):
    """A set of concertations to report on; ``nombre`` is how many there are."""

    base: str
    titre: str
    intro: str
    nombre: int
    fil: tuple[Lien, ...]
    liste: Lien | None


Lignes = tuple[Partage[LigneConcertation], ...]


def _page_lot(
    _world: World, lot: Lot, sans_lignes: BilanView, lignes: Lignes, numero: int, total_pages: int
) -> Contenu:
    vue = replace(sans_lignes, lignes=tuple(p.objet for p in lignes))
    chemin = chemin_page(lot.base, numero)
    premiere = numero == 1
    suffixe = "" if premiere else f" (page {numero} sur {total_pages})"
    meta = PageMeta(
        titre=f"Devoir de suite : {lot.titre}{suffixe}",
        description=f"{lot.titre} : ce que deviennent les propositions de {francais.pluriel(lot.nombre, 'concertation')}.",
        chemin=chemin,
        fil=lot.fil if premiere else (*lot.fil, Lien(f"Page {numero}", chemin)),
        menu_actif=SUIVI.chemin,
        flux=flux_liens(SUITES, SUIVI.titre),
    )
    return Gabarit("pages/bilan-lot.html.j2", meta, vue)


def _pages(
    world: World,
    lot: Lot,
    ids: tuple[str, ...],
    lignes: Mapping[str, Partage[LigneConcertation]],
) -> Iterator[Output]:
    """The pages of a set: figures on the first only, then the table behind them."""
    par_id = world.catalogue.par_id
    total = max(1, -(-len(ids) // PAR_PAGE))
    for numero in range(1, total + 1):
        tranche = ids[(numero - 1) * PAR_PAGE : numero * PAR_PAGE]
        premiere = numero == 1
        compte = [comptes(world, par_id[i]) for i in ids] if premiere else []
        chiffres = indicateurs(compte)
        decisions, executions = repartir(compte)
        vue = BilanView(
            titre=lot.titre,
            intro=lot.intro,
            parts=parts(chiffres, "#concertations") if premiere else (),
            delai=delai(chiffres) if premiere else "",
            decisions=segments([(etiquette(d), decisions[d]) for d in ORDRE_DECISION]),
            mises_en_oeuvre=segments([(etiquette(m), executions[m]) for m in ORDRE_MISE_EN_OEUVRE]),
            propositions=chiffres.propositions,
            retenues=sum(executions.values()),
            lignes=(),
            pagination=paginer(lot.base, numero, total) if total > 1 else None,
            coupes=COUPES,
            liste=lot.liste,
            reserve=RESERVE,
        )
        chemin = chemin_page(lot.base, numero)
        montrees = tuple(lignes[i] for i in tranche)
        yield page(chemin, _page_lot, lot, vue, montrees, numero, total, portee=COMMUN)


def _page_etat(_world: World, vue: BilanView) -> Contenu:
    meta = PageMeta(
        titre=vue.titre,
        description=vue.intro,
        chemin=SUIVI.chemin,
        fil=(ACCUEIL, SUIVI),
        menu_actif=SUIVI.chemin,
        flux=flux_liens(SUITES, SUIVI.titre),
    )
    return Gabarit("pages/bilan.html.j2", meta, vue)


def _etat(tous: list[Comptes]) -> BilanView:
    i = indicateurs(tous)
    decisions, executions = repartir(tous)
    return BilanView(
        titre="Où en est le devoir de suite ?",
        intro=(
            "L’État a promis de dire aux citoyens ce que deviennent leurs propositions. Voici ce qui en est "
            "documenté, pour toutes les concertations de ce catalogue."
        ),
        parts=parts(i, COUPES[3].chemin),
        delai=delai(i),
        decisions=segments([(etiquette(d), decisions[d]) for d in ORDRE_DECISION]),
        mises_en_oeuvre=segments([(etiquette(m), executions[m]) for m in ORDRE_MISE_EN_OEUVRE]),
        propositions=i.propositions,
        retenues=sum(executions.values()),
        lignes=(),
        pagination=None,
        coupes=COUPES,
        liste=None,
        reserve=RESERVE,
    )


def _page_tableau(_world: World, titre: str, chemin: str, vue: TableauBilan) -> Contenu:
    meta = PageMeta(
        titre=vue.titre,
        description=f"{vue.titre} : propositions répondues, retenues, réalisées, sans réponse trouvée.",
        chemin=chemin,
        fil=(ACCUEIL, SUIVI, Lien(titre, chemin)),
        menu_actif=SUIVI.chemin,
        flux=flux_liens(SUITES, SUIVI.titre),
    )
    return Gabarit("pages/bilan-tableau.html.j2", meta, vue)


def _tableau(
    titre: str, entete: str, lignes: tuple[LigneBilan, ...], total: LigneBilan
) -> TableauBilan:
    return TableauBilan(
        titre=f"Le devoir de suite {titre[0].lower()}{titre[1:]}",
        intro=(
            "Chaque part est donnée avec son dénominateur : ce n’est pas un classement. Une concertation peut compter "
            "dans plusieurs lignes."
        ),
        entete=entete,
        lignes=lignes,
        total=total,
        coupes=COUPES,
    )


def _lots(world: World, coupe: Coupe) -> Iterator[tuple[Lot, tuple[str, ...]]]:
    """The sets of a cut that are not empty, newest concertation first in each."""
    cles: dict[str, list[tuple[tuple[int, str], str]]] = {}
    for dossier in world.catalogue.concertations:
        c = carte(world, dossier)
        for cle in coupe.cles(c):
            cles.setdefault(cle, []).append((c.ordre, c.id))
    parent = Lien(coupe.titre, f"{SUIVI.chemin}{coupe.dossier}/")
    for cle, nom, _ in coupe.libelles:
        if cle in cles:
            base = f"{SUIVI.chemin}{coupe.dossier}/{cle}/"
            yield (
                Lot(
                    base,
                    nom,
                    "Ce qui est documenté des suites de ces concertations.",
                    len(cles[cle]),
                    (ACCUEIL, SUIVI, parent, Lien(nom, base)),
                    Lien("Voir ces concertations", f"{coupe.dossier}/{cle}/"),
                ),
                tuple(i for _, i in sorted(cles[cle])),
            )


def sorties(world: World) -> Iterator[Output]:
    """The board and every table behind it."""
    par_id = world.catalogue.par_id
    tous = list(comptes.tous(world))
    yield page(SUIVI.chemin, _page_etat, _etat(tous), portee=COMMUN)
    ordre = sorted((c.ordre, c.id) for c in carte.tous(world))
    base = COUPES[3].chemin
    complet = Lot(
        base,
        "Toutes les concertations",
        "Concertation par concertation, ce que deviennent les propositions.",
        len(ordre),
        (ACCUEIL, SUIVI, COUPES[3]),
        None,
    )
    montrees = {d.id: Partage(ligne_concertation(world, d)) for d in world.catalogue.concertations}
    yield from _pages(world, complet, tuple(i for _, i in ordre), montrees)
    ensemble = ligne("Ensemble", COUPES[3].chemin, indicateurs(tous))
    entetes = {
        "ministeres": "Ministère",
        "thematiques": "Thématique",
        "annees": "Année d’ouverture",
    }
    for coupe in coupes(world):
        if coupe.dossier in DOSSIERS:
            lots = tuple(_lots(world, coupe))
            chemin = f"{SUIVI.chemin}{coupe.dossier}/"
            lignes = tuple(
                ligne(lot.titre, lot.base, indicateurs(comptes(world, par_id[i]) for i in ids))
                for lot, ids in lots
            )
            vue = _tableau(coupe.titre, entetes[coupe.dossier], lignes, ensemble)
            yield page(chemin, _page_tableau, coupe.titre, chemin, vue, portee=COMMUN)
            for lot, ids in lots:
                yield from _pages(world, lot, ids, montrees)
