"""The OpenAPI 3.1 description of the interface, generated from the published models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from generator.documentation import AvecLibelles
from generator.donnees.adresses import PAGE_API, api
from generator.donnees.collections import COLLECTIONS
from generator.world import World
from schemas.enveloppe import VERSION_SCHEMA, Enveloppe, PointEntree
from schemas.publication import ConcertationResumee, DossierPublie, PropositionPubliee
from schemas.types import Modele

_REF = "#/components/schemas/"
_MODELES: tuple[type[Modele], ...] = (
    Enveloppe,
    PointEntree,
    ConcertationResumee,
    DossierPublie,
    *(c.modele for c in COLLECTIONS),
)


def _strict(noeud: Any) -> Any:
    """What is published, and not what editors may type: no bare year, no docstring, every key."""
    if isinstance(noeud, list):
        return [_strict(n) for n in noeud]
    if not isinstance(noeud, dict):
        return noeud
    choix = noeud.get("anyOf", [])
    textes = [c for c in choix if "pattern" in c]
    if textes and all(c.get("type") in {"string", "integer", "number"} for c in choix):
        return {**{k: _strict(v) for k, v in noeud.items() if k != "anyOf"}, **textes[0]}
    strict = {cle: _strict(valeur) for cle, valeur in noeud.items() if cle != "default"}
    if isinstance(noeud.get("properties"), dict):
        # A property may be called « title » or « description »: only the class's own are dropped.
        strict["properties"] = {c: _strict(v) for c, v in noeud["properties"].items()}
        strict["required"] = list(noeud["properties"])
        strict.pop("title", None)
        strict.pop("description", None)
    return strict


@cache
def schemas() -> dict[str, Any]:
    """The schemas of everything published, by name, in alphabetical order."""
    _, definitions = models_json_schema(
        [(m, "serialization") for m in dict.fromkeys(_MODELES)],
        ref_template=_REF + "{model}",
        schema_generator=AvecLibelles,
    )
    return {nom: _strict(d) for nom, d in sorted(definitions["$defs"].items())}


def _reponse(data: dict[str, Any]) -> dict[str, Any]:
    """The schema of a response: the envelope, and its data."""
    enveloppe = schemas()[Enveloppe.__name__]
    return {
        **enveloppe,
        "properties": {**enveloppe["properties"], "data": data},
        "required": [*enveloppe["required"], "data"],
    }


def _liste(modele: type[Modele]) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": _REF + modele.__name__}}


def _operation(
    nom: str, resume: str, data: dict[str, Any], *, identifiant: bool = False
) -> dict[str, Any]:
    parametre = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "Identifiant permanent de la concertation.",
        "schema": {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$"},
    }
    return {
        "get": {
            "operationId": nom,
            "summary": resume,
            **({"parameters": [parametre]} if identifiant else {}),
            "responses": {
                "200": {
                    "description": resume,
                    "content": {"application/json": {"schema": _reponse(data)}},
                }
            },
        }
    }


def _chemins() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "/" + api("index"), _operation("index", "Toutes les collections.", _liste(PointEntree))
    for c in COLLECTIONS:
        modele = ConcertationResumee if c.nom == "concertations" else c.modele
        yield "/" + api(c.nom), _operation(c.nom, c.description, _liste(modele))
    yield (
        "/" + api("concertations/{id}"),
        _operation(
            "concertation",
            "Tout ce qui est connu d'une concertation.",
            {"$ref": _REF + DossierPublie.__name__},
            identifiant=True,
        ),
    )
    yield (
        "/" + api("concertations/{id}/propositions"),
        _operation(
            "propositions_d_une_concertation",
            "Les propositions d'une concertation.",
            _liste(PropositionPubliee),
            identifiant=True,
        ),
    )


def description(world: World) -> dict[str, Any]:
    """The whole description, for the public address of the site."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": world.catalogue.site.nom,
            "summary": "Les concertations citoyennes de l'État et leur devoir de suite, en données ouvertes.",
            "description": "Interface statique en lecture seule : chaque réponse est un fichier JSON. "
            f"Documentation : {world.absolue(PAGE_API)}",
            "version": VERSION_SCHEMA,
            "license": {
                "name": "Licence Ouverte 2.0",
                "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
            },
        },
        "servers": [{"url": world.base_url.rstrip("/")}],
        "paths": dict(_chemins()),
        "components": {"schemas": schemas()},
    }


def openapi(world: World) -> bytes:
    """``/api/v1/openapi.json``."""
    return (json.dumps(description(world), ensure_ascii=False, indent=1) + "\n").encode()
