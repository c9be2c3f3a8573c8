"""Change the data of a file and nothing else of it: only the lines of what changed are written.

The old and the new data are compared down to the smallest value; each difference becomes a splice
of lines. Remarks are never removed: those of a value that goes stay where it was.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from msgspec import Struct

from generator.contribute.canonical import Ecrivain, MiseEnFormeError, ordre
from generator.contribute.fields import Champ, champ_nomme
from generator.contribute.tree import Arbre, Place, lire_arbre
from generator.source.front_matter import split
from generator.source.spots import Loc
from generator.source.yaml_events import read_yaml
from schemas.types import Modele

_NOMS = ("reference", "id")


class _Reprise(Struct, frozen=True):
    """Lines ``debut`` to ``fin`` (excluded, 0-based) become ``lignes``."""

    debut: int
    fin: int
    lignes: tuple[str, ...]


def modifier(
    texte: str, nouveau: Mapping[str, Any], modele: type[Modele], *, markdown: bool
) -> str:
    """The same file with new data; a file whose data do not change is returned as it is.

    Args:
        texte: a text that the reader accepted without any error.
        nouveau: the data it must hold; text, ``None``, lists and mappings only.
        modele: the model of its record.
        markdown: whether the record is the front matter of a Markdown file.

    Raises:
        MiseEnFormeError: the result would say something else, or lose a remark (our fault).
    """
    if not markdown:
        return _modifier_yaml(texte, nouveau, modele)
    parts = split(texte)
    corps = texte.split("\n", parts.body_line - 1)[-1] if parts.body else ""
    yaml = _modifier_yaml(parts.yaml.removeprefix("\n") + "\n", nouveau, modele)
    return f"---\n{yaml}---\n{corps}"


def _modifier_yaml(yaml: str, nouveau: Mapping[str, Any], modele: type[Modele]) -> str:
    ancien = read_yaml(yaml).data
    if ancien == nouveau:
        return yaml
    arbre = lire_arbre(yaml)
    reprises = sorted(
        _Comparaison(arbre).groupe(ancien, nouveau, modele, ()), key=_ordre_des_lignes
    )
    lignes = list(arbre.lignes)
    for reprise in reversed(reprises):
        lignes[reprise.debut : reprise.fin] = reprise.lignes
    resultat = "\n".join(lignes)
    relu = read_yaml(resultat)
    perdues = _remarques(arbre) - _remarques(lire_arbre(resultat)) if relu.whole else None
    if relu.data != nouveau or perdues:
        raise MiseEnFormeError("le fichier modifié ne dirait pas ce qui est demandé")
    return resultat


def _ordre_des_lignes(reprise: _Reprise) -> tuple[int, int]:
    return reprise.debut, reprise.fin


def _remarques(arbre: Arbre) -> Counter[str]:
    return Counter(r.texte for r in arbre.remarques if r.texte)


class _Comparaison:
    """From two versions of the data to the lines that change."""

    def __init__(self, arbre: Arbre) -> None:
        self.arbre = arbre
        self.ecrivain = Ecrivain()

    def groupe(
        self, ancien: Any, nouveau: Any, modele: type[Modele] | None, loc: Loc
    ) -> Iterator[_Reprise]:
        for cle in ancien:
            place = (*loc, cle)
            if cle not in nouveau:
                yield self.reprise(place, [])
            elif ancien[cle] != nouveau[cle]:
                yield from self.valeur(ancien[cle], nouveau[cle], champ_nomme(modele, cle), place)
        yield from self.ajouts(ancien, nouveau, modele, loc)

    def valeur(
        self, ancien: Any, nouveau: Any, champ: Champ | None, loc: Loc
    ) -> Iterator[_Reprise]:
        """An entry of a mapping, or an item, whose value changed."""
        modele = champ.modele if champ else None
        if self.insecable(ancien, nouveau, modele, loc):
            yield self.reprise(loc, self.lignes(nouveau, champ, loc, self.arbre.places[loc]))
        elif isinstance(ancien, dict):
            yield from self.groupe(ancien, nouveau, modele, loc)
        else:
            yield from self.liste(ancien, nouveau, champ, loc)

    def insecable(self, ancien: Any, nouveau: Any, modele: type[Modele] | None, loc: Loc) -> bool:
        """Whether the lines of a value cannot be changed one by one."""
        if not (ancien and nouveau and type(ancien) is type(nouveau)):
            return True
        if not isinstance(ancien, dict | list):
            return True
        enfants = [
            (*loc, cle) for cle in (ancien if isinstance(ancien, dict) else range(len(ancien)))
        ]
        if any(enfant in self.arbre.serrees for enfant in enfants):
            return True
        if isinstance(ancien, list) or not isinstance(loc[-1], int):
            return False
        # The first key of an item shares the line of its dash: it stays, and stays first.
        premiere = next(iter(ancien))
        return premiere not in nouveau or ordre(nouveau, modele)[0] != premiere

    def ajouts(
        self, ancien: Any, nouveau: Any, modele: type[Modele] | None, loc: Loc
    ) -> Iterator[_Reprise]:
        """New keys of a mapping, each after the key that comes before it in the model."""
        suite = ordre(nouveau, modele)
        par_ligne: dict[int, list[str]] = {}
        for rang, cle in enumerate(suite):
            if cle in ancien:
                continue
            avant = [self.arbre.places[*loc, c] for c in suite[:rang] if c in ancien]
            voisin = avant[-1] if avant else self.arbre.places[*loc, next(iter(ancien))]
            ligne = max(p.fin for p in avant) + 1 if avant else voisin.ligne
            par_ligne.setdefault(ligne, []).extend(
                self.ecrivain.entree(
                    cle, nouveau[cle], champ_nomme(modele, cle), (*loc, cle), voisin.colonne
                )
            )
        for ligne, lignes in par_ligne.items():
            yield _Reprise(ligne, ligne, tuple(lignes))

    def liste(self, ancien: Any, nouveau: Any, champ: Champ | None, loc: Loc) -> Iterator[_Reprise]:
        colonne = self.arbre.places[*loc, 0].colonne
        noms = SequenceMatcher(None, _noms(ancien), _noms(nouveau), autojunk=False)
        for quoi, a1, a2, b1, b2 in noms.get_opcodes():
            communs = min(a2 - a1, b2 - b1) if quoi in {"equal", "replace"} else 0
            for pas in range(communs):
                if ancien[a1 + pas] != nouveau[b1 + pas]:
                    yield from self.valeur(
                        ancien[a1 + pas], nouveau[b1 + pas], champ, (*loc, a1 + pas)
                    )
            for rang in range(a1 + communs, a2):
                yield self.reprise((*loc, rang), [])
            ajoutes = nouveau[b1 + communs : b2]
            if ajoutes:
                ligne = (
                    self.arbre.places[*loc, a2 - 1].fin + 1
                    if a2
                    else self.arbre.places[*loc, 0].ligne
                )
                lignes = [
                    x
                    for v in ajoutes
                    for x in self.ecrivain.element(v, champ, (*loc, "nouveau"), colonne)
                ]
                yield _Reprise(ligne, ligne, tuple(lignes))

    def lignes(self, valeur: Any, champ: Champ | None, loc: Loc, place: Place) -> list[str]:
        """The lines of an entry or of an item; what precedes it on its first line is kept."""
        nom = loc[-1]
        if isinstance(nom, int):
            lignes = self.ecrivain.element(valeur, champ, loc, place.colonne)
        else:
            lignes = self.ecrivain.entree(nom, valeur, champ, loc, place.colonne)
        debut = self.arbre.lignes[place.ligne][: place.colonne]
        return [debut + lignes[0][place.colonne :], *lignes[1:]]

    def reprise(self, loc: Loc, lignes: list[str]) -> _Reprise:
        """Replace an entry or an item; its remarks are kept above it."""
        place = self.arbre.places[loc]
        premiere = self.arbre.lignes[place.ligne]
        marge = premiere[: len(premiere) - len(premiere.lstrip(" "))]
        remarques = [
            marge + r.texte
            for r in self.arbre.remarques
            if r.texte and place.ligne <= r.ligne <= place.fin
        ]
        return _Reprise(place.ligne, place.fin + 1, (*remarques, *lignes))


def _noms(liste: Sequence[Any]) -> list[str]:
    """What tells the items of a list apart: their name if they all have one, else all they say."""
    for nom in _NOMS:
        if all(isinstance(e, dict) and isinstance(e.get(nom), str) for e in liste):
            return [e[nom] for e in liste]
    return [json.dumps(e, sort_keys=True) for e in liste]
