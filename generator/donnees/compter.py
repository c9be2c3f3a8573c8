"""The figures of the board, as rows: the whole State, then each ministry, theme and year."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import asdict

from generator.donnees.cles import cles
from generator.donnees.sommaire import Sommaire
from generator.indicateurs import Comptes, comptes, indicateurs
from generator.world import World
from schemas.publication_listes import Dimension, IndicateursPublies


def _groupes(world: World) -> Iterator[tuple[Dimension, str, str, list[Comptes]]]:
    tous = list(zip(cles.tous(world), comptes.tous(world), strict=True))
    ref = world.catalogue.referentiels
    ensemble = Dimension.ENSEMBLE
    yield ensemble, ensemble.value, ensemble.libelle, [c for _, c in tous]
    for dimension, nom in (
        (Dimension.MINISTERE, "ministeres"),
        (Dimension.THEMATIQUE, "thematiques"),
    ):
        entrees = getattr(ref, nom)
        lots: dict[str, list[Comptes]] = {cle: [] for cle in entrees}
        for k, c in tous:
            for cle in getattr(k, nom):
                lots[cle].append(c)
        yield from ((dimension, cle, entrees[cle].nom, lot) for cle, lot in lots.items())
    annees: dict[str, list[Comptes]] = {}
    for k, c in tous:
        annees.setdefault(str(k.annee), []).append(c)
    yield from ((Dimension.ANNEE, a, a, annees[a]) for a in sorted(annees))


def indicateurs_publies(world: World, _comptes: object) -> Iterator[IndicateursPublies]:
    """One row for each part of the catalogue, parts without any concertation included."""
    for dimension, cle, libelle, lot in _groupes(world):
        chiffres = asdict(indicateurs(lot))
        if chiffres["delai_median"] is not None:  # the median of whole numbers may be a whole one
            chiffres["delai_median"] = float(chiffres["delai_median"])
        yield IndicateursPublies.model_construct(
            dimension=dimension, cle=cle, libelle=libelle, **chiffres
        )


def nombre_de_parts(world: World, sommaire: Sommaire) -> int:
    """Number of rows, without counting what is in them."""
    ref = world.catalogue.referentiels
    return 1 + len(ref.ministeres) + len(ref.thematiques) + len(sommaire.annees)
