"""The figures of the devoir de suite, over any set of concertations. Always with denominators.

Each figure can be recomputed from the open data: definitions are in the docstring of the field.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from generator.catalogue.records import Dossier
from generator.cycle import REPONDUES, close, completude, repondue
from schemas.enumerations import Decision, MiseEnOeuvre
from schemas.regles import RETENUES
from schemas.suites import Proposition

SANS_INFORMATION = frozenset({Decision.INCONNUE, Decision.SANS_REPONSE})


@dataclass(frozen=True, slots=True)
class Indicateurs:
    """Counts over a set of concertations, on a day.

    - ``concertations``: all; ``closes``: closed on the day; ``repondues``: closed ones with an
      answer, as a whole or on one proposal at least.
    - ``propositions``: all; ``avec_reponse``: decision ``retenue``, ``retenue_partiellement``,
      ``non_retenue`` or ``a_l_etude``; ``retenues``: ``retenue`` or ``retenue_partiellement``;
      ``refusees``: ``non_retenue``; ``refusees_motivees``: among them, with ``reponse_motivee``;
      ``realisees``: ``mise_en_oeuvre: realisee``; ``realisees_prouvees``: among them, with
      ``preuves``; ``inconnues``: ``inconnue`` or ``sans_reponse``.
    - ``delai_median``: days from the last possible day of closing to the last possible day of the
      first dated answer, 0 when it came before, median over the ``delais`` concertations for which
      both dates are known; ``None`` when there is none.
    - ``remplis`` of ``attendus``: fields of ``generator.cycle.completude``, summed.
    """

    concertations: int
    closes: int
    repondues: int
    propositions: int
    avec_reponse: int
    retenues: int
    refusees: int
    refusees_motivees: int
    realisees: int
    realisees_prouvees: int
    inconnues: int
    delais: int
    delai_median: float | None
    remplis: int
    attendus: int


def delai_de_reponse(dossier: Dossier) -> int | None:
    """Days from closing to the first dated answer, or ``None`` when one of them is not known."""
    cloture = dossier.fiche.dates.cloture
    dates = [
        p.decision_date
        for p in (dossier.suites.propositions if dossier.suites else ())
        if p.decision in REPONDUES and p.decision_date
    ]
    if dossier.fiche.reponse_du_commanditaire:
        dates.append(dossier.fiche.reponse_du_commanditaire.date)
    if cloture is None or not dates:
        return None
    return max(0, (min(d.fin for d in dates) - cloture.fin).days)


def indicateurs(dossiers: Iterable[Dossier], jour: date) -> Indicateurs:
    """Count over a set of concertations."""
    lot = tuple(dossiers)
    closes = [d for d in lot if close(d.fiche, jour)]
    propositions = [p for d in lot if d.suites for p in d.suites.propositions]
    refusees = [p for p in propositions if p.decision is Decision.NON_RETENUE]
    realisees = [p for p in propositions if p.mise_en_oeuvre is MiseEnOeuvre.REALISEE]
    delais = [j for d in lot if (j := delai_de_reponse(d)) is not None]
    faits = [completude(d.fiche, d.suites, jour) for d in lot]
    return Indicateurs(
        concertations=len(lot),
        closes=len(closes),
        repondues=sum(repondue(d.fiche, d.suites, jour) for d in closes),
        propositions=len(propositions),
        avec_reponse=_compte(propositions, REPONDUES),
        retenues=_compte(propositions, RETENUES),
        refusees=len(refusees),
        refusees_motivees=sum(p.reponse_motivee is not None for p in refusees),
        realisees=len(realisees),
        realisees_prouvees=sum(bool(p.preuves) for p in realisees),
        inconnues=_compte(propositions, SANS_INFORMATION),
        delais=len(delais),
        delai_median=median(delais) if delais else None,
        remplis=sum(f.remplis for f in faits),
        attendus=sum(f.attendus for f in faits),
    )


def _compte(propositions: list[Proposition], decisions: frozenset[Decision]) -> int:
    return sum(p.decision in decisions for p in propositions)
