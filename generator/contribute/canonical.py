"""One canonical layout of the files: order of the model, 2 spaces, quotes only where needed.

The text is written again from its data; each remark follows the key that it is above of (or that
it follows, when it is indented deeper than what comes next). See ``docs/adr/forme-canonique.md``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from generator.contribute.fields import TEXTES, Champ, champ_nomme, champs
from generator.contribute.scalars import ecrire
from generator.contribute.tree import Arbre, Place, Remarque, lire_arbre
from generator.source.front_matter import split
from generator.source.spots import Loc
from generator.source.yaml_events import read_yaml
from schemas.types import Modele

MODELINE = "# yaml-language-server:"
_BLANCHE = "\0"  # a blank line that the author left; those inside a text are not ours to merge


class MiseEnFormeError(Exception):
    """The canonical text would not mean the same: a fault of ours, and nothing is written."""


class _Remarques(Struct):
    """Remarks by the place they belong to."""

    tete: list[str] = field(default_factory=list)
    avant: dict[Loc, list[str]] = field(default_factory=lambda: defaultdict(list))
    apres: dict[Loc, list[str]] = field(default_factory=lambda: defaultdict(list))
    fin: list[str] = field(default_factory=list)


def formater(
    texte: str,
    modele: type[Modele],
    *,
    markdown: bool,
    sans: Callable[[str], bool] = lambda _: False,
) -> str:
    """The same file in canonical form; the Markdown body is kept as it is.

    Args:
        texte: a text that the reader accepted without any error.
        modele: the model of its record.
        markdown: whether the record is the front matter of a Markdown file.
        sans: which remarks to leave out (those of a skeleton).

    Raises:
        MiseEnFormeError: the result would not mean the same, or would lose a remark.
        Unreadable: the front matter has no fences.
    """
    if not markdown:
        return formater_yaml(texte, modele, sans)
    parts = split(texte)
    corps = texte.split("\n", parts.body_line - 1)[-1] if parts.body else ""
    return f"---\n{formater_yaml(parts.yaml, modele, sans)}---\n{corps}"


def formater_yaml(
    yaml: str, modele: type[Modele], sans: Callable[[str], bool] = lambda _: False
) -> str:
    """Like ``formater``, for the YAML alone."""
    data = read_yaml(yaml).data
    arbre = lire_arbre(yaml)
    gardees = tuple(r for r in arbre.remarques if not sans(r.texte))
    resultat = _texte(data, modele, _ranger(arbre, gardees))
    relu = read_yaml(resultat)
    avant = Counter(r.texte for r in gardees if r.texte)
    apres = Counter(r.texte for r in lire_arbre(resultat).remarques if r.texte)
    if not relu.whole or relu.data != data or avant != apres:
        raise MiseEnFormeError("la forme canonique ne dirait pas la même chose")
    return resultat


def ecrire_yaml(data: Mapping[str, Any], modele: type[Modele]) -> str:
    """New data in canonical form."""
    return _texte(data, modele, _Remarques())


def _texte(data: Any, modele: type[Modele], remarques: _Remarques) -> str:
    lignes = [
        *_decaler(remarques.tete, ""),
        *Ecrivain(remarques).groupe(data, modele, (), 0),
        *_decaler(remarques.fin, ""),
    ]
    gardees: list[str] = []
    for ligne in lignes:
        if ligne != _BLANCHE or (gardees and gardees[-1] != _BLANCHE):
            gardees.append(ligne)
    while gardees and gardees[-1] == _BLANCHE:
        gardees.pop()
    return "\n".join([*(x if x != _BLANCHE else "" for x in gardees), ""])


def _ranger(arbre: Arbre, remarques: Sequence[Remarque]) -> _Remarques:
    """Say of each remark which key or item it belongs to."""
    places = [(loc, p) for loc, p in arbre.places.items() if loc not in arbre.serrees]
    rangees = _Remarques()
    premiere = min((p.ligne for _, p in places), default=len(arbre.lignes))
    tete = [r for r in remarques if r.ligne < premiere]
    limite = max((r.ligne for r in tete if not r.texte or r.texte.startswith(MODELINE)), default=-1)
    for remarque in _blanches_avec_leur_suite(remarques):
        if remarque.ligne <= limite:
            rangees.tete.append(remarque.texte)
        else:
            _attacher(rangees, remarque, places, arbre)
    return rangees


def _blanches_avec_leur_suite(remarques: Sequence[Remarque]) -> list[Remarque]:
    """A blank line goes with the remark just below it."""
    resultat: list[Remarque] = []
    for remarque in reversed(remarques):
        suivante = resultat[-1] if resultat else None
        if not remarque.texte and suivante and suivante.ligne == remarque.ligne + 1:
            resultat.append(remarque._replace(colonne=suivante.colonne))
        else:
            resultat.append(remarque)
    return resultat[::-1]


def _attacher(
    rangees: _Remarques, remarque: Remarque, places: Sequence[tuple[Loc, Place]], arbre: Arbre
) -> None:
    texte = remarque.texte
    sur_la_ligne = [loc for loc, p in places if p.ligne == remarque.ligne]
    if sur_la_ligne:
        rangees.avant[sur_la_ligne[0]].append(texte)
        return
    avant = [loc for loc, p in places if p.ligne < remarque.ligne]
    if texte and arbre.lignes[remarque.ligne][: remarque.colonne].strip() and avant:
        rangees.avant[avant[-1]].append(texte)  # at the end of a value of several lines
        return
    suivante = next(((loc, p) for loc, p in places if p.ligne > remarque.ligne), None)
    if suivante and (not avant or remarque.colonne <= suivante[1].colonne):
        rangees.avant[suivante[0]].append(texte)
        return
    precedente = avant[-1] if avant else ()
    for longueur in range(len(precedente), 0, -1):
        place = arbre.places[precedente[:longueur]]
        if place.colonne <= remarque.colonne:
            rangees.apres[precedente[:longueur]].append(texte)
            return
    rangees.fin.append(texte)


class Ecrivain:
    """Writes data as canonical lines, with remarks at their places."""

    def __init__(self, remarques: _Remarques | None = None) -> None:
        self.remarques = remarques or _Remarques()

    def groupe(self, data: Any, modele: type[Modele] | None, loc: Loc, retrait: int) -> list[str]:
        """The lines of a mapping, at its indentation."""
        lignes: list[str] = []
        for cle in ordre(data, modele):
            place, marge = (*loc, cle), " " * retrait
            lignes += _decaler(self.remarques.avant.get(place, ()), marge)
            lignes += self.entree(cle, data[cle], champ_nomme(modele, cle), place, retrait)
            lignes += _decaler(self.remarques.apres.get(place, ()), marge)
        return lignes

    def entree(
        self, cle: str, valeur: Any, champ: Champ | None, loc: Loc, retrait: int
    ) -> list[str]:
        """A key and its value."""
        nom = f"{' ' * retrait}{ecrire(cle, retrait, retrait, texte=True)[0]}:"
        if isinstance(valeur, list | dict) and valeur:
            return [nom, *self.interieur(valeur, champ, loc, retrait + 2)]
        lignes = self.feuille(valeur, champ, retrait + 2, len(nom) + 1)
        return [f"{nom} {lignes[0]}" if lignes[0] else nom, *lignes[1:]]

    def interieur(self, valeur: Any, champ: Champ | None, loc: Loc, retrait: int) -> list[str]:
        """The lines of a mapping or of a list, without its key."""
        modele = champ.modele if champ else None
        if isinstance(valeur, dict):
            return self.groupe(valeur, modele, loc, retrait)
        lignes: list[str] = []
        for rang, element in enumerate(valeur):
            lignes += self.element(element, champ, (*loc, rang), retrait)
        return lignes

    def element(self, valeur: Any, champ: Champ | None, loc: Loc, retrait: int) -> list[str]:
        """An item of a list, after its dash; no remark may come between the two."""
        marge = " " * retrait
        avant = list(self.remarques.avant.get(loc, ()))
        if isinstance(valeur, list | dict) and valeur:
            premier = _premier(valeur, champ.modele if champ else None)
            avant += self.remarques.avant.pop((*loc, premier), ())
            lignes = self.interieur(valeur, champ, loc, retrait + 2)
        else:
            lignes = self.feuille(valeur, champ, retrait + 2, retrait + 2)
            lignes[0] = f"{marge}  {lignes[0]}"
        debut = lignes[0][retrait + 2 :]
        lignes[0] = f"{marge}- {debut}" if debut else f"{marge}-"
        apres = _decaler(self.remarques.apres.get(loc, ()), marge)
        return [*_decaler(avant, marge), *lignes, *apres]

    def feuille(self, valeur: Any, champ: Champ | None, retrait: int, tete: int) -> list[str]:
        """A value that is written after its key or its dash."""
        if isinstance(valeur, list | dict):
            return ["[]" if isinstance(valeur, list) else "{}"]
        texte = champ is not None and champ.genre in TEXTES
        return ecrire(valeur, retrait, tete, texte=texte)


def _premier(valeur: Any, modele: type[Modele] | None) -> str | int:
    return ordre(valeur, modele)[0] if isinstance(valeur, dict) else 0


def ordre(data: Mapping[str, Any], modele: type[Modele] | None) -> list[str]:
    """Keys in the order of the model; unknown ones last, as they came."""
    connues = [c.cle for c in champs(modele) if c.cle in data] if modele else []
    return connues + [cle for cle in data if cle not in connues]


def _decaler(remarques: Sequence[str], marge: str) -> list[str]:
    return [marge + r if r else _BLANCHE for r in remarques]
