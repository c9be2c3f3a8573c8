"""The record of a concertation: front matter of ``content/concertations/<id>/concertation.md``."""

from typing import Annotated

from pydantic import Field

from schemas.elements import (
    CommentParticiper,
    ConcertationLiee,
    Cout,
    Dates,
    Dispositif,
    Document,
    Engagement,
    Evaluation,
    FinAnticipee,
    Gouvernance,
    Jalon,
    Participants,
    ReponseDuCommanditaire,
    Report,
    Source,
    Synthese,
)
from schemas.enumerations import Condition, Modalite, Objectif
from schemas.types import (
    Booleen,
    Courriel,
    DatePartielle,
    Identifiant,
    Jour,
    Markdown,
    Modele,
    Resume,
    Texte,
    TexteLong,
    Url,
    champ,
)


class Concertation(Modele):
    """One record: facts about one concertation, for its whole life."""

    titre: Texte = champ("Titre", "Intitulé officiel de la concertation.")
    titres_alternatifs: tuple[Texte, ...] = champ(
        "Autres intitulés", "Autres noms sous lesquels elle est connue.", default=()
    )
    resume: Resume = champ("Résumé", "En cent mots au plus, pour un citoyen qui découvre le sujet.")
    porteur: Identifiant = champ(
        "Porteur",
        "Clé de « referentiels/ministeres.yml ». La page affiche le nom que portait "
        "le ministère à l'ouverture.",
        exemple="transition-ecologique",
    )
    co_porteurs: tuple[Identifiant, ...] = champ("Co-porteurs", "Autres ministères.", default=())
    porteur_deduit: Booleen = champ(
        "Porteur déduit",
        "« true » si le rattachement est déduit par le documentaliste.",
        default=False,
    )
    initiateurs: tuple[Texte, ...] = champ(
        "À l'initiative de", "Autorité politique à l'origine.", default=()
    )
    gouvernement: Texte | None = champ("Gouvernement", "Gouvernement au lancement.", default=None)
    objet: Markdown = champ("Objet", "Sur quoi porte la concertation.")
    question_posee: TexteLong | None = champ(
        "Question posée", "La question, mot pour mot.", default=None
    )
    contexte_decision: Markdown | None = champ(
        "Marges de manœuvre",
        "Ce qui se décide avec elle, et ce qui ne se décide pas.",
        default=None,
    )
    engagements: tuple[Engagement, ...] = champ(
        "Engagements",
        "Ce que l'organisateur a promis.",
        quand="« engagements_inconnus » absent",
        default=(),
    )
    engagements_inconnus: Booleen = champ(
        "Engagements inconnus", "« true » si aucun engagement n'a été trouvé.", default=False
    )
    objectif: Objectif = champ(
        "Objectif", "Ce qui est demandé aux citoyens.", exemple="construire_un_avis_collectif"
    )
    degre: Identifiant | None = champ(
        "Degré", "Clé de « referentiels/degres.yml ».", exemple="consultation", default=None
    )
    condition_participation: Annotated[tuple[Condition, ...], Field(min_length=1)] = champ(
        "Qui peut participer", "Une ou plusieurs conditions.", exemple=["tirage_au_sort"]
    )
    modalites: Annotated[tuple[Modalite, ...], Field(min_length=1)] = champ(
        "Modalités", "En ligne, en présentiel.", exemple=["presentiel"]
    )
    dispositifs: Annotated[tuple[Dispositif, ...], Field(min_length=1)] = champ(
        "Dispositifs", "Par quels moyens les citoyens participent."
    )
    dates: Dates = champ("Dates", "Dates de la concertation.")
    reponse_attendue_le: DatePartielle | None = champ(
        "Réponse attendue le",
        "Date à laquelle l'État a promis de répondre.",
        quand="la concertation est close",
        default=None,
    )
    reponse_attendue_inconnue: Booleen = champ(
        "Date de réponse inconnue",
        "« true » si aucune date n'a été promise ou trouvée.",
        default=False,
    )
    reports: tuple[Report, ...] = champ("Reports", "Reports de la date de réponse.", default=())
    fin_anticipee: FinAnticipee | None = champ(
        "Fin anticipée", "Abandon, ou absence de suite attendue.", default=None
    )
    thematiques: Annotated[tuple[Identifiant, ...], Field(min_length=1)] = champ(
        "Thématiques", "Clés de « referentiels/thematiques.yml ».", exemple=["sante"]
    )
    mots_cles: tuple[Texte, ...] = champ("Mots-clés", "Mots libres pour la recherche.", default=())
    publics_vises: tuple[Texte, ...] = champ("Publics visés", "À qui elle s'adresse.", default=())
    territoire: Texte = champ("Territoire", "National, ou le territoire nommé.", default="National")
    participants: Participants | None = champ(
        "Participants",
        "Qui a participé.",
        quand="la concertation est close et un chiffre est connu",
        default=None,
    )
    gouvernance: tuple[Gouvernance, ...] = champ(
        "Gouvernance", "Garants, comités, prestataires.", default=()
    )
    accompagnement_cipc: Booleen | None = champ(
        "Accompagnement du CIPC", "Le CIPC a-t-il accompagné la démarche ?", default=None
    )
    cout: Cout | None = champ("Coût", "Coût publié.", default=None)
    comment_participer: tuple[CommentParticiper, ...] = champ(
        "Comment participer",
        "Les moyens de participer.",
        quand="la concertation est ouverte",
        default=(),
    )
    lien_site: Url | None = champ("Site officiel", "Site de la démarche.", default=None)
    fiche_plateforme: Url | None = champ(
        "Fiche de la plateforme",
        "Fiche sur la plateforme de l'État, si elle existe ou a existé.",
        default=None,
    )
    calendrier: tuple[Jalon, ...] = champ("Calendrier", "Étapes datées.", default=())
    documents: tuple[Document, ...] = champ("Documents", "Documents publiés.", default=())
    synthese: Synthese | None = champ("Synthèse", "Ce que les citoyens ont dit.", default=None)
    reponse_du_commanditaire: ReponseDuCommanditaire | None = champ(
        "Réponse du commanditaire", "Ce que l'État a répondu.", default=None
    )
    evaluation: Evaluation | None = champ("Évaluation", "Évaluation de la démarche.", default=None)
    concertations_liees: tuple[ConcertationLiee, ...] = champ(
        "Concertations liées", "Liens vers d'autres concertations.", default=()
    )
    anciennes_urls: tuple[Texte, ...] = champ(
        "Anciennes adresses",
        "Chemins de ce site qui menaient à cette fiche et y redirigent.",
        exemple=["/concertations/ancien-nom/"],
        default=(),
    )
    contact: Courriel | None = champ(
        "Contact", "Boîte fonctionnelle, jamais l'adresse d'un agent.", default=None
    )
    sources: Annotated[tuple[Source, ...], Field(min_length=1)] = champ(
        "Sources", "D'où viennent les faits de la fiche."
    )
    reserves: TexteLong | None = champ(
        "Réserves", "Limites de ce que disent les sources, dites aux lecteurs.", default=None
    )
    revu_le: Jour = champ("Revu le", "Date de la dernière relecture humaine.", exemple="2026-11-22")
