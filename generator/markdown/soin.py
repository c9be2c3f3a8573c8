"""Any text, read with care by the reference parser: slow to run, and to import."""

from __future__ import annotations

from markdown_it.token import Token

from generator.markdown import faults
from generator.markdown.parser import achever, dialecte
from generator.markdown.review import Revue
from generator.markdown.structure import Encadre, Rendu, Source

_FACTEUR_MAX = 20
_FRANCHISE = 64 * 1024


def rendre_avec_soin(source: Source, *, court: bool) -> Rendu:
    """The text rendered, with everything that is wrong in it."""
    texte = source.texte
    tokens = dialecte().parse(achever(texte))
    revue = Revue(source, court)
    revue.lire(tokens)
    html = _html(tokens)
    if len(html) > _FACTEUR_MAX * len(texte) + _FRANCHISE:
        return source.refuser(*faults.rendu_trop_gros(len(texte), len(html)))
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
