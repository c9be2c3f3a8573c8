"""CPU of each stage of reading one record, and the floor under each: what the libraries cost alone.

    python -m benchmarks.etapes CONTENU

Each figure is the best of several passes over the same records, in milliseconds of processor for
one record (the files of one concertation), in one process.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from generator.catalogue.fiches import groups
from generator.catalogue.memo import memoriser, retrouver
from generator.catalogue.personal import personal_data
from generator.catalogue.placeholders import unfilled
from generator.catalogue.prose import prose_faults
from generator.catalogue.reading import MODELS, read_group, understand
from generator.markdown.rapide import analyseur
from generator.markdown.render import rendu_simple
from generator.source.corps import Corps
from generator.source.discover import Kind, discover
from generator.source.front_matter import split
from generator.source.source_file import parse, read_bytes

PASSES = 5
PAGES, OCTETS = 2, 50_000  # of one record, as the peers make it


class Chronometre:
    """Measures stages over the same number of records."""

    def __init__(self, fiches: int) -> None:
        self._fiches = fiches

    def dire(self, nom: str, etape: Callable[..., Any], choses: Iterable[tuple[Any, ...]]) -> None:
        """Print the best time of one stage, a record."""
        durees = []
        for _ in range(PASSES):
            rendu_simple.cache_clear()
            debut = time.process_time()
            for chose in choses:
                etape(*chose)
            durees.append(time.process_time() - debut)
        print(f"{1000 * min(durees) / self._fiches:8.3f} ms  {nom}")  # noqa: T201 - its output


def evenements(texte: str) -> None:
    """What reading YAML costs at least: libyaml's events, dropped."""
    suivant = yaml.CSafeLoader(texte).get_event  # type: ignore[no-untyped-call]
    while suivant() is not None:
        pass


def mesurer(contenu: Path, nombre: int) -> None:
    """Print every stage."""
    fiches = [g for g in groups(discover(contenu).files) if g[0].kind is Kind.CONCERTATION]
    fiches = fiches[:nombre]
    trouves = [found for fiche in fiches for found in fiche]
    bruts = [read_bytes(contenu / found.path) for found in trouves]
    lus = [parse(found.path, brut) for found, brut in zip(trouves, bruts, strict=True)]
    sources = [lu.source for lu in lus if lu.source is not None]
    if len(sources) < len(trouves):
        raise SystemExit("le contenu a des erreurs")
    modeles = [MODELS[f.kind].model_validate(s.data) for f, s in zip(trouves, sources, strict=True)]
    corps = [Corps(s.body, s.body_line) for s in sources]
    yaml_seul = [split(s.text).yaml if s.path.endswith(".md") else s.text for s in sources]
    parties = [read_group(contenu, fiche) for fiche in fiches]
    retenues = [memoriser(b"", partie) for partie in parties]
    c = Chronometre(len(fiches))
    c.dire("plancher : octets", lambda f: read_bytes(contenu / f.path), [(f,) for f in trouves])
    c.dire("plancher : événements YAML", evenements, [(t,) for t in yaml_seul])
    c.dire("plancher : Markdown compilé", analyseur().render, [(k.texte,) for k in corps])
    with TemporaryDirectory() as sortie:
        page = Path(sortie) / "page"
        ecrire = [(b"x" * OCTETS,)] * (PAGES * len(fiches))
        c.dire(f"plancher : écrire {PAGES} pages de {OCTETS // 1000} ko", page.write_bytes, ecrire)
    c.dire(
        "octets, texte, YAML", lambda f, b: parse(f.path, b), list(zip(trouves, bruts, strict=True))
    )
    c.dire("données personnelles", lambda s: list(personal_data(s)), [(s,) for s in sources])
    c.dire("reste à compléter", lambda s: list(unfilled(s)), [(s,) for s in sources])
    c.dire(
        "modèles (pydantic)",
        lambda f, s: MODELS[f.kind].model_validate(s.data),
        list(zip(trouves, sources, strict=True)),
    )
    c.dire(
        "Markdown vérifié et rendu",
        lambda *a: list(prose_faults(*a)),
        list(zip(sources, modeles, corps, strict=True)),
    )
    c.dire(
        "tout sauf la lecture",
        lambda f, lu: understand(f, lu, None),
        list(zip(trouves, lus, strict=True)),
    )
    c.dire(
        "TOUT : lire et valider une fiche", lambda g: read_group(contenu, g), [(g,) for g in fiches]
    )
    c.dire("la garder", lambda p: memoriser(b"", p), [(p,) for p in parties])
    c.dire(
        "la relire du cache",
        lambda r, g: retrouver(r.valeur, g, [""] * len(g)),
        [(r, g) for r, g in zip(retenues, fiches, strict=True) if r is not None],
    )


def main() -> None:
    """Measure the records of a content folder."""
    ap = argparse.ArgumentParser()
    ap.add_argument("contenu", type=Path)
    ap.add_argument("--nombre", type=int, default=200)
    a = ap.parse_args()
    gc.disable()
    mesurer(a.contenu, a.nombre)


if __name__ == "__main__":
    main()
