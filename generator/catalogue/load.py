"""All the content at once: every file read, every rule applied, every problem told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from generator.catalogue.assemble import assemble, entries
from generator.catalogue.memo import Memoire, cle, empreintes, memoriser, retrouver
from generator.catalogue.reading import Part, located, read_group
from generator.catalogue.records import Catalogue
from generator.catalogue.rules import Known, across_files
from generator.diagnostics import Diagnostic, Position, has_errors
from generator.equipe import PARALLELE, repartir
from generator.source.discover import REFERENTIELS, Found, Kind, Tree, discover
from generator.source.faults import Fault, Unreadable, diagnostic
from generator.source.source_file import read, read_bytes

_PARALLEL_FROM = 400  # groups; below, starting processes costs more than it saves
_IDENTIFIED = (Kind.CONCERTATION, Kind.GUIDE, Kind.PAGE, Kind.KIT)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading the content gives; there is a catalogue only when there is no error.

    ``nouvelles`` are the records to remember, by key.
    """

    catalogue: Catalogue | None
    diagnostics: tuple[Diagnostic, ...]
    files: int
    nouvelles: tuple[tuple[bytes, str], ...] = ()


def load(
    content: Path, *, jobs: int = 1, memoire: Memoire | None = None, code: bytes = b""
) -> Loaded:
    """Read and check the whole content folder.

    Args:
        content: the folder, as the user typed it: messages show it so.
        jobs: processes to read with, when there are many files.
        memoire: records that an earlier build read and found valid.
        code: hash of the code that reads.

    Returns:
        All diagnostics of all files, sorted by path and place, and the catalogue if none is an
        error.
    """
    if not yaml.__with_libyaml__:
        return Loaded(None, (diagnostic(content.as_posix(), [], _NO_LIBYAML),), 0)
    tree = discover(content)
    if memoire is None:
        known: dict[str, tuple[Part, ...]] = {}
        keys: dict[str, bytes] = {}
    else:
        known, keys = _remembered(content, tree.files, memoire, code)
    parts, fresh = _parts(content, tree.files, jobs, known, keys)
    by_kind = _by_kind(parts)
    shown = _diagnostics(content, tree, by_kind)
    catalogue = None if has_errors(shown) else assemble(by_kind)
    return Loaded(catalogue, shown, len(tree.files), tuple(fresh))


def check(content: Path, paths: Sequence[Path] = (), *, jobs: int = 1) -> Loaded:
    """Like ``load``; with ``paths``, say only what is wrong under them, and faster.

    Rules across files still see what they need of every file: only the files that can matter to
    those of ``paths`` are read. There is then no catalogue.
    """
    if not paths or not yaml.__with_libyaml__:
        return load(content, jobs=jobs)
    wanted = [path.resolve() for path in paths]
    root = content.resolve()
    outside = [
        diagnostic(path.as_posix(), [], _OUTSIDE)
        for path, real in zip(paths, wanted, strict=True)
        if not real.exists() or not (real == root or root in real.parents)
    ]
    tree = discover(content)
    asked = {found for found in tree.files if _is_under(root / found.path, wanted)}
    folders = {_group(found) for found in asked}
    needed = [f for f in tree.files if _group(f) in folders or _matters(content, f)]
    found = _diagnostics(content, tree, _by_kind(_parts(content, needed, jobs, {}, {})[0]))
    kept = (d for d in found if _is_under(Path(d.path).absolute(), wanted))
    return Loaded(None, (*outside, *kept), len(asked))


def _matters(content: Path, found: Found) -> bool:
    """Whether a file says something of others: a list of keys, or an address it claims."""
    if found.kind in REFERENTIELS or found.kind is Kind.SITE:
        return True
    try:
        return b"anciennes_urls" in read_bytes(content / found.path)
    except (Unreadable, OSError):
        return False


def _diagnostics(
    content: Path, tree: Tree, by_kind: dict[Kind, list[Part]]
) -> tuple[Diagnostic, ...]:
    diagnostics = [
        *tree.diagnostics,
        *(d for parts in by_kind.values() for part in parts for d in part.diagnostics),
        *_missing(tree),
        *_broken(content, tree, by_kind),
    ]
    return tuple(sorted((_under(content, d) for d in diagnostics), key=lambda d: d.order))


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


def _by_kind(parts: Iterable[Part]) -> dict[Kind, list[Part]]:
    by_kind: dict[Kind, list[Part]] = {kind: [] for kind in Kind}
    for part in parts:
        by_kind[part.found.kind].append(part)
    return by_kind


def _groups(files: Sequence[Found]) -> list[tuple[Found, ...]]:
    return [tuple(group) for _, group in groupby(files, key=_group)]


def _remembered(
    content: Path, files: Sequence[Found], memoire: Memoire, code: bytes
) -> tuple[dict[str, tuple[Part, ...]], dict[str, bytes]]:
    """The records that did not change, and the keys of the others, by group."""
    known, keys = {}, {}
    for group in _groups(files):
        digests = empreintes(content, group)
        if not digests:
            continue
        key = cle(code, group, digests)
        parts = retrouver(memoire.fiche(key), group, digests)
        if parts is None:
            keys[_group(group[0])] = key
        else:
            known[_group(group[0])] = parts
    return known, keys


def _parts(
    content: Path,
    files: Sequence[Found],
    jobs: int,
    known: Mapping[str, tuple[Part, ...]],
    keys: Mapping[str, bytes],
) -> tuple[list[Part], list[tuple[bytes, str]]]:
    """Every part, in the order of the files, and what is worth remembering."""
    groups = _groups(files)
    unknown = [group for group in groups if _group(group[0]) not in known]
    job = partial(_read_one_group, content, keys)
    if jobs <= 1 or len(unknown) < _PARALLEL_FROM or not PARALLELE:
        return _in_order(groups, known, map(job, unknown))
    return _in_order(groups, known, repartir(jobs, job, unknown, lot=16))


def _read_one_group(
    content: Path, keys: Mapping[str, bytes], group: tuple[Found, ...]
) -> tuple[tuple[Part, ...], tuple[bytes, str] | None]:
    parts = read_group(content, group)
    key = keys.get(_group(group[0]))
    kept = memoriser(parts) if key else None
    return parts, ((key, kept) if key and kept else None)


def _in_order(
    groups: Sequence[tuple[Found, ...]],
    known: Mapping[str, tuple[Part, ...]],
    read: Iterable[tuple[tuple[Part, ...], tuple[bytes, str] | None]],
) -> tuple[list[Part], list[tuple[bytes, str]]]:
    parts: list[Part] = []
    fresh: list[tuple[bytes, str]] = []
    reading = iter(read)
    for group in groups:
        found = known.get(_group(group[0]))
        if found is None:
            found, kept = next(reading)
            fresh += [kept] if kept else []
        parts += found
    return parts, fresh


def _group(found: Found) -> str:
    """Files read together: those of one concertation."""
    together = found.kind in {Kind.CONCERTATION, Kind.SUITES}
    return found.path.rpartition("/")[0] if together else found.path


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


def _broken(content: Path, tree: Tree, by_kind: dict[Kind, list[Part]]) -> list[Diagnostic]:
    """Break no rule across files, or say where. Files at fault are read again to be quoted."""
    known = Known(
        concertations=_valid(by_kind[Kind.CONCERTATION]),
        guides=_valid(by_kind[Kind.GUIDE]),
        pages=_valid(by_kind[Kind.PAGE]),
        kit=_valid(by_kind[Kind.KIT]),
        keys={kind.value: entries(by_kind[kind]) for kind in REFERENTIELS},
        ids={k.value: frozenset(f.id for f in tree.files if f.kind is k) for k in _IDENTIFIED},
    )
    diagnostics = []
    ordered = sorted(across_files(known), key=lambda pair: pair[0])
    for path, infractions in groupby(ordered, key=lambda pair: pair[0]):
        source = read(content, path).source
        for _, infraction in infractions:
            if source is None:  # changed since it was read
                fault = Fault(Position(1, 1), infraction.code, infraction.message, infraction.aide)
                diagnostics.append(diagnostic(path, [], fault))
            else:
                diagnostics.append(located(source, infraction))
    return diagnostics
