"""What can go wrong."""

from __future__ import annotations


class RechercheError(Exception):
    """The index could not be made: one French line. The published site is not to be touched."""
