"""From an output to bytes: those it gave before, if it still holds, or new ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.checks import Liens, extract
from generator.cles import Cles
from generator.encoders.html import cloture, encoder, site_view
from generator.equipe import par_rangs
from generator.objet import Objet, Poser
from generator.plan import SitePlan
from generator.renvois import Cible, Renvois
from generator.store import Ligne, Reserve, SortieGardee, encoder_liens
from generator.views.base import TOUT, Contenu, Gabarit, Output
from generator.world import JourSuivi, World, restreindre

SEUIL = 200
"""Below this number of outputs, starting processes costs more than it saves."""

CLES_SEUL = 4_000
"""Up to this number of outputs, one process looks for all of them in the cache."""


class Rendered(NamedTuple):
    """One file of the site and the links of a page.

    ``corps`` is in memory, or in the cache. The links are as ``encoder_liens`` gives them; of a
    reused page there is only their hash. ``renvois`` are what this page, and those that were made with
    it, ask of others (``generator.renvois``), if it was made now. ``ligne`` is what the cache remembers of it, or should if it
    is not ``repris``, and ``cle`` where.
    """

    path: str
    corps: bytes | Objet
    cle_liens: bytes = b""
    liens: str = ""
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

    def trouver(self, output: Output) -> Rendered | None:
        """The output as it was kept, if it still holds."""
        trouve = self._chercher(output)
        return trouve if isinstance(trouve, Rendered) else None

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
        trouve = self._chercher(output)
        if isinstance(trouve, Rendered):
            return trouve
        return self._fabriquer(output, *trouve, lus)

    def _chercher(
        self, output: Output
    ) -> Rendered | tuple[World, tuple[bytes, JourSuivi, str] | None]:
        jour = JourSuivi(self.world.jour)
        restreint = self.world  # whose day is part of its hash
        if output.portee != TOUT:
            noms = frozenset(r.nom for r in output.releves)
            restreint = restreindre(self.world, output.portee, jour, noms)
        if self._reserve is None:
            return restreint, None
        cle = self._cles.sortie(output)
        trouve = self.reprendre(output.path, cle)
        return trouve if isinstance(trouve, Rendered) else (restreint, (cle, jour, trouve))

    def reprendre(self, path: str, cle: bytes) -> Rendered | str:
        """What was kept under a key, or why it is of no use any more."""
        ligne = self._reserve.chercher(cle, self.world.jour) if self._reserve else None
        if ligne is None or self._reserve is None:
            return "le contenu, la date ou le code dont elle dépend a changé"
        if not self._actuel(ligne.gabarit, ligne.cloture):
            return f"le gabarit « {ligne.gabarit} », ou ce qu'il inclut, a changé"
        objet = self._reserve.objet(ligne.objet, ligne.taille, ligne.date)
        if objet is None:
            return "son fichier manque dans le cache, ou a été modifié"
        return Rendered(path, objet, ligne.liens, cle=cle, ligne=ligne, repris=True)

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
        self,
        output: Output,
        world: World,
        suite: tuple[bytes, JourSuivi, str] | None,
        lus: dict[str, Liens],
    ) -> Rendered:
        contenu: Contenu = output.construire(world)
        gabarit = contenu.template if isinstance(contenu, Gabarit) else ""
        corps = encoder(world, contenu, self._site) if isinstance(contenu, Gabarit) else contenu
        cle_liens, liens = b"", ""
        if output.html:
            base, origine = self.world.base_path, self.world.origine
            lus[output.path] = extract(output.path, corps, base, origine)
            cle_liens, liens = encoder_liens(lus[output.path])
        if self._reserve is None:
            return Rendered(output.path, corps, cle_liens, liens)
        objet = self._reserve.deposer(corps)
        if self._poser is not None:
            self._poser(output.path, objet)
        if suite is None:
            return Rendered(output.path, objet, cle_liens, liens)
        cle, jour, raison = suite
        ligne = Ligne(
            cle,
            jour.depuis.isoformat(),
            jour.jusque.isoformat(),
            gabarit,
            cloture(self._theme, gabarit) if gabarit else "",
            objet.empreinte,
            objet.taille,
            objet.date,
            cle_liens,
        )
        return Rendered(output.path, objet, cle_liens, liens, cle, ligne, raison=raison)


def rendre(
    atelier: Atelier, plan: SitePlan, jobs: int, faits: Mapping[str, Rendered]
) -> Iterator[Rendered]:
    """Render every output, in the order of the plan, whatever the number of processes.

    ``faits`` are those already made, by path. Workers inherit the world and the plan.
    """
    gardes = [faits.get(output.path) for output in plan.outputs]
    restent = [rang for rang, garde in enumerate(gardes) if garde is None]
    if not atelier.vide and len(restent) <= CLES_SEUL:
        for rang in restent:
            gardes[rang] = atelier.trouver(plan.outputs[rang])
    manquants = [rang for rang, garde in enumerate(gardes) if garde is None]
    rendus = par_rangs(lambda rang: atelier.rendre(plan.outputs[rang])[0], manquants, jobs, SEUIL)
    yield from (garde or next(rendus) for garde in gardes)
