"""The board « Où en est le devoir de suite ? »: the State, each ministry, theme and year.

Each figure leads to the table of the concertations it counts, whose columns add up to it; each of
their cells leads to the proposals themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import francais
from generator.catalogue.records import Dossier
from generator.chemins import chemin_fiche, chemin_suites
from generator.indicateurs import delai_de_reponse, indicateurs
from generator.views.base import (
    ACCUEIL,
    SUIVI,
    Contenu,
    Gabarit,
    Lien,
    Output,
    PageMeta,
    cle_url,
    page,
)
from generator.views.bilan_modele import (
    BilanView,
    Cellule,
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
    compter_decisions,
    compter_mises_en_oeuvre,
    segments,
)
from generator.world import World
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


def _compte(dossier: Dossier, famille: str, valeur: Decision | MiseEnOeuvre) -> Cellule:
    propositions = dossier.suites.propositions if dossier.suites else ()
    nombre = sum(valeur in (p.decision, p.mise_en_oeuvre) for p in propositions)
    chemin = f"{chemin_suites(dossier.id)}{famille}/{cle_url(valeur)}/" if nombre else ""
    return Cellule(nombre, chemin)


def _ligne_concertation(world: World, dossier: Dossier) -> LigneConcertation:
    total = len(dossier.suites.propositions) if dossier.suites else 0
    jours = delai_de_reponse(dossier)
    return LigneConcertation(
        titre=dossier.fiche.titre,
        chemin=chemin_fiche(dossier.id),
        statut=world.statut(dossier).libelle,
        propositions=Cellule(total, chemin_suites(dossier.id) if total else ""),
        retenues=(
            _compte(dossier, "decision", Decision.RETENUE),
            _compte(dossier, "decision", Decision.RETENUE_PARTIELLEMENT),
        ),
        refusees=_compte(dossier, "decision", Decision.NON_RETENUE),
        realisees=_compte(dossier, "mise-en-oeuvre", MiseEnOeuvre.REALISEE),
        inconnues=(
            _compte(dossier, "decision", Decision.INCONNUE),
            _compte(dossier, "decision", Decision.SANS_REPONSE),
        ),
        delai=francais.pluriel(jours, "jour") if jours is not None else "–",
    )


@dataclass(frozen=True, slots=True)
class Lot:
    """A set of concertations to report on: ids only, so that the plan stays small."""

    base: str
    titre: str
    intro: str
    ids: tuple[str, ...]
    fil: tuple[Lien, ...]
    liste: Lien | None


def _page_lot(world: World, lot: Lot, numero: int, total_pages: int) -> Contenu:
    """One page of a set: figures on the first only, then the table behind them.

    The later pages never walk the whole set: a set of 10,000 has 500 of them.
    """
    par_id = world.catalogue.par_id
    tranche = lot.ids[(numero - 1) * PAR_PAGE : numero * PAR_PAGE]
    chemin = chemin_page(lot.base, numero)
    premiere = numero == 1
    dossiers = [par_id[i] for i in (lot.ids if premiere else tranche)]
    propositions = tuple(p for d in dossiers if d.suites for p in d.suites.propositions)
    executions = compter_mises_en_oeuvre(propositions)
    chiffres = indicateurs(dossiers, world.jour) if premiere else None
    vue = BilanView(
        titre=lot.titre,
        intro=lot.intro,
        parts=parts(chiffres, "#concertations") if chiffres else (),
        delai=delai(chiffres) if chiffres else "",
        decisions=segments(compter_decisions(propositions)) if premiere else (),
        mises_en_oeuvre=segments(executions) if premiere else (),
        propositions=len(propositions),
        retenues=sum(n for _, n in executions),
        lignes=tuple(_ligne_concertation(world, par_id[i]) for i in tranche),
        pagination=paginer(lot.base, numero, total_pages) if total_pages > 1 else None,
        coupes=COUPES,
        liste=lot.liste,
        reserve=RESERVE,
    )
    suffixe = "" if premiere else f" (page {numero} sur {total_pages})"
    meta = PageMeta(
        titre=f"Devoir de suite : {lot.titre}{suffixe}",
        description=f"{lot.titre} : ce que deviennent les propositions de {francais.pluriel(len(lot.ids), 'concertation')}.",
        chemin=chemin,
        fil=lot.fil if premiere else (*lot.fil, Lien(f"Page {numero}", chemin)),
        menu_actif=SUIVI.chemin,
        flux=flux_liens(SUITES, SUIVI.titre),
    )
    return Gabarit("pages/bilan-lot.html.j2", meta, vue)


def _page_etat(world: World) -> Contenu:
    dossiers = world.catalogue.concertations
    i = indicateurs(dossiers, world.jour)
    propositions = tuple(p for d in dossiers if d.suites for p in d.suites.propositions)
    executions = compter_mises_en_oeuvre(propositions)
    vue = BilanView(
        titre="Où en est le devoir de suite ?",
        intro=(
            "L’État a promis de dire aux citoyens ce que deviennent leurs propositions. Voici ce qui en est "
            "documenté, pour toutes les concertations de ce catalogue."
        ),
        parts=parts(i, COUPES[3].chemin),
        delai=delai(i),
        decisions=segments(compter_decisions(propositions)),
        mises_en_oeuvre=segments(executions),
        propositions=len(propositions),
        retenues=sum(n for _, n in executions),
        lignes=(),
        pagination=None,
        coupes=COUPES,
        liste=None,
        reserve=RESERVE,
    )
    meta = PageMeta(
        titre=vue.titre,
        description=vue.intro,
        chemin=SUIVI.chemin,
        fil=(ACCUEIL, SUIVI),
        menu_actif=SUIVI.chemin,
        flux=flux_liens(SUITES, SUIVI.titre),
    )
    return Gabarit("pages/bilan.html.j2", meta, vue)


def _page_tableau(
    world: World, titre: str, chemin: str, lots: tuple[Lot, ...], entete: str
) -> Contenu:
    par_id = world.catalogue.par_id
    lignes = tuple(
        ligne(lot.titre, lot.base, indicateurs((par_id[i] for i in lot.ids), world.jour))
        for lot in lots
    )
    total = indicateurs(world.catalogue.concertations, world.jour)
    vue = TableauBilan(
        titre=f"Le devoir de suite {titre[0].lower()}{titre[1:]}",
        intro=(
            "Chaque part est donnée avec son dénominateur : ce n’est pas un classement. Une concertation peut compter "
            "dans plusieurs lignes."
        ),
        entete=entete,
        lignes=lignes,
        total=ligne("Ensemble", COUPES[3].chemin, total),
        coupes=COUPES,
    )
    meta = PageMeta(
        titre=vue.titre,
        description=f"{vue.titre} : propositions répondues, retenues, réalisées, sans réponse trouvée.",
        chemin=chemin,
        fil=(ACCUEIL, SUIVI, Lien(titre, chemin)),
        menu_actif=SUIVI.chemin,
        flux=flux_liens(SUITES, SUIVI.titre),
    )
    return Gabarit("pages/bilan-tableau.html.j2", meta, vue)


def _lots(world: World, coupe: Coupe) -> tuple[Lot, ...]:
    """The sets of a cut that are not empty, newest concertation first in each."""
    cles: dict[str, list[tuple[tuple[int, str], str]]] = {}
    for dossier in world.catalogue.concertations:
        c = carte(world, dossier)
        for cle in coupe.cles(c):
            cles.setdefault(cle, []).append((c.ordre, c.id))
    parent = Lien(coupe.titre, f"{SUIVI.chemin}{coupe.dossier}/")
    return tuple(
        Lot(
            base := f"{SUIVI.chemin}{coupe.dossier}/{cle}/",
            nom,
            "Ce qui est documenté des suites de ces concertations.",
            tuple(i for _, i in sorted(cles[cle])),
            (ACCUEIL, SUIVI, parent, Lien(nom, base)),
            Lien("Voir ces concertations", f"{coupe.dossier}/{cle}/"),
        )
        for cle, nom, _ in coupe.libelles
        if cle in cles
    )


def _pages(lot: Lot) -> Iterator[Output]:
    total = max(1, -(-len(lot.ids) // PAR_PAGE))
    for numero in range(1, total + 1):
        yield page(chemin_page(lot.base, numero), _page_lot, lot, numero, total)


def sorties(world: World) -> Iterator[Output]:
    """The board and every table behind it."""
    yield page(SUIVI.chemin, _page_etat)
    ordre = sorted((carte(world, d).ordre, d.id) for d in world.catalogue.concertations)
    base = COUPES[3].chemin
    complet = Lot(
        base,
        "Toutes les concertations",
        "Concertation par concertation, ce que deviennent les propositions.",
        tuple(i for _, i in ordre),
        (ACCUEIL, SUIVI, COUPES[3]),
        None,
    )
    yield from _pages(complet)
    entetes = {
        "ministeres": "Ministère",
        "thematiques": "Thématique",
        "annees": "Année d’ouverture",
    }
    for coupe in coupes(world):
        if coupe.dossier in DOSSIERS:
            lots = _lots(world, coupe)
            chemin = f"{SUIVI.chemin}{coupe.dossier}/"
            yield page(chemin, _page_tableau, coupe.titre, chemin, lots, entetes[coupe.dossier])
            for lot in lots:
                yield from _pages(lot)
