"""Pagefind as a service: pages in, files out, nothing on a disk.

It is asked for the program of browsers, and by tests for the index of the same pages as ours.

Its protocol is that of its own Node and Python packages: JSON in base64, each message ended by a comma, one
answer for each. Pages keep the order they are given in, which a folder would not (it depends on the disk).
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Self

from generator.equipe import mourir_avec
from generator.search.errors import RechercheError

_DETAIL_MAX = 300
_LU = 1 << 20
_ERREUR = b'"type":"Error"'


class Service:
    """One process of Pagefind, that runs from the first index asked for to the end of the block.

    ``delai`` is in seconds, for each index. No variable nor file of the machine configures it: the current
    folder must be ours.
    """

    def __init__(self, executable: str, delai: float) -> None:
        self._executable, self._delai = executable, delai
        self._processus: subprocess.Popen[bytes] | None = None
        self._dit = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the block
        self._expire = threading.Event()

    def indexer(self, pages: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
        """The files of an index, by path, of these pages (address from « / », HTML).

        Raises:
            RechercheError: the command hangs or fails, or refuses a page.
            OSError: it cannot be started.
        """
        self._processus = self._processus or self._lancer()
        minuteur = threading.Timer(self._delai, self._expirer)
        minuteur.start()
        try:
            (creation,) = self._demander([{"type": "NewIndex", "config": {"force_language": "fr"}}])
            index = {"index_id": _lu(creation)["index_id"]}
            envois: list[Mapping[str, object]] = [
                {"type": "AddFile", "url": url, "file_contents": html.decode(), **index}
                for url, html in pages
            ]
            fin = {"type": "DeleteIndex", **index}
            *_, lus, _ = self._demander([*envois, {"type": "GetFiles", **index}, fin])
            return {f["path"]: b64decode(f["content"]) for f in _lu(lus)["files"]}
        except (ValueError, KeyError, TypeError) as erreur:
            raise RechercheError(
                f"l'indexation a répondu dans une forme inconnue : {erreur!r}"
            ) from erreur
        finally:
            minuteur.cancel()

    def _demander(self, envois: list[Mapping[str, object]]) -> list[bytes]:
        """Send messages, and wait for as many answers."""
        if self._processus is None or self._processus.stdout is None:
            raise ValueError("processus absent")
        sortie: Any = self._processus.stdout
        octets = b"".join(map(_message, envois))
        auteur = threading.Thread(target=self._ecrire, args=(octets,), daemon=True)
        auteur.start()  # beside: both sides of the pipe fill up
        recu = bytearray()
        reponses = 0
        while reponses < len(envois):
            lu = sortie.read1(_LU)
            if not lu:
                raise self._panne(self._processus.wait())
            reponses += lu.count(b",")
            recu += lu
        auteur.join()
        lues = [b64decode(r) for r in bytes(recu).split(b",")[: len(envois)]]
        for reponse in lues:
            if _ERREUR in reponse[:_DETAIL_MAX]:
                _lu(reponse)
        return lues

    def _lancer(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own command, no shell
            [self._executable, "--service"],
            env={k: v for k, v in os.environ.items() if not k.startswith("PAGEFIND_")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._dit,
            preexec_fn=partial(mourir_avec, os.getpid()),  # noqa: PLW1509 - before our threads
        )

    def _ecrire(self, octets: bytes) -> None:
        entree = self._processus.stdin if self._processus else None
        if entree is not None:
            with suppress(OSError):  # it is gone: said by the one who reads
                entree.write(octets)
                entree.flush()

    def _expirer(self) -> None:
        self._expire.set()
        if self._processus is not None:
            self._processus.kill()

    def _panne(self, code: int) -> RechercheError:
        """What to say of a command that answers no more."""
        if self._expire.is_set():
            return RechercheError(
                f"l'indexation n'a pas fini en {self._delai:.0f} s : elle a été arrêtée"
            )
        self._dit.seek(0)
        dit = self._dit.read().decode("utf-8", "replace").strip()[-_DETAIL_MAX:]
        return RechercheError(f"l'indexation a échoué (code {code}) : {dit or 'sans message'}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_erreur: object) -> None:
        self._dit.close()
        if self._processus is not None:
            self._processus.kill()  # it has nothing left to do, or was not heard
            self._processus.wait()
            for tube in (self._processus.stdin, self._processus.stdout):
                if tube is not None:
                    with suppress(OSError):
                        tube.close()


def _message(contenu: Mapping[str, object]) -> bytes:
    message = json.dumps({"message_id": 1, "payload": contenu}, ensure_ascii=False)
    return b64encode(message.encode()) + b","


def _lu(reponse: bytes) -> dict[str, Any]:
    """What an answer holds.

    Raises:
        RechercheError: it is a refusal.
    """
    contenu: dict[str, Any] = json.loads(reponse)["payload"]
    if contenu["type"] == "Error":
        raise RechercheError(f"l'indexation a échoué : {str(contenu['message'])[:_DETAIL_MAX]}")
    return contenu
