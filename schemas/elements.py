"""Parts of a record: what ``schemas.concertation`` is made of."""

from schemas.enumerations import (
    Canal,
    EtatEngagement,
    EtatJalon,
    Relation,
    RoleGouvernance,
    TypeDocument,
    TypeFin,
)
from schemas.types import (
    Booleen,
    DatePartielle,
    Entier,
    Identifiant,
    Markdown,
    Modele,
    Texte,
    TexteLong,
    Url,
    champ,
)


class Source(Modele):
    """Where a fact comes from."""

    id: Identifiant = champ(
        "Identifiant", "Nom court de la source dans cette fiche, pour la citer.", exemple="s1"
    )
    titre: Texte = champ("Titre", "Titre de la page ou du document.")
    url: Url = champ("Adresse", "Adresse de la source.", exemple="https://www.vie-publique.fr/")
    date: DatePartielle | None = champ(
        "Date", "Date de la source, si elle est connue.", exemple="2021-08-22", default=None
    )
    type: Texte | None = champ(
        "Nature", "Officielle, parlementaire, presse…", exemple="presse", default=None
    )
    appuie: TexteLong | None = champ(
        "Ce que la source établit", "Les faits de la fiche que cette source appuie.", default=None
    )


class Chiffre(Modele):
    """A published figure, with how sure it is and where it comes from."""

    valeur: Entier = champ("Valeur", "Le nombre, en chiffres.", exemple=150)
    environ: Booleen = champ(
        "Environ",
        "« true » si la source dit « environ », « près de » ou « plus de ».",
        default=False,
    )
    precision: Texte | None = champ(
        "Précision",
        "Ce que compte exactement ce nombre.",
        exemple="citoyens tirés au sort",
        default=None,
    )
    source: Identifiant | None = champ(
        "Source", "Identifiant d'une source de la fiche.", exemple="s1", default=None
    )


class ChiffreLibre(Modele):
    """A published figure that no standard field holds."""

    libelle: Texte = champ("Libellé", "Ce que compte ce nombre.", exemple="réunions locales")
    valeur: Entier = champ("Valeur", "Le nombre, en chiffres.", exemple=10134)
    environ: Booleen = champ("Environ", "« true » si la source dit « environ ».", default=False)
    source: Identifiant | None = champ("Source", "Identifiant d'une source.", default=None)


class Participants(Modele):
    """Who took part, once the concertation is closed."""

    nombre: Chiffre | None = champ("Participants", "Nombre de participants.", default=None)
    contributions: Chiffre | None = champ("Contributions", "Nombre de contributions.", default=None)
    propositions: Chiffre | None = champ("Propositions", "Nombre de propositions.", default=None)
    autres: tuple[ChiffreLibre, ...] = champ(
        "Autres chiffres", "Autres chiffres publiés.", default=()
    )
    mode_selection: TexteLong | None = champ(
        "Mode de sélection", "Comment les participants ont été choisis.", default=None
    )
    repartition: TexteLong | None = champ(
        "Répartition", "Répartition connue : âge, sexe, territoire…", default=None
    )
    indemnisation: TexteLong | None = champ(
        "Indemnisation", "Ce que les participants ont reçu.", default=None
    )


class Engagement(Modele):
    """A public commitment of the organiser, and what became of it."""

    texte: TexteLong = champ("Texte", "L'engagement tel qu'il a été pris.")
    echeance: DatePartielle | None = champ("Échéance", "Date promise.", default=None)
    etat: EtatEngagement = champ(
        "État", "Ce qu'il est devenu.", exemple="inconnu", default=EtatEngagement.INCONNU
    )
    preuve: Url | None = champ("Preuve", "Adresse qui montre l'état déclaré.", default=None)
    source: Identifiant | None = champ("Source", "Identifiant d'une source.", default=None)


class Dispositif(Modele):
    """One participation mechanism of the concertation."""

    type: Identifiant = champ(
        "Type", "Clé de « referentiels/dispositifs.yml ».", exemple="convention-citoyenne"
    )
    titre: Texte | None = champ("Titre", "Nom donné à ce dispositif.", default=None)
    debut: DatePartielle | None = champ("Début", "Premier jour.", default=None)
    fin: DatePartielle | None = champ("Fin", "Dernier jour.", default=None)
    lieu: Texte | None = champ("Lieu", "Ville ou lieu.", default=None)
    lien: Url | None = champ("Lien", "Page de ce dispositif.", default=None)
    participants: Entier | None = champ("Participants", "Nombre de participants.", default=None)


class Dates(Modele):
    """Dates of the concertation, each known to the day, the month or the year."""

    annonce: DatePartielle | None = champ("Annonce", "Annonce publique.", default=None)
    ouverture: DatePartielle = champ("Ouverture", "Début de la participation.", exemple="2019-10")
    cloture: DatePartielle | None = champ("Clôture", "Fin de la participation.", default=None)
    cloture_inconnue: Booleen = champ(
        "Clôture inconnue",
        "« true » si la concertation est terminée à une date que les sources ne donnent pas.",
        default=False,
    )
    restitution: DatePartielle | None = champ(
        "Restitution", "Remise ou présentation des résultats.", default=None
    )
    precision: TexteLong | None = champ(
        "Précision", "Réserves sur ces dates, dites aux lecteurs.", default=None
    )


class Report(Modele):
    """A deadline that slips, with the reason."""

    nouvelle_date: DatePartielle = champ("Nouvelle date", "Date annoncée en remplacement.")
    motif: TexteLong = champ("Motif", "Pourquoi la date est repoussée.")


class FinAnticipee(Modele):
    """A concertation given up, or for which no answer is expected."""

    type: TypeFin = champ("Type", "Abandonnée, ou sans suite attendue.")
    motif: TexteLong = champ("Motif", "La raison donnée.")
    date: DatePartielle = champ("Date", "Date de la décision.")
    source: Identifiant | None = champ("Source", "Identifiant d'une source.", default=None)


class Gouvernance(Modele):
    """Who ran or watched over the concertation."""

    role: RoleGouvernance = champ("Rôle", "Rôle tenu.", exemple="garant")
    nom: Texte = champ("Nom", "Organisme, ou responsable public nommé par la source.")
    fonction: Texte | None = champ("Fonction", "Précision sur le rôle.", default=None)
    lien: Url | None = champ("Lien", "Page qui le présente.", default=None)
    source: Identifiant | None = champ("Source", "Identifiant d'une source.", default=None)


class Cout(Modele):
    """What the concertation cost."""

    montant: Entier = champ("Montant", "En euros, sans centimes.")
    perimetre: TexteLong = champ("Périmètre", "Ce que couvre ce montant.")
    source: Identifiant = champ("Source", "Identifiant d'une source.")


class CommentParticiper(Modele):
    """One way to take part."""

    canal: Canal = champ("Canal", "Comment participer.", exemple="en_ligne")
    libelle: Texte = champ("Libellé", "Ce qu'il faut faire.", exemple="Répondre au questionnaire")
    lien: Url | None = champ("Lien", "Adresse de la page.", default=None)


class Jalon(Modele):
    """A dated step."""

    date: DatePartielle = champ("Date", "Date de l'étape.")
    intitule: TexteLong = champ("Intitulé", "Ce qui a lieu.")
    etat: EtatJalon = champ("État", "Prévu, atteint ou manqué.", default=EtatJalon.ATTEINT)
    source: Identifiant | None = champ("Source", "Identifiant d'une source.", default=None)


class Document(Modele):
    """A published document."""

    titre: Texte = champ("Titre", "Titre du document.")
    type: TypeDocument = champ("Type", "Nature du document.", exemple="rapport")
    date: DatePartielle | None = champ("Date", "Date de publication.", default=None)
    url: Url | None = champ("Adresse", "Adresse du document, si elle est connue.", default=None)
    description: TexteLong | None = champ(
        "Description", "Ce que contient le document.", default=None
    )
    format: Texte | None = champ("Format", "PDF, page web…", exemple="PDF", default=None)
    accessible: Booleen | None = champ(
        "Accessible", "Le document est-il déclaré accessible ?", default=None
    )
    source: Identifiant | None = champ("Source", "Identifiant d'une source.", default=None)


class Synthese(Modele):
    """What the citizens said; kept apart from what the State answered."""

    date: DatePartielle | None = champ("Date", "Date de publication de la synthèse.", default=None)
    texte: Markdown | None = champ("Texte", "Ce que les citoyens ont dit.", default=None)
    idees_phares: tuple[TexteLong, ...] = champ("Idées phares", "Principales idées.", default=())
    methode: TexteLong | None = champ("Méthode", "Comment la synthèse a été faite.", default=None)
    sources: tuple[Identifiant, ...] = champ("Sources", "Identifiants de sources.", default=())


class ReponseDuCommanditaire(Modele):
    """What the State answered as a whole; kept apart from the synthesis."""

    date: DatePartielle = champ("Date", "Date de la réponse.")
    signataire_fonction: Texte | None = champ(
        "Signataire", "Fonction de l'autorité qui répond.", exemple="Premier ministre", default=None
    )
    texte: Markdown = champ("Texte", "Ce que l'État a répondu.")
    sources: tuple[Identifiant, ...] = champ("Sources", "Identifiants de sources.", default=())


class Evaluation(Modele):
    """A judgement on the process itself."""

    type: Texte = champ("Type", "Nature de l'évaluation.", exemple="rapport parlementaire")
    auteur: Texte = champ("Auteur", "Qui évalue.")
    date: DatePartielle = champ("Date", "Date de publication.")
    url: Url = champ("Adresse", "Adresse de l'évaluation.")
    enseignements: TexteLong | None = champ(
        "Enseignements", "Ce qu'il faut en retenir.", default=None
    )


class ConcertationLiee(Modele):
    """A link to another concertation of the catalogue."""

    id: Identifiant = champ("Identifiant", "Identifiant de l'autre concertation.")
    relation: Relation = champ("Relation", "Ce qui les lie.", exemple="suit")
    precision: TexteLong | None = champ("Précision", "Explication du lien.", default=None)
