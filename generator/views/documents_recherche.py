"""A document to be searched, and how those of an entry are kept together.

Light: the process that indexes reads them too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import DecodeError, Struct, json

from generator import paquets

FORT, APPUYE, NORMAL, FAIBLE = 3.0, 1.5, 1.0, 0.3


class Passage(NamedTuple):
    """Some text; ``ancre`` is where it starts in the page, ``titre`` a heading to be searched too."""

    blocs: tuple[str, ...]
    poids: float = NORMAL
    ancre: str = ""
    titre: str = ""

    @property
    def textes(self) -> tuple[str, ...]:
        """All that is searched: the heading, then the blocks."""
        return (self.titre, *self.blocs)


class Document(Struct, frozen=True, array_like=True):
    """One result that can be found.

    ``cle`` names it for the browser: the code of its entry, then for a proposal a hyphen and its
    rank in base 36. ``chemin`` is the public address, ``fichier`` a path that holds the same without
    « # », which Pagefind cannot give.
    """

    cle: str
    chemin: str
    fichier: str
    titre: str
    passages: tuple[Passage, ...]


_NOM = "documents"
_DECODEUR = json.Decoder(tuple[Document, ...])


def fermer(documents: Iterable[Document]) -> bytes:
    """The documents of an entry as one value, with a digest of what they say (``paquets``)."""
    return paquets.fermer({_NOM: json.encode(tuple(documents))})


def ouvrir(paquet: bytes) -> tuple[Document, ...]:
    """The documents, in the order they were given.

    Raises:
        ValueError: it is damaged.
    """
    try:
        return _DECODEUR.decode(paquets.ouvrir(paquet)[_NOM])
    except (DecodeError, KeyError) as erreur:
        raise ValueError(str(erreur)) from erreur
