"""Whatever is typed, the reader answers with places and sentences, never with an exception."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from generator.catalogue.messages import explain
from generator.source.characters import decode, forbidden
from generator.source.quoting import quoted
from generator.source.source_file import SourceFile, parse
from generator.source.yaml_events import Loc, read_yaml
from generator.source.yaml_plain import read_plain
from schemas.concertation import Concertation
from schemas.suites import Suites
from schemas.types import Modele
from tests.aides import CONTENU, FICHE, SUITES

MORCEAUX = st.sampled_from(
    [
        *":-#'\"[]{},&*!|>%@`?\\ \t\n\r",
        "\n  ",
        ": ",
        " #",
        "---",
        "...",
        "<<",
        "é",
        "\u202e",
        "\0",
        "a",
        "titre",
        "1",
    ]
)
CASSES = st.lists(MORCEAUX, max_size=60).map("".join)


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"")
def test_des_octets_quelconques_ne_levent_rien(brut: bytes) -> None:
    for nom in ("f.yml", "f.md"):
        lu = parse(nom, brut)
        assert lu.source is not None or lu.diagnostics


@given(CASSES, st.integers(0, len(FICHE)))
def test_une_fiche_abimee_est_lue_ou_refusee_avec_une_place(ajout: str, rang: int) -> None:
    texte = FICHE[:rang] + ajout + FICHE[rang:]
    lu = parse("f.md", texte.encode("utf-8", "surrogatepass"))
    assert lu.source is not None or lu.diagnostics
    lignes = re.split(r"\r\n|\r|\n", texte)
    for d in lu.diagnostics:
        assert 1 <= d.position.line <= len(lignes)
        assert 1 <= d.position.column <= len(lignes[d.position.line - 1]) + 1
        assert d.message
        assert d.code != "yaml-illisible" or d.hint


@given(st.text(max_size=80))
def test_quoted_ecrit_exactement_le_texte(texte: str) -> None:
    """What the hints propose must mean what the author typed."""
    ligne = " ".join(texte.split())
    if forbidden(ligne) or any("\ud800" <= c <= "\udfff" for c in ligne):
        return
    lu = parse("f.yml", f"a: {quoted(ligne)}\n".encode())
    assert lu.source is not None
    assert lu.source.data["a"] == unicodedata.normalize("NFC", ligne)


def _feuilles(data: Any, loc: Loc = ()) -> Iterator[Loc]:
    if isinstance(data, Mapping):
        for cle, valeur in data.items():
            yield from _feuilles(valeur, (*loc, cle))
    elif isinstance(data, list):
        for rang, valeur in enumerate(data):
            yield from _feuilles(valeur, (*loc, rang))
    else:
        yield loc


def _lire(texte: str, nom: str) -> SourceFile:
    lu = parse(nom, texte.encode()).source
    assert lu is not None
    return lu


@pytest.mark.parametrize(
    ("texte", "nom", "modele"), [(FICHE, "f.md", Concertation), (SUITES, "f.yml", Suites)]
)
def test_locate_montre_la_faute_injectee(texte: str, nom: str, modele: type[Modele]) -> None:
    """Each value in turn is replaced by a list of lists, which no field accepts."""
    source = _lire(texte, nom)
    for loc in _feuilles(source.data):
        ligne, colonne, longueur = source.span(loc)
        lignes = texte.split("\n")
        avant, apres = lignes[ligne - 1][: colonne - 1], lignes[ligne - 1][colonne - 1 + longueur :]
        lignes[ligne - 1] = f"{avant}[[faute]]{apres}"
        abime = _lire("\n".join(lignes), nom)
        with pytest.raises(ValidationError) as erreur:
            modele.model_validate(abime.data)
        trouves = explain(erreur.value, abime, modele)
        assert [d.position.line for d in trouves] == [ligne], loc
        (trouve,) = trouves
        assert trouve.position == abime.locate(loc)


@given(st.sampled_from(sorted(CONTENU)), CASSES)
def test_chaque_sorte_de_fichier_supporte_n_importe_quelle_valeur(chemin: str, valeur: str) -> None:
    """The first value of the file is replaced by anything: reading never raises."""
    texte = re.sub(r": .*", lambda _: f": {valeur}", CONTENU[chemin], count=1)
    lu = read_yaml(texte)
    assert lu.whole or lu.faults


ENTREES = st.lists(
    st.sampled_from(
        [
            *(
                "a: b",
                "b:",
                "c: >-",
                "- a",
                "- a: x",
                "- b: >-",
                "- [a, b]",
                "f: [a b, c é’d]",
                'd: "x: y"',
                "e: 'z'",
            ),
            *(
                "f: null",
                "- null",
                "null: a",
                "g: [null]",
                'h: ""',
                "i: []",
                "j: k: l",
                "l: -",
                "-",
            ),
            *(
                "foo",
                "foo bar ",
                "# foo",
                "- - a",
                "a: dup",
                "",
                "m:  n",
                "o : p",
                "---",
                "%a",
                "q:\t",
            ),
        ]
    ).flatmap(lambda entree: st.integers(0, 6).map(lambda retrait: " " * retrait + entree)),
    max_size=8,
).map("\n".join)


@example("\\\r-", 0, FICHE)
@example("\\\u2028-", 0, FICHE)
@example("\r#", 7, FICHE)
@example("\r'\r'", 0, FICHE)
@example("a: >-\n  b\n\n  c", 0, FICHE)
@example("a: >-\n  b\n   c", 0, FICHE)
@example("- a:\n  - b\n- a:\n- c", 0, SUITES)
@example("a:\n- b:\n  c: d\ne: f", 0, SUITES)
@given(CASSES | ENTREES, st.integers(0, len(SUITES)), st.sampled_from([FICHE, SUITES]))
def test_la_lecture_rapide_dit_comme_la_lecture_attentive(
    ajout: str, rang: int, depart: str
) -> None:
    """The fast reader gives the same data, or gives up; never on what has a fault."""
    texte = depart.split("---\n")[1] if depart is FICHE else depart
    for essai in (texte, texte[:rang] + ajout + texte[rang:], ajout):
        if forbidden(essai):
            continue  # refused before any reader
        lisible = decode(essai.encode())
        rapide, attentive = read_plain(lisible), read_yaml(lisible)
        assert rapide is None or (attentive.whole and not attentive.faults)
        assert rapide is None or rapide == attentive.data
    assert read_plain(texte) is not None
