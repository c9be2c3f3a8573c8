"""All the content at once: every file read, every rule applied, every problem told."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from importlib.machinery import PathFinder
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from generator.catalogue.assemble import assemble, entries
from generator.catalogue.fiches import (
    Groupe,
    Lecteur,
    Lue,
    Passe,
    Suite,
    groups,
    of_a_record,
    together,
)
from generator.catalogue.memo import Memoire
from generator.catalogue.reading import Part, located
from generator.catalogue.records import Catalogue, Citations
from generator.catalogue.rules import Known, across_files
from generator.diagnostics import Diagnostic, Position, has_errors
from generator.source.discover import REFERENTIELS, Found, Kind, Tree, discover
from generator.source.eclaireur import Decouvrir
from generator.source.faults import Fault, Unreadable, diagnostic
from generator.source.source_file import read, read_bytes

T = TypeVar("T")
Preparer = Callable[[Catalogue], Suite[T]]
_IDENTIFIED = (Kind.CONCERTATION, Kind.GUIDE, Kind.PAGE, Kind.KIT)


class Loaded(Struct, Generic[T], frozen=True):
    """What reading the content gives; there is a catalogue only when there is no error.

    ``suites`` is what was made of each record, by id; ``inacheve`` whether a file is so wrong in
    its form that what it says could not be checked.
    """

    catalogue: Catalogue | None
    diagnostics: tuple[Diagnostic, ...]
    files: int
    suites: Mapping[str, T] = field(default_factory=lambda: MappingProxyType({}))
    inacheve: bool = False


def load(
    content: Path, *, jobs: int = 1, memoire: Memoire | None = None, code: bytes = b""
) -> Loaded[None]:
    """Read and check the whole content folder, and make nothing of it (``load_and``)."""
    return load_and(content, Lecteur(content, memoire, code), None, jobs=jobs)


def load_and(
    content: Path,
    lecteur: Lecteur,
    preparer: Preparer[T] | None,
    *,
    jobs: int = 1,
    decouvrir: Decouvrir = discover,
) -> Loaded[T]:
    """Read and check the whole content folder, and make something of each valid record.

    Args:
        content: the folder, as the user typed it: messages show it so.
        lecteur: reads its files, or finds what an earlier build read and found valid.
        preparer: gives what is made of a record by the process that reads it, from the catalogue
            whose records are not read yet; it is asked only when all other files are right.
        jobs: processes to read with, when there are many files.
        decouvrir: finds the files of the folder.

    Returns:
        All diagnostics of all files, sorted by path and place, and the catalogue if none is an
        error.
    """
    if not _libyaml():
        return Loaded(None, (diagnostic(content.as_posix(), [], _NO_LIBYAML),), 0)
    tree = decouvrir(content, jobs)
    lu: _Content[T] = _Content(content, tree, tree.files, lecteur)
    lu.read(jobs, preparer)
    told = lu.diagnostics()
    catalogue = None if has_errors(told) else lu.catalogue()
    suites = MappingProxyType(lu.suites)
    return Loaded(catalogue, told, len(tree.files), suites, inacheve=bool(lu.inacheves))


class _Content(Generic[T]):
    """Some files of the content folder, as they are understood one after the other."""

    def __init__(self, content: Path, tree: Tree, files: Sequence[Found], lecteur: Lecteur) -> None:
        self._content, self._tree, self._lecteur = content, tree, lecteur
        self._citations: dict[str, Citations] = {}
        self._told: list[Diagnostic] = []
        self._right: Collection[str] = ()
        self.suites: dict[str, T] = {}
        self.inacheves: list[str] = []
        self._common: dict[Kind, list[Part]] = {kind: [] for kind in Kind}
        records = []
        for group in groups(files):
            if of_a_record(group[0]):
                records.append(group)
            else:
                self._read_common(group)
        self._records = lecteur.records(records)
        self._known = Known(
            concertations=self._citations,
            guides=_valid(self._common[Kind.GUIDE]),
            pages=_valid(self._common[Kind.PAGE]),
            kit=_valid(self._common[Kind.KIT]),
            keys={kind.value: entries(self._common[kind]) for kind in REFERENTIELS},
            ids={k.value: frozenset(f.id for f in tree.files if f.kind is k) for k in _IDENTIFIED},
        )

    def _read_common(self, group: tuple[Found, ...]) -> None:
        for part in self._lecteur.common(group):
            self._common[part.found.kind].append(part)
            self._told += part.diagnostics
            self.inacheves += [part.found.path] if part.fiche is None else []

    def read(self, jobs: int, preparer: Preparer[T] | None) -> None:
        """Read the records; ``preparer`` is asked only when all the other files are right."""
        suite = None
        if preparer is not None and not has_errors((*self._told, *self._misplaced())):
            suite = preparer(self.catalogue())
        passe = Passe(self._lecteur, self._records, self._known, suite)
        self._records = [self._note(groupe, lue) for groupe, lue in passe.faire(jobs)]
        self._right = passe.right
        self._lecteur.retain()

    def _note(self, groupe: Groupe, lue: Lue[T]) -> Groupe:
        self._told += lue.diagnostics
        self.inacheves += lue.inacheves
        if groupe.dossier is not None and lue.citations is not None:
            self._citations[groupe.dossier.chemin] = lue.citations
        if groupe.dossier is not None and lue.suite is not None:
            self.suites[groupe.dossier.id] = lue.suite
        return groupe

    def catalogue(self) -> Catalogue:
        """The catalogue; there must be no error."""
        return assemble(self._common, [g.dossier for g in self._records if g.dossier])

    def _misplaced(self) -> tuple[Diagnostic, ...]:
        return (*self._tree.diagnostics, *_missing(self._tree))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is to be said, sorted."""
        broken = _broken(self._content, self._known, self._right)
        found = (*self._misplaced(), *self._told, *broken)
        return tuple(sorted((_under(self._content, d) for d in found), key=lambda d: d.order))


def check(content: Path, paths: Sequence[Path] = (), *, jour: date, jobs: int = 1) -> Loaded[None]:
    """Like ``load``; refuse also the facts dated after ``jour``.

    With ``paths``, say only what is wrong under them, and faster.

    Rules across files still see what they need of every file: only the files that can matter to
    those of ``paths`` are read. There is then no catalogue.
    """
    lecteur = Lecteur(content, None, b"", jour)
    if not paths or not _libyaml():
        return load_and(content, lecteur, None, jobs=jobs)
    wanted = [path.resolve() for path in paths]
    root = content.resolve()
    outside = [
        diagnostic(path.as_posix(), [], _OUTSIDE)
        for path, real in zip(paths, wanted, strict=True)
        if not real.exists() or not (real == root or root in real.parents)
    ]
    tree = discover(content, jobs)
    asked = _asked(root, tree.files, wanted)
    folders = {together(found) for found in asked}
    needed = [f for f in tree.files if together(f) in folders or _matters(content, f)]
    lu: _Content[None] = _Content(content, tree, needed, lecteur)
    lu.read(jobs, None)
    kept = (d for d in lu.diagnostics() if _is_under(Path(d.path).absolute(), wanted))
    inacheve = any(_is_under((content / path).absolute(), wanted) for path in lu.inacheves)
    return Loaded(None, (*outside, *kept), len(asked), inacheve=inacheve)


def _asked(root: Path, files: Iterable[Found], wanted: Iterable[Path]) -> set[Found]:
    """Files under what is wanted, all resolved: by their names, for none was found through a link."""
    debut = os.path.join(root, "")  # noqa: PTH118 - on strings: a ``Path`` a file took half of a check
    exact = {os.fspath(one) for one in wanted}
    under = tuple([os.path.join(one, "") for one in exact])  # noqa: PTH118
    names = ((found, debut + found.path) for found in files)
    return {found for found, name in names if name in exact or name.startswith(under)}


def _matters(content: Path, found: Found) -> bool:
    """Whether a file says something of others: a list of keys, or an address it claims."""
    if found.kind in REFERENTIELS or found.kind is Kind.SITE:
        return True
    if found.kind is Kind.SUITES:  # they claim none
        return False
    try:
        return b"anciennes_urls" in read_bytes(f"{content}/{found.path}")
    except (Unreadable, OSError):
        return False


def _libyaml() -> bool:
    """Whether PyYAML was installed with libyaml; neither is imported, for few texts need them."""
    paquet = PathFinder.find_spec("yaml")
    dossiers = paquet and paquet.submodule_search_locations
    return bool(dossiers and PathFinder.find_spec("yaml._yaml", dossiers))


_NO_LIBYAML = Fault(
    Position(1, 1),
    "libyaml-absente",
    "PyYAML est installé sans libyaml : le contenu ne peut pas être lu",
    "supprimez le dossier .venv, puis lancez « make serve » : il sera réinstallé",
)
_OUTSIDE = Fault(
    Position(1, 1),
    "fichier-inconnu",
    "ce fichier n'existe pas dans le contenu",
    "vérifiez le chemin ; « --content » dit où est le contenu",
)


def _is_under(path: Path, wanted: Iterable[Path]) -> bool:
    # The last segment may be a link, which is what the diagnostic is about: keep it unresolved.
    real = path.parent.resolve() / path.name
    return any(real == one or one in real.parents for one in wanted)


def _under(content: Path, d: Diagnostic) -> Diagnostic:
    return replace(d, path=(content / d.path).as_posix())


def _missing(tree: Tree) -> list[Diagnostic]:
    """Files without which there is no site."""
    if any(d.code == "contenu-introuvable" for d in tree.diagnostics):
        return []
    present = {found.kind for found in tree.files}
    needed = {Kind.SITE: "site.yml"} | {k: f"referentiels/{k}.yml" for k in REFERENTIELS}
    faults = [
        (
            path,
            Fault(
                Position(1, 1),
                "fichier-manquant",
                "ce fichier manque",
                "le site ne peut pas être construit sans lui",
            ),
        )
        for kind, path in needed.items()
        if kind not in present
    ]
    if Kind.CONCERTATION not in present:
        faults.append(
            (
                "concertations",
                Fault(
                    Position(1, 1),
                    "contenu-vide",
                    "aucune concertation : un site vide n'est pas publié",
                    "vérifiez que « --content » désigne le bon dossier",
                ),
            )
        )
    return [diagnostic(path, [], fault) for path, fault in faults]


def _valid(parts: Iterable[Part]) -> dict[str, Any]:
    return {part.found.path: part.fiche for part in parts if part.fiche is not None}


def _broken(content: Path, known: Known, right: Collection[str]) -> list[Diagnostic]:
    """Break no rule across files, or say where. Files at fault are read again to be quoted."""
    diagnostics = []
    ordered = sorted(across_files(known, right), key=lambda pair: pair[0])
    for path, infractions in groupby(ordered, key=lambda pair: pair[0]):
        source = read(content, path).source
        for _, infraction in infractions:
            if source is None:  # changed since it was read
                fault = Fault(Position(1, 1), infraction.code, infraction.message, infraction.aide)
                diagnostics.append(diagnostic(path, [], fault))
            else:
                diagnostics.append(located(source, infraction))
    return diagnostics
