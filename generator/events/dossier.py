"""One concertation, with what its events need: its creation here, its changes, its tag."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from generator.catalogue.records import Catalogue, Dossier
from generator.chemins import adresse_proposition, chemin_fiche, chemin_suites
from generator.events.model import FUSEAU, Evenement, TypeEvenement, minuit
from generator.history.model import Changement, Historique, Nature

ANNEE_DES_TAGS = 2026
"""A tag URI names its authority on a day (RFC 4151): the year this catalogue began."""


class Suivi(Struct, frozen=True):
    """A concertation being followed.

    ``tag`` starts the ids of its events; ``creation`` is when it entered the catalogue;
    ``changements`` are the later ones, oldest first; ``rangs`` gives the rank of a proposal;
    ``connu`` says whether the history knows this record.
    """

    dossier: Dossier
    tag: str
    creation: datetime
    changements: tuple[Changement, ...]
    rangs: dict[str, int]
    connu: bool

    def evenement(self, cle: str, type_: TypeEvenement, **champs: Any) -> Evenement:
        """An event of this concertation; ``cle`` is unique in it and never changes."""
        fiche = self.dossier.fiche
        return Evenement(
            id=f"{self.tag}/{cle}",
            type=type_,
            sujet=self.dossier.id,
            ministeres=(fiche.porteur, *fiche.co_porteurs),
            thematiques=fiche.thematiques,
            **champs,
        )

    def entree(self, champ: str, reference: str = "") -> datetime | None:
        """When a value entered the catalogue, if that is after the creation of the record."""
        dates = [
            c.commit.date.astimezone(FUSEAU)
            for c in self.changements
            if c.reference == reference and champ in champs(c)
        ]
        return dates[-1] if dates else None

    @property
    def fiche(self) -> str:
        """Site path of the record."""
        return chemin_fiche(self.dossier.id)

    def proposition(self, reference: str) -> str:
        """Address of a proposal, or of the follow-up when it is no longer listed."""
        if reference in self.rangs:
            return adresse_proposition(self.dossier.id, reference, self.rangs[reference])
        return chemin_suites(self.dossier.id) if self.dossier.suites else self.fiche


def champs(changement: Changement) -> frozenset[str]:
    """The YAML keys a change names: « dates.cloture », « leviers, pilote »."""
    return frozenset(re.split(r"[., ]+", changement.champ))


def autorite(catalogue: Catalogue) -> str:
    """Start of every tag: the site's own host, whatever address a preview is built for."""
    hote = urlsplit(catalogue.site.url).hostname or "localhost"
    return f"tag:{hote},{ANNEE_DES_TAGS}:"


def nom_origine(sujet: str, changements: tuple[Changement, ...]) -> str:
    """The first id a record had: its events keep their ids when its folder is renamed."""
    for changement in changements:
        if changement.nature is Nature.FICHE_RENOMMEE and changement.avant:
            return changement.avant
    return sujet


def suivi(catalogue: Catalogue, historique: Historique, dossier: Dossier) -> Suivi:
    """A concertation and its history.

    Without a creation in the history (no git, shallow clone, file not yet committed), the record
    is taken to have entered on the day it was last reviewed, or at its first known change.
    """
    # A guide may have the same id.
    tous = tuple(c for c in historique.par_sujet.get(dossier.id, ()) if not c.guide)
    creations = [c for c in tous if c.nature is Nature.FICHE_CREEE]
    if creations:
        debut = creations[0].commit
        creation = debut.date.astimezone(FUSEAU)
        rang = tous.index(creations[0])
        suite = tuple(c for c in tous[rang:] if c.commit.sha != debut.sha)
    else:
        connues = [c.commit.date.astimezone(FUSEAU) for c in tous]
        creation = min([minuit(dossier.fiche.revu_le), *connues])
        suite = tous
    propositions = dossier.suites.propositions if dossier.suites else ()
    return Suivi(
        dossier,
        f"{autorite(catalogue)}concertations/{nom_origine(dossier.id, tous)}",
        creation,
        suite,
        {p.reference: rang for rang, p in enumerate(propositions)},
        bool(tous),
    )


def le_jour(evenement: Evenement) -> date:
    """The day of publication, in Paris."""
    return evenement.publie.astimezone(FUSEAU).date()
