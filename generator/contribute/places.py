"""From a place in a file back to the value it is about."""

from __future__ import annotations

from generator.diagnostics import Diagnostic
from generator.source.source_file import SourceFile
from generator.source.spots import Loc


def valeur_a(source: SourceFile | None, d: Diagnostic) -> Loc:
    """The deepest value that begins at, or just before, the place of a diagnostic."""
    meilleur: tuple[int, int, int] = (0, 0, 0)
    trouve: Loc = ()
    for loc, spot in source.spots.items() if source else ():
        for span in (spot.key, spot.value):
            if span and (span.line, span.column) <= (d.position.line, d.position.column):
                rang = (span.line, span.column, len(loc))
                if rang > meilleur:
                    meilleur, trouve = rang, loc
    return trouve
