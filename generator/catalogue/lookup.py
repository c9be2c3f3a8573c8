"""Which key the author meant by a name, a label or several at once: to propose one that exists."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic_core import ErrorDetails

from generator.catalogue.hints import nearest, plain, suggestion
from generator.catalogue.shape import model_at
from generator.source.source_file import read
from generator.source.spots import Loc
from schemas.types import Enumeration, Modele

Names = Mapping[str, str]  # every way to say a key (itself, its names), and the key
Lists = Callable[[str], Names]  # the names of a référentiel, empty when it cannot be read

_REFERENTIELS = {
    "porteur": "ministeres",
    "co_porteurs": "ministeres",
    "thematiques": "thematiques",
    "degre": "degres",
    "degres": "degres",
    "dispositifs": "dispositifs",
}
_SHORTEST = 4  # a shorter name is inside everything


def lists_of(content: Path) -> Lists:
    """The référentiels of a content folder, read only if something is at fault."""

    def names(liste: str) -> Names:
        source = read(content, f"referentiels/{liste}.yml").source
        items = source.data.get(liste) if source is not None else None
        return dict(_named(items)) if isinstance(items, list) else {}

    return names


def _named(items: Collection[Any]) -> Iterator[tuple[str, str]]:
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            continue
        noms = item.get("noms")
        anciens = noms if isinstance(noms, list) else []
        names = [n.get(k) for n in anciens if isinstance(n, dict) for k in ("intitule", "court")]
        for name in (*names, item.get("nom"), item["id"]):
            if isinstance(name, str):
                yield name, item["id"]


def meant(typed: str, names: Names) -> str | None:
    """The key that the author most likely meant: by key or name, one inside the other, or near."""
    by_plain = {plain(name): key for name, key in names.items()}
    wanted = plain(typed[:200])
    if wanted in by_plain:
        return by_plain[wanted]
    inside = [n for n in by_plain if len(n) >= _SHORTEST and f"_{n}_" in f"_{wanted}_"]
    if inside:
        return by_plain[max(inside, key=len)]
    near = nearest(typed, names)
    return names[near] if near else None


def mend(detail: ErrorDetails, model: type[Modele], lists: Lists) -> str:
    """What to write instead of a value that must be one of some keys; empty when not the case."""
    loc, typed = detail["loc"], detail.get("input")
    if detail["type"] not in _KINDS or not isinstance(typed, str) or not loc:
        return ""
    names, where = _admitted(model, loc, lists)
    if not names:
        return ""
    keys = sorted(set(names.values()))
    found = {piece: meant(piece, names) for piece in _pieces(typed, names)}
    if detail["type"] == "tuple_type" or (len(found) > 1 and isinstance(loc[-1], int)):
        lines = [f"  - {key}" for key in dict.fromkeys(found.values()) if key]
        unknown = [piece for piece, key in found.items() if not key]
        head = "un élément par ligne, après un tiret :"
        field = [f"{loc[-1]}:"] if isinstance(loc[-1], str) else []
        rest = [f"« {piece[:60]} » : {suggestion(piece, keys, where)}" for piece in unknown]
        return "\n".join([head, *field, *(lines or ["  - …"]), *rest])
    key = meant(typed, names)
    if detail["type"] == "enum" and (key is None or nearest(typed, keys) == key):
        return ""  # already said
    return f"écrivez : {key}" if key else suggestion(typed, keys, where)


_KINDS = frozenset({"string_pattern_mismatch", "string_too_long", "enum", "tuple_type"})


def _pieces(typed: str, names: Names) -> list[str]:
    """The items of a list typed on one line; a name may hold a comma."""
    if plain(typed) in {plain(name) for name in names}:
        return [typed]
    return [p for piece in re.split(r"[,;\n]", typed) if (p := piece.strip(" []-"))] or [typed]


def _admitted(model: type[Modele], loc: Loc, lists: Lists) -> tuple[Names, str]:
    """The names that a place admits, and how to call them."""
    last = max((n for n, segment in enumerate(loc) if isinstance(segment, str)), default=-1)
    name = str(loc[last]) if last >= 0 else ""
    owner = model_at(model, loc[:last])
    info = owner.model_fields.get(name) if owner else None
    if info is None:
        return {}, ""
    if (closed := next(_enumerations(info.annotation), None)) is not None:
        return {n: m.value for m in closed for n in (m.libelle, m.value) if n}, "valeurs admises"
    if loc[0] == "dispositifs" and name == "type":
        name = "dispositifs"
    if name not in _REFERENTIELS or model_at(model, loc[: last + 1]) not in {None, owner}:
        return {}, ""
    liste = _REFERENTIELS[name]
    return lists(liste), f"liste dans referentiels/{liste}.yml"


def _enumerations(annotation: Any) -> Iterator[type[Enumeration]]:
    if isinstance(annotation, type) and issubclass(annotation, Enumeration):
        yield annotation
    for inner in get_args(annotation):
        yield from _enumerations(inner)
