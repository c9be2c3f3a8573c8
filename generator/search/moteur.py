"""The files of Pagefind that do not depend on the content, and how those of the site are named.

Light: every command that builds loads it, what reads an index is only loaded by who makes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

DOSSIER = "pagefind/"
VERSION = "1.5.2"
OUVRIER, ENTREE, LANGUE = "pagefind-worker.js", "pagefind-entry.json", "fr"

# The files that do not depend on the content.
STATIQUES: Mapping[str, str] = {
    OUVRIER: "4ca50d25bcab9e1c3afbc00ab5f7761114e83c8fc1b83d38655af1558b650c2a",
    "wasm.fr.pagefind": "535bcefb9b43fecc7e985ed98488ad32dd580a794373e4e94739c8a99160c37c",
}
MOTS, TABLE = "mots", "table"
"""The files of a lot and of an index that are not published."""


def ouvrier(entrees: Iterable[bytes], prelude: bytes, moteur: bytes) -> bytes:
    """The worker: ``prelude`` (``templates/recherche/ouvrier.js``), then Pagefind's own (``moteur``).

    It starts with what each index says of itself, so that browsers need not ask.
    """
    return b"const ENTREES=[%s];\n%s%s" % (b",".join(entrees), prelude, moteur)
