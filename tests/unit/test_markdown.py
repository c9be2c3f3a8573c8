"""Markdown: what is rendered, what is refused and where the message points."""

from __future__ import annotations

import time

import html5lib
import nh3
import pytest

from generator.diagnostics import Severity
from generator.markdown import Encadre, Rendu, Titre, TypeEncadre, relativiser, rendre, rendre_court
from generator.markdown.render import TAILLE_MAX
from generator.source.corps import Corps
from schemas.enumerations import Etape

BALISES = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "div"),
    *("pre", "code", "em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTS = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "div": {"role", "aria-label", "aria-labelledby", "tabindex"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "th": {"scope"},
}


def nettoye(html: str) -> str:
    """What a sanitiser that knows nothing of us lets through."""
    return nh3.clean(
        html,
        tags=BALISES,
        attributes=ATTRIBUTS,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def normalise(html: str) -> str:
    return str(
        html5lib.serialize(
            html5lib.parseFragment(html),
            alphabetical_attributes=True,
            quote_attr_values="always",
            omit_optional_tags=False,
        )
    )


def lire(texte: str, ligne: int = 1) -> Rendu:
    return rendre(Corps(texte, ligne), "content/guides/essai.md")


def fautes(texte: str) -> list[tuple[str, int, int]]:
    return [(d.code, d.position.line, d.position.column) for d in lire(texte).diagnostics]


TEXTE = """\
## L'été à l'œuvre

Un [lien](/guides/x/), un [autre](https://exemple.fr/a?b=1&c=2 "Titre"), <https://exemple.fr>,
<contact@exemple.fr> et **gras**, *italique*, ~~rayé~~, `<code>`.\\
Fortnum & Mason, 2 < 3, \\<u>, &lt;p&gt;

### L'été à l'œuvre

3. trois
4. quatre

> cité

::: point-de-vigilance devoir-de-suite
Dire **ce que deviennent** les [propositions](#s-l-ete-a-l-oeuvre).

- une par une
:::

| Objectif | Nombre |  |
|---|--:|:-:|
| informer | 2 | x |

```html
<script>alert(1)</script>
```

---
"""


def test_a_whole_text_has_no_fault_and_passes_an_independent_sanitiser() -> None:
    rendu = lire(TEXTE)
    assert rendu.diagnostics == ()
    assert normalise(nettoye(rendu.html)) == normalise(rendu.html)
    assert "&lt;script&gt;" in rendu.html


def test_headings_have_prefixed_unique_ascii_ids() -> None:
    assert lire(TEXTE).sommaire == (
        Titre(2, "L'été à l'œuvre", "s-l-ete-a-l-oeuvre"),
        Titre(3, "L'été à l'œuvre", "s-l-ete-a-l-oeuvre-2"),
    )
    ids = [t.id for t in lire("## a\n\n## a\n\n## a-2\n\n## ???\n\n## ???").sommaire]
    assert ids == ["s-a", "s-a-2", "s-a-2-2", "s-section", "s-section-2"]


def test_links_are_listed_as_typed_once() -> None:
    assert lire(TEXTE + "\n[encore](/guides/x/)").liens == (
        "/guides/x/",
        "https://exemple.fr/a?b=1&c=2",
        "https://exemple.fr",
        "mailto:contact@exemple.fr",
        "#s-l-ete-a-l-oeuvre",
    )


def test_boxes_are_labelled_and_gathered_with_a_stable_anchor() -> None:
    rendu = lire(TEXTE)
    ancre = "e-dire-ce-que-deviennent-les-propositions"
    assert rendu.encadres == (
        Encadre(
            TypeEncadre.POINT_DE_VIGILANCE,
            Etape.DEVOIR_DE_SUITE,
            '<p>Dire <strong>ce que deviennent</strong> les <a href="#s-l-ete-a-l-oeuvre">'
            "propositions</a>.</p>\n<ul>\n<li>une par une</li>\n</ul>",
            ancre,
        ),
    )
    assert (
        f'<div class="encadre encadre--point-de-vigilance" id="{ancre}" role="note"'
        f' aria-labelledby="{ancre}-nom">\n'
        f'<p class="encadre__titre" id="{ancre}-nom">Point de vigilance</p>\n<p>Dire'
    ) in rendu.html
    avant = lire("::: astuce\nAutre\n:::\n\n" + TEXTE).encadres
    assert [e.id for e in avant] == ["e-autre", ancre]


@pytest.mark.parametrize("type_", list(TypeEncadre))
def test_each_type_of_box_shows_its_label(type_: TypeEncadre) -> None:
    rendu = lire(f"::: {type_}\nTexte.\n:::\n")
    assert rendu.diagnostics == ()
    assert f">{type_.libelle}</p>" in rendu.html
    assert rendu.encadres[0].etape is None


def test_tables_scroll_by_keyboard_and_say_their_headers() -> None:
    html = lire(TEXTE + "\n" + "| Objectif | Nombre |\n|---|---|\n| a | b |\n").html
    assert (
        '<div class="tableau" role="region" aria-label="Tableau : Objectif, Nombre"'
        ' tabindex="0"><table>' in html
    )
    assert 'aria-label="Tableau : Objectif, Nombre (2)"' in html
    assert '<th class="droite" scope="col">Nombre</th>\n<td class="centre"></td>' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("a <b>x</b>", [("balise-interdite", 1, 3), ("balise-interdite", 1, 7)]),
        ("x\n<script>\n\n- `<i>` <i", [("balise-interdite", 2, 1), ("balise-interdite", 4, 9)]),
        ("> é <!-- x -->", [("balise-interdite", 1, 5)]),
        ("[a <b](/x/)", [("balise-interdite", 1, 4)]),
        ("| a |\n|---|\n| b <u |", [("balise-interdite", 3, 5)]),
        ("[x](javascript:alert(1))", [("lien-interdit", 1, 5)]),
        ("x <javascript:alert(1)>", [("lien-interdit", 1, 4)]),
        ("[x](&#106;avascript:a)", [("lien-interdit", 1, 1)]),
        ("[x](JaVaScRiPt:a)", [("lien-interdit", 1, 5)]),
        ("[x](data:text/html,x)", [("lien-interdit", 1, 5)]),
        ("[x](//evil.fr)", [("lien-interdit", 1, 5)]),
        ("[x](/\\evil.fr)", [("lien-interdit", 1, 5)]),
        ("[x](/a/../b/)", [("lien-interdit", 1, 5)]),
        ("[x](https://gouv.fr@evil.fr)", [("lien-interdit", 1, 5)]),
        ("[x](https://gоuv.fr)", [("lien-interdit", 1, 5)]),
        ("[x](https://a.fr:99999)", [("lien-interdit", 1, 5)]),
        ("[x](../guide.md)", [("lien-interdit", 1, 5)]),
        ("[x](ms-officecmd:y)", [("lien-interdit", 1, 5)]),
        ("[x](mailto:a@b.fr?bcc=c@d.fr)", [("lien-interdit", 1, 5)]),
        ("[x]()", [("lien-interdit", 1, 1)]),
        ("[ ](/x/)", [("lien-sans-texte", 1, 1)]),
        ("a ![x](https://a.fr/x.png)", [("image-interdite", 1, 3)]),
        ("é\n\n# Un", [("titre-niveau", 3, 1)]),
        ("Un\n==", [("titre-niveau", 1, 1)]),
        ("## a\n\n#### b", [("titre-niveau", 3, 1)]),
        ("##", [("titre-vide", 1, 1)]),
        ("::: truc\na\n:::", [("encadre-inconnu", 1, 1)]),
        ("x\n\n:::", [("encadre-inconnu", 3, 1)]),
        ("::: astuce\na", [("encadre-non-ferme", 1, 1)]),
        ("::: astuce\na\n\n\n", [("encadre-non-ferme", 1, 1)]),
        (":::: astuce\n::: astuce\na\n:::\n::::", [("encadre-interdit", 2, 1)]),
        ("::: astuce\n:::", [("encadre-vide", 1, 1)]),
        ("::: astuce demain\na\n:::", [("etape-inconnue", 1, 1)]),
        ("::: astuce\n## a\n:::", [("titre-interdit", 2, 1)]),
        ("x\n\n```\na", [("code-non-ferme", 3, 1)]),
        ("> " * 20 + "a", [("imbrication-trop-profonde", 1, 1)]),
        ("*a " * 30 + "b*" * 30, [("imbrication-trop-profonde", 1, 1)]),
        ("[" * 5_001, [("trop-de-crochets", 1, 1)]),
        ("a" * (TAILLE_MAX + 1), [("texte-trop-long", 1, 1)]),
        ("|a" * 1000 + "\n" + "|-" * 1000 + "\n" + "|\n" * 60, [("rendu-trop-gros", 1, 1)]),
    ],
)
def test_a_fault_is_refused_where_it_stands(
    texte: str, attendu: list[tuple[str, int, int]]
) -> None:
    assert fautes(texte) == attendu


@pytest.mark.parametrize(
    "texte",
    [
        "a < b, <3, x<=y, `<b>`, \\<b>, &lt;b&gt;",
        "    <b>\n\n~~~\n<b>\n~~~",
        "- ::: astuce\n  a\n  :::\n- b",
        "> ::: astuce\n> a\n> :::",
        ":::: astuce\n```\n:::\n```\n::::",
        "[a](/), [b](/x/?q=1#s-b), [c](https://a.fr:8080/é), [`d`](#s-d)",
        "> " * 19 + "a",
        "[a]: javascript:x\n",
    ],
)
def test_what_is_harmless_is_accepted(texte: str) -> None:
    rendu = lire(texte)
    assert rendu.diagnostics == ()
    assert normalise(nettoye(rendu.html)) == normalise(rendu.html)


def test_a_diagnostic_shows_file_line_caret_and_mend() -> None:
    (faute,) = lire("x\n\nun <b", ligne=12).diagnostics
    assert faute.path == "content/guides/essai.md"
    assert (faute.position.line, faute.position.column, faute.length) == (14, 4, 2)
    assert faute.excerpt == "un <b"
    assert faute.severity is Severity.ERREUR
    assert faute.message == "balise « <b> » interdite : le HTML brut n'est pas permis"
    assert faute.hint


def test_a_refused_text_is_harmless_all_the_same() -> None:
    html = lire("[x](javascript:a) <script>a</script> ![y](https://a.fr/x.png)").html
    assert html == "<p><a>x</a> &lt;script&gt;a&lt;/script&gt; y</p>\n"


def test_the_list_of_faults_is_bounded() -> None:
    assert len(lire("<a " * 30_000).diagnostics) == 50


def test_a_field_of_a_record_has_no_heading_nor_box() -> None:
    html, diagnostics = rendre_court("Un [lien](/x/).\n\n- a\n")
    assert html == '<p>Un <a href="/x/">lien</a>.</p>\n<ul>\n<li>a</li>\n</ul>\n'
    assert diagnostics == ()
    _, diagnostics = rendre_court("## a\n\n::: astuce\na\n:::\n", "content/x.yml", 7)
    assert [(d.path, d.code, d.position.line) for d in diagnostics] == [
        ("content/x.yml", "titre-interdit", 7),
        ("content/x.yml", "encadre-interdit", 9),
    ]


def test_internal_links_are_made_relative_in_attributes_only() -> None:
    html = lire('[a](/guides/x/) [b](/) [c](#s-a) `<a href="/guides/">` [d](https://a.fr/)').html
    assert relativiser(html, "../../") == (
        '<p><a href="../../guides/x/">a</a> <a href="../../">b</a> <a href="#s-a">c</a>'
        ' <code>&lt;a href=&quot;/guides/&quot;&gt;</code> <a href="https://a.fr/">d</a></p>\n'
    )
    assert '<a href="./guides/y/#s-a">c</a>' in relativiser(html, "./", page="/guides/y/")


@pytest.mark.parametrize(("racine", "page"), [("..", ""), ("", ""), ("./", "x/"), ("./", "/x")])
def test_a_root_that_would_not_join_is_refused(racine: str, page: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        relativiser("", racine, page)


@pytest.mark.parametrize(
    "motif",
    ["<", "*a_ ", "<a ", "<a@", "* a\n", "a**b", "|a|\n", "::: astuce\n", "> - ", "~~a "],
)
def test_pathological_patterns_end_in_time(motif: str) -> None:
    debut = time.process_time()
    rendu = lire((motif * TAILLE_MAX)[:TAILLE_MAX])
    assert rendu.html
    assert time.process_time() - debut < 5, "1 s when alone"
    assert len(rendu.html) <= 20 * TAILLE_MAX + 65_536
