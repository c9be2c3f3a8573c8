"""Pydantic without what it makes at every start and that no model here asks for.

Two things, a quarter of the time to import it: looking for plugins loads the standard library's reader
of packages, the mail with it; and the schemas of ``pydantic_core`` are described by some ninety
``TypedDict``, each annotation of which is compiled, for type checkers alone. Without effect on what is
validated, and without effect at all when pydantic was imported before.
"""

import sys
from types import ModuleType
from typing import Any

CHERCHEUR = "pydantic.plugin._loader"
"""The module that pydantic asks for plugins when it makes a validator."""


class _SansTypes(dict[str, Any]):
    """What ``TypedDict`` is at run time, a dictionary, without its annotations."""

    def __init_subclass__(cls, *, total: bool = True) -> None:
        """Take the option of ``TypedDict``."""


def alleger() -> None:
    """Spare it both, whatever plugins this machine has: none may watch or change what is validated."""
    if CHERCHEUR not in sys.modules:
        aucun = ModuleType(CHERCHEUR)
        aucun.get_plugins = tuple  # type: ignore[attr-defined]
        sys.modules[CHERCHEUR] = aucun
    if "pydantic_core" in sys.modules:
        return
    import typing_extensions  # noqa: PLC0415 - where pydantic_core takes it from

    vrai = typing_extensions.TypedDict
    typing_extensions.TypedDict = _SansTypes  # type: ignore[assignment]
    try:
        import pydantic_core  # noqa: F401, PLC0415
    finally:
        typing_extensions.TypedDict = vrai
