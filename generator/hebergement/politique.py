"""Which headers and which content type each path of the site is served with.

Paths are relative to the root of the site. Sources: ANSSI, « Recommandations pour la mise en œuvre
d'un site web » (content policy, HSTS, referrer); RFC 8246 (immutable); RFC 4287, 5545, 8259, 7111
(content types). Nothing here depends on the host that serves.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import urlsplit

from msgspec import Struct

CSP_META = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
"""The policy that pages say themselves, for hosts that cannot set headers (a test compares)."""

CSP = CSP_META | {"frame-ancestors": "'none'"}

CSP_SANS_EXCEPTION = CSP | {"script-src": "'self' 'wasm-unsafe-eval'"}
"""For hosts where every rule that matches adds up, and none can be lifted: the pages lift it."""

CSP_OUVRIER = {
    "default-src": "'none'",
    "script-src": "'wasm-unsafe-eval'",
    "connect-src": "'self'",
}
"""The search worker alone compiles WebAssembly: a worker obeys the policy of its own response."""

OUVRIER = "pagefind/pagefind-worker.js"

_REFUSEES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)

COMMUNS = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(f"{nom}=()" for nom in _REFUSEES),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    # One year; nothing for subdomains, which are not ours to decide for.
    "Strict-Transport-Security": "max-age=31536000",
}
"""Headers that every response has, with the same value."""

CACHE_COURT = "no-cache"
"""Kept, but checked each time: a correction is seen at once, and no page asks for gone assets."""

CACHE_IMMUABLE = "public, max-age=31536000, immutable"

IMMUABLES = "assets/"
"""Folder whose file names hold a hash of their bytes."""

IMMUABLES_PAR_EXTENSION = ("pf_fragment", "pf_index", "pf_meta")
"""Extensions of the files of the search whose names hold one too."""

TYPES = {
    "atom": "application/atom+xml",
    "conf": "text/plain",
    "css": "text/css",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "ico": "image/x-icon",
    "ics": "text/calendar",
    "js": "text/javascript",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "jsonld": "application/ld+json",
    "md": "text/markdown",
    "pagefind": "application/octet-stream",
    "pf_fragment": "application/octet-stream",
    "pf_index": "application/octet-stream",
    "pf_meta": "application/octet-stream",
    "png": "image/png",
    "rss": "application/rss+xml",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webp": "image/webp",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "yml": "application/yaml",
}
"""Every extension that the site may have, without its dot (a test compares with the real site)."""

TYPE_SANS_EXTENSION = "text/plain"
"""``SHA256SUMS``."""

DONNEES = ("atom", "csv", "ics", "json", "jsonl", "jsonld", "rss", "xlsx", "xml")
"""Extensions that pages of other sites may read: open data, without identity nor secret."""

COMPRESSES = frozenset(
    {"docx", "pagefind", "pf_fragment", "pf_index", "pf_meta", "png", "webp", "xlsx"}
)
"""Extensions whose bytes are compressed already."""


_ADRESSE = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~-]+)*/?")
_DOSSIER = re.compile(r"/[\w./-]+", re.ASCII)


class CibleError(ValueError):
    """An address or a folder that cannot be written in a configuration: one French line."""


class Cible(Struct, frozen=True):
    """Where the site is served.

    ``racine`` is the folder of the published site, ``base_url`` its public address. ``port`` is for
    a server behind another one that holds the certificate.

    Raises:
        CibleError: a character that could mean something in a configuration.
    """

    base_url: str
    racine: str = "/srv/catalogue/site"
    port: int = 80

    def __post_init__(self) -> None:
        if not _ADRESSE.fullmatch(self.base_url):
            raise CibleError(f"adresse publique impossible à écrire : {self.base_url!r}")
        if not _DOSSIER.fullmatch(self.racine):
            raise CibleError(f"dossier impossible à écrire (chemin absolu) : {self.racine!r}")

    @property
    def hote(self) -> str:
        """The host of the site."""
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def prefixe(self) -> str:
        """The path of the site on its host, with both slashes."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"


def politique(directives: dict[str, str]) -> str:
    """A content policy as its header says it."""
    return "; ".join(f"{nom} {valeur}" for nom, valeur in directives.items())


def extension(chemin: str) -> str:
    """The extension of a path, without its dot; "" when it has none."""
    return posixpath.splitext(chemin)[1].removeprefix(".")


def est_textuel(mime: str) -> bool:
    """Whether bytes of this type are text that says its charset: always UTF-8 here.

    JSON says none: it is UTF-8 by definition (RFC 8259, 11).
    """
    return mime.startswith("text/") or mime.endswith("xml")


def type_mime(chemin: str) -> str:
    """Content type of a path, with its charset when it is text."""
    ext = extension(chemin)
    mime = TYPES.get(ext, "application/octet-stream") if ext else TYPE_SANS_EXTENSION
    return f"{mime}; charset=utf-8" if est_textuel(mime) else mime


def est_immuable(chemin: str) -> bool:
    """Whether the bytes behind this path never change."""
    return chemin.startswith(IMMUABLES) or extension(chemin) in IMMUABLES_PAR_EXTENSION


def en_tetes(chemin: str) -> dict[str, str]:
    """All headers of a file of the site, its content type among them."""
    tous = {
        "Content-Type": type_mime(chemin),
        "Content-Security-Policy": politique(CSP_OUVRIER if chemin == OUVRIER else CSP),
        "Cache-Control": CACHE_IMMUABLE if est_immuable(chemin) else CACHE_COURT,
        **COMMUNS,
    }
    if extension(chemin) in DONNEES:
        tous["Access-Control-Allow-Origin"] = "*"
    return tous
