"""What happened, as one list: feeds, the digest and the monthly letters all read it."""

from __future__ import annotations

from generator.events.journal import evenements
from generator.events.model import FUSEAU, Evenement, TypeEvenement

__all__ = ["FUSEAU", "Evenement", "TypeEvenement", "evenements"]
