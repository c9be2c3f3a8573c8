"""From what commits touched to threads: the successive versions of one file, renames followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec import Struct, field

from generator.history.model import Changement, Commit
from generator.history.versions import Place, place
from generator.source.discover import Kind

if TYPE_CHECKING:
    from generator.history.touches import Touche

T = TypeVar("T")


class Fichier(NamedTuple):
    """A content file at a commit: its blob ("" when gone), and whether today's schema reads it."""

    chemin: str
    blob: str
    lisible: bool = False


class Pas(Struct, frozen=True):
    """One commit, understood: what the cache keeps of it.

    ``renommes`` are (former, new) folders of records or files of guides; the subjects of
    ``changements`` have the names of that commit.
    """

    commit: Commit
    fichiers: tuple[Fichier, ...] = ()
    renommes: tuple[tuple[str, str], ...] = ()
    changements: tuple[Changement, ...] = ()


class Etat(NamedTuple):
    """What is known of a file before a commit: ``lisible`` is the last blob that could be read."""

    present: bool = False
    lisible: str = ""
    connu: bool = False


class Etape(NamedTuple):
    """A version of a thread: rank of its commit, path and blob at that commit."""

    rang: int
    chemin: str
    blob: str


class Fil(Struct):
    """The successive versions of one file, whatever its names; ``depart`` is what came before."""

    genre: Kind
    depart: Etat
    etapes: list[Etape] = field(default_factory=list)


def cle(ou: Place) -> str:
    """What a renaming moves: the folder of a record, or the file of a guide."""
    return f"guides/{ou.id}.md" if ou.guide else f"concertations/{ou.id}"


def identifiant(cle_: str) -> str:
    """The id of a record or guide from its key."""
    return cle_.partition("/")[2].removesuffix(".md" if cle_.startswith("guides/") else "")


def _deplacer(chemin: str, renommes: Mapping[str, str]) -> str:
    """The path of a file once its record is renamed."""
    ou = place(chemin)
    if ou is None or cle(ou) not in renommes:
        return chemin
    return renommes[cle(ou)] + chemin[len(cle(ou)) :]


def renommages(touches: Iterable[Touche]) -> dict[str, str]:
    """The records and guides that a commit renamed: former key to new key.

    A record goes where its ``concertation.md`` goes. When that file changed too much for git to
    recognise it, its follow-up tells, provided that the old record is gone and the new one new.
    """
    couples: list[tuple[bool, str, str]] = []
    partis: set[str] = set()
    venus: set[str] = set()
    for touche in touches:
        vieux, neuf = place(touche.ancien), place(touche.chemin)
        if touche.ancien != touche.chemin and vieux and neuf and vieux.genre is neuf.genre:
            couples.append((vieux.genre is Kind.SUITES, cle(vieux), cle(neuf)))
        if (
            vieux
            and vieux.genre is Kind.CONCERTATION
            and (touche.ancien != touche.chemin or not touche.blob)
        ):
            partis.add(cle(vieux))
        if (
            neuf
            and neuf.genre is Kind.CONCERTATION
            and (touche.ancien != touche.chemin or not touche.ancien_blob)
        ):
            venus.add(cle(neuf))
    trouves: dict[str, str] = {}
    for par_suites, vieux_nom, nom in sorted(couples):
        libre = vieux_nom != nom and vieux_nom not in trouves and nom not in trouves.values()
        if libre and not (par_suites and (vieux_nom not in partis or nom not in venus)):
            trouves[vieux_nom] = nom
    return trouves


def fichiers(touches: Iterable[Touche], renommes: Mapping[str, str]) -> dict[str, str]:
    """Each file that a commit touched, under its new path, and its blob ("" when gone)."""
    resultat: dict[str, str] = {}
    for touche in touches:
        resultat[touche.chemin] = touche.blob
    for touche in touches:
        if touche.ancien != touche.chemin:
            resultat.setdefault(_deplacer(touche.ancien, renommes), "")
    # A file of a renamed record that git saw deleted is gone under the new name, or replaced.
    for chemin in [c for c, blob in resultat.items() if not blob]:
        arrivee = _deplacer(chemin, renommes)
        if arrivee != chemin:
            resultat.pop(chemin)
            resultat.setdefault(arrivee, "")
    return dict(sorted(resultat.items()))


def avancer(etats: dict[str, Etat], pas: Pas) -> None:
    """Bring what is known of each file past a commit, in place."""
    renommer(etats, dict(pas.renommes))
    for fichier in pas.fichiers:
        avant = etats.get(fichier.chemin, Etat())
        lisible = fichier.blob if fichier.lisible else avant.lisible
        etats[fichier.chemin] = Etat(bool(fichier.blob), lisible, connu=True)


def renommer(par_chemin: dict[str, T], renommes: Mapping[str, str]) -> None:
    """Move what is kept of files by path when their records are renamed, all at once."""
    if not renommes:
        return
    noms = ("", "/concertation.md", "/suites.yml")
    bouges = [(vieux + nom, neuf + nom) for vieux, neuf in renommes.items() for nom in noms]
    pris = {neuf: par_chemin.pop(vieux) for vieux, neuf in bouges if vieux in par_chemin}
    for _, neuf in bouges:
        par_chemin.pop(neuf, None)  # a record that had this name before is another one
    par_chemin.update(pris)


def tisser(
    etats: Mapping[str, Etat], suite: Sequence[tuple[Mapping[str, str], Mapping[str, str]]]
) -> list[Fil]:
    """Link the versions of each file, commit after commit.

    Args:
        etats: what is known before the first commit, by path.
        suite: for each commit, its files (path to blob) and its renamings.
    """
    connus = dict(etats)
    en_cours: dict[str, Fil] = {}
    fils: list[Fil] = []
    for rang, (touches, renommes) in enumerate(suite):
        renommer(connus, renommes)
        renommer(en_cours, renommes)
        for chemin, blob in touches.items():
            ou = place(chemin)
            if ou is None:
                continue
            fil = en_cours.get(chemin)
            if fil is None:
                fil = en_cours[chemin] = Fil(ou.genre, connus.get(chemin, Etat()))
                fils.append(fil)
            fil.etapes.append(Etape(rang, chemin, blob))
    return fils
