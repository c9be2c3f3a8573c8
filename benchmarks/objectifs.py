"""The targets that were set, and what the samples say of them. The only figures written here are targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import NamedTuple

from benchmarks.apercu import APERCU
from benchmarks.apercu import GABARIT as APERCU_GABARIT
from benchmarks.apercu import TEXTE as APERCU_TEXTE
from benchmarks.atelier import GENRES
from benchmarks.journal import Ligne, Mesure
from benchmarks.programme import INDEX, LENTS, NOUS, PAGEFIND, PLANCHER
from benchmarks.situations import FROID, LENDEMAIN, TEXTE

BRUIT = 0.3
"""Processors taken by others, above which a sample is left out if there are quieter ones."""


@dataclass(frozen=True)
class Lot:
    """The samples of one tool, in one situation, at one size."""

    essais: tuple[Mesure, ...]

    @cached_property
    def _gardes(self) -> tuple[Mesure, ...]:
        return tuple(m for m in self.essais if m.autres <= BRUIT) or self.essais

    @property
    def nombre(self) -> int:
        """How many samples the figures come from."""
        return len(self._gardes)

    @property
    def ecartes(self) -> int:
        """How many were left out."""
        return len(self.essais) - self.nombre

    @property
    def bruyant(self) -> bool:
        """Whether others worked during all of them."""
        return any(m.autres > BRUIT for m in self._gardes)

    @property
    def version(self) -> str:
        """What was measured."""
        return self.essais[0].version

    @property
    def mur(self) -> float:
        """Seconds, median."""
        return median(m.mur for m in self._gardes)

    @property
    def cpu(self) -> float:
        """Seconds of processor, median."""
        return median(m.cpu for m in self._gardes)

    @property
    def memoire(self) -> int:
        """Bytes, the largest."""
        return max(m.memoire for m in self._gardes)

    @property
    def autres(self) -> float:
        """Processors taken by others, median."""
        return median(m.autres for m in self._gardes)

    @property
    def etapes(self) -> dict[str, float]:
        """Seconds by stage, medians."""
        noms = dict.fromkeys(nom for m in self._gardes for nom in m.etapes)
        return {n: median(m.etapes.get(n, 0.0) for m in self._gardes) for n in noms}


Mesures = dict[tuple[int, str, str], Lot]


def grouper(lignes: Iterable[Ligne]) -> Mesures:
    """The samples, by size, situation and tool."""
    lots: dict[tuple[int, str, str], list[Mesure]] = defaultdict(list)
    for m in lignes:
        if isinstance(m, Mesure):
            lots[m.taille, m.scenario, m.outil].append(m)
    return {cle: Lot(tuple(essais)) for cle, essais in lots.items()}


def nombre(valeur: float, decimales: int = 2) -> str:
    """A number as it is written in French."""
    return f"{valeur:,.{decimales}f}".replace(",", "\u202f").replace(".", ",")


class Objectif(NamedTuple):
    """A target: its sentence, the size, the bound, and whether the bound itself is too much."""

    quoi: str
    taille: int
    borne: float
    strict: bool = False
    unite: str = ""

    def ligne(self, valeur: float | None, bruyant: bool) -> str:  # noqa: FBT001 - a fact
        """Its line in the table."""
        signe = "<" if self.strict else "≤"
        voulu = f"{signe} {nombre(self.borne)}{self.unite}"
        tete = f"| {self.quoi} | {nombre(self.taille, 0)} | {voulu}"
        if valeur is None:
            return f"{tete} | – | non mesuré |"
        tenu = valeur < self.borne if self.strict else valeur <= self.borne
        verdict = ("tenu" if tenu else "**non tenu**") + (" ⚠" if bruyant else "")
        return f"{tete} | {nombre(valeur)}{self.unite} | {verdict} |"


CROISSANCES = {FROID: 11.0, TEXTE: 8.0}
"""How many times as long ten times as many records may take, at most."""
HUGOS = ("hugo", "hugo-toml")
PAIRS = tuple(g.nom for g in GENRES.values() if g.pair and not g.recherche)
AUTRES = tuple(nom for nom in PAIRS if nom not in HUGOS)
Rapport = tuple[float | None, bool]


def _rapport(lues: Mesures, taille: int, ours: tuple[str, str], pairs: tuple[str, ...]) -> Rapport:
    """Our wall over that of the fastest of these peers, in the same situation or rebuilding all."""
    scenario, outil = ours
    nous = lues.get((taille, scenario, outil))
    eux = [x for p in pairs if (x := lues.get((taille, scenario, p)))]
    if nous is None or not eux:
        return None, False
    rapide = min(eux, key=lambda x: x.mur)
    return nous.mur / rapide.mur, nous.bruyant or rapide.bruyant


def _entre(lues: Mesures, haut: tuple[int, str, str], bas: tuple[int, str, str]) -> Rapport:
    a, b = lues.get(haut), lues.get(bas)
    return (None, False) if a is None or b is None else (a.mur / b.mur, a.bruyant or b.bruyant)


def _memoire(lues: Mesures) -> Rapport:
    lots = [lot for (n, _, outil), lot in lues.items() if n == 10_000 and outil == NOUS]
    return (max(lot.memoire for lot in lots) / 1e9 if lots else None), False


def _objectifs(lues: Mesures) -> Iterator[tuple[Objectif, Rapport]]:
    for n, yaml, toml, texte in ((1_000, 0.5, 1.2, 0.3), (10_000, 0.3, 1.0, 0.1)):
        froid = (FROID, NOUS)
        yield Objectif("à froid / Hugo (YAML)", n, yaml), _rapport(lues, n, froid, ("hugo",))
        cible = Objectif("à froid / Hugo (TOML)", n, toml, strict=n == 10_000)
        yield cible, _rapport(lues, n, froid, ("hugo-toml",))
        cible = Objectif("à froid / le plus rapide des autres pairs mesurés", n, 0.6)
        yield cible, _rapport(lues, n, froid, AUTRES)
        cible = Objectif("un texte modifié / le plus rapide des pairs, Hugo compris", n, texte)
        yield cible, _rapport(lues, n, (TEXTE, NOUS), PAIRS)
        cible = Objectif("le lendemain / un texte modifié", n, 1.2)
        yield cible, _entre(lues, (n, LENDEMAIN, NOUS), (n, TEXTE, NOUS))
        for scenario, borne in ((FROID, 0.6), (TEXTE, 0.2)):
            cible = Objectif(f"avec la recherche, {scenario} / Hugo (TOML) puis Pagefind", n, borne)
            yield cible, _rapport(lues, n, (scenario, INDEX), (PAGEFIND,))
    for scenario, borne in CROISSANCES.items():
        cible = Objectif(f"croissance de 1 000 à 10 000, {scenario}", 10_000, borne)
        yield cible, _entre(lues, (10_000, scenario, NOUS), (1_000, scenario, NOUS))
    cible = Objectif("mémoire de tous les processus, sans l'index", 10_000, 1.5, unite="\u00a0Go")
    yield cible, _memoire(lues)
    yield from _objectifs_apercu(lues)


def _objectifs_apercu(lues: Mesures) -> Iterator[tuple[Objectif, Rapport]]:
    for n, scenario, borne in (
        (1_000, APERCU_TEXTE, 0.15),
        (10_000, APERCU_TEXTE, 0.5),
        (1_000, APERCU_GABARIT, 1.0),
    ):
        lot = lues.get((n, scenario, APERCU))
        cible = Objectif(scenario, n, borne, strict=True, unite="\u00a0s")
        yield cible, ((lot.mur, lot.bruyant) if lot else (None, False))


def tableau_objectifs(lues: Mesures) -> Iterator[str]:
    """Every target, what was measured, and whether it is met."""
    yield "| objectif | concertations | voulu | mesuré | |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for objectif, (valeur, bruyant) in _objectifs(lues):
        yield objectif.ligne(valeur, bruyant)


def tableau_pairs(lues: Mesures) -> Iterator[str]:
    """Our time over that of each peer."""
    tailles = sorted({n for n, _, _ in lues})
    colonnes = [(scenario, n) for scenario in (FROID, TEXTE) for n in tailles]
    yield f"| pair | {' | '.join(f'{s}, {nombre(n, 0)}' for s, n in colonnes)} |"
    yield f"| --- |{' ---: |' * len(colonnes)}"
    for pair in (*PAIRS, PAGEFIND):
        nous = INDEX if pair == PAGEFIND else NOUS
        rapports = [_rapport(lues, n, (s, nous), (pair,))[0] for s, n in colonnes]
        chiffres = ["–" if r is None else nombre(r) for r in rapports]
        titre = f"{'avec la recherche : ' if pair == PAGEFIND else ''}{GENRES[pair].titre}"
        yield f"| {titre} | {' | '.join(chiffres)} |"


def tableau_plancher(lues: Mesures) -> Iterator[str]:
    """The least that Python would take, beside the fastest peer, and beside us."""
    yield "| situation | concertations | plancher (s) | plancher / le plus rapide des pairs | ce générateur / plancher |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for (n, scenario, outil), lot in lues.items():
        if outil == PLANCHER:
            pairs, _ = _rapport(lues, n, (scenario, PLANCHER), PAIRS)
            nous, _ = _entre(lues, (n, scenario, NOUS), (n, scenario, PLANCHER))
            rapports = " | ".join("–" if r is None else nombre(r) for r in (pairs, nous))
            yield f"| {scenario} | {nombre(n, 0)} | {nombre(lot.mur)} | {rapports} |"


def lenteur(lues: Mesures) -> str:
    """How much slower the slow peers are than the fastest of the others they are compared to."""
    froid = {p: lot for p in AUTRES if (lot := lues.get((1_000, FROID, p)))}
    lents = [p for p in LENTS if p in froid]
    autres = [lot.mur for p, lot in froid.items() if p not in LENTS]
    if not lents or not autres:
        return "non mesuré"
    fois = (f"{GENRES[p].titre} {nombre(froid[p].mur / min(autres), 1)}" for p in lents)
    return " ; ".join(fois)


def tableau_apercu(lues: Mesures) -> Iterator[str]:
    """From the save to the reloaded page."""
    yield "| changement | concertations | médiane (s) | la plus longue (s) | processeur (s) | mémoire (Mo) | essais |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for (n, scenario, outil), lot in sorted(lues.items()):
        if outil == APERCU:
            longue = max(m.mur for m in lot.essais)
            chiffres = f"{nombre(lot.mur, 3)} | {nombre(longue, 3)} | {nombre(lot.cpu)}"
            memoire = nombre(lot.memoire / 1e6, 0)
            yield f"| {scenario} | {nombre(n, 0)} | {chiffres} | {memoire} | {lot.nombre} |"
