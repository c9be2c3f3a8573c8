"""What was rendered before, by the value of what it was rendered from.

A folder that can be deleted at any time, shared between branches and between two builds at once:

- ``objets/ab/cdef…``: bytes, under their own SHA-256, never written again; published files are
  hard links to them. What was understood of records is there too, a few of them in each object,
  written by the process that read them;
- ``index.sqlite``: for each key, which object it gave, between which days, and through which
  template; where to find what was understood of each record, and its short values: nothing long.
  One process of a build writes it, in a few transactions.

Keys are hashes of values (``generator.render``), so nothing is ever invalidated: what is no longer
asked for is pruned (``generator.menage``). An object or an index that is damaged is a miss, not an
error.
"""

from generator.store.bilans import (
    LONGUE,
    Bilan,
    Garde,
    LigneReleve,
    Place,
    decoder_bilan,
    encoder_bilan,
)
from generator.store.lots import (
    FicheGardee,
    Lot,
    SortieGardee,
    decoder_lot,
    decouper,
    encoder_lot,
    somme_de,
    sortie_gardee,
)
from generator.store.reserve import COURTE, PEU, Ligne, Reserve

__all__ = [
    "COURTE",
    "LONGUE",
    "PEU",
    "Bilan",
    "FicheGardee",
    "Garde",
    "Ligne",
    "LigneReleve",
    "Lot",
    "Place",
    "Reserve",
    "SortieGardee",
    "decoder_bilan",
    "decoder_lot",
    "decouper",
    "encoder_bilan",
    "encoder_lot",
    "somme_de",
    "sortie_gardee",
]
