"""Records known to be valid, kept as JSON under the hash of their bytes.

What is kept is what the files say, and the models validate it again when it is read: a damaged
memory gives no record that a file could not give. What is skipped is YAML, the search for personal
data, the rules of each file and its Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple, Protocol

from msgspec import DecodeError
from msgspec.json import Decoder, decode, encode
from pydantic import ValidationError

from generator.catalogue.reading import MODELS, Part
from generator.catalogue.records import Citations
from generator.source.corps import Corps
from generator.source.discover import Found
from schemas.concertation import Concertation

_CITATIONS = Decoder(Citations)


class Retenue(NamedTuple):
    """A valid record, as JSON: what it says of others ("" for the other files), and all of it."""

    cle: bytes
    citations: str
    valeur: bytes


class Rangee(NamedTuple):
    """A valid record whose JSON is put away: in which object (SHA-256), and where in it."""

    cle: bytes
    citations: str
    objet: bytes
    debut: int
    taille: int


class Memoire(Protocol):
    """Where records are kept from one build to the next."""

    @property
    def vide(self) -> bool:
        """Whether nothing is kept yet."""
        ...

    def citations(self, cles: Iterable[bytes]) -> Mapping[bytes, str]:
        """What was kept under these keys, of what records say of others."""
        ...

    def fiche(self, cle: bytes) -> bytes | None:
        """What was kept under a key."""
        ...

    def etat(self, nom: str) -> bytes | None:
        """What a reading said of itself under a name."""
        ...

    def ranger(self, retenues: Sequence[Retenue]) -> list[Rangee]:
        """Put valid records away together, by the process that read them."""
        ...

    def ajouter(
        self, *, fiches: Iterable[Rangee] = (), etats: Iterable[tuple[str, bytes]] = ()
    ) -> None:
        """Keep where valid records were put away, and what this reading says of itself."""
        ...


def cle(code: bytes, group: Sequence[Found], sommes: Sequence[str]) -> bytes:
    """Key of a record: the code that read it, its files and their bytes."""
    # Paths tell the kinds.
    return sha256(code + "\0".join([*[f.path for f in group], *sommes]).encode()).digest()


def retrouver(
    texte: bytes | None, group: Sequence[Found], sommes: Sequence[str]
) -> tuple[Part, ...] | None:
    """The parts of a record as they were kept, or ``None`` to read it again."""
    if texte is None:
        return None
    try:
        kept = decode(texte)
        return tuple(
            Part(
                found, MODELS[found.kind].model_validate(data), Corps(body, line), digest, (), data
            )
            for found, digest, (data, body, line) in zip(group, sommes, kept, strict=True)
        )
    except (DecodeError, ValueError, TypeError, ValidationError):
        return None  # damaged


def lire_citations(texte: str | None) -> Citations | None:
    """What a record says of others as it was kept, or ``None``."""
    if texte is None:
        return None
    try:
        return _CITATIONS.decode(texte)
    except DecodeError:
        return None  # damaged


def memoriser(cle: bytes, parts: Sequence[Part]) -> Retenue | None:
    """A record as JSON, if nothing at all is to be said of it."""
    if any(part.fiche is None or part.diagnostics for part in parts):
        return None
    fiche = parts[0].fiche
    citations = Citations.de(fiche) if isinstance(fiche, Concertation) else None
    valeur = [(dict(part.donnees), part.corps.texte, part.corps.ligne) for part in parts]
    return Retenue(cle, encode(citations).decode() if citations else "", encode(valeur))
