"""Markdown of the content to safe HTML, with what is wrong in it, where.

One face for three modules: ``parser`` (the dialect), ``review`` (what is refused, and the
structure found), ``render`` (the functions below).
"""

from generator.markdown.render import jetons, relativiser, rendre, rendre_court
from generator.markdown.structure import Encadre, Rendu, Titre, TypeEncadre

__all__ = [
    "Encadre",
    "Rendu",
    "Titre",
    "TypeEncadre",
    "jetons",
    "relativiser",
    "rendre",
    "rendre_court",
]
