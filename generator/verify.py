"""Compare a published site with the one that this machine builds: same content, same day, same bytes.

The published ``manifest.json`` says from what the site was built; what is compared is the files
themselves, never only what the manifest says of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import Request, urlopen

from msgspec import Struct

from generator.compression import clair, original
from generator.donnees.adresses import MANIFESTE
from generator.publish.paths import MARQUEUR
from schemas.dates import lire_jour

DELAI = 30
"""Seconds before a host that does not answer is given up."""
TAILLE_MAX = 500_000_000
"""Bytes of the largest file read."""

Lire = Callable[[str], bytes | None]
"""From a site path to the bytes published there, or ``None`` when there is none."""


class VerificationError(Exception):
    """The target cannot be verified; the message says why, in French."""


class Origine(Struct, frozen=True):
    """From what a published site says it was built; ``chemins`` are the files it says it has."""

    jour: date
    base_url: str
    commit: str
    chemins: tuple[str, ...]


class Ecarts(Struct, frozen=True):
    """Files of the local build that the target has otherwise or not at all, and files in excess."""

    compares: int
    differents: tuple[str, ...]
    absents: tuple[str, ...]
    en_trop: tuple[str, ...]

    @property
    def aucun(self) -> bool:
        """Whether the published site is the one that this content gives."""
        return not (self.differents or self.absents or self.en_trop)


def lecteur(cible: str) -> Lire:
    """How to read a target: a folder, or the address of a site.

    Raises:
        VerificationError: it is neither.
    """
    if urlsplit(cible).scheme in {"http", "https"}:
        base = cible.rstrip("/") + "/"
        return lambda chemin: _telecharger(urljoin(base, quote(chemin)))
    dossier = Path(cible)
    if not dossier.is_dir():
        raise VerificationError(f"« {cible} » n'est ni un dossier, ni une adresse http(s)")
    return lambda chemin: _ouvrir(dossier / chemin)


def _ouvrir(fichier: Path) -> bytes | None:
    return fichier.read_bytes() if fichier.is_file() else None


def _telecharger(adresse: str) -> bytes | None:
    requete = Request(adresse, headers={"User-Agent": "catalogue-verify"})  # noqa: S310 - http(s) only, checked by ``lecteur``
    try:
        with urlopen(requete, timeout=DELAI) as reponse:  # noqa: S310 - same
            return bytes(reponse.read(TAILLE_MAX))
    except HTTPError as erreur:
        if erreur.code in {404, 410}:
            return None
        raise VerificationError(f"{adresse} : le serveur répond {erreur.code}") from erreur
    except (OSError, HTTPException) as erreur:
        raise VerificationError(f"{adresse} : {erreur}") from erreur


def origine(lire: Lire) -> Origine:
    """From what the target was built.

    Raises:
        VerificationError: it has no manifest, or one that cannot be read.
    """
    octets = lire(MANIFESTE)
    if octets is None:
        raise VerificationError(f"« {MANIFESTE} » est absent : ce n'est pas un site du catalogue")
    try:
        lu = json.loads(octets)
        return Origine(
            lire_jour(lu["generated_at"]),
            str(lu["base_url"]),
            str(lu["commit"] or ""),
            tuple(str(f["chemin"]) for f in lu["fichiers"]),
        )
    except (ValueError, KeyError, TypeError) as erreur:
        raise VerificationError(f"« {MANIFESTE} » n'est pas lisible") from erreur


def fichiers_du_dossier(cible: str) -> tuple[str, ...]:
    """The files of a folder; none for the address of a site, which cannot be listed."""
    dossier = Path(cible)
    if not dossier.is_dir():
        return ()
    trouves = (f for f in dossier.rglob("*") if f.is_file() and f.name != MARQUEUR)
    return tuple(sorted(f.relative_to(dossier).as_posix() for f in trouves))


def comparer(lire: Lire, attendus: Mapping[str, str], publies: Iterable[str]) -> Ecarts:
    """Compare every file; a compressed twin must give back its original.

    Args:
        lire: reads the target.
        attendus: path -> SHA-256 (hex) of the local build, manifest included.
        publies: paths that the target says or shows it has.
    """
    differents, absents = [], []
    for chemin, somme in sorted(attendus.items()):
        octets = lire(chemin)
        if octets is None:
            absents.append(chemin)
        elif hashlib.sha256(octets).hexdigest() != somme:
            differents.append(chemin)
    en_trop = sorted(set(publies) - set(attendus))
    jumeaux = [chemin for chemin in en_trop if original(chemin) in attendus]
    for chemin in jumeaux:
        decode = clair(chemin, lire(chemin) or b"")
        if decode is None or hashlib.sha256(decode).hexdigest() != attendus[original(chemin)]:
            differents.append(chemin)
    etrangers = tuple(sorted(set(en_trop) - set(jumeaux)))
    return Ecarts(len(attendus) + len(jumeaux), tuple(differents), tuple(absents), etrangers)
