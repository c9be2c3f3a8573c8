"""The Markdown of a file is part of what must be valid: body, and fields of the front matter."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from generator.diagnostics import Diagnostic
from generator.markdown import rendre, rendre_court
from generator.source.corps import Corps
from generator.source.source_file import SourceFile
from schemas.concertation import Concertation
from schemas.regles import Loc
from schemas.suites import Suites
from schemas.types import Modele


def _fields(fiche: Modele) -> Iterator[tuple[Loc, str | None]]:
    """The Markdown fields of a record, where they are."""
    if isinstance(fiche, Suites):
        yield ("synthese",), fiche.synthese
    if isinstance(fiche, Concertation):
        yield ("objet",), fiche.objet
        yield ("contexte_decision",), fiche.contexte_decision
        if fiche.synthese:
            yield ("synthese", "texte"), fiche.synthese.texte
        if fiche.reponse_du_commanditaire:
            yield ("reponse_du_commanditaire", "texte"), fiche.reponse_du_commanditaire.texte


def prose_faults(source: SourceFile, fiche: Modele | None, corps: Corps) -> Iterator[Diagnostic]:
    """What is wrong in the Markdown of a file.

    In the body, places are exact; in a field, YAML folds the lines and the field itself is shown.
    """
    if corps.texte.strip():
        yield from rendre(corps, source.path).diagnostics
    for loc, texte in _fields(fiche) if fiche is not None else ():
        if texte:
            for found in rendre_court(texte, source.path)[1]:
                place = source.locate(loc)
                line = source.lines[place.line - 1]
                yield replace(found, position=place, excerpt=line, length=1)
