"""The collections of the open data: what each holds, and how to get it from the world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from generator.catalogue.records import Dossier
from generator.documentation import Champ, champs
from generator.donnees import evenements, publier
from generator.donnees.cles import cles
from generator.donnees.compter import indicateurs_publies, nombre_de_parts
from generator.donnees.sommaire import Sommaire
from generator.indicateurs import comptes
from generator.par_fiche import Releve
from generator.world import TEXTES, World
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
Comptes = Mapping[str, int]


class Collection(Struct, frozen=True, dict=True):
    """One kind of object.

    The objects of a collection that is ``par_fiche`` belong to records: ``objets``, ``bruts`` and
    ``compte`` are asked for those of one record, ``(world, dossier)``. Otherwise ``objets`` is
    asked for all of them, with the number of concertations that each of its keys concerns.

    ``objets`` gives the published objects; ``bruts`` gives, for the tables of the lists inside,
    (keys, the content that has the field given), without computing anything; ``cle`` names one
    object; ``singulier`` is what an inner table calls its id; ``page`` is the site path of the page
    that shows it; ``modifie`` the last day its objects changed; ``portee`` and ``releves`` what it is
    computed from (``generator.views.base.Output``); ``nombres`` count the rows of inner tables that
    would be long to make.
    """

    nom: str
    singulier: str
    titre: str
    description: str
    modele: type[Modele]
    cle: Cles
    page: str
    objets: Callable[..., Iterable[Modele]]
    compte: Callable[..., int]
    bruts: Callable[..., Iterator[tuple[Cles, Any]]] = field(default=lambda *_: iter(()))
    modifie: Callable[[World, Sommaire], date | None] = field(default=lambda _, s: s.modifie)
    portee: str = ""
    releves: tuple[Releve[Any], ...] = ()
    par_fiche: bool = False
    nombres: Mapping[str, Callable[[World], int]] = field(default_factory=dict)

    @cached_property
    def champs(self) -> tuple[Champ, ...]:
        """The dictionary of its fields."""
        return tuple(champs(self.modele))

    def total(self, world: World, sommaire: Sommaire) -> int:
        """Number of objects."""
        if self.par_fiche:
            return sommaire.lignes.get(self.nom, 0)
        return self.compte(world, sommaire)

    def dernier_changement(self, world: World, sommaire: Sommaire) -> date:
        """The last day an object changed; the day of the build if there is none."""
        return self.modifie(world, sommaire) or world.jour


def _concertations(world: World, dossier: Dossier) -> Iterator[Modele]:
    yield publier.concertation(world, dossier)


def _fiches_brutes(_world: World, dossier: Dossier, champ: str) -> Iterator[tuple[Cles, Any]]:
    yield (dossier.id,), dossier if champ == "suites" else dossier.fiche


def _propositions_brutes(
    _world: World, dossier: Dossier, _champ: str
) -> Iterator[tuple[Cles, Any]]:
    for p in dossier.suites.propositions if dossier.suites else ():
        yield (dossier.id, p.reference), p


def _nombre_de_propositions(_world: World, dossier: Dossier) -> int:
    return len(dossier.suites.propositions) if dossier.suites else 0


def _nombre_de_mesures(_world: World, dossier: Dossier) -> int:
    return len(dossier.suites.mesures) if dossier.suites else 0


def _referentiel(nom: str, modele: type[Modele]) -> Callable[[World, Comptes], Iterator[Modele]]:
    """The entries of a référentiel, with the number of concertations that each concerns."""

    def objets(world: World, comptes: Comptes) -> Iterator[Modele]:
        for entree in getattr(world.catalogue.referentiels, nom).values():
            calcules: dict[str, Any] = {
                "calcule": CalculeReferentiel.model_construct(
                    concertations=comptes.get(entree.id, 0)
                )
            }
            if nom != "degres":  # they have no page of their own
                liste = world.absolue(f"{nom}/{entree.id}/")
                calcules["links"] = Lien.model_construct(html=liste)
            yield modele.model_construct(**dict(entree), **calcules)

    return objets


def _ministeres_bruts(world: World, _champ: str) -> Iterator[tuple[Cles, Any]]:
    return (((m.id,), m) for m in world.catalogue.referentiels.ministeres.values())


def _guides(world: World, _comptes: Comptes) -> Iterator[Modele]:
    return (publier.guide(world, g) for g in world.catalogue.guides)


def _guides_bruts(world: World, _champ: str) -> Iterator[tuple[Cles, Any]]:
    return (((g.id,), g.fiche) for g in world.catalogue.guides)


def _non_listees(world: World, _comptes: Comptes) -> Iterator[Modele]:
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
        lambda _w, _d: 1,
        _fiches_brutes,
        par_fiche=True,
    ),
    Collection(
        "propositions",
        "proposition",
        "Propositions",
        "Une ligne par proposition de citoyens, pour tout l'État, avec ce qu'elle devient.",
        PropositionPubliee,
        ("concertation", "reference"),
        "devoir-de-suite/",
        publier.propositions,
        _nombre_de_propositions,
        _propositions_brutes,
        par_fiche=True,
    ),
    Collection(
        "mesures",
        "mesure",
        "Mesures",
        "Une ligne par mesure de l'État qui répond à une ou plusieurs propositions.",
        MesurePubliee,
        ("concertation", "id"),
        "devoir-de-suite/",
        publier.mesures,
        _nombre_de_mesures,
        par_fiche=True,
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
        lambda w, _: evenements.nombre(w),
        evenements.bruts,
        portee=TEXTES,
        releves=evenements.RELEVES,
        nombres={"details": evenements.nombre_de_details},
    ),
    Collection(
        "ministeres",
        "ministere",
        "Ministères",
        "Le référentiel des ministères, avec leurs noms successifs.",
        MinisterePublie,
        ("id",),
        "ministeres/",
        _referentiel("ministeres", MinisterePublie),
        lambda w, _: len(w.catalogue.referentiels.ministeres),
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
        _referentiel("thematiques", ThematiquePubliee),
        lambda w, _: len(w.catalogue.referentiels.thematiques),
    ),
    Collection(
        "dispositifs",
        "dispositif",
        "Dispositifs",
        "Le référentiel des dispositifs de participation.",
        DispositifPublie,
        ("id",),
        "dispositifs/",
        _referentiel("dispositifs", DispositifPublie),
        lambda w, _: len(w.catalogue.referentiels.dispositifs),
    ),
    Collection(
        "degres",
        "degre",
        "Degrés",
        "Le référentiel des degrés de participation.",
        DegrePublie,
        ("id",),
        "guides/",
        _referentiel("degres", DegrePublie),
        lambda w, _: len(w.catalogue.referentiels.degres),
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
        lambda w, _: len(w.catalogue.guides),
        _guides_bruts,
        lambda w, _: max(
            (publier.guide_modifie_le(w, g) for g in w.catalogue.guides), default=None
        ),
        portee=TEXTES,
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
        releves=(cles, comptes),
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
        lambda w, _: len(w.catalogue.site.non_listees),
    ),
)
