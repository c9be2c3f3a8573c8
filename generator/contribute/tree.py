"""A YAML text as a tree that knows the lines of each value and every remark of its author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml
from msgspec import Struct, field
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from generator.source.spots import Loc

_TIRET = re.compile(r"-[ \t]*$")
_TIRET_SEUL = re.compile(r"[ ]*(?:- +)*(-)[ \t]*(?:#.*)?")
_REMARQUE = re.compile(r"(?:^|(?<=\s))#.*$")


class Place(NamedTuple):
    """Where a key or an item begins (0-based, the dash of an item), and its last line."""

    ligne: int
    colonne: int
    fin: int


class Remarque(NamedTuple):
    """A remark (« # … »), or a blank line that the author left (empty text); 0-based place."""

    ligne: int
    colonne: int
    texte: str


class Arbre(Struct, frozen=True):
    """What a text holds beside its data.

    ``places`` has every key and item; ``serrees`` those written between brackets, whose lines
    cannot be changed alone. ``lignes`` are the lines of the YAML text.
    """

    lignes: tuple[str, ...]
    places: Mapping[Loc, Place]
    serrees: frozenset[Loc]
    remarques: tuple[Remarque, ...]


class _Marche(Struct):
    """One pass over libyaml's events, on a text that the reader has accepted."""

    evenements: Any
    places: dict[Loc, Place] = field(default_factory=dict)
    serrees: set[Loc] = field(default_factory=set)
    occupees: dict[int, int] = field(default_factory=dict)
    dedans: set[int] = field(default_factory=set)
    lignes: tuple[str, ...] = ()

    def suivant(self) -> Any:
        evenement = self.evenements.get_event()
        fin = evenement.end_mark
        self.occupees[fin.line] = max(self.occupees.get(fin.line, 0), fin.column)
        return evenement

    def noeud(self, evenement: Any, loc: Loc, *, serre: bool) -> int:
        """Walk one value; returns its last line (0-based)."""
        if isinstance(evenement, ScalarEvent):
            return self.scalaire(evenement)
        groupe = isinstance(evenement, MappingStartEvent)
        serre = serre or bool(evenement.flow_style)
        derniere = int(evenement.start_mark.line)
        rang = 0
        while not isinstance(enfant := self.suivant(), MappingEndEvent | SequenceEndEvent):
            debut: Any = enfant.start_mark
            place = (*loc, str(enfant.value).strip("\u00a0\u202f\u2009 ") if groupe else rang)
            ligne, colonne = debut.line, debut.column
            if not groupe and not serre:
                ligne, colonne = self.tiret(ligne, colonne)
            if groupe:
                self.scalaire(enfant)
                enfant = self.suivant()
            if serre:
                self.serrees.add(place)
            self.places[place] = Place(ligne, colonne, ligne)
            derniere = max(debut.line, self.noeud(enfant, place, serre=serre))
            self.places[place] = Place(ligne, colonne, derniere)
            rang += 1
        fin: Any = enfant.end_mark
        return int(fin.line) if serre else derniere

    def tiret(self, ligne: int, colonne: int) -> tuple[int, int]:
        """The dash of an item that begins here, on its line or alone on a line above."""
        if trouve := _TIRET.search(self.lignes[ligne][:colonne]):
            return ligne, trouve.start()
        for numero in range(ligne - 1, -1, -1):
            if trouve := _TIRET_SEUL.fullmatch(self.lignes[numero]):
                return numero, trouve.start(1)
        raise ValueError("an item without a dash")

    def scalaire(self, evenement: Any) -> int:
        debut, fin = evenement.start_mark, evenement.end_mark
        if evenement.style in {"|", ">"}:
            derniere = fin.line if fin.column else fin.line - 1
            garde = "+" in self.lignes[debut.line][debut.column : debut.column + 3]
            while (
                derniere > debut.line
                and not garde
                and (derniere >= len(self.lignes) or not self.lignes[derniere].strip())
            ):
                derniere -= 1
            self.dedans.update(range(debut.line + 1, derniere + 1))
            self.occupees[debut.line] = debut.column
            return int(max(derniere, debut.line))
        self.dedans.update(range(debut.line + 1, fin.line + 1))
        return int(fin.line)


def lire_arbre(texte: str) -> Arbre:
    """The tree of a YAML text that ``read_yaml`` has accepted without any fault."""
    lignes = tuple(texte.split("\n"))
    marche = _Marche(yaml.CSafeLoader(texte), lignes=lignes)
    marche.suivant()
    if not isinstance(marche.suivant(), yaml.StreamEndEvent):
        marche.noeud(marche.suivant(), (), serre=False)
    remarques = tuple(_remarques(lignes, marche.occupees, marche.dedans))
    return Arbre(lignes, MappingProxyType(marche.places), frozenset(marche.serrees), remarques)


def _remarques(
    lignes: tuple[str, ...], occupees: Mapping[int, int], dedans: set[int]
) -> Iterator[Remarque]:
    for numero, ligne in enumerate(lignes):
        if numero in dedans and numero not in occupees:
            continue
        if not ligne.strip():
            if numero not in dedans:
                yield Remarque(numero, 0, "")
            continue
        depart = occupees.get(numero, 0)
        if trouvee := _REMARQUE.search(ligne, depart):
            yield Remarque(numero, trouvee.start(), trouvee.group().rstrip())
