"""CPU of each stage of reading one record, and of its values; what the libraries cost alone.

    python -m benchmarks.etapes CONTENU

Prints two tables in Markdown: milliseconds of processor for one record (all the files of one
concertation), in one process; then for a whole command, in a process of its own. Each figure is the
best of several passes, and a pass goes through all the stages, so that they meet the same
neighbours on the machine.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import yaml
from msgspec.structs import replace

from generator.assets import bundle
from generator.catalogue.fiches import groups
from generator.catalogue.load import load
from generator.catalogue.memo import memoriser, retrouver
from generator.catalogue.personal import personal_data
from generator.catalogue.placeholders import unfilled
from generator.catalogue.prose import prose_faults
from generator.catalogue.reading import MODELS, read_group, understand
from generator.cles import Cles
from generator.encoders import html
from generator.markdown.rapide import analyseur
from generator.markdown.render import rendu_seul
from generator.par_fiche import RELEVES
from generator.releves import MemoireGardee
from generator.source.corps import Corps
from generator.source.discover import Found, Kind, discover
from generator.source.front_matter import split
from generator.source.source_file import parse, read_bytes
from generator.world import World

PASSES = 7
PAGES, OCTETS = 2, 50_000  # of one record, as the peers make it
JOUR = date(2026, 11, 22)


class Etape(NamedTuple):
    """One stage: its name, what it does, and the arguments of each call."""

    nom: str
    faire: Callable[..., object]
    appels: Sequence[tuple[Any, ...]]


def evenements(texte: str) -> None:
    """What reading YAML costs at least: libyaml's events, dropped."""
    suivant: Any = yaml.CSafeLoader(texte).get_event
    while suivant() is not None:
        pass


def releveur(contenu: Path) -> Callable[[str], None]:
    """A function that computes and encodes all the values of a record, known by its id."""
    import_module("generator.plan")  # what it imports declares them
    catalogue = load(contenu).catalogue
    if catalogue is None:
        raise SystemExit("le contenu a des erreurs")
    theme = bundle(html.MODELES / "themes" / catalogue.site.theme)
    monde = World(catalogue, JOUR, catalogue.site.url, theme.chemins)
    cles = Cles(monde)

    def relever(identifiant: str) -> None:
        memoire = MemoireGardee(JOUR, cles, None)
        dossier = catalogue.par_id[identifiant]
        memoire.relever(RELEVES.values(), replace(monde, memoire=memoire), dossier)

    return relever


def etapes(contenu: Path, fiches: Sequence[tuple[Found, ...]], page: Path) -> list[Etape]:
    """Every stage for these records; ``page`` is a file to write again and again."""
    trouves = [found for fiche in fiches for found in fiche]
    bruts = [read_bytes(contenu / found.path) for found in trouves]
    lus = [parse(found.path, brut) for found, brut in zip(trouves, bruts, strict=True)]
    sources = [lu.source for lu in lus if lu.source is not None]
    if len(sources) < len(trouves):
        raise SystemExit("le contenu a des erreurs")
    modeles = [MODELS[f.kind].model_validate(s.data) for f, s in zip(trouves, sources, strict=True)]
    corps = [Corps(s.body, s.body_line) for s in sources]
    textes = [split(s.text).yaml if s.path.endswith(".md") else s.text for s in sources]
    parties = [read_group(contenu, fiche) for fiche in fiches]
    gardees = [(memoriser(b"", p), fiche) for p, fiche in zip(parties, fiches, strict=True)]
    ecrire = [(b"x" * OCTETS,)] * (PAGES * len(fiches))

    def relire(valeur: str, fiche: tuple[Found, ...]) -> object:
        return retrouver(valeur, fiche, [""] * len(fiche))

    return [
        Etape("plancher : lire les octets", lambda f: read_bytes(contenu / f.path), _un(trouves)),
        Etape("pour mémoire : événements de libyaml", evenements, _un(textes)),
        Etape("plancher : Markdown, port compilé", analyseur().render, [(c.texte,) for c in corps]),
        Etape(
            f"plancher : écrire {PAGES} pages de {OCTETS // 1000} ko",
            page.write_bytes,
            ecrire,
        ),
        Etape("octets, caractères, YAML", lambda f, b: parse(f.path, b), _paires(trouves, bruts)),
        Etape("données personnelles", lambda s: list(personal_data(s)), _un(sources)),
        Etape(
            "restes à compléter",
            lambda f, s: list(unfilled(s, MODELS[f.kind])),
            _paires(trouves, sources),
        ),
        Etape(
            "modèles (pydantic)",
            lambda f, s: MODELS[f.kind].model_validate(s.data),
            _paires(trouves, sources),
        ),
        Etape(
            "Markdown, vérifié et rendu",
            lambda *a: list(prose_faults(*a)),
            list(zip(sources, modeles, corps, strict=True)),
        ),
        Etape("tout sauf lire", lambda f, lu: understand(f, lu, None), _paires(trouves, lus)),
        Etape("lire et valider une fiche", lambda g: read_group(contenu, g), _un(fiches)),
        Etape("toutes ses valeurs", releveur(contenu), _un([f[0].id for f in fiches])),
        Etape("la garder", lambda p: memoriser(b"", p), _un(parties)),
        Etape("la relire du cache", relire, [(r.valeur, g) for r, g in gardees if r is not None]),
    ]


def _un(choses: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [(chose,) for chose in choses]


def _paires(gauche: Sequence[Any], droite: Sequence[Any]) -> list[tuple[Any, ...]]:
    return list(zip(gauche, droite, strict=True))


def mesurer(contenu: Path, nombre: int) -> dict[str, float]:
    """Milliseconds of processor for one record, by stage."""
    trouves = groups(discover(contenu).files)
    fiches = [groupe for groupe in trouves if groupe[0].kind is Kind.CONCERTATION][:nombre]
    durees: dict[str, float] = {}
    with TemporaryDirectory() as dossier:
        a_faire = etapes(contenu, fiches, Path(dossier) / "page")
        for _ in range(PASSES):
            for nom, faire, appels in a_faire:
                rendu_seul.cache_clear()
                debut = time.process_time()
                for arguments in appels:
                    faire(*arguments)
                duree = 1000 * (time.process_time() - debut) / len(fiches)
                durees[nom] = min(duree, durees.get(nom, duree))
    return durees


def commandes(contenu: Path) -> dict[str, list[str]]:
    """What a person waits for before anything is built; the first is the floor of them all."""
    fiche = min(contenu.glob("concertations/*/concertation.md"))
    catalogue = ["-m", "generator"]
    verifier = [*catalogue, "check", "--content", str(contenu), str(fiche)]
    return {
        "plancher : démarrer Python": ["-c", ""],
        "`catalogue --help`": [*catalogue, "--help"],
        "`catalogue check` d'une fiche": verifier,
        "démarrer une construction": ["-c", "import gc; gc.disable(); import generator.build"],
    }


def mesurer_commandes(contenu: Path) -> dict[str, float]:
    """Milliseconds of processor for each command."""
    durees: dict[str, float] = {}
    env = {c: v for c, v in os.environ.items() if c != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(PASSES):
        for nom, arguments in commandes(contenu).items():
            p = subprocess.Popen([sys.executable, *arguments], env=env, stdout=subprocess.DEVNULL)  # noqa: S603 - our own commands
            _, etat, usage = os.wait4(p.pid, 0)
            p.returncode = os.waitstatus_to_exitcode(etat)
            if p.returncode:
                raise SystemExit(f"{nom} : code {p.returncode}")
            duree = 1000 * (usage.ru_utime + usage.ru_stime)
            durees[nom] = min(duree, durees.get(nom, duree))
    return durees


def tableau(titre: str, durees: dict[str, float], decimales: int) -> str:
    """A table in Markdown."""
    lignes = (f"| {nom} | {d:.{decimales}f} |".replace(".", ",") for nom, d in durees.items())
    return "\n".join([f"| {titre} | processeur (ms) |", "| --- | ---: |", *lignes])


def main() -> None:
    """Measure the records of a content folder."""
    ap = argparse.ArgumentParser()
    ap.add_argument("contenu", type=Path)
    ap.add_argument("--nombre", type=int, default=200)
    a = ap.parse_args()
    gc.disable()
    par_fiche = tableau("étape, pour une fiche", mesurer(a.contenu, a.nombre), 2)
    par_commande = tableau("commande", mesurer_commandes(a.contenu), 0)
    print(f"{par_fiche}\n\n{par_commande}")  # noqa: T201 - its output


if __name__ == "__main__":
    main()
