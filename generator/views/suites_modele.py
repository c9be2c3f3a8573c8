"""What the pages of a follow-up print, as data."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from generator.views.base import Etiquette, Lien
from generator.views.propositions import AppreciationView, PropositionView, Reference, Segment


class GroupeView(Struct, frozen=True):
    """Proposals of one theme, in the citizens' order."""

    theme: str
    id: str
    propositions: tuple[PropositionView, ...]


class MesureView(Struct, frozen=True):
    """A measure and the proposals it answers."""

    id: str
    intitule: str
    description: str
    levier: str
    propositions: tuple[Lien, ...]
    sources: tuple[Reference, ...]


class FiltreView(Struct, frozen=True):
    """A pre-rendered filter of the list."""

    titre: str
    chemin: str
    nombre: int
    courant: bool


class SuitesView(Struct, frozen=True):
    """One page of a follow-up."""

    titre: str
    fiche: Lien
    filtre: Etiquette | None
    total: int
    affichees: int
    synthese: Markup
    avertissement: str
    decisions: tuple[Segment, ...]
    mises_en_oeuvre: tuple[Segment, ...]
    retenues: int
    filtres_decision: tuple[FiltreView, ...]
    filtres_execution: tuple[FiltreView, ...]
    groupes: tuple[GroupeView, ...]
    mesures: tuple[MesureView, ...]
    appreciations: tuple[AppreciationView, ...]
    pages: tuple[Lien, ...]
    page: int
    maj: str
