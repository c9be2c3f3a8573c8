"""Our compiled templates print what Jinja prints, spaces aside; what they refuse, they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateAssertionError
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from generator.assets import bundle
from generator.catalogue.load import load
from generator.encoders import html, impression, reprise
from generator.encoders.gabarits import Gabarits
from generator.encoders.impression import Fragment, imprimer
from generator.francais import insecables
from generator.plan import plan
from generator.views.base import Gabarit
from generator.world import World
from tests.arbre import contenu_de_trois

PAGE = """{% extends "base" %}{% import "macros" as m with context %}
{% macro local(x) %}« {{ x }} » : {{ racine }}{% endmacro %}
{% block corps %}
{{ vue.texte }}|{{ vue.nombre }}|{{ vue.html }}|{{ vue.rien }}|{{ "x" if vue.nombre > 3 }}
{% set s %}<b>{{ vue.texte }}</b>{% endset %}{{ s }}{{ local(vue.texte) }}{{ local(local(s)) ~ vue.texte }}
{% for t in vue.textes %}{{ loop.index }} {{ m.lien(t) }}{% if not loop.last %}, {% endif %}{% if not loop.first %}{{ loop.previtem }}{% endif %}{% endfor %}
{{ vue.textes | join(" ; ") }} {{ vue.texte | lower }} {{ vue.textes | length }} {{ vue.textes[0] }}
{% call m.cadre(vue.texte) %}<p>{{ vue.texte }}</p>{% endcall %}{{ m.cadre_vide() or "rien" }}
{% endblock %}"""
MACROS = """{% macro lien(t, titre="Titre ?") -%}<a href="{{ racine }}{{ t }}" title="{{ titre }}">{{ t }}</a>
{%- endmacro %}
{% macro cadre(t) %}<div title="{{ t }}">{{ caller() }}{{ lien(t, t) }}</div>{% endmacro %}
{% macro cadre_vide() %}{% endmacro %}"""
FICHIERS = {"page": PAGE, "macros": MACROS, "base": "<i>{% block corps %}{% endblock %}</i>"}


@dataclass(frozen=True, slots=True)
class Vue:
    texte: str
    nombre: int
    html: Markup
    rien: None
    textes: tuple[str, ...]


def finir(valeur: object) -> object:
    """What stock Jinja calls for every expression."""
    if isinstance(valeur, Markup):
        return Markup(insecables(str(valeur)))  # noqa: S704 - spaces only
    return insecables(valeur) if isinstance(valeur, str) else valeur


def de_jinja(**options: object) -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, finalize=finir, **options)  # type: ignore[arg-type]


@cache
def les_deux() -> tuple[Environment, Environment]:
    return de_jinja(loader=DictLoader(FICHIERS)), Gabarits(loader=DictLoader(FICHIERS))


def lire(page: object) -> str:
    """A page as our templates give it."""
    assert isinstance(page, bytes)
    return page.decode()


TEXTES = st.text(st.sampled_from("aé<>&\"'  «»:;?!%€\u00a0\n"), max_size=12)


@given(
    TEXTES, st.integers(), st.lists(TEXTES, min_size=1, max_size=4), st.sampled_from(["", "../"])
)
def test_any_text_is_printed_as_jinja_prints_it(
    texte: str, nombre: int, textes: list[str], racine: str
) -> None:
    vue = Vue(texte, nombre, Markup(f"<p>{len(textes)} :</p>"), None, tuple(textes))  # noqa: S704 - a constant
    attendu, obtenu = (e.get_template("page").render(vue=vue, racine=racine) for e in les_deux())
    assert insecables(lire(obtenu)) == insecables(attendu)


@pytest.mark.parametrize("corpus", ["content", "trois"])
def test_every_page_is_what_jinja_prints(corpus: str, tmp_path: Path) -> None:
    contenu = contenu_de_trois(tmp_path) if corpus == "trois" else Path(corpus)
    lu = load(contenu)
    assert lu.catalogue is not None
    theme = lu.catalogue.site.theme
    world = World(
        lu.catalogue,
        date(2026, 11, 22),
        lu.catalogue.site.url,
        bundle(html.MODELES / "themes" / theme).chemins,
    )
    site = html.site_view(world)
    notre = html.environnement(theme)
    jinja = de_jinja(loader=notre.loader, trim_blocks=True, lstrip_blocks=True, auto_reload=False)
    vus = set()
    for output in plan(world).outputs:
        contenu_page = output.construire(world) if output.html else b""
        if isinstance(contenu_page, Gabarit):
            vus.add(contenu_page.template)
            noms = html.variables(world, contenu_page, site)
            attendu = jinja.get_template(contenu_page.template).render(noms)
            obtenu = html.encoder(world, contenu_page, site).decode()
            assert insecables(obtenu) == insecables(attendu), output.path
    assert len(vus) > 15


def test_the_text_of_a_template_has_french_spaces() -> None:
    assert lire(Gabarits().from_string("« Quoi ? »").render()) == "«\u00a0Quoi\u202f?\u00a0»"


def test_the_memory_of_texts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impression, "RETENUS", 3)
    monkeypatch.setattr(impression, "COURT", 5)
    imprimes = impression._Imprimes()
    for i in range(10):
        assert imprimes[f"<{i}>"] == b"&lt;%d&gt;" % i
        assert 0 < len(imprimes) <= 3
    avant = dict(imprimes)
    assert imprimes["a" * 6] == b"a" * 6
    assert imprimes == avant


def test_a_macro_of_values_is_not_run_again_for_equal_ones() -> None:
    env = Gabarits(valeurs=("m",))
    modele = env.from_string(
        "{% macro m(a, b=2) %}[{{ a }}{{ b }}]{% endmacro %}"
        "{{ m('x') }}{{ m('x', 3) }}{{ m(v) }}{{ m(v | safe) }}{{ m(1) }}{{ m(true) }}"
    )
    for _ in range(2):
        assert lire(modele.render(v="<i>")) == "[x2][x3][&lt;i&gt;2][<i>2][12][True2]"
    macro = modele.make_module({"v": ""}).m
    assert macro("x") is macro("x")


def test_equal_values_are_not_taken_for_one_another() -> None:
    assert imprimer("<b>") == b"&lt;b&gt;"
    assert imprimer(Markup("<b>")) == imprimer(Fragment(b"<b>")) == b"<b>"
    assert [imprimer(x) for x in (1, True, 1.0, "1")] == [b"1", b"True", b"1.0", b"1"]


@pytest.mark.parametrize(
    ("source", "erreur"),
    [
        ("{{ f(x=1) }}", TemplateAssertionError),
        ("{{ f(*x) }}", TemplateAssertionError),
        ("{{ vue.class }}", TemplateAssertionError),
        ("{{ vue.absent }}", AttributeError),
        ("{{ absente }}", UndefinedError),
        ("{{ absente.x }}", UndefinedError),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", UndefinedError),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", TypeError),
    ],
)
def test_a_faulty_template_stops_the_build(source: str, erreur: type[Exception]) -> None:
    with pytest.raises(erreur):
        Gabarits().from_string(source).render(vue=Vue("", 0, Markup(), None, ()))


def test_macros_see_nothing_of_their_page_but_its_root() -> None:
    env = Gabarits(loader=DictLoader({"m": "{% macro f() %}{{ racine }}{{ page }}{% endmacro %}"}))
    modele = env.from_string('{% import "m" as m with context %}{{ m.f() }}')
    with pytest.raises(UndefinedError, match="page"):
        modele.render(racine="../", page="x")


def test_a_view_shown_again_is_not_printed_again() -> None:
    """Once for the same object, whatever the depth of the page; not for one that looks like it."""
    env = Gabarits(
        reprises=("carte",),
        loader=DictLoader(
            {"m": "{% macro carte(v, n=2) %}{{ racine }}{{ v.texte }}{{ n }}{% endmacro %}"}
        ),
    )
    modele = env.from_string(
        '{% import "m" as m with context %}{{ m.carte(vue) }} {{ m.carte(vue, 3) }}'
    )
    vue, jumelle = (Vue("é :", 0, Markup(), None, ()) for _ in range(2))
    attendu = "é\u00a0:"
    for racine, imprimee in (("../", "../"), ("", ""), ("/a&b/", "/a&amp;b/"), ("../", "../")):
        for v in (vue, jumelle):
            obtenu = lire(modele.render(vue=v, racine=racine))
            assert obtenu == f"{imprimee}{attendu}2 {imprimee}{attendu}3"


def test_a_fragment_is_made_once_and_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    faits: list[object] = []

    def macro(vue: object) -> Fragment:
        faits.append(vue)
        return Fragment(b"<a href=" + reprise.RACINE.encode() + b">")

    monkeypatch.setattr(reprise, "RETENUES", 2)
    retenue = reprise.Reprise(macro)
    vues = [object() for _ in range(3)]
    assert [retenue(b"x/", vues[0]), retenue(b"y/", vues[0])] == [b"<a href=x/>", b"<a href=y/>"]
    assert faits == [vues[0]]
    for vue in (*vues, vues[0]):
        assert retenue(b"", vue) == b"<a href=>"
        assert len(retenue._faits) <= 2
    assert faits == [vues[0], vues[1], vues[2], vues[0]]
