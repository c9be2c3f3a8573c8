"""What the code of a compiled template calls (``generator.encoders.gabarits``).

Pages are made of bytes from the start: a text is encoded when it is printed, which is once for those
that come back, and to join bytes is to copy them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import FunctionType
from typing import TypeVar, cast

from jinja2.runtime import markup_join
from jinja2.utils import missing
from markupsafe import Markup, escape

from generator import francais

T = TypeVar("T")

COURT, RETENUS = 500, 8192
"""A text of at most so many characters is remembered as printed; so many texts at most."""


class Fragment(bytes):
    """HTML that is safe and whole: what a macro printed. An expression may take it for a text."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.decode()

    __html__ = __str__


fragment: Callable[[bytes], Fragment] = partial(bytes.__new__, Fragment)
lier = b"".join


def concat(morceaux: Iterable[bytes]) -> Fragment:
    """What was printed, as one fragment."""
    return fragment(lier(morceaux))


def echapper(texte: str) -> bytes:
    """A text with French spaces that do not break, escaped as Markup does, in UTF-8.

    To look for a character that is not there is cheaper than to make a Markup.
    """
    texte = francais.insecables(texte)
    if "&" in texte:
        texte = texte.replace("&", "&amp;")
    if "<" in texte:
        texte = texte.replace("<", "&lt;")
    if ">" in texte:
        texte = texte.replace(">", "&gt;")
    if "'" in texte:
        texte = texte.replace("'", "&#39;")
    if '"' in texte:
        texte = texte.replace('"', "&#34;")
    return texte.encode()


class _Imprimes(dict[str, bytes]):
    """Texts as they are printed: labels, titles and addresses come back thousands of times."""

    def __missing__(self, texte: str) -> bytes:
        imprime = echapper(texte)
        if len(texte) <= COURT:
            if len(self) >= RETENUS:
                self.clear()
            self[texte] = imprime
        return imprime


imprimes = _Imprimes()
"""What a text is printed as."""


def imprimer(valeur: object) -> bytes:
    """A value as it is printed: French spaces that do not break, and escaped unless it is HTML."""
    if type(valeur) is str:
        return imprimes[valeur]
    if isinstance(valeur, Fragment):
        return valeur
    if isinstance(valeur, Markup):
        return francais.insecables(str(valeur)).encode()
    if type(valeur) is int:
        return b"%d" % valeur
    return escape(valeur).encode()


def imprimer_appel(valeur: object) -> bytes:
    """What a call gave: a macro has already printed all that it returns."""
    return valeur.encode() if type(valeur) is Markup else imprimer(valeur)


def accoler(valeurs: tuple[object, ...]) -> str:
    """Values side by side (``~``): Jinja's way, but for plain texts."""
    for valeur in valeurs:
        if type(valeur) is not str:
            return markup_join(Markup(v) if isinstance(v, Fragment) else v for v in valeurs)  # noqa: S704 - safe already
    return "".join(cast("tuple[str, ...]", valeurs))


def directe(macro: FunctionType, arguments: tuple[str, ...]) -> Callable[..., Fragment]:
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
