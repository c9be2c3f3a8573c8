"""The figures of the board, as rows: the whole State, then each ministry, theme and year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from generator.catalogue.records import Dossier
from generator.donnees.sommaire import Sommaire
from generator.indicateurs import comptes, indicateurs
from generator.world import World
from schemas.publication_listes import Dimension, IndicateursPublies


def _groupes(world: World) -> Iterator[tuple[Dimension, str, str, list[Dossier]]]:
    dossiers = world.catalogue.concertations
    ref = world.catalogue.referentiels
    yield Dimension.ENSEMBLE, Dimension.ENSEMBLE.value, Dimension.ENSEMBLE.libelle, list(dossiers)
    for dimension, entrees in (
        (Dimension.MINISTERE, ref.ministeres),
        (Dimension.THEMATIQUE, ref.thematiques),
    ):
        lots: dict[str, list[Dossier]] = {cle: [] for cle in entrees}
        for d in dossiers:
            f = d.fiche
            cles = (
                (f.porteur, *f.co_porteurs) if dimension is Dimension.MINISTERE else f.thematiques
            )
            for cle in dict.fromkeys(cles):
                lots[cle].append(d)
        yield from ((dimension, cle, entrees[cle].nom, lot) for cle, lot in lots.items())
    annees: dict[str, list[Dossier]] = {}
    for d in dossiers:
        annees.setdefault(str(d.fiche.dates.ouverture.annee), []).append(d)
    yield from ((Dimension.ANNEE, a, a, annees[a]) for a in sorted(annees))


def indicateurs_publies(world: World, _comptes: object) -> Iterator[IndicateursPublies]:
    """One row for each part of the catalogue, parts without any concertation included."""
    for dimension, cle, libelle, lot in _groupes(world):
        chiffres = asdict(indicateurs(comptes(world, d) for d in lot))
        if chiffres["delai_median"] is not None:  # the median of whole numbers may be a whole one
            chiffres["delai_median"] = float(chiffres["delai_median"])
        yield IndicateursPublies.model_construct(
            dimension=dimension, cle=cle, libelle=libelle, **chiffres
        )


def nombre_de_parts(world: World, sommaire: Sommaire) -> int:
    """Number of rows, without counting what is in them."""
    ref = world.catalogue.referentiels
    return 1 + len(ref.ministeres) + len(ref.thematiques) + len(sommaire.annees)
