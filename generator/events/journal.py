"""The one list of events, newest first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

from msgspec.structs import replace

from generator import francais
from generator.catalogue.records import Catalogue, Dossier, Texte
from generator.events.changements import changements
from generator.events.dossier import Suivi, autorite, le_jour, nom_origine, suivi
from generator.events.echeances import echeances
from generator.events.model import FUSEAU, Evenement, TypeEvenement, citer, date_exacte, minuit
from generator.events.retours import mois_a_retours, sans_allers_retours
from generator.history.model import Historique, Nature
from generator.par_fiche import par_fiche
from generator.world import World
from schemas.guide import Guide

T = TypeVar("T")
_MICROSECONDES = 1_000_000


def evenements(catalogue: Catalogue, historique: Historique, jour: date) -> tuple[Evenement, ...]:
    """Everything that this catalogue published up to a day, newest first.

    Each event has its own instant: within the second of its commit (or of midnight), a fraction
    drawn from its id, so that feeds have distinct dates that no other event can move.
    """
    trouves = [e for d in catalogue.concertations for e in _de(catalogue, historique, d, jour)]
    return ordonner((*trouves, *des_guides(catalogue, historique, jour)))


@par_fiche(tuple[Evenement, ...])
def evenements_de(world: World, dossier: Dossier) -> tuple[Evenement, ...]:
    """What was published of one concertation, up to the day of the world."""
    return _de(world.catalogue, world.historique, dossier, world.jour)


def annulees(world: World, dossier: Dossier) -> frozenset[str]:
    """Ids of the events that tell only of dates that, within a month, moved and came back."""
    siens = world.historique.par_sujet.get(dossier.id, ())
    trouvees: set[str] = set()
    for mois in mois_a_retours(siens):
        sans = sans_allers_retours(replace(world.historique, changements=siens), mois)
        if sans.changements != siens:
            gardees = {e.id for e in _de(world.catalogue, sans, dossier, world.jour)}
            trouvees |= {e.id for e in evenements_de(world, dossier)} - gardees
    return frozenset(trouvees)


def _de(
    catalogue: Catalogue, historique: Historique, dossier: Dossier, jour: date
) -> tuple[Evenement, ...]:
    return _publies(_concertation(suivi(catalogue, historique, dossier), jour), jour)


def des_guides(catalogue: Catalogue, historique: Historique, jour: date) -> tuple[Evenement, ...]:
    """What was published of the guides, up to a day."""
    return _publies((e for g in catalogue.guides for e in _guide(catalogue, historique, g)), jour)


def _publies(trouves: Iterable[Evenement], jour: date) -> tuple[Evenement, ...]:
    """Those of the past, each at its instant."""
    publies = []
    for evenement in trouves:
        if le_jour(evenement) <= jour:
            empreinte = hashlib.sha256(evenement.id.encode()).digest()
            fraction = int.from_bytes(empreinte[:8]) % _MICROSECONDES
            publies.append(
                replace(
                    evenement,
                    publie=evenement.publie.replace(microsecond=fraction),
                    titre=francais.insecables(evenement.titre),
                    phrase=francais.insecables(evenement.phrase),
                )
            )
    return tuple(publies)


def ordonner(publies: Iterable[Evenement]) -> tuple[Evenement, ...]:
    """Newest first; two that came at the same instant are set apart, in the order of their ids."""
    ecartes = ecarter((e.id, e.publie, e) for e in publies)
    distincts = (e if e.publie == instant else replace(e, publie=instant) for e, instant in ecartes)
    return tuple(sorted(distincts, key=lambda e: e.publie, reverse=True))


def ecarter(publies: Iterable[tuple[str, datetime, T]]) -> Iterator[tuple[T, datetime]]:
    """(id, instant, what it is) of events, each given an instant of its own."""
    pris = set()
    for _, instant, chose in sorted(publies, key=lambda x: x[0]):
        libre = instant
        while libre in pris:
            libre += timedelta(microseconds=1)
        pris.add(libre)
        yield chose, libre


def _concertation(suivi: Suivi, jour: date) -> Iterator[Evenement]:
    yield _creation(suivi)
    yield from changements(suivi)
    yield from echeances(suivi, jour)
    if not suivi.connu:
        yield from _mises_a_jour(suivi)


def _creation(suivi: Suivi) -> Evenement:
    fiche = suivi.dossier.fiche
    periode = francais.periode(fiche.dates.ouverture, fiche.dates.cloture)
    if fiche.dates.cloture_inconnue:
        periode = f"à partir de {francais.partielle(fiche.dates.ouverture)}, clôture non connue"
    return suivi.evenement(
        "creation",
        TypeEvenement.FICHE_CREEE,
        lien=suivi.fiche,
        publie=suivi.creation,
        titre=f"Nouvelle fiche : {fiche.titre}",
        phrase=f"La concertation {citer(fiche.titre)} entre au catalogue.",
        details=(("Résumé", fiche.resume), ("Période", periode)),
    )


def _mises_a_jour(suivi: Suivi) -> Iterator[Evenement]:
    """Without history, proposals updated after the review of their record, on their own day."""
    suites = suivi.dossier.suites
    for proposition in suites.propositions if suites else ():
        if minuit(proposition.maj_le) <= suivi.creation:
            continue
        reference, titre = proposition.reference, suivi.dossier.fiche.titre
        yield suivi.evenement(
            f"maj/{proposition.maj_le}/proposition-{reference}",
            TypeEvenement.AVANCEMENT,
            lien=suivi.proposition(reference),
            publie=minuit(proposition.maj_le),
            date=date_exacte(proposition.maj_le),
            reference=reference,
            titre=f"Proposition {reference}, avancement : {titre}",
            phrase=f"Les suites de la proposition {reference} de {citer(titre)} ont été mises à jour.",
            details=(
                ("Proposition", proposition.intitule),
                ("Décision", proposition.decision.libelle),
            ),
        )


def _guide(
    catalogue: Catalogue, historique: Historique, guide: Texte[Guide]
) -> Iterator[Evenement]:
    fiche = guide.fiche
    tous = tuple(c for c in historique.par_sujet.get(guide.id, ()) if c.guide)
    creations = [c for c in tous if c.nature is Nature.GUIDE_CREE]
    creation = creations[0].commit.date.astimezone(FUSEAU) if creations else minuit(fiche.revu_le)
    tag = f"{autorite(catalogue)}guides/{nom_origine(guide.id, tous)}"

    def evenement(cle: str, **champs: object) -> Evenement:
        return Evenement(
            id=f"{tag}/{cle}",
            type=TypeEvenement.GUIDE,
            sujet=guide.id,
            lien=f"guides/{guide.id}/",
            details=(("Résumé", fiche.resume),),
            **champs,  # type: ignore[arg-type] # the three texts and the instant below
        )

    yield evenement(
        "creation",
        publie=creation,
        titre=f"Nouveau guide : {fiche.titre}",
        phrase=f"Le guide {citer(fiche.titre)} est publié.",
    )
    vus = {c.commit.sha for c in creations}
    for changement in (c for c in tous if c.nature is Nature.GUIDE_MODIFIE):
        publie = changement.commit.date.astimezone(FUSEAU)
        relu = changement.champ == "revu_le"
        if relu or changement.commit.sha in vus or publie <= creation:
            continue
        vus.add(changement.commit.sha)
        yield evenement(
            changement.commit.sha[:12],
            publie=publie,
            titre=f"Guide mis à jour : {fiche.titre}",
            phrase=f"{citer(fiche.titre)} : {changement.phrase}",
        )
