"""What can be followed: the cuts of the list of events, their addresses and their titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from generator.catalogue.records import Dossier
from generator.chemins import chemin_fiche
from generator.events import TypeEvenement
from generator.events.agenda import a_des_rendez_vous
from generator.par_fiche import par_fiche
from generator.views.base import FluxLien, Lien
from generator.views.cartes import CarteView, carte
from generator.world import World

FORMATS = (
    ("atom", "application/atom+xml"),
    ("rss", "application/rss+xml"),
    ("json", "application/feed+json"),
)
CATALOGUE, NOUVELLES, OUVERTES = "flux/catalogue", "flux/nouvelles", "flux/ouvertes"
SUITES, GUIDES, LETTRES = "flux/devoir-de-suite", "flux/guides", "lettres/flux"
CALENDRIER = "calendrier.ics"
_DE_OUVERTES = frozenset(
    {TypeEvenement.OUVERTURE, TypeEvenement.CLOTURE_PROCHE, TypeEvenement.CLOTURE}
)
_DE_SUITES = frozenset(
    {
        TypeEvenement.SYNTHESE,
        TypeEvenement.REPONSE,
        TypeEvenement.DECISION,
        TypeEvenement.REALISATION,
        TypeEvenement.AVANCEMENT,
        TypeEvenement.ECHEANCE_DEPASSEE,
        TypeEvenement.REPORT,
        TypeEvenement.ABANDON,
    }
)


class Coupe(Struct, frozen=True):
    """A cut: ``base`` is the path of its feeds without extension, ``page`` the page it follows.

    ``calendrier`` is the path of its calendar, or "".
    """

    base: str
    titre: str
    page: str
    description: str
    calendrier: str = ""


def base_type(type_: TypeEvenement) -> str:
    """Feed of one kind of events."""
    return f"flux/types/{type_.value.replace('_', '-')}"


def base_fiche(identifiant: str) -> str:
    """Feed of one concertation."""
    return f"{chemin_fiche(identifiant)}flux"


def calendrier_fiche(identifiant: str) -> str:
    """Calendar of one concertation."""
    return f"{chemin_fiche(identifiant)}calendrier.ics"


def coupes(world: World) -> Iterator[Coupe]:
    """Every shared cut of the catalogue, those without events included: an address never vanishes."""
    yield from coupes_generales()
    yield from coupes_types()
    yield from coupes_ministeres(world)
    yield from coupes_thematiques(world)


def coupe_fiche(dossier: Dossier) -> Coupe:
    """The cut of one concertation."""
    titre = dossier.fiche.titre
    return Coupe(
        base_fiche(dossier.id),
        titre,
        chemin_fiche(dossier.id),
        f"Tout ce qui change pour la concertation « {titre} ».",
        calendrier_fiche(dossier.id),
    )


def calendriers(carte: CarteView) -> Iterator[str]:
    """The shared calendars that hold the dates of a concertation, each once."""
    yield CALENDRIER
    yield from (f"ministeres/{m}/calendrier.ics" for m in dict.fromkeys(carte.ministeres))
    yield from (f"thematiques/{t}/calendrier.ics" for t in dict.fromkeys(carte.thematiques))


@par_fiche(tuple[str, ...])
def calendriers_servis(world: World, dossier: Dossier) -> tuple[str, ...]:
    """The shared calendars to which a concertation gives something."""
    if not a_des_rendez_vous(world.catalogue, dossier):
        return ()
    return tuple(calendriers(carte(world, dossier)))


def coupes_generales() -> tuple[Coupe, ...]:
    """The cuts that most people want."""
    return (
        Coupe(CATALOGUE, "Tout le catalogue", "", "Tout ce que ce catalogue publie.", CALENDRIER),
        Coupe(
            NOUVELLES,
            "Nouvelles concertations",
            "concertations/",
            "Chaque concertation qui entre au catalogue.",
        ),
        Coupe(
            OUVERTES,
            "Concertations ouvertes",
            "statuts/ouverte/",
            "Les ouvertures, les rappels avant clôture et les clôtures.",
        ),
        Coupe(
            SUITES,
            "Devoir de suite",
            "devoir-de-suite/",
            "Les réponses de l’État, les décisions, les avancements, les retards.",
        ),
        Coupe(GUIDES, "Guides", "guides/", "Les guides publiés ou mis à jour."),
    )


def coupes_types() -> tuple[Coupe, ...]:
    """One cut for each kind of events; guides have theirs among the general ones."""
    return tuple(
        Coupe(base_type(t), t.libelle, "suivre/", t.definition)
        for t in TypeEvenement
        if t is not TypeEvenement.GUIDE
    )


def coupes_ministeres(world: World) -> tuple[Coupe, ...]:
    """One cut for each ministry."""
    return tuple(
        Coupe(
            f"ministeres/{m.id}/flux",
            m.nom,
            f"ministeres/{m.id}/",
            f"Les concertations de : {m.nom}.",
            f"ministeres/{m.id}/calendrier.ics",
        )
        for m in world.catalogue.referentiels.ministeres.values()
    )


def coupes_thematiques(world: World) -> tuple[Coupe, ...]:
    """One cut for each theme."""
    return tuple(
        Coupe(
            f"thematiques/{t.id}/flux",
            t.nom,
            f"thematiques/{t.id}/",
            f"Les concertations sur le thème : {t.nom}.",
            f"thematiques/{t.id}/calendrier.ics",
        )
        for t in world.catalogue.referentiels.thematiques.values()
    )


@lru_cache
def bases_type(type_: TypeEvenement, *, suites: bool) -> tuple[str, ...]:
    """The cuts of a kind of events; ``suites``: those that lead to a follow-up."""
    if type_ is TypeEvenement.GUIDE:
        return (GUIDES,)
    return (
        base_type(type_),
        *([NOUVELLES] if type_ is TypeEvenement.FICHE_CREEE else []),
        *([OUVERTES] if type_ in _DE_OUVERTES else []),
        *([SUITES] if type_ in _DE_SUITES or suites else []),
    )


def bases_cles(ministeres: Iterable[str], thematiques: Iterable[str]) -> tuple[str, ...]:
    """The cuts of ministries and themes, each once."""
    return (
        *(f"ministeres/{m}/flux" for m in dict.fromkeys(ministeres)),
        *(f"thematiques/{t}/flux" for t in dict.fromkeys(thematiques)),
    )


def flux_de_liste(base: str, titre: str) -> tuple[FluxLien, ...]:
    """The feeds of a list of concertations that is also a cut; none for the other lists."""
    generales = {"concertations/": NOUVELLES, "statuts/ouverte/": OUVERTES}
    if base.startswith(("ministeres/", "thematiques/")):
        return flux_liens(f"{base}flux", titre)
    return flux_liens(generales[base], titre) if base in generales else ()


def flux_liens(base: str, titre: str) -> tuple[FluxLien, ...]:
    """The feeds of a cut, to be discovered from a page."""
    return tuple(
        FluxLien(f"{titre} ({extension.upper()})", f"{base}.{extension}", media)
        for extension, media in FORMATS
    )


def webcal(world: World, chemin: str) -> str:
    """Address that opens an agenda and subscribes it to a calendar."""
    return "webcal:" + world.absolue(chemin).split(":", 1)[1]


def liens_fiche(world: World, dossier: Dossier) -> tuple[Lien, ...]:
    """How to follow one concertation; its calendar only when it holds something."""
    flux = Lien("Flux d’actualité", f"{base_fiche(dossier.id)}.atom")
    if not a_des_rendez_vous(world.catalogue, dossier):
        return (flux,)
    return flux, Lien("Agenda", webcal(world, calendrier_fiche(dossier.id)))
