"""The least that any generator in Python would do with these records, on all processors.

    python -m benchmarks.plancher CONTENU SORTIE --cache DOSSIER --jobs 4 --date 2026-11-22

Every file is read, its YAML goes through libyaml (its events, dropped), its Markdown through the
compiled port, and two pages of a record are written, of the size of ours. Nothing is validated,
checked, composed or put in a list; nothing is kept but when it was done. With a ``--cache``, only
what was saved since is done again: less than is right (a date proves nothing), but a floor.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from markdown_it_pyrs import MarkdownIt

OCTETS = 30_000
"""Bytes of a page of ours, about."""

_LOT = 16
_ENTETE = "---\n"


def evenements(texte: str) -> None:
    """Read YAML, and keep nothing of it."""
    suivant: Any = yaml.CSafeLoader(texte).get_event
    while suivant() is not None:
        pass


def faire(rendre: MarkdownIt, contenu: Path, sortie: Path, fichier: str) -> None:
    """Read one file; write a page, of its Markdown or of nothing."""
    texte = (contenu / fichier).read_text(encoding="utf-8")
    corps = ""
    if fichier.endswith(".md"):
        _, texte, corps = texte.split(_ENTETE, 2)
    evenements(texte)
    page = rendre.render(corps).ljust(OCTETS).encode()
    dossier = sortie / Path(fichier).parent
    if not fichier.endswith(".md"):
        dossier /= Path(fichier).stem
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / "index.html").write_bytes(page)


def faire_tout(contenu: Path, sortie: Path, fichiers: Sequence[str]) -> int:
    """Read these files, in one process; how many."""
    rendre = MarkdownIt("commonmark").enable("table")
    for fichier in fichiers:
        faire(rendre, contenu, sortie, fichier)
    return len(fichiers)


def lister(contenu: Path, depuis: int) -> list[str]:
    """The files saved after ``depuis`` (ns): every one is looked at."""
    trouves = []
    for racine, _, noms in os.walk(contenu):
        for nom in noms:
            chemin = f"{racine}/{nom}"
            if os.stat(chemin).st_mtime_ns > depuis:  # noqa: PTH116 - the least, once a file
                trouves.append(os.path.relpath(chemin, contenu))
    return sorted(trouves)


def main() -> None:
    """Do it, in as many processes as it takes."""
    ap = argparse.ArgumentParser()
    ap.add_argument("contenu", type=Path)
    ap.add_argument("sortie", type=Path)
    ap.add_argument("--cache", type=Path, required=True)
    ap.add_argument("--jobs", type=int, required=True)
    ap.add_argument("--date", required=True, help="of no use here")
    a = ap.parse_args()
    gc.disable()
    debut, note = time.time_ns(), a.cache / "depuis"
    fichiers = lister(a.contenu, int(note.read_text()) if note.exists() else 0)
    lots = [fichiers[rang : rang + _LOT] for rang in range(0, len(fichiers), _LOT)]
    travail = partial(faire_tout, a.contenu, a.sortie)
    if len(lots) > a.jobs > 1:
        with multiprocessing.get_context("fork").Pool(a.jobs) as equipe:
            sum(equipe.imap_unordered(travail, lots))
    else:
        sum(map(travail, lots))
    a.cache.mkdir(parents=True, exist_ok=True)
    note.write_text(str(debut))


if __name__ == "__main__":
    main()
