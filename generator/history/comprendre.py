"""Understand commits that no build has read yet: what each brought, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from generator.equipe import PARALLELE, repartir
from generator.history.blobs import Blobs
from generator.history.fils import (
    Etat,
    Fichier,
    Fil,
    Pas,
    avancer,
    fichiers,
    identifiant,
    renommages,
    tisser,
)
from generator.history.git import Depot, GitAbsentError
from generator.history.model import Changement, Commit, Nature
from generator.history.recit import Recit, raconter
from generator.history.touches import touches
from generator.history.versions import place

VERSIONS_SEUL = 400
"""Versions to read from which several processes pay."""


def comprendre(
    depot: Depot, connus: Sequence[Pas], suite: Sequence[Commit], *, partiel: bool, jobs: int
) -> list[Pas]:
    """Understand the commits of a suite that follow those that are known."""
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
    yield from repartir(jobs, _travail, fils, partial(_demarrer, depot))


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
