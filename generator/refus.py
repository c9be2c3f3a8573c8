"""What every command may raise, in a module that costs nothing: to ask for help imports no more."""

from __future__ import annotations


class Refus(Exception):  # noqa: N818 - it is a refusal, not an error of the program
    """What the machine or the surroundings do not allow: one French line, no traceback.

    The published site is untouched whenever one is raised.
    """
