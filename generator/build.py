"""The only composer of the stages: from a content folder to a published site.

There is one way to build: the command line, the preview server and CI all call ``computed`` and
``rendered``. No fast mode, no partial mode.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from generator.adresses import publiees
from generator.assets import Assets, bundle
from generator.catalogue.records import Catalogue
from generator.diagnostics import Diagnostic, Position, Severity
from generator.encoders.html import MODELES
from generator.encoders.scelles import PAGES as SCELLES
from generator.encoders.scelles import sceller
from generator.fabrique import Fabrique
from generator.history.lecture import lire_historique
from generator.liens import Verification
from generator.objet import Objet
from generator.plan import PlanError, SitePlan
from generator.publish import Avance, en_avance, publier
from generator.registre import REGISTRE
from generator.registre import lire as lire_registre
from generator.render import Rendered
from generator.search.apercu import IndexEnRetard
from generator.search.errors import RechercheError
from generator.search.indexation import Indexation
from generator.source.discover import discover
from generator.source.eclaireur import Decouvrir
from generator.store import Reserve
from generator.verrous import en_usage
from generator.world import World

ELAGUER_DES = 1_000
"""Renderings after which the cache is pruned, unless it was just made: to look at all of it would slow a
small change."""


class Options(Struct, frozen=True):
    """What a build depends on, besides the content.

    ``base_url`` defaults to ``url`` of ``site.yml``; ``jobs`` is a number of processes;
    ``cache`` is a folder that the build may fill to be faster next time, and that may be deleted.
    ``compress``: whether compressed twins are written beside the files. ``decouvrir`` looks at the
    content folder: ``discover``, or what another process already began of it.
    """

    content: Path
    out: Path
    jour: date
    base_url: str = ""
    jobs: int = 1
    cache: Path | None = None
    compress: bool = False
    decouvrir: Decouvrir = discover


class BuildReport(Struct, frozen=True):
    """What a build did. The exit code is computed from this.

    ``rendered`` are the outputs that were rendered, and why; the others were found in the cache.
    ``reused`` counts the published files that were left as they were.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    files: int = 0
    pages: int = 0
    total: int = 0
    octets: int = 0
    reused: int = 0
    lister: Callable[[], tuple[str, ...]] = tuple
    rendered: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    seconds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def adresses(self) -> tuple[str, ...]:
        """The permanent addresses of the site: listed when asked for, as few commands do."""
        return self.lister()

    @property
    def failed(self) -> bool:
        """Whether an error stopped the build before publication."""
        return any(d.severity is Severity.ERREUR for d in self.diagnostics)


class Site(Struct, frozen=True):
    """A whole site: path to bytes, in memory or in the cache; and what it was made from."""

    files: Mapping[str, bytes | Objet]
    base_path: str
    world: World
    plan: SitePlan

    def lire(self, path: str) -> bytes:
        """The bytes of one file."""
        contenu = self.files[path]
        return contenu if isinstance(contenu, bytes) else contenu.lire()


class Chrono:
    """Seconds spent in each stage, for the summary."""

    def __init__(self) -> None:
        self.durees: dict[str, float] = {}
        self._debut = time.perf_counter()

    def etape(self, nom: str) -> None:
        """End the current stage under this name."""
        maintenant = time.perf_counter()
        self.durees[nom] = self.durees.get(nom, 0.0) + maintenant - self._debut
        self._debut = maintenant


def site_en_memoire(
    options: Options,
    indexer: type[Indexation] | IndexEnRetard = Indexation,
    avance: Avance | None = None,
) -> tuple[Site | None, BuildReport]:
    """Read, validate, plan, render and check the whole site, without writing anything.

    ``indexer`` makes the index of the search beside; the preview gives one that is not waited for.
    ``avance`` is where files of the cache are put in their places as soon as they are made.
    """
    chrono = Chrono()
    reserve = Reserve(options.cache / "rendus") if options.cache else None
    # Once in a build, even if its files change meanwhile: pages name what will be beside them.
    lier = cache(partial(bundle, reserve=reserve))
    fabrique = Fabrique(
        partial(_monde, options, chrono, lier),
        reserve,
        options.jobs,
        avance.poser if avance else None,
    )
    lu = fabrique.lire(options.content, options.decouvrir)
    chrono.etape("lecture et pages des fiches")
    if lu.catalogue is None:
        return None, BuildReport(lu.diagnostics, lu.files, seconds=chrono.durees)
    if avance is not None:
        avance.preparer()
    world = fabrique.world
    theme = lier(_theme(lu.catalogue))
    try:
        prevu = fabrique.planifier(lire_registre(options.content))
    except PlanError as erreur:
        collision = _diagnostic(options.content, "adresse-en-double", str(erreur))
        return None, BuildReport((*lu.diagnostics, collision), lu.files, seconds=chrono.durees)
    chrono.etape("plan")
    if prevu.disparues:
        perdues = tuple(
            _diagnostic(
                options.content / REGISTRE,
                "adresse-disparue",
                f"« {d.adresse} » : {d.raison}",
                d.aide,
            )
            for d in prevu.disparues
        )
        return None, BuildReport((*lu.diagnostics, *perdues), lu.files, seconds=chrono.durees)
    fichiers: dict[str, bytes | Objet] = dict(theme.fichiers)
    rendus: list[Rendered] = []
    try:
        # The index is made while pages are rendered and their links checked.
        cache_index = options.cache / "search" if options.cache else None
        arbres = avance.arbres if avance else ()
        with indexer(world, cache_index, arbres, options.jobs) as index:
            chrono.etape("textes à chercher")
            rendus.extend(fabrique.rendre(prevu))
            fichiers |= {rendu.path: rendu.corps for rendu in rendus}
            chrono.etape("rendu")
            # No page may link to the index: its files change their names with what they hold.
            liens = Verification(world, rendus, (*fichiers, *SCELLES), reserve, options.jobs)
            problemes = liens.problemes()
            chrono.etape("liens")
            fichiers |= index.fichiers()
    except RechercheError as erreur:
        panne = _diagnostic(options.content, "recherche-impossible", str(erreur))
        return None, BuildReport((*lu.diagnostics, panne), lu.files, seconds=chrono.durees)
    chrono.etape("recherche")
    fichiers |= sceller(world, fichiers)
    chrono.etape("sommes")
    sources = {output.path: output.source for output in prevu.outputs}
    casses = tuple(
        _diagnostic(
            options.content / sources.get(probleme.page, ""),
            "lien-casse",
            f"lien « {probleme.lien} » de la page « {probleme.page} » : {probleme.raison}",
        )
        for probleme in problemes
    )
    rapport = BuildReport(
        diagnostics=lu.diagnostics + casses,
        files=lu.files,
        pages=liens.nombre,
        lister=partial(publiees, world, prevu.outputs),
        total=len(fichiers),
        octets=sum(c.taille if isinstance(c, Objet) else len(c) for c in fichiers.values()),
        rendered=MappingProxyType({r.path: r.raison for r in rendus if not r.repris}),
        seconds=chrono.durees,
    )
    if reserve is not None and not casses:
        fabrique.retenir(rendus)
        chrono.etape("cache")
    return (None if casses else Site(fichiers, world.base_path, world, prevu)), rapport


def _theme(catalogue: Catalogue) -> Path:
    return MODELES / "themes" / catalogue.site.theme


def _monde(
    options: Options, chrono: Chrono, lier: Callable[[Path], Assets], catalogue: Catalogue
) -> World:
    """The world of a catalogue whose records are not read yet."""
    base_url = (options.base_url or catalogue.site.url).rstrip("/") + "/"
    chrono.etape("lecture")
    historique = lire_historique(
        options.content,
        options.cache / "history" if options.cache else None,
        jobs=options.jobs,
    )
    chrono.etape("historique")
    return World(catalogue, options.jour, base_url, lier(_theme(catalogue)).chemins, historique)


def build(options: Options) -> BuildReport:
    """Build and publish the site; on any error, what was published stays as it was.

    Raises:
        PublicationError: the site could not be written; what was published is untouched.
    """
    if options.cache is None:
        return _build(options)
    neuf = not (options.cache / "rendus").exists()
    with en_usage(options.cache / "rendus"):
        rapport = _build(options)
    # Once published: before, what was just made is shared by no site, and would be the first to go.
    if len(rapport.rendered) > ELAGUER_DES and not neuf:
        from generator.menage import elaguer  # noqa: PLC0415 - start fast

        elaguer(options.cache / "rendus")
    return rapport


def _build(options: Options) -> BuildReport:
    double = _double(options)
    with en_avance(options.out, double, options.jobs) as avance:
        site, rapport = site_en_memoire(options, avance=avance)
    if site is None:
        return rapport
    debut = time.perf_counter()
    fichiers = dict(site.files)
    if options.compress:
        from generator.compression import jumeaux  # noqa: PLC0415 - start fast

        cache = options.cache / "rendus" if options.cache else None
        fichiers |= jumeaux(site.files, options.jobs, cache)
    publication = publier(
        sorted(fichiers.items()),
        options.out,
        intouchables=(options.content, MODELES),
        double=double,
    )
    durees = {**rapport.seconds, "publication": time.perf_counter() - debut}
    return replace(rapport, reused=publication.repris, seconds=durees)


def _double(options: Options) -> Path | None:
    """Where the replaced tree of this site is kept for next time."""
    if options.cache is None:
        return None
    nom = sha256(str(options.out.absolute()).encode()).hexdigest()[:16]
    return options.cache / "doubles" / nom


def _diagnostic(content: Path, code: str, message: str, aide: str = "") -> Diagnostic:
    return Diagnostic(content.as_posix(), Position(1, 1), Severity.ERREUR, code, message, aide)
