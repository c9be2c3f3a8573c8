"""Content models: what a file of ``content/`` must hold. No I/O, never imports ``generator``.

No module here has ``from __future__ import annotations``: each annotation would be a text that
pydantic compiles and evaluates at every start.
"""

import os

# No plugin of pydantic that this machine happens to have may watch or change what is validated; and
# looking for them takes time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
