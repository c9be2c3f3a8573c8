"""Text of the content as words to be searched: no Markdown, one form per letter, no empty words.

Pagefind holds « œ » and « oe » for two letters, does not see « eau » in « l’eau », and knows no empty
words: « de » fills its index (measured on 1.5.2). So the index is written with « oe », and each empty
word or elision as one character of no alphabet, which takes a place but is not indexed. The page puts
all of it back: ``assets/js/recherche/texte.js`` of the theme.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from generator.expression import expression
from generator.markdown.structure import Ancres

_LETTRES = (
    *((apostrophe, "'") for apostrophe in "’‘ʼ′"),
    *((invisible, "") for invisible in "\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    ("\u2011", "-"),
    ("œ", "oe"),
    ("Œ", "Oe"),
    ("æ", "ae"),
    ("Æ", "Ae"),
)
_CODE = expression(r"^\s*(```|~~~)")
_TITRE = expression(r"(#{2,6})\s+(.*?)\s*#*\s*")
_BLOC = expression(r"^\s*(?:>\s?)*\s*(?:[-*+]|\d+[.)])\s+|^\s*(?:>\s?)+|^\s*\|")
_SANS_TEXTE = expression(r"\s*(?::{3,}.*|[|:\s-]*-[|:\s-]*)?")
_LIEN = expression(r"\[([^\]]*)\]\((?:[^()\s]|\([^()]*\))*\)|<(https?://[^>\s]+|mailto:[^>\s]+)>")
# Found before the costly expression is tried: most texts have none.
_MARQUE = expression(r"[\\*_`|]")
# An escape keeps its character; what is not escaped marks the text and goes.
_MARQUES = expression(r"\\([!-/:-@\[-`{-~])|\*+|(?<!\w)_+|_+(?!\w)|`+|(\|)")


VIDES = tuple(
    (  # noqa: SIM905 - a list of words is read as text
        "a à afin ai ainsi alors après as au aucun aucune aussi autre autres aux avaient avait avant "
        "avec avez avons c' car ce ceci cela celle celles celui ces cet cette ceux chaque ci comme "
        "comment d' dans de depuis des donc dont du elle elles en encore entre es est et étaient était "
        "été être eu eux fait font il ils j' je jusqu' l' la là le les leur leurs lorsqu' lui m' ma "
        "mais me mes même moi mon n' ne ni nos notre nous on ont ou où par pas pendant peu peut peuvent "
        "plus pour puis puisqu' qu' quand que quel quelle quelles quels qui quoi s' sa sans se selon "
        "ses si sien soit son sont sous sur t' ta tandis te tes toi ton tous tout toute toutes très tu "
        "un une vers via vos votre vous y"
    ).split()
)
"""Words that carry no subject, neither indexed nor searched. The place of each is part of the index."""

_PREMIER_CODE = 0xE100
"""In the private use area of Unicode: not letters."""

_CODES = {
    forme: chr(_PREMIER_CODE + 2 * rang + majuscule)
    for rang, mot in enumerate(VIDES)
    for majuscule, forme in enumerate((mot, mot[0].upper() + mot[1:]))
}
_FIN = "\ue0ff"
"""A character of the same area, between texts that are read together."""

# From the apostrophe, which is rare, back to the letters: twenty times faster than forward. One group per
# length of elision, for the ranks of ``_LONGUEURS``.
_ELISION = expression(
    r"'(?:(?<=\b[CDJLMNSTcdjlmnst]')()|(?<=\b[Qq]u')()|(?<=\b[Jj]usqu')()"
    r"|(?<=\b(?:[Ll]or|[Pp]ui)squ')())(?=\w)"
)
_LONGUEURS = (0, 2, 3, 6, 7)
# Longer than any word (an address, an attack): cut, for the index holds words of 255 bytes at most.
_LONG_MAX = 50
_LONG = expression(r"\S{50}(?=\S)")


class Morceau(NamedTuple):
    """A heading (its anchor and text, both empty before the first one) and the blocks under it."""

    ancre: str
    titre: str
    blocs: tuple[str, ...]


def normaliser(textes: Sequence[str]) -> list[str]:
    """Each text with one form per letter, spaces collapsed, empty words as codes.

    Many at once: four times less work than one by one.
    """
    joint = f" {_FIN} ".join(textes)
    if joint.count(_FIN) >= len(textes):
        return normaliser([t.replace(_FIN, " ") for t in textes])
    for lettre, forme in _LETTRES:
        joint = joint.replace(lettre, forme)
    mots = _detacher(joint).split()
    if max(map(len, mots), default=0) > _LONG_MAX:
        mots = _LONG.sub(r"\g<0> ", " ".join(mots)).split()
    nets = " ".join(map(_CODES.get, mots, mots))
    return [net.strip() for net in nets.split(_FIN)]


def _detacher(texte: str) -> str:
    """« l'eau » as two words; an elision in capitals stays as it is."""
    parties: list[str] = []
    debut = 0
    for trouve in _ELISION.finditer(texte):
        fin = trouve.end()
        lettres = fin - _LONGUEURS[trouve.lastindex or 0]
        parties += (texte[debut:lettres], _CODES[texte[lettres:fin]], " ")
        debut = fin
    return "".join((*parties, texte[debut:]))


def morceaux(markdown: str) -> Iterator[Morceau]:
    """The parts of a body, not yet normalised, with the anchors that the page gives to its headings."""
    ancres = Ancres()
    ancre, titre = "", ""
    lignes: list[str] = []
    for ligne, est_titre in _lignes(markdown):
        if not est_titre:
            lignes.append(ligne)
            continue
        yield Morceau(ancre, titre, blocs(lignes))
        trouve = _TITRE.fullmatch(ligne)
        titre = _nu(trouve[2]) if trouve else ""
        ancre, lignes = ancres.nouvelle("s-", titre), []
    yield Morceau(ancre, titre, blocs(lignes))


def texte(markdown: str | None) -> tuple[str, ...]:
    """The blocks of a Markdown field of a record, not yet normalised."""
    return blocs(markdown.splitlines()) if markdown else ()


def blocs(lignes: list[str]) -> tuple[str, ...]:
    """Paragraphs, items and rows, one string each, without Markdown."""
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
    return tuple(phrase for bloc in resultat if bloc and (phrase := _nu(" ".join(bloc)).strip()))


def _lignes(markdown: str) -> Iterator[tuple[str, bool]]:
    """Lines, and whether each is a heading: « ## » in code is not."""
    code = False
    for ligne in markdown.splitlines():
        if _CODE.match(ligne):
            code = not code
        yield ligne, not code and _TITRE.fullmatch(ligne) is not None


def _nu(markdown: str) -> str:
    if "[" in markdown or "<" in markdown:
        markdown = _LIEN.sub(lambda m: m[1] or m[2] or "", markdown)
    if _MARQUE.search(markdown):
        markdown = _MARQUES.sub(lambda m: m[1] or (" " if m[2] else ""), markdown)
    return unescape(markdown)
