"""The devoir de suite of a concertation: ``content/concertations/<id>/suites.yml``."""

from typing import Annotated

from pydantic import Field

from schemas.elements import Jalon, Report
from schemas.enumerations import (
    AuteurAppreciation,
    Decision,
    EtabliPar,
    Fidelite,
    MiseEnOeuvre,
    TypeLevier,
)
from schemas.types import (
    Booleen,
    DatePartielle,
    Decimal,
    Identifiant,
    Jour,
    Markdown,
    Modele,
    Reference,
    Texte,
    TexteLong,
    Url,
    champ,
)


class SourceProposition(Modele):
    """Where the citizens' own text is."""

    titre: Texte = champ("Titre", "Document d'où vient la proposition.")
    url: Url | None = champ("Adresse", "Adresse du document.", default=None)
    page: Texte | None = champ("Page", "Page ou partie.", exemple="p. 42", default=None)


class FideliteReprise(Modele):
    """How faithfully the decision takes the proposal up, and why one says so."""

    niveau: Fidelite = champ("Niveau", "À la lettre, adaptée, partielle…", exemple="adaptee")
    explication: TexteLong = champ("Explication", "Ce qui change par rapport à la proposition.")


class Levier(Modele):
    """The instrument that carries the decision out."""

    type: TypeLevier = champ("Type", "Loi, décret, budget…", exemple="loi")
    intitule: Texte = champ("Intitulé", "Nom du texte ou du plan.")
    reference: Texte | None = champ(
        "Référence", "Numéro, NOR ou article.", exemple="loi n° 2021-1104", default=None
    )
    url: Url | None = champ("Adresse", "Adresse du texte.", default=None)
    date: DatePartielle | None = champ("Date", "Date du texte.", default=None)


class Preuve(Modele):
    """What shows that the declared state is true."""

    titre: Texte = champ("Titre", "Ce que montre la preuve.")
    url: Url = champ("Adresse", "Adresse de la preuve.")
    date: DatePartielle | None = champ("Date", "Date de la preuve.", default=None)
    archive: Url | None = champ("Archive", "Copie archivée.", default=None)


class Appreciation(Modele):
    """Another voice on the outcome; shown beside the official status, never merged into it."""

    auteur_type: AuteurAppreciation = champ("Qui apprécie", "Nature de l'auteur.")
    auteur: Texte = champ("Auteur", "Nom de l'auteur.")
    avis: TexteLong = champ("Avis", "Ce que dit l'auteur.")
    note: Decimal | None = champ("Note", "Note donnée.", exemple="3.4", default=None)
    echelle: Decimal | None = champ("Sur", "Note maximale.", exemple="10", default=None)
    theme: Texte | None = champ("Thème", "Thème noté, si la note n'est pas globale.", default=None)
    date: DatePartielle = champ("Date", "Date de l'avis.")
    url: Url = champ("Adresse", "Où lire cet avis.")


class Proposition(Modele):
    """One proposal of the citizens and what became of it."""

    reference: Reference = champ(
        "Référence",
        "Numéro donné par les citoyens, ou à défaut par ce catalogue ; adresse permanente "
        "de la proposition.",
        exemple="14",
    )
    intitule: TexteLong = champ("Intitulé", "La proposition, en une ou deux phrases.")
    texte_integral: TexteLong | None = champ(
        "Texte intégral", "Le texte des citoyens, mot pour mot.", default=None
    )
    reformulee: Booleen = champ(
        "Reformulée", "« true » si l'intitulé n'est pas le texte des citoyens.", default=False
    )
    source: SourceProposition | None = champ("Source", "Où lire la proposition.", default=None)
    theme: Texte | None = champ("Thème", "Groupe de propositions.", default=None)
    objectif: Texte | None = champ(
        "Objectif", "Objectif auquel elle répond, dans l'avis.", default=None
    )
    soutien: Texte | None = champ(
        "Soutien", "Vote ou soutien obtenu.", exemple="adoptée à 60 %", default=None
    )
    decision: Decision = champ("Décision", "Ce que l'État a décidé.", exemple="retenue")
    decision_date: DatePartielle | None = champ("Date de la décision", "Quand.", default=None)
    decision_auteur: Texte | None = champ(
        "Auteur de la décision",
        "Fonction, sans nom.",
        exemple="Président de la République",
        default=None,
    )
    reponse_motivee: TexteLong | None = champ(
        "Réponse motivée",
        "Ce que l'État répond, et pourquoi.",
        quand="la proposition est retenue en partie ou non retenue",
        default=None,
    )
    fidelite: FideliteReprise | None = champ(
        "Fidélité", "À quel point la décision reprend la proposition.", default=None
    )
    mise_en_oeuvre: MiseEnOeuvre | None = champ(
        "Mise en œuvre",
        "Où en est l'exécution.",
        exemple="en_cours",
        quand="la proposition est retenue, même en partie",
        default=None,
    )
    mise_en_oeuvre_detail: TexteLong | None = champ(
        "Détail de la mise en œuvre", "Ce qui a été fait.", default=None
    )
    pilote: Texte | None = champ("Pilote", "Service responsable.", default=None)
    leviers: tuple[Levier, ...] = champ("Leviers", "Textes et moyens.", default=())
    jalons: tuple[Jalon, ...] = champ("Jalons", "Étapes datées.", default=())
    preuves: tuple[Preuve, ...] = champ(
        "Preuves",
        "Ce qui établit l'état déclaré.",
        quand="la mise en œuvre est « realisee », ou si la décision est connue sans autre source",
        default=(),
    )
    echeance: DatePartielle | None = champ("Échéance", "Date visée.", default=None)
    reports: tuple[Report, ...] = champ("Reports", "Reports de l'échéance.", default=())
    appreciations: tuple[Appreciation, ...] = champ(
        "Autres voix", "Avis d'autres acteurs, à côté du statut officiel.", default=()
    )
    etabli_par: EtabliPar = champ("Établi par", "Qui le dit.", exemple="etat")
    avertissement: TexteLong | None = champ(
        "Avertissement", "Réserve dite aux lecteurs.", default=None
    )
    sources: tuple[Identifiant, ...] = champ(
        "Sources",
        "Identifiants de sources de la fiche.",
        exemple=["s1"],
        quand="la décision n'est pas « inconnue », et que ni preuve, ni levier avec son adresse, ni "
        "jalon avec sa source ne la montre",
        default=(),
    )
    motif_changement: TexteLong | None = champ(
        "Motif du changement",
        "Pourquoi la décision ou la mise en œuvre recule, ou la date glisse.",
        quand="une décision, une mise en œuvre ou une date recule par rapport à la version publiée",
        default=None,
    )
    maj_le: Jour = champ("Mis à jour le", "Dernière mise à jour de cette proposition.")


class Mesure(Modele):
    """A measure of the State that answers one or several proposals."""

    id: Identifiant = champ("Identifiant", "Nom court de la mesure.", exemple="loi-climat")
    intitule: Texte = champ("Intitulé", "Nom de la mesure.")
    description: TexteLong | None = champ("Description", "Ce qu'elle fait.", default=None)
    propositions: Annotated[tuple[Reference, ...], Field(min_length=1)] = champ(
        "Propositions", "Références des propositions auxquelles elle répond."
    )
    levier: Levier | None = champ("Levier", "Texte ou moyen.", default=None)
    sources: tuple[Identifiant, ...] = champ("Sources", "Identifiants de sources.", default=())


class Suites(Modele):
    """What became of the proposals of one concertation."""

    synthese: Markdown | None = champ("Synthèse", "Bilan court.", default=None)
    avertissement: TexteLong | None = champ(
        "Avertissement", "Ce que ces suites ne disent pas.", default=None
    )
    propositions: Annotated[tuple[Proposition, ...], Field(min_length=1)] = champ(
        "Propositions", "Chaque proposition et son devenir."
    )
    mesures: tuple[Mesure, ...] = champ(
        "Mesures", "Mesures qui répondent à plusieurs propositions.", default=()
    )
    appreciations: tuple[Appreciation, ...] = champ(
        "Autres voix sur l'ensemble", "Avis portés sur l'ensemble des suites.", default=()
    )
