"""What the open data holds: the content models, what is computed from them, links and versions.

JSON, JSON Lines, CSV, XLSX, the data dictionary, the Table Schemas and the OpenAPI description are
all generated from these models. Raw fields keep the names that the authors type; everything that
depends on the day, or is counted, is under ``calcule``.
"""

from __future__ import annotations

from schemas.concertation import Concertation
from schemas.elements import Dates
from schemas.enumerations import EtatAttente, Statut
from schemas.guide import Guide
from schemas.referentiels import Degre, Ministere, Thematique, TypeDispositif
from schemas.suites import Appreciation, Mesure, Proposition
from schemas.types import (
    Booleen,
    DatePartielle,
    Decimal,
    Entier,
    Enumeration,
    Identifiant,
    Instant,
    Jour,
    Markdown,
    Modele,
    Reference,
    Texte,
    TexteLong,
    Url,
    champ,
)

VERSION_SCHEMA = "1.0"


class Version(Modele):
    """The last change of a record, in the history of the content."""

    commit: Texte = champ("Commit", "Empreinte du dernier commit qui a touché la fiche.")
    date: Instant = champ("Date du commit", "Quand ce commit a été fait.")


class Lien(Modele):
    """Where a thing is read."""

    html: Url = champ("Page", "Adresse permanente de la page.")


class LiensConcertation(Lien):
    """Where a concertation is read."""

    json_: Url = champ("JSON", "La fiche complète, en JSON.", alias="json")
    propositions: Url = champ("Propositions", "Ses propositions et leurs suites, en JSON.")


class LiensProposition(Lien):
    """Where a proposal is read."""

    concertation: Url = champ("Concertation", "La fiche de la concertation, en JSON.")


class CalculeConcertation(Modele):
    """What is computed from a record, for the day of the build."""

    statut: Statut = champ("Statut", "Où en est la concertation, le jour de la publication.")
    close: Booleen = champ("Close", "La participation est-elle terminée ?")
    reponse: EtatAttente = champ("Réponse de l'État", "Où en est la réponse attendue.")
    reponse_due_le: DatePartielle | None = champ(
        "Réponse due le",
        "Date promise, reports compris ; vide une fois la réponse donnée.",
        default=None,
    )
    jours_restants: Entier | None = champ(
        "Jours restants",
        "Jours d'ici la date promise, comptés à son dernier jour possible.",
        default=None,
    )
    jours_de_retard: Entier | None = champ(
        "Jours de retard", "Jours passés depuis la date promise, sans réponse connue.", default=None
    )
    delai_de_reponse: Entier | None = champ(
        "Délai de réponse",
        "Jours entre la clôture et la première réponse datée, aux derniers jours possibles ; zéro "
        "si elle est venue avant la clôture.",
        default=None,
    )
    porteur_nom: Texte = champ("Nom du porteur", "Nom du ministère à l'ouverture.")
    co_porteurs_noms: tuple[Texte, ...] = champ(
        "Noms des co-porteurs", "Noms des autres ministères à l'ouverture."
    )
    propositions: Entier = champ("Propositions", "Nombre de propositions listées.")
    propositions_avec_reponse: Entier = champ(
        "Propositions avec réponse", "Retenues, même en partie, non retenues ou à l'étude."
    )
    propositions_retenues: Entier = champ("Propositions retenues", "Retenues, même en partie.")
    propositions_realisees: Entier = champ(
        "Propositions réalisées", "Mise en œuvre déclarée réalisée."
    )
    champs_remplis: Entier = champ("Champs remplis", "Champs attendus qui sont remplis.")
    champs_attendus: Entier = champ("Champs attendus", "Champs attendus dans cet état de la fiche.")
    champs_manquants: tuple[Texte, ...] = champ(
        "Champs manquants", "Champs attendus qui sont vides."
    )
    mois_sans_relecture: Entier = champ(
        "Mois sans relecture", "Mois entiers depuis la dernière relecture humaine."
    )


class SuitesEnsemble(Modele):
    """The follow-up as a whole, without its proposals."""

    synthese: Markdown | None = champ("Synthèse", "Bilan court.", default=None)
    avertissement: TexteLong | None = champ(
        "Avertissement", "Ce que ces suites ne disent pas.", default=None
    )
    appreciations: tuple[Appreciation, ...] = champ(
        "Autres voix sur l'ensemble", "Avis portés sur l'ensemble des suites."
    )


class AvecId(Modele):
    """What has a permanent id, which is the name of its folder or file."""

    id: Identifiant = champ("Identifiant", "Identifiant permanent, qui est aussi dans l'adresse.")


class ConcertationPubliee(Concertation, AvecId):
    """A record, its follow-up as a whole, and what is computed."""

    recit: Markdown | None = champ(
        "Récit", "Le texte de la fiche, après son en-tête.", default=None
    )
    suites: SuitesEnsemble | None = champ(
        "Suites", "Ce que deviennent les propositions ; vide si rien n'en est connu.", default=None
    )
    calcule: CalculeConcertation = champ("Calculé", "Ce que le générateur calcule.")
    version: Version | None = champ(
        "Version", "Dernier changement ; vide si l'histoire manque.", default=None
    )
    links: LiensConcertation = champ("Liens", "Où lire cette fiche.")


class ConcertationResumee(AvecId):
    """A record in the list: enough to choose, and the link to all of it."""

    titre: Texte = champ("Titre", "Intitulé officiel de la concertation.")
    resume: TexteLong = champ("Résumé", "En cent mots au plus.")
    porteur: Identifiant = champ("Porteur", "Clé du ministère.")
    co_porteurs: tuple[Identifiant, ...] = champ("Co-porteurs", "Clés des autres ministères.")
    thematiques: tuple[Identifiant, ...] = champ("Thématiques", "Clés des thématiques.")
    dates: Dates = champ("Dates", "Dates de la concertation.")
    revu_le: Jour = champ("Revu le", "Date de la dernière relecture humaine.")
    calcule: CalculeConcertation = champ("Calculé", "Ce que le générateur calcule.")
    version: Version | None = champ(
        "Version", "Dernier changement ; vide si l'histoire manque.", default=None
    )
    links: LiensConcertation = champ("Liens", "Où lire la fiche.")


class CalculeProposition(Modele):
    """What is computed from a proposal."""

    concertation_titre: Texte = champ("Concertation", "Intitulé de la concertation.")
    porteur: Identifiant = champ("Porteur", "Clé du ministère qui porte la concertation.")
    rang: Entier = champ("Rang", "Place dans la liste des citoyens, à partir de 1.")
    avec_reponse: Booleen = champ(
        "Avec réponse",
        "La décision est-elle « retenue », même en partie, « non retenue » ou « à l'étude » ?",
    )
    achevee: Booleen = champ(
        "Achevée", "L'issue est-elle connue : non retenue, réalisée ou abandonnée ?"
    )


class DansUneConcertation(Modele):
    """What belongs to a concertation."""

    concertation: Identifiant = champ("Concertation", "Identifiant de la concertation.")


class PropositionPubliee(Proposition, DansUneConcertation):
    """One proposal, its concertation, and what is computed."""

    calcule: CalculeProposition = champ("Calculé", "Ce que le générateur calcule.")
    links: LiensProposition = champ("Liens", "Où lire cette proposition.")


class MesurePubliee(Mesure, DansUneConcertation):
    """One measure and its concertation."""

    links: LiensProposition = champ("Liens", "Où lire cette mesure.")


class SuitesCompletes(SuitesEnsemble):
    """The follow-up with everything in it."""

    propositions: tuple[PropositionPubliee, ...] = champ("Propositions", "Toutes les propositions.")
    mesures: tuple[MesurePubliee, ...] = champ("Mesures", "Toutes les mesures.")


class DossierPublie(ConcertationPubliee):
    """Everything known of one concertation."""

    suites: SuitesCompletes | None = champ(
        "Suites", "Ce que deviennent les propositions ; vide si rien n'en est connu.", default=None
    )


class CalculeReferentiel(Modele):
    """What is counted for one entry of a list."""

    concertations: Entier = champ("Concertations", "Nombre de concertations concernées.")


class MinisterePublie(Ministere):
    """A ministry and how many concertations it leads, alone or with others."""

    calcule: CalculeReferentiel = champ("Calculé", "Ce que le générateur calcule.")
    links: Lien = champ("Liens", "La liste de ses concertations.")


class ThematiquePubliee(Thematique):
    """A theme."""

    calcule: CalculeReferentiel = champ("Calculé", "Ce que le générateur calcule.")
    links: Lien = champ("Liens", "La liste de ses concertations.")


class DispositifPublie(TypeDispositif):
    """A kind of mechanism."""

    calcule: CalculeReferentiel = champ("Calculé", "Ce que le générateur calcule.")
    links: Lien = champ("Liens", "La liste de ses concertations.")


class DegrePublie(Degre):
    """A degree of participation."""

    calcule: CalculeReferentiel = champ("Calculé", "Ce que le générateur calcule.")


class GuidePublie(Guide, AvecId):
    """A guide and its text."""

    texte: Markdown | None = champ("Texte", "Le texte du guide.", default=None)
    version: Version | None = champ(
        "Version", "Dernier changement ; vide si l'histoire manque.", default=None
    )
    links: Lien = champ("Liens", "Où lire ce guide.")


class Dimension(Enumeration):
    """By what the catalogue is cut before counting."""

    ENSEMBLE = "ensemble", "Tout le catalogue", "Toutes les concertations."
    MINISTERE = "ministere", "Ministère", "Celles qu'il porte, seul ou avec d'autres."
    THEMATIQUE = "thematique", "Thématique", "Celles qui en relèvent, avec d'autres ou non."
    ANNEE = "annee", "Année", "Celles qui ont ouvert cette année-là."


class IndicateursPublies(Modele):
    """The figures of the devoir de suite over one part of the catalogue, with denominators."""

    dimension: Dimension = champ("Dimension", "Par quoi le catalogue est découpé.")
    cle: Texte = champ("Clé", "Ministère, thématique ou année ; « ensemble » pour tout.")
    libelle: Texte = champ("Libellé", "Nom de cette part du catalogue.")
    concertations: Entier = champ("Concertations", "Nombre de concertations.")
    closes: Entier = champ("Closes", "Celles dont la participation est terminée.")
    repondues: Entier = champ(
        "Répondues",
        "Parmi les closes, celles qui ont une réponse d'ensemble, ou une proposition avec réponse.",
    )
    propositions: Entier = champ("Propositions", "Nombre de propositions listées.")
    avec_reponse: Entier = champ(
        "Avec réponse", "Décision retenue, retenue en partie, non retenue ou à l'étude."
    )
    retenues: Entier = champ("Retenues", "Décision retenue ou retenue en partie.")
    refusees: Entier = champ("Refusées", "Décision non retenue.")
    refusees_motivees: Entier = champ(
        "Refusées et motivées", "Parmi les refusées, celles dont la raison est donnée."
    )
    realisees: Entier = champ("Réalisées", "Mise en œuvre réalisée.")
    realisees_prouvees: Entier = champ(
        "Réalisées et prouvées", "Parmi les réalisées, celles qui ont une preuve."
    )
    inconnues: Entier = champ("Sans réponse connue", "Décision inconnue ou sans réponse.")
    delais: Entier = champ(
        "Délais connus", "Concertations dont on connaît la clôture et la première réponse datée."
    )
    delai_median: Decimal | None = champ(
        "Délai médian",
        "Médiane, en jours, des délais connus, de la clôture à la première réponse.",
        default=None,
    )
    remplis: Entier = champ("Champs remplis", "Somme des champs attendus qui sont remplis.")
    attendus: Entier = champ("Champs attendus", "Somme des champs attendus.")


class Detail(Modele):
    """One thing said of an event."""

    nom: Texte = champ("Nom", "De quoi il s'agit.")
    texte: TexteLong = champ("Texte", "Ce qui en est dit.")


class EvenementPublie(Modele):
    """One thing that happened to a record or a guide."""

    id: Texte = champ("Identifiant", "Adresse « tag » (RFC 4151) qui ne change jamais.")
    type: Texte = champ("Type", "Clé du type d'événement.", exemple="decision")
    type_libelle: Texte = champ("Libellé du type", "Le type, en français.")
    sujet: Identifiant = champ("Sujet", "Identifiant de la concertation ou du guide.")
    reference: Reference | None = champ(
        "Proposition", "Référence de la proposition, s'il y a lieu.", default=None
    )
    publie: Instant = champ("Publié", "Quand ce catalogue l'a publié.")
    date: DatePartielle | None = champ("Date", "Quand cela a eu lieu, si on le sait.", default=None)
    titre: TexteLong = champ("Titre", "L'événement en quelques mots.")
    phrase: TexteLong = champ("Phrase", "L'événement en une phrase.")
    extrait: Markdown | None = champ("Extrait", "Ce que la fiche en dit.", default=None)
    ministeres: tuple[Identifiant, ...] = champ("Ministères", "Clés des ministères concernés.")
    thematiques: tuple[Identifiant, ...] = champ("Thématiques", "Clés des thématiques.")
    details: tuple[Detail, ...] = champ("Détails", "Ce qui en est dit, point par point.")
    links: Lien = champ("Liens", "Où lire la suite.")


class NonListeePubliee(Modele):
    """A known concertation that the catalogue does not list, and why."""

    titre: Texte = champ("Titre", "Intitulé.")
    motif: TexteLong = champ("Motif", "Pourquoi elle n'est pas listée.")


class Licence(Modele):
    """Under what terms the data may be used."""

    nom: Texte = champ("Nom", "Nom de la licence.")
    url: Url = champ("Adresse", "Texte de la licence.")


class LiensReponse(Modele):
    """Where a response is, and the page that shows the same thing to people."""

    self_: Url = champ("JSON", "Adresse de cette réponse.", alias="self")
    html: Url = champ("Page", "La page qui montre la même chose.")


class Enveloppe(Modele):
    """What every response of the interface says of itself, beside its data."""

    schema_version: Texte = champ(
        "Version du schéma", "Version de l'interface.", exemple=VERSION_SCHEMA
    )
    generated_at: Jour = champ("Publié le", "Jour de la publication, et non l'heure de la machine.")
    last_modified: Jour = champ(
        "Modifié le",
        "Dernier changement des données de cette réponse, si l'histoire est connue ; "
        "sinon dernière relecture ou mise à jour déclarée.",
    )
    total: Entier = champ("Total", "Nombre d'objets dans « data ».")
    links: LiensReponse = champ("Liens", "Cette réponse, et la page qui lui correspond.")
    licence: Licence = champ("Licence", "Conditions de réutilisation.")


class PointEntree(Modele):
    """One address of the interface, in its index."""

    nom: Texte = champ("Nom", "Nom de la collection.")
    titre: Texte = champ("Titre", "Ce que c'est.")
    total: Entier = champ("Total", "Nombre d'objets.")
    url: Url = champ("Adresse", "Adresse de la réponse.")
