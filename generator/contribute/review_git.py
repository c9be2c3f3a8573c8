"""The content of a revision as a folder, to compare it as one compares any two folders."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath

from generator.contribute.new import RefusError
from generator.contribute.review import Revue, revoir
from generator.history.blobs import Blobs
from generator.history.git import Depot, GitAbsentError, arbre, base_commune, ouvrir, revision


def comparer_revisions(content: Path, base: str, tete: str, jour: date) -> Revue:
    """The review of what was contributed since a revision.

    Args:
        content: the content folder, in the working tree of a repository.
        base: the published revision; its last common ancestor with the contribution is used, so
            that what others published since is not told.
        tete: the contributed revision; "" for the working tree.
        jour: the day for which completeness is counted.

    Raises:
        RefusError: no repository, or a revision that is not known.
    """
    try:
        depot = ouvrir(content)
        sommet = _revision(depot, tete or "HEAD")
        commune = base_commune(depot, _revision(depot, base), sommet)
        if commune is None:
            raise RefusError(
                f"« {base} » n'a pas d'ancêtre commun connu : récupérez tout l'historique "
                "(git fetch --unshallow)"
            )
        with _dossier(depot, commune) as avant:
            if not tete:
                return revoir(avant, content, jour)
            with _dossier(depot, sommet) as apres:
                return revoir(avant, apres, jour)
    except GitAbsentError as absence:
        raise RefusError(f"comparaison impossible : {absence}") from absence


def _revision(depot: Depot, nom: str) -> str:
    trouvee = revision(depot, nom)
    if trouvee is None:
        raise RefusError(f"« {nom} » n'est ni une branche, ni une étiquette, ni un commit connu")
    return trouvee


@contextmanager
def _dossier(depot: Depot, sha: str) -> Iterator[Path]:
    """The regular files of a revision of the content, in a folder that goes away."""
    with tempfile.TemporaryDirectory() as provisoire, Blobs(depot) as blobs:
        racine = Path(provisoire) / "content"
        racine.mkdir()
        for chemin, blob in arbre(depot, sha).items():
            brut = blobs.lire(blob)
            if brut is not None and ".." not in PurePosixPath(chemin).parts:
                cible = racine / chemin
                cible.parent.mkdir(parents=True, exist_ok=True)
                cible.write_bytes(brut)
        yield racine
