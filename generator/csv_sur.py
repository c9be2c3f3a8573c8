"""Cells that a spreadsheet will not run as formulas (OWASP ASVS 5, 1.2.10), and back.

``cellule`` puts one apostrophe before a text that starts, after any apostrophes of its own, with a
dangerous character; ``valeur`` takes one apostrophe off such a cell. So ``valeur(cellule(x)) == x``
for every text, even one that already starts with an apostrophe: ``'=1`` is written ``''=1``.
"""

from __future__ import annotations

from generator.expression import expression

# The full-width forms are run as formulas by spreadsheets set to Japanese (OWASP, CSV injection).
_DANGER = r"[=+\-@\t\r\n\0＝＋－＠]"
_PREMIERS = frozenset("=+-@\t\r\n\0＝＋－＠'")
_A_PROTEGER = expression(rf"'*{_DANGER}")
_PROTEGEE = expression(rf"'+{_DANGER}")


def cellule(texte: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would read it as a formula."""
    suspect = texte[:1] in _PREMIERS  # told at once, most texts are not
    return f"'{texte}" if suspect and _A_PROTEGER.match(texte) else texte


def valeur(cellule_lue: str) -> str:
    """The text that ``cellule`` protected."""
    return cellule_lue[1:] if _PROTEGEE.match(cellule_lue) else cellule_lue
