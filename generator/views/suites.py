"""The follow-up of a concertation: every proposal, and what became of it.

The whole list is paged by fixed ranks (``generator.chemins``) so that the anchor of a proposal or
of a measure never moves while the citizens' list keeps its order; beside it, pre-rendered pages per
decision and per state of execution filter without JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from generator import francais
from generator.catalogue.records import Dossier
from generator.chemins import (
    MESURES_PAR_PAGE,
    PROPOSITIONS_PAR_PAGE,
    adresse_proposition,
    chemin_fiche,
    chemin_filtre,
    chemin_suites,
    pages_suites,
)
from generator.par_fiche import par_fiche
from generator.views.base import (
    ACCUEIL,
    CONCERTATIONS,
    Contenu,
    Etiquette,
    Gabarit,
    Lien,
    Output,
    PageMeta,
    etiquette,
    page,
)
from generator.views.flux import base_fiche, flux_liens
from generator.views.propositions import (
    ORDRE_DECISION,
    ORDRE_MISE_EN_OEUVRE,
    PropositionView,
    Segment,
    appreciation_view,
    compter_decisions,
    compter_mises_en_oeuvre,
    proposition_view,
    segments,
    sources_view,
)
from generator.views.prose import court
from generator.views.suites_modele import FiltreView, GroupeView, MesureView, SuitesView
from generator.world import World
from schemas.suites import Proposition, Suites


class Ensemble(Struct, frozen=True):
    """What all the pages of a follow-up share. Its filters are those of no page: none is current."""

    suites: Suites
    vues: tuple[PropositionView, ...]
    decisions: tuple[Segment, ...]
    mises_en_oeuvre: tuple[Segment, ...]
    retenues: int
    filtres_decision: tuple[FiltreView, ...]
    filtres_execution: tuple[FiltreView, ...]
    maj: date


@lru_cache(maxsize=4)
def ensemble_de(dossier: Dossier) -> Ensemble:
    """Made once for the pages of a record, which follow one another; it has a follow-up."""
    suites = dossier.suites
    if suites is None:
        raise KeyError(dossier.id)
    propositions = suites.propositions
    executions = compter_mises_en_oeuvre(propositions)
    decisions = compter_decisions(propositions)
    maj = max(p.maj_le for p in propositions)
    return Ensemble(
        suites=suites,
        vues=tuple(
            proposition_view(dossier, suites, rang, maj) for rang in range(len(propositions))
        ),
        decisions=segments(decisions),
        mises_en_oeuvre=segments(executions),
        retenues=sum(n for _, n in executions),
        filtres_decision=_filtres(dossier.id, decisions, "decision"),
        filtres_execution=_filtres(dossier.id, executions, "mise-en-oeuvre"),
        maj=maj,
    )


def _filtres(
    identifiant: str, comptes: list[tuple[Etiquette, int]], famille: str
) -> tuple[FiltreView, ...]:
    return tuple(
        FiltreView(e.libelle, chemin_filtre(identifiant, famille, e.cle), n, courant=False)
        for e, n in comptes
        if n
    )


def _marquer(filtres: tuple[FiltreView, ...], chemin: str) -> tuple[FiltreView, ...]:
    return tuple(replace(f, courant=True) if f.chemin == chemin else f for f in filtres)


def _groupes(vues: tuple[PropositionView, ...], rangs: tuple[int, ...]) -> tuple[GroupeView, ...]:
    par_theme: dict[str, list[PropositionView]] = {}
    for rang in rangs:
        vue = vues[rang]
        par_theme.setdefault(vue.theme, []).append(vue)
    return tuple(
        GroupeView(theme, f"theme-{numero}", tuple(vues))
        for numero, (theme, vues) in enumerate(par_theme.items(), 1)
    )


def _mesures(dossier: Dossier, suites: Suites, numero: int) -> tuple[MesureView, ...]:
    """The measures of the ``numero``-th page."""
    rangs = {p.reference: rang for rang, p in enumerate(suites.propositions)}
    return tuple(
        MesureView(
            id=m.id,
            intitule=m.intitule,
            description=m.description or "",
            levier=m.levier.intitule if m.levier else "",
            propositions=tuple(
                Lien(
                    f"{r} – {francais.abreger(suites.propositions[rangs[r]].intitule, 90)}",
                    adresse_proposition(dossier.id, r, rangs[r]),
                )
                for r in m.propositions
            ),
            sources=sources_view(dossier, m.sources),
        )
        for m in suites.mesures[(numero - 1) * MESURES_PAR_PAGE : numero * MESURES_PAR_PAGE]
    )


def _rangs(propositions: tuple[Proposition, ...], famille: str, cle: str) -> tuple[int, ...]:
    """Ranks of the whole list, or of one filter."""
    return tuple(
        r
        for r, p in enumerate(propositions)
        if not famille or cle in (p.decision, p.mise_en_oeuvre)
    )


def _page(world: World, identifiant: str, numero: int, famille: str, cle: str) -> Contenu:
    """The ``numero``-th page of the whole list, or of one filter (``famille`` and ``cle``)."""
    dossier = world.catalogue.par_id[identifiant]
    ensemble = ensemble_de(dossier)
    suites = ensemble.suites
    propositions = suites.propositions
    filtre: Etiquette | None = None
    tous = _rangs(propositions, famille, cle)
    rangs = tous[(numero - 1) * PROPOSITIONS_PAR_PAGE : numero * PROPOSITIONS_PAR_PAGE]
    if famille:
        exemple = propositions[tous[0]]
        valeur = exemple.decision if exemple.decision == cle else exemple.mise_en_oeuvre
        filtre = etiquette(valeur) if valeur else None
        chemins = [
            chemin_filtre(identifiant, famille, cle, n)
            for n in range(1, pages_suites(len(tous)) + 1)
        ]
    else:
        nombre = pages_suites(len(tous), len(suites.mesures))
        chemins = [chemin_suites(identifiant, n) for n in range(1, nombre + 1)]
    chemin = chemins[numero - 1]
    courant = chemins[0] if famille else ""
    total = len(propositions)
    premiere = not famille and numero == 1
    vue = SuitesView(
        titre=dossier.fiche.titre,
        fiche=Lien(dossier.fiche.titre, chemin_fiche(identifiant)),
        filtre=filtre,
        total=total,
        affichees=len(tous),
        synthese=court(suites.synthese if premiere else "", "../" * chemin.count("/")),
        avertissement=suites.avertissement or "",
        decisions=ensemble.decisions,
        mises_en_oeuvre=ensemble.mises_en_oeuvre,
        retenues=ensemble.retenues,
        filtres_decision=_marquer(ensemble.filtres_decision, courant),
        filtres_execution=_marquer(ensemble.filtres_execution, courant),
        groupes=_groupes(ensemble.vues, rangs),
        mesures=() if famille else _mesures(dossier, suites, numero),
        appreciations=tuple(appreciation_view(a) for a in suites.appreciations) if premiere else (),
        pages=tuple(Lien(str(n), c) for n, c in enumerate(chemins, 1)) if chemins[1:] else (),
        page=numero,
        maj=francais.jour(ensemble.maj),
    )
    abrege = francais.abreger(dossier.fiche.titre, 60)
    fil = [
        ACCUEIL,
        CONCERTATIONS,
        Lien(abrege, chemin_fiche(identifiant)),
        Lien("Suites", chemin_suites(identifiant)),
    ]
    titre = f"Suites : {dossier.fiche.titre}"
    if filtre:
        fil.append(Lien(filtre.libelle, chemins[0]))
        titre = f"{filtre.libelle} – {titre}"
    if numero > 1:
        fil.append(Lien(f"Page {numero}", chemin))
        titre = f"{titre} (page {numero})"
    meta = PageMeta(
        titre=titre,
        description=f"Ce que deviennent {francais.pluriel(total, 'proposition')} des citoyens : {abrege}.",
        chemin=chemin,
        fil=tuple(fil),
        menu_actif=CONCERTATIONS.chemin,
        flux=flux_liens(base_fiche(identifiant), "Cette concertation"),
        og_type="article",
        source_edition=dossier.chemin_suites,
        maj=ensemble.maj.isoformat(),
    )
    return Gabarit("pages/suites.html.j2", meta, vue)


def _presents(propositions: tuple[Proposition, ...]) -> Iterator[tuple[str, str]]:
    decisions = {p.decision for p in propositions}
    executions = {p.mise_en_oeuvre for p in propositions}
    yield from (("decision", d.value) for d in ORDRE_DECISION if d in decisions)
    yield from (("mise-en-oeuvre", m.value) for m in ORDRE_MISE_EN_OEUVRE if m in executions)


@par_fiche(tuple[tuple[str, str, int], ...])
def decoupage(_world: World, dossier: Dossier) -> tuple[tuple[str, str, int], ...]:
    """Family, key and number of pages of the whole list ("", "") and of each filter; none without follow-up."""
    if dossier.suites is None:
        return ()
    propositions = dossier.suites.propositions
    filtres = (
        (famille, cle, pages_suites(len(_rangs(propositions, famille, cle))))
        for famille, cle in _presents(propositions)
    )
    return ("", "", pages_suites(len(propositions), len(dossier.suites.mesures))), *filtres


def sorties_fiche(world: World, dossier: Dossier) -> Iterator[Output]:
    """The pages of a follow-up."""
    ici, source = dossier.id, dossier.chemin_suites
    for famille, cle, pages in decoupage(world, dossier):
        for numero in range(1, pages + 1):
            chemin = (
                chemin_filtre(ici, famille, cle, numero) if famille else chemin_suites(ici, numero)
            )
            yield page(chemin, _page, ici, numero, famille, cle, source=source, portee=ici)
