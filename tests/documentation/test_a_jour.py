"""What is generated from the models is current, complete, and agrees with the real content."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from generator.documentation import FICHIERS, Fichier, champs, dictionnaire, documents, schema_json

RACINE = Path(__file__).resolve().parents[2]
PAR_NOM = {f.nom: f for f in FICHIERS}


def motif(fichier: Fichier) -> str:
    """The glob of the files of a kind."""
    return fichier.chemin.replace("<identifiant>", "*")


def lire(fichier: Path) -> Any:
    """The data of a file as an editor reads it: YAML 1.2, dates left as text."""
    texte = fichier.read_text("utf-8")
    if fichier.suffix == ".md":
        texte = texte.split("---\n", 2)[1]
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor(
        "tag:yaml.org,2002:timestamp",
        lambda constructeur, noeud: constructeur.construct_scalar(noeud),
    )
    return yaml.load(texte)


@pytest.mark.parametrize("chemin", list(documents()))
def test_a_generated_file_is_current(chemin: str) -> None:
    """« make docs » would change nothing."""
    assert (RACINE / chemin).read_text("utf-8") == documents()[chemin], "lancez « make docs »"


@pytest.mark.parametrize("nom", list(PAR_NOM))
def test_editors_accept_the_real_content(nom: str) -> None:
    """A schema that refuses the files it is made for would teach people to ignore it."""
    schema = json.loads(schema_json(PAR_NOM[nom]))
    Draft202012Validator.check_schema(schema)
    validateur = Draft202012Validator(schema)
    fichiers = sorted(RACINE.glob(motif(PAR_NOM[nom])))
    assert fichiers
    erreurs = [
        f"{fichier.relative_to(RACINE)}: {erreur.json_path}: {erreur.message[:120]}"
        for fichier in fichiers
        for erreur in validateur.iter_errors(lire(fichier))
    ]
    assert erreurs == []


def test_editors_refuse_an_unknown_key_and_value() -> None:
    """The schema of the record sees a mistake."""
    validateur = Draft202012Validator(json.loads(schema_json(PAR_NOM["concertation"])))
    erreurs = {e.json_path for e in validateur.iter_errors({"titr": "x", "objectif": "informer"})}
    assert {"$", "$.objectif"} <= erreurs


@pytest.mark.parametrize("nom", list(PAR_NOM))
def test_every_field_is_explained(nom: str) -> None:
    """Each field has a French name and a description that ends with a full stop."""
    tous = list(champs(PAR_NOM[nom].modele))
    assert tous
    muets = [c.chemin for c in tous if not c.nom or not re.search(r"[.…?]$", c.description)]
    assert muets == []


@pytest.mark.parametrize("nom", list(PAR_NOM))
def test_contributors_see_no_class_name(nom: str) -> None:
    """Editors show titles and descriptions: all of them are ours, in French."""
    schema = json.loads(schema_json(PAR_NOM[nom]))
    titres = {d["title"] for d in schema.get("$defs", {}).values() if "title" in d}
    assert titres == set()
    assert schema["description"] == PAR_NOM[nom].role


def test_the_dictionary_knows_the_fields_that_matter() -> None:
    """Paths are written as errors write them; the condition of a field is said."""
    texte = dictionnaire()
    assert "| `dates.cloture` | Clôture |" in texte
    assert "| `propositions[].preuves[].url` | Adresse |" in texte
    assert "oui si : la mise en œuvre est « realisee »" in texte
    assert "`retenue_partiellement` (Retenue en partie)" in texte
