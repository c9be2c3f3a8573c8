"""Text of the content as words to be searched: no Markdown, one form per letter.

Pagefind splits words at « ' » but not at « ’ », and holds « œ » and « oe » for two letters (measured
on 1.5.2): the index is written with the first of each, and the page puts the others back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from generator.markdown.structure import Ancres

_LETTRES = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ′", "'"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        "\u2011": "-",
        "œ": "oe",
        "Œ": "Oe",
        "æ": "ae",
        "Æ": "Ae",
    }
)
_CODE = re.compile(r"^\s*(```|~~~)")
_TITRE = re.compile(r"(#{2,6})\s+(.*?)\s*#*\s*")
_BLOC = re.compile(r"^\s*(?:>\s?)*\s*(?:[-*+]|\d+[.)])\s+|^\s*(?:>\s?)+|^\s*\|")
_SANS_TEXTE = re.compile(r"\s*(?::{3,}.*|[|:\s-]*-[|:\s-]*)?")
_LIEN = re.compile(r"\[([^\]]*)\]\((?:[^()\s]|\([^()]*\))*\)|<(https?://[^>\s]+|mailto:[^>\s]+)>")
_MARQUES = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|(?<!\\)`+|\|")
_ECHAPPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Morceau(NamedTuple):
    """A heading (its anchor and text, both empty before the first one) and the blocks under it."""

    ancre: str
    titre: str
    blocs: tuple[str, ...]


def normaliser(texte: str) -> str:
    """One form per letter, spaces collapsed."""
    return " ".join(texte.translate(_LETTRES).split())


def morceaux(markdown: str) -> Iterator[Morceau]:
    """The parts of a body, with the anchors that the page gives to its headings."""
    ancres = Ancres()
    ancre, titre = "", ""
    lignes: list[str] = []
    for ligne, est_titre in _lignes(markdown):
        if not est_titre:
            lignes.append(ligne)
            continue
        yield Morceau(ancre, titre, blocs(lignes))
        trouve = _TITRE.fullmatch(ligne)
        brut = _nu(trouve[2]) if trouve else ""
        ancre, titre, lignes = ancres.nouvelle("s-", brut), normaliser(brut), []
    yield Morceau(ancre, titre, blocs(lignes))


def texte(markdown: str | None) -> tuple[str, ...]:
    """The blocks of a Markdown field of a record."""
    return blocs(markdown.splitlines()) if markdown else ()


def blocs(lignes: list[str]) -> tuple[str, ...]:
    """Paragraphs, items and rows, one string each."""
    resultat: list[list[str]] = [[]]
    for ligne in lignes:
        if _SANS_TEXTE.fullmatch(ligne) or _CODE.match(ligne):
            resultat.append([])
            continue
        debut = _BLOC.match(ligne)
        if debut:
            resultat.append([])
            ligne = ligne[debut.end() :]  # noqa: PLW2901 - its mark is not text
        resultat[-1].append(ligne)
    return tuple(phrase for bloc in resultat if (phrase := normaliser(_nu(" ".join(bloc)))))


def _lignes(markdown: str) -> Iterator[tuple[str, bool]]:
    """Lines, and whether each is a heading: « ## » in code is not."""
    code = False
    for ligne in markdown.splitlines():
        if _CODE.match(ligne):
            code = not code
        yield ligne, not code and _TITRE.fullmatch(ligne) is not None


def _nu(markdown: str) -> str:
    sans_liens = _LIEN.sub(lambda m: m[1] or m[2] or "", markdown)
    return unescape(_ECHAPPE.sub(r"\1", _MARQUES.sub(" " if "|" in markdown else "", sans_liens)))
