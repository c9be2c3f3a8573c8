"""Values of one record that shared outputs are made of: computed once, kept, never asked twice.

A list, a feed, a table or an index is computed from a *small* value of every record. Such a value
is a pure function ``(world, dossier) -> value`` decorated with ``par_fiche``: it may look at nothing
but that record, those it names and what all pages share (``generator.world.restreindre``), so that
its value holds for as long as those do, whatever happens to the other records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, Generic, NamedTuple, TypeVar, cast

from msgspec import DecodeError, json

from generator.catalogue.records import Dossier
from generator.world import World

T = TypeVar("T")


class Citation(NamedTuple):
    """An item of the value of one record (a tuple), named by its rank and its hash.

    As an argument of an output it stands for the item, and is part of the key of the output.
    """

    fiche: str
    rang: int
    empreinte: str


RELEVES: dict[str, Releve[Any]] = {}
"""Every such function that is imported, by name."""


class Releve(Generic[T]):
    """One decorated function. Called, it gives the value from the memory of the world.

    ``nom`` is unique and stable; a value is ``bytes``, or anything that JSON can hold and give back
    equal from its type (frozen structs, dates, enumerations, tuples).
    """

    def __init__(self, fonction: Callable[[World, Dossier], T], type_: Any) -> None:
        self.nom = f"{fonction.__module__}.{fonction.__qualname__}"
        self.calculer = fonction
        self.__doc__ = fonction.__doc__
        self._type = type_

    def __call__(self, world: World, dossier: Dossier) -> T:
        """The value of one record in this world."""
        return cast("T", world.memoire.lire(self, world, dossier))

    def tous(self, world: World) -> Iterator[T]:
        """The values of all records, in the order of the catalogue, one after the other.

        Raises:
            LookupError: the output that asks does not declare that it reads them.
        """
        return cast("Iterator[T]", world.memoire.tous(self, world))

    def somme(self, world: World, dossier: Dossier) -> bytes:
        """Hash of the value of one record, which is not read if it is known.

        Raises:
            LookupError: an output asks.
        """
        return world.memoire.somme(self, world, dossier)

    def nommer(self, item: Any) -> str:
        """Hash of an item of a value that is a tuple: what a citation of it holds."""
        return sha256(json.encode((item,))).hexdigest()[:32]

    def cite(self, world: World, citation: Citation) -> Any:
        """The item that a citation names, whatever the scope of who asks.

        Raises:
            LookupError: the item of that rank is not that one.
        """
        return world.memoire.cite(self, world, citation)

    @cached_property
    def _decodeur(self) -> json.Decoder[T]:
        return json.Decoder(self._type)

    def encoder(self, valeur: T) -> bytes:
        """The value as it is kept."""
        return valeur if isinstance(valeur, bytes) else json.encode(valeur)

    def decoder(self, octets: bytes) -> T:
        """The value as it was.

        Raises:
            msgspec.DecodeError: what was kept is not such a value.
        """
        return cast("T", octets) if self._type is bytes else self._decodeur.decode(octets)

    def decoder_tous(self, octets: Sequence[bytes]) -> Sequence[T]:
        """Several values as they were: read as one text, ten times faster.

        Raises:
            msgspec.DecodeError: one of them is not such a value.
        """
        if self._type is bytes:
            return cast("Sequence[T]", octets)
        lues = json.decode(b"[" + b",".join(octets) + b"]", type=list[self._type])  # type: ignore[name-defined]
        if len(lues) != len(octets):
            raise DecodeError("une de ces valeurs en est plusieurs")
        return cast("Sequence[T]", lues)


def par_fiche(type_: Any) -> Callable[[Callable[[World, Dossier], T]], Releve[T]]:
    """Declare a value of one record, of this type."""

    def decorer(fonction: Callable[[World, Dossier], T]) -> Releve[T]:
        releve = Releve(fonction, type_)
        RELEVES[releve.nom] = releve
        return releve

    return decorer
