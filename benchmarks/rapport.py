"""Write ``docs/performance.md`` from the samples of ``benchmarks.mesurer``.

python -m benchmarks.rapport --travail DOSSIER
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.atelier import GENRES
from benchmarks.journal import Fait, Omission, lire
from benchmarks.objectifs import Mesures, grouper, nombre, tableau_apercu, tableau_objectifs

RACINE = Path(__file__).resolve().parents[1]
TEXTE = Path(__file__).with_name("performance.md")


def _tableau(lues: Mesures, taille: int) -> Iterable[str]:
    yield "| situation | outil | durée (s) | processeur (s) | mémoire (Mo) | essais | processeurs pris par d'autres |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for (n, scenario, outil), lot in lues.items():
        if n == taille and outil in GENRES:
            essais = f"{lot.nombre}{f' ({lot.ecartes} écartés)' if lot.ecartes else ''}"
            bruit = f"{nombre(lot.autres, 1)}{' ⚠' if lot.bruyant else ''}"
            yield (
                f"| {scenario} | {GENRES[outil].titre} | {nombre(lot.mur)} | {nombre(lot.cpu)}"
                f" | {nombre(lot.memoire / 1e6, 0)} | {essais} | {bruit} |"
            )


def _etapes(lues: Mesures, taille: int) -> Iterable[str]:
    """Where our own time goes, in each situation."""
    lots = {s: lot for (n, s, outil), lot in lues.items() if n == taille and outil == "equivalent"}
    noms = list(dict.fromkeys(nom for lot in lots.values() for nom in lot.etapes))
    noms = [nom for nom in noms if any(lot.etapes.get(nom, 0) >= 0.005 for lot in lots.values())]
    yield f"| situation | {' | '.join(noms)} |"
    yield f"| --- |{' ---: |' * len(noms)}"
    for scenario, lot in lots.items():
        yield f"| {scenario} | {' | '.join(nombre(lot.etapes.get(nom, 0)) for nom in noms)} |"


def _croissance(lues: Mesures) -> Iterable[str]:
    paires = [
        (cle, lot) for cle, lot in lues.items() if cle[0] == 10_000 and (1_000, *cle[1:]) in lues
    ]
    if not paires:
        yield "Il faut les deux tailles, 1 000 et 10 000, dans la même série : elle n'a pas été faite."
        return
    yield "| situation | outil | durée, 10 000 / 1 000 | processeur, 10 000 / 1 000 |"
    yield "| --- | --- | ---: | ---: |"
    for (_, scenario, outil), lot in paires:
        petit = lues[1_000, scenario, outil]
        titre = GENRES[outil].titre if outil in GENRES else outil
        yield f"| {scenario} | {titre} | {nombre(lot.mur / petit.mur, 1)} | {nombre(lot.cpu / petit.cpu, 1)} |"


def _mesures(travail: Path, lues: Mesures) -> Iterable[str]:
    lignes = lire(travail)
    for taille in sorted({n for n, _, _ in lues}):
        yield from (f"### {nombre(taille, 0)} concertations", "", *_tableau(lues, taille), "")
        yield from ("Où passe le temps, mêmes sortes de pages, en secondes :", "")
        yield from (*_etapes(lues, taille), "")
        faits = [x for x in lignes if isinstance(x, Fait) and x.taille == taille]
        if faits:
            yield from (*(f"- {x.titre} : {x.texte}." for x in faits), "")
        omis = [
            x
            for x in lignes
            if isinstance(x, Omission) and x.taille == taille and (taille, x.scenario, x.outil) not in lues
        ]  # fmt: skip
        for outil, raison in dict.fromkeys((x.outil, x.raison) for x in omis):
            scenarios = [x.scenario for x in omis if (x.outil, x.raison) == (outil, raison)]
            yield f"Non mesuré ({GENRES[outil].titre}) : {', '.join(scenarios)} ; {raison}."
            yield ""


def _machine(version: str) -> str:
    modele = next(
        (
            x.split(":")[1].strip()
            for x in Path("/proc/cpuinfo").read_text().splitlines()
            if x.startswith("model name")
        ),
        platform.machine(),
    )
    memoire = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} processeurs (`{modele}`), {nombre(memoire, 0)} Gio, Linux {platform.release()}, "
        f"Python {platform.python_version()}, version `{version.partition('.')[0]}`, le {time.strftime('%d/%m/%Y')}"
    )


def _outils(travail: Path) -> str:
    """The versions that were measured."""
    dits = [x for x in lire(travail) if isinstance(x, Fait) and not x.taille]
    return " ; ".join(f"{x.titre} {x.texte}" for x in dits)


def _planchers(travail: Path) -> str:
    """What ``benchmarks.etapes`` printed."""
    fichier = travail / "etapes.md"
    return fichier.read_text(encoding="utf-8").strip() if fichier.exists() else "Non mesuré."


def rediger(travail: Path) -> str:
    """The page: what people wrote, filled with what the machine measured.

    Raises:
        SystemExit: there is no sample.
    """
    lues = grouper(lire(travail))
    if not lues:
        raise SystemExit(f"aucune mesure dans {travail}")
    version = next(iter(lues.values())).version
    morceaux = {
        "machine": _machine(version),
        "outils": _outils(travail),
        "objectifs": "\n".join(tableau_objectifs(lues)),
        "mesures": "\n".join(_mesures(travail, lues)).strip(),
        "croissance": "\n".join(_croissance(lues)),
        "apercu": "\n".join(tableau_apercu(lues)),
        "planchers": _planchers(travail),
    }
    texte = TEXTE.read_text(encoding="utf-8")
    for nom, morceau in morceaux.items():
        texte = texte.replace(f"{{{{{nom}}}}}", morceau)
    return texte


def main() -> None:
    """Write the page."""
    ap = argparse.ArgumentParser()
    ap.add_argument("--travail", type=Path, required=True)
    ap.add_argument("--sortie", type=Path, default=RACINE / "docs" / "performance.md")
    a = ap.parse_args()
    a.sortie.write_text(rediger(a.travail), encoding="utf-8")


if __name__ == "__main__":
    main()
