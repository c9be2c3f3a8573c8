"""What was understood of each commit, kept between builds. Lines of JSON, never code.

A file holds the commits of one branch, oldest first. Each line bears the digest of all before it:
a line that was altered, cut or moved is not believed, nor are those that follow. Deleting the
folder, at any time, only costs time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.history.fils import Fichier, Pas
from generator.history.model import Changement, Commit, Nature
from generator.logiciel import paquets, sources

GARDES = 4
"""Files kept: a few branches, or a few versions of this code."""
_CODE = (
    "generator/history",
    "generator/source",
    "generator/catalogue",
    "generator/francais.py",
    "schemas",
)
_LECTEURS = ("pydantic", "pyyaml")


@lru_cache(maxsize=1)
def empreinte_du_code() -> str:
    """Digest of all that decides what a version means: our code, its libraries, Python."""
    lecteurs = [nom for nom in paquets() if nom.lower().startswith(_LECTEURS)]
    return hashlib.sha256(sources(*_CODE) + repr(lecteurs).encode()).hexdigest()


class Cache:
    """The memory of one branch of one repository.

    Args:
        dossier: where to keep it, or ``None`` to keep nothing.
        depart: what the reading starts from: the first commit, whether it has parents that were
            not fetched, and where the content is.
    """

    def __init__(self, dossier: Path | None, *depart: str) -> None:
        cle = hashlib.sha256("\0".join((empreinte_du_code(), *depart)).encode()).hexdigest()
        self._fichier = dossier / f"{cle[:32]}.jsonl" if dossier is not None else None

    def lire(self, commits: Sequence[Commit]) -> list[Pas]:
        """What is known of the first commits, up to the first that is not."""
        if self._fichier is None:
            return []
        try:
            lignes = self._fichier.read_bytes().split(b"\n")
        except OSError:
            return []
        connus: list[Pas] = []
        chaine = b""
        for ligne, commit in zip(lignes, commits, strict=False):
            signature, _, corps = ligne.partition(b" ")
            chaine = _maillon(chaine, corps)
            if signature != chaine:
                break
            donnees = json.loads(corps)
            if donnees["c"] != commit.sha:
                break
            connus.append(_pas(commit, donnees))
        return connus

    def ecrire(self, tous: Sequence[Pas]) -> None:
        """Keep the whole branch, in one exchange. A disk that refuses only costs time later."""
        if self._fichier is None:
            return
        chaine = b""
        lignes = []
        for pas in tous:
            corps = json.dumps(_donnees(pas), separators=(",", ":")).encode()
            chaine = _maillon(chaine, corps)
            lignes.append(chaine + b" " + corps + b"\n")
        brouillon = self._fichier.with_suffix(f".{os.getpid()}.tmp")
        with suppress(OSError):
            self._fichier.parent.mkdir(parents=True, exist_ok=True)
            brouillon.write_bytes(b"".join(lignes))
            brouillon.replace(self._fichier)
            _oublier(self._fichier)


def _maillon(chaine: bytes, corps: bytes) -> bytes:
    return hashlib.sha256(chaine + corps).hexdigest()[:24].encode()


def _oublier(courant: Path) -> None:
    autres = sorted(courant.parent.glob("*.jsonl"), key=os.path.getmtime, reverse=True)
    for ancien in [f for f in autres if f != courant][GARDES - 1 :]:
        ancien.unlink(missing_ok=True)


def _donnees(pas: Pas) -> dict[str, Any]:
    donnees: dict[str, Any] = {"c": pas.commit.sha}
    if pas.fichiers:
        donnees["f"] = pas.fichiers
    if pas.renommes:
        donnees["r"] = pas.renommes
    if pas.changements:
        donnees["x"] = [_ligne(c) for c in pas.changements]
    return donnees


def _ligne(changement: Changement) -> list[Any]:
    return [getattr(changement, nom) for nom in Changement.__struct_fields__ if nom != "commit"]


def _pas(commit: Commit, donnees: dict[str, Any]) -> Pas:
    return Pas(
        commit,
        tuple(Fichier(*f) for f in donnees.get("f", ())),
        tuple((vieux, neuf) for vieux, neuf in donnees.get("r", ())),
        tuple(Changement(commit, Nature(x[0]), *x[1:]) for x in donnees.get("x", ())),
    )
