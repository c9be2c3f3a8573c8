"""Words of the content, as they are indexed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.load import load
from generator.markdown import rendre
from generator.views.texte_brut import VIDES, blocs, morceaux
from generator.views.texte_brut import normaliser as normaliser_tous
from tests.conftest import RACINE

_MOT = re.compile(r"\w+")
_ETIQUETTE = re.compile(r'<p class="encadre__titre"[^>]*>[^<]*</p>|<[^>]+>')


_FORMES = [v if not m else v[0].upper() + v[1:] for v in VIDES for m in (0, 1)]


def normaliser(texte: str) -> str:
    """One text, among others: none may leak into its neighbours."""
    autres = ["L’avant", "\ue0ff", texte, "", "d’après"]
    nets = normaliser_tous(autres)
    assert nets == [normaliser_tous([autre])[0] for autre in autres]
    return nets[2]


def lisible(texte: str) -> str:
    """The text with its empty words back, as the search page shows it."""

    def remettre(trouve: re.Match[str]) -> str:
        mot = _FORMES[ord(trouve[1]) - 0xE100]
        return mot if mot.endswith("'") else mot + trouve[2]

    return re.sub("([\ue100-\ue3ff])( ?)", remettre, texte)


def code(mot: str) -> str:
    """The character that stands for an empty word."""
    minuscule = mot[0].lower() + mot[1:]
    return chr(0xE100 + 2 * VIDES.index(minuscule) + (mot != minuscule))


def test_the_words_of_every_text_are_those_of_its_page() -> None:
    """No Markdown is left, no word is lost, anchors are those of the page: on all the real content."""
    catalogue = load(RACINE / "content").catalogue
    assert catalogue is not None
    textes = (*catalogue.concertations, *catalogue.guides, *catalogue.pages, *catalogue.kit)
    assert len(textes) > 60
    for texte in textes:
        page = rendre(texte.corps, texte.chemin)
        lus = list(morceaux(texte.corps.texte))
        titres = [(m.ancre, normaliser(m.titre)) for m in lus[1:]]
        assert titres == [(t.id, normaliser(t.texte)) for t in page.sommaire], texte.chemin
        indexes = lisible(normaliser(" ".join(" ".join((m.titre, *m.blocs)) for m in lus)))
        montres = lisible(normaliser(unescape(_ETIQUETTE.sub(" ", page.html))))
        assert sorted(_MOT.findall(indexes)) == sorted(_MOT.findall(montres)), texte.chemin


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (
            "L’eau et l'œuvre",
            f"{code('L' + chr(39))} eau {code('et')} {code('l' + chr(39))} oeuvre",
        ),
        ("Œuvrer", "Oeuvrer"),
        ("aujourd’hui", "aujourd'hui"),
        ("prud’hommes", "prud'hommes"),
        ("L'ÉTAT", f"{code('L' + chr(39))} ÉTAT"),
        ("150\u202f000\u00a0€", "150 000 €"),
        ("rendez\u2011vous co\u00adhérent", "rendez-vous cohérent"),
        ("Le grand Est", f"{code('Le')} grand {code('Est')}"),
        ("(la loi)", "(la loi)"),
    ],
)
def test_one_form_per_letter(texte: str, attendu: str) -> None:
    """Apostrophes, ligatures, spaces and hyphens; an empty word is one character."""
    assert normaliser(texte) == attendu


@given(st.lists(st.sampled_from(["la", "loi", "l’eau", "d'œufs", "Le", "climat :", "« État »"])))
def test_nothing_of_a_text_is_lost(mots: list[str]) -> None:
    """Codes put back give the text, ligatures and apostrophes apart."""
    texte = " ".join(mots)
    assert lisible(normaliser(texte)) == texte.replace("’", "'").replace("œ", "oe")


def test_every_empty_word_has_a_code_of_its_own() -> None:
    """Fewer than the private area holds, each once: a code names one word."""
    assert len(set(VIDES)) == len(VIDES)
    assert 2 * len(VIDES) <= 0xE3FF - 0xE100


def test_blocks_of_markdown() -> None:
    """Items and rows are blocks; marks, links and delimiters are not text."""
    lignes = [
        "Un [lien](https://a.example/x_(y)) et **gras**,",
        "suite.",
        "- premier `code`",
        "- second \\*étoile\\*",
        "| Un | Deux |",
        "|----|:---:|",
        "| trois | quatre |",
        "> cité &amp; dit",
        "::: astuce",
        "dedans",
        ":::",
    ]
    assert blocs(lignes) == (
        "Un lien et gras, suite.",
        "premier code",
        "second *étoile*",
        "Un   Deux",
        "trois   quatre",
        "cité & dit",
        "dedans",
    )
