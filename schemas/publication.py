"""What the open data holds: the content models, what is computed from them, links and versions.

JSON, JSON Lines, CSV, XLSX, the data dictionary, the Table Schemas and the OpenAPI description are
all generated from these models. Raw fields keep the names that the authors type; everything that
depends on the day, or is counted, is under ``calcule``.
"""

from schemas.concertation import Concertation
from schemas.elements import Dates
from schemas.enumerations import EtatAttente, Statut
from schemas.suites import Appreciation, Mesure, Proposition
from schemas.types import (
    Booleen,
    DatePartielle,
    Entier,
    Identifiant,
    Instant,
    Jour,
    Markdown,
    Modele,
    Texte,
    TexteLong,
    Url,
    champ,
)


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
    reponse_due_au_plus_tard: Jour | None = champ(
        "Réponse due au plus tard le",
        "Dernier jour possible de la date promise : au-delà, sans réponse connue, elle est en retard.",
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
