"""The history of a content folder: what changed in meaning, commit by commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from generator.equipe import PARALLELE, repartir
from generator.history.blobs import Blobs
from generator.history.cache import Cache
from generator.history.fils import (
    Etat,
    Fichier,
    Fil,
    Pas,
    avancer,
    fichiers,
    identifiant,
    renommages,
    renommer,
    tisser,
)
from generator.history.git import Depot, GitAbsentError, commits, ouvrir, tronque
from generator.history.model import Changement, Commit, Historique, Nature
from generator.history.recit import Recit, raconter
from generator.history.touches import touches
from generator.history.versions import place

VERSIONS_SEUL = 400
"""Versions to read from which several processes pay."""


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
        connus += _comprendre(depot, connus, suite[len(connus) :], partiel=partiel, jobs=jobs)
        memoire.ecrire(connus)
    if not any(pas.fichiers for pas in connus):
        raise GitAbsentError("aucun commit ne contient ce dossier")
    return Historique(_changements(connus), _derniers(connus), partiel=partiel)


def _comprendre(
    depot: Depot, connus: Sequence[Pas], suite: Sequence[Commit], *, partiel: bool, jobs: int
) -> list[Pas]:
    """Understand the commits that the cache does not know."""
    etats: dict[str, Etat] = {}
    for pas in connus:
        avancer(etats, pas)
    parent = connus[-1].commit.sha if connus else ""
    bruts = []
    for lot in touches(depot, suite, parent, jobs=jobs):
        renommes = renommages(lot)
        bruts.append((fichiers(lot, renommes), renommes))
    if len(bruts) != len(suite):
        raise GitAbsentError("git n'a pas donné tous les commits")
    recits = _recits(depot, tisser(etats, bruts), jobs)
    muet = 0 if partiel and not connus else -1
    return [
        _pas(commit, touche, renommes, recits.get(rang, {}), muet=rang == muet)
        for rang, (commit, (touche, renommes)) in enumerate(zip(suite, bruts, strict=True))
    ]


def _recits(depot: Depot, fils: Sequence[Fil], jobs: int) -> dict[int, dict[str, Recit]]:
    """What each version brings, by rank of its commit and by path."""
    par_rang: dict[int, dict[str, Recit]] = {}
    for fil, recits in zip(fils, _raconter_tous(depot, fils, jobs), strict=True):
        for etape, recit in zip(fil.etapes, recits, strict=True):
            par_rang.setdefault(etape.rang, {})[etape.chemin] = recit
    return par_rang


_blobs: Blobs | None = None


def _demarrer(depot: Depot) -> None:
    global _blobs  # noqa: PLW0603 - each process keeps its own conversation with git
    _blobs = Blobs(depot)


def _travail(fil: Fil) -> list[Recit]:
    if _blobs is None:
        raise RuntimeError("lecture sans dépôt")
    return raconter(fil, _blobs.lire)


def _raconter_tous(depot: Depot, fils: Sequence[Fil], jobs: int) -> Iterable[list[Recit]]:
    versions = sum(len(fil.etapes) for fil in fils)
    if jobs <= 1 or versions < VERSIONS_SEUL or not PARALLELE:
        with Blobs(depot) as blobs:
            yield from (raconter(fil, blobs.lire) for fil in fils)
        return
    lot = max(1, len(fils) // (jobs * 16))
    yield from repartir(jobs, _travail, fils, partial(_demarrer, depot), lot=lot)


def _pas(
    commit: Commit,
    touche: Mapping[str, str],
    renommes: Mapping[str, str],
    recits: Mapping[str, Recit],
    *,
    muet: bool,
) -> Pas:
    lus = tuple(
        Fichier(chemin, blob, chemin in recits and recits[chemin].lisible)
        for chemin, blob in touche.items()
    )
    changements: list[Changement] = []
    for vieux, neuf in renommes.items():
        guide = neuf.startswith("guides/")
        avant, apres = identifiant(vieux), identifiant(neuf)
        quoi = "Le guide" if guide else "La fiche"
        phrase = f"{quoi} change d’adresse : « {avant} » devient « {apres} »."
        nature = Nature.FICHE_RENOMMEE
        changements.append(
            Changement(commit, nature, apres, phrase, avant=avant, apres=apres, guide=guide)
        )
    for fichier in lus:
        ou = place(fichier.chemin)
        if ou is not None:
            ecarts = recits[fichier.chemin].ecarts
            changements += [e.dater(commit, ou.id, guide=ou.guide) for e in ecarts]
    retirees = {c.sujet for c in changements if c.nature is Nature.FICHE_RETIREE}
    dits = [
        c for c in changements if not (c.nature is Nature.SUITES_RETIREES and c.sujet in retirees)
    ]
    return Pas(commit, lus, tuple(renommes.items()), () if muet else tuple(dits))


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
