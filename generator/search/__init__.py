"""The search index: Pagefind run on a tree made for it, its bundle verified, renamed and kept."""

from generator.search.apercu import IndexEnRetard
from generator.search.errors import RechercheError
from generator.search.indexation import Indexation

__all__ = ["IndexEnRetard", "Indexation", "RechercheError"]
