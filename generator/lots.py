"""The outputs of the records, lot by lot, from one build to the next.

Most records do not change: to look for each of them in the cache takes longer than all the rest of
a small change. Those of a lot are found together, under one key made of theirs; what is not found
so is looked for record by record (``generator.releves``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator.cles import Cles
from generator.par_fiche import RELEVES
from generator.plan import Prevue
from generator.store import (
    Bilan,
    FicheGardee,
    Ligne,
    Reserve,
    SortieGardee,
    decoder_lot,
    decouper,
    encoder_lot,
    sortie_gardee,
)


class Lots:
    """What is kept of the records of one world, on its day."""

    def __init__(self, jour: date, cles: Cles, reserve: Reserve) -> None:
        self._ordinal, self._cles, self._reserve = jour.toordinal(), cles, reserve
        self._fiches: dict[str, FicheGardee] = {}
        self._entiers: set[bytes] = set()
        self._appris: set[str] = set()

    def chercher(self, identifiants: Sequence[str]) -> None:
        """Look for all that is kept of these records."""
        lots = {self._cle(lot): lot for lot in decouper(identifiants)}
        for cle, octets in self._reserve.lots(lots).items():
            trouvees = decoder_lot(octets)
            tiennent = {
                identifiant: fiche
                for identifiant, fiche in trouvees.items()
                if fiche.depuis <= self._ordinal <= fiche.jusque
            }
            self._fiches |= tiennent
            if len(tiennent) == len(lots[cle]):
                self._entiers.add(cle)

    def sorties(self, identifiant: str) -> tuple[SortieGardee, ...]:
        """The outputs of a record, if they are known."""
        fiche = self._fiches.get(identifiant)
        return fiche.sorties if fiche else ()

    def apprendre(
        self, identifiant: str, bilan: Bilan, sorties: Iterable[tuple[Prevue, Ligne]]
    ) -> None:
        """Learn the outputs of a record, all of them; its values hold on the days of ``bilan``."""
        depuis, jusque = bilan.depuis, bilan.jusque
        gardees = []
        for prevue, ligne in sorties:
            depuis = max(depuis, date.fromisoformat(ligne.depuis).toordinal())
            jusque = min(jusque, date.fromisoformat(ligne.jusque).toordinal())
            gardees.append(sortie_gardee(prevue.path, prevue.source, ligne))
        self._fiches[identifiant] = FicheGardee(depuis, jusque, tuple(gardees))
        self._appris.add(identifiant)

    def neufs(self, identifiants: Sequence[str]) -> Iterator[tuple[bytes, bytes]]:
        """The lots of all the records that are not kept as they are now known."""
        for lot in decouper(identifiants):
            cle = self._cle(lot)
            if cle not in self._entiers or not self._appris.isdisjoint(lot):
                yield cle, encoder_lot({i: self._fiches[i] for i in lot if i in self._fiches})

    def _cle(self, lot: Iterable[str]) -> bytes:
        return self._cles.lot(lot, RELEVES)
