"""The values of one name of all records, lot by lot: what a list reads to put itself in order.

The values of a record are kept together, by who makes it. A list wants one of them of every record:
read so, thousands of lines are looked for, and most of their bytes are of other values. Those of a
lot are kept a second time, name by name, by the first build that had to read them so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from hashlib import sha256

from generator.lots import Lots
from generator.store import (
    Colonne,
    LigneReleve,
    Reserve,
    decoder_colonne,
    decouper,
    encoder_colonne,
)


class Colonnes:
    """Those of the records of one world, on its day."""

    def __init__(self, jour: date, lots: Lots, reserve: Reserve) -> None:
        self._ordinal, self._lots, self._reserve = jour.toordinal(), lots, reserve
        self._empreintes: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
        self._neuves: dict[bytes, bytes] = {}

    def _cle(self, lot: tuple[str, ...], nom: str) -> bytes:
        return sha256(self._lots.cle(lot) + nom.encode()).digest()

    def lire(self, nom: str, identifiants: tuple[str, ...]) -> Mapping[str, bytes]:
        """The values of this name, by id: those of the lots that are kept, and hold on this day."""
        lots = {self._cle(lot, nom): lot for lot in decouper(identifiants)}
        trouvees: dict[str, bytes] = {}
        for cle, octets in self._reserve.lots(lots).items():
            colonne, lot = decoder_colonne(octets), lots[cle]
            if colonne and colonne.depuis <= self._ordinal <= colonne.jusque:
                trouvees.update(zip(lot, colonne.valeurs, strict=True))
                self._empreintes[nom].update(zip(lot, colonne.empreintes, strict=True))
        return trouvees

    def empreinte(self, identifiant: str, nom: str) -> bytes | None:
        """Hash of a value that was read here."""
        return self._empreintes[nom].get(identifiant)

    def apprendre(
        self,
        nom: str,
        identifiants: tuple[str, ...],
        trouvees: Mapping[str, bytes],
        ligne: Callable[[str, str], LigneReleve | None],
    ) -> None:
        """Keep the lots that were not found, from the values of their records (id, then name).

        A lot that has a long value, or one that is not known, is not kept.
        """
        for lot in decouper(identifiants):
            if lot[0] in trouvees:
                continue
            lignes = [x for i in lot if (x := ligne(i, nom)) is not None and x.valeur is not None]
            if len(lignes) == len(lot):
                colonne = Colonne(
                    max(x.depuis for x in lignes),
                    min(x.jusque for x in lignes),
                    tuple([x.valeur or b"" for x in lignes]),
                    tuple([x.empreinte for x in lignes]),
                )
                self._neuves[self._cle(lot, nom)] = encoder_colonne(colonne)

    def neuves(self) -> Iterator[tuple[bytes, bytes]]:
        """What is to be kept, by key."""
        return iter(self._neuves.items())
