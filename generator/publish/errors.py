"""One exception, one French line."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.refus import Refus

_CAUSES = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota de disque est atteint",
    errno.EACCES: "les droits d'accès ne le permettent pas",
    errno.EPERM: "les droits d'accès ne le permettent pas",
    errno.EROFS: "le disque est en lecture seule",
    errno.EFBIG: "un fichier dépasse la taille permise",
    errno.EBUSY: "le dossier est utilisé par le système (point de montage ?)",
    errno.EXDEV: "le dossier est sur un autre disque que celui qui le contient",
    errno.ENAMETOOLONG: "un nom de fichier est trop long",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ENOMEM: "la mémoire manque",
    errno.EAGAIN: "trop de processus sont en cours",
    errno.EIO: "le disque ne répond pas correctement",
    errno.ENOTDIR: "un fichier se trouve à la place d'un dossier",
    errno.EISDIR: "un dossier se trouve à la place d'un fichier",
    errno.EADDRINUSE: "cette adresse est déjà prise par un autre programme",
    errno.ENOENT: "un dossier ou un fichier a disparu",
}


class PublicationError(Refus):
    """Publication failed: one French line, which says what site is in place."""


def cause(erreur: OSError) -> str:
    """What the system says, in French."""
    numero = erreur.errno or 0
    nom = errno.errorcode.get(numero, "erreur inconnue")
    return _CAUSES.get(numero, f"le système répond {nom}")


@contextmanager
def en_francais(action: str, out: Path) -> Iterator[None]:
    """Turn an ``OSError`` of this block into a ``PublicationError``."""
    try:
        yield
    except OSError as erreur:
        raise PublicationError(
            f"{out} : {action} : {cause(erreur)} ; le site déjà publié n'a pas changé"
        ) from erreur
