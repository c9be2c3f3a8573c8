"""Which file names may be written, and which folder may be replaced."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.publish.errors import PublicationError

MARQUEUR = ".catalogue-site"
"""File at the root of a published site: a folder without it is not ours, and is left alone."""

CONTENU_MARQUEUR = (
    "Ce dossier est écrit par « catalogue build » et remplacé en entier à chaque construction.\n"
    "Sans ce fichier, il ne serait plus remplacé.\n"
).encode()

MODE_FICHIER, MODE_DOSSIER = 0o644, 0o755

_SEGMENT = re.compile(r"[A-Za-z0-9._@+-]{1,200}", re.ASCII)
_RESERVES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_LONGUEUR_MAX = 1_000


class Noms:
    """Names of one site, checked as they come."""

    def __init__(self) -> None:
        self._vus: dict[str, tuple[str, bool | None]] = {}

    def verifier(self, nom: str) -> None:
        """Accept a new POSIX path relative to the site.

        Raises:
            PublicationError: unsafe, already given, or one with another on a system that ignores
                case or where a file would stand in for a folder.
        """
        segments = nom.split("/")
        if len(nom) > _LONGUEUR_MAX or not all(_sur(s) for s in segments):
            raise PublicationError(f"nom de fichier refusé : {nom[:200]!r}")
        if nom == MARQUEUR:
            raise PublicationError(f"nom de fichier réservé : {nom}")
        for rang in range(1, len(segments) + 1):
            prefixe, dossier = "/".join(segments[:rang]), rang < len(segments)
            vu = self._vus.setdefault(prefixe.casefold(), (prefixe, None))
            if vu[0] != prefixe:
                raise PublicationError(f"deux noms que seule la casse distingue : {vu[0]} et {nom}")
            if vu[1] is None:
                self._vus[prefixe.casefold()] = (prefixe, dossier)
            elif not (dossier and vu[1]):
                raise PublicationError(f"nom donné deux fois, ou à la fois à un dossier : {nom}")


def _sur(segment: str) -> bool:
    return (
        _SEGMENT.fullmatch(segment) is not None
        and segment not in {".", ".."}
        and not segment.endswith(".")
        and _RESERVES.fullmatch(segment) is None
    )


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


def inventaire(
    racine: Path, out: Path, *, strict: bool, corriger: bool = False
) -> Iterator[tuple[str, os.stat_result]]:
    """Regular files of a tree, by POSIX name, never through a link.

    When ``strict``, anything but files and folders is refused; ``corriger`` puts modes right.
    """
    a_lire = [""]
    while a_lire:
        prefixe = a_lire.pop()
        with os.scandir(racine / prefixe) as entrees:
            for entree in entrees:
                nom, infos = prefixe + entree.name, entree.stat(follow_symlinks=False)
                dossier = stat.S_ISDIR(infos.st_mode)
                if strict and not (dossier or stat.S_ISREG(infos.st_mode)):
                    raise PublicationError(f"{out} : {nom} n'est ni un fichier ni un dossier")
                mode = MODE_DOSSIER if dossier else MODE_FICHIER
                if corriger and stat.S_IMODE(infos.st_mode) != mode:
                    Path(entree.path).chmod(mode)
                if dossier:
                    a_lire.append(nom + "/")
                elif stat.S_ISREG(infos.st_mode):
                    yield nom, infos
