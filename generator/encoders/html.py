"""From a view to an HTML page, through the templates of a theme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import cast

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from msgspec import Struct

from generator import francais
from generator.encoders.compiles import Compiles
from generator.encoders.gabarits import Gabarits
from generator.views.base import DONNEES, GUIDES, SUIVI, Gabarit, Lien, PageMeta
from generator.views.contribuer import CONTRIBUER
from generator.views.lettre import SUIVRE
from generator.world import World
from schemas.site import Depot

Source = tuple[str, str | None, Callable[[], bool] | None]
MODELES = Path(__file__).resolve().parents[2] / "templates"
MENU = (
    Lien("Concertations", "concertations/"),
    SUIVI,
    GUIDES,
    SUIVRE,
    DONNEES,
)


class SiteView(Struct, frozen=True):
    """What every page knows of the site."""

    nom: str
    baseline: str
    avertissement: str
    officiel: bool
    css: str
    js: str
    favicon: str
    depot_url: str
    etat_accessibilite: str
    menu: tuple[Lien, ...]
    pied: tuple[Lien, ...]
    pages: tuple[str, ...]


class PageView(Struct, frozen=True):
    """The head and the surroundings of one page."""

    titre: str
    description: str
    chemin: str
    canonique: str
    fil: tuple[Lien, ...]
    flux: tuple[object, ...]
    menu_actif: str
    jsonld: str
    date: str
    noindex: bool
    og_type: str
    source_edition: str
    maj: str


def racine(chemin: str, base_path: str) -> str:
    """Relative path from a page to the site's root.

    The 404 page is served at any depth: it alone needs the path of the site on its host.
    """
    if chemin == "404.html":
        return base_path
    return "../" * chemin.count("/") or "./"


def adresse_edition(depot: Depot | None, chemin: str) -> str:
    """Where a contributor edits a content file on the forge, or ""."""
    if depot is None or not chemin:
        return ""
    return f"{depot.url.rstrip('/')}/edit/{depot.branche}/content/{chemin}"


class _Instantane(BaseLoader):
    """Templates as they were when first read: what a page is kept under is what made it."""

    def __init__(self, chargeur: BaseLoader) -> None:
        self._chargeur = chargeur
        self._lus: dict[str, Source] = {}

    def get_source(self, environment: Environment, template: str) -> Source:
        """The text of a template, read once."""
        if template not in self._lus:
            self._lus[template] = self._chargeur.get_source(environment, template)
        return self._lus[template]


_EPOQUE: ContextVar[int] = ContextVar("_EPOQUE", default=0)


@contextmanager
def gabarits_lus(epoque: int) -> Iterator[None]:
    """Use templates as they are when first read in this epoch.

    Only the preview has several: a page is shown with new templates while a build goes on with old ones.
    """
    jeton = _EPOQUE.set(epoque)
    try:
        yield
    finally:
        _EPOQUE.reset(jeton)


def environnement(theme: str) -> Gabarits:
    """The templates of a theme; the constant name ``theme/…`` leads to its folder."""
    return _environnement(theme, _EPOQUE.get())


@lru_cache(maxsize=4)
def _environnement(theme: str, _epoque: int) -> Gabarits:
    chargeur: BaseLoader = ChoiceLoader(
        [
            FileSystemLoader(MODELES),
            PrefixLoader({"theme": FileSystemLoader(MODELES / "themes" / theme)}),
        ]
    )
    return Gabarits(
        reprises=("proposition", "rangee", "filtre"),
        valeurs=("etiquette",),
        loader=_Instantane(chargeur),
        bytecode_cache=Compiles(),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,  # a plain dictionary: Jinja's other cache has a lock, that a fork could find taken
    )


_REFERENCE = re.compile(
    r"""\{%[-+]?\s*(?:extends|import|include|from)\s+(?:"([^"]+)"|'([^']+)'|)"""
)


def cloture(theme: str, template: str) -> str:
    """Hash of a template and of all that it extends, imports or includes.

    Raises:
        ValueError: a name is computed: what it leads to could not be known.
    """
    return _cloture(environnement(theme), template)


@lru_cache(maxsize=256)
def _cloture(env: Gabarits, template: str) -> str:
    """The same, in an environment.

    Found by a regular expression: to parse them all takes longer than to render a small site.
    """
    vus: dict[str, str] = {}
    a_lire = [template]
    while a_lire:
        nom = a_lire.pop()
        if nom in vus or env.loader is None:
            continue
        vus[nom] = env.loader.get_source(env, nom)[0]
        for double, simple in _REFERENCE.findall(vus[nom]):
            if not (double or simple):
                raise ValueError(f"{nom} : un gabarit n'est pas nommé par une constante")
            a_lire.append(double or simple)
    return sha256(repr(sorted(vus.items())).encode()).hexdigest()


def site_view(world: World) -> SiteView:
    """What every page knows of the site."""
    site = world.catalogue.site
    titres = {p.id: p.fiche.titre for p in world.catalogue.pages}
    return SiteView(
        nom=site.nom,
        baseline=site.baseline,
        avertissement=site.avertissement or "",
        officiel=site.officiel,
        css=world.assets["site.css"],
        js=world.assets["site.js"],
        favicon=world.assets["favicon.svg"],
        depot_url=site.depot.url if site.depot else "",
        etat_accessibilite="non conforme",
        menu=MENU,
        pied=(
            Lien("Plan du site", "plan-du-site/"),
            CONTRIBUER,
            *(Lien(t, f"{i}/") for i, t in titres.items()),
        ),
        pages=tuple(titres),
    )


def variables(world: World, gabarit: Gabarit, site: SiteView) -> dict[str, object]:
    """What the template of a page is given, and nothing else."""
    tete: PageMeta = gabarit.meta
    page = PageView(
        titre=tete.titre,
        description=tete.description,
        chemin=tete.chemin,
        canonique=world.absolue(tete.chemin),
        fil=tete.fil,
        flux=tete.flux,
        menu_actif=tete.menu_actif,
        jsonld=tete.jsonld,
        # Only the home page says the day: a page that did not change keeps its bytes.
        date="" if tete.chemin else francais.jour(world.jour),
        noindex=tete.noindex,
        og_type=tete.og_type,
        source_edition=adresse_edition(world.catalogue.site.depot, tete.source_edition),
        maj=tete.maj,
    )
    chemin = racine(tete.chemin, world.base_path)
    return {"site": site, "page": page, "vue": gabarit.vue, "racine": chemin}


def encoder(world: World, gabarit: Gabarit, site: SiteView) -> bytes:
    """Render one page."""
    modele = environnement(world.catalogue.site.theme).get_template(gabarit.template)
    return cast("bytes", modele.render(variables(world, gabarit, site)))
