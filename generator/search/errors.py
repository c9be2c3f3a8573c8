"""What can go wrong."""

from __future__ import annotations

from generator.refus import Refus


class RechercheError(Refus):
    """The index could not be made: one French line. The published site is not to be touched."""
