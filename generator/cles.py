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
from typing import Any

from generator.encoders.html import site_view
from generator.logiciel import empreinte_du_code
from generator.par_fiche import Releve
from generator.views.base import COMMUN, TOUT, Output
from generator.world import TEXTES, World, empreinte_de, empreinte_de_fiche, valeur

_SANS_FICHE = frozenset({TOUT, TEXTES, COMMUN})
"""The scopes that are not a record."""


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
            portee = empreinte_de_fiche(self.world, identifiant)
            cle = sha256(self._commun + portee + identifiant.encode()).digest()
            self._fiches[identifiant] = cle
        return cle

    def lot(self, identifiants: Iterable[str], noms: Iterable[str]) -> bytes:
        """The key of what is kept of several records together: their outputs, these values."""
        somme = sha256("\n".join(noms).encode())
        for identifiant in identifiants:
            somme.update(self.fiche(identifiant))
        return somme.digest()

    def sortie(self, output: Output, restreint: World) -> bytes:
        """The key of an output, from the world restricted to its scope."""
        portee = self._portees.get(output.portee)
        if portee is None:
            portee = self._portees[output.portee] = (
                empreinte_de(restreint)
                if output.portee in _SANS_FICHE
                else empreinte_de_fiche(self.world, output.portee)
            )
        fonction, arguments = output.construire.args  # type: ignore[attr-defined]
        nom = f"{fonction.__module__}.{fonction.__qualname__}\0{output.path}\0"
        lus = b"".join(map(self._releve, output.releves))
        return sha256(self._commun + portee + lus + nom.encode() + valeur(arguments)).digest()

    def _releve(self, releve: Releve[Any]) -> bytes:
        """Hash of the values of all records, computed once."""
        if releve.nom not in self._releves:
            self._releves[releve.nom] = self.world.memoire.empreinte(releve, self.world)
        return self._releves[releve.nom]
