"""Every output of the site, as pure data, before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct

from generator.adresses import Disparue, regles, relever
from generator.catalogue.records import Dossier
from generator.chemins import chemin_fiche
from generator.encoders import api, csv, docx, suivi, xlsx
from generator.views import (
    accueil,
    attentes,
    bilan,
    construction,
    contact,
    contribuer,
    donnees,
    journal,
    listes,
    recherche,
    suites,
    technique,
    textes,
)
from generator.views.base import Contenu, Output, fichier, page
from generator.views.fiche import page_fiche
from generator.world import World


class PlanError(Exception):
    """Two outputs on one path: both sources are named."""


class SitePlan(Struct, frozen=True):
    """All outputs, sorted by path, each path once; and the published addresses that would vanish."""

    outputs: tuple[Output, ...]
    disparues: tuple[Disparue, ...] = ()


def _page_fiche(_world: World, dossier: Dossier) -> Iterator[Output]:
    arguments = (page_fiche, dossier.id)
    yield page(chemin_fiche(dossier.id), *arguments, source=dossier.chemin, portee=dossier.id)


Section = Callable[[World], Iterator[Output]]
"""Outputs that show several records, or none."""

SECTIONS: tuple[Section, ...] = (
    accueil.sorties,
    listes.sorties,
    bilan.sorties,
    attentes.sorties,
    journal.sorties,
    textes.sorties,
    docx.sorties,
    recherche.sorties,
    suivi.sorties,
    donnees.sorties,
    api.sorties,
    csv.sorties,
    xlsx.sorties,
    contribuer.sorties,
    construction.sorties,
    technique.sorties,
    contact.sorties,
)


PAR_FICHE: tuple[Callable[[World, Dossier], Iterator[Output]], ...] = (
    _page_fiche,
    suites.sorties_fiche,
    journal.sorties_fiche,
    suivi.sorties_fiche,
    api.sorties_fiche,
)
"""Outputs that show one record only: their scope is its id."""


def sorties_fiche(world: World, dossier: Dossier) -> Iterator[Output]:
    """Every output that shows one record only."""
    for section in PAR_FICHE:
        yield from section(world, dossier)


def _prevue(world: World, identifiant: str, path: str) -> Contenu:
    """An output of a record, from its path."""
    dossier = world.catalogue.par_id[identifiant]
    output = next(o for o in sorties_fiche(world, dossier) if o.path == path)
    return output.construire(world)


class Prevue(NamedTuple):
    """What a plan needs to know of an output of a record; ``source`` as in ``Output``."""

    path: str
    source: str

    def sortie(self, identifiant: str) -> Output:
        """The output itself."""
        return fichier(
            self.path, _prevue, identifiant, self.path, source=self.source, portee=identifiant
        )


def _appeler(section: Section, world: World) -> Iterable[Output]:
    return section(world)


def plan(
    world: World,
    registre: Iterable[str] = (),
    prevues: Mapping[str, Iterable[Prevue]] = MappingProxyType({}),
    appeler: Callable[[Section, World], Iterable[Output]] = _appeler,
) -> SitePlan:
    """Plan the whole site.

    ``registre`` are the addresses already published; ``prevues`` the outputs of records that are
    known already, by id: these records are not read. ``appeler`` gives the outputs of a section.

    Raises:
        PlanError: two outputs would be written on one path.
    """
    outputs = [o for section in SECTIONS for o in appeler(section, world)]
    for dossier in world.catalogue.concertations:
        if dossier.id in prevues:
            outputs += [prevue.sortie(dossier.id) for prevue in prevues[dossier.id]]
        else:
            outputs += sorties_fiche(world, dossier)
    outputs.append(technique.sitemap(world, tuple(outputs)))
    releve = relever(world, outputs, registre)
    outputs += [*releve.relais, *regles(world, releve)]
    vus: dict[str, Output] = {}
    for output in outputs:
        # Folded: two paths that differ by case are one file on some hosts.
        autre = vus.setdefault(output.path.casefold(), output)
        if autre is not output:
            sources = " et ".join(o.source or "une page du générateur" for o in (autre, output))
            raise PlanError(f"deux pages à la même adresse « {output.path} » : {sources}")
    for parent in {chemin.rpartition("/")[0] for chemin in vus}:
        if obstacle := vus.get(parent):
            raise PlanError(f"« {obstacle.path} » est un fichier, et aussi le dossier d'une page")
    return SitePlan(tuple(sorted(outputs, key=lambda o: o.path)), releve.disparues)
