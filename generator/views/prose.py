"""Markdown of the content, as HTML that fits one page.

Diagnostics are collected before the plan (``generator.build``): here the text is known to be good.
"""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from generator.markdown import relativiser, rendre, rendre_court
from generator.source.corps import Corps
from generator.views.base import Lien


class Prose(Struct, frozen=True):
    """A rendered body and its table of contents (first level only)."""

    html: Markup
    sommaire: tuple[Lien, ...]


def prose(corps: Corps, chemin: str, racine: str) -> Prose:
    """The body of a file, for a page at ``racine`` from the root."""
    resultat = rendre(corps, chemin)
    titres = tuple(Lien(t.texte, f"#{t.id}") for t in resultat.sommaire if t.niveau == 2)  # noqa: PLR2004 - h2
    return Prose(_sur(relativiser(resultat.html, racine)), titres)


def court(texte: str | None, racine: str) -> Markup:
    """A Markdown field of a record, for a page at ``racine`` from the root."""
    if not texte:
        return Markup("")
    return _sur(relativiser(rendre_court(texte)[0], racine))


def extrait(html: str, racine: str, page: str) -> Markup:
    """A box of a guide, shown on another page."""
    return _sur(relativiser(html, racine, page))


def _sur(html: str) -> Markup:
    """The only door by which text becomes markup: what ``generator.markdown`` produced."""
    return Markup(html)  # noqa: S704 - the renderer escapes and allow-lists
