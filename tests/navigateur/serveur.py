"""A static host for the tests: the headers of production (``generator.hebergement``), a sub-path."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

from generator.hebergement import en_tetes

COMPRESSIBLES = (".html", ".css", ".js", ".svg", ".json", ".xml", ".txt", ".ics", ".csv", ".atom")


@lru_cache(maxsize=4096)
def _compresse(chemin: Path, codage: str) -> bytes:
    octets = chemin.read_bytes()
    return brotli.compress(octets) if codage == "br" else gzip.compress(octets, 9, mtime=0)


def _codage(chemin: Path, acceptes: str) -> str:
    if chemin.suffix not in COMPRESSIBLES:
        return ""
    return next((c for c in ("br", "gzip") if c in acceptes), "")


@contextmanager
def servir(dossier: Path, prefixe: str = "/") -> Iterator[str]:
    """Serve a folder under a path of 127.0.0.1; gives its address, with the final slash.

    As a production host does: ``index.html`` for folders, ``404.html`` with status 404.
    """
    base = dossier.resolve()

    class Reponses(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Headers and body are two writes: without this, each answer waits 40 ms for nothing.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            chemin = unquote(urlsplit(self.path).path)
            trouve = base / chemin.removeprefix(prefixe)
            if chemin.endswith("/"):
                trouve /= "index.html"
            statut = 200
            if not (
                chemin.startswith(prefixe)
                and trouve.resolve().is_relative_to(base)
                and trouve.is_file()
            ):
                trouve, statut = base / "404.html", 404
            codage = _codage(trouve, self.headers.get("Accept-Encoding", ""))
            corps = b""
            if trouve.is_file():
                corps = _compresse(trouve, codage) if codage else trouve.read_bytes()
            self.send_response(statut)
            self.send_header("Content-Length", str(len(corps)))
            if codage:
                self.send_header("Content-Encoding", codage)
            for nom, valeur in en_tetes(trouve.relative_to(base).as_posix()).items():
                self.send_header(nom, valeur)
            self.end_headers()
            self.wfile.write(corps)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the parent
            """Say nothing: tests speak for themselves."""

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Reponses)
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    try:
        yield f"http://127.0.0.1:{serveur.server_port}{prefixe}"
    finally:
        serveur.shutdown()
        serveur.server_close()
        fil.join()
