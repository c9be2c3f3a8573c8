"""What a cache is worth nothing without: our code, and the packages it runs with."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from site import getsitepackages

_CODE = Path(__file__).resolve().parents[2]


@lru_cache(maxsize=1)
def empreinte_du_code() -> bytes:
    """Hash of our code and of the versions of the packages that are installed."""
    somme = sha256(sys.version.encode())
    for dossier in ("generator", "schemas"):
        # Some 200 files at every start: by their names, for pathlib takes as long as reading them.
        for racine, sous_dossiers, fichiers in os.walk(_CODE / dossier):
            sous_dossiers.sort()
            for nom in sorted(n for n in fichiers if n.endswith(".py")):
                with open(f"{racine}/{nom}", "rb", buffering=0) as fichier:  # noqa: PTH123
                    somme.update(fichier.read())
    for paquets in getsitepackages():
        if Path(paquets).is_dir():
            somme.update(repr(sorted(p.name for p in Path(paquets).glob("*.dist-info"))).encode())
    return somme.digest()
