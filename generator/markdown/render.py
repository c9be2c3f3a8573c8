"""Text to HTML: the functions that the rest of the generator calls."""

from __future__ import annotations

from functools import lru_cache

from markdown_it.token import Token

from generator.diagnostics import Diagnostic
from generator.markdown import faults
from generator.markdown.parser import dialecte
from generator.markdown.rapide import rendre_simple
from generator.markdown.review import Revue
from generator.markdown.structure import Encadre, Rendu, Source
from generator.source.corps import Corps

TAILLE_MAX = 100_000
"""Characters of one text: about sixty printed pages, and 1 s for the worst input known."""

CROCHETS_MAX = 5_000
"""Opening brackets of one text: looking for links is the slowest part of the parser."""

_FACTEUR_MAX = 20
_FRANCHISE = 64 * 1024


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
    return dialecte().parse(corps.texte)


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
    source = Source(texte, chemin, ligne)
    if len(texte) > TAILLE_MAX:
        return _refuse(source, faults.texte_trop_long(len(texte), TAILLE_MAX))
    if (crochets := texte.count("[")) > CROCHETS_MAX:
        return _refuse(source, faults.trop_de_crochets(crochets, CROCHETS_MAX))
    simple = _simple(texte, court)
    return _rendre_avec_soin(source, court=court) if simple is None else simple


@lru_cache(maxsize=2_048)  # a thousand records: some 30 MB
def _simple(texte: str, court: bool) -> Rendu | None:  # noqa: FBT001 - a key of the memory
    """What is checked is then shown: a text is rendered once for both."""
    return rendre_simple(texte, court=court)


def _rendre_avec_soin(source: Source, *, court: bool) -> Rendu:
    texte = source.texte
    tokens = dialecte().parse(texte)
    revue = Revue(source, court)
    revue.lire(tokens)
    html = _html(tokens)
    if len(html) > _FACTEUR_MAX * len(texte) + _FRANCHISE:
        return _refuse(source, faults.rendu_trop_gros(len(texte), len(html)))
    encadres = tuple(
        Encadre(c.type, c.etape, _html(tokens[c.debut + 1 : c.fin]).strip(), c.id)
        for c in revue.cadres
    )
    return Rendu(
        html, tuple(revue.sommaire), encadres, tuple(revue.liens), tuple(source.diagnostics)
    )


def _html(tokens: list[Token]) -> str:
    md = dialecte()
    return str(md.renderer.render(tokens, md.options, {}))


def _refuse(source: Source, faute: faults.Faute) -> Rendu:
    source.signaler((0, 0), *faute, 1)
    return Rendu("", (), (), (), tuple(source.diagnostics))
