"""What can be followed: the cuts of the list of events, their addresses and their titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.catalogue.records import Dossier
from generator.chemins import chemin_fiche, chemin_suites
from generator.events import Evenement, TypeEvenement
from generator.events.agenda import a_des_rendez_vous
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


@dataclass(frozen=True, slots=True)
class Coupe:
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
    """Every cut of the catalogue, those without events included: an address never vanishes."""
    yield from coupes_generales()
    yield from coupes_types()
    yield from coupes_ministeres(world)
    yield from coupes_thematiques(world)
    for dossier in world.catalogue.concertations:
        c = carte(world, dossier)
        yield Coupe(
            base_fiche(c.id),
            c.titre,
            c.url,
            f"Tout ce qui change pour la concertation « {c.titre} ».",
            calendrier_fiche(c.id),
        )


def calendriers(carte: CarteView) -> Iterator[str]:
    """The shared calendars that hold the dates of a concertation, each once."""
    yield CALENDRIER
    yield from (f"ministeres/{m}/calendrier.ics" for m in dict.fromkeys(carte.ministeres))
    yield from (f"thematiques/{t}/calendrier.ics" for t in dict.fromkeys(carte.thematiques))


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


def bases(evenement: Evenement) -> Iterator[str]:
    """The cuts an event belongs to, each once."""
    yield CATALOGUE
    if evenement.type is TypeEvenement.GUIDE:
        yield GUIDES
        return
    suites = chemin_suites(evenement.sujet)
    yield base_type(evenement.type)
    yield base_fiche(evenement.sujet)
    if evenement.type is TypeEvenement.FICHE_CREEE:
        yield NOUVELLES
    if evenement.type in _DE_OUVERTES:
        yield OUVERTES
    if evenement.type in _DE_SUITES or evenement.lien.startswith(suites):
        yield SUITES
    yield from (f"ministeres/{m}/flux" for m in dict.fromkeys(evenement.ministeres))
    yield from (f"thematiques/{t}/flux" for t in dict.fromkeys(evenement.thematiques))


def par_coupe(evenements: Iterable[Evenement]) -> Mapping[str, tuple[Evenement, ...]]:
    """The events of each cut that has some, in the order given."""
    groupes: dict[str, list[Evenement]] = {}
    for evenement in evenements:
        for base in bases(evenement):
            groupes.setdefault(base, []).append(evenement)
    return MappingProxyType({base: tuple(liste) for base, liste in groupes.items()})


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
