"""Site paths of what has a permanent address."""

from __future__ import annotations

PROPOSITIONS_PAR_PAGE = 200
MESURES_PAR_PAGE = 50


def chemin_fiche(identifiant: str) -> str:
    """Site path of a record."""
    return f"concertations/{identifiant}/"


def chemin_suites(identifiant: str, page: int = 1) -> str:
    """Site path of a follow-up page (``page`` from 1)."""
    return f"concertations/{identifiant}/suites/" + (f"{page}/" if page > 1 else "")


def chemin_filtre(identifiant: str, famille: str, cle: str, page: int = 1) -> str:
    """Site path of the proposals of one decision or state of execution (``page`` from 1)."""
    debut = f"{chemin_suites(identifiant)}{famille}/{cle.replace('_', '-')}/"
    return debut + (f"{page}/" if page > 1 else "")


def pages_suites(propositions: int, mesures: int = 0) -> int:
    """Number of pages of a follow-up: each holds its share of the proposals and of the measures."""
    return max(1, -(-propositions // PROPOSITIONS_PAR_PAGE), -(-mesures // MESURES_PAR_PAGE))


def adresse_mesure(identifiant: str, mesure: str, rang: int) -> str:
    """Address of the measure at ``rang`` (from 0) of its follow-up."""
    return f"{chemin_suites(identifiant, rang // MESURES_PAR_PAGE + 1)}#mesure-{mesure}"


def adresse_proposition(identifiant: str, reference: str, rang: int) -> str:
    """Address of the proposal at ``rang`` (from 0) of its follow-up."""
    page = chemin_suites(identifiant, rang // PROPOSITIONS_PAR_PAGE + 1)
    return f"{page}#proposition-{reference}"
