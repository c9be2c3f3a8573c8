"""Which file names may be written, and which folder may be replaced."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.publish.errors import PublicationError

MARQUEUR = ".catalogue-site"
"""File at the root of a published site: a folder without it is not ours, and is left alone."""

CONTENU_MARQUEUR = (
    "Ce dossier est écrit par « catalogue build » et remplacé en entier à chaque construction.\n"
    "Sans ce fichier, il ne serait plus remplacé.\n"
).encode()

MODE_DOSSIER = 0o755

_SEGMENT = (
    r"(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|\Z))"  # names that some systems keep
    r"[A-Za-z0-9._@+-]{0,199}[A-Za-z0-9_@+-]"
)
_PARTIE = re.compile(_SEGMENT, re.ASCII)
_NOM = re.compile(rf"(?:{_SEGMENT}/)*{_SEGMENT}", re.ASCII)
_LONGUEUR_MAX = 1_000


def est_un_nom(nom: str) -> bool:
    """Whether this may be the POSIX path of a file of a site, relative to it."""
    return len(nom) <= _LONGUEUR_MAX and _NOM.fullmatch(nom) is not None and nom != MARQUEUR


def verifier_noms(noms: Sequence[str]) -> set[str]:
    """Accept the POSIX paths of a site, relative to it, and give all the folders they need.

    Raises:
        PublicationError: one is unsafe, given twice, or one with another on a system that ignores
            case, or where a file would stand in for a folder.
    """
    # Names have few parts that differ: each of these is looked at once.
    parties = {partie for nom in noms for partie in nom.split("/")}
    longueur = max(map(len, noms), default=0)
    if longueur > _LONGUEUR_MAX or MARQUEUR in noms or not all(map(_PARTIE.fullmatch, parties)):
        nom = next(nom for nom in noms if not est_un_nom(nom))
        raison = "réservé" if nom == MARQUEUR else "refusé"
        raise PublicationError(f"nom de fichier {raison} : {nom[:200]!r}")
    dossiers: set[str] = set()
    for nom in noms:
        parent = nom.rpartition("/")[0]
        while parent and parent not in dossiers:
            dossiers.add(parent)
            parent = parent.rpartition("/")[0]
    tous = [*noms, *dossiers]
    if len(set("\n".join(tous).lower().split("\n"))) < len(tous):
        raise PublicationError(_collision(tous))
    return dossiers


def _collision(noms: Iterable[str]) -> str:
    """Which two names are one; a folder comes after all files."""
    vus: dict[str, str] = {}
    for nom in noms:
        vu = vus.setdefault(nom.lower(), nom)
        if vu != nom:
            return f"deux noms que seule la casse distingue : {vu} et {nom}"
    double = next(nom for nom, fois in Counter(noms).items() if fois > 1)
    return f"nom donné deux fois, ou à la fois à un dossier : {double}"


def verifier_chemin(out: Path, intouchables: Iterable[Path]) -> Path:
    """The absolute path of the target, once it is known to hold nothing but a site.

    Raises:
        PublicationError: the target is a link, the root, the current folder, the home, one of
            ``intouchables``, a parent of any of these, or lies inside one of ``intouchables``.
    """
    if out.is_symlink():
        raise PublicationError(f"{out} : c'est un lien symbolique, refus d'y toucher")
    cible = out.resolve()
    proteges = [chemin.resolve() for chemin in intouchables]
    maison = os.path.expanduser("~")  # noqa: PTH111 - theirs raises in a container without home
    contenants = [Path.cwd(), Path(maison).resolve(), Path("/"), *proteges]
    for protege in contenants:
        if cible == protege or cible in protege.parents:
            raise PublicationError(
                f"{out} : refus d'y toucher, ce dossier est ou contient {protege}"
            )
    for protege in proteges:
        if protege in cible.parents:
            raise PublicationError(f"{out} : refus d'y toucher, ce dossier est dans {protege}")
    return cible


def verifier_dossier(cible: Path, out: Path) -> bool:
    """Whether a site is already there; an absent or empty folder is fine too.

    Raises:
        PublicationError: the target is not a folder, or holds files that are not ours.
        OSError: it cannot be read.
    """
    if not cible.exists():
        return False
    if not cible.is_dir():
        raise PublicationError(f"{out} : ce n'est pas un dossier, refus d'y toucher")
    if (cible / MARQUEUR).is_file():
        return True
    if any(cible.iterdir()):
        raise PublicationError(
            f"{out} : ce dossier contient autre chose qu'un site publié ici"
            f" (pas de fichier {MARQUEUR}), refus d'y toucher"
        )
    return False
