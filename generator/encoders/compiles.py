"""Templates as they were compiled, kept where Python keeps compiled modules: ``__pycache__``.

To compile them takes a tenth of a second at each start, and in each process. What is read back is
executed: so it is not in the cache of the site, which machines may share, but beside our own
compiled modules, as trusted as they are, written when they may be, and ignored when damaged.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from generator.logiciel import empreinte_du_code

_SOMME = 32  # bytes of a SHA-256


class Compiles(BytecodeCache):
    """Compiled templates in a folder, each under the name of its template."""

    def __init__(self, dossier: Path | None = None) -> None:
        self._dossier = dossier or Path(cache_from_source(__file__)).parent

    def get_source_checksum(self, source: str) -> str:
        """What a compiled template is worth nothing without: its text, our compiler, Python."""
        return sha256(empreinte_du_code() + source.encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template if it was kept, whole, and of this very text."""
        try:
            brut = self._fichier(bucket).read_bytes()
        except OSError:
            return  # never kept, or not for us to read: it is compiled again
        code = brut[_SOMME:]
        if _somme(bucket, code) == brut[:_SOMME]:
            bucket.code = marshal.loads(code)  # noqa: S302 - ours: see the module

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, if Python keeps its own and the folder takes it."""
        if sys.dont_write_bytecode or bucket.code is None:
            return
        code = marshal.dumps(bucket.code)
        fichier = self._fichier(bucket)
        provisoire = fichier.with_suffix(f".{os.getpid()}")
        with suppress(OSError):  # as Python does for its modules: the next start is only slower
            provisoire.write_bytes(_somme(bucket, code) + code)
            provisoire.replace(fichier)

    def _fichier(self, bucket: Bucket) -> Path:
        return self._dossier / f"{bucket.key}.gabarit"


def _somme(bucket: Bucket, code: bytes) -> bytes:
    return sha256(bucket.checksum.encode() + code).digest()
