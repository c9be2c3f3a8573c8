"""Stage the whole site beside the target, verify it, swap, delete the old one."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec import Struct

from generator.objet import Objet
from generator.publish.avance import garder, prendre
from generator.publish.chantier import Chantier
from generator.publish.deja import est_publie
from generator.publish.errors import PublicationError, cause, en_francais
from generator.publish.exchange import echanger, synchroniser, synchroniser_noms
from generator.publish.paths import verifier_chemin, verifier_dossier, verifier_noms
from generator.publish.souvenir import Souvenirs
from generator.verrous import verrou


class Publication(Struct, frozen=True):
    """What was done: given files that are new, those left as they were, and the bytes of all.

    ``residu`` is the old site when it could not be deleted: the next publication will try again.
    """

    ecrits: int
    repris: int
    octets: int
    residu: Path | None = None


def publier(
    fichiers: Iterable[tuple[str, bytes | Objet]],
    out: Path,
    *,
    intouchables: Iterable[Path] = (),
    double: Path | None = None,
) -> Publication:
    """Publish ``fichiers`` (POSIX path relative to the site, content) in the folder ``out``.

    A content is bytes, or an object of the cache, which is hard-linked: nobody writes to it.

    ``out`` holds the old site or the new one, complete, at any instant, whatever fails; the
    folder itself is replaced, so a process whose current folder it is must enter it again. Files
    equal to the published ones are hard-linked, not written again (their date stays), and a
    published inode is never written to. ``intouchables`` are folders that are never replaced nor
    written in (content, templates).

    ``double`` is where the replaced tree is kept, on the same disk, instead of being deleted: the
    next publication brings it up to date, name by name, in the time of what changed. It may be
    deleted or damaged: every name in it is compared with what is wanted.

    Raises:
        PublicationError: one French line; the published site was not touched (or, if the line
            says so, the new one is in place). What ``fichiers`` raises passes through, with the
            same guarantee.
    """
    cible = verifier_chemin(out, intouchables)
    with en_francais("dossier impossible à préparer", out):
        cible.parent.mkdir(parents=True, exist_ok=True)
    with _verrou(cible, out):
        neuf, ecart = _voisin(cible, "nouveau"), _voisin(cible, "ancien")
        with en_francais("ménage d'une construction interrompue impossible", out):
            _nettoyer(cible, neuf, ecart)
            existe = verifier_dossier(cible, out)
        voulus = list(fichiers)
        octets = sum(c.taille if isinstance(c, Objet) else len(c) for _, c in voulus)
        souvenirs = Souvenirs(double)
        if existe and est_publie(voulus, cible, souvenirs):
            return Publication(0, len(voulus), octets)
        dossiers = verifier_noms([nom for nom, _ in voulus])
        if not voulus:
            raise PublicationError(f"{out} : aucun fichier, refus de publier un site vide")
        chantier = Chantier(neuf, cible if existe else None, out, souvenirs)
        try:
            with prendre(double, neuf, souvenirs):
                chantier.remplir(voulus, dossiers)
                with en_francais("vérification impossible", out):
                    chantier.verifier()
                    synchroniser(neuf)
            with en_francais("mise en place impossible", out):
                _installer(neuf, cible, ecart, existe=existe)
        except BaseException:
            shutil.rmtree(neuf, ignore_errors=True)  # what remains goes at the next start
            raise
        _confirmer(cible, out)
        garde = existe and double is not None and garder(neuf, double)
        souvenirs.oublier(cible, *(() if double is None else (double,)))
        residu = neuf if existe and not garde and not _efface(neuf) else None
        return Publication(chantier.ecrits, len(voulus) - chantier.ecrits, octets, residu)


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
