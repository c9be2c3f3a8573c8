"""Content models: what a file of ``content/`` must hold. No I/O, never imports ``generator``.

No module here has ``from __future__ import annotations``: each annotation would be a text that
pydantic compiles and evaluates at every start.
"""

from schemas.leger import alleger

alleger()
