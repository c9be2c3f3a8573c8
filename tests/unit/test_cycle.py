"""What depends on the day: status, clock, staleness, completeness."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cycle import anciennete, annees, attente, completude, mois_ecoules, statut
from schemas.concertation import Concertation
from schemas.enumerations import EtatAttente, Statut
from schemas.suites import Suites

JOUR = date(2026, 11, 22)
BASE = {
    "titre": "Essai",
    "resume": "Essai.",
    "porteur": "sante",
    "objet": "Essai.",
    "engagements_inconnus": "true",
    "objectif": "exprimer_une_opinion",
    "condition_participation": ["ouvert_a_tous"],
    "modalites": ["en_ligne"],
    "dispositifs": [{"type": "consultation-en-ligne"}],
    "dates": {"ouverture": "2026-01-10", "cloture": "2026-03-10"},
    "reponse_attendue_inconnue": "true",
    "thematiques": ["sante"],
    "sources": [{"id": "s1", "titre": "Source", "url": "https://source.example/"}],
    "revu_le": "2026-03-11",
}


def fiche(**changes: object) -> Concertation:
    return Concertation.model_validate(BASE | changes)


def suites(*propositions: dict[str, object]) -> Suites:
    commun = {"intitule": "X", "etabli_par": "etat", "maj_le": "2026-04-01"}
    lot = [{"reference": str(n)} | commun | p for n, p in enumerate(propositions, 1)]
    return Suites.model_validate({"propositions": lot})


RETENUE = {"decision": "retenue", "mise_en_oeuvre": "en_cours"}
REFUSEE = {"decision": "non_retenue", "reponse_motivee": "Coût."}
INCONNUE = {"decision": "inconnue"}


@pytest.mark.parametrize(
    ("changes", "lot", "attendu"),
    [
        ({"dates": {"ouverture": "2026-12"}}, None, Statut.ANNONCEE),
        ({"dates": {"ouverture": "2026-11-22", "cloture": "2026-12-01"}}, None, Statut.OUVERTE),
        ({"dates": {"ouverture": "2026-10", "cloture": "2026-11-22"}}, None, Statut.OUVERTE),
        (
            {"dates": {"ouverture": "2026-10", "cloture": "2026-11-21"}},
            None,
            Statut.ANALYSE_EN_COURS,
        ),
        ({"dates": {"ouverture": "2026-10", "cloture": "2026-11"}}, None, Statut.OUVERTE),
        (
            {"dates": {"ouverture": "2025", "cloture_inconnue": "true"}},
            None,
            Statut.ANALYSE_EN_COURS,
        ),
        ({}, None, Statut.ANALYSE_EN_COURS),
        ({}, (INCONNUE,), Statut.ANALYSE_EN_COURS),
        ({"synthese": {"texte": "Dit."}}, None, Statut.SYNTHESE_PUBLIEE),
        ({"synthese": {"date": "2027-01", "texte": "Dit."}}, None, Statut.ANALYSE_EN_COURS),
        ({"documents": [{"titre": "R", "type": "rapport"}]}, None, Statut.SYNTHESE_PUBLIEE),
        ({"documents": [{"titre": "C", "type": "cadrage"}]}, None, Statut.ANALYSE_EN_COURS),
        (
            {"reponse_du_commanditaire": {"date": "2026-05", "texte": "Oui."}},
            None,
            Statut.REPONSE_PUBLIEE,
        ),
        ({}, (RETENUE, REFUSEE), Statut.SUIVI_EN_COURS),
        ({}, (REFUSEE, INCONNUE), Statut.SUIVI_EN_COURS),
        ({}, (REFUSEE,), Statut.SUIVI_CLOS),
        (
            {"fin_anticipee": {"type": "abandonnee", "motif": "M", "date": "2026-02"}},
            (RETENUE,),
            Statut.ABANDONNEE,
        ),
        (
            {"fin_anticipee": {"type": "sans_suite_attendue", "motif": "M", "date": "2027"}},
            None,
            Statut.ANALYSE_EN_COURS,
        ),
    ],
)
def test_status_comes_from_dates_and_contents(
    changes: dict[str, object], lot: tuple[dict[str, object], ...] | None, attendu: Statut
) -> None:
    """Nobody types a status: it follows from what the record holds on that day."""
    assert statut(fiche(**changes), suites(*lot) if lot else None, JOUR) is attendu


@pytest.mark.parametrize(
    ("changes", "etat", "echeance"),
    [
        ({"reponse_attendue_le": "2026-11-22"}, EtatAttente.ATTENDUE, date(2026, 11, 22)),
        ({"reponse_attendue_le": "2026-11-21"}, EtatAttente.EN_RETARD, date(2026, 11, 21)),
        ({"reponse_attendue_le": "2026-11"}, EtatAttente.ATTENDUE, date(2026, 11, 30)),
        (
            {
                "reponse_attendue_le": "2026-06-01",
                "reports": [{"nouvelle_date": "2026-12-01", "motif": "M"}],
            },
            EtatAttente.ATTENDUE,
            date(2026, 12, 1),
        ),
    ],
)
def test_clock_waits_until_the_last_possible_day(
    changes: dict[str, object], etat: EtatAttente, echeance: date
) -> None:
    """A month-only date leaves the benefit of the doubt until its last day; a report moves it."""
    trouve = attente(fiche(**changes, reponse_attendue_inconnue="false"), None, JOUR)
    assert (trouve.etat, trouve.echeance) == (etat, echeance)


def test_clock_stops_when_answered_and_has_no_object_before_closing() -> None:
    """An answer stops the clock; an open concertation owes nothing yet."""
    assert attente(fiche(), suites(REFUSEE), JOUR).etat is EtatAttente.REPONDUE
    assert attente(fiche(), suites(INCONNUE), JOUR).etat is EtatAttente.INCONNUE
    ouverte = fiche(dates={"ouverture": "2026-10", "cloture": "2027-01"})
    assert attente(ouverte, None, JOUR).etat is EtatAttente.SANS_OBJET


@given(st.dates(date(2017, 1, 1), date(2030, 1, 1)), st.integers(0, 4000))
def test_elapsed_months_never_exceed_days(depart: date, jours: int) -> None:
    """Whole months: at least 28 days each, at most 31."""
    mois = mois_ecoules(depart, depart + timedelta(days=jours))
    assert mois * 28 <= jours
    assert jours <= (mois + 1) * 31


@pytest.mark.parametrize(
    ("depuis", "attendu"),
    [
        (date(2027, 3, 1), ""),
        (date(2026, 11, 22), ""),
        (date(2025, 11, 22), ""),
        (date(2025, 11, 21), "plus d’un an"),
        (date(2024, 11, 21), "plus de 2 ans"),
        (date(2017, 3, 31), "plus de 9 ans"),
    ],
)
def test_years_are_said_once_they_are_over(depuis: date, attendu: str) -> None:
    """A date is enough within the year."""
    assert annees(depuis, JOUR) == attendu


@pytest.mark.parametrize(
    ("depuis", "attendu"),
    [
        (date(2026, 11, 21), "1 jour"),
        (date(2026, 9, 21), "62 jours"),
        (date(2026, 9, 20), "2 mois"),
        (date(2025, 11, 22), "12 mois"),
        (date(2025, 11, 21), "plus d’un an"),
        (date(2017, 3, 31), "plus de 9 ans"),
    ],
)
def test_elapsed_time_is_said_as_people_say_it(depuis: date, attendu: str) -> None:
    """Days, then months, then years."""
    assert anciennete(depuis, JOUR) == attendu


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_what_is_said_in_months_is_of_two_at_least(depuis: date) -> None:
    """« 1 mois » after « 62 jours » would be going back."""
    assert anciennete(depuis, depuis + timedelta(days=63)) == "2 mois"


def test_completeness_asks_for_more_once_closed() -> None:
    """Participants, synthesis and follow-up are not expected while the concertation is open."""
    close = completude(fiche(), None, JOUR)
    ouverte = completude(fiche(dates={"ouverture": "2026-10", "cloture": "2027-01"}), None, JOUR)
    assert "suites" in close.manquants
    assert "suites" not in ouverte.manquants
    assert close.attendus > ouverte.attendus
    assert close.remplis + len(close.manquants) == close.attendus
