"""French for people."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import francais
from schemas.dates import DatePartielle


@pytest.mark.parametrize(
    ("texte", "attendu", "avec_le"),
    [
        ("2019", "2019", "en 2019"),
        ("2019-10", "octobre 2019", "en octobre 2019"),
        ("2019-10-01", "1er octobre 2019", "le 1er octobre 2019"),
        ("2024-02-29", "29 février 2024", "le 29 février 2024"),
    ],
)
def test_partial_dates_say_only_what_is_known(texte: str, attendu: str, avec_le: str) -> None:
    """A year stays a year: no day is invented."""
    valeur = DatePartielle.lire(texte)
    assert (francais.partielle(valeur), francais.le(valeur)) == (attendu, avec_le)


def test_period_in_words() -> None:
    """A period, a single date, an open end."""
    lire = DatePartielle.lire
    assert francais.periode(lire("2019-10"), lire("2021-02-28")) == "octobre 2019 – 28 février 2021"
    assert francais.periode(lire("2019"), lire("2019")) == "2019"
    assert francais.periode(lire("2019-10-04"), None) == "depuis le 4 octobre 2019"


@pytest.mark.parametrize(
    ("part", "total", "attendu"),
    [(0, 0, ""), (0, 7, "0"), (1, 8, "13"), (1, 200, "1"), (7, 7, "100")],
)
def test_percentages_round_half_up(part: int, total: int, attendu: str) -> None:
    """No share of nothing."""
    assert francais.pourcent(part, total).removesuffix("\u00a0%") == attendu


def test_numbers_and_plurals() -> None:
    """Zero is singular in French; thousands are apart."""
    assert francais.pluriel(0, "proposition") == "0 proposition"
    assert francais.pluriel(1, "proposition") == "1 proposition"
    assert francais.pluriel(18300, "proposition") == "18\u202f300 propositions"
    assert francais.decimal(3.4) == "3,4"
    assert francais.decimal(4.0) == "4"


def test_spaces_that_must_not_break() -> None:
    """No line starts with a stop or ends with an opening quote."""
    assert (
        francais.insecables("« Ça va ? » : 12 %") == "«\u00a0Ça va\u202f?\u00a0»\u00a0: 12\u00a0%"
    )


@given(st.text())
def test_spaces_are_all_that_changes(texte: str) -> None:
    """Only ordinary spaces are replaced, one for one."""
    propre = francais.insecables(texte)
    assert len(propre) == len(texte)
    assert all(
        a == b or (a == " " and b in "\u00a0\u202f") for a, b in zip(texte, propre, strict=True)
    )


@given(st.text(max_size=200), st.integers(2, 100))
def test_abridged_text_fits(texte: str, longueur: int) -> None:
    """An abridged text is never longer than asked."""
    assert len(francais.abreger(texte, longueur)) <= longueur


def test_sort_key_is_french() -> None:
    """Accents, case and ligatures do not count."""
    mots = ["Œuvre", "état", "Zèbre", "Écologie", "obus"]
    assert sorted(mots, key=francais.cle_tri) == ["Écologie", "état", "obus", "Œuvre", "Zèbre"]
    assert francais.jour(date(2026, 3, 1)) == "1er mars 2026"
