"""What a form of the forge is: questions, and the field of the models that each one fills."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from generator.contribute.fields import Champ, Genre, champ_nomme
from schemas.types import Modele

_REFERENTIEL = re.compile(r"Clés? de « referentiels/\w+\.yml »\. ?")


class Forme(StrEnum):
    """What a person fills in on the forge."""

    LIGNE = "input"
    TEXTE = "textarea"
    CHOIX = "dropdown"
    CHOIX_MULTIPLES = "dropdown multiple"
    CASE = "checkboxes"


class Question(Struct, frozen=True):
    """One question of a form.

    ``id`` is a path in the model (``dates.ouverture``) or a name of ours; ``champ`` the field, if
    it is one; ``colonnes`` what each line of a list holds, between « | ».
    """

    id: str
    titre: str
    description: str
    forme: Forme
    obligatoire: bool = False
    champ: Champ | None = None
    options: tuple[str, ...] = ()
    exemple: str = ""
    colonnes: tuple[str, ...] = ()


class Formulaire(Struct, frozen=True):
    """A form: its file on the forge, what it says of itself, its label, its questions."""

    nom: str
    titre: str
    description: str
    etiquette: str
    accueil: str
    questions: tuple[Question, ...]

    def question(self, identifiant: str) -> Question:
        """One question by its id."""
        return next(q for q in self.questions if q.id == identifiant)


def chaine(modele: type[Modele], chemin: str) -> list[Champ]:
    """The fields that a path goes through.

    Raises:
        KeyError: the model has no such field.
    """
    champs: list[Champ] = []
    courant: type[Modele] | None = modele
    for cle in chemin.split("."):
        champ = champ_nomme(courant, cle)
        if champ is None:
            raise KeyError(chemin)
        champs.append(champ)
        courant = champ.modele
    return champs


def du_modele(modele: type[Modele], chemin: str, *, facultatif: bool = False) -> Question:
    """The question of one field."""
    champs = chaine(modele, chemin)
    champ = champs[-1]
    obligatoire = all(c.obligatoire for c in champs) and not facultatif
    condition = "" if not champ.condition else f" Obligatoire si {champ.condition}."
    description = _REFERENTIEL.sub("", champ.description.replace("« true »", "Cochez"))
    return Question(
        chemin,
        " – ".join(c.titre for c in champs),
        f"{description} {_forme_attendue(champ)}{condition}".strip(),
        _forme(champ),
        obligatoire,
        champ,
        tuple(m.libelle for m in champ.choix),
        ""
        if champ.exemple is None or champ.choix or champ.genre is Genre.IDENTIFIANT
        else _un(champ),
    )


def _un(champ: Champ) -> str:
    exemples = champ.exemple if isinstance(champ.exemple, list) else [champ.exemple]
    return ", ".join(map(str, exemples))


def _forme(champ: Champ) -> Forme:
    if champ.choix:
        return Forme.CHOIX_MULTIPLES if champ.liste else Forme.CHOIX
    if champ.genre is Genre.BOOLEEN:
        return Forme.CASE
    return Forme.TEXTE if champ.genre in {Genre.TEXTE, Genre.MARKDOWN} else Forme.LIGNE


def _forme_attendue(champ: Champ) -> str:
    """How to write it, where it is not obvious."""
    match champ.genre:
        case Genre.DATE | Genre.JOUR:
            return "Date : 2026-03-12 ; ou 2026-03, ou 2026, si le jour n'est pas connu."
        case Genre.IDENTIFIANT if "referentiels/" in champ.description:
            plusieurs = " ; plusieurs, séparés par des virgules" if champ.liste else ""
            return f"Le nom affiché dans le catalogue{plusieurs}."
        case Genre.MARKDOWN:
            return "Paragraphes séparés par une ligne vide."
    return ""


def du_modele_tous(modele: type[Modele], chemins: Sequence[str]) -> tuple[Question, ...]:
    """The questions of several fields."""
    return tuple(du_modele(modele, chemin) for chemin in chemins)
