"""What was rendered before, by the value of what it was rendered from.

A folder that can be deleted at any time, shared between branches and between two builds at once:

- ``objets/ab/cdef…``: bytes, under their own SHA-256, never written again; published files are
  hard links to them;
- ``index.sqlite``: for each key, which object it gave, between which days, and through which
  template. One process writes it, in one transaction, at the end of a build.

Keys are hashes of values (``generator.render``), so nothing is ever invalidated: what is no longer
asked for is pruned. An object or an index that is damaged is a miss, not an error.
"""

from generator.store.code import empreinte_du_code
from generator.store.objets import Objet
from generator.store.reserve import (
    COURTE,
    Ligne,
    LigneReleve,
    Reserve,
    decoder_liens,
    encoder_liens,
)

__all__ = [
    "COURTE",
    "Ligne",
    "LigneReleve",
    "Objet",
    "Reserve",
    "decoder_liens",
    "elaguer",
    "empreinte_du_code",
    "encoder_liens",
    "vider",
]
