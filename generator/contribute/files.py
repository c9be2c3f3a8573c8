"""Files of the content: which ones, of which model, and how they are written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from generator.catalogue.reading import MODELS
from generator.contribute.canonical import formater
from generator.contribute.scaffold import est_aide
from generator.diagnostics import Diagnostic, has_errors
from generator.source.discover import Found, discover
from generator.source.source_file import read


class MiseEnForme(Struct, frozen=True):
    """What formatting would write: new text by path, and why some files cannot be read."""

    textes: Mapping[Path, str]
    diagnostics: tuple[Diagnostic, ...]
    lus: int


def ecrire_atomique(chemin: Path, texte: str) -> None:
    """Write a file at once: whoever reads it sees the old text or the new one."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    descripteur, provisoire = tempfile.mkstemp(dir=chemin.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(descripteur, "w", encoding="utf-8", newline="") as flux:
            flux.write(texte)
            flux.flush()
            os.fsync(flux.fileno())
        mode = chemin.stat().st_mode if chemin.exists() else 0o666 & ~_umask()
        Path(provisoire).chmod(mode)
        Path(provisoire).replace(chemin)
    except BaseException:
        Path(provisoire).unlink(missing_ok=True)
        raise


def _umask() -> int:
    masque = os.umask(0)
    os.umask(masque)
    return masque


def mettre_en_forme(
    content: Path, chemins: Sequence[Path] = (), *, sans_aide: bool = False
) -> MiseEnForme:
    """The canonical form of the files under ``chemins`` (all of them when there are none).

    A file with an error of reading is left alone, and its errors are told.
    """
    textes: dict[Path, str] = {}
    diagnostics: list[Diagnostic] = []
    lus = 0
    for trouve in _demandes(content, chemins):
        lus += 1
        chemin = content / trouve.path
        lecture = read(content, trouve.path)
        if lecture.source is None or has_errors(lecture.diagnostics):
            diagnostics += lecture.diagnostics
            continue
        texte = formater(
            lecture.source.text,
            MODELS[trouve.kind],
            markdown=trouve.path.endswith(".md"),
            sans=_squelette if sans_aide else lambda _: False,
        )
        if texte.encode() != chemin.read_bytes():
            textes[chemin] = texte
    return MiseEnForme(textes, tuple(diagnostics), lus)


def _squelette(remarque: str) -> bool:
    """Whether a skeleton left it: an explanation, or the blank line between two fields."""
    return not remarque or est_aide(remarque)


def _demandes(content: Path, chemins: Sequence[Path]) -> Iterator[Found]:
    voulus = [chemin.resolve() for chemin in chemins]
    racine = content.resolve()
    for trouve in discover(content).files:
        reel = racine / trouve.path
        if not voulus or any(reel == v or v in reel.parents for v in voulus):
            yield trouve
