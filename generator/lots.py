"""The outputs of the records, and the hashes of their values, lot by lot, from one build to the next.

Most records do not change: to look for each of them in the cache takes longer than all the rest of
a small change. Those of a lot are found together, under one key made of theirs; what is not found
so is looked for record by record (``generator.releves``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from generator.cles import Cles
from generator.par_fiche import RELEVES
from generator.plan import Prevue
from generator.store import (
    Bilan,
    FicheGardee,
    Ligne,
    Lot,
    Reserve,
    SortieGardee,
    decoder_lot,
    decouper,
    encoder_lot,
    somme_de,
    sortie_gardee,
)


class Lots:
    """What is kept of the records of one world, on its day."""

    def __init__(self, jour: date, cles: Cles, reserve: Reserve) -> None:
        self._ordinal, self._cles, self._reserve = jour.toordinal(), cles, reserve
        self._fiches: dict[str, FicheGardee] = {}
        self._entiers: dict[tuple[str, ...], Mapping[str, bytes]] = {}
        self._appris: set[str] = set()

    def chercher(self, identifiants: tuple[str, ...]) -> None:
        """Look for all that is kept of these records."""
        lots = {self._cles.lot(lot, RELEVES): lot for lot in decouper(identifiants)}
        for cle, octets in self._reserve.lots(lots).items():
            garde, lot = decoder_lot(octets), lots[cle]
            if garde is None:
                continue
            tiennent = {
                identifiant: fiche
                for identifiant, fiche in garde.fiches.items()
                if fiche.depuis <= self._ordinal <= fiche.jusque
            }
            self._fiches |= tiennent
            if tiennent.keys() == set(lot):
                self._entiers[lot] = garde.sommes

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

    def somme(self, lot: tuple[str, ...], nom: str) -> bytes | None:
        """Hash of the values of this name of the records of a lot (``somme_de``), if it is known."""
        sommes = self._entiers.get(lot)
        return sommes.get(nom) if sommes and self._appris.isdisjoint(lot) else None

    def neufs(
        self, identifiants: tuple[str, ...], empreintes: Callable[[str], Mapping[str, bytes]]
    ) -> Iterator[tuple[bytes, bytes]]:
        """The lots of all the records that are not kept as they are now known; they are from now on.

        ``empreintes`` gives the hashes of the values of a record that are known, by name, from its id.
        """
        for lot in decouper(identifiants):
            if lot in self._entiers and self._appris.isdisjoint(lot):
                continue
            fiches = {i: self._fiches[i] for i in lot if i in self._fiches}
            connues = [empreintes(i) for i in lot]
            communs = RELEVES.keys() & set.intersection(*map(set, connues))
            sommes = {n: somme_de(c[n] for c in connues) for n in RELEVES if n in communs}
            self._entiers[lot] = sommes
            self._appris.difference_update(lot)
            yield self._cles.lot(lot, RELEVES), encoder_lot(Lot(fiches, sommes))
