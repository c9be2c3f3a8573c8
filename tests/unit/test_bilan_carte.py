"""What is said in one line of the follow-up of a concertation, and who says it."""

from __future__ import annotations

import pytest

from generator.views.cartes import bilan
from generator.views.propositions import etablie
from tests.unit.test_cycle import INCONNUE, REFUSEE, RETENUE, suites

FAITE = {"decision": "retenue", "mise_en_oeuvre": "realisee"}


@pytest.mark.parametrize(
    ("lot", "attendu"),
    [
        ((INCONNUE,), "1 proposition, réponses non trouvées"),
        ((INCONNUE, {"decision": "sans_reponse"}), "2 propositions, sans réponse"),
        ((RETENUE, INCONNUE), "2 propositions, dont 1 avec une réponse connue"),
        (
            (FAITE, RETENUE, INCONNUE),
            "3 propositions, dont 2 avec une réponse connue et 1 réalisée",
        ),
        ((RETENUE,), "1 proposition, avec une réponse connue"),
        ((FAITE,), "1 proposition, avec une réponse connue et réalisée"),
        ((RETENUE, REFUSEE), "2 propositions, toutes avec une réponse connue"),
        ((FAITE, REFUSEE), "2 propositions, toutes avec une réponse connue, dont 1 réalisée"),
        ((FAITE, FAITE), "2 propositions, toutes avec une réponse connue et réalisées"),
    ],
)
def test_the_line_reads_naturally(lot: tuple[dict[str, object], ...], attendu: str) -> None:
    assert bilan(suites(*lot)).replace("\u00a0", " ") == attendu


@pytest.mark.parametrize(
    ("proposition", "attendu"),
    [(INCONNUE, False), (INCONNUE | {"mise_en_oeuvre": "en_cours"}, True), (REFUSEE, True)],
)
def test_nothing_is_established_by_anyone_when_no_answer_is_found(
    proposition: dict[str, object], *, attendu: bool
) -> None:
    """Who first reported the proposal is not who says what became of it."""
    assert etablie(suites(proposition).propositions[0]) is attendu
