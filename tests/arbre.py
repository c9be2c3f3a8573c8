"""A whole site in memory, without search: what incremental tests compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.assets import bundle
from generator.catalogue.load import load
from generator.encoders import html
from generator.plan import plan
from generator.render import rendre
from generator.store import Objet, Reserve, empreinte_du_code, encoder_liens
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


def construire(contenu: Path, cache: Path | None = None, jour: date = JOUR, jobs: int = 1) -> Arbre:
    """Build, as ``generator.build`` does, and remember in ``cache`` if there is one."""
    reserve = Reserve(cache) if cache else None
    lu = load(contenu, memoire=reserve, code=empreinte_du_code())
    assert lu.catalogue is not None, lu.diagnostics
    theme = bundle(html.MODELES / "themes" / lu.catalogue.site.theme)
    world = World(lu.catalogue, jour, "https://exemple.fr/", theme.chemins)
    prevu = plan(world)
    rendus = list(rendre(world, prevu, jobs, reserve))
    if reserve is not None:
        reserve.ecrire(
            rendus=[r.ligne for r in rendus if r.ligne],
            liens=[encoder_liens(r.liens) for r in rendus if r.ligne and r.liens],
            fiches=lu.nouvelles,
        )
    portees = {o.path for o in prevu.outputs if o.portee != TOUT}
    faits = frozenset(r.path for r in rendus if not r.repris)
    return Arbre(
        {r.path: r.corps.lire() if isinstance(r.corps, Objet) else r.corps for r in rendus},
        faits,
        faits & portees,
    )
