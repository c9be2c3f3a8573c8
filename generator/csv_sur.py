"""Cells that a spreadsheet will not run as formulas (OWASP ASVS 5, 1.2.10)."""

from __future__ import annotations

_DANGER = ("=", "+", "-", "@", "\t", "\r", "\0")


def cellule(texte: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would read it as a formula."""
    return f"'{texte}" if texte.startswith(_DANGER) else texte


def valeur(cellule_lue: str) -> str:
    """The text that ``cellule`` protected."""
    if cellule_lue.startswith("'") and cellule_lue[1:].startswith(_DANGER):
        return cellule_lue[1:]
    return cellule_lue
