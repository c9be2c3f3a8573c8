"""Text to HTML: the functions that the rest of the generator calls."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.diagnostics import Diagnostic, Position
from generator.markdown import faults
from generator.markdown.rapide import rendre_simple
from generator.markdown.structure import Rendu, Source
from generator.source.corps import Corps

if TYPE_CHECKING:
    from markdown_it.token import Token

TAILLE_MAX = 100_000
"""Characters of one text: about sixty printed pages, and 1 s for the worst input known."""

CROCHETS_MAX = 5_000
"""Opening brackets of one text: looking for links is the slowest part of the parser."""

_RETENU = 20_000
"""Characters of a text whose rendering is remembered, at most: memory is bounded."""


def rendre(corps: Corps, chemin: str) -> Rendu:
    """Render the body of a file; depends on nothing but its arguments.

    ``chemin`` is the path shown in messages. All problems are in ``Rendu.diagnostics``, errors
    only; the HTML is safe whatever they are (empty when the text is refused as a whole).
    """
    return _rendre(corps.texte, chemin, corps.ligne, court=False)


def rendre_court(
    texte: str, chemin: str = "", ligne: int = 1
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Render a Markdown field of a record: no heading, no box, hence no id.

    ``ligne`` is the line of the file where the text starts; columns are those of the text.
    """
    rendu = _rendre(texte, chemin, ligne, court=True)
    return rendu.html, rendu.diagnostics


def jetons(corps: Corps) -> list[Token]:
    """The tokens of a text, for encoders that do not write HTML."""
    from generator.markdown.parser import achever, dialecte  # noqa: PLC0415 - rarely needed, slow to import

    return dialecte().parse(achever(corps.texte))


def relativiser(html: str, racine: str, page: str = "") -> str:
    """Make the internal links of a rendered text fit the page it is put in.

    ``racine`` leads from that page to the root of the site (``./``, ``../../``). When the text
    comes from another page (a box in a checklist), ``page`` is the site path of that page
    (``/guides/x/``) and links to its own anchors lead back there. Only attributes can match: in
    text, quotes are always escaped.

    Raises:
        ValueError: ``racine`` or ``page`` would not join.
    """
    if not racine.endswith("/") or (page and not (page.startswith("/") and page.endswith("/"))):
        raise ValueError(racine, page)
    if page:
        html = html.replace('<a href="#', f'<a href="{page}#')
    return html.replace('<a href="/', f'<a href="{racine}')


def _rendre(texte: str, chemin: str, ligne: int, *, court: bool) -> Rendu:
    memoire = rendu_seul if len(texte) <= _RETENU else rendu_seul.__wrapped__
    rendu: Rendu = memoire(texte, court)
    if not rendu.diagnostics:
        return rendu
    return replace(rendu, diagnostics=tuple(_situer(d, chemin, ligne) for d in rendu.diagnostics))


@lru_cache(maxsize=2_048)  # a thousand records: some 30 MB
def rendu_seul(texte: str, court: bool) -> Rendu:  # noqa: FBT001 - a key of the memory
    """The rendering of a text as if it were a file: what is checked is then shown, rendered once."""
    source = Source(texte)
    if len(texte) > TAILLE_MAX:
        return source.refuser(*faults.texte_trop_long(len(texte), TAILLE_MAX))
    if (crochets := texte.count("[")) > CROCHETS_MAX:
        return source.refuser(*faults.trop_de_crochets(crochets, CROCHETS_MAX))
    simple = rendre_simple(texte, court=court)
    if simple is not None:
        return simple
    from generator.markdown.soin import rendre_avec_soin  # noqa: PLC0415 - seldom, slow to import

    return rendre_avec_soin(source, court=court)


def _situer(diagnostic: Diagnostic, chemin: str, ligne: int) -> Diagnostic:
    """Say a problem at its place in the file where the text starts at ``ligne``."""
    place = diagnostic.position
    return replace(diagnostic, path=chemin, position=Position(place.line + ligne - 1, place.column))
