"""The common text, in a twentieth of the time: nothing to refuse, nothing out of the ordinary.

``markdown-it-pyrs`` is the Rust port of the parser of ``generator.markdown.parser``. It knows
neither our boxes nor where things are, so it is only asked for texts that use neither: at any sign
of what must be refused, or that the two could read in another way, it gives up and the text is
read with care. A property test compares the two, byte for byte.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from markdown_it.common.utils import escapeHtml
from markdown_it_pyrs import MarkdownIt

from generator.markdown.links import motif_de_refus
from generator.markdown.structure import Ancres, Rendu, Titre, abrege

NOM_TABLEAU_MAX = 100
_PROFONDEUR_MAX = 8
_FACTEUR_MAX = 20
# HTML, escapes, entities, code, invisible characters.
_RARE = re.compile(
    r"[<\\&`~\t\r\f\v\x00\x1c-\x1f\x85\u1680\u2000-\u200f\u2028\u2029\u205f\u3000\ufeff\ud800-\udfff]"
)
# Boxes, images, definitions, piled-up marks.
_SUITES = (":::", "![", "]:", "***", "__", "][", "] [", "]\n[")
# French spaces that do not break stand inside a line: at its ends, only one of the two trims.
_INSECABLE = re.compile(
    r"(?<![0-9A-Za-zÀ-ÿŒœ«»’\"'(.])[\u00a0\u202f]|[\u00a0\u202f](?![0-9A-Za-zÀ-ÿŒœ«»’\"':;!?%€])"
)
# Around a mark of emphasis the two have different lists of punctuation: letters, digits and plain
# signs only.
_MARQUE = re.compile(r"[^\sA-Za-z0-9À-ÿŒœ.,;:!?()'’\"*-]\*+|\*+[^\sA-Za-z0-9À-ÿŒœ.,;:!?()'’\"*-]|_")
# How a line may start: nothing, a heading, an item that says something, a quotation, a table, a
# word. And a quotation ends with a blank line.
_MOT = r"(?!\d+[.)])[0-9A-Za-zÀ-ÿŒœ«(\"’'\[]"
_LIGNE = re.compile(
    rf"^(?![ ]*$|#{{2,6}}[ ][^\s#]|[ ]{{0,6}}(?:(?:-|\d{{1,3}}\.)[ ]{{1,3}})?\*{{0,2}}{_MOT}|>[ ]\*{{0,2}}{_MOT}|\|)"
    r"|^>[^\n]*\n(?!>|[ ]*(?:\n|\Z))",
    re.MULTILINE,
)
_BALISE = re.compile(r"(<[^>]*>)")
_LIEN = re.compile(r'<a href="([A-Za-z0-9:/._?#=-]+)">')
_HOTE_MAJUSCULE = re.compile(r"https?://[^/]*[A-Z]")
_NEUTRES = frozenset(
    {"<p>", "</p>", "</a>", "</h2>", "</h3>", "</h4>"}
    | {"</h5>", "</h6>", "<thead>", "</thead>", "<tbody>", "</tbody>", "<tr>", "</tr>", "<td>"}
    | {"</td>", "</th>"}
)
_OUVERTURES = frozenset({"<ul>", "<ol>", "<li>", "<blockquote>", "<em>", "<strong>"})
_FINS = frozenset({"</ul>", "</ol>", "</li>", "</blockquote>", "</em>", "</strong>"})
_SIMPLES = {"<br />": "<br>", "<hr />": "<hr>", "</table>": "</table></div>"}
_CELLULES = {
    "<th>": '<th scope="col">',
    '<th style="text-align:left">': '<th scope="col">',
    '<th style="text-align:right">': '<th class="droite" scope="col">',
    '<th style="text-align:center">': '<th class="centre" scope="col">',
    '<td style="text-align:left">': "<td>",
    '<td style="text-align:right">': '<td class="droite">',
    '<td style="text-align:center">': '<td class="centre">',
}
_DEBUT_LISTE = re.compile(r'<ol start="\d{1,9}">')
_DEBUT_TITRE = re.compile(r"<h([2-6])>")


@lru_cache(maxsize=1)
def _analyseur() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def rendre_simple(texte: str, *, court: bool) -> Rendu | None:
    """The text rendered, or ``None`` when it must be read with care."""
    if _RARE.search(texte) or _LIGNE.search(texte) or any(suite in texte for suite in _SUITES):
        return None
    if ("*" in texte or "_" in texte) and _MARQUE.search(texte):
        return None
    if ("\u00a0" in texte or "\u202f" in texte) and _INSECABLE.search(texte):
        return None
    if "|" in texte and not _tableaux_isoles(texte):
        return None
    brut = _analyseur().render(texte)
    if (
        "](" in brut
        or "<blockquote>\n</blockquote>" in brut
        or len(brut) > _FACTEUR_MAX * len(texte)
    ):
        return None
    return _Reprise(court=court).faire(brut)


def _tableaux_isoles(texte: str) -> bool:
    """Whether each table stands alone, between blank lines, each row starting with a bar.

    The two parsers do not end a table alike.
    """
    avant = ""
    for ligne in texte.split("\n"):
        rangee = ligne.startswith("|")
        if not rangee and "|" in ligne:
            return False
        if avant.strip() and ligne.strip() and rangee != avant.startswith("|"):
            return False
        avant = ligne
    return True


class _Reprise:
    """One pass over the HTML: what the review of the tokens does, on what is left to do."""

    def __init__(self, *, court: bool) -> None:
        self._court = court
        self._morceaux: list[str] = []
        self._sommaire: list[Titre] = []
        self._liens: dict[str, None] = {}
        self._ancres = Ancres()
        self._tableaux: dict[str, int] = {}
        self._profondeur = 0
        self._colonnes: list[str] = []
        self._tableau = 0
        self._marque = 0

    def faire(self, brut: str) -> Rendu | None:
        """The final HTML and what it holds, or ``None``."""
        parties = _BALISE.split(brut)
        for rang in range(0, len(parties) - 1, 2):
            self._morceaux.append(parties[rang])
            balise = parties[rang + 1]
            if balise in _NEUTRES:
                if not self._fermer(balise):
                    return None
                self._morceaux.append(balise)
                continue
            ecrite = self._ouvrir(balise)
            if ecrite is None:
                return None
            self._morceaux.append(ecrite)
        self._morceaux.append(parties[-1])
        return Rendu("".join(self._morceaux), tuple(self._sommaire), (), tuple(self._liens), ())

    def _ouvrir(self, balise: str) -> str | None:  # noqa: PLR0911 - one return for each kind of tag
        if balise in _SIMPLES:
            return _SIMPLES[balise]
        if balise in _OUVERTURES or _DEBUT_LISTE.fullmatch(balise):
            self._profondeur += 1
            return balise if self._profondeur <= _PROFONDEUR_MAX else None
        if balise in _FINS:
            self._profondeur -= 1
            return balise
        if balise in _CELLULES:
            self._marque = len(self._morceaux) + 1
            return _CELLULES[balise]
        if lien := _LIEN.fullmatch(balise):
            adresse = lien[1]
            self._marque = len(self._morceaux) + 1
            if motif_de_refus(adresse) is not None or _HOTE_MAJUSCULE.match(adresse):
                return None
            self._liens.setdefault(adresse)
            return balise
        if balise == "<table>":
            self._tableau, self._colonnes = len(self._morceaux), []
            return balise
        if titre := _DEBUT_TITRE.fullmatch(balise):
            niveau = int(titre[1])
            precedent = self._sommaire[-1].niveau if self._sommaire else 1
            self._tableau = len(self._morceaux)
            return None if self._court or niveau > precedent + 1 else balise
        return None

    def _fermer(self, balise: str) -> bool:
        """Whether what this tag closes is as it should be; complete what opened it."""
        if balise == "</a>":
            return bool(self._texte(self._marque))
        if balise == "</th>":
            self._colonnes.append(self._texte(self._marque))
            return bool(self._colonnes[-1])
        if balise == "</thead>":
            nom = abrege("Tableau : " + ", ".join(self._colonnes), NOM_TABLEAU_MAX)
            self._tableaux[nom] = vu = self._tableaux.get(nom, 0) + 1
            unique = escapeHtml(nom if vu == 1 else f"{nom} ({vu})")
            self._morceaux[self._tableau] = (
                f'<div class="tableau" role="region" aria-label="{unique}" tabindex="0"><table>'
            )
        elif balise.startswith("</h"):
            texte = self._texte(self._tableau + 1)
            ancre = self._ancres.nouvelle("s-", texte)
            self._sommaire.append(Titre(int(balise[3]), texte, ancre))
            self._morceaux[self._tableau] = f'<h{balise[3]} id="{ancre}">'
            return bool(texte)
        return True

    def _texte(self, debut: int) -> str:
        """Visible text since a rank, spaces collapsed."""
        textes = (m for m in self._morceaux[debut:] if not m.startswith("<"))
        return " ".join(unescape("".join(textes)).split())
