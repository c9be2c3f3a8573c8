"""The catalogue described for other catalogues: DCAT-AP 2, as JSON-LD, that data.gouv.fr can harvest.

Only what is known is said: no publisher as long as the site names none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from generator.donnees.adresses import CLASSEUR, DONNEES, OPENAPI, PAGE_API, api, csv, jsonl, schema
from generator.donnees.collections import COLLECTIONS
from generator.donnees.sommaire import Sommaire
from generator.donnees.tables import tables
from generator.world import World

_EU = "http://publications.europa.eu/resource/authority/"
LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
_CONTEXTE = MappingProxyType(
    {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "spdx": "http://spdx.org/rdf/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
_FORMATS = MappingProxyType(
    {
        "csv": ("CSV", "text/csv"),
        "jsonl": ("JSON", "application/x-ndjson"),
        "json": ("JSON", "application/json"),
        "xlsx": (
            "XLSX",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    }
)


class Empreinte(Struct, frozen=True):
    """The size in bytes and the SHA-256 (hex) of a file of the site."""

    octets: int
    sha256: str


def _iri(adresse: str) -> dict[str, str]:
    return {"@id": adresse}


def _fr(texte: str) -> dict[str, str]:
    return {"@value": texte, "@language": "fr"}


def _jour(valeur: object) -> dict[str, str]:
    return {"@value": str(valeur), "@type": "xsd:date"}


def _fichiers() -> Iterator[tuple[str, str, str]]:
    """(path, title, site path of its schema or "") of every file offered."""
    yield CLASSEUR, "Tout le catalogue, en classeur (XLSX)", ""
    for table in tables():
        yield csv(table.nom), f"{table.titre} (CSV)", schema(table.nom)
    for c in COLLECTIONS:
        yield jsonl(c.nom), f"{c.titre} (JSON Lines)", ""
        yield api(c.nom), f"{c.titre} (JSON)", ""


def _distribution(
    world: World, chemin: str, titre: str, conforme: str, empreinte: Empreinte | None
) -> dict[str, Any]:
    format_, mime = _FORMATS[chemin.rsplit(".", 1)[1]]
    adresse = world.absolue(chemin)
    distribution: dict[str, Any] = {
        "@id": adresse + "#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _fr(titre),
        "dcat:accessURL": _iri(adresse),
        "dcat:downloadURL": _iri(adresse),
        "dcat:mediaType": _iri(f"https://www.iana.org/assignments/media-types/{mime}"),
        "dct:format": _iri(f"{_EU}file-type/{format_}"),
        "dct:license": _iri(LICENCE),
        "dct:modified": _jour(world.jour),
    }
    if conforme:
        distribution["dct:conformsTo"] = _iri(world.absolue(conforme))
    if empreinte:
        distribution["dcat:byteSize"] = {
            "@value": str(empreinte.octets),
            "@type": "xsd:decimal",
        }
        distribution["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _iri("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@value": empreinte.sha256, "@type": "xsd:hexBinary"},
        }
    return distribution


def _editeur(world: World) -> dict[str, Any]:
    """Who publishes and who answers, when the site says it."""
    site = world.catalogue.site
    dit: dict[str, Any] = {}
    if site.editeur.nom:
        dit["dct:publisher"] = {
            "@id": world.absolue(DONNEES + "#editeur"),
            "@type": "foaf:Agent",
            "foaf:name": site.editeur.nom,
        }
    if site.contact:
        dit["dcat:contactPoint"] = {
            "@type": "vcard:Kind",
            "vcard:fn": site.editeur.nom or site.nom,
            "vcard:hasEmail": _iri(f"mailto:{site.contact}"),
        }
    return dit


def _jeu(world: World, lu: Sommaire, empreintes: Mapping[str, Empreinte]) -> dict[str, Any]:
    site = world.catalogue.site
    themes = world.catalogue.referentiels.thematiques
    jeu: dict[str, Any] = {
        "@id": world.absolue(DONNEES + "#jeu"),
        "@type": "dcat:Dataset",
        "dct:identifier": world.absolue(DONNEES),
        "dct:title": _fr(f"{site.nom} : concertations, propositions et suites"),
        "dct:description": _fr(" ".join(filter(None, (site.baseline, site.avertissement)))),
        "dct:language": _iri(_EU + "language/FRA"),
        "dct:spatial": _iri(_EU + "country/FRA"),
        "dct:accrualPeriodicity": _iri(_EU + "frequency/DAILY"),
        "dct:modified": _jour(lu.modifie or world.jour),
        "dct:license": _iri(LICENCE),
        "dct:accessRights": _iri(_EU + "access-right/PUBLIC"),
        "dcat:theme": [_iri(_EU + "data-theme/GOVE")],
        "dcat:keyword": [_fr(t.nom) for t in themes.values()],
        "dcat:landingPage": _iri(world.absolue(DONNEES)),
        "dcat:distribution": [
            _distribution(world, chemin, titre, conforme, empreintes.get(chemin))
            for chemin, titre, conforme in _fichiers()
        ],
        **_editeur(world),
    }
    if lu.ouverture:
        jeu["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _jour(lu.ouverture),
            "dcat:endDate": _jour(world.jour),
        }
    return jeu


def catalogue_dcat(world: World, lu: Sommaire, empreintes: Mapping[str, Empreinte]) -> bytes:
    """``catalog.jsonld``: the catalogue, its one dataset with every file, and its interface."""
    site = world.catalogue.site
    jeu = _jeu(world, lu, empreintes)
    service = {
        "@id": world.absolue(PAGE_API + "#service"),
        "@type": "dcat:DataService",
        "dct:title": _fr("Interface JSON"),
        "dcat:endpointURL": _iri(world.absolue("api/v1/")),
        "dcat:endpointDescription": _iri(world.absolue(OPENAPI)),
        "dcat:servesDataset": _iri(jeu["@id"]),
        "dct:license": _iri(LICENCE),
    }
    donnees = {
        "@context": dict(_CONTEXTE),
        "@id": world.absolue(DONNEES + "#catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _fr(site.nom),
        "dct:description": _fr(site.baseline),
        "dct:language": _iri(_EU + "language/FRA"),
        "dct:license": _iri(LICENCE),
        "dct:modified": _jour(world.jour),
        "foaf:homepage": _iri(world.base_url),
        "dcat:dataset": [jeu],
        "dcat:service": [service],
        **_editeur(world),
    }
    return (json.dumps(donnees, ensure_ascii=False, indent=1) + "\n").encode()
