"""The forms of the forge: a new concertation, a follow-up, a mistake."""

from __future__ import annotations

from generator.contribute.form_model import (
    Forme,
    Formulaire,
    Question,
    chaine,
    du_modele,
    du_modele_tous,
)
from schemas.concertation import Concertation
from schemas.enumerations import TypeLevier
from schemas.suites import Proposition

ETIQUETTE = "formulaire"
IDENTIFIANT, CONCERTATION, RECIT = "identifiant", "concertation", "recit"
CHAMP_FAUX, VALEUR_JUSTE = "champ", "valeur"
TITRE_SOURCE, ADRESSE_SOURCE = "source_titre", "source_url"

_QUI = Question(
    CONCERTATION,
    "Concertation",
    "L'adresse de sa page sur le site, ou son identifiant.",
    Forme.LIGNE,
    obligatoire=True,
    exemple="convention-citoyenne-climat",
)
_SOURCES = Question(
    "sources",
    "Sources",
    "D'où viennent les faits. Une par ligne : son titre, « | », son adresse.",
    Forme.TEXTE,
    obligatoire=True,
    exemple="Dossier de presse du 4 octobre | https://www.vie-publique.fr/",
    colonnes=("titre", "url", "date"),
)

NOUVELLE = Formulaire(
    "nouvelle-concertation",
    "Proposer une concertation",
    "Une concertation de l'État manque au catalogue.",
    "nouvelle concertation",
    "Vos réponses deviennent une fiche, relue avant d'être publiée. Rien n'est inventé à votre place : "
    "ce que vous laissez vide reste vide.",
    (
        Question(
            IDENTIFIANT,
            "Identifiant",
            "Le nom permanent de la fiche, et son adresse : minuscules sans accent, chiffres, tirets.",
            Forme.LIGNE,
            obligatoire=True,
            exemple="convention-citoyenne-climat",
        ),
        *du_modele_tous(
            Concertation,
            (
                "titre",
                "resume",
                "porteur",
                "objet",
                "question_posee",
                "objectif",
                "degre",
                "condition_participation",
                "modalites",
            ),
        ),
        Question(
            "dispositifs",
            "Dispositifs",
            "Par quels moyens les citoyens participent. Les noms du catalogue, par exemple « Atelier "
            "citoyen » ; plusieurs : séparés par des virgules.",
            Forme.LIGNE,
            obligatoire=True,
        ),
        *du_modele_tous(
            Concertation, ("dates.ouverture", "dates.cloture", "dates.cloture_inconnue")
        ),
        Question(
            "engagements",
            "Engagements",
            "Ce que l'organisateur a promis. Un par ligne ; vide si aucun n'a été trouvé.",
            Forme.TEXTE,
            colonnes=("texte",),
        ),
        Question(
            "reponse_attendue_le",
            "Réponse attendue le",
            "Date à laquelle l'État a promis de répondre ; vide si aucune date n'a été promise.",
            Forme.LIGNE,
            champ=chaine(Concertation, "reponse_attendue_le")[-1],
        ),
        *du_modele_tous(Concertation, ("thematiques", "territoire", "lien_site", "contact")),
        _SOURCES,
        Question(
            RECIT,
            "Récit",
            "L'histoire de la concertation, si vous avez plus à dire. Paragraphes séparés par une ligne vide.",
            Forme.TEXTE,
        ),
    ),
)

MISE_A_JOUR = Formulaire(
    "mise-a-jour-suite",
    "Mettre à jour une suite",
    "Dire ce que devient une proposition des citoyens.",
    "suites",
    "Une proposition à la fois. Une réponse vide ne change rien à ce qui est publié. Pour en changer "
    "beaucoup, le tableur est plus simple : « catalogue suites export ».",
    (
        _QUI,
        *du_modele_tous(Proposition, ("reference",)),
        du_modele(Proposition, "intitule", facultatif=True),
        du_modele(Proposition, "decision", facultatif=True),
        *du_modele_tous(
            Proposition,
            (
                "decision_date",
                "decision_auteur",
                "reponse_motivee",
                "mise_en_oeuvre",
                "mise_en_oeuvre_detail",
                "pilote",
                "echeance",
            ),
        ),
        Question(
            "leviers",
            "Leviers",
            "À ajouter, un par ligne : type, « | », intitulé, « | », référence, « | », adresse, « | », "
            f"date. Types : {', '.join(t.libelle for t in TypeLevier)}.",
            Forme.TEXTE,
            colonnes=("type", "intitule", "reference", "url", "date"),
        ),
        Question(
            "preuves",
            "Preuves",
            "À ajouter, une par ligne : titre, « | », adresse, « | », date. Obligatoire si la mise en "
            "œuvre est « Réalisée », ou si la décision est connue et n'a encore aucune source.",
            Forme.TEXTE,
            colonnes=("titre", "url", "date"),
        ),
        *du_modele_tous(Proposition, ("etabli_par", "motif_changement")),
    ),
)

CORRIGIBLES = tuple(
    du_modele(Concertation, chemin)
    for chemin in (
        "titre",
        "resume",
        "porteur",
        "objet",
        "question_posee",
        "contexte_decision",
        "gouvernement",
        "degre",
        "dates.annonce",
        "dates.ouverture",
        "dates.cloture",
        "dates.restitution",
        "reponse_attendue_le",
        "territoire",
        "lien_site",
        "contact",
        "reserves",
    )
)
"""The fields of a record that the form for mistakes can replace."""

CORRECTION = Formulaire(
    "signaler-une-erreur",
    "Signaler une erreur",
    "Une information du catalogue est fausse ou a changé.",
    "correction",
    "Si vous donnez le champ et ce qu'il faudrait lire, la correction s'écrit toute seule, puis est "
    "relue. Sinon, une personne lira votre signalement.",
    (
        _QUI,
        Question(
            CHAMP_FAUX,
            "Champ",
            "Ce qui est faux, s'il est dans cette liste.",
            Forme.CHOIX,
            options=tuple(q.titre for q in CORRIGIBLES),
        ),
        Question(VALEUR_JUSTE, "Ce qu'il faudrait lire", "La valeur juste.", Forme.TEXTE),
        Question(
            TITRE_SOURCE,
            "Titre de la source",
            "Le titre de la page ou du document qui l'établit.",
            Forme.LIGNE,
            obligatoire=True,
        ),
        Question(
            ADRESSE_SOURCE,
            "Adresse de la source",
            "Son adresse.",
            Forme.LIGNE,
            obligatoire=True,
            exemple="https://www.vie-publique.fr/",
        ),
        Question("explication", "Explication", "Ce qui est faux, et pourquoi.", Forme.TEXTE),
    ),
)

FORMULAIRES = (NOUVELLE, MISE_A_JOUR, CORRECTION)
