"""The dialect: CommonMark and tables, no raw HTML, no reference links, boxes between « ::: ».

Reference links are off because their titles and addresses are repeated at each use: 150 kB of
source made 1 GB of HTML (``securite.md``, F6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.container import container_plugin

IMBRICATION_MAX = 20
ENCADRE = "encadre"
BALISE = "balise"

_BALISE = re.compile(r"<(?:[/!?]?[A-Za-z][A-Za-z0-9-]*|!|\?)")
_Regle = Callable[[StateInline, bool], bool]


def _situee(regle: _Regle) -> _Regle:
    """Keep where a link or an image starts: tokens of markdown-it only know their block."""

    def situer(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - their signature
        pos, rang = state.pos, len(state.tokens)
        if not regle(state, silent):
            return False
        for token in state.tokens[rang:]:
            if token.type in {"link_open", "image"}:
                token.meta["pos"] = pos
                break
        return True

    return situer


def _balise(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - their signature
    """Make a token of what looks like raw HTML, so that it can be refused where it stands.

    Code, escapes and entities are read by other rules and never come here.
    """
    trouve = _BALISE.match(state.src, state.pos, state.posMax)
    if trouve is None:
        return False
    if not silent:
        token = state.push(BALISE, "", 0)
        token.content = trouve[0]
        token.meta["pos"] = state.pos
    state.pos = trouve.end()
    return True


def _rendre_echappe(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    rang: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    return escapeHtml(tokens[rang].content)


def _rendre_code(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    rang: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    # a wide block scrolls: the keyboard must be able to
    return f'<pre tabindex="0"><code>{escapeHtml(tokens[rang].content)}</code></pre>\n'


def _rendre_ouverture(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    rang: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    """Write the HTML that the review prepared: the frame of a box or of a table."""
    return str(tokens[rang].meta.get("html", ""))


def _rendre_fin_tableau(
    _renderer: RendererHTML,
    _tokens: Sequence[Token],
    _rang: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    return "</table></div>\n"


@lru_cache(maxsize=1)
def dialecte() -> MarkdownIt:
    """The one parser, stateless between texts.

    Every address makes a link here and none is rewritten: the review refuses what is not allowed
    with a message, where markdown-it would quietly print the source.
    """
    md = MarkdownIt("js-default", {"maxNesting": IMBRICATION_MAX})
    md.disable(["reference", "html_inline", "html_block"])
    container_plugin(md, ENCADRE, validate=lambda _params, _markup: True)
    md.inline.ruler.at("link", _situee(link))
    md.inline.ruler.at("image", _situee(image))
    md.inline.ruler.at("autolink", _situee(autolink))
    md.inline.ruler.after("autolink", BALISE, _balise)
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - their name
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    md.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    md.add_render_rule(BALISE, _rendre_echappe)
    md.add_render_rule("image", _rendre_echappe)
    md.add_render_rule("fence", _rendre_code)
    md.add_render_rule("code_block", _rendre_code)
    md.add_render_rule(f"container_{ENCADRE}_open", _rendre_ouverture)
    md.add_render_rule("table_open", _rendre_ouverture)
    md.add_render_rule("table_close", _rendre_fin_tableau)
    return md


def achever(texte: str) -> str:
    """The text with its last end of line: without it, the containers look beyond a last « > »."""
    return texte if texte.endswith("\n") else f"{texte}\n"
