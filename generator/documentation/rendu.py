"""The field dictionary in Markdown and the JSON Schemas of editors: models -> text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from generator.documentation.champs import Champ, champs
from generator.documentation.fichiers import FICHIERS, Fichier

_INTRODUCTION = (
    "Ce que contient chaque fichier du contenu. « Oui » : le champ est obligatoire. « Oui si » : il "
    "le devient dans l'état décrit. Un nom suivi de `[]` est une liste ; un point sépare un groupe de "
    "son champ. Une clé qui n'est pas dans ces tableaux est refusée."
)


def _cellule(texte: str) -> str:
    return texte.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _ligne(c: Champ) -> str:
    valeurs = " ".join(f"`{v.value}` ({v.libelle})" for v in c.valeurs)
    exemple = f"`{c.exemple}`" if c.exemple else ""
    cellules = (c.nom, c.description, c.type, c.obligation, valeurs, exemple)
    return f"| `{c.chemin}` | {' | '.join(map(_cellule, cellules))} |"


def dictionnaire(fichiers: tuple[Fichier, ...] = FICHIERS) -> str:
    """The dictionary of all fields, in Markdown."""
    parties = [
        "# Dictionnaire des champs",
        "<!-- Page générée depuis les modèles par « make docs » : ne pas la modifier à la main. -->",
        _INTRODUCTION,
    ]
    for fichier in fichiers:
        lignes = [
            "| Champ | Nom | Description | Type | Obligatoire | Valeurs | Exemple |",
            "|---|---|---|---|---|---|---|",
            *map(_ligne, champs(fichier.modele)),
        ]
        tableau = "\n".join(lignes)
        parties += [f"## {fichier.titre}", f"`{fichier.chemin}`", fichier.role, tableau]
    return "\n\n".join(parties) + "\n"


class AvecLibelles(GenerateJsonSchema):
    """Editors show the label and the definition of each value of a closed list."""

    def enum_schema(self, schema: Any) -> dict[str, Any]:
        """The schema of a closed list, with what each of its values means."""
        membres = schema["members"]
        libelles = [f"{m.libelle}. {m.definition}" for m in membres]
        return super().enum_schema(schema) | {"enumDescriptions": libelles}


def schema_json(fichier: Fichier) -> str:
    """The JSON Schema (draft 2020-12) of one kind of file, as editors read it."""
    _, definitions = models_json_schema(
        [(fichier.modele, "validation")], schema_generator=AvecLibelles
    )
    # Class names and docstrings are for us; every word that a contributor sees is in French.
    defs = {
        nom: {
            cle: valeur for cle, valeur in definition.items() if cle not in {"title", "description"}
        }
        for nom, definition in sorted(definitions["$defs"].items())
    }
    racine = defs.pop(fichier.modele.__name__)
    entete = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": fichier.titre,
        "description": fichier.role,
    }
    corps = entete | racine | ({"$defs": defs} if defs else {})
    return json.dumps(corps, ensure_ascii=False, indent=2) + "\n"


def documents() -> Mapping[str, str]:
    """Every generated file: path from the root of the project -> text."""
    textes = {"docs/dictionnaire.md": dictionnaire()}
    textes |= {f"schemas/json/{f.nom}.schema.json": schema_json(f) for f in FICHIERS}
    return MappingProxyType(textes)
