"""Site paths of what has a permanent address."""

from __future__ import annotations

PROPOSITIONS_PAR_PAGE = 200


def chemin_fiche(identifiant: str) -> str:
    """Site path of a record."""
    return f"concertations/{identifiant}/"


def chemin_suites(identifiant: str, page: int = 1) -> str:
    """Site path of a follow-up page (``page`` from 1)."""
    return f"concertations/{identifiant}/suites/" + (f"{page}/" if page > 1 else "")


def adresse_proposition(identifiant: str, reference: str, rang: int) -> str:
    """Address of the proposal at ``rang`` (from 0) of its follow-up."""
    page = chemin_suites(identifiant, rang // PROPOSITIONS_PAR_PAGE + 1)
    return f"{page}#proposition-{reference}"
