"""The figures of the devoir de suite, over any set of concertations. Always with denominators.

Each figure can be recomputed from the open data: definitions are in the docstring of the field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from msgspec import Struct

from generator.catalogue.records import Dossier
from generator.cycle import REPONDUES, close, completude, repondue
from generator.par_fiche import par_fiche
from generator.world import World
from schemas.enumerations import Decision, MiseEnOeuvre
from schemas.regles import RETENUES

SANS_INFORMATION = frozenset({Decision.INCONNUE, Decision.SANS_REPONSE})


class Indicateurs(Struct, frozen=True):
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


class Comptes(Struct, frozen=True):
    """What one concertation adds to the figures, on a day (see ``Indicateurs``).

    ``decisions`` and ``executions`` count its proposals in the order of ``Decision`` and of
    ``MiseEnOeuvre``.
    """

    close: bool
    repondue: bool
    decisions: tuple[int, ...]
    executions: tuple[int, ...]
    refusees_motivees: int
    realisees_prouvees: int
    delai: int | None
    remplis: int
    attendus: int

    @property
    def propositions(self) -> int:
        """Number of proposals."""
        return sum(self.decisions)

    def decide(self, decisions: Collection[Decision]) -> int:
        """Number of proposals with one of these decisions."""
        return sum(n for d, n in zip(Decision, self.decisions, strict=True) if d in decisions)

    def execute(self, etat: MiseEnOeuvre) -> int:
        """Number of proposals in this state of execution."""
        return self.executions[_EXECUTIONS.index(etat)]


_EXECUTIONS = tuple(MiseEnOeuvre)


def compter(dossier: Dossier, jour: date) -> Comptes:
    """Count one concertation."""
    fiche, suites = dossier.fiche, dossier.suites
    propositions = suites.propositions if suites else ()
    decisions = [p.decision for p in propositions]
    executions = [p.mise_en_oeuvre for p in propositions]
    faite = completude(fiche, suites, jour)
    return Comptes(
        close=close(fiche, jour),
        repondue=repondue(fiche, suites, jour),
        decisions=tuple(map(decisions.count, Decision)),
        executions=tuple(map(executions.count, MiseEnOeuvre)),
        refusees_motivees=sum(
            p.decision is Decision.NON_RETENUE and p.reponse_motivee is not None
            for p in propositions
        ),
        realisees_prouvees=sum(
            p.mise_en_oeuvre is MiseEnOeuvre.REALISEE and bool(p.preuves) for p in propositions
        ),
        delai=delai_de_reponse(dossier),
        remplis=faite.remplis,
        attendus=faite.attendus,
    )


@par_fiche(Comptes)
def comptes(world: World, dossier: Dossier) -> Comptes:
    """What a concertation adds to the figures, on the day of the world."""
    return compter(dossier, world.jour)


def repartir(lot: Sequence[Comptes]) -> tuple[dict[Decision, int], dict[MiseEnOeuvre, int]]:
    """The proposals of a set of concertations, by decision and by state of execution."""
    decisions = zip(*(c.decisions for c in lot), strict=True) if lot else [()] * len(Decision)
    executions = zip(*(c.executions for c in lot), strict=True) if lot else [()] * len(_EXECUTIONS)
    return (
        dict(zip(Decision, map(sum, decisions), strict=True)),
        dict(zip(MiseEnOeuvre, map(sum, executions), strict=True)),
    )


def indicateurs(lot: Iterable[Comptes]) -> Indicateurs:
    """The figures of a set of concertations."""
    from statistics import median  # noqa: PLC0415 - start fast

    tous = tuple(lot)
    delais = [c.delai for c in tous if c.delai is not None]
    closes = [c for c in tous if c.close]
    decisions, executions = repartir(tous)
    return Indicateurs(
        concertations=len(tous),
        closes=len(closes),
        repondues=sum(c.repondue for c in closes),
        propositions=sum(decisions.values()),
        avec_reponse=sum(decisions[d] for d in REPONDUES),
        retenues=sum(decisions[d] for d in RETENUES),
        refusees=decisions[Decision.NON_RETENUE],
        refusees_motivees=sum(c.refusees_motivees for c in tous),
        realisees=executions[MiseEnOeuvre.REALISEE],
        realisees_prouvees=sum(c.realisees_prouvees for c in tous),
        inconnues=sum(decisions[d] for d in SANS_INFORMATION),
        delais=len(delais),
        delai_median=median(delais) if delais else None,
        remplis=sum(c.remplis for c in tous),
        attendus=sum(c.attendus for c in tous),
    )
