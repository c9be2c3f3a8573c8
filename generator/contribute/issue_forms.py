"""The issue forms of the forge, written from the forms: ``.github/ISSUE_TEMPLATE/*.yml``.

Written as JSON scalars, which YAML reads as they are: nothing to escape, nothing to guess.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.contribute.form_model import Forme, Formulaire, Question
from generator.contribute.forms import ETIQUETTE, FORMULAIRES

_ENTETE = "# Écrit par « make docs » depuis les modèles : ne pas modifier à la main.\n"
DOSSIER = ".github/ISSUE_TEMPLATE"


def fichiers() -> dict[str, str]:
    """Every file of the folder, by path from the root of the project."""
    textes = {f"{DOSSIER}/{f.nom}.yml": _ENTETE + "".join(_formulaire(f)) for f in FORMULAIRES}
    textes[f"{DOSSIER}/config.yml"] = f"{_ENTETE}blank_issues_enabled: true\n"
    return textes


def _texte(valeur: str) -> str:
    return json.dumps(valeur, ensure_ascii=False)


def _formulaire(formulaire: Formulaire) -> Iterator[str]:
    yield f"name: {_texte(formulaire.titre)}\n"
    yield f"description: {_texte(formulaire.description)}\n"
    yield f"labels: [{_texte(ETIQUETTE)}, {_texte(formulaire.etiquette)}]\n"
    yield "body:\n"
    yield f"  - type: markdown\n    attributes:\n      value: {_texte(formulaire.accueil)}\n"
    for question in formulaire.questions:
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield f"  - type: {question.forme.value.split()[0]}\n"
    yield f"    id: {question.id.replace('.', '-')}\n"
    yield "    attributes:\n"
    yield f"      label: {_texte(question.titre)}\n"
    yield f"      description: {_texte(question.description)}\n"
    if question.exemple and question.forme in {Forme.LIGNE, Forme.TEXTE}:
        yield f"      placeholder: {_texte(question.exemple)}\n"
    if question.forme is Forme.CHOIX_MULTIPLES:
        yield "      multiple: true\n"
    if question.forme is Forme.CASE:
        yield f"      options:\n        - label: {_texte(case(question))}\n"
    if question.options:
        yield "      options:\n"
        yield from (f"        - {_texte(option)}\n" for option in question.options)
    if question.obligatoire:
        yield "    validations:\n      required: true\n"


def case(question: Question) -> str:
    """The words beside the box to tick."""
    return f"Oui : {question.titre.rpartition(' – ')[2].lower()}"
