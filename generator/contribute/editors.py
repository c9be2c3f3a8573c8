"""What editors are told of the content: schemas, the check and its problems, fields to insert.

No editor applies a schema to the front matter of a Markdown file; there, the check shows problems
at their place, and snippets bring each field with its explanation (``docs/adr/editeurs.md``).
"""

from __future__ import annotations

import json
from typing import Any

from generator.contribute.fields import A_COMPLETER, Champ, Genre, champs
from schemas.concertation import Concertation
from schemas.guide import Guide
from schemas.types import Modele

_SCHEMAS = {
    "concertation": "content/concertations/*/concertation.md",
    "suites": "content/concertations/*/suites.yml",
    "guide": "content/guides/*.md",
    "page": "content/pages/*.md",
    "modele-de-document": "content/kit/*.md",
    "site": "content/site.yml",
    "ministeres": "content/referentiels/ministeres.yml",
    "thematiques": "content/referentiels/thematiques.yml",
    "dispositifs": "content/referentiels/dispositifs.yml",
    "degres": "content/referentiels/degres.yml",
}
MOTIF = r"^(.+?):(\d+):(\d+): {}: (.*) \[([a-z0-9-]+)\]$"


def fichiers() -> dict[str, str]:
    """Every file of ``.vscode/``, by path from the root of the project."""
    contenus = {
        "settings.json": _reglages(),
        "extensions.json": {"recommendations": ["redhat.vscode-yaml"]},
        "tasks.json": _taches(),
        "fiches.code-snippets": _extraits(),
    }
    return {
        f".vscode/{nom}": json.dumps(contenu, ensure_ascii=False, indent=2) + "\n"
        for nom, contenu in contenus.items()
    }


def _reglages() -> dict[str, Any]:
    return {
        "yaml.schemas": {f"./schemas/json/{nom}.schema.json": [g] for nom, g in _SCHEMAS.items()},
        "yaml.format.enable": False,
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "[yaml]": {"editor.tabSize": 2, "editor.rulers": [100]},
        "[markdown]": {
            "editor.tabSize": 2,
            "editor.rulers": [100],
            "editor.quickSuggestions": {"other": "on"},
        },
    }


def _taches() -> dict[str, Any]:
    def probleme(mot: str, gravite: str) -> dict[str, Any]:
        motif = {"file": 1, "line": 2, "column": 3, "message": 4, "code": 5}
        return {
            "owner": f"catalogue-{mot}",
            "source": "catalogue",
            "severity": gravite,
            "fileLocation": ["relative", "${workspaceFolder}"],
            "pattern": {"regexp": MOTIF.format(mot), **motif},
        }

    return {
        "version": "2.0.0",
        "tasks": [
            {
                "label": "Vérifier le catalogue",
                "type": "shell",
                "command": ".venv/bin/catalogue check --tout",
                "windows": {"command": ".venv\\Scripts\\catalogue check --tout"},
                "group": {"kind": "test", "isDefault": True},
                "presentation": {"reveal": "silent"},
                "problemMatcher": [
                    probleme("erreur", "error"),
                    probleme("avertissement", "warning"),
                ],
            }
        ],
    }


def _extraits() -> dict[str, Any]:
    return {
        f"{nom} : {champ.titre}": {
            "scope": "markdown",
            "prefix": champ.cle,
            "description": f"{champ.description} ({champ.obligation})",
            "body": _corps(champ),
        }
        for nom, modele in (("Fiche", Concertation), ("Guide", Guide))
        for champ in champs(modele)
    }


def _corps(champ: Champ) -> list[str]:
    if champ.modele is None:
        return (
            [f"{champ.cle}:", f"  - {_vide(champ)}"]
            if champ.liste
            else [f"{champ.cle}: {_vide(champ)}"]
        )
    lignes = _obligatoires(champ.modele)
    if champ.liste:
        return [f"{champ.cle}:", f"  - {lignes[0]}", *(f"    {ligne}" for ligne in lignes[1:])]
    return [f"{champ.cle}:", *(f"  {ligne}" for ligne in lignes)]


def _obligatoires(modele: type[Modele]) -> list[str]:
    """The compulsory fields of a group; its first one when it has none."""
    tous = champs(modele)
    requis = [c for c in tous if c.obligatoire] or list(tous[:1])
    return [ligne for champ in requis for ligne in _corps(champ)]


def _vide(champ: Champ) -> str:
    if champ.choix:
        return "${" + f"1|{','.join(m.value for m in champ.choix)}|" + "}"
    return "true" if champ.genre is Genre.BOOLEEN else A_COMPLETER
