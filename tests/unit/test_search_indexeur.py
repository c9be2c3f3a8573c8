"""Our index is the one that Pagefind makes: the same texts, the same words, at the same places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.catalogue.load import load
from generator.search import mots
from generator.search.indexeur import indexer
from generator.views.documents_recherche import Document, Passage
from generator.views.index_recherche import documents
from generator.views.texte_brut import normaliser
from generator.world import World
from tests.conftest import JOUR, RACINE
from tests.temoin import Temoin, lire, sans_vides, temoigner


def index_de(lus: Sequence[Document]) -> Temoin:
    """Our own, read in the same way."""
    index = indexer(lus)
    morceaux = mots.decouper(mots.fusionner([(0, index.mots)]))
    tous = {cle: pages for m in morceaux for cle, pages in lire(m.octets)}
    return Temoin(index.fragments, index.comptes, tous)


def comparer(documents: Sequence[Document]) -> None:
    """Each at its own address: the program makes one of two that are the same."""
    lus = [replace(d, fichier=f"{n}/{d.fichier}") for n, d in enumerate(documents)]
    attendu, trouve = temoigner(lus), index_de(lus)
    assert trouve.fragments == attendu.fragments
    assert trouve.comptes == attendu.comptes
    assert trouve.mots == attendu.mots
    assert sans_vides(trouve.mots)


def document(*passages: Passage, titre: str = "Été à-côté CO2 & Cie") -> Document:
    return Document("a", "a/", "a/index.html", titre, passages)


def test_the_real_content_is_indexed_as_pagefind_would() -> None:
    """Every document, every word, every place, every weight."""
    lu = load(RACINE / "content").catalogue
    assert lu is not None
    comparer(list(documents(World(lu, date.fromisoformat(JOUR), "https://catalogue.example/"))))


@pytest.mark.parametrize(
    "texte",
    [
        "CO2 1er 1er. 2e, A380b LOI2021x 2021LOI x2021 Co2 5km2 M€ N°5 n°12",
        "éCole ÉCole ÉTAT ÉTATUnis WKWebVIEWComp iPhone McDonald aBCd ABc",
        "m² 2020–2021 mot… «mot» “mot” (sic) [x] 10% 3€ ½ ² 2,5 1.000,50 -5 +3",
        "a-b x-é à-côté avant-projet avant-avant-projet aa.bb.cc a’b l’ami",
        "snake_case fin_ __ _ _a A_ a_b_c ___PAGE x‿y",
        "a&b x<y x>y & < > &amp; www.exemple.fr/page?x=1&y=2 adresse@exemple.fr SN-9-2 2021-1104",
        "test-test test test-test-test test été-été été",
        "français Françaises palais roux genoux violences œuvre naïve Noël garçon façade",
    ],
)
def test_words_of_every_shape(texte: str) -> None:
    """Alone, several times, with every weight, in a heading and in a title."""
    jetons = texte.split()
    passages = [Passage((j,), poids) for poids in (0.3, 1.0, 1.5, 3.0) for j in jetons]
    suite = [Passage((texte, texte), 1.5), Passage((), 1.0, "s-x", texte), Passage((texte,), 3.0)]
    comparer([document(*passages, *suite), document(titre=texte), document(titre=texte)])


_LETTRES = st.text("abcéèçÉA1B2-_.,'/&«…é", min_size=1, max_size=12)
_BLOCS = st.lists(st.lists(_LETTRES, min_size=1, max_size=8).map(" ".join), max_size=4).map(tuple)
_PASSAGES = st.builds(
    Passage,
    _BLOCS,
    st.sampled_from((0.3, 1.0, 1.5, 3.0)),
    st.sampled_from(("", "ici", "la")),
    st.just(""),
)


@settings(max_examples=5)
@given(st.lists(st.lists(_PASSAGES, max_size=4), min_size=1, max_size=12))
def test_any_documents_are_indexed_as_pagefind_would(tous: list[list[Passage]]) -> None:
    """Words of letters, figures and signs, in any order."""
    comparer([document(*passages) for passages in tous])


def test_empty_words_have_a_place_and_no_word() -> None:
    """« de » is written as a character that is not a letter: the words after it are one place further."""
    (net,) = normaliser(["la loi de l'eau"])
    trouve = index_de([document(Passage((net,)), titre="Titre")])
    assert {mot for mot, _ in trouve.mots} == {"titr", "loi", "eau"}
    assert trouve.mots["eau", ""] == [(0, "[[-25, 5], []]")]
    assert trouve.comptes == [6]
