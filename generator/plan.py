"""Every output of the site, as pure data, before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.adresses import Disparue, regles, relever
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
from generator.views.base import Output, page
from generator.views.fiche import page_fiche
from generator.world import World


class PlanError(Exception):
    """Two outputs on one path: both sources are named."""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """All outputs, sorted by path, each path once; and the published addresses that would vanish."""

    outputs: tuple[Output, ...]
    disparues: tuple[Disparue, ...] = ()


def _fiches(world: World) -> Iterator[Output]:
    for dossier in world.catalogue.concertations:
        yield page(
            chemin_fiche(dossier.id),
            page_fiche,
            dossier.id,
            source=dossier.chemin,
            portee=dossier.id,
        )


SECTIONS: tuple[Callable[[World], Iterator[Output]], ...] = (
    accueil.sorties,
    listes.sorties,
    _fiches,
    suites.sorties,
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


def plan(world: World, registre: Iterable[str] = ()) -> SitePlan:
    """Plan the whole site; ``registre`` are the addresses already published.

    Raises:
        PlanError: two outputs would be written on one path.
    """
    outputs = [o for section in SECTIONS for o in section(world)]
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
    for dossier in {chemin.rpartition("/")[0] for chemin in vus}:
        if fichier := vus.get(dossier):
            raise PlanError(f"« {fichier.path} » est un fichier, et aussi le dossier d'une page")
    return SitePlan(tuple(sorted(outputs, key=lambda o: o.path)), releve.disparues)
