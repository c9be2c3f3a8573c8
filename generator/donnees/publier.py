"""From a record of the catalogue to the object that the open data publishes. Pure.

Objects are built without validation: what they hold was validated when it was read, and a test
validates every response of the real site against the schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from generator.catalogue.records import Dossier, Texte
from generator.chemins import (
    adresse_mesure,
    adresse_proposition,
    chemin_fiche,
)
from generator.cycle import REPONDUES, achevee, close, completude, mois_ecoules
from generator.donnees.adresses import api_fiche, api_propositions
from generator.history.model import Commit
from generator.indicateurs import delai_de_reponse
from generator.world import World, nom_a_la_date
from schemas.enumerations import EtatAttente, MiseEnOeuvre
from schemas.guide import Guide
from schemas.publication import (
    CalculeConcertation,
    CalculeProposition,
    ConcertationPubliee,
    ConcertationResumee,
    DossierPublie,
    Lien,
    LiensConcertation,
    LiensProposition,
    MesurePubliee,
    PropositionPubliee,
    SuitesCompletes,
    SuitesEnsemble,
    Version,
)
from schemas.publication_listes import GuidePublie
from schemas.regles import RETENUES


def _dernier(world: World, chemins: Iterable[str]) -> Commit | None:
    commits = [c for chemin in chemins if (c := world.historique.derniers.get(chemin))]
    return max(commits, key=lambda c: c.date, default=None)


def _version(world: World, *chemins: str) -> Version | None:
    dernier = _dernier(world, chemins)
    if dernier is None:
        return None
    return Version.model_construct(commit=dernier.sha, date=dernier.date.isoformat())


def modifie_le(world: World, dossier: Dossier) -> date:
    """The day a record last changed: its last commit, or its last declared review or update."""
    dernier = _dernier(world, (dossier.chemin, dossier.chemin_suites))
    if dernier is not None:
        return dernier.date.date()
    majs = [p.maj_le for p in dossier.suites.propositions] if dossier.suites else []
    return max([dossier.fiche.revu_le, *majs])


def guide_modifie_le(world: World, guide: Texte[Guide]) -> date:
    """The day a guide last changed."""
    dernier = _dernier(world, (guide.chemin,))
    return dernier.date.date() if dernier else guide.fiche.revu_le


def _calcule(world: World, dossier: Dossier) -> CalculeConcertation:
    fiche, suites, jour = dossier.fiche, dossier.suites, world.jour
    ministeres = world.catalogue.referentiels.ministeres
    ouverture = fiche.dates.ouverture.debut
    attente = world.attente(dossier)
    faite = completude(fiche, suites, jour)
    propositions = suites.propositions if suites else ()
    due = None
    if attente.echeance is not None:
        due = fiche.reports[-1].nouvelle_date if fiche.reports else fiche.reponse_attendue_le
    jours = (attente.echeance - jour).days if attente.echeance is not None else None
    return CalculeConcertation.model_construct(
        statut=world.statut(dossier),
        close=close(fiche, jour),
        reponse=attente.etat,
        reponse_due_le=due,
        reponse_due_au_plus_tard=attente.echeance,
        jours_restants=jours if attente.etat is EtatAttente.ATTENDUE else None,
        jours_de_retard=-jours if jours is not None and jours < 0 else None,
        delai_de_reponse=delai_de_reponse(dossier),
        porteur_nom=nom_a_la_date(ministeres[fiche.porteur], ouverture),
        co_porteurs_noms=tuple(nom_a_la_date(ministeres[m], ouverture) for m in fiche.co_porteurs),
        propositions=len(propositions),
        propositions_avec_reponse=sum(p.decision in REPONDUES for p in propositions),
        propositions_retenues=sum(p.decision in RETENUES for p in propositions),
        propositions_realisees=sum(p.mise_en_oeuvre is MiseEnOeuvre.REALISEE for p in propositions),
        champs_remplis=faite.remplis,
        champs_attendus=faite.attendus,
        champs_manquants=faite.manquants,
        mois_sans_relecture=mois_ecoules(fiche.revu_le, jour),
    )


def _liens(world: World, dossier: Dossier) -> LiensConcertation:
    return LiensConcertation.model_construct(
        html=world.absolue(chemin_fiche(dossier.id)),
        json_=world.absolue(api_fiche(dossier.id)),
        propositions=world.absolue(api_propositions(dossier.id)),
    )


def resume(world: World, dossier: Dossier) -> ConcertationResumee:
    """A concertation in the list."""
    fiche = dossier.fiche
    return ConcertationResumee.model_construct(
        id=dossier.id,
        titre=fiche.titre,
        resume=fiche.resume,
        porteur=fiche.porteur,
        co_porteurs=fiche.co_porteurs,
        thematiques=fiche.thematiques,
        dates=fiche.dates,
        revu_le=fiche.revu_le,
        calcule=_calcule(world, dossier),
        version=_version(world, dossier.chemin, dossier.chemin_suites),
        links=_liens(world, dossier),
    )


def _publiee(
    world: World,
    dossier: Dossier,
    modele: type[ConcertationPubliee],
    suites: SuitesEnsemble | None,
) -> ConcertationPubliee:
    return modele.model_construct(
        id=dossier.id,
        **dict(dossier.fiche),
        recit=dossier.corps.texte.strip() or None,
        suites=suites,
        calcule=_calcule(world, dossier),
        version=_version(world, dossier.chemin, dossier.chemin_suites),
        links=_liens(world, dossier),
    )


def concertation(world: World, dossier: Dossier) -> ConcertationPubliee:
    """A concertation without its proposals and measures, which have their own collections."""
    suites = dossier.suites
    ensemble = None
    if suites is not None:
        ensemble = SuitesEnsemble.model_construct(
            synthese=suites.synthese,
            avertissement=suites.avertissement,
            appreciations=suites.appreciations,
        )
    return _publiee(world, dossier, ConcertationPubliee, ensemble)


def complete(world: World, dossier: Dossier) -> ConcertationPubliee:
    """A concertation with everything known of it."""
    suites = dossier.suites
    completes = None
    if suites is not None:
        completes = SuitesCompletes.model_construct(
            synthese=suites.synthese,
            avertissement=suites.avertissement,
            appreciations=suites.appreciations,
            propositions=propositions(world, dossier),
            mesures=tuple(mesures(world, dossier)),
        )
    return _publiee(world, dossier, DossierPublie, completes)


def propositions(world: World, dossier: Dossier) -> tuple[PropositionPubliee, ...]:
    """The proposals of a concertation, in the citizens' order."""
    return _propositions(world.base_url, dossier)


@lru_cache(maxsize=4)  # the tables, the collections and the record itself follow one another
def _propositions(base_url: str, dossier: Dossier) -> tuple[PropositionPubliee, ...]:
    if dossier.suites is None:
        return ()
    fiche = base_url + api_fiche(dossier.id)
    titre, porteur = dossier.fiche.titre, dossier.fiche.porteur
    return tuple(
        PropositionPubliee.model_construct(
            concertation=dossier.id,
            **dict(p),
            calcule=CalculeProposition.model_construct(
                concertation_titre=titre,
                porteur=porteur,
                rang=rang + 1,
                avec_reponse=p.decision in REPONDUES,
                achevee=achevee(p),
            ),
            links=LiensProposition.model_construct(
                html=base_url + adresse_proposition(dossier.id, p.reference, rang),
                concertation=fiche,
            ),
        )
        for rang, p in enumerate(dossier.suites.propositions)
    )


def mesures(world: World, dossier: Dossier) -> Iterator[MesurePubliee]:
    """The measures of a concertation."""
    if dossier.suites is None:
        return
    fiche = world.absolue(api_fiche(dossier.id))
    for rang, mesure in enumerate(dossier.suites.mesures):
        yield MesurePubliee.model_construct(
            concertation=dossier.id,
            **dict(mesure),
            links=LiensProposition.model_construct(
                html=world.absolue(adresse_mesure(dossier.id, mesure.id, rang)),
                concertation=fiche,
            ),
        )


def guide(world: World, texte: Texte[Guide]) -> GuidePublie:
    """A guide and its text."""
    return GuidePublie.model_construct(
        id=texte.id,
        **dict(texte.fiche),
        texte=texte.corps.texte.strip() or None,
        version=_version(world, texte.chemin),
        links=Lien.model_construct(html=world.absolue(f"guides/{texte.id}/")),
    )
