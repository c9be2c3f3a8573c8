"""What the indexer made, kept from one build to the next, by the digest of what it was made from.

One folder for each value, whose files are published as hard links: made beside then renamed, so that two
builds at once cannot harm each other. Every read compares sizes and dates with those that were written, and
the bytes when a date differs: what is damaged is made again. It may all be deleted at any time.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec import MsgspecError, json

from generator.objet import MODE, Objet, ecrire, retrouver

LISTE = "liste.json"

DERNIERE = "derniere"
"""What the last build was made of."""

AUTRES = 32
"""Values kept beside those of the last build, as many again: those of two branches."""

PERIME = 3_600.0
"""Seconds after which a value that was being made is one that never will be."""

_BROUILLON = "tmp-"
_PUBLIE = stat.S_IFREG | MODE
_LISTE = json.Decoder(dict[str, tuple[str, int, int]])


class Reserve:
    """The values in a folder, each under the digest (hex) of what it was made from."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier

    def lire(self, cle: str) -> dict[str, Objet] | None:
        """The files of a value, by name, or ``None``."""
        dossier = f"{self.dossier}/{cle}/"
        try:
            liste = _LISTE.decode(Path(dossier + LISTE).read_bytes())
            lus = dict(_lire(dossier, liste))
            os.utime(dossier)
        except (OSError, MsgspecError):
            return None
        return lus if len(lus) == len(liste) else None

    def octets(self, cle: str, nom: str) -> bytes:
        """One file of a value that was just read or kept.

        Raises:
            OSError: it is gone.
        """
        return (self.dossier / cle / nom).read_bytes()

    def garder(self, cle: str, fichiers: Mapping[str, bytes | Objet]) -> None:
        """Keep a value, in place of a damaged one; what another value holds already is linked.

        Raises:
            OSError: it cannot be written.
        """
        self.dossier.mkdir(parents=True, exist_ok=True)
        brouillon = Path(tempfile.mkdtemp(dir=self.dossier, prefix=_BROUILLON))
        try:
            liste = {nom: _poser(f"{brouillon}/{nom}", lu) for nom, lu in fichiers.items()}
            _ecrire(f"{brouillon}/{LISTE}", json.encode(liste))
            if self.lire(cle) is None:  # else another build has just kept it, and takes from it
                _effacer(self.dossier / cle)
                brouillon.rename(self.dossier / cle)
        finally:
            shutil.rmtree(brouillon, ignore_errors=True)

    def poser(self, cle: str, noms: Iterable[str], dossier: Path) -> None:
        """Link some files of a value that was just kept where they will be published, or leave it to who publishes."""
        debut = f"{self.dossier}/{cle}/"
        with suppress(OSError):
            dossier.mkdir(parents=True, exist_ok=True)
            for nom in noms:
                os.link(debut + nom, f"{dossier}/{nom}", follow_symlinks=False)

    def noter(self, octets: bytes) -> None:
        """Remember the values of the last build, in the form of who asks.

        Raises:
            OSError: it cannot be written.
        """
        fd, brouillon = tempfile.mkstemp(dir=self.dossier, prefix=_BROUILLON)
        with os.fdopen(fd, "wb") as fichier:
            fichier.write(octets)
        Path(brouillon).replace(self.dossier / DERNIERE)

    def derniere(self) -> bytes:
        """What was noted last, or nothing."""
        with suppress(OSError):
            return (self.dossier / DERNIERE).read_bytes()
        return b""

    def elaguer(self, utiles: Collection[str]) -> None:
        """Drop the oldest values that are not of use, down to as many and ``AUTRES``."""
        dates: dict[str, float] = {}
        with os.scandir(self.dossier) as entrees:
            for entree in entrees:
                dates[entree.name] = entree.stat(follow_symlinks=False).st_mtime
        limite = time.time() - PERIME
        partis = [n for n, d in dates.items() if n.startswith(_BROUILLON) and d < limite]
        gardes = {DERNIERE, *utiles}
        libres = [n for n in dates if n not in gardes and not n.startswith(_BROUILLON)]
        libres.sort(key=lambda n: (dates[n], n), reverse=True)
        for nom in (*partis, *libres[len(utiles) + AUTRES :]):
            _effacer(self.dossier / nom)


def _effacer(chemin: Path) -> None:
    """Whatever it is: nobody else writes in this folder."""
    if chemin.is_dir() and not chemin.is_symlink():
        shutil.rmtree(chemin, ignore_errors=True)
    else:
        chemin.unlink(missing_ok=True)


def _poser(chemin: str, contenu: bytes | Objet) -> tuple[str, int, int]:
    if isinstance(contenu, bytes):
        return _ecrire(chemin, contenu)
    try:
        os.link(contenu.chemin, chemin, follow_symlinks=False)
    except OSError:  # where links cannot be, or too many
        return _ecrire(chemin, contenu.lire())
    return contenu.empreinte, contenu.taille, contenu.date


def _ecrire(chemin: str, octets: bytes) -> tuple[str, int, int]:
    infos = ecrire(chemin, octets)
    return sha256(octets).hexdigest(), infos.st_size, infos.st_mtime_ns


def _lire(dossier: str, liste: Mapping[str, tuple[str, int, int]]) -> Iterator[tuple[str, Objet]]:
    """Those that are as they were written."""
    for nom, (empreinte, taille, date) in liste.items():
        chemin = dossier + nom
        infos = os.lstat(chemin)
        if (infos.st_mtime_ns, infos.st_size, infos.st_mode) == (date, taille, _PUBLIE):
            # Called once for each document of the site: nothing is asked twice.
            yield nom, Objet(chemin, empreinte, taille, date, infos.st_dev, infos.st_ino)
        elif (trouve := retrouver(chemin, infos, empreinte, taille, date)) is not None:
            yield nom, trouve
