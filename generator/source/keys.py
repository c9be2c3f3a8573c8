"""Names of the fields that the content may have, wherever they go."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from schemas.concertation import Concertation
from schemas.guide import Guide, ModeleDocument, Page
from schemas.site import Site
from schemas.suites import Suites
from schemas.types import Modele, modeles


@cache
def known_keys() -> frozenset[str]:
    """Every name of a field, of the files and of the blocks inside them."""
    seen: set[type[Modele]] = set()
    _collect((Concertation, Suites, Guide, Page, ModeleDocument, Site), seen)
    return frozenset(name for model in seen for name in model.model_fields)


def _collect(models: Iterable[type[Modele]], seen: set[type[Modele]]) -> None:
    for model in models:
        if model not in seen:
            seen.add(model)
            for info in model.model_fields.values():
                _collect(modeles(info.annotation), seen)
