"""The values of records, from one build to the next: computed once, read back when asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any

from msgspec import DecodeError

from generator.catalogue.records import Dossier
from generator.cles import Cles
from generator.lots import Lots
from generator.memoire import Moment, Tableau
from generator.par_fiche import Releve
from generator.store import (
    COURTE,
    LONGUE,
    Bilan,
    Garde,
    LigneReleve,
    Place,
    Reserve,
    decoder_bilan,
    decouper,
    encoder_bilan,
    somme_de,
)
from generator.world import JourSuivi, World, restreindre

PART = 8
"""Who asks one by one for this part of the values of a name is given all of them at once."""


class MemoireGardee(Tableau):
    """The values of the records of one world, in memory or in the cache.

    A value that is not known, that no longer holds on this day or that is damaged is computed.
    """

    def __init__(
        self, jour: date, cles: Cles, reserve: Reserve | None, lots: Lots | None = None
    ) -> None:
        self._jour, self._cles, self._reserve, self._lots = jour, cles, reserve, lots
        self._ordinal = jour.toordinal()
        self._bilans: dict[str, Bilan | None] = {}
        self._attendus: frozenset[str] = frozenset()
        self._octets: dict[str, bytes] = {}
        self._neuves: dict[str, dict[str, LigneReleve]] = {}
        self._vives: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._demandes: Counter[str] = Counter()
        self._elan = 0
        self.moment = Moment(self._gardee)

    def chercher(self, identifiants: Collection[str], ensuite: Collection[str] = ()) -> None:
        """Look for what is kept of these records, in one go.

        Those of ``ensuite`` are looked for when one of them is asked for.
        """
        self._attendus = frozenset(ensuite) or self._attendus
        cles = {i: self._cles.fiche(i) for i in identifiants if i not in self._bilans}
        gardes = self._reserve.bilans(cles.values()) if self._reserve else {}
        for identifiant, cle in cles.items():
            octets = gardes.get(cle)
            self._bilans[identifiant] = decoder_bilan(octets) if octets else None

    def bilan(self, identifiant: str) -> Bilan | None:
        """What is kept of a record, whatever the day."""
        if identifiant not in self._bilans:
            tous = identifiant in self._attendus
            self.chercher(self._attendus if tous else [identifiant])
        return self._bilans[identifiant]

    def prelire(self, identifiants: Iterable[str]) -> list[Bilan]:
        """What is kept of these records, whose values are read in one go."""
        bilans = {i: bilan for i in identifiants if (bilan := self.bilan(i)) is not None}
        self._lire_octets(bilans)
        return list(bilans.values())

    def tient(self, identifiant: str, noms: Collection[str]) -> bytes:
        """The list of the outputs of a record, if all that is kept of it holds, these values too."""
        bilan = self.bilan(identifiant)
        if bilan is None or not bilan.depuis <= self._ordinal <= bilan.jusque:
            return b""
        return bilan.prevues if all(nom in bilan.rangs for nom in noms) else b""

    def apprendre(self, identifiant: str, garde: Garde) -> None:
        """Learn what another process, or this one, made of a record."""
        self._neuves.pop(identifiant, None)
        self._bilans[identifiant] = decoder_bilan(garde.bilan)
        self._octets[identifiant] = garde.valeurs

    def lire(self, releve: Releve[Any], world: World, dossier: Dossier) -> Any:
        """One value of one record, computed if it is not known."""
        if world.jour != self._jour:
            return releve.calculer(world, dossier)
        vives = self._vives[releve.nom]
        if dossier.id in vives:
            return vives[dossier.id]
        self._demandes[releve.nom] += 1
        if self._demandes[releve.nom] == len(world.catalogue.concertations) // PART:
            self._lire_tous(releve, world)
            return self.lire(releve, world, dossier)
        valeur = self._retrouver(releve, world, dossier)
        if not isinstance(valeur, bytes) or len(valeur) <= COURTE:
            vives[dossier.id] = valeur  # what is long is read again: all of it would not fit
        return valeur

    def tous(self, releve: Releve[Any], world: World) -> Iterator[Any]:
        """The values of all records, in the order of the catalogue."""
        if world.jour == self._jour:
            self._lire_tous(releve, world)
        return super().tous(releve, world)

    def somme(self, releve: Releve[Any], world: World, dossier: Dossier) -> bytes:
        """Hash of the value of one record: it is not read if it is known."""
        empreinte = self.empreinte_connue(dossier.id, releve.nom)
        if empreinte is None:
            self.lire(releve, world, dossier)
            empreinte = self._neuves[dossier.id][releve.nom].empreinte
        return empreinte

    def empreinte(self, releve: Releve[Any], world: World) -> bytes:
        """Hash of the values of all records: none is read if it is known."""
        par_id = world.catalogue.par_id
        return somme_de(
            (self._lots and self._lots.somme(lot, releve.nom))
            or self._somme_du_lot(releve, world, [par_id[i] for i in lot])
            for lot in decouper(tuple(par_id))
        )

    def _somme_du_lot(self, releve: Releve[Any], world: World, lot: Iterable[Dossier]) -> bytes:
        return somme_de(self.somme(releve, world, dossier) for dossier in lot)

    def relever(self, releves: Iterable[Releve[Any]], world: World, dossier: Dossier) -> None:
        """Compute these values of a record, but those that are known."""
        if self.bilan(dossier.id) and dossier.id not in self._octets:
            self._lire_octets([dossier.id])  # alone: it is made by a process of its own
        inconnus = [r for r in releves if self._ligne(dossier.id, r.nom) is None]
        restreint = restreindre(world, dossier.id, JourSuivi(self._jour))
        for releve in inconnus:
            self._calculer(releve, restreint, dossier.id)

    def garder(self, identifiant: str, prevues: bytes, jour: JourSuivi) -> Garde:
        """All that is known of a record, with the list of its outputs, which holds on ``jour``."""
        bilan = self.bilan(identifiant)
        noms = {*(bilan.rangs if bilan else ()), *self._neuves.get(identifiant, ())}
        lignes = [ligne for nom in noms if (ligne := self._ligne(identifiant, nom)) is not None]
        jours = jour.depuis.toordinal(), jour.jusque.toordinal()
        return encoder_bilan(self._cles.fiche(identifiant), lignes, prevues, *jours)

    def neuves(self) -> list[Garde]:
        """The records of which values were computed that are not learnt yet."""
        gardes = []
        for identifiant in self._neuves:
            bilan, jour = self.bilan(identifiant), JourSuivi(self._jour)
            prevues = self.tient(identifiant, ())
            if bilan is not None and prevues:
                jour.depuis = date.fromordinal(bilan.depuis)
                jour.jusque = date.fromordinal(bilan.jusque)
            gardes.append(self.garder(identifiant, prevues, jour))
        return gardes

    def _place(self, identifiant: str, nom: str) -> Place | None:
        """Where a value that holds on this day is kept."""
        bilan = self.bilan(identifiant)
        place = bilan.place(nom) if bilan else None
        return place if place and place.depuis <= self._ordinal <= place.jusque else None

    def empreinte_connue(self, identifiant: str, nom: str) -> bytes | None:
        """Hash of a value, if it is known."""
        neuve = self._neuves.get(identifiant, {}).get(nom)
        if neuve is not None:
            return neuve.empreinte
        bilan = self.bilan(identifiant)
        return bilan.empreinte(nom, self._ordinal) if bilan else None

    def empreintes_connues(self, identifiant: str) -> Mapping[str, bytes]:
        """Hash of each value of a record that is known, by name."""
        bilan = self.bilan(identifiant)
        connues = bilan.empreintes(self._ordinal) if bilan else {}
        neuves = self._neuves.get(identifiant, {})
        return {**connues, **{n: x.empreinte for n, x in neuves.items()}} if neuves else connues

    def _ligne(self, identifiant: str, nom: str) -> LigneReleve | None:
        """A value that is known, as it is kept."""
        neuve = self._neuves.get(identifiant, {}).get(nom)
        if neuve is not None:
            return neuve
        place = self._place(identifiant, nom)
        if place is None:
            return None
        octets = None if place.taille == LONGUE else self._courte(identifiant, place)
        if octets is None and place.taille != LONGUE:
            return None
        return LigneReleve(nom, place.depuis, place.jusque, place.empreinte, octets)

    def _courte(self, identifiant: str, place: Place) -> bytes | None:
        """The bytes of a short value, unless they are damaged."""
        if identifiant not in self._octets:
            autres = (i for i, b in self._bilans.items() if b and i not in self._octets)
            self._lire_octets({identifiant, *islice(autres, self._elan)})
            # Who asks for many asks for all of them: in a few questions.
            self._elan = min(2 * self._elan + 1, len(self._bilans))
        octets = self._octets[identifiant][place.debut : place.debut + place.taille]
        return octets if len(octets) == place.taille else None

    def _lire_tous(self, releve: Releve[Any], world: World) -> None:
        """Read in one go all the values that are kept and short: who asks for many wants them all."""
        nom, vives = releve.nom, self._vives[releve.nom]
        ids = [d.id for d in world.catalogue.concertations if d.id not in vives]
        places = {
            i: place
            for i in ids
            if nom not in self._neuves.get(i, ())
            and (bilan := self.bilan(i)) is not None
            and (place := bilan.courte(nom, self._ordinal)) is not None
        }
        self._lire_octets([i for i in places if i not in self._octets])
        # What is too short was damaged, and is read alone.
        octets = {
            i: o for i, p in places.items() if len(o := self._octets[i][p]) == p.stop - p.start
        }
        with suppress(DecodeError):  # one is damaged: they are read one by one
            vives.update(zip(octets, releve.decoder_tous(list(octets.values())), strict=True))

    def _lire_octets(self, identifiants: Collection[str]) -> None:
        cles = {i: self._cles.fiche(i) for i in identifiants}
        gardes = self._reserve.valeurs(cles.values()) if self._reserve and cles else {}
        for identifiant, cle in cles.items():
            octets, bilan = gardes.get(cle, b""), self._bilans[identifiant]
            # Another build may have written others since: then they have another hash.
            sain = bilan is not None and sha256(octets).digest() == bilan.somme
            self._octets[identifiant] = octets if sain else b""

    def _retrouver(self, releve: Releve[Any], world: World, dossier: Dossier) -> Any:
        gardee = self._gardee(releve, dossier.id)
        if gardee is not None:
            return gardee[0]
        restreint = restreindre(world, dossier.id, JourSuivi(self._jour))
        return self._calculer(releve, restreint, dossier.id)

    def _gardee(self, releve: Releve[Any], identifiant: str) -> tuple[Any, int, int] | None:
        """A value that is known, and the days for which it holds."""
        ligne = self._ligne(identifiant, releve.nom)
        if ligne is None:
            return None
        octets = ligne.valeur
        if octets is None and self._reserve is not None:
            octets = self._reserve.octets(ligne.empreinte.hex())
        try:
            return None if octets is None else (releve.decoder(octets), ligne.depuis, ligne.jusque)
        except DecodeError:
            return None  # damaged: computed again

    def _calculer(self, releve: Releve[Any], restreint: World, identifiant: str) -> Any:
        """A value, from a world restricted to its record."""
        dossier = restreint.catalogue.par_id[identifiant]
        valeur, jour = self.moment.dater(releve, restreint, dossier)
        octets = releve.encoder(valeur)
        jours = jour.depuis.toordinal(), jour.jusque.toordinal()
        gardee: bytes | None = octets
        if self._reserve is not None and len(octets) > COURTE:
            self._reserve.deposer(octets)  # by the process that made it, which forgets it
            gardee = None
        ligne = LigneReleve(releve.nom, *jours, sha256(octets).digest(), gardee)
        self._neuves.setdefault(identifiant, {})[releve.nom] = ligne
        return valeur
