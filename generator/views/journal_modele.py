"""What the journal and the histories print, as data."""

from __future__ import annotations

from msgspec import Struct

from generator.views.base import Lien
from generator.views.listes import Pagination


class PhraseView(Struct, frozen=True):
    """One change: its sentence, its day, where it leads, and its commit on the forge ("" if none)."""

    texte: str
    jour: str
    chemin: str
    commit: str
    version: str
    illisible: bool


class EntreeView(Struct, frozen=True):
    """What one commit changed in one record; ``chemin`` is "" when the record is gone."""

    titre: str
    chemin: str
    phrases: tuple[PhraseView, ...]
    reste: str
    chemin_reste: str
    commit: str
    version: str


class JourView(Struct, frozen=True):
    """The entries of a day."""

    titre: str
    entrees: tuple[EntreeView, ...]


class JournalView(Struct, frozen=True):
    """A page of the journal; ``absence`` says why there is none, ``reserve`` what it lacks."""

    intro: str
    absence: str
    reserve: str
    compte: str
    jours: tuple[JourView, ...]
    pagination: Pagination


class HistoriqueView(Struct, frozen=True):
    """The history of one record, newest first; ``suite`` leads to the rest."""

    titre: str
    fiche: Lien
    absence: str
    reserve: str
    phrases: tuple[PhraseView, ...]
    suite: Lien | None = None
    pagination: Pagination | None = None
