"""What is played, how many times, and in which order.

A round of every series comes before the second round of any: a run that is stopped has said
something of everything, the targets first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from benchmarks.apercu import APERCU, GABARIT, PENDANT
from benchmarks.apercu import TEXTE as APERCU_TEXTE
from benchmarks.situations import FROID, LENDEMAIN, RESUME, RIEN, SITUATIONS, TEXTE

TOUTES = tuple(SITUATIONS)
EN_BREF = (FROID, RIEN, TEXTE, RESUME, LENDEMAIN)
RAPIDES = ("hugo", "hugo-toml", "eleventy")
LENTS = ("pelican", "astro", "jekyll")
"""Peers that take several times as long as the others: cold, twice, and not at 10 000 records."""


class Part(NamedTuple):
    """Tools that play situations, in the first ``tours`` rounds."""

    outils: tuple[str, ...]
    situations: tuple[str, ...]
    tours: int


@dataclass(frozen=True, slots=True)
class Serie:
    """What is played in one go, at one size: every situation, by all the tools that play it.

    A tool always plays ``FROID``: the other situations of a round follow from it.
    """

    taille: int
    parts: tuple[Part, ...]

    @property
    def outils(self) -> tuple[str, ...]:
        """Names of its tools."""
        return tuple(dict.fromkeys(o for part in self.parts for o in part.outils))

    @property
    def situations(self) -> tuple[str, ...]:
        """In the order of a round."""
        jouees = {s for part in self.parts for s in part.situations}
        return tuple(s for s in (*TOUTES, *APERCUS) if s in jouees)

    @property
    def tours(self) -> int:
        """Rounds; the preview plays all of its own while it runs."""
        return 1 if self.apercu else max(part.tours for part in self.parts)

    @property
    def apercu(self) -> bool:
        """Whether it is the preview, which is not a command that ends."""
        return self.outils == (APERCU,)

    def fois(self, outil: str, situation: str) -> int:
        """How many times a tool plays a situation."""
        fois = [p.tours for p in self.parts if outil in p.outils and situation in p.situations]
        return max(fois, default=0)

    def prevus(self) -> Iterator[tuple[str, str]]:
        """Every situation, and every tool that plays it."""
        return ((s, o) for s in self.situations for o in self.outils if self.fois(o, s))


APERCUS = (APERCU_TEXTE, PENDANT, GABARIT)
NOUS, INDEX, COMPLET, PAGEFIND, PLANCHER = (
    "equivalent",
    "equivalent-recherche",
    "complet",
    "hugo-toml-recherche",
    "plancher",
)

PROGRAMME = (
    Serie(1_000, (
        Part((NOUS,), TOUTES, 5), Part(RAPIDES, (FROID, TEXTE), 5), Part(LENTS, (FROID,), 2),
    )),
    Serie(1_000, (Part((PLANCHER,), (FROID, TEXTE), 5),)),
    Serie(1_000, (Part((INDEX, PAGEFIND), (FROID, TEXTE), 5), Part((INDEX,), TOUTES, 5))),
    Serie(10_000, (
        Part((NOUS,), EN_BREF, 5), Part(RAPIDES, (FROID, TEXTE), 5), Part((NOUS,), TOUTES, 2),
    )),
    Serie(10_000, (Part((PLANCHER,), (FROID, TEXTE), 5),)),
    Serie(10_000, (
        Part((INDEX, PAGEFIND), (FROID, TEXTE), 5), Part((INDEX,), (LENDEMAIN,), 2),
    )),
    Serie(1_000, (Part((COMPLET,), EN_BREF, 5),)),
    Serie(1_000, (Part((APERCU,), (APERCU_TEXTE, PENDANT), 5), Part((APERCU,), (GABARIT,), 5))),
    Serie(10_000, (Part((COMPLET,), (FROID,), 1),)),
    Serie(10_000, (Part((APERCU,), (APERCU_TEXTE, PENDANT), 5),)),
    Serie(200, (
        Part((NOUS,), TOUTES, 5), Part(RAPIDES, (FROID, TEXTE), 5), Part(LENTS, (FROID,), 2),
    )),
    Serie(200, (Part((INDEX, PAGEFIND), (FROID, TEXTE), 5), Part((INDEX,), TOUTES, 5))),
    Serie(200, (Part((COMPLET,), EN_BREF, 5),)),
)  # fmt: skip
"""In the order of a round. Each ``COMPLET`` leaves to the preview that follows a site already made."""


def choisir(tailles: Iterable[int], tours: int) -> tuple[Serie, ...]:
    """The programme for these sizes, in so many rounds at most."""
    gardees = set(tailles)
    return tuple(
        replace(serie, parts=tuple(p._replace(tours=min(p.tours, tours)) for p in serie.parts))
        for serie in PROGRAMME
        if serie.taille in gardees
    )


def ordre(programme: tuple[Serie, ...]) -> Iterator[tuple[int, Serie]]:
    """Every round of every series."""
    tours = range(max((serie.tours for serie in programme), default=0))
    return ((tour, serie) for tour in tours for serie in programme if tour < serie.tours)
