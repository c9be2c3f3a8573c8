"""What every response of the interface says of itself."""

from __future__ import annotations

from datetime import date
from typing import Self

from msgspec import Struct

from generator.donnees.adresses import api
from generator.donnees.collections import Collection
from generator.donnees.sommaire import Sommaire
from generator.world import World
from schemas.enveloppe import VERSION_SCHEMA, Enveloppe, Licence, LiensReponse

LICENCE = Licence.model_construct(
    nom="Licence Ouverte 2.0", url="https://www.etalab.gouv.fr/licence-ouverte-open-licence"
)


class Entete(Struct, frozen=True):
    """What differs between responses: its path, its page, its number of objects, its last change."""

    chemin: str
    page: str
    total: int
    modifie: date

    @classmethod
    def de(cls, world: World, collection: Collection, sommaire: Sommaire) -> Self:
        """The header of the response that holds a whole collection."""
        return cls(
            api(collection.nom),
            collection.page,
            collection.total(world, sommaire),
            collection.dernier_changement(world, sommaire),
        )


def enveloppe(world: World, entete: Entete) -> Enveloppe:
    """The envelope of a response, without its data."""
    return Enveloppe.model_construct(
        schema_version=VERSION_SCHEMA,
        generated_at=world.jour.replace(),  # a date: what says the day holds for that day alone
        last_modified=entete.modifie,
        total=entete.total,
        links=LiensReponse.model_construct(
            self_=world.absolue(entete.chemin), html=world.absolue(entete.page)
        ),
        licence=LICENCE,
    )
