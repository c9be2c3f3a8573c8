"""One record read again, on its own: for who edits it and wants to see it at once."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.catalogue.fiches import Lecteur
from generator.catalogue.records import Dossier
from generator.catalogue.sources import Fichiers
from generator.diagnostics import Diagnostic, has_errors
from generator.source.discover import Found, Kind


class Relue(Struct, frozen=True):
    """A record as its files are now: there is a ``dossier`` only when they say nothing wrong."""

    dossier: Dossier | None
    diagnostics: tuple[Diagnostic, ...]


def relire(content: Path, dossier: Dossier) -> Relue | None:
    """Read the files of a known record again.

    Returns:
        ``None`` when reading the record alone does not tell enough: it is no longer there, or what
        it says of others (``Citations``) has changed, which rules across files look at.
    """
    group = tuple(
        Found(kind, dossier.id, chemin)
        for kind, chemin in (
            (Kind.CONCERTATION, dossier.chemin),
            (Kind.SUITES, dossier.chemin_suites),
        )
        if _ordinaire(content / chemin)
    )
    lus = Lecteur(content, None, b"").records([group]) if group else []
    lu = lus[0].dossier if lus else None
    if lu is None or not isinstance(lu.source, Fichiers):
        return None
    dits = tuple(
        replace(d, path=(content / d.path).as_posix())
        for part in lu.source.parts
        for d in part.diagnostics
    )
    if has_errors(dits):
        return Relue(None, dits)
    return Relue(lu, dits) if lu.citations == dossier.citations else None


def _ordinaire(chemin: Path) -> bool:
    return chemin.is_file() and not chemin.is_symlink()
