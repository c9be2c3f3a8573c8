"""From a content folder to rendered outputs, in one pass over the records.

Each record is read, and all that shows it alone is made, by one process, which keeps it and hands
back only what lists need.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from generator.catalogue.fiches import Lecteur
from generator.catalogue.load import Loaded, load_and
from generator.catalogue.records import Catalogue, Dossier
from generator.cles import Cles
from generator.logiciel import empreinte_du_code
from generator.lots import Lots
from generator.objet import Poser
from generator.par_fiche import RELEVES
from generator.plan import Prevue, SitePlan, plan, sorties_fiche
from generator.releves import MemoireGardee
from generator.render import Atelier, Rendered, rendre
from generator.sections import Sections
from generator.source.discover import discover
from generator.source.eclaireur import Decouvrir
from generator.store import PEU, Garde, Ligne, Reserve, SortieGardee
from generator.world import JourSuivi, World, restreindre

PEU_DE_FICHES = 1_000
"""Records to be made again up to which what is kept of them is read at once, by one process."""


class Fait(NamedTuple):
    """What was made of one record: its outputs, and its values if any of it is new."""

    prevues: tuple[Prevue, ...]
    rendus: tuple[Rendered, ...]
    garde: Garde | None = None


class Fabrique:
    """One build, stage after stage: ``lire``, ``planifier``, ``rendre``, ``retenir``.

    ``monde`` gives the world of a catalogue whose records are not read yet; ``poser`` is given each
    file that is put in the cache, with its path in the site, by the process that made it.
    """

    def __init__(
        self,
        monde: Callable[[Catalogue], World],
        reserve: Reserve | None,
        jobs: int,
        poser: Poser | None = None,
    ) -> None:
        self._monde, self._reserve, self._jobs, self._poser = monde, reserve, jobs, poser
        self._lu: Loaded[Fait] | None = None
        self._etabli: _Etabli | None = None

    @property
    def world(self) -> World:
        """The world whose records were read."""
        return self._ouvert.atelier.world

    @property
    def _ouvert(self) -> _Etabli:
        if self._etabli is None:
            raise RuntimeError("rien n'a encore été lu")
        return self._etabli

    def lire(self, content: Path, decouvrir: Decouvrir = discover) -> Loaded[Fait]:
        """Read everything; make all that shows one record only."""
        code = empreinte_du_code() if self._reserve else b""
        lecteur = Lecteur(content, self._reserve, code)
        lu = load_and(content, lecteur, self._preparer, jobs=self._jobs, decouvrir=decouvrir)
        if lu.catalogue is not None:
            self._ouvert.adopter(lu.catalogue)
        if self._reserve is not None and not (lu.catalogue and self._ouvert.atelier.vide):
            # Workers that render lists read much from there; a little waits for the end, if any.
            self._reserve.ecrire(PEU if lu.catalogue is not None else 0)
        self._lu = lu
        return lu

    def _preparer(self, catalogue: Catalogue) -> _Etabli:
        self._etabli = _Etabli(self._monde(catalogue), self._reserve, self._poser)
        return self._etabli

    def planifier(self, registre: Iterable[str] = ()) -> SitePlan:
        """The whole plan.

        Raises:
            PlanError: two outputs would be written on one path.
        """
        if self._reserve is not None:  # first: the keys of lists are made of the hashes of lots
            self._reserve.ajouter_lots(self._ouvert.lots())
        prevues = {i: f.prevues for i, f in self._lu.suites.items()} if self._lu else {}
        return plan(self.world, registre, prevues, self._ouvert.sections.appeler)

    def rendre(self, prevu: SitePlan) -> list[Rendered]:
        """Every output of a plan, in its order."""
        suites = self._lu.suites.values() if self._lu else ()
        faits = {rendu.path: rendu for fait in suites for rendu in fait.rendus}
        faits |= self._ouvert.sections.faits
        return list(rendre(self._ouvert.atelier, prevu, self._jobs, faits, self._ecrire))

    def _ecrire(self) -> None:
        """Write what records gave, when those who render lists read nothing of it."""
        if self._reserve is not None and self._ouvert.atelier.vide:
            self._reserve.ecrire()

    def retenir(self, rendus: Sequence[Rendered]) -> None:
        """Remember what was read, computed and rendered."""
        if self._reserve is not None:
            memoire, sections = self._ouvert.memoire, self._ouvert.sections
            self._reserve.ajouter(
                rendus=_neufs(rendus), releves=memoire.neuves(), etats=sections.etats(rendus)
            )
            self._reserve.ecrire()


class _Etabli:
    """What is made of each record (``generator.catalogue.fiches.Suite``)."""

    def __init__(self, world: World, reserve: Reserve | None, poser: Poser | None) -> None:
        self._cles, self._reserve = Cles(world), reserve
        self._lots = Lots(world.jour, self._cles, reserve) if reserve else None
        self.memoire = MemoireGardee(world.jour, self._cles, reserve, self._lots)
        world = replace(world, memoire=self.memoire)
        self.atelier = Atelier(world, self._cles, reserve, poser)
        self.sections = Sections(self.atelier, self._cles, reserve)

    def adopter(self, catalogue: Catalogue) -> None:
        """Go on with the records as they were read, wherever they were."""
        world = replace(self.atelier.world, catalogue=catalogue)
        self.atelier.world = self._cles.world = world

    def trouver(self, dossiers: Sequence[Dossier]) -> list[Fait | None]:
        """What an earlier build made of records, if all of it still holds."""
        if self._lots is None:
            return [None] * len(dossiers)
        self._lots.chercher(tuple([dossier.id for dossier in dossiers]))
        faits = [self._reprendre(self._lots.sorties(dossier.id)) for dossier in dossiers]
        restent = [d.id for d, fait in zip(dossiers, faits, strict=True) if fait is None]
        self.memoire.chercher(restent, ensuite=[dossier.id for dossier in dossiers])
        for rang, dossier in enumerate(dossiers):
            faits[rang] = faits[rang] or self._trouver(dossier.id)
        manquent = [d.id for d, fait in zip(dossiers, faits, strict=True) if fait is None]
        if len(manquent) <= PEU_DE_FICHES:
            self._prelire(manquent)
        return faits

    def _prelire(self, identifiants: Iterable[str]) -> None:
        """Read what is kept of records that are to be made again, together: some of it still holds."""
        bilans = self.memoire.prelire(identifiants)
        listes = (json.loads(bilan.prevues) for bilan in bilans if bilan.prevues)
        self.atelier.prelire([bytes.fromhex(cle) for liste in listes for *_, cle in liste])

    def _reprendre(self, sorties: Sequence[SortieGardee]) -> Fait | None:
        """What a lot says of a record, if all of it still holds."""
        rendus = [rendu for s in sorties if (rendu := self.atelier.retrouver(s)) is not None]
        if not rendus or len(rendus) < len(sorties):
            return None
        return Fait(tuple([Prevue(s.path, s.source) for s in sorties]), tuple(rendus))

    def _trouver(self, identifiant: str) -> Fait | None:
        liste = self.memoire.tient(identifiant, RELEVES.keys())
        if not liste:
            return None
        rendus: list[Rendered] = []
        prevues: list[Prevue] = []
        for path, source, cle in json.loads(liste):
            rendu = self.atelier.reprendre(path, bytes.fromhex(cle))
            if isinstance(rendu, str):
                return None
            prevues.append(Prevue(path, source))
            rendus.append(rendu)
        return Fait(tuple(prevues), tuple(rendus))

    def faire(self, dossier: Dossier) -> Fait:
        """Make what is missing of a record."""
        world = self.atelier.world
        self.memoire.relever(RELEVES.values(), world, dossier)
        jour = JourSuivi(world.jour)
        restreint = restreindre(world, dossier.id, jour)
        outputs = tuple(sorties_fiche(restreint, dossier))
        rendus = self.atelier.rendre(*outputs)
        prevues = tuple(Prevue(o.path, o.source) for o in outputs)
        liste = [(p.path, p.source, r.cle.hex()) for p, r in zip(prevues, rendus, strict=True)]
        garde = self.memoire.garder(dossier.id, json.dumps(liste).encode(), jour)
        return Fait(prevues, rendus, garde)

    def recevoir(self, dossier: Dossier, fait: Fait) -> Fait:
        """Keep it: what the cache holds, this process forgets."""
        if fait.garde is not None:
            self.memoire.apprendre(dossier.id, fait.garde)
        if self._reserve is None:
            return fait._replace(garde=None)
        lignes = [r.ligne for r in fait.rendus if r.ligne]
        if not lignes:
            return fait  # as its lot gave it: nothing to learn
        bilan = self.memoire.bilan(dossier.id)
        if self._lots is not None and bilan is not None:
            self._lots.apprendre(dossier.id, bilan, zip(fait.prevues, lignes, strict=True))
        self._reserve.ajouter(
            rendus=_neufs(fait.rendus), releves=[fait.garde] if fait.garde else ()
        )
        return Fait(fait.prevues, tuple(r._replace(ligne=None) for r in fait.rendus))

    def lots(self) -> Iterable[tuple[bytes, bytes]]:
        """The lots of records that are to be kept."""
        if self._lots is None:
            return ()
        tous = tuple([d.id for d in self.atelier.world.catalogue.concertations])
        return self._lots.neufs(tous, self.memoire.empreintes_connues)


def _neufs(rendus: Iterable[Rendered]) -> list[Ligne]:
    """What the cache is to remember of outputs."""
    return [rendu.ligne for rendu in rendus if rendu.ligne and not rendu.repris]
