"""Real servers, on files written for them: started on a free port, ended with the test."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.hebergement import Cible, ecrire

ESSAIS = 500
PAUSE = 0.02
MODULES_APACHE = (
    *("mpm_event", "authz_core", "headers", "mime", "dir", "rewrite", "alias", "env", "setenvif"),
)


def _nginx(dossier: Path, cible: Cible) -> tuple[list[str], str]:
    config = f"""
user {getpass.getuser()};
daemon off;
pid {dossier}/pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {dossier}/a; proxy_temp_path {dossier}/b; fastcgi_temp_path {dossier}/c;
    uwsgi_temp_path {dossier}/d; scgi_temp_path {dossier}/e;
{ecrire("nginx", cible)}
}}
"""
    return ["nginx", "-p", str(dossier), "-c", str(dossier / "config")], config


def _apache(dossier: Path, cible: Cible) -> tuple[list[str], str]:
    modules = "\n".join(
        f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in MODULES_APACHE
    )
    utilisateur = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    config = f"""
{modules}
{utilisateur}
ServerRoot "{dossier}"
PidFile "{dossier}/pid"
Mutex file:{dossier}
ErrorLog "/dev/stderr"
TypesConfig /dev/null
ServerName localhost
Listen 127.0.0.1:{cible.port}
{ecrire("apache", cible)}
"""
    return ["apache2", "-f", str(dossier / "config"), "-D", "FOREGROUND"], config


def _caddy(dossier: Path, cible: Cible) -> tuple[list[str], str]:
    config = f"{{\n\tadmin off\n}}\n{ecrire('caddy', cible)}"
    return ["caddy", "run", "--config", str(dossier / "config"), "--adapter", "caddyfile"], config


SERVEURS: Mapping[str, Callable[[Path, Cible], tuple[list[str], str]]] = {
    "nginx": _nginx,
    "apache": _apache,
    "caddy": _caddy,
}


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


def _attendre(processus: subprocess.Popen[bytes], port: int, journal: Path) -> None:
    """Until the port answers; a server that dies first says why."""
    for _ in range(ESSAIS):
        with socket.socket() as prise:
            if prise.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            processus.wait(PAUSE)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(journal.read_text("utf-8", "replace"), pytrace=False)


@contextmanager
def servir(hote: str, site: Path, chemin: str) -> Iterator[str]:
    """Serve a folder with a real server, under a path; gives its address."""
    commande = {"apache": "apache2"}.get(hote, hote)
    if shutil.which(commande, path=os.environ["PATH"] + ":/usr/sbin") is None:
        pytest.fail(f"{commande} est introuvable : lancez « make test »", pytrace=False)
    port = _port_libre()
    cible = Cible(f"http://127.0.0.1{chemin}", str(site), port)
    # Not in the folder of pytest, which only its owner may enter.
    with tempfile.TemporaryDirectory() as nom:
        dossier = Path(nom)
        dossier.chmod(0o755)
        arguments, config = SERVEURS[hote](dossier, cible)
        (dossier / "config").write_text(config)
        journal = dossier / "journal"
        env = os.environ | {"HOME": nom, "XDG_DATA_HOME": nom, "XDG_CONFIG_HOME": nom}
        env["PATH"] += ":/usr/sbin"
        with journal.open("wb") as sortie:
            processus = subprocess.Popen(arguments, env=env, stdout=sortie, stderr=sortie)
        try:
            _attendre(processus, port, journal)
            yield f"http://127.0.0.1:{port}{chemin}"
        finally:
            processus.terminate()
            processus.wait(30)
