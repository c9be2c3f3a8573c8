"""Where the values of records are found (``generator.par_fiche``): none, those of one world, some.

A world is known here by what it is asked for alone: its records and its day.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from typing import Any, Protocol, cast

from msgspec.structs import replace

from generator.catalogue.records import Dossier

TROP = "cette sortie lit plus que la portée qu'elle déclare"


class Memoire(Protocol):
    """Where the values of records are found (``generator.par_fiche``)."""

    def lire(self, releve: Any, world: Any, dossier: Dossier) -> Any:
        """The value of one record, computed if it is not known."""
        ...

    def tous(self, releve: Any, world: Any) -> Iterator[Any]:
        """The values of all records, in the order of the catalogue."""
        ...

    def somme(self, releve: Any, world: Any, dossier: Dossier) -> bytes:
        """Hash of the value of one record, as it would be kept."""
        ...

    def empreinte(self, releve: Any, world: Any) -> bytes:
        """Hash of the values of all records: the same when none has changed."""
        ...

    def cite(self, releve: Any, world: Any, citation: Any) -> Any:
        """An item of the value of one record, which must have the hash of the citation."""
        ...


class Moment:
    """The values of the record that is being made, each with the days for which it holds.

    All that shows a record is made in a row: what several of its outputs look at is computed once, or
    not at all when it is kept: ``gardee`` gives a value and the days (ordinals) for which it holds.
    """

    def __init__(self, gardee: Callable[[Any, str], tuple[Any, int, int] | None]) -> None:
        self._gardee = gardee
        self._cle: tuple[str, str, date] | None = None
        self._valeurs: dict[str, tuple[Any, Any]] = {}

    def lire(self, releve: Any, world: Any, dossier: Dossier) -> Any:
        """One value, from a world restricted to the record, whose day learns how long it holds."""
        valeur, jour = self.dater(releve, world, dossier)
        world.jour.tenir(jour)
        return valeur

    def dater(self, releve: Any, world: Any, dossier: Dossier) -> tuple[Any, Any]:
        """The same, and a day that knows how long it holds; that of the world learns nothing."""
        cle = dossier.id, dossier.empreinte, world.jour.nominal
        if cle != self._cle:
            self._cle, self._valeurs = cle, {}
        if releve.nom not in self._valeurs:
            jour = world.jour.neuf()
            gardee = self._gardee(releve, dossier.id)
            if gardee is not None:
                jour.depuis, jour.jusque = map(date.fromordinal, gardee[1:])
                self._valeurs[releve.nom] = gardee[0], jour
            else:
                valeur = releve.calculer(replace(world, jour=jour), dossier)
                self._valeurs[releve.nom] = valeur, jour
        return self._valeurs[releve.nom]


class Guichet:
    """What an output may read.

    The values of the record that is its scope, those of all records that it declares, and the items
    that it cites: no others.
    """

    def __init__(self, world: Any, portee: str = "", noms: frozenset[str] = frozenset()) -> None:
        self._world, self._portee, self._noms = world, portee, noms

    def lire(self, releve: Any, world: Any, dossier: Dossier) -> Any:
        """One value of one record."""
        if dossier.id != self._portee:
            return releve.calculer(world, dossier)
        return self._world.memoire.moment.lire(releve, world, dossier)

    def tous(self, releve: Any, _world: Any) -> Iterator[Any]:
        """The values, from the whole world."""
        if releve.nom not in self._noms:
            raise LookupError(f"{TROP} : {releve.nom}")
        return cast("Iterator[Any]", self._world.memoire.tous(releve, self._world))

    def somme(self, releve: Any, _world: Any, _dossier: Dossier) -> bytes:
        """Refuse: the values that an output declares are in its key already."""
        raise LookupError(f"{TROP} : {releve.nom}")

    def empreinte(self, releve: Any, _world: Any) -> bytes:
        """Refuse: the values that an output declares are in its key already."""
        raise LookupError(f"{TROP} : {releve.nom}")

    def cite(self, releve: Any, _world: Any, citation: Any) -> Any:
        """The item, from the whole world: its hash, which is in the key of the output, is checked."""
        dossier = self._world.catalogue.par_id[citation.fiche]
        cite = self._world.memoire.lire(releve, self._world, dossier)[citation.rang]
        if releve.nommer(cite) != citation.empreinte:
            raise LookupError(f"{releve.nom} de « {citation.fiche} » n'est pas ce qui est cité")
        return cite


class Temoin:
    """What a section of the plan may read: any value of any record, and which ones is remembered."""

    def __init__(self, world: Any) -> None:
        self._world = world
        self.lus: set[str] = set()

    def lire(self, releve: Any, _world: Any, dossier: Any) -> Any:
        """One value of one record."""
        self.lus.add(releve.nom)
        return self._world.memoire.lire(releve, self._world, self._entier(dossier))

    def somme(self, releve: Any, _world: Any, dossier: Any) -> bytes:
        """Hash of the value of one record."""
        self.lus.add(releve.nom)
        somme = self._world.memoire.somme(releve, self._world, self._entier(dossier))
        return cast("bytes", somme)

    def _entier(self, dossier: Any) -> Any:
        return self._world.catalogue.par_id[dossier.id]

    def tous(self, releve: Any, _world: Any) -> Iterator[Any]:
        """The values of all records, in the order of the catalogue."""
        self.lus.add(releve.nom)
        return cast("Iterator[Any]", self._world.memoire.tous(releve, self._world))

    def empreinte(self, releve: Any, _world: Any) -> bytes:
        """Hash of the values of all records."""
        self.lus.add(releve.nom)
        return cast("bytes", self._world.memoire.empreinte(releve, self._world))

    def cite(self, releve: Any, _world: Any, citation: Any) -> Any:
        """An item of the value of one record."""
        self.lus.add(releve.nom)
        return self._world.memoire.cite(releve, self._world, citation)


class Tableau(ABC):
    """What every memory of a whole world does with the value of one record."""

    @abstractmethod
    def lire(self, releve: Any, world: Any, dossier: Dossier) -> Any:
        """The value of one record."""

    def tous(self, releve: Any, world: Any) -> Iterator[Any]:
        """The values of all records, in the order of the catalogue, one after the other."""
        return (self.lire(releve, world, d) for d in world.catalogue.concertations)

    def cite(self, releve: Any, world: Any, citation: Any) -> Any:
        """The item, if it is the one that is cited."""
        return Guichet(world).cite(releve, world, citation)


class MemoireVive(Tableau):
    """The values already asked for in this world."""

    def __init__(self) -> None:
        self.moment = Moment(lambda *_: None)
        self._valeurs: dict[tuple[str, str, str, date], Any] = {}

    def somme(self, releve: Any, world: Any, dossier: Dossier) -> bytes:
        """Hash of the value, as it would be kept."""
        return sha256(releve.encoder(self.lire(releve, world, dossier))).digest()

    def empreinte(self, releve: Any, world: Any) -> bytes:
        """Hash of the hashes of the values."""
        somme = sha256()
        for dossier in world.catalogue.concertations:
            somme.update(self.somme(releve, world, dossier))
        return somme.digest()

    def lire(self, releve: Any, world: Any, dossier: Dossier) -> Any:
        """Compute it the first time."""
        cle = (releve.nom, dossier.id, dossier.empreinte, world.jour)
        if cle not in self._valeurs:
            self._valeurs[cle] = releve.calculer(world, dossier)
        return self._valeurs[cle]
