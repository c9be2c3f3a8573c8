"""What the code of a compiled template calls (``generator.encoders.gabarits``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import FunctionType
from typing import TypeVar

from jinja2.utils import missing
from markupsafe import Markup, escape

from generator import francais

T = TypeVar("T")

COURT, RETENUS = 500, 8192
"""A text of at most so many characters is remembered as printed; so many texts at most."""

fragment: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Markup of a text known to be safe: what a macro printed."""


class _Imprimes(dict[str, str]):
    """Texts as they are printed: labels, titles and addresses come back thousands of times."""

    def __missing__(self, texte: str) -> str:
        imprime = escape(francais.insecables(texte))
        if len(texte) <= COURT:
            if len(self) >= RETENUS:
                self.clear()
            self[texte] = imprime
        return imprime


_imprimes = _Imprimes()


def imprimer(valeur: object) -> str:
    """A value as it is printed: French spaces that do not break, and escaped unless it is Markup."""
    if type(valeur) is str:
        return _imprimes[valeur]
    if isinstance(valeur, Markup):
        return francais.insecables(str(valeur))
    return escape(valeur)


def imprimer_appel(valeur: object) -> str:
    """What a call gave: a macro has already printed all that it returns."""
    return valeur if type(valeur) is Markup else imprimer(valeur)


def directe(macro: FunctionType, arguments: tuple[str, ...]) -> Callable[..., Markup]:
    """A macro as a plain function; its body gives their default value to the arguments left out."""
    macro.__defaults__ = (missing,) * len(arguments)
    setattr(macro, "arguments", arguments)  # noqa: B010 - as on Jinja's macros
    return macro


class Tour:
    """``loop``: where a loop is."""

    __slots__ = ("first", "index", "last", "previtem")

    index: int
    first: bool
    last: bool
    previtem: object


def boucle(elements: Iterable[T], _indefini: object) -> Iterator[tuple[T, Tour]]:
    """The elements of a loop that asks where it is. The previous one is not defined at first."""
    suite = tuple(elements)
    dernier = len(suite)
    tour = Tour()
    for rang, element in enumerate(suite, 1):
        tour.index, tour.first, tour.last = rang, rang == 1, rang == dernier
        yield element, tour
        tour.previtem = element
