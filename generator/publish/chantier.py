"""The staged tree: made from nothing, or from the tree that was replaced last time."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Sequence
from pathlib import Path

from generator.objet import MODE, Objet, ecrire, sain
from generator.publish.arbre import Arbre, Place
from generator.publish.errors import PublicationError, en_francais
from generator.publish.paths import CONTENU_MARQUEUR, MARQUEUR, MODE_DOSSIER
from generator.publish.souvenir import Souvenirs

Fichiers = Sequence[tuple[str, bytes | Objet]]


class Chantier:
    """The staged tree ``neuf`` while it is filled and verified, beside the site in ``place``.

    What costs is in proportion to what changes: a name that holds already the wanted object of the
    cache is left alone, and is not looked at again. It needs no check: this build looked at that
    object itself (size, date, mode), the name was seen on the same file, and nobody else writes here.
    An object that this build wrote is looked at: its number may have been given to another file.
    """

    def __init__(self, neuf: Path, place: Path | None, out: Path, souvenirs: Souvenirs) -> None:
        self._neuf, self._out, self._souvenirs = neuf, out, souvenirs
        self._debut = f"{neuf}/"
        self._place = Place(place)
        self._avant = Arbre({}, {}, [])
        self._poses: dict[str, tuple[int, int | None, Objet | None]] = {}
        self._dossiers: Collection[str] = ()
        self.ecrits = 0

    def remplir(self, voulus: Fichiers, dossiers: Collection[str]) -> None:
        """Write or link each file; ``dossiers`` are all the folders that they need.

        Raises:
            PublicationError: one French line.
        """
        self._dossiers = dossiers
        with en_francais("écriture impossible", self._out):
            self._neuf.mkdir(MODE_DOSSIER, exist_ok=True)
            self._avant = self._souvenirs.relever(self._neuf)
            disque = self._neuf.lstat().st_dev
            self._retirer({MARQUEUR, *(nom for nom, _ in voulus)})
            self._poser(MARQUEUR, CONTENU_MARQUEUR)
        self.ecrits = 0  # the mark is not counted
        avant = self._avant.fichiers
        for nom, contenu in voulus:
            if isinstance(contenu, Objet):
                deja = avant.get(nom) == contenu.inode and contenu.disque == disque
                if deja and (not contenu.neuf or self._deja_pose(nom, contenu)):
                    continue
                with en_francais(f"écriture de {nom} impossible", self._out):
                    self._lier(nom, contenu)
            else:
                with en_francais(f"écriture de {nom} impossible", self._out):
                    self._poser(nom, contenu)
        if self._place.absente:  # even what was put here in advance
            self.ecrits = len(voulus)

    def _retirer(self, voulus: Collection[str]) -> None:
        """Take away what is not wanted, then make the folders that are missing."""
        avant = self._avant
        for nom in (*(avant.fichiers.keys() - voulus), *avant.autres):
            os.unlink(self._debut + nom)  # noqa: PTH108 - on strings: once a file
        for dossier in sorted(avant.dossiers.keys() - {"", *self._dossiers}, reverse=True):
            os.rmdir(self._debut + dossier)  # noqa: PTH106
        for dossier in sorted(set(self._dossiers) - avant.dossiers.keys()):
            os.mkdir(self._debut + dossier, MODE_DOSSIER)  # noqa: PTH102

    def _libre(self, nom: str) -> str:
        """Where a file goes; what held its name leaves."""
        chemin = self._debut + nom
        if nom in self._avant.fichiers:
            os.unlink(chemin)  # noqa: PTH108
        return chemin

    def _lier(self, nom: str, objet: Objet) -> None:
        """Link an object of the cache; where links cannot be, write its bytes."""
        chemin = self._libre(nom)
        try:
            os.link(objet.chemin, chemin, follow_symlinks=False)
        except OSError:
            self._avant.fichiers.pop(nom, None)
            self._poser(nom, objet.lire())
            return
        self._poses[nom] = objet.taille, objet.date, objet
        publie = self._place.infos(nom)
        self.ecrits += publie is None or publie.st_ino != objet.inode

    def _deja_pose(self, nom: str, objet: Objet) -> bool:
        """Whether this build put this object here as soon as it was made (``avance``)."""
        infos = _infos(self._debut + nom)
        if infos is None or not sain(infos):
            return False
        return (infos.st_size, infos.st_mtime_ns) == (objet.taille, objet.date)

    def _poser(self, nom: str, octets: bytes) -> None:
        """Link the published file if it holds these bytes, so that it keeps its date, or write."""
        chemin = self._libre(nom)
        publie = self._place.infos(nom)
        if publie is not None and self._lie(nom, octets, publie, chemin):
            self._poses[nom] = len(octets), publie.st_mtime_ns, None
            return
        ecrire(chemin, octets)
        self._poses[nom] = len(octets), None, None
        self.ecrits += 1

    def _lie(self, nom: str, octets: bytes, publie: os.stat_result, chemin: str) -> bool:
        """Reuse the published file if it holds these bytes; any doubt means to write it again."""
        if publie.st_size != len(octets) or not sain(publie):
            return False
        source = self._place.chemin(nom)
        try:
            if Path(source).read_bytes() != octets:
                return False
            os.link(source, chemin, follow_symlinks=False)
        except OSError:
            return False
        return True

    def verifier(self) -> None:
        """Look at all that was put here, and set the modes of folders.

        Raises:
            PublicationError: something is not what was given.
            OSError: a folder is gone.
        """
        for nom, (taille, date, objet) in self._poses.items():
            infos = _infos(self._debut + nom)
            if infos is None or not stat.S_ISREG(infos.st_mode) or infos.st_size != taille:
                raise PublicationError(f"{self._out} : {nom} est absent ou coupé : site non publié")
            if date not in {None, infos.st_mtime_ns} and not self._refait(nom, objet):
                raise PublicationError(f"{self._out} : {nom} a été modifié : site non publié")
            if not sain(infos):
                os.chmod(self._debut + nom, MODE)  # noqa: PTH101
        droits = stat.S_IFDIR | MODE_DOSSIER
        bons = {dossier for dossier, vu in self._avant.dossiers.items() if vu[2] == droits}
        for dossier in {"", *self._dossiers} - bons:
            chemin = self._debut + dossier
            if stat.S_IMODE(os.lstat(chemin).st_mode) != MODE_DOSSIER:
                os.chmod(chemin, MODE_DOSSIER)  # noqa: PTH101 - the umask, or somebody's hand

    def _refait(self, nom: str, objet: Objet | None) -> bool:
        """Whether another build put the same bytes in the cache again, before this one took them."""
        return objet is not None and objet.vaut((self._neuf / nom).read_bytes())


def _infos(chemin: str) -> os.stat_result | None:
    try:
        return os.lstat(chemin)
    except FileNotFoundError:
        return None
