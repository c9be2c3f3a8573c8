"""A follow-up as tables: which sheets, which columns, and the rows of its data.

One row a proposal; what a proposal has several of (proofs, levers…) has a sheet of its own, whose
first column says which proposal; a CSV, which has one table, numbers them in its columns instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from generator.contribute.cells import vers_cellule
from generator.contribute.fields import Champ, Genre, champs, feuilles
from schemas.suites import Suites
from schemas.types import Modele

ENSEMBLE = "Ensemble"
PARENT = "proposition"
ENTETE_PARENT = "Proposition"
Donnees = Mapping[str, Any]


class Colonne(Struct, frozen=True):
    """One column: the keys that lead to its value in the data of a row, and its French heading."""

    chemin: tuple[str, ...]
    entete: str
    champ: Champ
    obligatoire: bool

    @property
    def cle(self) -> str:
        """The column's name for programs: ``source.titre``."""
        return ".".join(self.chemin)


class Feuille(Struct, frozen=True):
    """One sheet: where its rows are in the data, and its columns.

    ``chemin`` is () for the whole, ("propositions",), or ("propositions", "preuves") for what
    each proposal has several of; ``nom`` is the key that names a row, "" when none does.
    """

    chemin: tuple[str, ...]
    titre: str
    colonnes: tuple[Colonne, ...]
    nom: str

    @property
    def interieure(self) -> bool:
        """Whether its rows belong to a row of another sheet."""
        return len(self.chemin) > 1


def _feuille(chemin: tuple[str, ...], titre: str, modele: type[Modele]) -> Feuille:
    colonnes = tuple(
        Colonne(
            cles,
            " – ".join(c.titre for c in chaine),
            chaine[-1],
            all(c.obligatoire for c in chaine),
        )
        for cles, chaine in feuilles(modele)
    )
    noms = [c.cle for c in colonnes if c.obligatoire and c.cle in {"reference", "id"}]
    return Feuille(chemin, titre, colonnes, noms[0] if noms and len(chemin) == 1 else "")


def _toutes() -> Iterator[Feuille]:
    listes = [c for c in champs(Suites) if c.modele is not None]
    for champ in listes:
        modele = champ.modele
        if modele is None:
            continue
        yield _feuille((champ.cle,), champ.titre, modele)
        for interieur in champs(modele):
            if interieur.modele is not None and interieur.liste:
                yield _feuille((champ.cle, interieur.cle), interieur.titre, interieur.modele)
    yield _feuille((), ENSEMBLE, Suites)


FEUILLES: tuple[Feuille, ...] = tuple(_toutes())
PROPOSITIONS = FEUILLES[0]
INTERIEURES = tuple(f for f in FEUILLES if f.interieure)


def valeur(donnees: Donnees, chemin: Sequence[str]) -> Any:
    """The value at the end of some keys, or ``None``."""
    courant: Any = donnees
    for cle in chemin:
        courant = courant.get(cle) if isinstance(courant, Mapping) else None
    return courant


def textes(feuille: Feuille, donnees: Donnees) -> dict[str, str]:
    """The cells of one row, by column name."""
    return {c.cle: vers_cellule(c.champ, valeur(donnees, c.chemin)) for c in feuille.colonnes}


def lignes(feuille: Feuille, suites: Donnees) -> list[dict[str, str]]:
    """All the rows of a sheet; those of an inner one begin with the reference of their proposal."""
    if not feuille.chemin:
        return [textes(feuille, suites)]
    groupes = suites.get(feuille.chemin[0]) or []
    if not feuille.interieure:
        return [textes(feuille, g) for g in groupes]
    return [
        {PARENT: str(g["reference"]), **textes(feuille, element)}
        for g in groupes
        for element in g.get(feuille.chemin[1]) or []
    ]


def entetes(feuille: Feuille) -> list[tuple[str, str]]:
    """Name and heading of each column."""
    parent = [(PARENT, ENTETE_PARENT)] if feuille.interieure else []
    return [*parent, *((c.cle, c.entete) for c in feuille.colonnes)]


def est_long(champ: Champ) -> bool:
    """Whether people read several lines in such a cell."""
    return champ.genre in {Genre.TEXTE, Genre.MARKDOWN}
