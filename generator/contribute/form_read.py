"""A completed form, as the forge hands it over: the payload of its event. Everything in it is hostile."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from generator.contribute.form_model import Forme, Formulaire, Question
from generator.contribute.forms import ETIQUETTE, FORMULAIRES
from generator.contribute.new import RefusError
from generator.source.characters import forbidden_in, nommer
from schemas.dates import lire_jour

MAX_OCTETS = 1_000_000
MAX_CARACTERES = 100_000
_VIDES = frozenset({"_No response_", "None", ""})
_TITRE = re.compile(r"### (.+)")


class Ticket(Struct, frozen=True):
    """What an issue holds: its number, its labels, its text, the day it was opened."""

    numero: int
    etiquettes: tuple[str, ...]
    corps: str
    jour: date


class FauteDeReponse(Struct, frozen=True):
    """What is wrong with one answer; ``question`` is its title, "" for the whole form."""

    question: str
    message: str
    aide: str = ""

    def __str__(self) -> str:
        tete = f"« {self.question} » : " if self.question else ""
        return f"{tete}{self.message}" + (f"\n    aide : {self.aide}" if self.aide else "")


def lire_ticket(brut: bytes) -> Ticket:
    """Read the payload of an « issues » event.

    Raises:
        RefusError: it is not one, or it is too big.
    """
    if len(brut) > MAX_OCTETS:
        raise RefusError(f"événement trop gros ({len(brut)} octets, {MAX_OCTETS} au plus)")
    try:
        issue = json.loads(brut)["issue"]
        return Ticket(
            int(issue["number"]),
            tuple(_etiquette(e) for e in issue["labels"]),
            _propre(str(issue["body"] or "")),
            lire_jour(str(issue["created_at"])[:10]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as erreur:
        raise RefusError("ce fichier n'est pas l'événement d'un ticket de la forge") from erreur


def _etiquette(etiquette: Any) -> str:
    return str(etiquette["name"] if isinstance(etiquette, Mapping) else etiquette)


def _propre(texte: str) -> str:
    return unicodedata.normalize("NFC", texte.replace("\r\n", "\n").replace("\r", "\n"))


def formulaire_de(ticket: Ticket) -> Formulaire:
    """Which form a ticket comes from: its labels say.

    Raises:
        RefusError: none, or several.
    """
    trouves = [f for f in FORMULAIRES if f.etiquette in ticket.etiquettes]
    if ETIQUETTE not in ticket.etiquettes or len(trouves) != 1:
        raise RefusError("les étiquettes de ce ticket ne disent pas de quel formulaire il vient")
    return trouves[0]


def lire_reponses(
    formulaire: Formulaire, corps: str
) -> tuple[dict[str, str], list[FauteDeReponse]]:
    """The answers by question; "" when there is none.

    A title of the form that comes twice would let a text pass for another answer: it is refused.
    """
    if len(corps) > MAX_CARACTERES:
        message = f"ce message a {len(corps)} caractères, {MAX_CARACTERES} au plus"
        return {}, [FauteDeReponse("", message, "raccourcissez les textes")]
    par_titre = {q.titre: q for q in formulaire.questions}
    blocs: dict[str, list[str]] = {}
    fautes: list[FauteDeReponse] = []
    courant: list[str] = []
    for ligne in corps.split("\n"):
        titre = trouve[1].strip() if (trouve := _TITRE.fullmatch(ligne.rstrip())) else ""
        question = par_titre.get(titre)
        if question is None:
            courant.append(ligne)
            continue
        if question.id in blocs:
            message = f"la ligne « ### {titre} » est deux fois dans le message"
            aide = "gardez celle du formulaire, et sa réponse ; retirez l'autre"
            fautes.append(FauteDeReponse(titre, message, aide))
        courant = blocs.setdefault(question.id, [])
    reponses = {}
    for question in formulaire.questions:
        reponse = _reponse(question, "\n".join(blocs.get(question.id, [])).strip())
        fautes += _fautes(question, reponse, absente=question.id not in blocs)
        reponses[question.id] = "" if forbidden_in(reponse) else reponse
    return reponses, fautes


def _reponse(question: Question, texte: str) -> str:
    if question.forme is Forme.CASE:
        return "true" if re.search(r"^- \[[xX]\]", texte, re.MULTILINE) else ""
    return "" if texte in _VIDES else texte


def _fautes(question: Question, reponse: str, *, absente: bool) -> list[FauteDeReponse]:
    if absente and question.obligatoire:
        aide = f"remettez la ligne « ### {question.titre} », et la réponse dessous"
        return [FauteDeReponse(question.titre, "cette question n'est plus dans le message", aide)]
    if question.obligatoire and not reponse:
        message = "cette réponse est obligatoire"
        return [FauteDeReponse(question.titre, message, question.description)]
    if interdit := forbidden_in(reponse):
        aide = "supprimez-le : il vient souvent d'un copier-coller"
        return [FauteDeReponse(question.titre, nommer(interdit), aide)]
    return []
