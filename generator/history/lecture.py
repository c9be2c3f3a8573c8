"""The history of a content folder: what changed in meaning, commit by commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from generator.history.cache import Cache
from generator.history.fils import Pas, identifiant, renommer
from generator.history.git import Depot, GitAbsentError, commits, ouvrir, tronque
from generator.history.model import Changement, Commit, Historique


def lire_historique(content: Path, cache: Path | None = None, *, jobs: int = 1) -> Historique:
    """Read the history of a content folder from the git repository that holds it.

    It depends on the commit that is checked out, and on nothing else: neither on the working tree
    nor on the cache.

    Args:
        content: the content folder.
        cache: folder where what was understood is kept for the next time; it may be deleted.
        jobs: processes to read with, when there is much to read.

    Returns:
        The history; without one, ``absence`` says why.
    """
    try:
        return _lire(ouvrir(content), cache, jobs)
    except GitAbsentError as absence:
        return Historique(absence=str(absence))


def _lire(depot: Depot, cache: Path | None, jobs: int) -> Historique:
    suite = commits(depot)
    partiel = tronque(depot, suite[0].sha)
    memoire = Cache(cache, suite[0].sha, str(partiel), depot.prefixe)
    connus = memoire.lire(suite)
    if len(connus) < len(suite):
        from generator.history.comprendre import comprendre  # noqa: PLC0415 - start fast

        connus += comprendre(depot, connus, suite[len(connus) :], partiel=partiel, jobs=jobs)
        memoire.ecrire(connus)
    if not any(pas.fichiers for pas in connus):
        raise GitAbsentError("aucun commit ne contient ce dossier")
    return Historique(_changements(connus), _derniers(connus), partiel=partiel)


def _changements(tous: Sequence[Pas]) -> tuple[Changement, ...]:
    """All the changes, under the current names of their subjects, oldest first."""
    actuels: dict[tuple[bool, str], str] = {}
    lots: list[tuple[Changement, ...]] = []
    for pas in reversed(tous):
        lots.append(tuple(_sous_son_nom(c, actuels) for c in pas.changements))
        _remonter(actuels, pas.renommes)
    return tuple(c for lot in reversed(lots) for c in lot)


def _sous_son_nom(changement: Changement, actuels: Mapping[tuple[bool, str], str]) -> Changement:
    nom = actuels.get((changement.guide, changement.sujet))
    return changement if nom is None else replace(changement, sujet=nom)


def _remonter(actuels: dict[tuple[bool, str], str], renommes: Iterable[tuple[str, str]]) -> None:
    """Go back before a commit: the former name is that of today's record, the new one another's."""
    couples = [(v.startswith("guides/"), identifiant(v), identifiant(n)) for v, n in renommes]
    devenus = {(guide, vieux): actuels.get((guide, neuf), neuf) for guide, vieux, neuf in couples}
    for guide, _, neuf in couples:
        actuels.pop((guide, neuf), None)
    actuels.update(devenus)


def _derniers(tous: Sequence[Pas]) -> Mapping[str, Commit]:
    """The last commit that touched each file that is still there."""
    derniers: dict[str, Commit] = {}
    for pas in tous:
        renommer(derniers, dict(pas.renommes))
        for fichier in pas.fichiers:
            if fichier.blob:
                derniers[fichier.chemin] = pas.commit
            else:
                derniers.pop(fichier.chemin, None)
    return MappingProxyType(derniers)
