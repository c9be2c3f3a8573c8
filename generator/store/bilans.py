"""The values of one record as they are kept: what they are worth first, their bytes apart.

Thousands of records are looked at in one go to know that nothing changed: what that needs is
compact, and read without the values themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from struct import Struct
from types import MappingProxyType
from typing import NamedTuple

_TETE = Struct("<II32sIII")  # depuis, jusque, somme, and the sizes of names, lines and « prévues »
_LIGNE = Struct("<IIII32s")  # a Place
_EMPREINTE = 32
_EMPREINTES = Struct(f"{_LIGNE.size - _EMPREINTE}x{_EMPREINTE}s")
LONGUE = 2**32 - 1
"""The size of a value that is too long to be kept here: it is an object."""


class LigneReleve(NamedTuple):
    """A value of a record (``generator.par_fiche``): valid between two days, both included.

    Days are ordinals (``date.toordinal``). ``empreinte`` is its SHA-256; ``valeur`` is ``None``
    when it is long: an object of that name.
    """

    nom: str
    depuis: int
    jusque: int
    empreinte: bytes
    valeur: bytes | None


class Place(NamedTuple):
    """Where a value is among the bytes of those of its record; the rest is as in ``LigneReleve``."""

    depuis: int
    jusque: int
    debut: int
    taille: int
    empreinte: bytes


class Bilan(NamedTuple):
    """What is known of the values of one record.

    All of them hold between ``depuis`` and ``jusque``, and so does ``prevues``, the list of its
    outputs, if there is one; each may hold longer. ``somme`` is the SHA-256 of their bytes.
    """

    depuis: int
    jusque: int
    somme: bytes
    rangs: Mapping[str, int]
    lignes: bytes
    prevues: bytes

    def place(self, nom: str) -> Place | None:
        """One value, whatever the day."""
        rang = self.rangs.get(nom)
        return None if rang is None else Place(*_LIGNE.unpack_from(self.lignes, rang * _LIGNE.size))

    def courte(self, nom: str, jour: int) -> slice | None:
        """Where a value is among the bytes of its record, if it holds on this day and is there."""
        rang = self.rangs.get(nom)
        if rang is None:
            return None
        depuis, jusque, debut, taille, _ = _LIGNE.unpack_from(self.lignes, rang * _LIGNE.size)
        tient = depuis <= jour <= jusque and taille != LONGUE
        return slice(debut, debut + taille) if tient else None

    def empreinte(self, nom: str, jour: int) -> bytes | None:
        """Hash of one value, if it holds on this day."""
        rang = self.rangs.get(nom)
        if rang is None:
            return None
        if self.depuis <= jour <= self.jusque:  # then all do: the end of its line says it
            fin = (rang + 1) * _LIGNE.size
            return self.lignes[fin - _EMPREINTE : fin]
        place = Place(*_LIGNE.unpack_from(self.lignes, rang * _LIGNE.size))
        return place.empreinte if place.depuis <= jour <= place.jusque else None

    def empreintes(self, jour: int) -> Mapping[str, bytes]:
        """Hash of each value that holds on this day, by name: in one go, for all records are asked."""
        if self.depuis <= jour <= self.jusque:
            toutes = chain.from_iterable(_EMPREINTES.iter_unpack(self.lignes))
            return dict(zip(self.rangs, toutes, strict=True))
        une_a_une = ((nom, self.empreinte(nom, jour)) for nom in self.rangs)
        return {nom: empreinte for nom, empreinte in une_a_une if empreinte is not None}


class Garde(NamedTuple):
    """The values of one record, to be kept under a key: the ``Bilan`` as bytes, and their bytes."""

    cle: bytes
    bilan: bytes
    valeurs: bytes


def encoder_bilan(
    cle: bytes, lignes: Iterable[LigneReleve], prevues: bytes, depuis: int, jusque: int
) -> Garde:
    """Values as they are kept; ``prevues`` holds between two days."""
    triees = sorted(lignes)
    places, octets, debut = [], [], 0
    for ligne in triees:
        taille = LONGUE if ligne.valeur is None else len(ligne.valeur)
        places.append(_LIGNE.pack(ligne.depuis, ligne.jusque, debut, taille, ligne.empreinte))
        octets.append(ligne.valeur or b"")
        debut += len(octets[-1])
        depuis, jusque = max(depuis, ligne.depuis), min(jusque, ligne.jusque)
    noms = "\n".join(x.nom for x in triees).encode()
    corps, valeurs = b"".join(places), b"".join(octets)
    tailles = len(noms), len(corps), len(prevues)
    tete = _TETE.pack(depuis, jusque, sha256(valeurs).digest(), *tailles)
    return Garde(cle, tete + noms + corps + prevues, valeurs)


def decoder_bilan(octets: bytes) -> Bilan | None:
    """What ``encoder_bilan`` was given, or ``None`` when it is damaged."""
    if len(octets) < _TETE.size:
        return None
    depuis, jusque, somme, noms, lignes, prevues = _TETE.unpack_from(octets)
    debut = _TETE.size
    fin = debut + noms + lignes
    rangs = _rangs(octets[debut : debut + noms])
    if len(octets) != fin + prevues or lignes != len(rangs) * _LIGNE.size:
        return None
    return Bilan(depuis, jusque, somme, rangs, octets[debut + noms : fin], octets[fin:])


@lru_cache(maxsize=64)
def _rangs(noms: bytes) -> Mapping[str, int]:
    """The rank of each name: the same object for all records whose values have the same names."""
    connus = noms.decode(errors="replace").split("\n") if noms else []
    return MappingProxyType({nom: rang for rang, nom in enumerate(connus)})
