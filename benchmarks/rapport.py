"""Write ``docs/performance.md`` from the samples of ``benchmarks.mesurer``.

python -m benchmarks.rapport --travail DOSSIER
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

RACINE = Path(__file__).resolve().parents[1]
TEXTE = Path(__file__).with_name("performance.md")
NOMS = {
    "equivalent": "ce générateur, mêmes sortes de pages",
    "complet": "ce générateur, tout le site et la recherche",
    "hugo": "Hugo (entête YAML)",
    "hugo-toml": "Hugo (entête TOML)",
    "eleventy": "Eleventy",
}
Mesures = dict[tuple[int, str, str], list[dict[str, Any]]]


def _lire(fichier: Path) -> Mesures:
    lues: Mesures = defaultdict(list)
    for ligne in fichier.read_text(encoding="utf-8").splitlines():
        mesure = json.loads(ligne)
        lues[mesure["taille"], mesure["scenario"], mesure["outil"]].append(mesure)
    return lues


def _nombre(valeur: float, decimales: int = 2) -> str:
    return f"{valeur:,.{decimales}f}".replace(",", "\u202f").replace(".", ",")


def _mediane(echantillons: list[dict[str, Any]], champ: str) -> float:
    return float(median(e[champ] for e in echantillons))


def _tableau(lues: Mesures, taille: int) -> Iterable[str]:
    yield "| situation | outil | durée (s) | processeur (s) | mémoire (Mo) | essais | processeurs pris par d'autres |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for (n, scenario, outil), mesures in lues.items():
        if n == taille:
            chiffres = (_nombre(_mediane(mesures, c)) for c in ("mur", "cpu"))
            memoire = _nombre(_mediane(mesures, "memoire") / 1e6, 0)
            autres = _nombre(_mediane(mesures, "autres"), 1)
            yield f"| {scenario} | {NOMS[outil]} | {' | '.join(chiffres)} | {memoire} | {len(mesures)} | {autres} |"


def _rapports(lues: Mesures, taille: int) -> Iterable[str]:
    yield "| situation | / Hugo (YAML) | / Hugo (TOML) | / Eleventy |"
    yield "| --- | ---: | ---: | ---: |"
    for (n, scenario, outil), mesures in lues.items():
        if n != taille or outil != "equivalent":
            continue
        cellules = []
        for pair in ("hugo", "hugo-toml", "eleventy"):
            # A peer has no incremental build: its full one is what an edit costs.
            siennes = lues.get((n, scenario, pair)) or lues.get((n, "un texte modifié", pair))
            if siennes is None:
                cellules.append("–")
                continue
            mur, cpu = (_mediane(mesures, c) / _mediane(siennes, c) for c in ("mur", "cpu"))
            cellules.append(f"{_nombre(mur)} ({_nombre(cpu)})")
        yield f"| {scenario} | {' | '.join(cellules)} |"


def _croissance(lues: Mesures) -> Iterable[str]:
    if not any(n == 10_000 for n, _, _ in lues):
        return
    yield "| situation | outil | durée, 10 000 / 1 000 | processeur, 10 000 / 1 000 |"
    yield "| --- | --- | ---: | ---: |"
    for (n, scenario, outil), mesures in lues.items():
        petites = lues.get((1000, scenario, outil))
        if n == 10_000 and petites:
            mur, cpu = (_mediane(mesures, c) / _mediane(petites, c) for c in ("mur", "cpu"))
            yield f"| {scenario} | {NOMS[outil]} | {_nombre(mur, 1)} | {_nombre(cpu, 1)} |"


def _machine() -> str:
    modele = next(
        (
            x.split(":")[1].strip()
            for x in Path("/proc/cpuinfo").read_text().splitlines()
            if x.startswith("model name")
        ),
        platform.machine(),
    )
    memoire = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - the git of the developer
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    return (
        f"{os.cpu_count()} processeurs (`{modele}`), {_nombre(memoire, 0)} Gio, Linux {platform.release()}, "
        f"Python {platform.python_version()}, version `{commit}`, le {time.strftime('%d/%m/%Y')}"
    )


def main() -> None:
    """Fill the page that people wrote with the tables that the machine measured."""
    ap = argparse.ArgumentParser()
    ap.add_argument("--travail", type=Path, required=True)
    a = ap.parse_args()
    lues = _lire(a.travail / "mesures.jsonl")
    morceaux = []
    for taille in sorted({n for n, _, _ in lues}):
        morceaux += [f"### {_nombre(taille, 0)} concertations", "", *_tableau(lues, taille), ""]
        morceaux += ["Rapports de durée (et de temps de processeur), mêmes sortes de pages :", ""]
        morceaux += [*_rapports(lues, taille), ""]
    texte = TEXTE.read_text(encoding="utf-8")
    texte = texte.replace("{{machine}}", _machine()).replace(
        "{{mesures}}", "\n".join(morceaux).strip()
    )
    texte = texte.replace("{{croissance}}", "\n".join(_croissance(lues)))
    (RACINE / "docs" / "performance.md").write_text(texte, encoding="utf-8")


if __name__ == "__main__":
    main()
