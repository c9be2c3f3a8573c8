"""Closed lists of the content model. Lists that grow live in ``content/referentiels/``."""

from schemas.types import Enumeration


class Objectif(Enumeration):
    """What the citizens were asked for."""

    EXPRIMER_UNE_OPINION = (
        "exprimer_une_opinion",
        "Exprimer une opinion",
        "Chacun donne son avis, vote ou dépose une idée.",
    )
    CONSTRUIRE_UN_AVIS_COLLECTIF = (
        "construire_un_avis_collectif",
        "Construire un avis collectif",
        "Un groupe de citoyens s'informe, débat et rédige un avis commun.",
    )
    INTERPELLER_LE_GOUVERNEMENT = (
        "interpeller_le_gouvernement",
        "Interpeller le Gouvernement",
        "Les citoyens choisissent eux-mêmes les sujets qu'ils portent.",
    )


class Condition(Enumeration):
    """Who could take part."""

    OUVERT_A_TOUS = "ouvert_a_tous", "Ouvert à tous", "Toute personne peut participer."
    TIRAGE_AU_SORT = (
        "tirage_au_sort",
        "Tirage au sort",
        "Les participants sont tirés au sort.",
    )
    VOLONTARIAT = (
        "volontariat",
        "Volontariat",
        "Les participants se portent volontaires, puis sont retenus.",
    )
    SUR_INVITATION = (
        "sur_invitation",
        "Sur invitation",
        "Des personnes ou organisations sont invitées.",
    )


class Modalite(Enumeration):
    """How people took part."""

    EN_LIGNE = "en_ligne", "En ligne", "Par un site ou une application."
    PRESENTIEL = "presentiel", "En présentiel", "Par des rencontres."


class EtatEngagement(Enumeration):
    """What became of a commitment of the organiser."""

    TENU = "tenu", "Tenu", "Ce qui était promis a été fait."
    EN_COURS = "en_cours", "En cours", "Le travail a commencé."
    NON_TENU = "non_tenu", "Non tenu", "Ce qui était promis n'a pas été fait."
    SANS_OBJET = "sans_objet", "Sans objet", "L'engagement n'a plus lieu d'être."
    INCONNU = "inconnu", "Inconnu", "Aucune source trouvée ne le dit."


class TypeFin(Enumeration):
    """Why a concertation ended without an expected answer."""

    ABANDONNEE = "abandonnee", "Abandonnée", "La concertation a été arrêtée."
    SANS_SUITE_ATTENDUE = (
        "sans_suite_attendue",
        "Sans suite attendue",
        "Aucune réponse n'a été promise ni n'est attendue.",
    )


class RoleGouvernance(Enumeration):
    """Who watched over or ran the concertation."""

    GARANT = "garant", "Garant", "Veille à la sincérité de la démarche."
    COMITE_DE_PILOTAGE = (
        "comite_de_pilotage",
        "Comité de pilotage",
        "Décide du déroulement.",
    )
    COMITE_DE_SUIVI = "comite_de_suivi", "Comité de suivi", "Suit ce que deviennent les résultats."
    PRESTATAIRE = "prestataire", "Prestataire", "Anime, outille ou analyse."
    ORGANISATEUR = "organisateur", "Organisateur", "Conduit la démarche."
    EXPERT = "expert", "Expert", "Apporte des connaissances."


class Canal(Enumeration):
    """A way to take part while the concertation is open."""

    EN_LIGNE = "en_ligne", "En ligne", "Par un site ou une application."
    COURRIEL = "courriel", "Par courriel", "En écrivant à une adresse électronique."
    COURRIER = "courrier", "Par courrier", "En écrivant à une adresse postale."
    TELEPHONE = "telephone", "Par téléphone", "En appelant un numéro."
    SUR_PLACE = "sur_place", "Sur place", "En se rendant dans un lieu."


class EtatJalon(Enumeration):
    """State of a milestone."""

    PREVU = "prevu", "Prévu", "La date est annoncée."
    ATTEINT = "atteint", "Atteint", "L'étape a eu lieu."
    MANQUE = "manque", "Manqué", "L'étape n'a pas eu lieu à la date prévue."


class TypeDocument(Enumeration):
    """Kind of published document."""

    CADRAGE = "cadrage", "Cadrage", "Ce qui fixe l'objet et les règles."
    SOCLE_INFORMATION = "socle_information", "Socle d'information", "Ce qui informe les citoyens."
    COMPTE_RENDU = "compte_rendu", "Compte rendu", "Ce qui s'est dit."
    SYNTHESE = "synthese", "Synthèse", "Le résumé des contributions."
    AVIS_CITOYEN = "avis_citoyen", "Avis citoyen", "Ce que les citoyens ont écrit."
    RAPPORT = "rapport", "Rapport", "Un rapport remis à l'issue de la démarche."
    REPONSE = "reponse", "Réponse", "Ce que l'État a répondu."
    DONNEES = "donnees", "Données", "Les contributions en données ouvertes."


class Decision(Enumeration):
    """What was decided about a proposal."""

    SANS_REPONSE = (
        "sans_reponse",
        "Sans réponse",
        "Il est établi que l'État n'a pas répondu.",
    )
    A_L_ETUDE = "a_l_etude", "À l'étude", "L'État a dit examiner la proposition."
    RETENUE = "retenue", "Retenue", "L'État a dit reprendre la proposition."
    RETENUE_PARTIELLEMENT = (
        "retenue_partiellement",
        "Retenue en partie",
        "L'État reprend une partie de la proposition, ou la modifie.",
    )
    NON_RETENUE = "non_retenue", "Non retenue", "L'État a dit ne pas reprendre la proposition."
    INCONNUE = "inconnue", "Réponse non trouvée", "Aucune source trouvée ne donne la réponse."


class MiseEnOeuvre(Enumeration):
    """How far the execution of a decision went."""

    NON_COMMENCEE = "non_commencee", "Non commencée", "Rien n'a été engagé."
    EN_COURS = "en_cours", "En cours", "Des actes ont été engagés, à la date de la source."
    REALISEE = (
        "realisee",
        "Réalisée",
        "L'acte annoncé est pris ou déclaré fait ; l'effet attendu n'est pas garanti pour autant.",
    )
    ABANDONNEE = "abandonnee", "Abandonnée", "L'exécution a été arrêtée ou n'a pas abouti."
    SANS_INFORMATION = (
        "sans_information",
        "Sans information",
        "Aucune source trouvée ne dit où en est l'exécution.",
    )


class Fidelite(Enumeration):
    """How faithfully a proposal was taken up, apart from progress."""

    A_LA_LETTRE = "a_la_lettre", "À la lettre", "La mesure reprend la proposition telle quelle."
    ADAPTEE = "adaptee", "Adaptée", "La mesure garde l'intention avec d'autres moyens."
    PARTIELLE = "partielle", "Partielle", "La mesure ne reprend qu'une partie."
    SUBSTANTIELLEMENT_MODIFIEE = (
        "substantiellement_modifiee",
        "Substantiellement modifiée",
        "La mesure s'écarte de la proposition.",
    )


class TypeLevier(Enumeration):
    """Instrument by which a decision is carried out."""

    LOI = "loi", "Loi", "Une loi ou un projet de loi."
    DECRET = "decret", "Décret", "Un décret."
    ARRETE = "arrete", "Arrêté", "Un arrêté."
    BUDGET = "budget", "Budget", "Des crédits, un plan d'investissement."
    PLAN = "plan", "Plan ou stratégie", "Un plan, une stratégie, une feuille de route."
    CONVENTION = "convention", "Convention ou accord", "Un accord entre organismes."
    UE_INTERNATIONAL = (
        "ue_international",
        "Europe et international",
        "Une action européenne ou internationale.",
    )
    AUTRE = "autre", "Autre", "Un autre moyen."


class AuteurAppreciation(Enumeration):
    """Who assesses, apart from the State."""

    PARTICIPANTS = "participants", "Participants", "Les citoyens qui ont participé."
    COMITE_DE_SUIVI = "comite_de_suivi", "Comité de suivi", "L'instance de suivi."
    GARANT = "garant", "Garant", "Le garant de la démarche."
    PARLEMENT = "parlement", "Parlement", "Une commission, un rapport, un parlementaire."
    TIERS = "tiers", "Tiers", "Une association, un chercheur, une institution."


class EtabliPar(Enumeration):
    """Who says what became of a proposal."""

    ETAT = "etat", "L'État", "Réponse donnée par l'État : site, discours, engagement."
    PARLEMENT = "parlement", "Le Parlement", "Établie par un texte ou un débat parlementaire."
    PRESSE = "presse", "La presse", "Établie par la presse."
    DOCUMENTALISTE = (
        "documentaliste",
        "Le documentaliste",
        "Déduite de la lecture des sources : à lire avec prudence.",
    )


class Relation(Enumeration):
    """How two concertations are linked."""

    PRECEDE = "precede", "Précède", "Celle-ci a eu lieu avant et y mène."
    SUIT = "suit", "Fait suite à", "Celle-ci prolonge l'autre."
    FAIT_PARTIE_DE = "fait_partie_de", "Fait partie de", "Celle-ci est une partie de l'autre."
    COMPREND = "comprend", "Comprend", "L'autre est une partie de celle-ci."
    MEME_SUJET = "meme_sujet", "Porte sur le même sujet", "Sujet voisin."


class Etape(Enumeration):
    """Step of a process, as the guides follow it."""

    CADRAGE = "cadrage", "Cadrage", "Préciser l'objet, les marges de manœuvre et la méthode."
    PILOTAGE = "pilotage", "Pilotage", "Conduire la démarche et en garantir la sincérité."
    RESTITUTION = "restitution", "Restitution", "Rendre compte de ce que les citoyens ont dit."
    DEVOIR_DE_SUITE = (
        "devoir_de_suite",
        "Devoir de suite",
        "Dire ce que deviennent les propositions.",
    )


class Statut(Enumeration):
    """State of a concertation on a given day. Computed, never typed."""

    ANNONCEE = "annoncee", "Annoncée", "Elle n'est pas encore ouverte."
    OUVERTE = "ouverte", "Ouverte", "On peut y participer."
    ANALYSE_EN_COURS = (
        "analyse_en_cours",
        "Terminée, sans synthèse connue",
        "Elle est close ; ni synthèse ni réponse n'est connue de ce catalogue.",
    )
    SYNTHESE_PUBLIEE = (
        "synthese_publiee",
        "Synthèse publiée",
        "Ce que les citoyens ont dit est publié ; aucune réponse n'est connue de ce catalogue.",
    )
    REPONSE_PUBLIEE = (
        "reponse_publiee",
        "Réponse publiée",
        "L'État a répondu ; aucun suivi n'est connu de ce catalogue.",
    )
    SUIVI_EN_COURS = (
        "suivi_en_cours",
        "Suivi en cours",
        "Le devenir des propositions est documenté, au moins en partie.",
    )
    SUIVI_CLOS = (
        "suivi_clos",
        "Suivi clos",
        "Toutes les propositions listées ici ont une issue connue.",
    )
    ABANDONNEE = "abandonnee", "Abandonnée", "La concertation a été arrêtée."
    SANS_SUITE_ATTENDUE = (
        "sans_suite_attendue",
        "Sans suite attendue",
        "Aucune réponse n'était attendue.",
    )


class EtatAttente(Enumeration):
    """Where the public clock of a concertation stands on a given day. Computed, never typed."""

    SANS_OBJET = "sans_objet", "Sans objet", "Aucune réponse n'est attendue, ou pas encore."
    REPONDUE = (
        "repondue",
        "Répondue",
        "L'État a répondu, dans l'ensemble ou à une proposition au moins.",
    )
    ATTENDUE = "attendue", "Attendue", "Une date est promise et n'est pas passée."
    EN_RETARD = "en_retard", "En retard", "La date promise est passée, sans réponse connue."
    INCONNUE = (
        "inconnue",
        "Date inconnue",
        "Elle est close, sans réponse connue ni date de réponse promise.",
    )
