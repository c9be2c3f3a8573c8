"""The objects of one record as JSON, one a line: shared responses and files are made of them.

JSON comes straight from the models: keys in the order of the models, UTF-8, no NaN.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.catalogue.records import Dossier
from generator.donnees import publier
from generator.par_fiche import Releve, par_fiche
from generator.world import World
from schemas.types import Modele


def en_json(objet: Modele) -> bytes:
    """One object, compact: no line break."""
    return objet.model_dump_json(by_alias=True).encode()


def lignes(objets: Iterable[Modele]) -> bytes:
    """Objects, each on its line."""
    return b"".join(en_json(objet) + b"\n" for objet in objets)


@par_fiche(bytes)
def resume(world: World, dossier: Dossier) -> bytes:
    """What the list of the interface says of a record."""
    return lignes((publier.resume(world, dossier),))


@par_fiche(bytes)
def concertation(world: World, dossier: Dossier) -> bytes:
    """A record, without its proposals and measures."""
    return lignes((publier.concertation(world, dossier),))


@par_fiche(bytes)
def propositions(world: World, dossier: Dossier) -> bytes:
    """Its proposals."""
    return lignes(publier.propositions(world, dossier))


@par_fiche(bytes)
def mesures(world: World, dossier: Dossier) -> bytes:
    """Its measures."""
    return lignes(publier.mesures(world, dossier))


PAR_COLLECTION: dict[str, Releve[bytes]] = {
    "concertations": concertation,
    "propositions": propositions,
    "mesures": mesures,
}
