"""A small catalogue and a history written by hand, for the tests of what can be followed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from msgspec.structs import replace

from generator.catalogue.load import load
from generator.catalogue.records import Catalogue
from generator.chemins import chemin_suites
from generator.encoders import suivi
from generator.events import Evenement, TypeEvenement
from generator.history.model import Changement, Commit, Historique, Nature
from generator.views.base import Output
from generator.views.flux import CATALOGUE, base_fiche, bases_cles, bases_type
from generator.world import World
from tests.aides import FICHE, SUITES, ecrire_contenu, remplacer

BASE = "https://catalogue.example/"
CREATION = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)


def catalogue(dossier: Path, *, fiche: str = FICHE, suites: str | None = SUITES) -> Catalogue:
    """The small valid catalogue, with another record or follow-up."""
    contenu = ecrire_contenu(
        dossier,
        **{"concertations/essai/concertation.md": fiche, "concertations/essai/suites.yml": suites},
    )
    lu = load(contenu, jobs=1)
    if lu.catalogue is None:
        raise ValueError([str(d) for d in lu.diagnostics])
    return lu.catalogue


def avec(texte: str, *couples: tuple[str, str]) -> str:
    """A record with some passages replaced."""
    for avant, apres in couples:
        texte = remplacer(texte, avant, apres)
    return texte


def commit(rang: int, quand: datetime) -> Commit:
    return Commit(f"{rang:040x}", quand)


def historique(*changements: Changement, creation: datetime = CREATION) -> Historique:
    """The creation of the record and of the guide in one commit, then these changes."""
    premier = commit(1, creation)
    return Historique(
        (
            Changement(premier, Nature.FICHE_CREEE, "essai", "La fiche est créée."),
            Changement(premier, Nature.GUIDE_CREE, "methode", "Le guide est publié.", guide=True),
            *changements,
        )
    )


def decision(rang: int, quand: datetime, apres: str = "retenue") -> Changement:
    """A decision on the only proposal."""
    return Changement(
        commit(rang, quand),
        Nature.DECISION,
        "essai",
        f"La proposition 1 passe de « inconnue » à « {apres} ».",
        "decision",
        "1",
        "inconnue",
        apres,
    )


def agrandir(petit: Catalogue, nombre: int) -> tuple[Catalogue, Historique]:
    """The same record ``nombre`` times, each created in its own commit, a minute apart."""
    dossier = petit.concertations[0]
    dossiers = tuple(replace(dossier, id=f"essai-{n:04}") for n in range(nombre))
    changements = tuple(
        Changement(
            commit(n + 1, datetime(2026, 1, 15, 8 + n // 60, n % 60, tzinfo=UTC)),
            Nature.FICHE_CREEE,
            d.id,
            "La fiche est créée.",
        )
        for n, d in enumerate(dossiers)
    )
    return replace(petit, concertations=dossiers), Historique(changements)


def monde(
    petit: Catalogue, passe: Historique | None = None, jour: date = date(2026, 11, 22)
) -> World:
    """The world of a catalogue on a day."""
    return World(petit, jour, BASE, {}, passe if passe is not None else historique())


def sorties(le_monde: World) -> list[Output]:
    """Every output that lets one follow the catalogue, shared or of one record."""
    fiches = (o for d in le_monde.catalogue.concertations for o in suivi.sorties_fiche(le_monde, d))
    return [*suivi.sorties(le_monde), *fiches]


def bases(evenement: Evenement) -> set[str]:
    """The cuts an event belongs to."""
    suites = evenement.lien.startswith(chemin_suites(evenement.sujet))
    trouvees = {CATALOGUE, *bases_type(evenement.type, suites=suites)}
    if evenement.type is TypeEvenement.GUIDE:
        return trouvees
    cles = bases_cles(evenement.ministeres, evenement.thematiques)
    return {*trouvees, *cles, base_fiche(evenement.sujet)}
