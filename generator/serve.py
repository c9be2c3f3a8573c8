"""Preview: build in memory, serve, watch, show a change at once, rebuild; errors are shown in the page."""

from __future__ import annotations

import html
import mimetypes
import sys
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import click
from watchfiles import watch

from generator.apercu import Apercu
from generator.build import Options
from generator.encoders.html import MODELES
from generator.publish.errors import cause

CACHE = Path("build/cache")
CALME, AU_PLUS = 15, 200
"""Milliseconds without a change after which those seen are taken together, and at most."""

_SCRIPT = '<script type="module" src="/__recharge.js?vu={}"></script>'
_RECHARGE = b"""
const vu = new URL(import.meta.url).searchParams.get("vu");
const demande = `/__version?vu=${vu}&page=${encodeURIComponent(location.pathname)}`;
async function suivre() {
  for (;;) {
    try {
      const reponse = await fetch(demande);
      if (reponse.ok && (await reponse.text()) !== vu) {
        location.reload();
        return;
      }
    } catch { await new Promise((r) => setTimeout(r, 1000)); }
  }
}
suivre();
"""


class Serveur(ThreadingHTTPServer):
    """A local server that knows what to serve."""

    daemon_threads = True

    def __init__(self, adresse: tuple[str, int], apercu: Apercu) -> None:
        self.apercu = apercu
        super().__init__(adresse, Gestionnaire)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that leaves before it has all: it does so at each reload."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Gestionnaire(BaseHTTPRequestHandler):
    """Serve the site from memory."""

    server: Serveur
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Serve a page, or wait until it changes."""
        adresse = urlsplit(self.path)
        if adresse.path == "/__version":
            demande = parse_qs(adresse.query)
            vu, page = demande.get("vu", [""])[0], demande.get("page", [None])[0]
            chemin = None if page is None else fichier_de(page)
            self._envoyer(self.server.apercu.attendre(vu, chemin).encode(), "text/plain")
        elif adresse.path == "/__recharge.js":
            self._envoyer(_RECHARGE, "text/javascript")
        else:
            self._fichier(fichier_de(unquote(adresse.path)))

    def _fichier(self, chemin: str) -> None:
        apercu, code = self.server.apercu, 200
        vu = apercu.empreinte(chemin)
        corps, erreurs = apercu.lire(chemin)
        if erreurs:
            self._page(page_erreurs(erreurs), vu)
            return
        if corps is None:
            if apercu.lire(f"{chemin}/index.html")[0] is not None:
                self._rediriger(f"/{chemin}/")
                return
            code, corps, chemin = 404, apercu.lire("404.html")[0] or b"", "404.html"
        if chemin.endswith(".html"):
            self._page(corps, vu, code)
        else:
            self._envoyer(corps, genre(chemin), code)

    def _page(self, corps: bytes, vu: str, code: int = 200) -> None:
        """A page that reloads itself when it is no longer the one seen."""
        script = _SCRIPT.format(vu).encode()
        corps = corps.replace(b"</head>", script + b"</head>", 1)
        self._envoyer(corps, "text/html; charset=utf-8", code)

    def _rediriger(self, vers: str) -> None:
        self.send_response(301)
        self.send_header("Location", vers)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _envoyer(self, corps: bytes, type_mime: str, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Type", type_mime)
        self.send_header("Content-Length", str(len(corps)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - their name
        """Say nothing: the terminal is for builds."""


def fichier_de(chemin: str) -> str:
    """The file of the site that is at a path."""
    chemin = chemin.lstrip("/")
    return f"{chemin}index.html" if not chemin or chemin.endswith("/") else chemin


def genre(chemin: str) -> str:
    """Content type of a file of the site."""
    mime = mimetypes.guess_type(chemin)[0] or "application/octet-stream"
    textuel = mime.startswith("text/") or mime.endswith(("json", "xml", "javascript"))
    return f"{mime}; charset=utf-8" if textuel else mime


def page_erreurs(erreurs: str) -> bytes:
    """The errors of the content, in the page, instead of a stale site."""
    return (
        "<!doctype html><html lang=fr><head><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'><title>Erreurs dans le contenu</title>"
        "<style>pre{white-space:pre-wrap;overflow-wrap:anywhere}</style>"
        "</head><body><main><h1>Le contenu a des erreurs</h1>"
        "<p>Corrigez-les : cette page se rechargera d’elle-même.</p>"
        f"<pre>{html.escape(erreurs)}</pre></main></body></html>"
    ).encode()


def servir(content: Path, jour: date, jobs: int, host: str, port: int) -> None:
    """Build, serve and watch until interrupted."""
    apercu = Apercu(Options(content, Path(), jour, f"http://{host}:{port}/", jobs, CACHE))
    try:
        serveur = Serveur((host, port), apercu)
    except OSError as erreur:
        raise click.ClickException(
            f"impossible d'écouter sur {host}:{port} : {cause(erreur)} ; essayez --port {port + 1}"
        ) from erreur
    click.echo(apercu.reconstruire())
    threading.Thread(target=serveur.serve_forever, daemon=True).start()
    click.echo(f"Le catalogue est sur http://{host}:{serveur.server_port}/ (Ctrl+C pour arrêter)")
    demandes: SimpleQueue[BaseException | None] = SimpleQueue()
    threading.Thread(target=_guetter, args=(apercu, content, demandes), daemon=True).start()
    try:
        while True:
            panne = demandes.get()
            if panne is not None:
                raise panne
            if demandes.empty():  # else a later one will do
                click.echo(apercu.reconstruire())
    except KeyboardInterrupt:
        click.echo("Arrêté.")
    finally:
        serveur.shutdown()


def _guetter(apercu: Apercu, content: Path, demandes: SimpleQueue[BaseException | None]) -> None:
    """Show each change at once, and ask for a build; what stops this is raised by the builder."""
    try:
        for changements in watch(content, MODELES, step=CALME, debounce=AU_PLUS):
            apercu.retoucher(Path(chemin).resolve() for _, chemin in changements)
            demandes.put(None)
    except BaseException as erreur:  # noqa: BLE001 - given to the thread that can say it
        demandes.put(erreur)
