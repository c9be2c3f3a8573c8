"""What the search keeps of each entry beside its texts, and how entries are shared.

An index is what a visitor loads; it is made of lots, what is indexed at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from math import isqrt
from zlib import crc32

from msgspec import Struct

from generator.catalogue.records import Dossier, Texte
from generator.par_fiche import par_fiche
from generator.views.index_recherche import Entree
from generator.world import World
from schemas.enumerations import Decision, MiseEnOeuvre

COUPLES = tuple((d, m) for d in Decision for m in (None, *MiseEnOeuvre))
"""Every pair of a decision and a state of execution; its rank is written as one letter, from A on."""

CARRE = 500
"""Documents for the square of the number of indexes: 2,000 make two, 12,500 five, 130,000 sixteen.

More indexes make a frequent word faster to find (its time grows with the square of the pages of an index);
each costs a visitor a request, and one more per word (docs/recherche.md has the figures).
"""

TAILLE_LOT = 200
"""Documents of a lot, about: what is cut and written again when one changes.

Smaller ones cost more when all are made, and when they are looked for: a fiftieth for half the size.
"""

_PREMIER = ord("A")
_MOT = re.compile(r"[^\W\d_]{4,}")


class LigneRecherche(Struct, frozen=True):
    """One entry: its day as AAAAMMJJ, one letter per proposal (``COUPLES``), the words of its titles."""

    jour: int
    propositions: str
    mots: str


@par_fiche(LigneRecherche)
def ligne_fiche(world: World, dossier: Dossier) -> LigneRecherche:
    """The line of a record, sorted by the day it opened."""
    _ = world
    propositions = dossier.suites.propositions if dossier.suites else ()
    lettres = [chr(_PREMIER + COUPLES.index((p.decision, p.mise_en_oeuvre))) for p in propositions]
    jour = dossier.fiche.dates.ouverture.debut
    return LigneRecherche(
        jour.year * 10_000 + jour.month * 100 + jour.day, "".join(lettres), _mots(dossier)
    )


def ligne(world: World, entree: Entree) -> LigneRecherche:
    """The line of an entry; a text is sorted by its publication, else its last review."""
    if isinstance(entree.objet, Dossier):
        return ligne_fiche(world, entree.objet)
    fiche = entree.objet.fiche
    jour = getattr(fiche, "date", fiche.revu_le)
    return LigneRecherche(jour.year * 10_000 + jour.month * 100 + jour.day, "", _mots(entree.objet))


def _mots(objet: Dossier | Texte) -> str:  # type: ignore[type-arg]
    vus = {m.lower(): None for t in _textes(objet) for m in _MOT.findall(t)}
    return " ".join(vus)


def _textes(objet: Dossier | Texte) -> Iterator[str]:  # type: ignore[type-arg]
    yield objet.fiche.titre
    yield objet.fiche.resume
    if isinstance(objet, Dossier):
        yield from objet.fiche.mots_cles
        yield from objet.fiche.titres_alternatifs
        yield from (p.intitule for p in objet.suites.propositions) if objet.suites else ()


def parties(lignes: Collection[LigneRecherche]) -> int:
    """Number of indexes for these entries."""
    return max(1, isqrt(sum(documents(ligne) for ligne in lignes) // CARRE))


def partie(code: str, total: int) -> int:
    """The index that an entry is in."""
    return _rang(int(code, 36), total)


def lots(lignes: Collection[LigneRecherche]) -> int:
    """Number of lots that these entries, of one index, are shared between."""
    return max(1, sum(documents(ligne) for ligne in lignes) // TAILLE_LOT)


def lot(code: str, total: int) -> int:
    """The lot that an entry is in, among those of its index."""
    return _rang(crc32(code.encode()), total)


def documents(ligne: LigneRecherche) -> int:
    """The documents of an entry: itself, and its proposals."""
    return 1 + len(ligne.propositions)


def _rang(nombre: int, total: int) -> int:
    """One of ``total`` places: another entry never moves this one.

    Linear hashing (Litwin, 1980): one place more takes its entries from a single other one.
    """
    cercle = 1 << total.bit_length()
    rang = nombre % cercle
    return rang if rang < total else nombre % (cercle >> 1)
