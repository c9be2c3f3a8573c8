"""Guides, pages and fillable templates: front matter of ``content/{guides,pages,kit}/<id>.md``."""

from typing import Annotated

from pydantic import Field

from schemas.elements import Source
from schemas.enumerations import Etape, Objectif
from schemas.types import (
    DatePartielle,
    Entier,
    Identifiant,
    Jour,
    Modele,
    Resume,
    Texte,
    Url,
    champ,
)


class DocumentGuide(Modele):
    """A document that a guide refers to."""

    titre: Texte = champ("Titre", "Titre du document.")
    url: Url = champ("Adresse", "Adresse du document.")
    editeur: Texte | None = champ("Éditeur", "Qui le publie.", default=None)
    date: DatePartielle | None = champ("Date", "Date de publication.", default=None)


class Recommandation(Modele):
    """One row of the decision table: for this aim and this degree, these mechanisms."""

    objectif: Objectif = champ("Objectif", "Ce qui est demandé aux citoyens.")
    degre: Identifiant = champ("Degré", "Clé de « referentiels/degres.yml ».")
    dispositifs: Annotated[tuple[Identifiant, ...], Field(min_length=1)] = champ(
        "Dispositifs", "Clés de « referentiels/dispositifs.yml »."
    )
    pourquoi: Texte = champ("Pourquoi", "Ce qui motive ce choix.")
    sources: tuple[Identifiant, ...] = champ(
        "Sources", "Identifiants de sources du guide.", default=()
    )


class Guide(Modele):
    """A method guide for public agents or citizens."""

    titre: Texte = champ("Titre", "Titre du guide.")
    resume: Resume = champ("Résumé", "En cent mots au plus.")
    ordre: Entier = champ("Ordre", "Rang dans la liste des guides.", default=100)
    public: Annotated[tuple[Texte, ...], Field(min_length=1)] = champ(
        "Public", "À qui il s'adresse."
    )
    editeur: Texte = champ("Éditeur", "Qui l'a écrit.")
    date: Jour = champ("Date", "Date de publication.")
    revu_le: Jour = champ("Revu le", "Dernière relecture.")
    etapes: tuple[Etape, ...] = champ("Étapes", "Étapes de la démarche qu'il éclaire.", default=())
    dispositifs: tuple[Identifiant, ...] = champ(
        "Dispositifs", "Clés de « referentiels/dispositifs.yml ».", default=()
    )
    degres: tuple[Identifiant, ...] = champ(
        "Degrés", "Clés de « referentiels/degres.yml ».", default=()
    )
    champs: tuple[Texte, ...] = champ(
        "Champs éclairés",
        "Champs de la fiche que ce guide aide à remplir.",
        exemple=["engagements"],
        default=(),
    )
    recommandations: tuple[Recommandation, ...] = champ(
        "Recommandations", "Lignes du tableau de choix des dispositifs.", default=()
    )
    documents: tuple[DocumentGuide, ...] = champ("Documents", "Pour aller plus loin.", default=())
    sources: Annotated[tuple[Source, ...], Field(min_length=1)] = champ(
        "Sources", "D'où viennent les faits du guide."
    )
    anciennes_urls: tuple[Texte, ...] = champ(
        "Anciennes adresses", "Chemins de ce site qui redirigent vers ce guide.", default=()
    )


class Page(Modele):
    """A page of the site: who we are, legal notice, accessibility and the like."""

    titre: Texte = champ("Titre", "Titre de la page.")
    resume: Resume = champ("Résumé", "Une phrase, pour les moteurs de recherche.")
    revu_le: Jour = champ("Revu le", "Dernière relecture.")
    anciennes_urls: tuple[Texte, ...] = champ(
        "Anciennes adresses", "Chemins de ce site qui redirigent vers cette page.", default=()
    )


class ModeleDocument(Modele):
    """A fillable template of the kit: the body is its text, blanks included."""

    titre: Texte = champ("Titre", "Titre du modèle.")
    resume: Resume = champ("Résumé", "À quoi il sert.")
    ordre: Entier = champ("Ordre", "Rang dans le kit.", default=100)
    etape: Etape = champ("Étape", "Étape de la démarche où il sert.")
    guide: Identifiant | None = champ("Guide", "Guide qui l'explique.", default=None)
    revu_le: Jour = champ("Revu le", "Dernière relecture.")
    sources: tuple[Source, ...] = champ("Sources", "D'où vient sa structure.", default=())
