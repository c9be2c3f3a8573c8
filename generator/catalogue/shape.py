"""What shape the content model gives to each place of a file."""

from __future__ import annotations

from pydantic.fields import FieldInfo

from generator.source.spots import Loc
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


def example(info: FieldInfo | None) -> str:
    """What may be written in a field."""
    shown = info.examples[0] if info and info.examples else "…"
    return f"[{', '.join(map(str, shown))}]" if isinstance(shown, list) else str(shown)


def block_at(model: type[Modele], loc: Loc) -> str:
    """The least that a field made of others must hold, as it is typed; empty for a plain field."""
    inner = model_at(model, loc)
    owner = model_at(model, loc[:-1])
    if inner is None or owner is None:
        return ""
    name = str(loc[-1])
    alone = owner.model_fields[name].annotation in {inner, inner | None}
    first = "  " if alone else "  - "
    lines = [f"{n}: {example(i)}" for n, i in inner.model_fields.items() if i.is_required()]
    return f"{name}:\n{first}" + f"\n{' ' * len(first)}".join(lines)
