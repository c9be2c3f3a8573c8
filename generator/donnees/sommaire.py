"""What is said of the open data as a whole: totals, dates, and the record that examples show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct


class Sommaire(Struct, frozen=True):
    """Sums over all the records, on a day.

    ``lignes`` is the number of rows of each table whose rows belong to records; ``comptes`` says,
    for each référentiel, how many concertations each of its keys concerns (those of none are not
    there); ``modifie`` is the last day a record changed and ``ouverture`` the first day of the
    oldest one; ``annees`` are those of the openings, sorted; ``exemple`` is the id of the record
    that examples show, "" when none can.
    """

    lignes: Mapping[str, int]
    comptes: Mapping[str, Mapping[str, int]]
    modifie: date | None
    ouverture: date | None
    annees: tuple[int, ...]
    exemple: str
