"""The one list of events: what is news, when, and under which id."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from generator.catalogue.records import Catalogue
from generator.events import FUSEAU, Evenement, TypeEvenement, evenements
from generator.events.agenda import rendez_vous
from generator.francais import insecables
from generator.history.model import Changement, Historique, Nature
from tests.aides import FICHE, SUITES
from tests.flux.essais import (
    CREATION,
    agrandir,
    avec,
    bases,
    catalogue,
    commit,
    decision,
    historique,
)

JOUR = date(2026, 11, 22)
T = TypeEvenement
OUVERTE = avec(
    FICHE,
    ("ouverture: 2024-01-10", "ouverture: 2026-02-01"),
    ("cloture: 2024-03-10", "cloture: 2026-03-31"),
)
PROMISE = avec(OUVERTE, ("reponse_attendue_inconnue: true", "reponse_attendue_le: 2026-06-30"))
SANS_REPONSE = avec(
    SUITES,
    ("decision: retenue\n    mise_en_oeuvre: en_cours", "decision: sans_reponse"),
)


def des_fiches(liste: tuple[Evenement, ...]) -> list[Evenement]:
    """Without the guide, which is beside the point."""
    return [e for e in liste if e.type is not T.GUIDE]


def types(liste: tuple[Evenement, ...]) -> list[TypeEvenement]:
    """Kinds, oldest first."""
    return [e.type for e in reversed(des_fiches(liste))]


def changement(rang: int, nature: Nature, quand: datetime, **champs: str) -> Changement:
    phrase = champs.pop("phrase", "Une chose change.")
    return Changement(commit(rang, quand), nature, "essai", phrase, **champs)


def test_the_creation_says_all_that_was_past(tmp_path: Path) -> None:
    """Fifty old facts typed in one commit are one event: the record enters the catalogue."""
    petit = catalogue(tmp_path)
    (cree,) = des_fiches(evenements(petit, historique(), JOUR))
    assert cree.type is T.FICHE_CREEE
    assert cree.publie.replace(microsecond=0) == CREATION
    assert cree.id == "tag:catalogue.example,2026:concertations/essai/creation"
    assert cree.lien == "concertations/essai/"


def test_dates_are_news_on_their_day(tmp_path: Path) -> None:
    """Opening, reminder, closing, then the answer that does not come: each on its own day."""
    petit = catalogue(tmp_path, fiche=PROMISE, suites=SANS_REPONSE)
    tous = evenements(petit, historique(), JOUR)
    dates = {e.type: e.publie.date() for e in des_fiches(tous)}
    assert dates == {
        T.FICHE_CREEE: date(2026, 1, 15),
        T.OUVERTURE: date(2026, 2, 1),
        T.CLOTURE_PROCHE: date(2026, 3, 24),
        T.CLOTURE: date(2026, 4, 1),
        T.ECHEANCE_DEPASSEE: date(2026, 7, 1),
    }


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2026, 1, 31), [T.FICHE_CREEE]),
        (date(2026, 2, 1), [T.FICHE_CREEE, T.OUVERTURE]),
        (date(2026, 3, 23), [T.FICHE_CREEE, T.OUVERTURE]),
        (date(2026, 3, 24), [T.FICHE_CREEE, T.OUVERTURE, T.CLOTURE_PROCHE]),
        (date(2026, 3, 31), [T.FICHE_CREEE, T.OUVERTURE, T.CLOTURE_PROCHE]),
        (date(2026, 4, 1), [T.FICHE_CREEE, T.OUVERTURE, T.CLOTURE_PROCHE, T.CLOTURE]),
    ],
)
def test_the_future_is_not_news(tmp_path: Path, jour: date, attendu: list[TypeEvenement]) -> None:
    """A feed of a day holds nothing of the days after."""
    tous = evenements(catalogue(tmp_path, fiche=OUVERTE), historique(), jour)
    assert types(tous) == attendu
    assert all(e.publie.astimezone(FUSEAU).date() <= jour for e in tous)


def test_what_is_in_force_at_the_creation_is_news_then(tmp_path: Path) -> None:
    """A record entered while one can still participate says so, dated by its entry."""
    entree = datetime(2026, 3, 28, 10, 0, tzinfo=UTC)
    tous = evenements(
        catalogue(tmp_path, fiche=OUVERTE), historique(creation=entree), date(2026, 3, 29)
    )
    assert {e.type for e in des_fiches(tous)} == {T.FICHE_CREEE, T.OUVERTURE, T.CLOTURE_PROCHE}
    assert {e.publie.replace(microsecond=0) for e in des_fiches(tous)} == {entree}


def test_an_old_fact_entered_late_reaches_subscribers(tmp_path: Path) -> None:
    """A synthesis of 2024 typed in June 2026 is news of June 2026, and says its own date."""
    fiche = avec(FICHE, ("sources:\n", "synthese:\n  date: 2024-05\n  texte: Un avis.\nsources:\n"))
    quand = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
    tard = changement(2, Nature.SYNTHESE, quand, champ="synthese", apres="renseigné")
    synthese, _ = des_fiches(evenements(catalogue(tmp_path, fiche=fiche), historique(tard), JOUR))
    assert synthese.type is T.SYNTHESE
    assert synthese.publie.replace(microsecond=0) == quand
    assert synthese.date is not None
    assert synthese.date.texte == "2024-05"
    assert synthese.extrait == "Un avis."
    assert synthese.lien == "concertations/essai/#citoyens"


def test_a_corrected_answer_is_not_a_new_answer(tmp_path: Path) -> None:
    """Only the first publication of an answer is one."""
    quand = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
    premiere = changement(2, Nature.REPONSE, quand, champ="reponse_du_commanditaire", apres="x")
    mots = {"champ": "reponse_du_commanditaire", "avant": "x"}
    corrigee = changement(3, Nature.REPONSE, quand + timedelta(days=1), apres="y", **mots)
    retiree = changement(4, Nature.REPONSE, quand + timedelta(days=2), **mots)
    tous = evenements(catalogue(tmp_path), historique(premiere, corrigee, retiree), JOUR)
    assert types(tous) == [T.FICHE_CREEE, T.REPONSE, T.FICHE_COMPLETEE, T.FICHE_COMPLETEE]


def test_one_commit_on_one_proposal_is_one_event(tmp_path: Path) -> None:
    """Decision, execution and evidence typed together are told once, under the strongest."""
    quand = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
    champs = {"champ": "mise_en_oeuvre", "reference": "1", "avant": "en_cours", "apres": "realisee"}
    tous = evenements(
        catalogue(tmp_path),
        historique(
            decision(2, quand),
            changement(2, Nature.MISE_EN_OEUVRE, quand, phrase="Elle est réalisée.", **champs),
            changement(
                2, Nature.PREUVE, quand, phrase="Une preuve.", champ="preuves", reference="1"
            ),
        ),
        JOUR,
    )
    evenement, _ = des_fiches(tous)
    assert evenement.type is T.REALISATION
    assert evenement.lien == "concertations/essai/suites/#proposition-1"
    assert evenement.reference == "1"
    assert evenement.phrase.startswith(
        insecables("« Concertation d'essai » : la proposition 1 passe")
    )
    assert evenement.phrase.endswith("Elle est réalisée. Une preuve.")


def test_the_creation_of_a_follow_up_says_its_proposals(tmp_path: Path) -> None:
    """A hundred proposals entered at once are one event."""
    quand = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
    ajouts = [
        changement(2, Nature.PROPOSITION_AJOUTEE, quand, champ="propositions", reference=str(n))
        for n in range(100)
    ]
    creees = changement(2, Nature.SUITES_CREEES, quand, champ="propositions", apres="100")
    tous = evenements(catalogue(tmp_path), historique(creees, *ajouts), JOUR)
    assert types(tous) == [T.FICHE_CREEE, T.AVANCEMENT]


@pytest.mark.parametrize(("nombre", "attendu"), [(4, 4), (5, 1)])
def test_many_corrections_at_once_are_told_once(tmp_path: Path, nombre: int, attendu: int) -> None:
    """A campaign of corrections does not drown what subscribers wait for; a decision stays apart."""
    quand = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
    corrections = [
        changement(2, Nature.PROPOSITION_MODIFIEE, quand, champ="intitule, theme", reference=str(n))
        for n in range(10, 10 + nombre)
    ]
    tous = evenements(catalogue(tmp_path), historique(decision(2, quand), *corrections), JOUR)
    assert sorted(types(tous)) == sorted(
        [T.FICHE_CREEE, T.DECISION, *[T.FICHE_COMPLETEE] * attendu]
    )


def test_progress_is_told_apart_from_corrections(tmp_path: Path) -> None:
    """A new instrument is progress; a reworded title is a correction."""
    quand = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
    levier, mots = (
        changement(rang, Nature.PROPOSITION_MODIFIEE, quand, champ=champ, reference="1")
        for rang, champ in ((2, "theme, leviers"), (3, "intitule"))
    )
    tous = evenements(catalogue(tmp_path), historique(levier, mots), JOUR)
    assert sorted(types(tous)) == sorted([T.FICHE_CREEE, T.AVANCEMENT, T.FICHE_COMPLETEE])


@pytest.mark.parametrize(
    ("avant", "apres", "mot"),
    [
        ("realisee", "sans_information", "retour en arrière"),
        ("en_cours", "", "retour en arrière"),
        ("sans_information", "en_cours", "avancement"),
        ("", "en_cours", "avancement"),
    ],
)
def test_a_step_back_is_not_called_progress(
    tmp_path: Path, avant: str, apres: str, mot: str
) -> None:
    """The same list of steps back as « check --against »; the kind and the id do not change."""
    quand = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
    champs = {"champ": "mise_en_oeuvre", "reference": "1", "avant": avant, "apres": apres}
    passe = historique(changement(2, Nature.MISE_EN_OEUVRE, quand, **champs))
    evenement, _ = des_fiches(evenements(catalogue(tmp_path), passe, JOUR))
    assert evenement.type is T.AVANCEMENT
    assert evenement.titre.startswith(f"Proposition 1, {mot}")


@pytest.mark.parametrize(
    ("champ", "reference", "nature"),
    [
        ("reponse_attendue_le", "", Nature.FICHE_COMPLETEE),
        ("echeance", "1", Nature.PROPOSITION_MODIFIEE),
    ],
)
def test_a_date_that_comes_back_is_told_where_its_removal_was(
    tmp_path: Path, champ: str, reference: str, nature: Nature
) -> None:
    """Given for the first time it completes the record; given again it is a date that moves."""
    jours = [datetime(2026, 6, n, 12, 0, tzinfo=UTC) for n in (3, 4, 5)]
    quoi = {"champ": champ, "reference": reference}
    fixee, remise = (changement(n, nature, jours[n - 2], apres="2027-01", **quoi) for n in (2, 4))
    otee = changement(3, Nature.DATE_DEPLACEE, jours[1], avant="2027-01", **quoi)
    tous = des_fiches(evenements(catalogue(tmp_path), historique(fixee, otee, remise), JOUR))
    premier = T.AVANCEMENT if reference else T.FICHE_COMPLETEE
    assert [e.type for e in tous[:3]] == [T.REPORT, T.REPORT, premier]


def test_a_corrected_closing_belongs_to_its_own_day(tmp_path: Path) -> None:
    """Past in both versions: told in its time, or said by the creation; it does not close twice."""
    quand = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
    corrigee = changement(2, Nature.DATE_DEPLACEE, quand, champ="dates.cloture", avant="2026-03-30")
    avancee = changement(2, Nature.DATE_DEPLACEE, quand, champ="dates.cloture", avant="2026-09-30")
    connue = changement(2, Nature.FICHE_COMPLETEE, quand, champ="dates.cloture")

    def close(passe: Changement, creation: datetime = CREATION) -> list[date]:
        tous = evenements(petit, historique(passe, creation=creation), JOUR)
        return [e.publie.date() for e in tous if e.type is T.CLOTURE]

    petit = catalogue(tmp_path, fiche=OUVERTE)
    assert close(corrigee) == [date(2026, 4, 1)]
    assert close(corrigee, datetime(2026, 5, 1, tzinfo=UTC)) == []
    assert close(avancee) == close(connue) == [quand.date()]


@pytest.mark.parametrize("champ", ["synthese", "avertissement", "mesures", "appreciations"])
def test_what_changes_in_a_follow_up_as_a_whole_is_progress(tmp_path: Path, champ: str) -> None:
    """Who follows the « devoir de suite » is told, and led to the follow-up."""
    quand = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
    change = changement(2, Nature.SUITES_MODIFIEES, quand, champ=champ)
    evenement, _ = des_fiches(evenements(catalogue(tmp_path), historique(change), JOUR))
    assert evenement.type is T.AVANCEMENT
    assert evenement.lien == "concertations/essai/suites/"
    assert "flux/devoir-de-suite" in bases(evenement)


def test_a_review_without_change_is_not_news(tmp_path: Path) -> None:
    """Only the day of review moved: nothing to tell."""
    quand = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
    relue = changement(2, Nature.FICHE_MODIFIEE, quand, champ="revu_le")
    revue = changement(2, Nature.PROPOSITION_MODIFIEE, quand, champ="maj_le", reference="1")
    tous = evenements(catalogue(tmp_path), historique(relue, revue), JOUR)
    assert types(tous) == [T.FICHE_CREEE]


def test_an_answer_that_came_late_was_late(tmp_path: Path) -> None:
    """The deadline passed without answer: that stays true once the answer is there."""
    repondue = avec(
        SUITES, ("decision: retenue\n", "decision: retenue\n    decision_date: 2026-09\n")
    )
    tous = evenements(
        catalogue(tmp_path, fiche=PROMISE, suites=repondue),
        historique(decision(2, datetime(2026, 9, 12, tzinfo=UTC))),
        JOUR,
    )
    assert T.ECHEANCE_DEPASSEE in types(tous)
    a_temps = avec(
        SUITES, ("decision: retenue\n", "decision: retenue\n    decision_date: 2026-06\n")
    )
    tous = evenements(catalogue(tmp_path / "b", fiche=PROMISE, suites=a_temps), historique(), JOUR)
    assert T.ECHEANCE_DEPASSEE not in types(tous)


def test_a_process_given_up_does_not_close(tmp_path: Path) -> None:
    """What was planned after the end does not happen; the end is told."""
    fin = "fin_anticipee:\n  type: abandonnee\n  motif: Faute de crédits.\n  date: 2026-02-20\n"
    fiche = avec(OUVERTE, ("sources:\n", fin + "sources:\n"))
    quand = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
    arret = changement(
        2,
        Nature.STATUT,
        quand,
        champ="fin_anticipee",
        apres="abandonnee",
        motif="Faute de crédits.",
    )
    tous = evenements(catalogue(tmp_path, fiche=fiche), historique(arret), JOUR)
    assert types(tous) == [T.FICHE_CREEE, T.OUVERTURE, T.ABANDON]
    assert tous[0].details == (("Motif", "Faute de crédits."),)


def test_ids_survive_a_new_name(tmp_path: Path) -> None:
    """A renamed folder keeps the ids its subscribers already read."""
    petit = catalogue(tmp_path)
    renommee = changement(
        2,
        Nature.FICHE_RENOMMEE,
        datetime(2026, 6, 3, tzinfo=UTC),
        avant="ancien-nom",
        apres="essai",
    )
    avant = evenements(petit, historique(), JOUR)
    apres = evenements(petit, historique(renommee), JOUR)
    assert len(avant) == len(apres)
    ids = {e.id for e in des_fiches(apres)}
    assert ids == {"tag:catalogue.example,2026:concertations/ancien-nom/creation"}


def test_ids_and_instants_are_distinct(tmp_path: Path) -> None:
    """A hundred records created in one commit: no two events look the same to a reader."""
    grand, passe = agrandir(catalogue(tmp_path), 100)
    ensemble = Historique(
        tuple(
            Changement(commit(1, CREATION), c.nature, c.sujet, c.phrase) for c in passe.changements
        )
    )
    tous = evenements(grand, ensemble, JOUR)
    assert len({e.id for e in tous}) == len({e.publie for e in tous}) == len(tous) == 101
    assert [e.publie for e in tous] == sorted((e.publie for e in tous), reverse=True)


def test_a_new_event_moves_no_other(tmp_path: Path) -> None:
    """Old entries keep their ids and their dates to the microsecond."""
    petit = catalogue(tmp_path)
    avant = evenements(petit, historique(), JOUR)
    apres = evenements(petit, historique(decision(2, datetime(2026, 6, 3, tzinfo=UTC))), JOUR)
    assert set(avant) < set(apres)
    assert len(apres) == len(avant) + 1


def test_without_history_the_review_dates_a_record(tmp_path: Path) -> None:
    """No git: a record enters on the day of its review; a later update of a proposal is told."""
    suites = avec(SUITES, ("maj_le: 2026-01-15", "maj_le: 2026-05-02"))
    tous = evenements(catalogue(tmp_path, suites=suites), Historique(absence="pas de git"), JOUR)
    assert types(tous) == [T.FICHE_CREEE, T.AVANCEMENT]
    assert [e.publie.date() for e in des_fiches(tous)] == [date(2026, 5, 2), date(2026, 1, 15)]


def test_a_guide_is_told_apart_from_a_record_of_the_same_id(tmp_path: Path) -> None:
    """The history of a guide says nothing of a concertation."""
    petit = catalogue(tmp_path)
    quand = datetime(2026, 6, 3, tzinfo=UTC)
    guide = Changement(
        commit(2, quand), Nature.GUIDE_MODIFIE, "essai", "Le guide est complété.", guide=True
    )
    assert types(evenements(petit, historique(guide), JOUR)) == [T.FICHE_CREEE]


@pytest.fixture
def dates(tmp_path: Path) -> Catalogue:
    """A record whose answer is due on a day, and whose restitution is known to the month."""
    fiche = avec(PROMISE, ("cloture: 2026-03-31", "cloture: 2026-03-31\n  restitution: 2026-04"))
    return catalogue(tmp_path, fiche=fiche, suites=None)


def test_a_month_is_not_made_up_into_a_day(dates: Catalogue) -> None:
    """Only dates known to the day go to the calendar."""
    liste = rendez_vous(dates, historique(), dates.concertations[0], JOUR)
    assert [(r.uid.split("@")[0], r.debut, r.revision) for r in liste] == [
        ("essai-ouverture", date(2026, 2, 1), 0),
        ("essai-cloture", date(2026, 3, 31), 0),
        ("essai-reponse-attendue", date(2026, 6, 30), 0),
    ]
    assert {r.modifie for r in liste} == {CREATION}


def test_a_date_that_moves_is_the_same_event_revised(dates: Catalogue) -> None:
    """Same UID, one more revision, dated by the commit; the others do not move."""
    quand = datetime(2026, 2, 14, 10, 0, tzinfo=UTC)
    deplacee = changement(
        2,
        Nature.DATE_DEPLACEE,
        quand,
        champ="dates.cloture",
        avant="2026-03-15",
        apres="2026-03-31",
    )
    avant = rendez_vous(dates, historique(), dates.concertations[0], JOUR)
    apres = rendez_vous(dates, historique(deplacee), dates.concertations[0], JOUR)
    assert [r.uid for r in avant] == [r.uid for r in apres]
    assert [(r.revision, r.modifie) for r in apres] == [(0, CREATION), (1, quand), (0, CREATION)]


def test_a_step_that_says_a_date_again_is_not_in_the_agenda(tmp_path: Path) -> None:
    """Same day and same words as the opening, the closing or a meeting; the rest stays."""
    etapes = (
        ("2026-02-01", "Lancement de la concertation"),
        ("2026-02-01", "Lancement par le Premier ministre"),
        ("2026-02-15", "Clôture"),
        ("2026-03-31", "Clôture de la consultation"),
        ("2026-02-20", "Atelier de Lyon"),
    )
    jalons = "".join(f"  - date: {jour}\n    intitule: {mots}\n" for jour, mots in etapes)
    fiche = avec(
        OUVERTE,
        ("consultation-en-ligne\n", "consultation-en-ligne\n    titre: Atelier de Lyon\n    debut: 2026-02-20\n"),
        ("sources:\n", f"calendrier:\n{jalons}sources:\n"),
    )  # fmt: skip
    petit = catalogue(tmp_path, fiche=fiche)
    liste = rendez_vous(petit, historique(), petit.concertations[0], JOUR)
    assert [(r.debut.isoformat(), r.titre.split("\N{NO-BREAK SPACE}:")[0]) for r in liste] == [
        ("2026-02-01", "Lancement par le Premier ministre"),
        ("2026-02-01", "Ouverture"),
        ("2026-02-15", "Clôture"),
        ("2026-02-20", "Début – Atelier de Lyon"),
        ("2026-03-31", "Dernier jour"),
    ]


def test_what_is_given_up_is_cancelled(tmp_path: Path) -> None:
    """What had taken place stays; what was to come is cancelled, not deleted."""
    fin = "fin_anticipee:\n  type: abandonnee\n  motif: Faute de crédits.\n  date: 2026-02-20\n"
    petit = catalogue(tmp_path, fiche=avec(PROMISE, ("sources:\n", fin + "sources:\n")))
    liste = rendez_vous(petit, historique(), petit.concertations[0], JOUR)
    assert [(r.uid.split("@")[0], r.annule, r.revision) for r in liste] == [
        ("essai-ouverture", False, 0),
        ("essai-cloture", True, 1),
        ("essai-reponse-attendue", True, 1),
    ]
