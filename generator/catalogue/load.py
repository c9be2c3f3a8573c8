"""All the content at once: every file read, every rule applied, every problem told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

import yaml

from generator.catalogue.reading import Part, located, read_group
from generator.catalogue.records import Catalogue, Dossier, Referentiels, Texte
from generator.catalogue.rules import Known, across_files
from generator.diagnostics import Diagnostic, Position, has_errors
from generator.source.discover import REFERENTIELS, Found, Kind, discover
from generator.source.faults import Fault, diagnostic
from generator.source.source_file import read
from schemas.site import Site
from schemas.suites import Suites
from schemas.types import Modele

M = TypeVar("M", bound=Modele)
_PARALLEL_FROM = 400  # groups; below, starting processes costs more than it saves
_IDENTIFIED = (Kind.CONCERTATION, Kind.GUIDE, Kind.PAGE, Kind.KIT)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading the content gives; there is a catalogue only when there is no error."""

    catalogue: Catalogue | None
    diagnostics: tuple[Diagnostic, ...]
    files: int


def load(content: Path, *, jobs: int = 1) -> Loaded:
    """Read and check the whole content folder.

    Args:
        content: the folder, as the user typed it: messages show it so.
        jobs: processes to read with, when there are many files.

    Returns:
        All diagnostics of all files, sorted by path and place, and the catalogue if none is an
        error.
    """
    if not yaml.__with_libyaml__:
        return Loaded(None, (diagnostic(content.as_posix(), [], _NO_LIBYAML),), 0)
    tree = discover(content)
    parts = _read_all(content, tree.files, jobs)
    by_kind: dict[Kind, list[Part]] = {kind: [] for kind in Kind}
    for part in parts:
        by_kind[part.found.kind].append(part)
    diagnostics = [
        *tree.diagnostics,
        *(d for part in parts for d in part.diagnostics),
        *(_missing(by_kind) if not _absent(tree.diagnostics) else ()),
        *_broken(content, by_kind),
    ]
    shown = tuple(sorted((_under(content, d) for d in diagnostics), key=lambda d: d.order))
    catalogue = None if has_errors(shown) else _catalogue(by_kind)
    return Loaded(catalogue, shown, len(tree.files))


def check(content: Path, paths: Sequence[Path] = (), *, jobs: int = 1) -> Loaded:
    """Like ``load``, but keep only the diagnostics under ``paths`` (all when there are none).

    Rules across files still see every file.
    """
    loaded = load(content, jobs=jobs)
    if not paths:
        return loaded
    wanted = [path.resolve() for path in paths]
    root = content.resolve()
    outside = [
        diagnostic(path.as_posix(), [], _OUTSIDE)
        for path, real in zip(paths, wanted, strict=True)
        if not real.exists() or not (real == root or root in real.parents)
    ]
    kept = (d for d in loaded.diagnostics if _is_under(Path(d.path).absolute(), wanted))
    return replace(loaded, diagnostics=(*outside, *kept))


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


def _read_all(content: Path, files: Sequence[Found], jobs: int) -> list[Part]:
    groups = [tuple(group) for _, group in groupby(files, key=_group)]
    job = partial(read_group, content)
    if jobs <= 1 or len(groups) < _PARALLEL_FROM:
        return [part for group in groups for part in job(group)]
    from multiprocessing import get_context  # noqa: PLC0415 - rarely needed, slow to import

    with get_context("fork").Pool(jobs) as pool:
        return [part for parts in pool.imap(job, groups, chunksize=16) for part in parts]


def _group(found: Found) -> str:
    """Files read together: those of one concertation."""
    together = found.kind in {Kind.CONCERTATION, Kind.SUITES}
    return found.path.rpartition("/")[0] if together else found.path


def _absent(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.code == "contenu-introuvable" for d in diagnostics)


def _missing(by_kind: dict[Kind, list[Part]]) -> list[Diagnostic]:
    """Files without which there is no site."""
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
        if not by_kind[kind]
    ]
    if not by_kind[Kind.CONCERTATION]:
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


def _entries(parts: Sequence[Part]) -> dict[str, Any] | None:
    """The list of a référentiel by id, or ``None`` when it could not be read."""
    fiche = parts[0].fiche if parts else None
    if fiche is None:
        return None
    return {item.id: item for item in getattr(fiche, parts[0].found.kind.value)}


def _broken(content: Path, by_kind: dict[Kind, list[Part]]) -> list[Diagnostic]:
    """Break no rule across files, or say where. Files at fault are read again to be quoted."""
    known = Known(
        concertations=_valid(by_kind[Kind.CONCERTATION]),
        guides=_valid(by_kind[Kind.GUIDE]),
        pages=_valid(by_kind[Kind.PAGE]),
        kit=_valid(by_kind[Kind.KIT]),
        keys={kind.value: _entries(by_kind[kind]) for kind in REFERENTIELS},
        ids={k.value: frozenset(p.found.id for p in by_kind[k]) for k in _IDENTIFIED},
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


def _catalogue(by_kind: dict[Kind, list[Part]]) -> Catalogue:
    suites = {part.found.id: part for part in by_kind[Kind.SUITES]}
    lists = {kind.value: MappingProxyType(_entries(by_kind[kind]) or {}) for kind in REFERENTIELS}
    warnings = {
        kind.value: getattr(by_kind[kind][0].fiche, "avertissement", None) for kind in REFERENTIELS
    }
    said = MappingProxyType({name: text for name, text in warnings.items() if text})
    return Catalogue(
        site=cast("Site", by_kind[Kind.SITE][0].fiche),
        referentiels=Referentiels(**lists, avertissements=said),
        concertations=tuple(
            _dossier(part, suites.get(part.found.id))
            for part in sorted(by_kind[Kind.CONCERTATION], key=lambda p: p.found.id)
        ),
        guides=_texts(by_kind[Kind.GUIDE]),
        pages=_texts(by_kind[Kind.PAGE]),
        kit=_texts(by_kind[Kind.KIT]),
    )


def _dossier(part: Part, suites: Part | None) -> Dossier:
    folder = part.found.path.rpartition("/")[0]
    digests = part.empreinte + (suites.empreinte if suites else "")
    return Dossier(
        id=part.found.id,
        chemin=part.found.path,
        fiche=cast("Any", part.fiche),
        corps=part.corps,
        suites=cast("Suites", suites.fiche) if suites else None,
        chemin_suites=f"{folder}/suites.yml",
        empreinte=hashlib.sha256(digests.encode()).hexdigest(),
    )


def _texts(parts: list[Part]) -> tuple[Texte[Any], ...]:
    return tuple(
        Texte(p.found.id, p.found.path, cast("Any", p.fiche), p.corps, p.empreinte)
        for p in sorted(parts, key=lambda p: p.found.id)
    )
