"""Build our site with the kinds of pages that the peers make, and no others.

The product has no such mode. This composes its public functions as ``generator.build`` does:
reading and validation of everything, plan, rendering, extraction and check of links, publication;
outputs that no peer has (open data, calendars, boards, filters of proposals, letters, search…) are
taken out of the plan, and broken links that lead to them are not counted.

    python -m benchmarks.equivalent CONTENU SORTIE --cache DIR --jobs 4 --date 2026-11-22
"""

from __future__ import annotations

import gc

gc.disable()  # as ``generator.__main__`` does for its own modules

import argparse  # noqa: E402
import json  # noqa: E402
import re  # noqa: E402
import time  # noqa: E402
from datetime import date  # noqa: E402
from pathlib import Path  # noqa: E402

from generator.assets import bundle  # noqa: E402
from generator.catalogue.load import load  # noqa: E402
from generator.checks import verifier  # noqa: E402
from generator.encoders.html import MODELES  # noqa: E402
from generator.plan import SitePlan, plan  # noqa: E402
from generator.publish import publier  # noqa: E402
from generator.render import rendre  # noqa: E402
from generator.store import Reserve, empreinte_du_code, encoder_liens  # noqa: E402
from generator.world import World  # noqa: E402

# Peers: a page for each record (with its proposals), lists by 20 for all records and four cuts, an
# index of each cut, guides, feeds of the catalogue, of ministries and of themes, one JSON export,
# a sitemap. Ours splits a record in two pages: the record, and its proposals.
GARDES = re.compile(
    r"index\.html|sitemap\.xml|guides/.*|concertations/(?:page/\d+/)?index\.html"
    r"|concertations/[^/]+/index\.html|concertations/[^/]+/suites/(?:page/\d+/)?index\.html"
    r"|(?:statuts|ministeres|thematiques|annees)/(?:[^/]+/)?(?:page/\d+/)?index\.html"
    r"|(?:ministeres/[^/]+/|thematiques/[^/]+/|)flux\.(?:atom|rss)|flux/catalogue\.(?:atom|rss)"
    r"|api/v1/concertations\.json|donnees/.*concertations\.json"
)


def main() -> None:
    """Build once, and print what was done as JSON."""
    ap = argparse.ArgumentParser()
    ap.add_argument("contenu", type=Path)
    ap.add_argument("sortie", type=Path)
    ap.add_argument("--cache", type=Path)
    ap.add_argument("--jobs", type=int, default=4)
    ap.add_argument("--date", type=date.fromisoformat, default=date(2026, 11, 22))
    a = ap.parse_args()
    durees: dict[str, float] = {}
    debut = time.perf_counter()

    def etape(nom: str) -> None:
        nonlocal debut
        durees[nom] = round(time.perf_counter() - debut, 3)
        debut = time.perf_counter()

    reserve = Reserve(a.cache / "rendus") if a.cache else None
    lu = load(a.contenu, jobs=a.jobs, memoire=reserve, code=empreinte_du_code())
    if lu.catalogue is None:
        raise SystemExit(str(lu.diagnostics[:3]))
    etape("lecture")
    theme = bundle(MODELES / "themes" / lu.catalogue.site.theme)
    world = World(lu.catalogue, a.date, lu.catalogue.site.url, theme.chemins)
    prevu = SitePlan(tuple(o for o in plan(world).outputs if GARDES.fullmatch(o.path)))
    etape("plan")
    rendus = list(rendre(world, prevu, a.jobs, reserve))
    etape("rendu")
    pages = [
        r.liens or (reserve.liens(r.cle_liens, r.path) if reserve and r.cle_liens else None)
        for r in rendus
    ]
    chemins = frozenset(r.path for r in rendus) | frozenset(theme.fichiers)
    problemes = verifier((p for p in pages if p), chemins)
    casses = [p for p in problemes if not p.raison.startswith(("aucune page", "aucune ancre"))]
    if casses:
        raise SystemExit(str(casses[:3]))
    etape("liens")
    fichiers = sorted({**theme.fichiers, **{r.path: r.corps for r in rendus}}.items())
    double = a.cache / "doubles" / "equivalent" if a.cache else None
    publier(fichiers, a.sortie, double=double)
    etape("publication")
    if reserve is not None:
        lignes = [r.ligne for r in rendus if r.ligne]
        liens = [encoder_liens(r.liens) for r in rendus if r.ligne and r.liens]
        if lignes or lu.nouvelles:
            reserve.ecrire(rendus=lignes, liens=liens, fiches=lu.nouvelles)
        etape("cache")
    faits = sum(not r.repris for r in rendus)
    print(json.dumps({"fichiers": len(fichiers), "rendus": faits, "durees": durees}))  # noqa: T201 - its output


if __name__ == "__main__":
    main()
