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

from benchmarks.apercu import APERCU
from benchmarks.atelier import GENRES
from benchmarks.journal import Fait, Ligne, Omission, lire
from benchmarks.objectifs import (
    CROISSANCES,
    Mesures,
    grouper,
    lenteur,
    nombre,
    tableau_apercu,
    tableau_objectifs,
    tableau_pairs,
    tableau_plancher,
)
from benchmarks.programme import NOUS
from benchmarks.situations import FROID

SORTIE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
TEXTE = Path(__file__).with_name("performance.md")


def _tableau(lues: Mesures, taille: int) -> Iterable[str]:
    yield "| situation | outil | durée (s) | processeur (s) | mémoire (Mo) | essais | processeurs pris par d'autres |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for (n, scenario, outil), lot in lues.items():
        if n == taille and outil in GENRES:
            ecartes = f" ({lot.ecartes} écarté{'s' * (lot.ecartes > 1)})" if lot.ecartes else ""
            essais = f"{lot.nombre}{ecartes}"
            bruit = f"{nombre(lot.autres, 1)}{' ⚠' if lot.bruyant else ''}"
            yield (
                f"| {scenario} | {GENRES[outil].titre} | {nombre(lot.mur)} | {nombre(lot.cpu)}"
                f" | {nombre(lot.memoire / 1e6, 0)} | {essais} | {bruit} |"
            )


def _etapes(lues: Mesures, taille: int) -> Iterable[str]:
    """Where our own time goes, in each situation."""
    lots = {s: lot for (n, s, outil), lot in lues.items() if n == taille and outil == NOUS}
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
    yield "| situation | outil | durée, 10 000 / 1 000 | processeur, 10 000 / 1 000 | voulu |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for (_, scenario, outil), lot in paires:
        petit = lues[1_000, scenario, outil]
        rapports = f"{nombre(lot.mur / petit.mur, 1)} | {nombre(lot.cpu / petit.cpu, 1)}"
        borne = CROISSANCES.get(scenario) if outil == NOUS else None
        voulu = f"≤ {nombre(borne, 0)}" if borne else ""
        yield f"| {scenario} | {_titre(outil)} | {rapports} | {voulu} |"


def _titre(outil: str) -> str:
    """What a tool is called in the page."""
    return GENRES[outil].titre if outil in GENRES else f"l'{outil}"


def manques(lignes: Iterable[Ligne], lues: Mesures) -> list[Omission]:
    """What was to be measured, and has no sample."""
    omis = (x for x in lignes if isinstance(x, Omission))
    return [x for x in omis if (x.taille, x.scenario, x.outil) not in lues]


def _mesures(lignes: list[Ligne], lues: Mesures) -> Iterable[str]:
    manquent = manques(lignes, lues)
    for taille in sorted({n for n, _, _ in lues} | {x.taille for x in manquent}):
        yield from (f"### {nombre(taille, 0)} concertations", "")
        if any(n == taille and outil in GENRES for n, _, outil in lues):
            yield from (*_tableau(lues, taille), "")
        if (taille, FROID, NOUS) in lues:
            yield from ("Où passe le temps, mêmes sortes de pages, en secondes :", "")
            yield from (*_etapes(lues, taille), "")
        faits = [x for x in lignes if isinstance(x, Fait) and x.taille == taille]
        if faits:
            yield from (*(f"- {x.titre} : {x.texte}." for x in faits), "")
        ici = [x for x in manquent if x.taille == taille]
        for outil, raison in dict.fromkeys((x.outil, x.raison) for x in ici):
            scenarios = [x.scenario for x in ici if (x.outil, x.raison) == (outil, raison)]
            yield f"Non mesuré ({_titre(outil)}) : {', '.join(scenarios)} ; {raison}."
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


def _outils(lignes: Iterable[Ligne]) -> str:
    """The versions that were measured."""
    dits = [x for x in lignes if isinstance(x, Fait) and not x.taille]
    return " ; ".join(f"{x.titre} {x.texte}" for x in dits)


def _planchers(travail: Path) -> str:
    """What ``benchmarks.etapes`` printed."""
    fichier = travail / "etapes.md"
    texte = fichier.read_text(encoding="utf-8").strip() if fichier.exists() else ""
    return texte or "Non mesuré."


def _apercu(lues: Mesures) -> bool:
    return any(outil == APERCU for _, _, outil in lues)


INCOMPLET = "\n\n**Cette série est incomplète** : ce qui manque est dit sous chaque taille."


def rediger(travail: Path) -> str:
    """The page: what people wrote, filled with what the machine measured.

    Raises:
        SystemExit: there is no sample.
    """
    lignes = lire(travail)
    lues = grouper(lignes)
    if not lues:
        raise SystemExit("aucune mesure : la page n'est pas écrite")
    version = next(iter(lues.values())).version
    morceaux = {
        "machine": _machine(version),
        "outils": _outils(lignes),
        "incomplet": INCOMPLET if manques(lignes, lues) else "",
        "objectifs": "\n".join(tableau_objectifs(lues)),
        "pairs": "\n".join(tableau_pairs(lues)),
        "lents": lenteur(lues),
        "mesures": "\n".join(_mesures(lignes, lues)).strip(),
        "croissance": "\n".join(_croissance(lues)),
        "apercu": "\n".join(tableau_apercu(lues)) if _apercu(lues) else "Non mesuré.",
        "plancher": "\n".join(tableau_plancher(lues)),
        "planchers": _planchers(travail),
    }
    texte = TEXTE.read_text(encoding="utf-8")
    for nom, morceau in morceaux.items():
        texte = texte.replace(f"{{{{{nom}}}}}", morceau)
    return texte


def main() -> None:
    """Write the page again, from samples that were kept."""
    ap = argparse.ArgumentParser()
    ap.add_argument("--travail", type=Path, required=True)
    ap.add_argument("--sortie", type=Path, default=SORTIE)
    a = ap.parse_args()
    a.sortie.write_text(rediger(a.travail), encoding="utf-8")


if __name__ == "__main__":
    main()
