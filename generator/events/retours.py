"""Dates that come back: taken away from a record, then given again. Pure functions."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from msgspec.structs import replace

from generator.events.model import FUSEAU
from generator.history.model import Changement, Historique

_DATES = frozenset(
    {
        "dates.annonce",
        "dates.ouverture",
        "dates.cloture",
        "dates.restitution",
        "reponse_attendue_le",
        "echeance",
    }
)
"""Fields whose changes say their whole value, before and after."""


def _cle(changement: Changement) -> tuple[str, str, str]:
    return changement.sujet, changement.reference, changement.champ


def retablies(changements: Iterable[Changement]) -> frozenset[Changement]:
    """Of the changes of a record, oldest first: the dates given again after having been taken away.

    Who was told that a date is gone is told under the same kind that it is back.
    """
    retirees = set()
    trouvees = set()
    for changement in changements:
        if changement.champ not in _DATES:
            continue
        if changement.avant and not changement.apres:
            retirees.add(_cle(changement))
        elif not changement.avant and _cle(changement) in retirees:
            trouvees.add(changement)
    return frozenset(trouvees)


def sans_allers_retours(historique: Historique, periode: tuple[date, date]) -> Historique:
    """The history without the dates that, from a day to another, moved and came back as they were."""
    jours = {c.commit.sha: c.commit.date.astimezone(FUSEAU).date() for c in historique.changements}
    du_temps = [
        c
        for c in historique.changements
        if c.champ in _DATES and periode[0] <= jours[c.commit.sha] <= periode[1]
    ]
    inutiles = {
        changement
        for _, lot in groupby(sorted(du_temps, key=_cle), key=_cle)
        for changement in _nuls(tuple(lot))
    }
    gardes = tuple(c for c in historique.changements if c not in inutiles)
    return replace(historique, changements=gardes)


def mois_a_retours(changements: Iterable[Changement]) -> tuple[tuple[date, date], ...]:
    """The months in which a date may have moved and come back: first and last day of each."""
    premiers: Counter[date] = Counter(
        c.commit.date.astimezone(FUSEAU).date().replace(day=1)
        for c in changements
        if c.champ in _DATES
    )
    return tuple((m, fin_de_mois(m)) for m, moves in sorted(premiers.items()) if moves > 1)


def fin_de_mois(premier: date) -> date:
    """The last day of the month of a day."""
    return premier.replace(day=calendar.monthrange(premier.year, premier.month)[1])


def _nuls(lot: Sequence[Changement]) -> Sequence[Changement]:
    """All the changes of a date, oldest first, when they lead back to where they began."""
    return lot if lot[0].avant and lot[0].avant == lot[-1].apres else ()
