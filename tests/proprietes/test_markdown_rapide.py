"""The compiled parser says byte for byte what the careful one says, or gives up."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.markdown.rapide import rendre_simple
from generator.markdown.soin import rendre_avec_soin
from generator.markdown.structure import Source
from generator.source.front_matter import split

MOTS = st.sampled_from(
    [
        "mot",
        "été",
        "l’eau",
        "«|oui|»",
        "**gras**",
        "*ital*",
        "[lien](https://a.fr/b)",
        "[x](/guides/x/)",
        "12|%",
        "(art.|3)",
        "**a|*b*|c**",
        "[**g**](#s-a)",
        "fin.",
        "a*b",
        "2*3*4",
        "[x]",
        "\xa0:",
        "-",
        "—",
        "“q”",
        "x)",
        "(y",
        "1.",
        "*a**b*",
        "**",
        "*",
        "`",
        "<",
        "&",
        "[a|b](mailto:a@b.fr)",
        "[z](ftp://x)",
        "[v]()",
        "d’*x*’",
        "https://É.fr",
        "\\",
        "~~",
        "#",
        ">",
        "+",
        "=",
        "---",
        "![i](x)",
        ":::",
        "👍",
    ]
).map(lambda mot: mot.replace("|", " "))
PHRASES = st.lists(MOTS, min_size=1, max_size=8).map(" ".join)
BLOCS = st.one_of(
    PHRASES,
    st.tuples(
        st.sampled_from(["## ", "### ", "- ", "1. ", "12. ", "> ", "   ", "# "]), PHRASES
    ).map("".join),
    st.tuples(PHRASES, PHRASES).map("\n".join),
    st.tuples(PHRASES, PHRASES).map(lambda p: f"- {p[0]}\n  {p[1]}\n- {p[1]}"),
    st.tuples(MOTS, MOTS, st.sampled_from(["---", ":-:", "--:", ":--"])).map(
        lambda p: f"| {p[0]} | {p[1]} |\n| {p[2]} | --- |\n| {p[1]} | {p[0]} |"
    ),
)
TEXTES = st.tuples(st.sampled_from(["\n\n", "\n\n", "\n"]), st.lists(BLOCS, max_size=8)).map(
    lambda p: p[0].join(p[1])
)


@given(TEXTES, st.booleans())
@settings(max_examples=400, deadline=None)
@example("| a |\n|---|\n| 1 |\n- b", False)  # noqa: FBT003 - a field or not
@example("> a\n- b", False)  # noqa: FBT003
@example("\u202fa", True)  # noqa: FBT003
def test_le_rapide_dit_comme_l_attentif(texte: str, court: bool) -> None:  # noqa: FBT001
    rapide = rendre_simple(texte, court=court)
    if rapide is not None:
        assert rapide == rendre_avec_soin(Source(texte), court=court)


def test_le_contenu_reel_est_presque_tout_lu_vite() -> None:
    """On the real content the two agree, and most of it takes the short way."""
    lus = vite = 0
    for fichier in sorted(Path("content/concertations").glob("*/concertation.md")):
        texte = split(fichier.read_text(encoding="utf-8")).body
        rapide = rendre_simple(texte, court=False)
        lus, vite = lus + 1, vite + (rapide is not None)
        assert rapide in (None, rendre_avec_soin(Source(texte), court=False))
    assert vite > lus / 2
