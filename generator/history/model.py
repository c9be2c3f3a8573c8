"""The history of the catalogue, as data: what changed in meaning, when, and in which commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from msgspec import Struct, field


class Nature(StrEnum):
    """Kinds of change, from the most to the least read."""

    FICHE_CREEE = "fiche_creee"
    FICHE_RETIREE = "fiche_retiree"
    FICHE_RENOMMEE = "fiche_renommee"
    FICHE_COMPLETEE = "fiche_completee"
    FICHE_MODIFIEE = "fiche_modifiee"
    STATUT = "statut"
    DATE_DEPLACEE = "date_deplacee"
    REPORT = "report"
    SYNTHESE = "synthese"
    REPONSE = "reponse"
    SUITES_CREEES = "suites_creees"
    SUITES_RETIREES = "suites_retirees"
    SUITES_MODIFIEES = "suites_modifiees"
    PROPOSITION_AJOUTEE = "proposition_ajoutee"
    PROPOSITION_RETIREE = "proposition_retiree"
    DECISION = "decision"
    MISE_EN_OEUVRE = "mise_en_oeuvre"
    PREUVE = "preuve"
    PROPOSITION_MODIFIEE = "proposition_modifiee"
    GUIDE_CREE = "guide_cree"
    GUIDE_MODIFIE = "guide_modifie"
    GUIDE_RETIRE = "guide_retire"
    VERSION_ILLISIBLE = "version_illisible"


class Commit(Struct, frozen=True):
    """One commit that touched the content; ``date`` is the committer's, with its time zone."""

    sha: str
    date: datetime


class Changement(Struct, frozen=True):
    """One change in meaning of one record.

    ``sujet`` is the id of the concertation (or of the guide) under its *current* name; ``champ``
    the YAML key that changed; ``reference`` the proposal, if any; ``avant`` and ``apres`` the
    values as typed ("" when absent, « renseigné » for a block, a count for a list); ``motif`` the
    reason given; ``phrase`` a French sentence that stands on its own without the date. ``guide``
    tells the history of a guide from that of a concertation of the same id.
    """

    commit: Commit
    nature: Nature
    sujet: str
    phrase: str
    champ: str = ""
    reference: str = ""
    avant: str = ""
    apres: str = ""
    motif: str = ""
    guide: bool = False


class Historique(Struct, frozen=True, dict=True):
    """All the changes, oldest first; within a commit, in the order of the files.

    ``absence`` says in French why there is no history ("" when there is one); ``derniers`` maps a
    content path (``concertations/<id>/suites.yml``) to the last commit that touched it.
    """

    changements: tuple[Changement, ...] = ()
    derniers: Mapping[str, Commit] = field(default_factory=lambda: MappingProxyType({}))
    absence: str = ""
    partiel: bool = False

    @property
    def vide(self) -> bool:
        """Whether it says nothing of any file."""
        return not (self.changements or self.derniers)

    @cached_property
    def par_sujet(self) -> Mapping[str, tuple[Changement, ...]]:
        """The changes of each record, oldest first."""
        groupes: dict[str, list[Changement]] = {}
        for changement in self.changements:
            groupes.setdefault(changement.sujet, []).append(changement)
        return MappingProxyType({k: tuple(v) for k, v in groupes.items()})
