"""The parts of the catalogue that a record belongs to: totals are made by these."""

from __future__ import annotations

from msgspec import Struct

from generator.catalogue.records import Dossier
from generator.par_fiche import par_fiche
from generator.world import World


class Cles(Struct, frozen=True):
    """Its keys in each référentiel, each once, and the year it opened."""

    annee: int
    ministeres: tuple[str, ...]
    thematiques: tuple[str, ...]
    dispositifs: tuple[str, ...]
    degres: tuple[str, ...]


@par_fiche(Cles)
def cles(_world: World, dossier: Dossier) -> Cles:
    """The parts of a concertation."""
    fiche = dossier.fiche
    return Cles(
        annee=fiche.dates.ouverture.annee,
        ministeres=tuple(dict.fromkeys((fiche.porteur, *fiche.co_porteurs))),
        thematiques=tuple(dict.fromkeys(fiche.thematiques)),
        dispositifs=tuple(dict.fromkeys(d.type for d in fiche.dispositifs)),
        degres=(fiche.degre,) if fiche.degre else (),
    )
