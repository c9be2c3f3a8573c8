"""``catalogue new``: where a skeleton goes, and what it may cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.contribute.scaffold import (
    CHEMINS,
    Squelette,
    Valeurs,
    chemin_du_schema,
    squelette,
)
from generator.source.discover import REFERENTIELS, Kind, slug, wrong_name
from generator.source.source_file import read


class RefusError(Exception):
    """What was asked cannot be done; the message says why and what to do, in French."""


def nouveau(content: Path, kind: Kind, identifiant: str) -> Squelette:
    """The skeleton to write for a new record.

    Raises:
        RefusError: the identifier is wrong or taken, or a follow-up has no record.
    """
    fiche = content / CHEMINS[Kind.CONCERTATION].format(identifiant)
    if raison := wrong_name(identifiant):
        exemple = slug(identifiant)
        raise RefusError(f"{raison} ; essayez « {exemple} »" if exemple else raison)
    if not content.is_dir():
        raise RefusError(f"le dossier « {content} » n'existe pas ; donnez « --content »")
    chemin = content / CHEMINS[kind].format(identifiant)
    if chemin.exists() or chemin.is_symlink():
        raise RefusError(f"« {chemin.as_posix()} » existe déjà ; modifiez ce fichier")
    if kind is Kind.SUITES and not fiche.exists():
        raise RefusError(
            f"« {identifiant} » n'a pas de fiche ; écrivez-la d'abord : "
            f"« catalogue new concertation {identifiant} »"
        )
    return squelette(
        kind, identifiant, valeurs_connues(content, identifiant), chemin_du_schema(content, kind)
    )


def valeurs_connues(content: Path, identifiant: str = "") -> Valeurs:
    """The keys of the référentiels with their names, and the sources of a record."""
    connues: dict[str, list[str]] = {}
    for kind in REFERENTIELS:
        data = _data(content, f"referentiels/{kind}.yml")
        connues[kind.value] = [
            f"{e['id']} ({e['nom']})"
            for e in elements(data.get(kind.value))
            if "id" in e and "nom" in e
        ]
    fiche = _data(content, CHEMINS[Kind.CONCERTATION].format(identifiant)) if identifiant else {}
    connues["sources"] = [str(e["id"]) for e in elements(fiche.get("sources")) if "id" in e]
    return connues


def elements(valeur: Any) -> Iterator[Mapping[str, Any]]:
    """The groups of a list that may not be one."""
    for element in valeur if isinstance(valeur, list) else []:
        if isinstance(element, Mapping):
            yield element


def _data(content: Path, chemin: str) -> Mapping[str, Any]:
    if not (content / chemin).is_file():
        return {}
    source = read(content, chemin).source
    return source.data if source else {}
