"""The site's own settings: ``content/site.yml``."""

from schemas.types import (
    Booleen,
    Courriel,
    Entier,
    Identifiant,
    Jour,
    Modele,
    Texte,
    TexteLong,
    Url,
    champ,
)


class Editeur(Modele):
    """Legal identity of the publisher (LCEN, n° 2004-575). Compulsory when ``officiel: true``."""

    nom: Texte | None = champ("Nom", "Nom de l'éditeur.", quand="officiel", default=None)
    adresse: Texte | None = champ("Adresse", "Adresse postale.", quand="officiel", default=None)
    telephone: Texte | None = champ(
        "Téléphone", "Numéro de téléphone.", quand="officiel", default=None
    )
    directeur_publication: Texte | None = champ(
        "Directeur de la publication", "Fonction ou nom.", quand="officiel", default=None
    )
    delegue_protection_donnees: Courriel | None = champ(
        "Délégué à la protection des données",
        "Boîte fonctionnelle.",
        quand="officiel",
        default=None,
    )


class Hebergeur(Modele):
    """Legal identity of the host. Compulsory when ``officiel: true``."""

    nom: Texte | None = champ("Nom", "Nom de l'hébergeur.", quand="officiel", default=None)
    adresse: Texte | None = champ("Adresse", "Adresse postale.", quand="officiel", default=None)
    telephone: Texte | None = champ(
        "Téléphone", "Numéro de téléphone.", quand="officiel", default=None
    )


class Depot(Modele):
    """The forge where the content lives."""

    url: Url = champ("Adresse", "Adresse du dépôt sur la forge.")
    branche: Texte = champ("Branche", "Branche publiée.", default="main")


class NonListee(Modele):
    """A known concertation that the catalogue does not list, and why."""

    titre: Texte = champ("Titre", "Intitulé.")
    motif: TexteLong = champ("Motif", "Pourquoi elle n'est pas listée.")


class Site(Modele):
    """Settings of the whole site."""

    nom: Texte = champ("Nom", "Nom du site.")
    baseline: Texte = champ("Sous-titre", "Une phrase qui dit ce qu'est le site.")
    url: Url = champ("Adresse publique", "Adresse de production, avec la barre finale.")
    officiel: Booleen = champ(
        "Officiel", "« true » seulement pour la publication officielle.", default=False
    )
    avertissement: TexteLong | None = champ(
        "Avertissement", "Dit en tête de chaque page ce qu'est ce site.", default=None
    )
    theme: Identifiant = champ("Thème", "Dossier de « templates/themes/ ».", default="neutre")
    editeur: Editeur = champ("Éditeur", "Identité de l'éditeur.", default=Editeur())
    hebergeur: Hebergeur = champ("Hébergeur", "Identité de l'hébergeur.", default=Hebergeur())
    contact: Courriel | None = champ(
        "Contact", "Boîte fonctionnelle.", quand="officiel", default=None
    )
    depot: Depot | None = champ("Dépôt", "Forge où vit le contenu.", default=None)
    donnees_arretees_au: Jour | None = champ(
        "Données arrêtées au", "Dernière date que les sources documentent.", default=None
    )
    mois_avant_peremption: Entier = champ(
        "Mois avant péremption", "Au-delà, une information non revue est signalée.", default=12
    )
    non_listees: tuple[NonListee, ...] = champ(
        "Concertations non listées", "Connues, mais hors du catalogue, avec la raison.", default=()
    )
