"""Build our site with the kinds of pages that the peers make, and no others.

The product has no such mode. This runs its own build, and takes away from what it is told to make:
outputs that no peer has (open data, calendars, boards, filters of proposals, letters…) are taken out
of the plan, broken links that lead to them are not counted, sums of the open data are not made, and
there is an index only with ``--recherche``. Everything else is ``generator.build.build``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial, wraps
from typing import Any, Self

from msgspec.structs import replace

from generator import build as construction
from generator import fabrique, liens
from generator import plan as planification
from generator.catalogue.records import Dossier
from generator.checks import Liens, Probleme, verifier
from generator.encoders import calendrier
from generator.par_fiche import RELEVES
from generator.plan import Section, SitePlan, plan, sorties_fiche
from generator.renvois import manque
from generator.source.eclaireur import Decouvrir
from generator.views.base import Output
from generator.world import World

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
AILLEURS = ("aucune page", "aucune ancre")
SECTIONS_SEULES = frozenset(
    [
        "bilan",
        "attentes",
        "journal",
        "docx",
        "donnees",
        "csv",
        "xlsx",
        "contribuer",
        "construction",
        "contact",
    ]
)
"""Sections of the plan none of whose outputs a peer has: they are not even planned."""
RELEVES_SEULS = re.compile(
    r"generator\.encoders\.(rangees|calendrier)\b.*"
    r"|generator\.encoders\.objets\.(concertation|propositions|mesures)"
    r"|generator\.(views\.bilan|echeances)\b.*"
)
"""Values of records that only they, the tables or the calendars are made of."""
RECHERCHE = re.compile(r"generator\.views\.(lots|index|pages)_recherche\b.*")


class SansIndex:
    """No search: what ``Indexation`` is without records."""

    def __init__(self, *_args: object) -> None:
        """Do nothing."""

    def fichiers(self) -> Mapping[str, bytes]:
        """No files."""
        return {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_erreur: object) -> None:
        """Do nothing."""


def _plan(world: World, *connus: Any) -> SitePlan:
    prevu = plan(world, *connus)
    gardes = tuple(o for o in prevu.outputs if GARDES.fullmatch(o.path))
    return replace(prevu, outputs=gardes)


def _section(section: Section) -> Section:
    @wraps(section)
    def reduite(world: World) -> Iterator[Output]:
        return (o for o in section(world) if GARDES.fullmatch(o.path))

    return reduite


def _sorties_fiche(world: World, dossier: Dossier) -> Iterator[Output]:
    return (o for o in sorties_fiche(world, dossier) if GARDES.fullmatch(o.path))


def _verifier(pages: Iterable[Liens], chemins: frozenset[str]) -> list[Probleme]:
    return [p for p in verifier(pages, chemins) if not p.raison.startswith(AILLEURS)]


def _manque(*arguments: Any) -> bool:
    """What only a link to an output that no peer has would be missing: the same work, not counted."""
    manque(*arguments)
    return False


def reduire(*, recherche: bool) -> None:
    """Change what the build of this process makes."""
    remplacants: dict[tuple[Any, str], Any] = {
        (fabrique, "plan"): _plan,
        (fabrique, "sorties_fiche"): _sorties_fiche,
        (liens, "verifier"): _verifier,
        (liens, "manque"): _manque,
        (construction, "sceller"): lambda *_args: {},
        (calendrier, "sorties"): lambda _world: iter(()),
    }
    if not recherche:
        site: Any = construction.site_en_memoire
        remplacants[construction, "site_en_memoire"] = partial(site, indexer=SansIndex)
    for (module, nom), remplacant in remplacants.items():
        getattr(module, nom)  # said at once when the build no longer has it
        setattr(module, nom, remplacant)
    noms = {s.__module__.rpartition(".")[2] for s in planification.SECTIONS}
    if not noms >= SECTIONS_SEULES:
        raise SystemExit(f"sections inconnues : {sorted(SECTIONS_SEULES - noms)}")
    planification.SECTIONS = tuple(
        _section(s)
        for s in planification.SECTIONS
        if s.__module__.rpartition(".")[2] not in SECTIONS_SEULES
    )
    motifs = [RELEVES_SEULS, *([] if recherche else [RECHERCHE])]
    for motif in motifs:
        seuls = [nom for nom in RELEVES if motif.fullmatch(nom)]
        if not seuls:
            raise SystemExit(f"aucun relevé n'est de ceux-ci : {motif.pattern}")
        for nom in seuls:
            del RELEVES[nom]


def construire(*options: Any, recherche: bool, decouvrir: Decouvrir) -> None:
    """Build once, and print what was done as JSON."""
    reduire(recherche=recherche)
    rapport = construction.build(construction.Options(*options, decouvrir=decouvrir))
    if rapport.failed:
        raise SystemExit(str(rapport.diagnostics[:3]))
    durees = {nom: round(duree, 3) for nom, duree in rapport.seconds.items()}
    faits = {"fichiers": rapport.total, "rendus": len(rapport.rendered), "durees": durees}
    print(json.dumps(faits))  # noqa: T201 - its output
