"""Git as a read-only source of versions: plumbing commands only, never a shell, never the network.

Plumbing reads none of the settings that change what porcelain prints. Names are separated by NUL,
so that a hostile one is only a name. Nothing here looks at the working tree or at the index.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from msgspec import Struct

from generator.expression import expression
from generator.history.model import Commit

_EMBARQUES = frozenset({"GIT_CEILING_DIRECTORIES"})
_DERNIER_INSTANT = 253_402_128_000  # 9999-12-30: a committer may write any number
FICHIER = "100"  # mode of a regular file; a link or a submodule holds no version


class GitAbsentError(Exception):
    """There is no history to read; the message says why, in French, to the readers of the site.

    ``detail`` is what git said: it may name folders of the machine, and is not for them.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class Depot(Struct, frozen=True):
    """The repository that holds a content folder.

    ``prefixe`` is the folder in the repository, with its slash ("" at the root); ``partiel`` says
    that the oldest commits were not fetched.
    """

    dossier: Path
    prefixe: str
    partiel: bool


def environnement() -> dict[str, str]:
    """The caller's, minus what would lead git elsewhere (a hook sets ``GIT_DIR``)."""
    garde = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("GIT_") or k in _EMBARQUES or k.startswith("GIT_CONFIG")
    }
    return garde | {
        "LC_ALL": "C",
        "LANGUAGE": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",  # before git 2.44, a partial clone would fetch
        "GIT_TERMINAL_PROMPT": "0",
    }


def commande(dossier: Path, *arguments: str) -> list[str]:
    """The arguments of a git process that works in a folder."""
    # Files named HEAD, config, objects/… in a folder would make it a repository of its own, with
    # the settings of whoever proposed them.
    sur = ("-c", "safe.bareRepository=explicit")
    return ["git", "--no-pager", *sur, "-C", str(dossier), *arguments]


def _lire(dossier: Path, *arguments: str) -> bytes:
    """Run git and return what it prints.

    Raises:
        GitAbsentError: git is not there, or it refused.
    """
    import subprocess  # noqa: PLC0415 - start fast

    try:
        fait = subprocess.run(  # noqa: S603 - a list, never a shell
            commande(dossier, *arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env=environnement(),
        )
    except OSError as erreur:
        raise GitAbsentError("git n'est pas installé sur cette machine") from erreur
    if fait.returncode:
        detail = fait.stderr.decode("utf-8", "replace").strip()
        raise GitAbsentError("git n'a pas pu lire l'historique", detail)
    return fait.stdout


def ouvrir(content: Path) -> Depot:
    """Find the repository around a content folder.

    Raises:
        GitAbsentError: no git, no repository, no commit, or a bare repository.
    """
    if not content.is_dir():
        raise GitAbsentError("le dossier du contenu n'existe pas")
    lieu = content.resolve()
    # A process for what a look tells: « HEAD » is that of a bare repository.
    if not any(os.path.lexists(d / nom) for d in (lieu, *lieu.parents) for nom in (".git", "HEAD")):
        raise GitAbsentError("le contenu n'est pas dans un dépôt git")
    try:
        dit = _lire(content, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository")
    except GitAbsentError as absence:
        if "cannot use bare repository" in absence.detail:
            raise GitAbsentError("le contenu n'est pas dans une copie de travail de git") from (
                absence
            )
        if "not a git repository" in absence.detail:
            raise GitAbsentError("le contenu n'est pas dans un dépôt git") from absence
        if "dubious ownership" in absence.detail:
            raise GitAbsentError("le dépôt appartient à un autre utilisateur de la machine") from (
                absence
            )
        raise
    dedans, partiel = dit.split()
    if dedans != b"true":
        raise GitAbsentError("le contenu n'est pas dans une copie de travail de git")
    prefixe = _lire(content, "rev-parse", "--show-prefix").removesuffix(b"\n")
    depot = Depot(content, os.fsdecode(prefixe), partiel == b"true")
    if revision(depot, "HEAD") is None:
        raise GitAbsentError("le dépôt git n'a encore aucun commit")
    return depot


def revision(depot: Depot, nom: str) -> str | None:
    """The commit that a revision names, or ``None``."""
    if not nom or nom.startswith("-") or "\0" in nom:
        return None
    try:
        trouve = _lire(depot.dossier, "rev-parse", "--verify", "--quiet", f"{nom}^{{commit}}")
    except GitAbsentError:
        return None
    return trouve.decode("ascii").strip()


def base_commune(depot: Depot, un: str, autre: str) -> str | None:
    """The best common ancestor of two commits, or ``None``."""
    try:
        return _lire(depot.dossier, "merge-base", un, autre).decode("ascii").split()[0]
    except GitAbsentError:
        return None


_ENTETE = expression(r"([0-9a-f]+) (\d+) [-\d]+ [\d:]+ ([-+])(\d\d)(\d\d)")


def commits(depot: Depot) -> tuple[Commit, ...]:
    """The states of the published branch, oldest first: HEAD and its first parents.

    What the public sees is one state after the other: a merged branch counts once, when it is
    merged, for all that it brings.
    """
    brut = _lire(
        depot.dossier,
        *("rev-list", "--first-parent", "--reverse", "--format=%H %ct %ci", "HEAD", "--"),
    )
    lignes = brut.decode("ascii").splitlines()[1::2]  # each after a line « commit <sha> »
    return tuple(_commit(ligne) for ligne in lignes)


def _commit(ligne: str) -> Commit:
    trouve = _ENTETE.fullmatch(ligne)
    if trouve is None:  # a corrupt date: git prints none
        return Commit(ligne.split(" ", 1)[0], datetime.fromtimestamp(0, UTC))
    sha, secondes, signe, heures, minutes = trouve.groups()
    decalage = timedelta(hours=int(heures), minutes=int(minutes))
    sur = decalage if decalage < timedelta(hours=24) else timedelta()
    zone = timezone(sur if signe == "+" else -sur)
    instant = datetime.fromtimestamp(min(int(secondes), _DERNIER_INSTANT), UTC)
    return Commit(sha, instant.astimezone(zone))


def tronque(depot: Depot, sha: str) -> bool:
    """Whether the parents of a commit exist but were not fetched."""
    if not depot.partiel:
        return False
    brut = _lire(depot.dossier, "cat-file", "commit", sha)
    return b"\nparent " in b"\n" + brut.partition(b"\n\n")[0]


def arbre(depot: Depot, sha: str) -> dict[str, str]:
    """The regular files under the content folder at a commit: path to blob."""
    ou = ("--", depot.prefixe.rstrip("/")) if depot.prefixe else ()
    options = ("ls-tree", "-r", "-z", "--full-tree", sha)
    fichiers: dict[str, str] = {}
    for entree in _lire(depot.dossier, *options, *ou).split(b"\0")[:-1]:
        entete, _, nom = entree.partition(b"\t")
        mode, _genre, blob = entete.decode("ascii").split(" ")
        if mode.startswith(FICHIER):
            fichiers[os.fsdecode(nom).removeprefix(depot.prefixe)] = blob
    return fichiers
