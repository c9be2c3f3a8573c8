"""The values of records, from one build to the next: computed once, read back when asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from generator.catalogue.records import Dossier
from generator.cles import Cles
from generator.memoire import Guichet, Moment
from generator.par_fiche import RELEVES, Citation, Releve
from generator.store import COURTE, LigneReleve, Reserve
from generator.world import JourSuivi, World, restreindre


class MemoireGardee:
    """The values of the records of one world, in memory or in the cache.

    A value that is not known, that no longer holds on this day or that is damaged is computed.
    """

    def __init__(self, jour: date, cles: Cles, reserve: Reserve | None) -> None:
        self._jour, self._cles, self._reserve = jour, cles, reserve
        self._lots: dict[str, dict[str, LigneReleve]] = {}
        self._vives: dict[tuple[str, str], Any] = {}
        self.neuves: list[LigneReleve] = []
        self.moment = Moment()

    def connus(self, identifiant: str) -> Collection[str]:
        """The names of the values of a record that are known."""
        return self._lot(identifiant).keys()

    def octets(self, identifiant: str, nom: str) -> bytes | None:
        """One value of one record, as it is kept, if it is known."""
        ligne = self._lot(identifiant).get(nom)
        if ligne is not None and ligne.valeur is None and self._reserve is not None:
            return self._reserve.octets(ligne.empreinte.hex())
        return ligne.valeur if ligne else None

    def apprendre(self, identifiant: str, lignes: Iterable[LigneReleve]) -> None:
        """Learn what another process computed, or found."""
        self._lots.setdefault(identifiant, {}).update((ligne.nom, ligne) for ligne in lignes)

    def lire(self, releve: Releve[Any], world: World, dossier: Dossier) -> Any:
        """One value of one record, computed if it is not known."""
        if world.jour != self._jour:
            return releve.calculer(world, dossier)
        cle = releve.nom, dossier.id
        if cle in self._vives:
            return self._vives[cle]
        valeur = self._retrouver(releve, world, dossier)
        if not isinstance(valeur, bytes) or len(valeur) <= COURTE:
            self._vives[cle] = valeur  # what is long is read again: all of it would not fit
        return valeur

    def tous(self, releve: Releve[Any], world: World) -> Iterator[Any]:
        """The values of all records, in the order of the catalogue, one after the other."""
        return (self.lire(releve, world, d) for d in world.catalogue.concertations)

    def empreinte(self, releve: Releve[Any], world: World) -> bytes:
        """Hash of the values of all records: none is read if it is known."""
        somme = sha256()
        for dossier in world.catalogue.concertations:
            if releve.nom not in self._lot(dossier.id):
                self.lire(releve, world, dossier)
            somme.update(self._lot(dossier.id)[releve.nom].empreinte)
        return somme.digest()

    def cite(self, releve: Releve[Any], world: World, citation: Citation) -> Any:
        """An item of a value, if it is the one that is cited."""
        return Guichet(world).cite(releve, world, citation)

    def relever(self, world: World, dossier: Dossier) -> list[LigneReleve]:
        """Compute the values of a record that are not known."""
        connus = self._lot(dossier.id)
        inconnus = [releve for nom, releve in RELEVES.items() if nom not in connus]
        restreint = restreindre(world, dossier.id, JourSuivi(self._jour))
        neuves = [self._calculer(releve, restreint, dossier.id)[1] for releve in inconnus]
        connus.update((ligne.nom, ligne) for ligne in neuves)
        return neuves

    def ligne(self, identifiant: str, nom: str, jour: JourSuivi, octets: bytes) -> LigneReleve:
        """A value, as it is kept: a long one by the process that made it, which forgets it."""
        depuis, jusque = jour.depuis.isoformat(), jour.jusque.isoformat()
        empreinte = sha256(octets).digest()
        valeur: bytes | None = octets
        if self._reserve is not None and len(octets) > COURTE:
            self._reserve.deposer(octets)
            valeur = None
        return LigneReleve(self._cles.fiche(identifiant), nom, depuis, jusque, empreinte, valeur)

    def _lot(self, identifiant: str) -> dict[str, LigneReleve]:
        lot = self._lots.get(identifiant)
        if lot is None:
            lignes = (
                self._reserve.releves(self._cles.fiche(identifiant), self._jour)
                if self._reserve
                else ()
            )
            lot = self._lots[identifiant] = {ligne.nom: ligne for ligne in lignes}
        return lot

    def _retrouver(self, releve: Releve[Any], world: World, dossier: Dossier) -> Any:
        octets = self.octets(dossier.id, releve.nom)
        if octets is not None:
            try:
                return releve.decoder(octets)
            except ValueError:
                pass  # damaged: computed again
        restreint = restreindre(world, dossier.id, JourSuivi(self._jour))
        valeur, neuve = self._calculer(releve, restreint, dossier.id)
        self.apprendre(dossier.id, [neuve])
        self.neuves.append(neuve)
        return valeur

    def _calculer(
        self, releve: Releve[Any], restreint: World, identifiant: str
    ) -> tuple[Any, LigneReleve]:
        """A value, from a world restricted to its record, and how it is kept."""
        dossier = restreint.catalogue.par_id[identifiant]
        valeur, jour = self.moment.dater(releve, restreint, dossier)
        return valeur, self.ligne(identifiant, releve.nom, jour, releve.encoder(valeur))
