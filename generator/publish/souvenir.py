"""What was seen of the trees of a site: a folder that has not changed since is not read again.

As git does with what it does not track: a folder is known by its device, its inode, its mode and its
two dates, all *equal* to those recorded. The system changes its ``ctime`` whenever a name is put
there, taken away or given to another file, and no tool restores it. What happens inside a file does
not show so: it is a link to an object of the cache, which each build looks at, or it is read.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from msgspec import DecodeError
from msgspec.msgpack import Decoder, encode

from generator.catalogue.sommes import MARGE, maintenant, sure
from generator.publish.arbre import Arbre, Vu, lire, parcourir, vu
from generator.sceau import desceller, sceller

MARGE_FINE = 100_000_000
"""Nanoseconds: ``MARGE``, where dates are told to less than a hundredth of a second: they are those of a tick."""

ECART = 200
"""Folders read again from which what is seen is recorded: to write it takes as long."""

_GROSSIER = 10_000_000
_INCONNU: Vu = (0, 0, 0, 0, 0)
_DECODEUR = Decoder(tuple[dict[str, int], dict[str, Vu]])


class Souvenirs:
    """The trees of one site, recorded in files beside its double; without one, nothing is known."""

    def __init__(self, double: Path | None) -> None:
        self._double = double

    def relever(self, racine: Path) -> Arbre:
        """Look at a tree as ``parcourir`` does; an absent one is empty.

        Raises:
            OSError: a folder cannot be read.
        """
        debut = maintenant()
        fichier = self._fichier(racine)
        if fichier is None:
            return parcourir(racine)
        connu = _decoder(fichier)
        arbre, lus = _comparer(f"{racine}/", connu) if connu else (None, 0)
        if arbre is None:
            arbre = parcourir(racine)
            lus = len(arbre.dossiers)
        if lus > ECART and not arbre.autres:
            with suppress(OSError):  # the next build reads them again
                _ecrire(fichier, arbre, debut)
        return arbre

    def oublier(self, *racines: Path) -> None:
        """Forget all trees but these."""
        gardes = {self._fichier(racine) for racine in racines}
        double = self._double
        for fichier in double.parent.glob(f"{double.name}.*.vu*") if double else ():
            if fichier not in gardes:
                with suppress(OSError):  # it is only of no use
                    fichier.unlink()

    def _fichier(self, racine: Path) -> Path | None:
        """Where a tree is recorded: it is known wherever it is moved to."""
        if self._double is None or not racine.is_dir():
            return None
        return self._double.with_name(f"{self._double.name}.{racine.lstat().st_ino}.vu")


def _comparer(debut: str, connu: Arbre) -> tuple[Arbre | None, int]:
    """The tree, if what is known of it is enough, and how many folders were read."""
    avant = connu.dossiers
    try:
        vus = [vu(os.lstat(debut + dossier)) for dossier in avant]
        changes = {d: v for d, v in zip(avant, vus, strict=True) if avant[d] != v}
        if not changes:
            return connu, 0
        if not all(stat.S_ISDIR(mode) for _, _, mode, _, _ in changes.values()):
            return None, 0  # what is read would be elsewhere
        restent = {n: i for n, i in connu.fichiers.items() if _parent(n) not in changes}
        arbre = Arbre(restent, dict(avant), [])
        presents = {sous for dossier in changes for sous in lire(debut, dossier, arbre)}
        if any(d and _parent(d) in changes and d not in presents for d in avant):
            return None, 0  # one is no longer there, nor what it held
        neufs = [parcourir(debut, sous) for sous in presents if sous not in avant]
    except OSError:
        return None, 0  # one is gone
    for neuf in neufs:
        arbre.fichiers.update(neuf.fichiers)
        arbre.dossiers.update(neuf.dossiers)
        arbre.autres.extend(neuf.autres)
    return arbre, len(changes) + sum(len(neuf.dossiers) for neuf in neufs)


def _parent(nom: str) -> str:
    return nom.rpartition("/")[0]


def sur(dossier: Vu, debut: int) -> bool:
    """Whether a change made after ``debut`` (ns) would show in what is seen of a folder."""
    *_, change = dossier
    return sure(dossier, debut, MARGE_FINE if change % _GROSSIER else MARGE)


def _ecrire(fichier: Path, arbre: Arbre, debut: int) -> None:
    """Record a tree as it was seen after ``debut`` (ns), under its own SHA-256.

    Raises:
        OSError: it cannot be written.
    """
    dossiers = {d: v if sur(v, debut) else _INCONNU for d, v in arbre.dossiers.items()}
    corps = encode((arbre.fichiers, dossiers))
    provisoire = fichier.with_name(f"{fichier.name}.{os.getpid()}")
    provisoire.write_bytes(sceller(corps))
    provisoire.replace(fichier)


def _decoder(fichier: Path) -> Arbre | None:
    """The tree as it was recorded, or nothing when that is lost or damaged."""
    try:
        corps = desceller(fichier.read_bytes())
        return None if corps is None else Arbre(*_DECODEUR.decode(corps), [])
    except (OSError, DecodeError):
        return None
