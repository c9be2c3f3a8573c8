"""Every sample that was taken, one JSON object a line: a run that was stopped is reported and resumed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

NOM = "mesures.jsonl"


@dataclass(frozen=True, slots=True)
class Mesure:
    """One run: seconds, bytes, and how many processors others used meanwhile.

    ``version`` tells what was measured; ``etapes`` are the seconds that the tool itself gave, by stage.
    """

    version: str
    taille: int
    scenario: str
    outil: str
    tour: int
    mur: float
    cpu: float
    memoire: int
    autres: float
    etapes: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Omission:
    """What was not measured, and why."""

    version: str
    taille: int
    scenario: str
    outil: str
    raison: str


@dataclass(frozen=True, slots=True)
class Fait:
    """Something checked or known of the run, to be said in the report (``titre``: what it is)."""

    version: str
    taille: int
    titre: str
    texte: str


Ligne = Mesure | Omission | Fait
_GENRES: dict[str, type[Any]] = {g.__name__: g for g in (Mesure, Omission, Fait)}


class Journal:
    """The samples of one version, in a folder. Those of another version are set aside."""

    def __init__(self, travail: Path, version: str) -> None:
        self._fichier, self.version = travail / NOM, version
        anciennes = {x.version for x in lire(travail)}
        if anciennes - {version}:
            self._fichier.rename(travail / f"mesures-{'-'.join(sorted(anciennes))}.jsonl")

    def noter(self, *lignes: Ligne) -> None:
        """Add lines."""
        with self._fichier.open("a", encoding="utf-8") as fichier:
            for ligne in lignes:
                objet = {"genre": type(ligne).__name__, **asdict(ligne)}
                fichier.write(json.dumps(objet, ensure_ascii=False) + "\n")

    def faits(self) -> frozenset[tuple[int, int, str, str]]:
        """Size, round, situation and tool of every sample."""
        return frozenset(
            (x.taille, x.tour, x.scenario, x.outil)
            for x in lire(self._fichier.parent)
            if isinstance(x, Mesure)
        )


def lire(travail: Path) -> list[Ligne]:
    """All the lines; of a sample taken twice, the last."""
    fichier = travail / NOM
    if not fichier.exists():
        return []
    lues: dict[object, Ligne] = {}
    for texte in fichier.read_text(encoding="utf-8").splitlines():
        objet = json.loads(texte)
        ligne: Ligne = _GENRES[objet.pop("genre")](**objet)
        tour = ligne.tour if isinstance(ligne, Mesure) else -1
        sujet = (ligne.titre,) if isinstance(ligne, Fait) else (ligne.scenario, ligne.outil)
        cle = (type(ligne), ligne.taille, tour, *sujet)
        lues.pop(cle, None)
        lues[cle] = ligne
    return list(lues.values())
