"""The few facts of a record that make the totals of the open data."""

from __future__ import annotations

from collections import Counter
from datetime import date

from msgspec import Struct

from generator.catalogue.records import Dossier
from generator.donnees import publier
from generator.donnees.cles import cles
from generator.donnees.sommaire import Sommaire
from generator.donnees.tables import de_fiches
from generator.par_fiche import par_fiche
from generator.world import World
from schemas.suites import Suites


class Faits(Struct, frozen=True):
    """Facts of one record.

    ``lignes`` is the number of its rows in each of ``de_fiches()``; ``exemple`` how long it would be
    as an example, number of proposals first; ``None`` when it has nothing to show.
    """

    id: str
    modifie: date
    ouverture: date
    lignes: tuple[int, ...]
    exemple: tuple[int, int] | None


@par_fiche(Faits)
def faits(world: World, dossier: Dossier) -> Faits:
    """The facts of a concertation."""
    propositions = dossier.suites.propositions if dossier.suites else ()
    return Faits(
        id=dossier.id,
        modifie=publier.modifie_le(world, dossier),
        ouverture=dossier.fiche.dates.ouverture.debut,
        lignes=tuple(t.compte(world, dossier) for t in de_fiches()),
        exemple=(len(propositions), _longueur(dossier.suites))
        if dossier.suites and propositions
        else None,
    )


def _longueur(suites: Suites) -> int:
    """Characters of the first proposal, as JSON: the model of a proposal alone is not made for it."""
    ecrite = suites.model_dump_json(include={"propositions": {0}}, exclude_unset=True)
    return len(ecrite) - len('{"propositions":[]}')


def sommaire(world: World) -> Sommaire:
    """The totals of all records."""
    tous, parts = tuple(faits.tous(world)), tuple(cles.tous(world))
    exemples = [(f.exemple, f.id) for f in tous if f.exemple is not None]
    return Sommaire(
        lignes={
            t.nom: total
            for t, total in zip(
                de_fiches(), map(sum, zip(*(f.lignes for f in tous), strict=True)), strict=False
            )
        },
        comptes={
            nom: Counter(cle for k in parts for cle in getattr(k, nom))
            for nom in ("ministeres", "thematiques", "dispositifs", "degres")
        },
        modifie=max((f.modifie for f in tous), default=None),
        ouverture=min((f.ouverture for f in tous), default=None),
        annees=tuple(sorted({k.annee for k in parts})),
        exemple=min(exemples)[1] if exemples else "",
    )
