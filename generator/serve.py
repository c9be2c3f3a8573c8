"""Preview: build in memory, serve, watch, rebuild, reload; errors are shown in the page."""

from __future__ import annotations

import html
import mimetypes
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
from watchfiles import watch

from generator.build import Options, Site, site_en_memoire
from generator.diagnostics import format_text
from generator.encoders.html import MODELES, environnement
from generator.publish.errors import cause
from generator.search.apercu import IndexEnRetard
from generator.search.liasse import DOSSIER

CACHE = Path("build/cache")
"""Where previews keep what they made."""

ATTENTE = 25.0
"""Seconds a reload request waits before it asks again."""

_SCRIPT = b'<script type="module" src="/__recharge.js"></script>'
_RECHARGE = b"""
let vu = null;
async function suivre() {
  for (;;) {
    try {
      const reponse = await fetch("/__version?vu=" + (vu ?? ""));
      const version = await reponse.text();
      if (vu !== null && version !== vu) location.reload();
      vu = version;
    } catch { await new Promise((r) => setTimeout(r, 1000)); }
  }
}
suivre();
"""


@dataclass(frozen=True, slots=True)
class Etat:
    """What is served: the last good site, and the errors of the content as it is now."""

    version: int
    site: Site | None
    erreurs: str


class Apercu:
    """The state shared by the watcher and the requests."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._etat = Etat(0, None, "")
        self._change = threading.Condition(threading.RLock())
        self._indexer = IndexEnRetard(self._reindexer)

    @property
    def etat(self) -> Etat:
        """What is served now."""
        return self._etat

    def reconstruire(self) -> str:
        """Build again; the summary for the terminal."""
        site, rapport = site_en_memoire(self._options, self._indexer)
        erreurs = format_text(rapport.diagnostics) if rapport.failed else ""
        with self._change:
            ancien = self._etat
            self._etat = Etat(ancien.version + 1, site or ancien.site, erreurs)
            self._reindexer(self._indexer.connus)  # one made in the meantime is not lost
            self._change.notify_all()
        if erreurs:
            return erreurs
        return f"{rapport.pages} pages en {sum(rapport.seconds.values()):.2f} s"

    def _reindexer(self, fichiers: Mapping[str, bytes]) -> None:
        """Put a new index in place of the one of before; no page needs to be loaded again."""
        with self._change:
            ancien = self._etat
            if ancien.site:
                pages = {c: f for c, f in ancien.site.files.items() if not c.startswith(DOSSIER)}
                site = Site({**pages, **fichiers}, ancien.site.base_path)
                self._etat = Etat(ancien.version, site, ancien.erreurs)

    def attendre(self, vu: str) -> int:
        """Wait until the version is no longer the one seen; give the current one."""
        with self._change:
            self._change.wait_for(lambda: str(self._etat.version) != vu, timeout=ATTENTE)
            return self._etat.version


class Serveur(ThreadingHTTPServer):
    """A local server that knows what to serve."""

    daemon_threads = True

    def __init__(self, adresse: tuple[str, int], apercu: Apercu) -> None:
        self.apercu = apercu
        super().__init__(adresse, Gestionnaire)


class Gestionnaire(BaseHTTPRequestHandler):
    """Serve the site from memory."""

    server: Serveur
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Serve a page, or wait for the next version."""
        adresse = urlsplit(self.path)
        if adresse.path == "/__version":
            vu = adresse.query.removeprefix("vu=")
            self._envoyer(str(self.server.apercu.attendre(vu)).encode(), "text/plain")
        elif adresse.path == "/__recharge.js":
            self._envoyer(_RECHARGE, "text/javascript")
        elif self.server.apercu.etat.erreurs:
            self._envoyer(page_erreurs(self.server.apercu.etat.erreurs), "text/html; charset=utf-8")
        else:
            self._fichier(unquote(adresse.path).lstrip("/"))

    def _fichier(self, chemin: str) -> None:
        site = self.server.apercu.etat.site
        fichiers = site.files if site else {}
        if not chemin or chemin.endswith("/"):
            chemin += "index.html"
        if chemin not in fichiers and f"{chemin}/index.html" in fichiers:
            self._rediriger(f"/{chemin}/")
            return
        code = 200 if chemin in fichiers else 404
        if code == 404:  # noqa: PLR2004 - HTTP
            chemin = "404.html"
        corps = site.lire(chemin) if site and chemin in fichiers else b""
        if chemin.endswith(".html"):
            corps = corps.replace(b"</head>", _SCRIPT + b"</head>", 1)
        self._envoyer(corps, genre(chemin), code)

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


def genre(chemin: str) -> str:
    """Content type of a file of the site."""
    mime = mimetypes.guess_type(chemin)[0] or "application/octet-stream"
    textuel = mime.startswith("text/") or mime.endswith(("json", "xml", "javascript"))
    return f"{mime}; charset=utf-8" if textuel else mime


def page_erreurs(erreurs: str) -> bytes:
    """The errors of the content, in the page, instead of a stale site."""
    return (
        "<!doctype html><html lang=fr><head><meta charset=utf-8><title>Erreurs dans le contenu</title>"
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
    try:
        for changements in watch(content, MODELES, raise_interrupt=True):
            if any(Path(c).is_relative_to(MODELES.resolve()) for _, c in changements):
                environnement.cache_clear()
            click.echo(apercu.reconstruire())
    except KeyboardInterrupt:
        click.echo("Arrêté.")
    finally:
        serveur.shutdown()
