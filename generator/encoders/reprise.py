"""What a macro printed for a view, given again on every page that shows the same view.

A proposal is on the whole list, in the filter of its decision and in the filter of its execution;
a concertation is on half a dozen lists: each is printed once. A macro prints the same for the same views but for the way to the root of the
site, which is written as ``RACINE`` and replaced on each page.
"""

from __future__ import annotations

from collections.abc import Callable

from generator.encoders.impression import Fragment, fragment

RACINE = "\0"
"""Where the way to the root is to be written: no content holds this character."""
_RACINE = RACINE.encode()

RETENUES = 2048
"""So many fragments are remembered at most, for each macro and each process."""


class Reprise:
    """A macro that remembers. Its arguments are the views themselves, which never change."""

    def __init__(self, macro: Callable[..., Fragment]) -> None:
        self._macro = macro
        # The arguments are kept beside: an identity is theirs for as long as they live.
        self._faits: dict[tuple[int, ...], tuple[tuple[object, ...], Fragment]] = {}

    def __call__(self, racine: bytes, *arguments: object) -> Fragment:
        """The fragment, for a page at ``racine`` from the root."""
        cle = tuple(map(id, arguments))
        fait = self._faits.get(cle)
        if fait is None:
            if len(self._faits) >= RETENUES:
                self._faits.clear()
            fait = self._faits[cle] = (arguments, self._macro(*arguments))
        return fragment(fait[1].replace(_RACINE, racine))
