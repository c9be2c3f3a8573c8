"""From the plan to bytes: reused when nothing they depend on changed, over several processes.

No graph of dependencies: an output that declares a scope is a pure function of its arguments and
of a world restricted to that scope. The hash of those *is* its key; the day, which is not part of
it, gives the days for which the result holds (``generator.world.JourSuivi``). One that is made of
the values of all records (``generator.par_fiche``) has their hash in its key. The others may look at
the whole catalogue: their key is all of it, and the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from generator.checks import Liens, extract
from generator.encoders.html import cloture, encoder, site_view
from generator.equipe import par_rangs
from generator.par_fiche import Releve
from generator.plan import SitePlan
from generator.store import Ligne, Objet, Reserve, empreinte_du_code, encoder_liens
from generator.views.base import TOUT, Contenu, Gabarit, Output
from generator.world import JourSuivi, World, empreinte_de, restreindre, valeur

SEUIL = 200
"""Below this number of outputs, starting processes costs more than it saves."""

CLES_SEUL = 4_000
"""Up to this number of outputs, one process looks for all of them in the cache."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file of the site and the links of a page.

    ``corps`` is in memory, or in the cache. A reused page gives the hash of its links
    (``cle_liens``) instead of the links. ``ligne`` is what the cache should remember.
    """

    path: str
    corps: bytes | Objet
    liens: Liens | None = None
    cle_liens: bytes = b""
    ligne: Ligne | None = None
    repris: bool = False
    raison: str = ""


class Atelier:
    """All that rendering needs."""

    def __init__(self, world: World, reserve: Reserve | None) -> None:
        self._world = world
        self._reserve = reserve
        self._site = site_view(world)
        self._theme = world.catalogue.site.theme
        self._commun = b""
        self._portees: dict[str, bytes] = {}
        self._releves: dict[str, bytes] = {}
        self._lignes: Mapping[bytes, Ligne] = {}
        if reserve is not None:
            self._lignes = reserve.charger(world.jour)
            fixe = (world.base_url, tuple(world.assets.items()), self._site)
            liste = world.catalogue.referentiels
            listes = [tuple(getattr(liste, n).items()) for n in liste.__slots__]
            # By their words, not pickled: pydantic keeps sets, whose order changes at each run.
            reglages = repr((fixe, listes, world.catalogue.site)).encode()
            self._commun = sha256(empreinte_du_code() + reglages).digest()

    def trouver(self, output: Output) -> Rendered | None:
        """The output as it was kept, if it still holds."""
        trouve = self._chercher(output)
        return trouve if isinstance(trouve, Rendered) else None

    def rendre(self, output: Output) -> Rendered:
        """Render one output, or find it."""
        trouve = self._chercher(output)
        if isinstance(trouve, Rendered):
            return trouve
        restreint, suite = trouve
        return self._fabriquer(output, restreint, suite)

    def _chercher(
        self, output: Output
    ) -> Rendered | tuple[World, tuple[bytes, JourSuivi, str] | None]:
        jour = JourSuivi(self._world.jour)
        restreint = self._world  # whose day is part of its hash
        if output.portee != TOUT:
            noms = frozenset(r.nom for r in output.releves)
            restreint = restreindre(self._world, output.portee, jour, noms)
        if self._reserve is None:
            return restreint, None
        cle = self._cle(output, restreint)
        ligne = self._lignes.get(cle)
        raison = self._depasse(ligne)
        if ligne is not None and not raison:
            objet = self._reserve.objet(ligne.objet, ligne.taille, ligne.date)
            if objet is not None:
                return Rendered(output.path, objet, cle_liens=ligne.liens, repris=True)
            raison = "son fichier manque dans le cache, ou a été modifié"
        return restreint, (cle, jour, raison)

    def _depasse(self, ligne: Ligne | None) -> str:
        if ligne is None:
            return "le contenu, la date ou le code dont elle dépend a changé"
        if ligne.gabarit and ligne.cloture != cloture(self._theme, ligne.gabarit):
            return f"le gabarit « {ligne.gabarit} », ou ce qu'il inclut, a changé"
        return ""

    def _cle(self, output: Output, restreint: World) -> bytes:
        portee = self._portees.get(output.portee)
        if portee is None:
            portee = self._portees[output.portee] = empreinte_de(restreint)
        fonction, arguments = output.construire.args  # type: ignore[attr-defined]
        nom = f"{fonction.__module__}.{fonction.__qualname__}\0{output.path}\0"
        lus = b"".join(map(self._releve, output.releves))
        return sha256(self._commun + portee + lus + nom.encode() + valeur(arguments)).digest()

    def _releve(self, releve: Releve[Any]) -> bytes:
        """Hash of the values of all records, computed once."""
        if releve.nom not in self._releves:
            self._releves[releve.nom] = self._world.memoire.empreinte(releve, self._world)
        return self._releves[releve.nom]

    def _fabriquer(
        self, output: Output, world: World, suite: tuple[bytes, JourSuivi, str] | None
    ) -> Rendered:
        contenu: Contenu = output.construire(world)
        gabarit = contenu.template if isinstance(contenu, Gabarit) else ""
        corps = encoder(world, contenu, self._site) if isinstance(contenu, Gabarit) else contenu
        liens = (
            extract(output.path, corps, self._world.base_path, self._world.origine)
            if output.html
            else None
        )
        if self._reserve is None:
            return Rendered(output.path, corps, liens)
        objet = self._reserve.deposer(corps)
        if suite is None:
            return Rendered(output.path, objet, liens)
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
            encoder_liens(liens)[0] if liens else b"",
        )
        return Rendered(output.path, objet, liens, ligne=ligne, raison=raison)


def rendre(
    world: World, plan: SitePlan, jobs: int, reserve: Reserve | None = None
) -> Iterator[Rendered]:
    """Render every output, in the order of the plan, whatever the number of processes.

    Workers inherit the world and the plan (``generator.processus``).
    """
    atelier = Atelier(world, reserve)
    total = len(plan.outputs)
    gardes: list[Rendered | None] = [None] * total
    if reserve is not None and total <= CLES_SEUL:
        gardes = [atelier.trouver(output) for output in plan.outputs]
    manquants = [rang for rang, garde in enumerate(gardes) if garde is None]
    faits = par_rangs(lambda rang: atelier.rendre(plan.outputs[rang]), manquants, jobs, SEUIL)
    yield from (garde or next(faits) for garde in gardes)
