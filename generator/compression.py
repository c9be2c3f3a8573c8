"""Compressed twins (``.br``, ``.gz``) beside the files of the site, for servers that send them as is.

The same bytes give the same twins: no date, no file name, one level, the highest. What was
compressed before is found in the cache by the hash of the original.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import brotli

from generator.equipe import PARALLELE, repartir
from generator.hebergement.politique import COMPRESSES, extension
from generator.objet import Objet
from generator.store import Ligne, Reserve

MINIMUM = 256
"""Bytes below which a twin saves less than its own headers."""

_VERSION = "1"
"""To be changed with the settings below, so that no old twin is reused."""

_SEUIL = 50
"""Below this number of files, starting processes costs more than it saves."""

CODAGES: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {
        ".br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=11),
        ".gz": partial(gzip.compress, compresslevel=9, mtime=0),
    }
)
"""What is written beside a file, by suffix."""

_DECODAGES: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {".br": brotli.decompress, ".gz": gzip.decompress}
)

Contenu = bytes | Objet
Jumeau = tuple[str, Contenu, Ligne | None]


def compressible(chemin: str, taille: int) -> bool:
    """Whether twins of this file are worth writing."""
    return taille >= MINIMUM and extension(chemin) not in COMPRESSES


def original(chemin: str) -> str:
    """The path whose twin this is; "" when it is no twin."""
    suffixe = next((s for s in CODAGES if chemin.endswith(s)), "")
    return chemin.removesuffix(suffixe) if suffixe else ""


def clair(chemin: str, octets: bytes) -> bytes | None:
    """The bytes of the original, from a twin; ``None`` when it is damaged."""
    try:
        return _DECODAGES[chemin[-3:]](octets)
    except (brotli.error, OSError, EOFError, zlib.error):
        return None


def jumeaux(
    fichiers: Mapping[str, Contenu], jobs: int, cache: Path | None = None
) -> dict[str, Contenu]:
    """The twins of all files that are worth one: path -> content.

    A twin that is not smaller than its original is left out. ``cache`` is the folder of a
    ``Reserve``.
    """
    reserve = None if cache is None else Reserve(cache)
    lot = [
        (chemin, contenu)
        for chemin, contenu in sorted(fichiers.items())
        if compressible(chemin, contenu.taille if isinstance(contenu, Objet) else len(contenu))
    ]
    travail = partial(_jumeaux, reserve)
    if jobs <= 1 or len(lot) < _SEUIL or not PARALLELE:
        faits = [jumeau for un in lot for jumeau in travail(un)]
    else:
        faits = [jumeau for lus in repartir(jobs, travail, lot) for jumeau in lus]
    lignes = [ligne for _, _, ligne in faits if ligne is not None]
    if reserve is not None and lignes:
        reserve.ajouter(rendus=lignes)
        reserve.ecrire()
    return {chemin: contenu for chemin, contenu, _ in faits}


def _jumeaux(reserve: Reserve | None, fichier: tuple[str, Contenu]) -> list[Jumeau]:
    chemin, contenu = fichier
    trouves: list[Jumeau] = []
    octets = contenu if isinstance(contenu, bytes) else None
    nom = sha256(octets).hexdigest() if octets is not None else contenu.empreinte  # type: ignore[union-attr]
    for suffixe, coder in CODAGES.items():
        cle = sha256(f"{_VERSION}{suffixe}{nom}".encode()).digest()
        garde = _garde(reserve, cle)
        if garde is None:
            if octets is None:
                octets = contenu.lire()  # type: ignore[union-attr]
            code = coder(octets)
            garde = (code, None) if reserve is None else _deposer(reserve, cle, code)
        jumeau, ligne = garde
        taille = jumeau.taille if isinstance(jumeau, Objet) else len(jumeau)
        if taille < (contenu.taille if isinstance(contenu, Objet) else len(contenu)):
            trouves.append((chemin + suffixe, jumeau, ligne))
    return trouves


def _garde(reserve: Reserve | None, cle: bytes) -> tuple[Contenu, Ligne | None] | None:
    if reserve is None:
        return None
    ligne = reserve.chercher(cle, date.max)
    objet = reserve.objet(ligne.objet, ligne.taille, ligne.date) if ligne else None
    return (objet, None) if objet else None


def _deposer(reserve: Reserve, cle: bytes, code: bytes) -> tuple[Contenu, Ligne]:
    objet = reserve.deposer(code)
    toujours = (date.min.isoformat(), date.max.isoformat())
    return objet, Ligne(cle, *toujours, "", "", objet.empreinte, objet.taille, objet.date, b"")
