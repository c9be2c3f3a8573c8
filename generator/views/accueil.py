"""The home page: what is open now, what was answered lately, where the devoir de suite stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from msgspec import Struct

from generator import francais
from generator.catalogue.records import Dossier
from generator.indicateurs import comptes, indicateurs
from generator.par_fiche import par_fiche
from generator.views.base import COMMUN, Contenu, Gabarit, Lien, Output, PageMeta, page
from generator.views.bilan_modele import AVEC_REPONSE, REPONDUES
from generator.views.cartes import CarteView, cartes
from generator.views.flux import CATALOGUE, flux_liens
from generator.views.jsonld import json_sur
from generator.world import World
from schemas.enumerations import Statut

EN_VUE = 4
RECENTES = 4


class ChiffreCle(Struct, frozen=True):
    """A figure with its denominator, and the list behind it."""

    valeur: str
    sur: str
    libelle: str
    chemin: str


class ReponseRecente(Struct, frozen=True):
    """An answer of the State, or the latest update of a follow-up."""

    titre: str
    chemin: str
    date: str
    bilan: str


class AccueilView(Struct, frozen=True):
    """What the home page prints."""

    total: int
    propositions: int
    ouvertes: tuple[CarteView, ...]
    autres_ouvertes: int
    annoncees: tuple[CarteView, ...]
    recentes: tuple[CarteView, ...]
    reponses: tuple[ReponseRecente, ...]
    chiffres: tuple[ChiffreCle, ...]
    thematiques: tuple[Lien, ...]
    donnees_arretees_au: str


def chiffres_cles(world: World) -> tuple[ChiffreCle, ...]:
    """The devoir de suite in three figures of the board, each with its denominator."""
    i = indicateurs(comptes.tous(world))
    nombre = francais.nombre
    return (
        ChiffreCle(
            nombre(i.repondues),
            nombre(i.closes),
            REPONDUES,
            "devoir-de-suite/concertations/",
        ),
        ChiffreCle(
            nombre(i.avec_reponse),
            nombre(i.propositions),
            AVEC_REPONSE,
            "devoir-de-suite/",
        ),
        ChiffreCle(
            nombre(i.realisees_prouvees),
            nombre(i.propositions),
            "propositions déclarées réalisées, preuve à l’appui",
            "devoir-de-suite/",
        ),
    )


@par_fiche(tuple[int, str] | None)
def derniere_reponse(_world: World, dossier: Dossier) -> tuple[int, str] | None:
    """Day (ordinal) and words of the latest dated answer: as a whole, or on a proposal."""
    dates = [p.decision_date for p in (dossier.suites.propositions if dossier.suites else ())]
    if dossier.fiche.reponse_du_commanditaire:
        dates.append(dossier.fiche.reponse_du_commanditaire.date)
    connues = [d for d in dates if d is not None]
    if not connues:
        return None
    derniere = max(connues)
    return derniere.debut.toordinal(), francais.partielle(derniere)


def _reponses(world: World, par_id: dict[str, CarteView]) -> tuple[ReponseRecente, ...]:
    datees = [
        (*trouve, d.id)
        for d, trouve in zip(
            world.catalogue.concertations, derniere_reponse.tous(world), strict=True
        )
        if trouve is not None
    ]
    # Sorted, then compared: only the dates that are next to the day say how long this holds.
    plus_recentes = sorted(datees, key=lambda x: (x[0], x[2]), reverse=True)
    connues = (x for x in plus_recentes if date.fromordinal(x[0]) <= world.jour)
    return tuple(
        ReponseRecente(par_id[i].titre, par_id[i].url, texte, par_id[i].bilan)
        for _, texte, i in islice(connues, RECENTES)
    )


def _vue(world: World) -> AccueilView:
    toutes = cartes(world)
    ouvertes = tuple(c for c in toutes if c.statut.cle == Statut.OUVERTE)
    arret = world.catalogue.site.donnees_arretees_au
    themes = world.catalogue.referentiels.thematiques
    presentes = {t for c in toutes for t in c.thematiques}
    return AccueilView(
        total=len(toutes),
        propositions=sum(c.propositions for c in toutes),
        ouvertes=ouvertes[:EN_VUE],
        autres_ouvertes=max(0, len(ouvertes) - EN_VUE),
        annoncees=tuple(c for c in toutes if c.statut.cle == Statut.ANNONCEE)[:EN_VUE],
        recentes=tuple(c for c in toutes if c.statut.cle not in {Statut.OUVERTE, Statut.ANNONCEE})[
            :RECENTES
        ],
        reponses=_reponses(world, {c.id: c for c in toutes}),
        chiffres=chiffres_cles(world),
        thematiques=tuple(
            sorted(
                (Lien(t.nom, f"thematiques/{t.id}/") for t in themes.values() if t.id in presentes),
                key=lambda x: francais.cle_tri(x.titre),
            )
        ),
        donnees_arretees_au=francais.jour(arret) if arret else "",
    )


def _page(world: World, vue: AccueilView) -> Contenu:
    site = world.catalogue.site
    jsonld = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.nom,
        "description": site.baseline,
        "url": world.base_url,
        "inLanguage": "fr",
    }
    meta = PageMeta(
        titre=site.nom,
        description=site.baseline,
        chemin="",
        flux=flux_liens(CATALOGUE, "Tout le catalogue"),
        jsonld=json_sur(jsonld),
    )
    return Gabarit("pages/accueil.html.j2", meta, vue)


def sorties(world: World) -> Iterator[Output]:
    """The home page."""
    yield page("", _page, _vue(world), portee=COMMUN)
