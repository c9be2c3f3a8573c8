"""Validated content: only what every rule accepts gets here."""

import schemas  # noqa: F401 - before any module here imports pydantic, which it makes lighter
