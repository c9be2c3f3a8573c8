"""Links and anchors: what is found in a page, what is missing in the site."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from generator.checks import Lien, Probleme, extract, verifier
from tests.arbre import construire, contenu_de_trois

CHEMINS = frozenset(
    {"index.html", "guides/index.html", "guides/a/index.html", "assets/x.css", "feed.xml"}
)


def raisons(html: str, path: str = "guides/a/index.html", **options: str) -> list[str]:
    """Problems of a site whose other pages are empty."""
    pages = [extract(path, html.encode(), **options)]
    pages += [extract(p, b"") for p in CHEMINS if p.endswith(".html") and p != path]
    return [f"{p.lien} {p.raison}" for p in verifier(pages, CHEMINS)]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="../../">x</a><a href="../">x</a><a href="./">x</a><a href="..">x</a>',
        '<a href="../../index.html">x</a><link rel="stylesheet" href="../../assets/x.css">',
        '<a href="/guides/">x</a><a href="?q=1">x</a><a href="../?q=1&amp;r=2">x</a>',
        '<a href="../?q=">x</a><a title="texte href=" class="x" href="../">x</a>',
        '<p id="s-a">x</p><a href="#s-a">x</a><a href="#">x</a><a href="./#s-a">x</a>',
        '<p id="s-é">x</p><a href="#s-%C3%A9">x</a>',
        '<a href="https://exemple.fr/x">x</a><a href="mailto:a@b.fr">x</a><a href="tel:17">x</a>',
        '<img src="data:image/svg+xml,x" alt="">',
        "<p> href=&#34;x&#34; src=&quot;y&quot; id=z id=z &lt;a href=&quot;x&quot;&gt;</p>",
        '<!-- <a href="absent"> --><script type="application/ld+json">{"a": "<a href=\'x\'>"}</script>',
        '<p data-id="a" data-href="absent" id="a"></p>',
        '<meta http-equiv="refresh" content="0; url=../">',
        '<link rel="alternate" href="../../feed.xml#rien">',
    ],
)
def test_good_links_are_silent(html: str) -> None:
    assert raisons(html) == []


@pytest.mark.parametrize(
    ("html", "attendu"),
    [
        ('<a href="../b/">', "../b/ aucune page ni fichier « guides/b/index.html »"),
        ('<a href="../b/?q=">', "../b/?q= aucune page ni fichier « guides/b/index.html »"),
        (
            '<a href="../../guides">',
            "../../guides aucune page ni fichier « guides » : il manque « / » à la fin",
        ),
        ('<a href="../#x">', "../#x aucune ancre « #x » dans « guides/index.html »"),
        ('<a href="#x">', "#x aucune ancre « #x » dans « guides/a/index.html »"),
        ('<a href="/b/">', "/b/ aucune page ni fichier « b/index.html »"),
        ('<a href="../../../">', "../../../ remonte au-dessus de la racine du site"),
        ('<a href="../../..">', "../../.. remonte au-dessus de la racine du site"),
        ('<a href="">', " adresse vide"),
        ('<a href="javascript:x">', "javascript:x protocole « javascript » interdit"),
        ('<a href="&#106;avascript:x">', "javascript:x protocole « javascript » interdit"),
        ('<a href="data:text/html,x">', "data:text/html,x protocole « data » interdit"),
        ('<a href="//b.fr">', "//b.fr adresse sans protocole : elle mène à un autre site"),
        ('<script src="x.js">absent</script>', "x.js aucune page ni fichier « guides/a/x.js »"),
        (
            '<img src="https://b.fr/x.png">',
            "https://b.fr/x.png ressource d'un autre site : la page y ferait une requête",
        ),
        (
            '<img srcset="../../assets/x.css 1x, y.png 2x">',
            "y.png aucune page ni fichier « guides/a/y.png »",
        ),
        (
            '<form action="../chercher/">',
            "../chercher/ aucune page ni fichier « guides/chercher/index.html »",
        ),
        (
            '<meta http-equiv="refresh" content="0; url=../b/">',
            "../b/ aucune page ni fichier « guides/b/index.html »",
        ),
        ('<p id="&#97;"><p id="a">', "#a identifiant donné 2 fois dans la page"),
    ],
)
def test_a_wrong_link_is_named_with_what_is_missing(html: str, attendu: str) -> None:
    assert raisons(html) == [attendu]


def test_a_site_under_a_path_checks_links_from_the_root_of_the_host() -> None:
    options = {"base_path": "/catalogue/", "origine": "https://exemple.fr"}
    bon = '<a href="/catalogue/guides/"><a href="/catalogue"><link href="https://exemple.fr/catalogue/">'
    assert raisons(bon, **options) == []
    assert raisons('<a href="/guides/">', **options) == [
        "/guides/ hors du site, qui est sous « /catalogue/ »"
    ]
    assert raisons('<link href="https://exemple.fr/catalogue/b/">', **options) == [
        "https://exemple.fr/catalogue/b/ aucune page ni fichier « b/index.html »"
    ]
    assert raisons('<a href="https://exemple.fr.evil/b/">', **options) == []


def test_the_reading_of_a_page_is_small_and_sorted() -> None:
    html = b'<b id="z"></b><a id="a" href="../"></a><a href="../"></a><a href="#z"></a>'
    lu = extract("guides/a/index.html", html)
    assert lu.ids == ("a", "z")
    assert lu.liens == (
        Lien("#z", "guides/a/index.html", "z"),
        Lien("../", "guides/index.html", ""),
    )
    assert lu.problemes == ()


def test_a_problem_reads_as_one_line() -> None:
    assert str(Probleme("index.html", "x/", "absent")) == "index.html : « x/ » : absent"


def test_an_unclosed_script_or_tag_does_not_hide_what_follows() -> None:
    assert raisons('<script src="../../assets/x.css"><a href="absent">') != []
    assert raisons('<!-- <a href="absent">') != []


def test_what_a_value_holds_is_not_an_attribute() -> None:
    """A title that talks of HTML is a text, in an attribute too."""
    html = b'<meta name="description" content="&lt;img src=x id=y href=z&gt;"><a title=" id=" href="a/">x</a>'
    lu = extract("index.html", html)
    assert (lu.ids, [lien.brut for lien in lu.liens]) == ((), ["a/"])


def test_what_a_script_holds_is_not_an_attribute() -> None:
    html = (
        b'<script type="application/ld+json">{"a": "x href=", "b": ""}</script><a href="a/">x</a>'
    )
    assert [lien.brut for lien in extract("index.html", html).liens] == ["a/"]


class _Lecteur(HTMLParser):
    """What a real parser finds: the ids, and the addresses that are not empty."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.adresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.ids.update(v or "" for n, v in attrs if n == "id")
        self.adresses.update(v for n, v in attrs if n in {"href", "src", "action"} and v)


def lire(html: str) -> _Lecteur:
    lecteur = _Lecteur()
    lecteur.feed(html)
    lecteur.close()
    return lecteur


@pytest.mark.parametrize("corpus", ["content", "trois"])
def test_every_page_is_read_as_a_parser_reads_it(corpus: str, tmp_path: Path) -> None:
    contenu = contenu_de_trois(tmp_path) if corpus == "trois" else Path(corpus)
    pages = {p: b for p, b in construire(contenu).fichiers.items() if p.endswith(".html")}
    assert len(pages) > 50
    for chemin, corps in pages.items():
        lu, attendu = extract(chemin, corps), lire(corps.decode())
        assert set(lu.ids) == attendu.ids, chemin
        internes = {a for a in attendu.adresses if "://" not in a and ":" not in a.split("/")[0]}
        assert {x.brut for x in lu.liens} == internes, chemin
        assert lu.problemes == (), chemin


VALEURS = st.text(st.sampled_from("ab=#/. \"'<>&é-!"), max_size=10)
BALISES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["id", "href", "title", "data-x"]), VALEURS),
        st.tuples(st.just("title"), VALEURS.map(lambda v: v + " href=")),
        st.sampled_from(
            [
                "<!-- <a href='non'> -->",
                '<script type="application/ld+json">{"a": "<a id=non>", "b": " id="}</script>',
                "a &gt; b",
            ]
        ),
    ),
    max_size=8,
)


@given(BALISES)
def test_any_page_we_write_is_read_as_a_parser_reads_it(
    morceaux: list[tuple[str, str] | str],
) -> None:
    """Values as our encoders escape them, among what is not to be read."""
    html = "".join(
        m if isinstance(m, str) else f'<p {m[0]}="{escape(m[1])}" class="x">{escape(m[1])}</p>'
        for m in morceaux
    )
    lu, attendu = extract("a/b/index.html", html.encode()), lire(html)
    assert set(lu.ids) == attendu.ids
    refuses = {p.lien for p in lu.problemes}
    assert {x.brut for x in lu.liens} | {
        r for r in refuses if r in attendu.adresses
    } == attendu.adresses
    assert "non" not in {x.brut for x in lu.liens} | set(lu.ids)


@given(st.text(st.sampled_from("ab./#?%2e"), max_size=14), st.integers(1, 3))
def test_an_address_from_the_root_leads_where_it_says(reste: str, profondeur: int) -> None:
    """The short way gives what the long way gives."""
    page = "x/" * profondeur + "index.html"
    court = extract(page, f'<a href="{"../" * profondeur}{reste}">'.encode())
    long = extract(page, f'<a href="./{"../" * profondeur}{reste}">'.encode())
    assert [(x.chemin, x.ancre) for x in court.liens] == [(x.chemin, x.ancre) for x in long.liens]
    assert len(court.problemes) == len(long.problemes)
