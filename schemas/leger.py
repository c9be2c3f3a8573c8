"""Pydantic without what it makes at every start and that no model here asks for.

Three things, a third of the time to import it (docs/adr/demarrage.md): looking for plugins loads the
standard library's reader of packages, and the mail with it; ``pydantic_core`` describes its schemas
by ninety ``TypedDict``, each annotation of which is compiled, for type checkers alone; and the
methods of its fifty dataclasses are written and compiled, when hardly any is ever called. What is
validated is the same. Without effect when pydantic was imported before.
"""

import dataclasses
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

CHERCHEUR = "pydantic.plugin._loader"
"""The module that pydantic asks for plugins when it makes a validator."""


class _SansTypes(dict[str, Any]):
    """What ``TypedDict`` is at run time, a dictionary, without its annotations."""

    def __init_subclass__(cls, *, total: bool = True) -> None:
        """Take the option of ``TypedDict``."""


def alleger() -> None:
    """Spare it these, whatever plugins this machine has: none may watch or change what is validated."""
    if CHERCHEUR not in sys.modules:
        aucun = ModuleType(CHERCHEUR)
        aucun.get_plugins = tuple  # type: ignore[attr-defined]
        sys.modules[CHERCHEUR] = aucun
    if "pydantic_core" in sys.modules:
        return
    import typing_extensions  # noqa: PLC0415 - where pydantic_core takes it from

    with (
        _remplacer(typing_extensions, "TypedDict", lambda _: _SansTypes),
        _remplacer(dataclasses, "_create_fn", _au_premier_appel),
    ):
        from pydantic import BaseModel, StringConstraints  # noqa: F401, PLC0415
        from pydantic.json_schema import WithJsonSchema  # noqa: F401, PLC0415


def _au_premier_appel(creer: Callable[..., Callable[..., Any]]) -> Callable[..., Any]:
    """``creer``, which writes and compiles a method, put off until the method is called."""

    def promettre(nom: str, *arguments: Any, **options: Any) -> Callable[..., Any]:
        faire = cache(lambda: creer(nom, *arguments, **options))

        def methode(*valeurs: Any, **nommees: Any) -> Any:
            return faire()(*valeurs, **nommees)

        methode.__name__ = nom
        return methode

    return promettre


@contextmanager
def _remplacer(module: ModuleType, nom: str, par: Callable[[Any], Any]) -> Iterator[None]:
    """Another value for a name, meanwhile; nothing where Python has no such name."""
    vrai = getattr(module, nom, None)
    if vrai is not None:
        setattr(module, nom, par(vrai))
    try:
        yield
    finally:
        if vrai is not None:
            setattr(module, nom, vrai)
