"""What shape the content model gives to each place of a file."""

from __future__ import annotations

from generator.source.yaml_events import Loc
from schemas.types import Modele, modeles


def fields(model: type[Modele], loc: Loc) -> list[str]:
    """Names of the fields allowed at a place, required ones first; empty when none are known."""
    found = model_at(model, loc)
    if found is None:
        return []
    names = found.model_fields
    return sorted(names, key=lambda name: not names[name].is_required())


def model_at(model: type[Modele], loc: Loc) -> type[Modele] | None:
    """The model that a place of a file must follow, or ``None``."""
    current: type[Modele] | None = model
    for segment in loc:
        if isinstance(segment, int):
            continue
        info = current.model_fields.get(segment) if current else None
        current = next(modeles(info.annotation), None) if info else None
    return current
