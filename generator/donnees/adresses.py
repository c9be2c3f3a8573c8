"""Site paths of the open data. Each is permanent."""

from __future__ import annotations

DONNEES = "donnees/"
API = "api/v1/"
PAGE_API = "donnees/api/"
PAGE_DICTIONNAIRE = "donnees/dictionnaire/"
DICTIONNAIRE_CSV = "donnees/dictionnaire.csv"
DICTIONNAIRE_JSON = "donnees/dictionnaire.json"
CLASSEUR = "donnees/catalogue.xlsx"
PAQUET = "donnees/datapackage.json"
CATALOGUE_DCAT = "donnees/catalog.jsonld"
SOMMES = "donnees/SHA256SUMS"
OPENAPI = "api/v1/openapi.json"
MANIFESTE = "manifest.json"
SCELLES = (CATALOGUE_DCAT, PAQUET, SOMMES, MANIFESTE)
"""What is written once the rest is rendered."""


def api(nom: str) -> str:
    """A whole collection, or another response, in JSON."""
    return f"{API}{nom}.json"


def api_fiche(identifiant: str) -> str:
    """Everything on one concertation."""
    return f"{API}concertations/{identifiant}.json"


def api_propositions(identifiant: str) -> str:
    """The proposals of one concertation."""
    return f"{API}concertations/{identifiant}/propositions.json"


def csv(table: str) -> str:
    """One table as CSV."""
    return f"{DONNEES}csv/{table}.csv"


def schema(table: str) -> str:
    """The Table Schema of one CSV."""
    return f"{DONNEES}schemas/{table}.json"


def jsonl(collection: str) -> str:
    """One collection as JSON Lines."""
    return f"{DONNEES}jsonl/{collection}.jsonl"
