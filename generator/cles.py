"""What an output or a value is computed from, as a hash: its key.

No graph of dependencies: an output that declares a scope is a pure function of its arguments and
of a world restricted to that scope. The hash of those *is* its key; the day, which is not part of
it, gives the days for which the result holds (``generator.world.JourSuivi``). One that is made of
the values of all records (``generator.par_fiche``) has their hash in its key. The others may look at
the whole catalogue: their key is all of it, and the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, NoReturn, cast

from msgspec import Struct
from msgspec.structs import replace

from generator.encoders.html import site_view
from generator.logiciel import empreinte_du_code
from generator.memoire import TROP, Memoire, Temoin
from generator.par_fiche import Releve
from generator.views.base import COMMUN, TOUT, Output
from generator.world import (
    TEXTES,
    JourSuivi,
    World,
    empreinte_de,
    historique_de,
    restreindre,
    valeur,
)

_NOMS = "="
"""What sections of the plan see of the world, among scopes: no record has such an id."""


class Nom(Struct, frozen=True):
    """A record of which a section of the plan sees no more than its names, present and former."""

    id: str
    anciennes_urls: tuple[str, ...]

    @property
    def empreinte(self) -> str:
        """What stands for it in ``empreinte_de``, beside its id."""
        return "\n".join(self.anciennes_urls)

    def __getattr__(self, _nom: str) -> NoReturn:
        raise LookupError(TROP)


def nommer(world: World, jour: JourSuivi, memoire: Memoire) -> World:
    """The same world, where records have only names: their values are asked of ``memoire``."""
    noms = tuple(Nom(d.id, d.anciennes_urls) for d in world.catalogue.concertations)
    catalogue = replace(world.catalogue, concertations=cast("Any", noms))
    return replace(world, catalogue=catalogue, jour=cast("Any", jour), memoire=memoire)


class Cles:
    """The keys of one world; ``world`` may be replaced by one whose records were read since."""

    def __init__(self, world: World) -> None:
        self._portees: dict[str, bytes] = {}
        self._fiches: dict[str, bytes] = {}
        self._releves: dict[str, bytes] = {}
        self.world = world
        fixe = (world.base_url, tuple(world.assets.items()), site_view(world))
        liste, historique = world.catalogue.referentiels, world.historique
        listes = [tuple(getattr(liste, n).items()) for n in liste.__struct_fields__]
        connu = historique.absence, historique.partiel
        # By their words, not pickled: pydantic keeps sets, whose order changes at each run.
        reglages = repr((fixe, listes, world.catalogue.site, connu)).encode()
        self._commun = sha256(empreinte_du_code() + reglages).digest()

    def fiche(self, identifiant: str) -> bytes:
        """The key of all that is computed from one record alone."""
        cle = self._fiches.get(identifiant)
        if cle is None:
            vue = self._vue(identifiant)
            cle = sha256(self._commun + vue + identifiant.encode()).digest()
            self._fiches[identifiant] = cle
        return cle

    def lot(self, identifiants: Iterable[str], noms: Iterable[str]) -> bytes:
        """The key of what is kept of several records together: their outputs, these values."""
        fiches = [decrire_fiche(self.world, identifiant) for identifiant in identifiants]
        # Sorted: modules are not imported in the same order by every command.
        demandees = "\n".join(sorted(noms)).encode()
        return sha256(self._commun + b"\0".join((demandees, *fiches))).digest()

    def sortie(self, output: Output) -> bytes:
        """The key of an output."""
        fonction, arguments = output.construire.args  # type: ignore[attr-defined]
        nom = f"{fonction.__module__}.{fonction.__qualname__}\0{output.path}\0"
        lus = b"".join(map(self._releve, output.releves))
        portee = self._vue(output.portee)
        return sha256(self._commun + portee + lus + nom.encode() + valeur(arguments)).digest()

    def section(self, releves: Iterable[Releve[Any]], portees: Iterable[str]) -> bytes:
        """The key of a section of the plan that read these values, and has outputs of these scopes."""
        vus = b"".join(map(self._vue, (_NOMS, *portees)))
        return sha256(self._commun + vus + b"".join(map(self._releve, releves))).digest()

    def _vue(self, portee: str) -> bytes:
        """Hash of what is seen in a scope, computed once."""
        if portee not in self._portees:
            self._portees[portee] = self._voir(portee)
        return self._portees[portee]

    def _voir(self, portee: str) -> bytes:
        jour = JourSuivi(self.world.jour)
        if portee == TOUT:
            return empreinte_de(self.world)  # the day is part of it
        if portee == _NOMS:
            return empreinte_de(nommer(self.world, jour, Temoin(self.world)))
        if portee in {COMMUN, TEXTES}:
            return empreinte_de(restreindre(self.world, portee, jour))
        return empreinte_de_fiche(self.world, portee)

    def _releve(self, releve: Releve[Any]) -> bytes:
        """Hash of the values of all records, computed once."""
        if releve.nom not in self._releves:
            self._releves[releve.nom] = self.world.memoire.empreinte(releve, self.world)
        return self._releves[releve.nom]


def empreinte_de_fiche(world: World, identifiant: str) -> bytes:
    """``empreinte_de`` the world restricted to one record: there are thousands, none is restricted."""
    return sha256(decrire_fiche(world, identifiant)).digest()


def decrire_fiche(world: World, identifiant: str) -> bytes:
    """What the world restricted to one record holds beyond what is common to all pages."""
    par_id = world.catalogue.par_id
    dossier = par_id[identifiant]
    liees = dossier.citations.liees
    vus = dict.fromkeys((identifiant, *liees)) if liees else (identifiant,)
    lus = "\n".join([f"{i} {par_id[i].empreinte}" for i in vus]).encode()
    if world.historique.vide:
        return lus
    historique = historique_de(world.historique, (dossier,), guides=False)
    derniers = tuple(sorted(historique.derniers.items()))
    return lus + valeur((historique.changements, derniers))
