"""A whole site in memory, without search: what incremental tests compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from generator.assets import bundle
from generator.catalogue.records import Catalogue
from generator.encoders import html
from generator.fabrique import Fabrique
from generator.objet import Objet
from generator.store import Reserve
from generator.views.base import TOUT
from generator.world import World
from tests.aides import CONTENU, FICHE, SUITES, ecrire_contenu

JOUR = date(2026, 11, 22)
IDS = ("essai", "deux", "trois")


@dataclass(frozen=True)
class Arbre:
    """Files by path, those that were rendered, and those of them that declare a scope."""

    fichiers: dict[str, bytes]
    rendus: frozenset[str]
    portees: frozenset[str]


def contenu_de_trois(dossier: Path) -> Path:
    """Three concertations, the last one without follow-up."""
    assert "concertations/essai/suites.yml" in CONTENU
    return ecrire_contenu(
        dossier,
        **{
            "concertations/deux/concertation.md": FICHE.replace("titre: ", "titre: Deux ", 1),
            "concertations/deux/suites.yml": SUITES,
            "concertations/trois/concertation.md": FICHE.replace("titre: ", "titre: Trois ", 1),
        },
    )


def monde(jour: date, catalogue: Catalogue) -> World:
    """The world of a catalogue whose records are not read yet."""
    theme = bundle(html.MODELES / "themes" / catalogue.site.theme)
    return World(catalogue, jour, "https://exemple.fr/", theme.chemins)


def construire(contenu: Path, cache: Path | None = None, jour: date = JOUR, jobs: int = 1) -> Arbre:
    """Build, as ``generator.build`` does, and remember in ``cache`` if there is one."""
    reserve = Reserve(cache) if cache else None
    fabrique = Fabrique(partial(monde, jour), reserve, jobs)
    lu = fabrique.lire(contenu)
    assert lu.catalogue is not None, lu.diagnostics
    prevu = fabrique.planifier()
    rendus = fabrique.rendre(prevu)
    fabrique.retenir(rendus)
    portees = {o.path for o in prevu.outputs if o.portee != TOUT}
    faits = frozenset(r.path for r in rendus if not r.repris)
    return Arbre(
        {r.path: r.corps.lire() if isinstance(r.corps, Objet) else r.corps for r in rendus},
        faits,
        faits & portees,
    )
