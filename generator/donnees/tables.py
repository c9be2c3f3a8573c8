"""The tables of the open data: one for each collection, one for each list of groups inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.catalogue.records import Dossier
from generator.documentation import Champ
from generator.donnees.collections import COLLECTIONS, Cles, Collection, Comptes
from generator.donnees.colonnes import (
    Colonne,
    Genre,
    Valeur,
    colonnes,
    lecteur,
    sous_listes,
    suivre,
)
from generator.donnees.sommaire import Sommaire
from generator.world import World
from schemas.types import Modele

# A table's name is a public address: it is given here, and never follows a change of the models.
_NOMS = {
    ("concertations", "engagements"): "engagements",
    ("concertations", "dispositifs"): "dispositifs_utilises",
    ("concertations", "reports"): "concertations_reports",
    ("concertations", "participants.autres"): "participants_autres_chiffres",
    ("concertations", "gouvernance"): "gouvernance",
    ("concertations", "comment_participer"): "comment_participer",
    ("concertations", "calendrier"): "calendrier",
    ("concertations", "documents"): "documents",
    ("concertations", "concertations_liees"): "concertations_liees",
    ("concertations", "sources"): "sources",
    ("concertations", "suites.appreciations"): "suites_appreciations",
    ("propositions", "leviers"): "propositions_leviers",
    ("propositions", "jalons"): "propositions_jalons",
    ("propositions", "preuves"): "propositions_preuves",
    ("propositions", "reports"): "propositions_reports",
    ("propositions", "appreciations"): "propositions_appreciations",
    ("evenements", "details"): "evenements_details",
    ("ministeres", "noms"): "ministeres_noms",
    ("guides", "recommandations"): "guides_recommandations",
    ("guides", "documents"): "guides_documents",
    ("guides", "sources"): "guides_sources",
}


class Table(Struct, frozen=True, dict=True):
    """One flat table.

    A table of a list inside a collection starts with the keys of its parent and ``rang``, the
    place in the list from 1; ``attributs`` is the path of that list, empty for the collection
    itself.
    """

    nom: str
    titre: str
    description: str
    collection: Collection
    modele: type[Modele]
    attributs: tuple[str, ...] = ()

    @cached_property
    def parents(self) -> tuple[Colonne, ...]:
        """The columns that say to what a row belongs; none for a collection itself."""
        if not self.attributs:
            return ()
        propres = {c.nom: c for c in colonnes(self.collection.modele)}
        cles = (
            replace(propres[cle], nom=_nom_de_cle(self.collection, cle), attributs=())
            for cle in self.collection.cle
        )
        return (*cles, Colonne("rang", _RANG, Genre.ENTIER, ()))

    @cached_property
    def colonnes(self) -> tuple[Colonne, ...]:
        """All the columns, in order."""
        return (*self.parents, *colonnes(self.modele))

    @cached_property
    def cle(self) -> tuple[str, ...]:
        """The columns that together name one row."""
        return tuple(c.nom for c in self.parents) or self.collection.cle

    @cached_property
    def parent(self) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
        """The table it belongs to, the columns here, and the columns there."""
        if self.attributs:
            ici = tuple(c.nom for c in self.parents[:-1])
            return self.collection.nom, ici, self.collection.cle
        if "concertation" in self.collection.cle:
            return "concertations", ("concertation",), ("id",)
        return None

    def lignes(self, world: World, dossier: Dossier) -> Iterator[tuple[Valeur, ...]]:
        """The rows of one record, for a collection whose objects belong to records."""
        if not self.attributs:
            return self._principales(self.collection.objets(world, dossier))
        return self._internes(self.collection.bruts(world, dossier, self.attributs[0]))

    def toutes(self, world: World, comptes: Comptes) -> Iterator[tuple[Valeur, ...]]:
        """All the rows, for any other collection; ``comptes`` is what it needs to know of records."""
        if not self.attributs:
            return self._principales(self.collection.objets(world, comptes))
        return self._internes(self.collection.bruts(world, self.attributs[0]))

    def _principales(self, objets: Iterable[Modele]) -> Iterator[tuple[Valeur, ...]]:
        return (self._lire(objet) for objet in objets)

    def _internes(self, bruts: Iterable[tuple[Cles, Any]]) -> Iterator[tuple[Valeur, ...]]:
        for cles, objet in bruts:
            for rang, element in enumerate(suivre(objet, self.attributs) or (), 1):
                yield (*cles, rang, *self._lire(element))

    @cached_property
    def _lire(self) -> Callable[[Any], tuple[Valeur, ...]]:
        return lecteur(colonnes(self.modele))

    def compte(self, world: World, dossier: Dossier) -> int:
        """Number of rows of one record."""
        if not self.attributs:
            return self.collection.compte(world, dossier)
        return self._nombre(self.collection.bruts(world, dossier, self.attributs[0]))

    def total(self, world: World, sommaire: Sommaire) -> int:
        """Number of rows."""
        if self.collection.par_fiche:
            return sommaire.lignes.get(self.nom, 0)
        if not self.attributs:
            return self.collection.total(world, sommaire)
        if nombre := self.collection.nombres.get(self.attributs[0]):
            return nombre(world)
        return self._nombre(self.collection.bruts(world, self.attributs[0]))

    def _nombre(self, bruts: Iterable[tuple[Cles, Any]]) -> int:
        return sum(len(suivre(objet, self.attributs) or ()) for _, objet in bruts)


_RANG = Champ(
    "rang", "Rang", "Place dans la liste, à partir de 1.", "nombre entier", "oui", (), "1"
)


def _nom_de_cle(collection: Collection, cle: str) -> str:
    """``id`` of a concertation is ``concertation`` in its inner tables; so for the others."""
    return {"id": collection.singulier, "reference": "proposition"}.get(cle, cle)


def _tables() -> Iterator[Table]:
    for collection in COLLECTIONS:
        yield Table(
            collection.nom,
            collection.titre,
            collection.description,
            collection,
            collection.modele,
        )
        for attributs, modele in sous_listes(collection.modele):
            chemin = ".".join(attributs)
            champ = next(c for c in collection.champs if c.chemin == f"{chemin}[]")
            yield Table(
                _NOMS[collection.nom, chemin],
                f"{collection.titre} : {champ.nom[0].lower()}{champ.nom[1:]}",
                champ.description,
                collection,
                modele,
                attributs,
            )


@cache
def tables() -> tuple[Table, ...]:
    """All the tables: made when they are first asked for, from the types of all the models."""
    return tuple(_tables())


@cache
def de_fiches() -> tuple[Table, ...]:
    """Those whose rows belong to records."""
    return tuple(t for t in tables() if t.collection.par_fiche)
