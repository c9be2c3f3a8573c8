"""Expressions compiled when they are first used: a third of ours never are in a small build."""

from __future__ import annotations

import re
from typing import Any, cast


class _Expression:
    """An expression, until one of its methods is asked for; then that method, without a detour."""

    def __init__(self, texte: str, options: int) -> None:
        self._texte, self._options = texte, options

    def __getattr__(self, nom: str) -> Any:
        valeur = getattr(re.compile(self._texte, self._options), nom)
        setattr(self, nom, valeur)
        return valeur


def expression(texte: str, options: int = 0) -> re.Pattern[str]:
    """``re.compile``, put off; for what is used by its methods alone."""
    return cast("re.Pattern[str]", _Expression(texte, options))
