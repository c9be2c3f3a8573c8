"""What happens to a site between two builds."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.atelier import LAQUELLE, Outil

MARQUE = "Phrase ajoutée pour la mesure."
GABARIT = "concertation.html.j2"


class Retouches:
    """The sources as they were before they were edited, to put them back.

    ``instant``: when the last one was saved (``time.perf_counter``).
    """

    def __init__(self) -> None:
        self.instant = 0.0
        self._avant: dict[Path, bytes | None] = {}

    def ecrire(self, fichier: Path, texte: str) -> None:
        """Write a file, remembering what it was."""
        marque = _marque(fichier)
        for touche in (marque, fichier):
            if touche is not None and touche not in self._avant:
                self._avant[touche] = touche.read_bytes() if touche.exists() else None
        if marque is not None:
            marque.unlink(missing_ok=True)  # killed now, the site is written again next time
        fichier.parent.mkdir(parents=True, exist_ok=True)
        self.instant = time.perf_counter()
        fichier.write_text(texte, encoding="utf-8")

    def defaire(self) -> None:
        """Put everything back; the mark that says the site is whole comes last."""
        for fichier, octets in reversed(self._avant.items()):
            if octets is not None:
                fichier.write_bytes(octets)
            else:
                fichier.unlink()
                if not any(fichier.parent.iterdir()):
                    fichier.parent.rmdir()
        self._avant.clear()


def _marque(fichier: Path) -> Path | None:
    """The mark of the site that a file is in (templates are in none)."""
    return next((p / ".prepare" for p in fichier.parents if (p / ".prepare").exists()), None)


def _une(outil: Outil) -> Path:
    return outil.fiches()[LAQUELLE]


def _remplacer(r: Retouches, fichier: Path, avant: str, apres: str) -> None:
    texte = fichier.read_text(encoding="utf-8")
    if avant not in texte:
        raise SystemExit(f"{fichier} : « {avant} » n'y est pas")
    r.ecrire(fichier, texte.replace(avant, apres, 1))


def texte_modifie(r: Retouches, outil: Outil, tour: int) -> None:
    """One sentence more in the body of a record."""
    fichier = _une(outil)
    r.ecrire(fichier, f"{fichier.read_text(encoding='utf-8')}\n{MARQUE} {tour}\n")


def resume_modifie(r: Retouches, outil: Outil, tour: int) -> None:
    """The summary of a record, that lists and feeds show."""
    fichier = _une(outil)
    cle = "description" if outil.genre.pair else "resume"
    if outil.genre.site == "hugo-toml":
        _remplacer(r, fichier, f'{cle} = "', f'{cle} = "Tour {tour} ')
    else:
        _remplacer(r, fichier, f"{cle}: >-\n  ", f"{cle}: >-\n  Tour {tour} ")


def decision_modifiee(r: Retouches, outil: Outil, _tour: int) -> None:
    """The decision on one proposal."""
    suites = _une(outil).with_name("suites.yml")
    _remplacer(r, suites, "decision: retenue\n", "decision: retenue_partiellement\n")


def fiche_ajoutee(r: Retouches, outil: Outil, tour: int) -> None:
    """A record more, with its proposals."""
    source = _une(outil).parent
    for fichier in source.iterdir():
        ajoute = source.with_name(f"{source.name}-{tour:05d}") / fichier.name
        r.ecrire(ajoute, fichier.read_text(encoding="utf-8"))


def thematique_renommee(r: Retouches, outil: Outil, tour: int) -> None:
    """The name of the first theme."""
    fichier = outil.contenu / "referentiels/thematiques.yml"
    _remplacer(r, fichier, "nom: ", f"nom: Tour {tour} ")


def gabarit_modifie(r: Retouches, outil: Outil, tour: int) -> None:
    """One attribute more in the template of the page of a record."""
    fichier = next((outil.projet / "templates").rglob(GABARIT))
    article = '<article class="fiche"'
    _remplacer(r, fichier, article, f'{article} data-tour="{tour}"')


def rien(_r: Retouches, _outil: Outil, _tour: int) -> None:
    """Nothing."""


FROID = "à froid"
RIEN = "rien n'a changé"
TEXTE = "un texte modifié"
RESUME = "un résumé modifié"
LENDEMAIN = "le lendemain"
SITUATIONS: dict[str, Callable[[Retouches, Outil, int], None]] = {
    FROID: rien,
    RIEN: rien,
    TEXTE: texte_modifie,
    RESUME: resume_modifie,
    "une décision modifiée": decision_modifiee,
    "une fiche ajoutée": fiche_ajoutee,
    "un gabarit modifié": gabarit_modifie,
    "une thématique renommée": thematique_renommee,
    LENDEMAIN: rien,
}
"""In the order of a round: cold first, the next day last."""
