"""Every way a text can be refused: stable code, what is wrong, how to mend it."""

from __future__ import annotations

from typing import NamedTuple

from generator.markdown.structure import TypeEncadre, abrege
from schemas.enumerations import Etape


class Faute(NamedTuple):
    """What to tell the author."""

    code: str
    message: str
    aide: str


TITRE_DANS_UN_CHAMP = Faute(
    "titre-interdit",
    "ce champ ne contient pas de titre",
    "écrire un paragraphe, ou mettre le titre dans le texte qui suit l'en-tête du fichier",
)
TITRE_DANS_UN_ENCADRE = Faute(
    "titre-interdit",
    "un encadré ne contient pas de titre",
    "écrire un paragraphe en gras : **Titre**",
)
TITRE_PRINCIPAL = Faute(
    "titre-niveau",
    "le titre principal vient du champ « titre », le texte n'en contient pas d'autre",
    "commencer à « ## »",
)
TITRE_VIDE = Faute(
    "titre-vide", "titre sans texte", "écrire le titre après les « # », ou enlever la ligne"
)
ENCADRE_DANS_UN_CHAMP = Faute(
    "encadre-interdit", "ce champ ne contient pas d'encadré", "écrire un paragraphe"
)
ENCADRE_DANS_UN_ENCADRE = Faute(
    "encadre-interdit",
    "un encadré ne contient pas d'encadré",
    "fermer l'encadré précédent par une ligne « ::: »",
)
ENCADRE_SANS_NOM = Faute(
    "encadre-inconnu",
    "« ::: » ferme un encadré qui n'est pas ouvert",
    f"ouvrir l'encadré par « ::: » et son nom : {', '.join(TypeEncadre)}",
)
IMAGE = Faute(
    "image-interdite",
    "les images ne sont pas encore permises dans les textes",
    "décrire l'image en une phrase, ou faire un lien vers le document",
)
LIEN_SANS_TEXTE = Faute(
    "lien-sans-texte",
    "lien sans texte",
    "écrire entre les crochets ce que l'on trouve au bout du lien",
)


def titre_saute(niveau: int, precedent: int) -> Faute:
    """A heading two levels or more under the one before."""
    return Faute(
        "titre-niveau",
        f"titre de niveau {niveau} sans titre de niveau {niveau - 1} au-dessus",
        f"écrire « {'#' * (precedent + 1)} »",
    )


def encadre_inconnu(nom: str) -> Faute:
    """A box whose name is none of ours."""
    return Faute(
        "encadre-inconnu",
        f"encadré « {abrege(nom)} » inconnu",
        f"encadrés possibles : {', '.join(TypeEncadre)}",
    )


def encadre_non_ferme(nom: str) -> Faute:
    """A box that runs to the end of the text."""
    return Faute(
        "encadre-non-ferme", f"encadré « {nom} » non fermé", "ajouter une ligne « ::: » après"
    )


def encadre_vide(nom: str) -> Faute:
    """A box with nothing to read."""
    return Faute(
        "encadre-vide", f"encadré « {nom} » sans texte", "écrire entre les deux lignes « ::: »"
    )


def etape_inconnue(nom: str) -> Faute:
    """A box for a step that does not exist."""
    return Faute(
        "etape-inconnue",
        f"étape « {abrege(nom)} » inconnue",
        f"étapes possibles : {', '.join(Etape)}",
    )


def code_non_ferme(marque: str) -> Faute:
    """A code block that runs to the end of the text."""
    return Faute(
        "code-non-ferme",
        "bloc de code non fermé",
        f"ajouter une ligne « {abrege(marque)} » après le code",
    )


def imbrication(niveaux: int) -> Faute:
    """Lists, quotations or emphasis nested deeper than what is rendered."""
    return Faute(
        "imbrication-trop-profonde",
        f"plus de {niveaux} niveaux emboîtés",
        "la suite ne serait pas affichée : remonter d'un ou plusieurs niveaux",
    )


def balise(texte: str) -> Faute:
    """Raw HTML, named by what the parser saw of it: ``<b``, ``</b``, ``<!``."""
    nom = texte + ">" if texte[-1].isalnum() else texte
    return Faute(
        "balise-interdite",
        f"balise « {abrege(nom)} » interdite : le HTML brut n'est pas permis",
        "l'écrire en Markdown ; pour la montrer, l'entourer d'accents graves ; pour le signe"
        " « inférieur à », laisser une espace après",
    )


def lien(adresse: str, motif: str, aide: str) -> Faute:
    """An address that may not be linked to."""
    return Faute("lien-interdit", f"lien « {abrege(adresse)} » interdit : {motif}", aide)


def texte_trop_long(taille: int, maximum: int) -> Faute:
    """More characters than a text may have."""
    return Faute(
        "texte-trop-long",
        f"texte trop long ({taille} caractères, {maximum} au plus)",
        "le couper en plusieurs textes, ou joindre un document",
    )


def trop_de_crochets(nombre: int, maximum: int) -> Faute:
    """More opening brackets than the links of a text need."""
    return Faute(
        "trop-de-crochets",
        f"{nombre} crochets ouvrants dans ce texte, {maximum} au plus",
        "le couper en plusieurs textes",
    )


def rendu_trop_gros(taille: int, produit: int) -> Faute:
    """An output out of proportion with its source."""
    return Faute(
        "rendu-trop-gros",
        f"ce texte de {taille} caractères en produit {produit}",
        "réduire les tableaux : ils ont trop de cases vides",
    )
