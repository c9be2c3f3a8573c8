"""The page of a concertation, for its whole life."""

from __future__ import annotations

from datetime import date

from generator import cycle, francais
from generator.catalogue.records import Dossier
from generator.chemins import adresse_proposition, chemin_fiche, chemin_suites
from generator.views.base import ACCUEIL, CONCERTATIONS, Contenu, Gabarit, Lien, PageMeta, etiquette
from generator.views.cartes import bilan, periode
from generator.views.fiche_modele import (
    ChiffreView,
    DispositifView,
    EngagementView,
    FicheView,
    RangeeProposition,
    SuitesResume,
)
from generator.views.flux import base_fiche, flux_liens, liens_fiche
from generator.views.horloge import horloge
from generator.views.journal import historique_fiche
from generator.views.jsonld import jsonld_concertation
from generator.views.propositions import (
    Reference,
    appreciation_view,
    etablie,
    jalon_view,
    sources_view,
)
from generator.views.propositions import date as texte_date
from generator.views.prose import court, prose
from generator.views.suites import ensemble_de
from generator.world import World, nom_a_la_date
from schemas.concertation import Concertation
from schemas.elements import Chiffre
from schemas.enumerations import Statut
from schemas.suites import Proposition

RANGEES_MAX = 20
"""Above this number of proposals, the record shows the bars and leads to the follow-up page."""


def _joindre(*morceaux: str | None) -> str:
    return ", ".join(m for m in morceaux if m)


def _evaluation(fiche: Concertation) -> Reference | None:
    e = fiche.evaluation
    return Reference(f"{e.type}, {e.auteur}", e.url, francais.partielle(e.date)) if e else None


def _chiffre(chiffre: Chiffre | None, libelle: str) -> tuple[ChiffreView, ...]:
    if chiffre is None:
        return ()
    valeur = ("environ " if chiffre.environ else "") + francais.nombre(chiffre.valeur)
    return (ChiffreView(valeur, chiffre.precision or libelle),)


def _chiffres(dossier: Dossier) -> tuple[ChiffreView, ...]:
    p = dossier.fiche.participants
    if p is None:
        return ()
    return (
        *_chiffre(p.nombre, "participants"),
        *_chiffre(p.contributions, "contributions"),
        *_chiffre(p.propositions, "propositions"),
        *(
            ChiffreView(("environ " if c.environ else "") + francais.nombre(c.valeur), c.libelle)
            for c in p.autres
        ),
    )


def _dispositifs(world: World, dossier: Dossier) -> tuple[DispositifView, ...]:
    types = world.catalogue.referentiels.dispositifs
    return tuple(
        DispositifView(
            nom=types[d.type].nom,
            chemin=f"dispositifs/{d.type}/",
            titre=d.titre or "",
            periode=francais.periode(d.debut, d.fin) if d.debut else "",
            lieu=d.lieu or "",
            lien=d.lien or "",
            participants=francais.pluriel(d.participants, "participant") if d.participants else "",
        )
        for d in dossier.fiche.dispositifs
    )


def _rangee(dossier: Dossier, rang: int, p: Proposition) -> RangeeProposition:
    return RangeeProposition(
        p.reference,
        p.intitule,
        adresse_proposition(dossier.id, p.reference, rang),
        etiquette(p.decision),
        etiquette(p.mise_en_oeuvre) if p.mise_en_oeuvre else None,
        p.etabli_par.libelle if etablie(p) else "",
        tuple([Reference(x.titre, x.url) for x in p.preuves]) or sources_view(dossier, p.sources),
    )


def _suites(dossier: Dossier, racine: str) -> SuitesResume | None:
    suites = dossier.suites
    if suites is None:
        return None
    propositions = suites.propositions
    ensemble = ensemble_de(dossier)
    montrees = propositions if len(propositions) <= RANGEES_MAX else ()
    return SuitesResume(
        chemin=chemin_suites(dossier.id),
        total=len(propositions),
        bilan=bilan(suites),
        synthese=court(suites.synthese, racine),
        avertissement=suites.avertissement or "",
        decisions=ensemble.decisions,
        mises_en_oeuvre=ensemble.mises_en_oeuvre,
        retenues=ensemble.retenues,
        rangees=tuple([_rangee(dossier, rang, p) for rang, p in enumerate(montrees)]),
        appreciations=tuple(appreciation_view(a) for a in suites.appreciations),
    )


def _liees(world: World, dossier: Dossier) -> tuple[Reference, ...]:
    return tuple(
        Reference(
            world.catalogue.par_id[x.id].fiche.titre,
            chemin_fiche(x.id),
            x.relation.libelle + (f" ({x.precision})" if x.precision else ""),
        )
        for x in dossier.fiche.concertations_liees
    )


def vue(world: World, dossier: Dossier, racine: str) -> FicheView:
    """The view of a record; ``racine`` is the relative path from its page to the site's root."""
    f = dossier.fiche
    ref = world.catalogue.referentiels
    ouverture = f.dates.ouverture.debut
    synthese, reponse, participants = f.synthese, f.reponse_du_commanditaire, f.participants
    fin = f.fin_anticipee
    faite = cycle.completude(f, dossier.suites, world.jour)
    statut = world.statut(dossier)
    return FicheView(
        id=dossier.id,
        titre=f.titre,
        titres_alternatifs=f.titres_alternatifs,
        resume=f.resume,
        statut=etiquette(statut),
        finie=statut not in {Statut.ANNONCEE, Statut.OUVERTE},
        horloge=horloge(world.attente(dossier), dossier, world.jour),
        perimee=perimee(world, dossier),
        porteur=_ministere(world, f.porteur, ouverture),
        co_porteurs=tuple(_ministere(world, m, ouverture) for m in f.co_porteurs),
        porteur_deduit=f.porteur_deduit,
        initiateurs=f.initiateurs,
        gouvernement=f.gouvernement or "",
        periode=periode(dossier),
        precision_dates=f.dates.precision or "",
        objectif=etiquette(f.objectif),
        degre=ref.degres[f.degre].nom if f.degre else "",
        conditions=tuple(c.libelle for c in f.condition_participation),
        modalites=tuple(m.libelle for m in f.modalites),
        thematiques=tuple(Lien(ref.thematiques[t].nom, f"thematiques/{t}/") for t in f.thematiques),
        territoire=f.territoire,
        publics_vises=f.publics_vises,
        accompagnement_cipc=bool(f.accompagnement_cipc),
        lien_site=f.lien_site or "",
        fiche_plateforme=f.fiche_plateforme or "",
        objet=court(f.objet, racine),
        question_posee=f.question_posee or "",
        contexte_decision=court(f.contexte_decision, racine),
        comment_participer=tuple(
            Reference(c.libelle, c.lien or "", c.canal.libelle)
            for c in (f.comment_participer if statut is Statut.OUVERTE else ())
        ),
        engagements=tuple(
            EngagementView(e.texte, etiquette(e.etat), texte_date(e.echeance), e.preuve or "")
            for e in f.engagements
        ),
        dispositifs=_dispositifs(world, dossier),
        calendrier=tuple(jalon_view(j) for j in f.calendrier),
        chiffres=_chiffres(dossier),
        mode_selection=(participants and participants.mode_selection) or "",
        repartition=(participants and participants.repartition) or "",
        indemnisation=(participants and participants.indemnisation) or "",
        gouvernance=tuple(
            Reference(g.nom, g.lien or "", g.fonction or g.role.libelle) for g in f.gouvernance
        ),
        cout=f"{francais.nombre(f.cout.montant)}\u00a0€ ({f.cout.perimetre})" if f.cout else "",
        synthese_date=texte_date(synthese.date if synthese else None),
        synthese=court(synthese.texte if synthese else None, racine),
        idees_phares=synthese.idees_phares if synthese else (),
        synthese_methode=(synthese and synthese.methode) or "",
        synthese_sources=sources_view(dossier, synthese.sources) if synthese else (),
        reponse_date=texte_date(reponse.date if reponse else None),
        reponse_signataire=(reponse and reponse.signataire_fonction) or "",
        reponse=court(reponse.texte if reponse else None, racine),
        reponse_sources=sources_view(dossier, reponse.sources) if reponse else (),
        fin_anticipee=f"{fin.type.libelle} {francais.le(fin.date)} : {fin.motif}" if fin else "",
        suites=_suites(dossier, racine),
        corps=prose(dossier.corps, dossier.chemin, racine).html,
        evaluation=_evaluation(f),
        evaluation_enseignements=(f.evaluation and f.evaluation.enseignements) or "",
        documents=tuple(
            Reference(
                d.titre,
                d.url or "",
                _joindre(d.type.libelle.lower(), texte_date(d.date), d.format, d.description),
            )
            for d in f.documents
        ),
        liees=_liees(world, dossier),
        sources=tuple(
            Reference(s.titre, s.url, _joindre(s.type, texte_date(s.date))) for s in f.sources
        ),
        reserves=f.reserves or "",
        contact=f.contact or "",
        revu_le=francais.jour(f.revu_le),
        completude=f"{faite.remplis} rubriques sur {faite.attendus}",
        manquants=faite.manquants,
        suivre=liens_fiche(world, dossier),
        historique=historique_fiche(world, dossier.id),
        suites_attendues=dossier.suites is None and statut is not Statut.OUVERTE,
    )


def perimee(world: World, dossier: Dossier) -> str:
    """« information non revue depuis 14 mois », or ""."""
    revue, limite = dossier.fiche.revu_le, world.catalogue.site.mois_avant_peremption
    if not cycle.perimee(revue, world.jour, limite):  # months that are not said are not counted
        return ""
    return f"information non revue depuis {cycle.mois_ecoules(revue, world.jour)} mois"


def _ministere(world: World, cle: str, jour: date) -> Lien:
    ministere = world.catalogue.referentiels.ministeres[cle]
    return Lien(nom_a_la_date(ministere, jour), f"ministeres/{cle}/")


def page_fiche(world: World, identifiant: str) -> Contenu:
    """The page of a concertation."""
    dossier = world.catalogue.par_id[identifiant]
    chemin = chemin_fiche(identifiant)
    fiche = dossier.fiche
    meta = PageMeta(
        titre=fiche.titre,
        description=francais.abreger(fiche.resume, 200),
        chemin=chemin,
        fil=(ACCUEIL, CONCERTATIONS, Lien(francais.abreger(fiche.titre, 60), chemin)),
        menu_actif=CONCERTATIONS.chemin,
        flux=flux_liens(base_fiche(identifiant), "Cette concertation"),
        og_type="article",
        source_edition=dossier.chemin,
        jsonld=jsonld_concertation(world, dossier),
        maj=fiche.revu_le.isoformat(),
    )
    return Gabarit("pages/concertation.html.j2", meta, vue(world, dossier, "../../"))
