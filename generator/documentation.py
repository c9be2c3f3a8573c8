"""The field dictionary and the JSON Schemas, generated from the models: models -> text.

``python -m generator.documentation`` writes them; ``tests/documentation`` proves them current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import isclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from schemas import types
from schemas.concertation import Concertation
from schemas.guide import Guide, ModeleDocument, Page
from schemas.referentiels import (
    ReferentielDegres,
    ReferentielDispositifs,
    ReferentielMinisteres,
    ReferentielThematiques,
)
from schemas.site import Site
from schemas.suites import Suites
from schemas.types import Enumeration, Modele


@dataclass(frozen=True, slots=True)
class Fichier:
    """A kind of file of the content: its model, its schema's name, where it lives, what it is."""

    nom: str
    modele: type[Modele]
    chemin: str
    titre: str
    role: str


FICHIERS = (
    Fichier(
        "concertation",
        Concertation,
        "content/concertations/<identifiant>/concertation.md",
        "Fiche d'une concertation",
        "En-tête de la fiche ; le texte qui suit l'en-tête raconte la démarche. Le nom du dossier "
        "est l'identifiant de la concertation et son adresse permanente : il ne change jamais.",
    ),
    Fichier(
        "suites",
        Suites,
        "content/concertations/<identifiant>/suites.yml",
        "Suites d'une concertation",
        "Ce que deviennent les propositions des citoyens. Le fichier n'existe pas tant qu'il n'y "
        "a pas de proposition connue.",
    ),
    Fichier(
        "guide",
        Guide,
        "content/guides/<identifiant>.md",
        "Guide",
        "En-tête d'un guide de méthode ; le texte suit.",
    ),
    Fichier(
        "page",
        Page,
        "content/pages/<identifiant>.md",
        "Page",
        "En-tête d'une page du site ; le texte suit.",
    ),
    Fichier(
        "modele-de-document",
        ModeleDocument,
        "content/kit/<identifiant>.md",
        "Modèle de document du kit",
        "En-tête d'un modèle à remplir ; le texte du modèle suit.",
    ),
    Fichier(
        "site",
        Site,
        "content/site.yml",
        "Réglages du site",
        "Nom, adresse, identité légale. Une publication officielle refuse de se construire tant "
        "qu'une identité manque.",
    ),
    Fichier(
        "ministeres",
        ReferentielMinisteres,
        "content/referentiels/ministeres.yml",
        "Référentiel des ministères",
        "Chaque ministère a une clé permanente et ses noms successifs.",
    ),
    Fichier(
        "thematiques",
        ReferentielThematiques,
        "content/referentiels/thematiques.yml",
        "Référentiel des thématiques",
        "Les thématiques par lesquelles on parcourt le catalogue.",
    ),
    Fichier(
        "dispositifs",
        ReferentielDispositifs,
        "content/referentiels/dispositifs.yml",
        "Référentiel des dispositifs",
        "Les dispositifs de participation, ce qu'ils permettent et ce qu'ils exigent.",
    ),
    Fichier(
        "degres",
        ReferentielDegres,
        "content/referentiels/degres.yml",
        "Référentiel des degrés",
        "Les degrés de participation.",
    ),
)

_TYPES: tuple[tuple[object, str], ...] = (
    (types.Texte, "texte sur une ligne"),
    (types.TexteLong, "texte"),
    (types.Markdown, "texte Markdown"),
    (types.Resume, "texte de cent mots au plus"),
    (types.Url, "adresse web"),
    (types.Courriel, "adresse électronique"),
    (types.Identifiant, "identifiant (minuscules sans accent, chiffres, tirets)"),
    (types.Reference, "référence (lettres, chiffres, points, tirets)"),
    (types.Entier, "nombre entier"),
    (types.Decimal, "nombre"),
    (types.Booleen, "oui (`true`) ou non (`false`)"),
    (types.Jour, "date AAAA-MM-JJ"),
    (types.Instant, "instant (date et heure)"),
    (types.DatePartielle, "date AAAA-MM-JJ, AAAA-MM ou AAAA"),
)

_INTRODUCTION = (
    "Ce que contient chaque fichier du contenu. « Oui » : le champ est obligatoire. « Oui si » : il "
    "le devient dans l'état décrit. Un nom suivi de `[]` est une liste ; un point sépare un groupe de "
    "son champ. Une clé qui n'est pas dans ces tableaux est refusée."
)


@dataclass(frozen=True, slots=True)
class Champ:
    """One row of the dictionary. ``chemin`` is written as errors write it: ``dates.cloture``."""

    chemin: str
    nom: str
    description: str
    type: str
    obligation: str
    valeurs: tuple[Enumeration, ...]
    exemple: str


def _sans_option(indice: Any) -> Any:
    """``X`` out of ``X | None``."""
    restes = [a for a in get_args(indice) if a is not type(None)]
    return restes[0] if type(None) in get_args(indice) else indice


def element(indice: Any) -> tuple[Any, bool]:
    """The type of one value, and whether the field is a list of them."""
    indice = _sans_option(indice)
    nu = get_args(indice)[0] if get_origin(indice) is Annotated else indice
    return (get_args(nu)[0], True) if get_origin(nu) is tuple else (indice, False)


def _nom_du_type(indice: Any) -> str:
    """What a person types.

    Raises:
        TypeError: a type of the models has no French name here.
    """
    if isclass(indice) and issubclass(indice, Enumeration):
        return "valeur de la liste"
    if isclass(indice) and issubclass(indice, Modele):
        return "groupe de champs"
    for alias, nom in _TYPES:
        if indice is alias:
            return nom
    msg = f"no French name for the type {indice!r}"
    raise TypeError(msg)


def _obligation(info: FieldInfo) -> str:
    extra = info.json_schema_extra
    if isinstance(extra, Mapping) and "x-obligatoire-si" in extra:
        return f"oui si : {extra['x-obligatoire-si']}"
    return "oui" if info.is_required() else "non"


def _exemple(info: FieldInfo) -> str:
    if not info.examples:
        return ""
    valeur = info.examples[0]
    return ", ".join(map(str, valeur)) if isinstance(valeur, list) else str(valeur)


def champs(modele: type[Modele], prefixe: str = "") -> Iterator[Champ]:
    """All the fields of a model, depth first, those of inner groups under their path."""
    indices = get_type_hints(modele, include_extras=True)
    for cle, info in modele.model_fields.items():
        indice, liste = element(indices[cle])
        chemin = f"{prefixe}{info.alias or cle}{'[]' if liste else ''}"
        enumeration = isclass(indice) and issubclass(indice, Enumeration)
        nom_du_type = _nom_du_type(indice)
        yield Champ(
            chemin=chemin,
            nom=info.title or cle,
            description=info.description or "",
            type=f"liste : {nom_du_type}" if liste else nom_du_type,
            obligation=_obligation(info),
            valeurs=tuple(indice) if enumeration else (),
            exemple=_exemple(info),
        )
        if isclass(indice) and issubclass(indice, Modele):
            yield from champs(indice, f"{chemin}.")


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


def main(racine: Path) -> None:
    """Write the generated files under ``racine``."""
    for chemin, texte in documents().items():
        cible = racine / chemin
        cible.parent.mkdir(parents=True, exist_ok=True)
        cible.write_text(texte, encoding="utf-8")
        sys.stdout.write(f"{chemin}\n")


if __name__ == "__main__":
    main(Path(__file__).resolve().parent.parent)
