"""From an output to bytes: those it gave before, if it still holds, or new ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.checks import Liens, extract
from generator.cles import Cles
from generator.encoders.html import cloture, encoder, site_view
from generator.equipe import par_rangs
from generator.objet import Objet, Poser
from generator.plan import SitePlan
from generator.renvois import Cible, Renvois, somme_liens
from generator.store import Ligne, Reserve, SortieGardee
from generator.views.base import TOUT, Contenu, Gabarit, Output
from generator.world import JourSuivi, World, restreindre

SEUIL = 60
"""Below this number of outputs, starting processes costs more than it saves."""

CLES_SEUL = 4_000
"""Up to this number of outputs, one process looks for all of them in the cache."""


class Rendered(NamedTuple):
    """One file of the site.

    ``corps`` is in memory, or in the cache. ``liens`` is the hash of the links of a page
    (``somme_liens``); ``renvois`` are what this page, and those that were made with it, ask of others
    (``generator.renvois``), if it was made now. ``ligne`` is what the cache remembers of it, or
    should if it is not ``repris``, and ``cle`` where.
    """

    path: str
    corps: bytes | Objet
    liens: bytes = b""
    cle: bytes = b""
    ligne: Ligne | None = None
    repris: bool = False
    raison: str = ""
    renvois: frozenset[Cible] | None = None


class Atelier:
    """All that rendering needs. ``vide``: whether nothing was kept by an earlier build."""

    def __init__(
        self, world: World, cles: Cles, reserve: Reserve | None, poser: Poser | None = None
    ) -> None:
        self.world = world
        self._poser = poser
        self._cles = cles
        self._reserve = reserve
        self._site = site_view(world)
        self._theme = world.catalogue.site.theme
        self._renvois = Renvois()
        self.vide = reserve is None or reserve.vide
        self._lues: dict[bytes, Ligne | None] = {}

    def trouver(self, outputs: Sequence[Output]) -> list[Rendered | None]:
        """Outputs as they were kept, those that still hold: looked for in a few questions."""
        if self._reserve is None:
            return [None] * len(outputs)
        cles = [self._cles.sortie(output) for output in outputs]
        self.prelire(cles)
        trouves = (self.reprendre(o.path, cle) for o, cle in zip(outputs, cles, strict=True))
        return [trouve if isinstance(trouve, Rendered) else None for trouve in trouves]

    def prelire(self, cles: Collection[bytes]) -> None:
        """Look for these keys in a few questions, before they are asked for one by one."""
        if self._reserve is not None:
            self._lues |= dict.fromkeys(cles)
            self._lues |= self._reserve.lignes(cles, self.world.jour)

    def rendre(self, *outputs: Output) -> tuple[Rendered, ...]:
        """Render outputs together, or find them."""
        lus: dict[str, Liens] = {}
        rendus = [self._rendre(output, lus) for output in outputs]
        renvois = self._renvois.neufs(lus.values())
        for rang, rendu in enumerate(rendus):
            if rendu.path in lus:
                rendus[rang] = rendu._replace(renvois=renvois)
                renvois = renvois and frozenset()
        return tuple(rendus)

    def _rendre(self, output: Output, lus: dict[str, Liens]) -> Rendered:
        if self._reserve is None:
            return self._fabriquer(output, b"", "", lus)
        cle = self._cles.sortie(output)
        trouve = self.reprendre(output.path, cle)
        return trouve if isinstance(trouve, Rendered) else self._fabriquer(output, cle, trouve, lus)

    def reprendre(self, path: str, cle: bytes) -> Rendered | str:
        """What was kept under a key, or why it is of no use any more."""
        ligne = self._ligne(cle)
        if ligne is None or self._reserve is None:
            return "le contenu, la date ou le code dont elle dépend a changé"
        if not self._actuel(ligne.gabarit, ligne.cloture):
            return f"le gabarit « {ligne.gabarit} », ou ce qu'il inclut, a changé"
        objet = self._reserve.objet(ligne.objet, ligne.taille, ligne.date)
        if objet is None:
            return "son fichier manque dans le cache, ou a été modifié"
        return Rendered(path, objet, ligne.liens, cle=cle, ligne=ligne, repris=True)

    def _ligne(self, cle: bytes) -> Ligne | None:
        if cle in self._lues or self._reserve is None or self.vide:
            return self._lues.get(cle)
        return self._reserve.chercher(cle, self.world.jour)

    def retrouver(self, garde: SortieGardee) -> Rendered | None:
        """An output as it was kept, if it still holds."""
        if self._reserve is None or not self._actuel(garde.gabarit, garde.cloture):
            return None
        objet = self._reserve.objet(garde.objet.hex(), garde.taille, garde.date)
        return None if objet is None else Rendered(garde.path, objet, garde.liens, repris=True)

    def _actuel(self, gabarit: str, empreinte: str) -> bool:
        """Whether a template, if there is one, and all that it includes are still these."""
        return not gabarit or empreinte == cloture(self._theme, gabarit)

    def _fabriquer(
        self, output: Output, cle: bytes, raison: str, lus: dict[str, Liens]
    ) -> Rendered:
        jour, world = JourSuivi(self.world.jour), self.world
        if output.portee != TOUT:  # else the day is part of its key
            noms = frozenset(r.nom for r in output.releves)
            world = restreindre(self.world, output.portee, jour, noms)
        contenu: Contenu = output.construire(world)
        gabarit = contenu.template if isinstance(contenu, Gabarit) else ""
        corps = encoder(world, contenu, self._site) if isinstance(contenu, Gabarit) else contenu
        liens = b""
        if output.html:
            base, origine = self.world.base_path, self.world.origine
            lus[output.path] = extract(output.path, corps, base, origine)
            liens = somme_liens(lus[output.path])
        if self._reserve is None:
            return Rendered(output.path, corps, liens)
        objet = self._reserve.deposer(corps)
        if self._poser is not None:
            self._poser(output.path, objet)
        ligne = Ligne(
            cle,
            jour.depuis.isoformat(),
            jour.jusque.isoformat(),
            gabarit,
            cloture(self._theme, gabarit) if gabarit else "",
            objet.empreinte,
            objet.taille,
            objet.date,
            liens,
        )
        return Rendered(output.path, objet, liens, cle, ligne, raison=raison)


def rendre(
    atelier: Atelier,
    plan: SitePlan,
    jobs: int,
    faits: Mapping[str, Rendered],
    entretemps: Callable[[], None],
) -> Iterator[Rendered]:
    """Render every output, in the order of the plan, whatever the number of processes.

    ``faits`` are those already made, by path. Workers inherit the world and the plan; this process
    does ``entretemps`` while they are at work.
    """
    gardes = [faits.get(output.path) for output in plan.outputs]
    restent = [rang for rang, garde in enumerate(gardes) if garde is None]
    if not atelier.vide and len(restent) <= CLES_SEUL:
        trouves = atelier.trouver([plan.outputs[rang] for rang in restent])
        for rang, trouve in zip(restent, trouves, strict=True):
            gardes[rang] = trouve
    manquants = [rang for rang, garde in enumerate(gardes) if garde is None]
    rendus = par_rangs(
        lambda rang: atelier.rendre(plan.outputs[rang])[0], manquants, jobs, SEUIL, entretemps
    )
    yield from (garde or next(rendus) for garde in gardes)
