"""Scalar types of the content model, and the rules across fields."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from schemas.dates import DatePartielle, Jour
from schemas.regles import regles_concertation, regles_suites
from schemas.types import Booleen, Entier, verifier_url
from tests.unit.test_cycle import INCONNUE, REFUSEE, fiche, suites


@given(st.dates(date(1958, 1, 1), date(2100, 12, 31)))
def test_a_whole_day_is_its_own_interval(jour: date) -> None:
    """Reading a day, a month or a year gives the days it may stand for."""
    complet = DatePartielle.lire(jour.isoformat())
    mois = DatePartielle.lire(jour.isoformat()[:7])
    annee = DatePartielle.lire(jour.isoformat()[:4])
    assert complet.debut == complet.fin == jour
    assert annee.debut <= mois.debut <= jour <= mois.fin <= annee.fin
    assert complet.exacte
    assert not mois.exacte


@pytest.mark.parametrize(
    "texte",
    [
        "2026-02-30",
        "2026-13",
        "0000",
        "26-01-01",
        "2026-1-1",
        "1767225600",
        "２０２６",
        "",
        None,
        "12/03/2026",
    ],
)
def test_what_is_not_a_date_is_refused(texte: str | None) -> None:
    """No epoch, no foreign digit, no day that does not exist."""
    with pytest.raises(PydanticCustomError):
        DatePartielle.lire(texte)


def test_a_day_must_be_whole() -> None:
    """A review has a day."""
    with pytest.raises(ValidationError):
        TypeAdapter(Jour).validate_python("2026-11")


@pytest.mark.parametrize("texte", ["-1", "1.5", "1 000", "1_000", "١٢", "1e3", ""])
def test_what_is_not_a_count_is_refused(texte: str) -> None:
    """Python would read some of these as numbers: a contributor would not."""
    with pytest.raises(ValidationError):
        TypeAdapter(Entier).validate_python(texte)


def test_only_true_and_false_are_booleans() -> None:
    """The YAML of the Norwegians: « no » is text."""
    adaptateur = TypeAdapter(Booleen)
    assert adaptateur.validate_python("true") is True
    for texte in ("no", "oui", "1", "True"):
        with pytest.raises(ValidationError):
            adaptateur.validate_python(texte)


@pytest.mark.parametrize(
    "adresse",
    [
        "javascript:alert(1)",
        "//evil.example/",
        "https://gouv.fr@evil.example/",
        "https://élysée.fr/",
        "https://a b.example/",
        "https://localhost/",
        "https://x.example:0/",
        "ftp://x.example/",
        "https://",
        'https://x.example/"',
    ],
)
def test_unsafe_addresses_are_refused(adresse: str) -> None:
    """Only public web addresses, as a reader would understand them."""
    with pytest.raises(PydanticCustomError):
        verifier_url(adresse)


@pytest.mark.parametrize("adresse", ["https://senat.fr./x?y=1#z", "http://a-b.c.example:8080/é"])
def test_real_addresses_are_kept_as_typed(adresse: str) -> None:
    """An address is a fact: it is not rewritten."""
    assert verifier_url(adresse) == adresse


def codes(infractions: object) -> list[str]:
    return [i.code for i in infractions]  # type: ignore[attr-defined]


def test_rules_of_a_record_are_all_told() -> None:
    """Several broken rules give several infractions, each at its field."""
    mauvaise = fiche(
        dates={"annonce": "2026-05", "ouverture": "2026-01-10", "cloture": "2026-01-01"},
        reponse_attendue_inconnue="false",
        engagements_inconnus="false",
        calendrier=[{"date": "2026", "intitule": "X", "source": "s9"}],
    )
    trouves = list(regles_concertation(mauvaise))
    assert codes(trouves) == [
        "dates-desordonnees",
        "dates-desordonnees",
        "reponse-attendue-manquante",
        "engagements-manquants",
        "source-inconnue",
    ]
    assert trouves[-1].loc == ("calendrier", 0, "source")


@pytest.mark.parametrize(
    ("montree_par", "attendus"),
    [
        ({}, ["decision-sans-source"]),
        ({"source": {"titre": "Le rapport des citoyens"}}, ["decision-sans-source"]),
        ({"leviers": [{"type": "loi", "intitule": "Une loi"}]}, ["decision-sans-source"]),
        ({"jalons": [{"date": "2026", "intitule": "Un jalon"}]}, ["decision-sans-source"]),
        ({"sources": ["s1"]}, []),
        ({"preuves": [{"titre": "Preuve", "url": "https://x.example/"}]}, []),
        ({"leviers": [{"type": "loi", "intitule": "L", "url": "https://x.example/"}]}, []),
        ({"jalons": [{"date": "2026", "intitule": "J", "source": "s1"}]}, []),
    ],
)
def test_a_decision_can_be_checked_by_a_reader(
    montree_par: dict[str, object], attendus: list[str]
) -> None:
    """Even « sans_reponse », which says that the State did not answer; only « inconnue » needs nothing."""
    sources = frozenset({"s1"})
    muette = suites({"decision": "sans_reponse"} | montree_par)
    assert codes(regles_suites(muette, sources)) == attendus
    assert codes(regles_suites(suites(INCONNUE | montree_par), sources)) == []


def test_rules_of_a_follow_up() -> None:
    """A refusal has its reason, a realisation its evidence, a reference is given once."""
    sans_motif = {"decision": "non_retenue"}
    sans_preuve = {"decision": "retenue", "mise_en_oeuvre": "realisee"}
    sans_etat = {"decision": "retenue_partiellement", "reponse_motivee": "En partie."}
    lot = suites(
        sans_motif,
        sans_preuve,
        sans_etat,
        REFUSEE,
        INCONNUE | {"reference": "1", "sources": ["s2"]},
    )
    assert sorted(codes(regles_suites(lot, frozenset({"s1"})))) == [
        *["decision-sans-source"] * 4,
        "doublon",
        "mise-en-oeuvre-manquante",
        "motif-manquant",
        "preuve-manquante",
        "source-inconnue",
    ]
