"""Stage the whole site beside the target, verify it, swap, delete the old one."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from generator.publish.deja import est_publie
from generator.publish.errors import PublicationError, cause, en_francais
from generator.publish.exchange import echanger, synchroniser, synchroniser_noms
from generator.publish.paths import (
    CONTENU_MARQUEUR,
    MARQUEUR,
    MODE_DOSSIER,
    MODE_FICHIER,
    Noms,
    inventaire,
    verifier_chemin,
    verifier_dossier,
)
from generator.store import Objet
from generator.verrous import verrou


class Publication(Struct, frozen=True):
    """What was done: given files written, reused as they were, their bytes; files gone.

    ``residu`` is the old site when it could not be deleted: the next publication will try again.
    """

    ecrits: int
    repris: int
    retires: int
    octets: int
    residu: Path | None = None


def publier(
    fichiers: Iterable[tuple[str, bytes | Objet]],
    out: Path,
    *,
    intouchables: Iterable[Path] = (),
    avant_echange: Callable[[Path], None] | None = None,
    double: Path | None = None,
) -> Publication:
    """Publish ``fichiers`` (POSIX path relative to the site, content) in the folder ``out``.

    A content is bytes, or an object of the cache, which is hard-linked: nobody writes to it.

    ``out`` holds the old site or the new one, complete, at any instant, whatever fails; the
    folder itself is replaced, so a process whose current folder it is must enter it again. Files
    equal to the published ones are hard-linked, not written again (their date stays), and a
    published inode is never written to. ``intouchables`` are folders that are never replaced nor
    written in (content, templates). ``avant_echange`` is called with the staged tree, to which it
    may only add files: the search index.

    ``double`` is where the replaced tree is kept, on the same disk, instead of being deleted: the
    next publication brings it up to date, name by name, in the time of what changed. It may be
    deleted or damaged: every name in it is compared with what is wanted.

    Raises:
        PublicationError: one French line; the published site was not touched (or, if the line
            says so, the new one is in place). What ``fichiers``
            or ``avant_echange`` raise passes through, with the same guarantee.
    """
    cible = verifier_chemin(out, intouchables)
    with en_francais("dossier impossible à préparer", out):
        cible.parent.mkdir(parents=True, exist_ok=True)
    with _verrou(cible, out):
        neuf, ecart = _voisin(cible, "nouveau"), _voisin(cible, "ancien")
        with en_francais("ménage d'une construction interrompue impossible", out):
            _nettoyer(cible, neuf, ecart)
            existe = verifier_dossier(cible, out)
        if existe and avant_echange is None:
            fichiers = list(fichiers)
            if est_publie(fichiers, cible, out):
                tailles = (c.taille if isinstance(c, Objet) else len(c) for _, c in fichiers)
                return Publication(0, len(fichiers), 0, sum(tailles))
        try:
            if double is not None and double.is_dir() and not double.is_symlink():
                with suppress(OSError):  # now on another disk: the tree is made from nothing
                    double.rename(neuf)
            mise_en_place = _Chantier(neuf, cible if existe else None, out)
            mise_en_place.remplir(fichiers)
            if avant_echange is not None:
                avant_echange(neuf)
            with en_francais("vérification impossible", out):
                mise_en_place.verifier()
                synchroniser(neuf)
            with en_francais("mise en place impossible", out):
                _installer(neuf, cible, ecart, existe=existe)
        except BaseException:
            shutil.rmtree(neuf, ignore_errors=True)  # what remains goes at the next start
            raise
        _confirmer(cible, out)
        garde = existe and double is not None and _garder(neuf, double)
        return mise_en_place.bilan(neuf if existe and not garde and not _efface(neuf) else None)


def _garder(ancien: Path, double: Path) -> bool:
    """Keep the old site for next time; where it cannot be, it is deleted as usual."""
    with suppress(OSError):
        double.parent.mkdir(parents=True, exist_ok=True)
        ancien.rename(double)
    return double.exists()


def _voisin(cible: Path, role: str) -> Path:
    return cible.with_name(f".{cible.name}.{role}")


@contextmanager
def _verrou(cible: Path, out: Path) -> Iterator[None]:
    """One publisher at a time."""
    with ExitStack() as pile:
        with en_francais("verrou impossible à poser", out):
            seul = pile.enter_context(verrou(_voisin(cible, "lock")))
        if not seul:
            raise PublicationError(
                f"{out} : une autre construction publie déjà dans ce dossier ;"
                " attendre qu'elle finisse, puis relancer"
            )
        yield


def _nettoyer(cible: Path, neuf: Path, ecart: Path) -> None:
    """Undo what an interrupted publication left."""
    if ecart.is_dir() and not cible.exists():
        ecart.rename(cible)
    for reste in (neuf, ecart):
        if reste.is_symlink() or reste.exists():
            shutil.rmtree(reste)


def _installer(neuf: Path, cible: Path, ecart: Path, *, existe: bool) -> None:
    if existe:
        echanger(neuf, cible, ecart)
    else:
        neuf.rename(cible)


def _confirmer(cible: Path, out: Path) -> None:
    """Make the swap durable before the old site, still beside, is deleted."""
    try:
        synchroniser_noms(cible.parent)
    except OSError as erreur:
        raise PublicationError(
            f"{out} : le nouveau site est en place, mais le disque ne l'a pas confirmé :"
            f" {cause(erreur)} ; relancer la construction"
        ) from erreur


def _efface(ancien: Path) -> bool:
    """Delete the old site; the new one is in place, so failing here is told, not raised."""
    shutil.rmtree(ancien, ignore_errors=True)
    return not ancien.exists()


class _Chantier:
    """The staged tree while it is filled and verified."""

    def __init__(self, neuf: Path, ancien: Path | None, out: Path) -> None:
        self._neuf, self._out, self._ancien = neuf, out, ancien
        self._publies = {} if ancien is None else dict(inventaire(ancien, out, strict=False))
        self._attendus: dict[str, tuple[int, int | None]] = {}
        self._objets: dict[str, Objet] = {}
        self._trouves: frozenset[str] = frozenset()
        self._noms = Noms()
        self._deja = {} if not neuf.exists() else dict(inventaire(neuf, out, strict=False))
        self._dossiers: set[Path] = set()
        self._lies: set[str] = set()  # linked from the cache, and not as they were published

    def remplir(self, fichiers: Iterable[tuple[str, bytes | Objet]]) -> None:
        """Write or link each file."""
        voulus = list(fichiers)
        with en_francais("écriture impossible", self._out):
            self._neuf.mkdir(MODE_DOSSIER, exist_ok=True)
            self._retirer(self._deja.keys() - {nom for nom, _ in voulus} - {MARQUEUR})
            self._poser(MARQUEUR, CONTENU_MARQUEUR)
        for nom, octets in voulus:
            self._noms.verifier(nom)
            with en_francais(f"écriture de {nom} impossible", self._out):
                if isinstance(octets, Objet):
                    self._lier(nom, octets)
                else:
                    self._poser(nom, octets)
        if len(self._attendus) == 1:
            raise PublicationError(f"{self._out} : aucun fichier, refus de publier un site vide")

    def _retirer(self, noms: Iterable[str]) -> None:
        """Take names away from a tree that is brought up to date, and the folders left empty."""
        for nom in sorted(noms, reverse=True):
            chemin = self._neuf / nom
            chemin.unlink()
            for dossier in chemin.parents:
                if dossier == self._neuf or any(dossier.iterdir()):
                    break
                dossier.rmdir()

    def _chemin(self, nom: str) -> Path:
        """Where a file goes; whatever held its name in a tree that is brought up to date leaves."""
        chemin = self._neuf / nom
        if nom in self._deja:
            chemin.unlink()
        if chemin.parent not in self._dossiers:
            chemin.parent.mkdir(parents=True, exist_ok=True)
            self._dossiers.add(chemin.parent)
        return chemin

    def _lier(self, nom: str, objet: Objet) -> None:
        """Link an object of the cache; where links cannot be, write its bytes."""
        publie, deja = self._publies.get(nom), self._deja.get(nom)
        if publie is None or publie.st_ino != objet.inode:
            self._lies.add(nom)
        self._attendus[nom], self._objets[nom] = (objet.taille, objet.date), objet
        if deja is not None and (deja.st_dev, deja.st_ino) == (objet.disque, objet.inode):
            return
        try:
            os.link(objet.chemin, self._chemin(nom), follow_symlinks=False)
        except OSError:
            self._lies.discard(nom)
            self._deja.pop(nom, None)
            del self._objets[nom]
            self._poser(nom, objet.lire())

    def _poser(self, nom: str, octets: bytes) -> None:
        chemin = self._chemin(nom)
        self._deja.pop(nom, None)
        publie = self._publies.get(nom)
        if publie is not None and self._lie(nom, octets, publie, chemin):
            self._attendus[nom] = len(octets), publie.st_mtime_ns
            return
        drapeaux = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(chemin, drapeaux, MODE_FICHIER), "wb") as fichier:  # noqa: PTH123 - of a fd
            fichier.write(octets)
            os.fchmod(fichier.fileno(), MODE_FICHIER)
        self._attendus[nom] = len(octets), None

    def _lie(self, nom: str, octets: bytes, publie: os.stat_result, chemin: Path) -> bool:
        """Reuse the published file if it holds these bytes; any doubt means to write it again."""
        if self._ancien is None or publie.st_size != len(octets):
            return False
        if stat.S_IMODE(publie.st_mode) != MODE_FICHIER:
            return False
        try:
            if (self._ancien / nom).read_bytes() != octets:
                return False
            os.link(self._ancien / nom, chemin, follow_symlinks=False)
        except OSError:
            return False
        return True

    def verifier(self) -> None:
        """Compare the tree with what was given, and set the modes of what the hook added."""
        self._neuf.chmod(MODE_DOSSIER)
        trouves = dict(inventaire(self._neuf, self._out, strict=True, corriger=True))
        self._trouves = frozenset(trouves)
        for nom, (taille, date) in self._attendus.items():
            trouve = trouves.get(nom)
            if trouve is None or trouve.st_size != taille:
                raise PublicationError(f"{self._out} : {nom} est absent ou coupé : site non publié")
            if date is not None and trouve.st_mtime_ns != date and not self._refait(nom):
                raise PublicationError(f"{self._out} : {nom} a été modifié : site non publié")

    def _refait(self, nom: str) -> bool:
        """Whether another build put the same bytes in the cache again, before this one took them."""
        objet = self._objets.get(nom)
        return objet is not None and objet.vaut((self._neuf / nom).read_bytes())

    def bilan(self, residu: Path | None) -> Publication:
        """Count what was done."""
        donnes = [infos for nom, infos in self._attendus.items() if nom != MARQUEUR]
        repris = sum(date is not None for _, date in donnes) - len(self._lies)
        return Publication(
            ecrits=len(donnes) - repris,
            repris=repris,
            retires=len(self._publies.keys() - self._trouves),
            octets=sum(taille for taille, _ in donnes),
            residu=residu,
        )
