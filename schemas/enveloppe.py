"""What every response of the JSON interface says of itself."""

from schemas.types import Entier, Jour, Modele, Texte, Url, champ

VERSION_SCHEMA = "1.0"


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
