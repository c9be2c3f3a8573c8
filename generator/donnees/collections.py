"""The collections of the open data: what each holds, and how to get it from the world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from generator.documentation import Champ, champs
from generator.donnees import evenements, publier
from generator.donnees.compter import indicateurs_publies, nombre_de_parts
from generator.world import World
from schemas.publication import ConcertationPubliee, Lien, MesurePubliee, PropositionPubliee
from schemas.publication_listes import (
    CalculeReferentiel,
    DegrePublie,
    DispositifPublie,
    EvenementPublie,
    GuidePublie,
    IndicateursPublies,
    MinisterePublie,
    NonListeePubliee,
    ThematiquePubliee,
)
from schemas.types import Modele

Cles = tuple[str, ...]


def fiches_modifiees(world: World) -> Iterator[date]:
    """The days the records changed."""
    return (publier.modifie_le(world, d) for d in world.catalogue.concertations)


@dataclass(frozen=True)
class Collection:
    """One kind of object.

    ``objets`` gives the published objects; ``bruts`` gives, for the tables of the lists inside,
    (keys, the content that has the field given), without computing anything; ``cle`` names one
    object; ``singulier`` is what an inner table calls its id; ``page`` is the site path of the page
    that shows it; ``modifie`` the days its objects changed.
    """

    nom: str
    singulier: str
    titre: str
    description: str
    modele: type[Modele]
    cle: Cles
    page: str
    objets: Callable[[World], Iterable[Modele]]
    compte: Callable[[World], int]
    bruts: Callable[[World, str], Iterator[tuple[Cles, Any]]] = field(
        default=lambda _world, _champ: iter(())
    )
    modifie: Callable[[World], Iterable[date]] = field(default=fiches_modifiees)

    @cached_property
    def champs(self) -> tuple[Champ, ...]:
        """The dictionary of its fields."""
        return tuple(champs(self.modele))


def _concertations(world: World) -> Iterator[Modele]:
    return (publier.concertation(world, d) for d in world.catalogue.concertations)


def _fiches_brutes(world: World, champ: str) -> Iterator[tuple[Cles, Any]]:
    for d in world.catalogue.concertations:
        yield (d.id,), d if champ == "suites" else d.fiche


def _propositions(world: World) -> Iterator[Modele]:
    return (p for d in world.catalogue.concertations for p in publier.propositions(world, d))


def _propositions_brutes(world: World, _champ: str) -> Iterator[tuple[Cles, Any]]:
    for d in world.catalogue.concertations:
        for p in d.suites.propositions if d.suites else ():
            yield (d.id, p.reference), p


def _nombre_de_propositions(world: World) -> int:
    return sum(len(d.suites.propositions) for d in world.catalogue.concertations if d.suites)


def _mesures(world: World) -> Iterator[Modele]:
    return (m for d in world.catalogue.concertations for m in publier.mesures(world, d))


def _nombre_de_mesures(world: World) -> int:
    return sum(len(d.suites.mesures) for d in world.catalogue.concertations if d.suites)


def _referentiel(
    world: World, nom: str, modele: type[Modele], cles: Callable[[Any], Iterable[str]]
) -> Iterator[Modele]:
    """The entries of a référentiel, with the number of concertations that each concerns."""
    comptes = Counter(c for d in world.catalogue.concertations for c in set(cles(d.fiche)))
    for entree in getattr(world.catalogue.referentiels, nom).values():
        calcules: dict[str, Any] = {
            "calcule": CalculeReferentiel.model_construct(concertations=comptes[entree.id])
        }
        if nom != "degres":  # they have no page of their own
            liste = world.absolue(f"{nom}/{entree.id}/")
            calcules["links"] = Lien.model_construct(html=liste)
        yield modele.model_construct(**dict(entree), **calcules)


def _ministeres(world: World) -> Iterator[Modele]:
    return _referentiel(world, "ministeres", MinisterePublie, lambda f: (f.porteur, *f.co_porteurs))


def _ministeres_bruts(world: World, _champ: str) -> Iterator[tuple[Cles, Any]]:
    return (((m.id,), m) for m in world.catalogue.referentiels.ministeres.values())


def _guides(world: World) -> Iterator[Modele]:
    return (publier.guide(world, g) for g in world.catalogue.guides)


def _guides_bruts(world: World, _champ: str) -> Iterator[tuple[Cles, Any]]:
    return (((g.id,), g.fiche) for g in world.catalogue.guides)


def _non_listees(world: World) -> Iterator[Modele]:
    return (NonListeePubliee.model_construct(**dict(n)) for n in world.catalogue.site.non_listees)


COLLECTIONS: tuple[Collection, ...] = (
    Collection(
        "concertations",
        "concertation",
        "Concertations",
        "Une ligne par concertation : ses faits, et ce qui en est calculé.",
        ConcertationPubliee,
        ("id",),
        "concertations/",
        _concertations,
        lambda w: len(w.catalogue.concertations),
        _fiches_brutes,
    ),
    Collection(
        "propositions",
        "proposition",
        "Propositions",
        "Une ligne par proposition de citoyens, pour tout l'État, avec ce qu'elle devient.",
        PropositionPubliee,
        ("concertation", "reference"),
        "devoir-de-suite/",
        _propositions,
        _nombre_de_propositions,
        _propositions_brutes,
    ),
    Collection(
        "mesures",
        "mesure",
        "Mesures",
        "Une ligne par mesure de l'État qui répond à une ou plusieurs propositions.",
        MesurePubliee,
        ("concertation", "id"),
        "devoir-de-suite/",
        _mesures,
        _nombre_de_mesures,
    ),
    Collection(
        "evenements",
        "evenement",
        "Événements",
        "Ce que les flux annoncent, du plus récent au plus ancien.",
        EvenementPublie,
        ("id",),
        "suivre/",
        evenements.publies,
        lambda w: len(evenements.tous(w)),
        evenements.bruts,
    ),
    Collection(
        "ministeres",
        "ministere",
        "Ministères",
        "Le référentiel des ministères, avec leurs noms successifs.",
        MinisterePublie,
        ("id",),
        "ministeres/",
        _ministeres,
        lambda w: len(w.catalogue.referentiels.ministeres),
        _ministeres_bruts,
    ),
    Collection(
        "thematiques",
        "thematique",
        "Thématiques",
        "Le référentiel des thématiques.",
        ThematiquePubliee,
        ("id",),
        "thematiques/",
        lambda w: _referentiel(w, "thematiques", ThematiquePubliee, lambda f: f.thematiques),
        lambda w: len(w.catalogue.referentiels.thematiques),
    ),
    Collection(
        "dispositifs",
        "dispositif",
        "Dispositifs",
        "Le référentiel des dispositifs de participation.",
        DispositifPublie,
        ("id",),
        "dispositifs/",
        lambda w: _referentiel(
            w, "dispositifs", DispositifPublie, lambda f: (d.type for d in f.dispositifs)
        ),
        lambda w: len(w.catalogue.referentiels.dispositifs),
    ),
    Collection(
        "degres",
        "degre",
        "Degrés",
        "Le référentiel des degrés de participation.",
        DegrePublie,
        ("id",),
        "guides/",
        lambda w: _referentiel(w, "degres", DegrePublie, lambda f: (f.degre,) if f.degre else ()),
        lambda w: len(w.catalogue.referentiels.degres),
    ),
    Collection(
        "guides",
        "guide",
        "Guides",
        "Les guides de méthode et leur texte.",
        GuidePublie,
        ("id",),
        "guides/",
        _guides,
        lambda w: len(w.catalogue.guides),
        _guides_bruts,
        lambda w: (publier.guide_modifie_le(w, g) for g in w.catalogue.guides),
    ),
    Collection(
        "indicateurs",
        "indicateur",
        "Indicateurs",
        "Les chiffres du devoir de suite, pour tout l'État, par ministère, thématique et année.",
        IndicateursPublies,
        ("dimension", "cle"),
        "devoir-de-suite/",
        indicateurs_publies,
        nombre_de_parts,
    ),
    Collection(
        "non_listees",
        "non_listee",
        "Concertations non listées",
        "Connues, mais hors du catalogue, avec la raison.",
        NonListeePubliee,
        ("titre",),
        "donnees/",
        _non_listees,
        lambda w: len(w.catalogue.site.non_listees),
    ),
)


def dernier_changement(world: World, collection: Collection) -> date:
    """The last day an object of a collection changed; the day of the build if there is none."""
    return max(collection.modifie(world), default=world.jour)
