"""Whatever is typed, the HTML is ours: no script, no handler, no unexpected address."""

from __future__ import annotations

import html5lib
from hypothesis import example, given
from hypothesis import strategies as st

from generator.markdown import relativiser, rendre, rendre_court
from generator.source.corps import Corps

BALISES = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"),
    *("div", "pre", "code", "em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th"),
    "td",
}
ATTRIBUTS = {
    *("id", "class", "href", "title", "role", "aria-label", "aria-labelledby", "tabindex"),
    *("start", "scope"),
}
DEBUTS = ("https://", "http://", "mailto:", "#", "/")
PIECES = st.sampled_from(
    [
        *("## ", "# ", "- ", "1. ", "> ", "\n", "\n\n", "    ", "```\n", "::: astuce\n", ":::\n"),
        *("[x](", ")", "[", "]", "![", "<", ">", "<script>", "<img onerror=x>", "</a>", "<!--"),
        *("javascript:", "data:", "//evil", "https://a.fr", "/guides/x/", "#s-a", '"', "'", "\\"),
        *("&lt;", "&#106;", "`", "**", "_", "~~", "|", "|---|\n", "a", "é", "\0", "\u202e", "\r"),
        *(" onclick=", 'href="/', "mailto:a@b.fr", "\t", "{", "}"),
    ]
)
TEXTES = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=60).map("".join),
    st.text("<>[]()!:#\n ", max_size=80),
)


def verifier(html: str) -> None:
    """Read as a browser does; every tag, attribute and address is one of ours."""
    arbre = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    corps = arbre.find("body")
    assert corps is not None
    assert len(arbre.find("head")) == 0
    for element in corps.iter():
        if element is corps:
            continue
        assert element.tag in BALISES
        assert set(element.attrib) <= ATTRIBUTS
        adresse = element.get("href")
        if adresse is not None:
            assert adresse.startswith(DEBUTS)
            assert not adresse.startswith(("//", "/\\"))


@example(">:::\n>")
@given(TEXTES)
def test_no_text_makes_anything_but_our_html(texte: str) -> None:
    rendu = rendre(Corps(texte, 1), "x.md")
    verifier(rendu.html)
    html, _ = rendre_court(texte)
    verifier(html)
    lignes = texte.count("\n") + texte.count("\r") + 1
    for faute in rendu.diagnostics:
        assert 1 <= faute.position.line <= lignes
        assert 1 <= faute.position.column <= len(faute.excerpt) + 1


@given(TEXTES)
def test_the_same_text_gives_the_same_html(texte: str) -> None:
    assert rendre(Corps(texte, 3), "x.md") == rendre(Corps(texte, 3), "x.md")


@given(TEXTES)
def test_making_links_relative_changes_nothing_else(texte: str) -> None:
    html = rendre(Corps(texte, 1), "x.md").html
    avant = html5lib.parse(html, namespaceHTMLElements=False)
    apres = html5lib.parse(relativiser(html, "../"), namespaceHTMLElements=False)
    for a, b in zip(avant.iter(), apres.iter(), strict=True):
        adresse = a.get("href")
        if adresse is not None and adresse.startswith("/"):
            assert b.get("href") == ".." + adresse
            b.set("href", adresse)
        assert (a.tag, a.text, a.tail, a.attrib) == (b.tag, b.text, b.tail, b.attrib)
