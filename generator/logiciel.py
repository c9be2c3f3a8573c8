"""What a cache is worth nothing without: our code, and the packages it runs with."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from site import getsitepackages

_CODE = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def empreinte_du_code() -> bytes:
    """Hash of our code and of the versions of the packages that are installed."""
    return sha256(sources("generator", "schemas") + repr(paquets()).encode()).digest()


def sources(*chemins: str) -> bytes:
    """Hash of Python and of our code in these folders and files, named from the root."""
    somme = sha256(sys.version.encode())
    for chemin in chemins:
        # Some 200 files at every start: by their names, for pathlib takes as long as reading them.
        depart = f"{_CODE}/{chemin}"
        if chemin.endswith(".py"):
            somme.update(_lire(depart))
        for racine, sous_dossiers, fichiers in os.walk(depart):
            sous_dossiers.sort()
            for nom in sorted(n for n in fichiers if n.endswith(".py")):
                somme.update(_lire(f"{racine}/{nom}"))
    return somme.digest()


def _lire(chemin: str) -> bytes:
    with open(chemin, "rb", buffering=0) as fichier:  # noqa: PTH123
        return fichier.read()


@lru_cache(maxsize=1)
def paquets() -> tuple[str, ...]:
    """The installed packages and their versions, as their folders say: ``pydantic-2.12.0``."""
    dossiers = [d for d in getsitepackages() if os.path.isdir(d)]  # noqa: PTH112
    noms = sorted(n for d in dossiers for n in os.listdir(d))  # noqa: PTH208
    return tuple(n.removesuffix(".dist-info") for n in noms if n.endswith(".dist-info"))
