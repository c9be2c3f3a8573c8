"""The description of ``politique``, written for each kind of host."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from generator.hebergement.politique import (
    CACHE_COURT,
    CACHE_IMMUABLE,
    COMMUNS,
    COMPRESSES,
    CSP,
    CSP_OUVRIER,
    CSP_SANS_EXCEPTION,
    DONNEES,
    IMMUABLES,
    IMMUABLES_PAR_EXTENSION,
    OUVRIER,
    TYPE_SANS_EXTENSION,
    TYPES,
    Cible,
    est_textuel,
    politique,
)

_AVIS = "# Écrit par « catalogue hebergement » : ne pas modifier à la main, écrire de nouveau."
_REDIRECTIONS = "redirections/"
"""Where the site keeps the rules of its moved pages (``generator.adresses``)."""


def _texte(lignes: Iterator[str]) -> str:
    return "\n".join(lignes) + "\n"


def _motifs(cible: Cible) -> tuple[str, str, str]:
    """Regular expressions of the immutable paths, the worker and the open data."""
    prefixe = re.escape(cible.prefixe)
    return (
        rf"^{prefixe}(?:{IMMUABLES}|.*\.(?:{'|'.join(IMMUABLES_PAR_EXTENSION)}))",
        rf"^{prefixe}{re.escape(OUVRIER)}",
        rf"^{prefixe}.*\.(?:{'|'.join(DONNEES)})",
    )


def _compressibles() -> list[str]:
    return sorted({TYPES[e] for e in TYPES if e not in COMPRESSES and e != "html"})


def _nginx_valeurs(cible: Cible) -> Iterator[str]:
    """What each path gets, by ``map``: an « add_header » in a « location » would undo all others."""
    immuable, ouvrier, donnees = _motifs(cible)
    for nom, defaut, motif, valeur in (
        ("politique", politique(CSP), f"{ouvrier}$", politique(CSP_OUVRIER)),
        ("cache", CACHE_COURT, immuable, CACHE_IMMUABLE),
        ("origine", "", f"{donnees}$", "*"),
    ):
        yield f"map $uri $catalogue_{nom} {{"
        yield f'    default "{defaut}";'
        yield f'    "~{motif}" "{valeur}";'
        yield "}"


def _nginx(cible: Cible) -> Iterator[str]:
    yield _AVIS
    yield "# Pour nginx : à placer dans /etc/nginx/conf.d/."
    yield from _nginx_valeurs(cible)
    yield "server {"
    yield "    # Derrière un mandataire qui tient le certificat ; sinon : « listen 443 ssl; » et"
    yield "    # « ssl_certificate », « ssl_certificate_key »."
    yield f"    listen {cible.port};"
    yield f"    server_name {cible.hote};"
    yield "    server_tokens off;"
    yield "    absolute_redirect off;"
    yield "    index index.html;"
    yield "    autoindex off;"
    yield "    disable_symlinks on from=$document_root;"
    yield "    charset utf-8;"
    textuels = sorted({m for m in TYPES.values() if est_textuel(m)} - {"text/html"})
    yield f"    charset_types {' '.join(textuels)};"
    yield "    types {"
    yield from (f"        {mime} {ext};" for ext, mime in TYPES.items())
    yield "    }"
    yield f"    default_type {TYPE_SANS_EXTENSION};"
    yield '    add_header Content-Security-Policy "$catalogue_politique" always;'
    yield '    add_header Cache-Control "$catalogue_cache" always;'
    yield '    add_header Access-Control-Allow-Origin "$catalogue_origine" always;'
    yield from (f'    add_header {nom} "{valeur}" always;' for nom, valeur in COMMUNS.items())
    yield "    # Les fichiers .gz de « catalogue build --compress », sinon à la volée."
    yield "    gzip_static on;"
    yield "    gzip_vary on;"
    yield "    gzip on;"
    yield f"    gzip_types {' '.join(_compressibles())};"
    yield "    # Avec le module Brotli (Debian : libnginx-mod-http-brotli-static) :"
    yield "    # brotli_static on;"
    yield f"    error_page 404 {cible.prefixe}404.html;"
    yield r"    location ~ /\.(?!well-known/) { return 404; }"
    if cible.prefixe == "/":
        yield f'    root "{cible.racine}";'
    else:
        yield f"    location = {cible.prefixe.rstrip('/')} {{ return 301 {cible.prefixe}; }}"
        yield f'    location {cible.prefixe} {{ alias "{cible.racine}/"; }}'
    yield "    # Les pages déplacées ; « nginx -s reload » après chaque publication qui en ajoute."
    yield f'    include "{cible.racine}/{_REDIRECTIONS}nginx*.conf";'
    yield "}"


def _apache(cible: Cible) -> Iterator[str]:
    immuable, ouvrier, donnees = _motifs(cible)
    prefixe = re.escape(cible.prefixe)
    # The path that headers are chosen by is the one of the compressed file.
    fin = r"(?:\.br|\.gz)?$"
    yield _AVIS
    yield "# Pour Apache 2.4 : modules headers, mime, dir, rewrite (« a2enmod headers rewrite »)."
    yield f"<VirtualHost *:{cible.port}>"
    yield f'    ServerName "{cible.hote}"'
    yield f'    DocumentRoot "{cible.racine}"'
    if cible.prefixe != "/":
        yield f'    Alias "{cible.prefixe}" "{cible.racine}/"'
        yield f'    RedirectMatch 301 "^{prefixe.rstrip("/")}$" "{cible.prefixe}"'
    yield f'    <Directory "{cible.racine}">'
    yield "        Require all granted"
    yield "        AllowOverride None"
    yield "        Options None"
    yield "    </Directory>"
    yield "    DirectoryIndex index.html"
    yield f'    ErrorDocument 404 "{cible.prefixe}404.html"'
    yield r'    RedirectMatch 404 "/\.(?!well-known/)"'
    yield "    # Les pages déplacées ; « apachectl graceful » après chaque publication qui en ajoute."
    yield f'    IncludeOptional "{cible.racine}/{_REDIRECTIONS}apache*.conf"'
    yield "    FileETag MTime Size"
    for ext, mime in TYPES.items():
        yield f'    AddType "{mime}" .{ext}'
        if est_textuel(mime):
            yield f"    AddCharset utf-8 .{ext}"
    yield f'    <LocationMatch "/[^/.]+{fin}">'
    yield f'        ForceType "{TYPE_SANS_EXTENSION}; charset=utf-8"'
    yield "    </LocationMatch>"
    yield "    # Les fichiers .br et .gz de « catalogue build --compress »."
    yield "    RemoveLanguage .br"
    yield "    RemoveType .br .gz"
    yield "    AddEncoding br .br"
    yield "    AddEncoding gzip .gz"
    yield "    RewriteEngine On"
    yield f'    RewriteCond "{cible.racine}/$1index.html" -f'
    yield f'    RewriteRule "^{prefixe}((?:.*/)?)$" "{cible.prefixe}$1index.html"'
    for codage, suffixe in (("br", ".br"), ("gzip", ".gz")):
        yield rf'    RewriteCond "%{{HTTP:Accept-Encoding}}" "\b{codage}\b"'
        yield f'    RewriteCond "{cible.racine}/$1{suffixe}" -f'
        yield f'    RewriteRule "^{prefixe}(.+)$" "{cible.prefixe}$1{suffixe}" [PT,L,E=no-gzip:1,E=no-brotli:1]'
    yield '    RewriteRule "^" "-" [PT]'
    yield '    Header always merge Vary "Accept-Encoding"'
    yield f'    Header always set Content-Security-Policy "{politique(CSP)}"'
    yield f'    Header always set Cache-Control "{CACHE_COURT}"'
    for nom, valeur in COMMUNS.items():
        yield f'    Header always set {nom} "{valeur}"'
    for regle, nom, valeur in (
        (f"{ouvrier}{fin}", "Content-Security-Policy", politique(CSP_OUVRIER)),
        (immuable, "Cache-Control", CACHE_IMMUABLE),
        (f"{donnees}{fin}", "Access-Control-Allow-Origin", "*"),
    ):
        yield f'    <LocationMatch "{regle}">'
        yield f'        Header always set {nom} "{valeur}"'
        yield "    </LocationMatch>"
    yield "    # Une page introuvable n'est jamais gardée."
    yield f'    Header always set Cache-Control "{CACHE_COURT}" "expr=%{{REQUEST_STATUS}} >= 400"'
    yield "</VirtualHost>"


def _caddy(cible: Cible) -> Iterator[str]:
    immuable, ouvrier, donnees = _motifs(cible)
    yield _AVIS
    yield "# Pour Caddy 2 : Caddyfile. Il obtient et renouvelle lui-même le certificat de l'hôte."
    yield f"{cible.hote if cible.port in {80, 443} else f'http://{cible.hote}:{cible.port}'} {{"
    yield f'\troot * "{cible.racine}"'
    yield "\tmap {path} {politique} {"
    yield f'\t\t~{ouvrier}$ "{politique(CSP_OUVRIER)}"'
    yield f'\t\tdefault "{politique(CSP)}"'
    yield "\t}"
    yield "\tmap {path} {cache} {"
    yield f'\t\t~{immuable} "{CACHE_IMMUABLE}"'
    yield f'\t\tdefault "{CACHE_COURT}"'
    yield "\t}"
    yield "\tmap {path} {genre} {"
    for ext, mime in TYPES.items():
        charset = "; charset=utf-8" if est_textuel(mime) else ""
        yield f'\t\t~\\.{ext}$ "{mime}{charset}"'
    yield rf'		~/[^/.]+$ "{TYPE_SANS_EXTENSION}; charset=utf-8"'
    yield f'\t\tdefault "{TYPES["html"]}; charset=utf-8"'
    yield "\t}"
    yield "\theader Content-Type {genre}"
    yield "\theader Content-Security-Policy {politique}"
    yield "\theader Cache-Control {cache}"
    for nom, valeur in COMMUNS.items():
        yield f'\theader {nom} "{valeur}"'
    yield "\theader -Server"
    yield f"\t@donnees path_regexp {donnees}$"
    yield '\theader @donnees Access-Control-Allow-Origin "*"'
    yield r"	@caches path_regexp /\.(?:[^w]|w[^e])"
    yield "\terror @caches 404"
    yield "\t@ecritures not method GET HEAD"
    yield "\terror @ecritures 405"
    if cible.prefixe != "/":
        yield f"\tredir {cible.prefixe.rstrip('/')} {cible.prefixe} permanent"
        yield f"\turi strip_prefix {cible.prefixe.rstrip('/')}"
    yield "\tencode gzip"
    yield "\tfile_server {"
    yield "\t\tprecompressed br gzip"
    yield "\t}"
    yield "\thandle_errors {"
    yield "\t\trewrite * /404.html"
    yield f'\t\theader Content-Type "{TYPES["html"]}; charset=utf-8"'
    yield f'\t\theader Cache-Control "{CACHE_COURT}"'
    yield "\t\tfile_server"
    yield "\t}"
    yield "}"


def _headers(cible: Cible) -> Iterator[str]:
    p = cible.prefixe
    yield _AVIS
    yield "# Pour les hébergeurs de sites statiques qui lisent « _headers » à la racine du site. Ils ajoutent les"
    yield "# unes aux autres toutes les règles qui conviennent : aucune n'en contredit une autre ; « Cache-Control »"
    yield "# y vaut déjà, sans règle, une vérification à chaque visite."
    yield f"{p}*"
    yield f"  Content-Security-Policy: {politique(CSP_SANS_EXCEPTION)}"
    for nom, valeur in COMMUNS.items():
        yield f"  {nom}: {valeur}"
    yield f"{p}{OUVRIER}"
    yield f"  Content-Security-Policy: {politique(CSP_OUVRIER)}"
    for motif in (f"{IMMUABLES}*", *(f"*.{ext}" for ext in IMMUABLES_PAR_EXTENSION)):
        yield f"{p}{motif}"
        yield f"  Cache-Control: {CACHE_IMMUABLE}"
    for ext, mime in TYPES.items():
        if ext in DONNEES:
            yield f"{p}*.{ext}"
            yield f"  Content-Type: {mime}{'; charset=utf-8' if est_textuel(mime) else ''}"
            yield "  Access-Control-Allow-Origin: *"


HOTES: Mapping[str, Callable[[Cible], Iterator[str]]] = MappingProxyType(
    {"nginx": _nginx, "apache": _apache, "caddy": _caddy, "_headers": _headers}
)
"""Kinds of hosts, as the command names them."""


def ecrire(hote: str, cible: Cible) -> str:
    """The configuration of one kind of host, as text.

    Raises:
        KeyError: ``hote`` is not one of ``HOTES``.
    """
    return _texte(HOTES[hote](cible))
