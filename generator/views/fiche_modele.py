"""What the page of a concertation prints, as data."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from generator.views.base import Etiquette, Lien
from generator.views.horloge import Horloge
from generator.views.journal_modele import HistoriqueView
from generator.views.propositions import AppreciationView, JalonView, Reference, Segment


class EngagementView(Struct, frozen=True):
    """A commitment and what became of it."""

    texte: str
    etat: Etiquette
    echeance: str
    preuve: str


class ChiffreView(Struct, frozen=True):
    """A published figure: « environ 400 000 », « participants en ligne »."""

    valeur: str
    libelle: str


class DispositifView(Struct, frozen=True):
    """A mechanism used."""

    nom: str
    chemin: str
    titre: str
    periode: str
    lieu: str
    lien: str
    participants: str


class RangeeProposition(Struct, frozen=True):
    """A proposal in short, on the record; ``etabli_par`` is "" when nothing says what became of it."""

    reference: str
    intitule: str
    chemin: str
    decision: Etiquette
    mise_en_oeuvre: Etiquette | None
    etabli_par: str
    preuves: tuple[Reference, ...]


class SuitesResume(Struct, frozen=True):
    """The follow-up in short, on the record."""

    chemin: str
    total: int
    bilan: str
    synthese: Markup
    avertissement: str
    decisions: tuple[Segment, ...]
    mises_en_oeuvre: tuple[Segment, ...]
    retenues: int
    rangees: tuple[RangeeProposition, ...]
    appreciations: tuple[AppreciationView, ...]


class FicheView(Struct, frozen=True):
    """Everything the page of a concertation prints."""

    id: str
    titre: str
    titres_alternatifs: tuple[str, ...]
    resume: str
    statut: Etiquette
    finie: bool
    horloge: Horloge
    perimee: str
    porteur: Lien
    co_porteurs: tuple[Lien, ...]
    porteur_deduit: bool
    initiateurs: tuple[str, ...]
    gouvernement: str
    periode: str
    precision_dates: str
    objectif: Etiquette
    degre: str
    conditions: tuple[str, ...]
    modalites: tuple[str, ...]
    thematiques: tuple[Lien, ...]
    territoire: str
    publics_vises: tuple[str, ...]
    accompagnement_cipc: bool
    lien_site: str
    fiche_plateforme: str
    objet: Markup
    question_posee: str
    contexte_decision: Markup
    comment_participer: tuple[Reference, ...]
    engagements: tuple[EngagementView, ...]
    dispositifs: tuple[DispositifView, ...]
    calendrier: tuple[JalonView, ...]
    chiffres: tuple[ChiffreView, ...]
    mode_selection: str
    repartition: str
    indemnisation: str
    gouvernance: tuple[Reference, ...]
    cout: str
    synthese_date: str
    synthese: Markup
    idees_phares: tuple[str, ...]
    synthese_methode: str
    synthese_sources: tuple[Reference, ...]
    reponse_date: str
    reponse_signataire: str
    reponse: Markup
    reponse_sources: tuple[Reference, ...]
    fin_anticipee: str
    suites: SuitesResume | None
    corps: Markup
    evaluation: Reference | None
    evaluation_enseignements: str
    documents: tuple[Reference, ...]
    liees: tuple[Reference, ...]
    sources: tuple[Reference, ...]
    reserves: str
    contact: str
    revu_le: str
    completude: str
    manquants: tuple[str, ...]
    suites_attendues: bool
    suivre: tuple[Lien, ...]
    historique: HistoriqueView
