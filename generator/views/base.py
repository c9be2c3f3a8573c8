"""Pieces shared by all pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.par_fiche import Releve
from generator.world import World
from schemas.types import Enumeration


class Lien(Struct, frozen=True):
    """A link inside the site (``chemin`` relative to its root) or, with a scheme, outside."""

    titre: str
    chemin: str


class FluxLien(Struct, frozen=True):
    """A feed to be discovered from a page."""

    titre: str
    chemin: str
    type: str


class Etiquette(Struct, frozen=True):
    """A value of a closed list, with its label."""

    cle: str
    libelle: str
    definition: str = ""


class PageMeta(Struct, frozen=True):
    """Who a page is, for its head and its navigation."""

    titre: str
    description: str
    chemin: str
    fil: tuple[Lien, ...] = ()
    menu_actif: str = ""
    flux: tuple[FluxLien, ...] = ()
    jsonld: str = ""
    noindex: bool = False
    og_type: str = "website"
    source_edition: str = ""
    maj: str = ""


class Gabarit(Struct, frozen=True):
    """A page to be rendered by a template: its name, its head and its view."""

    template: str
    meta: PageMeta
    vue: Any


Contenu = Gabarit | bytes
TOUT, COMMUN = "*", ""
"""Scopes: the whole catalogue, or only what all pages share."""
Constructeur = Callable[[World], Contenu]


class Output(Struct, frozen=True):
    """One file of the site, as pure data.

    ``construire`` is a picklable pure function of the world; ``source`` names, for messages, the
    content file it comes from ("" when it comes from several). ``portee`` is what it is computed
    from besides its own arguments: ``TOUT``, ``COMMUN``, ``TEXTES`` (``generator.world``) or the id
    of a concertation; ``releves`` the values of all records that it is made of. Anything else is
    hidden from it (``generator.world.restreindre``), so that it can be kept for as long as those do
    not change.
    """

    path: str
    construire: Constructeur
    source: str = ""
    portee: str = TOUT
    releves: tuple[Releve[Any], ...] = ()

    @property
    def html(self) -> bool:
        """Whether it is a page."""
        return self.path.endswith(".html")


def page(
    chemin: str, fonction: Callable[..., Contenu], *args: Any, source: str = "", portee: str = TOUT
) -> Output:
    """The output of a page at a site path that ends with a slash (or is empty: the home)."""
    return Output(f"{chemin}index.html", partial(_appeler, fonction, args), source, portee)


def fichier(
    chemin: str, fonction: Callable[..., Contenu], *args: Any, source: str = "", portee: str = TOUT
) -> Output:
    """The output of any other file."""
    return Output(chemin, partial(_appeler, fonction, args), source, portee)


def assemblage(output: Output, *releves: Releve[Any], portee: str = COMMUN) -> Output:
    """The same output, made of these values of all records and nothing else of them."""
    return replace(output, portee=portee, releves=releves)


def _appeler(fonction: Callable[..., Contenu], args: tuple[Any, ...], world: World) -> Contenu:
    return fonction(world, *args)


def cle_url(cle: str) -> str:
    """A key of a closed list as a path segment."""
    return cle.replace("_", "-")


@lru_cache(maxsize=256, typed=True)
def etiquette(valeur: Enumeration) -> Etiquette:
    """A value of a closed list, for display. Two lists may have a key in common: hence its type."""
    return Etiquette(valeur.value, valeur.libelle, valeur.definition)


ACCUEIL = Lien("Accueil", "")
CONCERTATIONS = Lien("Concertations", "concertations/")
SUIVI = Lien("Devoir de suite", "devoir-de-suite/")
GUIDES = Lien("Guides", "guides/")
DONNEES = Lien("Données", "donnees/")
