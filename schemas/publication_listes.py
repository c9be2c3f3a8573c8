"""What the open data holds besides concertations: référentiels, guides, figures and events."""

from schemas.guide import Guide
from schemas.publication import AvecId, Lien, Version
from schemas.referentiels import Degre, Ministere, Thematique, TypeDispositif
from schemas.types import (
    DatePartielle,
    Decimal,
    Entier,
    Enumeration,
    Identifiant,
    Instant,
    Markdown,
    Modele,
    Reference,
    Texte,
    TexteLong,
    champ,
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
