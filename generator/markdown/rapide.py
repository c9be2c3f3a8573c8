"""The common text, in a twentieth of the time: nothing to refuse, nothing out of the ordinary.

``markdown-it-pyrs`` is the Rust port of the parser of ``generator.markdown.parser``. It knows
neither our boxes nor where things are, so it is only asked for texts that use neither: at any sign
of what must be refused, or that the two could read in another way, it gives up and the text is
read with care. A property test compares the two, byte for byte.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from generator.expression import expression
from generator.markdown.links import motif_de_refus
from generator.markdown.structure import Ancres, Rendu, Titre, abrege
from schemas.types import URL_COURANTE

if TYPE_CHECKING:
    from markdown_it_pyrs import MarkdownIt

NOM_TABLEAU_MAX = 100
_PROFONDEUR_MAX = 8
_FACTEUR_MAX = 20
_RARES = "<\\&`~"
"""HTML, escapes, entities, code, text struck out."""
# After a bracket that ends: a definition, or another link.
_APRES_CROCHET = (":", "[", " [", "\n[")
# French spaces that do not break stand inside a line: at its ends, only one of the two trims.
# One expression each: a text is searched for one character five times faster than for two.
_INSECABLES = tuple(
    expression(
        rf"{espace}(?:(?![0-9A-Za-zÀ-ÿŒœ«»’\"':;!?%€])|(?<![0-9A-Za-zÀ-ÿŒœ«»’\"'(.]{espace}))"
    )
    for espace in "\u00a0\u202f"
)
# Around a mark of emphasis the two have different lists of punctuation: letters, digits and plain
# signs only.
_SIGNE = r"[^\sA-Za-z0-9À-ÿŒœ.,;:!?()'’\"*-]"
_MARQUE = expression(rf"\*(?:(?={_SIGNE})|(?<={_SIGNE}\*))")
# How a line may start: nothing, a heading, an item that says something, a quotation, a table, a
# word. And a quotation ends with a blank line. Read line after line, from the first to the last.
_MOT = r"(?!\d+[.)])[0-9A-Za-zÀ-ÿŒœ«(\"’'\[]"
_LIGNE = (
    rf"(?:[ ]*+(?=\n|\Z)|(?:#{{2,6}}[ ][^\s#]|[ ]{{0,6}}(?:(?:-|\d{{1,3}}\.)[ ]{{1,3}})?\*{{0,2}}{_MOT}|\|)[^\n]*+"
    rf"|>[ ]\*{{0,2}}{_MOT}[^\n]*+(?=\Z|\n(?:>|[ ]*+(?:\n|\Z))))"
)
_LIGNES = expression(rf"(?:{_LIGNE}\n)*+{_LIGNE}\Z")
_BALISE = expression(r"(<[^>]*>)")
_LIEN = expression(r'<a href="([A-Za-z0-9:/._?#=-]+)">')
_HOTE_MAJUSCULE = expression(r"https?://[^/]*[A-Z]")
# Tags that always become the same thing, and by how much what follows is nested.
_FIXES = {
    **{
        f"<{barre}{nom}>": (f"<{barre}{nom}>", 0)
        for nom in ("p", "tr", "tbody")
        for barre in ("", "/")
    },
    **{f"<{nom}>": (f"<{nom}>", 1) for nom in ("ul", "ol", "li", "blockquote", "em", "strong")},
    **{f"</{nom}>": (f"</{nom}>", -1) for nom in ("ul", "ol", "li", "blockquote", "em", "strong")},
    "<thead>": ("<thead>", 0),
    "<td>": ("<td>", 0),
    '<td style="text-align:left">': ("<td>", 0),
    '<td style="text-align:right">': ('<td class="droite">', 0),
    '<td style="text-align:center">': ('<td class="centre">', 0),
    "</td>": ("</td>", 0),
    "<br />": ("<br>", 0),
    "<hr />": ("<hr>", 0),
    "</table>": ("</table></div>", 0),
}
_ENTETES = {
    "<th>": '<th scope="col">',
    '<th style="text-align:left">': '<th scope="col">',
    '<th style="text-align:right">': '<th class="droite" scope="col">',
    '<th style="text-align:center">': '<th class="centre" scope="col">',
}
_DEBUT_LISTE = expression(r'<ol start="\d{1,9}">')
_DEBUT_TITRE = expression(r"<h([2-6])>")


@lru_cache(maxsize=1)
def analyseur() -> MarkdownIt:
    """The compiled parser, stateless between texts."""
    from markdown_it_pyrs import MarkdownIt  # noqa: PLC0415 - start fast

    return MarkdownIt("commonmark").enable("table")


def rendre_simple(texte: str, *, court: bool) -> Rendu | None:
    """The text rendered, or ``None`` when it must be read with care."""
    if _rare(texte) or not _LIGNES.match(texte) or _suites(texte):
        return None
    if "_" in texte or ("*" in texte and _MARQUE.search(texte)):
        return None
    if any(insecable.search(texte) for insecable in _INSECABLES):
        return None
    if "|" in texte and not _tableaux_isoles(texte):
        return None
    brut = analyseur().render(texte)
    if (
        "](" in brut
        or "<blockquote>\n</blockquote>" in brut
        or len(brut) > _FACTEUR_MAX * len(texte)
    ):
        return None
    return _Reprise(brut, court=court).faire()


def _rare(texte: str) -> bool:
    """Whether there is one of these signs, or what is not seen: but ends of lines and French spaces."""
    visible = texte.replace("\n", " ").replace("\u00a0", " ").replace("\u202f", " ")
    return not visible.isprintable() or any(signe in texte for signe in _RARES)


def _suites(texte: str) -> bool:
    """Whether there is a box, an image, a definition or marks that pile up."""
    if ":::" in texte or "![" in texte or "***" in texte:
        return True
    return bool([apres for apres in texte.split("]")[1:] if apres.startswith(_APRES_CROCHET)])


def _tableaux_isoles(texte: str) -> bool:
    """Whether each table stands alone, between blank lines, each row starting with a bar.

    The two parsers do not end a table alike.
    """
    lignes = ["", *texte.split("\n"), ""]
    for rang in [rang for rang, ligne in enumerate(lignes) if "|" in ligne]:
        if not lignes[rang].startswith("|"):
            return False
        for voisine in (lignes[rang - 1], lignes[rang + 1]):
            if voisine.strip() and not voisine.startswith("|"):
                return False
    return True


class _Reprise:
    """One pass over the HTML: what the review of the tokens does, on what is left to do."""

    def __init__(self, brut: str, *, court: bool) -> None:
        self._parties = _BALISE.split(brut)
        """Texts at even ranks, tags at odd ones, which are replaced at their place."""
        self._court = court
        self._sommaire: list[Titre] = []
        self._liens: dict[str, None] = {}
        self._ancres = Ancres()
        self._tableaux: dict[str, int] = {}
        self._profondeur = 0
        self._colonnes: list[str] = []
        self._tableau = 0
        self._ouvert = 0

    def faire(self) -> Rendu | None:
        """The final HTML and what it holds, or ``None``."""
        parties = self._parties
        for rang in range(1, len(parties), 2):
            fixe = _FIXES.get(parties[rang])
            if fixe is None:
                if not self._lire(rang):
                    return None
                continue
            parties[rang], pas = fixe
            if pas:
                self._profondeur += pas
                if self._profondeur > _PROFONDEUR_MAX:
                    return None
        return Rendu("".join(parties), tuple(self._sommaire), (), tuple(self._liens), ())

    def _lire(self, rang: int) -> bool:
        """Whether a tag is as it should be; write it as it will be, or what opened it."""
        balise = self._parties[rang]
        if balise == "</a>":
            return bool(self._parties[rang - 1].strip() or self._texte(rang))
        if balise == "</th>":
            self._colonnes.append(self._texte(rang))
            return bool(self._colonnes[-1])
        if balise == "</thead>":
            self._nommer_tableau()
            return True
        if balise == "<table>":
            self._tableau, self._colonnes = rang, []
            return True
        if balise.startswith("</h"):
            return self._fermer_titre(rang, int(balise[3]))
        return self._ouvrir(rang, balise)

    def _ouvrir(self, rang: int, balise: str) -> bool:
        self._ouvert = rang
        if lien := _LIEN.fullmatch(balise):
            adresse = lien[1]
            self._liens.setdefault(adresse)
            bonne = URL_COURANTE.fullmatch(adresse) or motif_de_refus(adresse) is None
            return bool(bonne) and not _HOTE_MAJUSCULE.match(adresse)
        if titre := _DEBUT_TITRE.fullmatch(balise):
            precedent = self._sommaire[-1].niveau if self._sommaire else 1
            self._tableau = rang
            return not self._court and int(titre[1]) <= precedent + 1
        if balise in _ENTETES:
            self._parties[rang] = _ENTETES[balise]
            return True
        self._profondeur += 1
        return bool(_DEBUT_LISTE.fullmatch(balise)) and self._profondeur <= _PROFONDEUR_MAX

    def _nommer_tableau(self) -> None:
        nom = abrege("Tableau : " + ", ".join(self._colonnes), NOM_TABLEAU_MAX)
        self._tableaux[nom] = vu = self._tableaux.get(nom, 0) + 1
        unique = escape(nom if vu == 1 else f"{nom} ({vu})", quote=False).replace('"', "&quot;")
        self._parties[self._tableau] = (
            f'<div class="tableau" role="region" aria-label="{unique}" tabindex="0"><table>'
        )

    def _fermer_titre(self, rang: int, niveau: int) -> bool:
        self._ouvert = self._tableau
        texte = self._texte(rang)
        ancre = self._ancres.nouvelle("s-", texte)
        self._sommaire.append(Titre(niveau, texte, ancre))
        self._parties[self._tableau] = f'<h{niveau} id="{ancre}">'
        return bool(texte)

    def _texte(self, fin: int) -> str:
        """Visible text since what was opened last, spaces collapsed."""
        return " ".join(unescape("".join(self._parties[self._ouvert + 1 : fin : 2])).split())
