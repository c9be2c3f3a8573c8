"""What is due, late, undated, stale or incomplete, and why: the public list and the reminders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from generator import francais
from generator.catalogue.records import Catalogue, Dossier
from generator.cycle import (
    attente,
    close,
    completude,
    mois_ecoules,
    nom_attendu,
    perimee,
    statut,
)
from generator.par_fiche import par_fiche
from generator.world import World
from schemas.enumerations import EtatAttente, Statut

BIENTOT = 60
"""Days before an answer is due, or a concertation closes, from which it is worth a reminder."""


class Motif(StrEnum):
    """Why a record needs somebody."""

    EN_RETARD = "en_retard"
    BIENTOT_DUE = "bientot_due"
    CLOTURE_PROCHE = "cloture_proche"
    SANS_DATE = "sans_date"
    PERIMEE = "perimee"
    INCOMPLETE = "incomplete"


LIBELLES = {
    Motif.EN_RETARD: "Réponse en retard",
    Motif.BIENTOT_DUE: "Réponse attendue",
    Motif.CLOTURE_PROCHE: "Clôture proche",
    Motif.SANS_DATE: "Close sans réponse connue ni date promise",
    Motif.PERIMEE: "Information non revue",
    Motif.INCOMPLETE: "Fiche incomplète",
}


class Rappel(Struct, frozen=True):
    """One thing to do on one record, said so that it holds until it is done or more pressing.

    What is counted each day is not in it: ``dire`` counts it where it is shown. ``repere`` is the day to count to or from: when an answer is or was due, when participation ends
    or ended, when the record was reviewed. ``manques`` are the fields that are missing.
    """

    motif: Motif
    id: str
    titre: str
    ministere: str
    phrase: str
    repere: date | None
    manques: int = 0


Trouve = tuple[Motif, str, date | None]


def _attente(dossier: Dossier, jour: date) -> Trouve | None:
    a = attente(dossier.fiche, dossier.suites, jour)
    if a.echeance is not None:
        phrase = f"réponse attendue le {francais.jour(a.echeance)}"
        if a.etat is EtatAttente.EN_RETARD:
            return Motif.EN_RETARD, phrase, a.echeance
        return Motif.BIENTOT_DUE, phrase, a.echeance
    if a.etat is EtatAttente.INCONNUE:
        cloture = dossier.fiche.dates.cloture
        if cloture is None:
            return Motif.SANS_DATE, "close à une date non connue, sans réponse connue", None
        phrase = f"close {francais.depuis(cloture)}, sans réponse connue ni date promise"
        return Motif.SANS_DATE, phrase, cloture.fin
    return None


def _cloture(dossier: Dossier, jour: date) -> Trouve | None:
    cloture = dossier.fiche.dates.cloture
    if cloture is None or statut(dossier.fiche, dossier.suites, jour) is not Statut.OUVERTE:
        return None
    if jour < cloture.fin - timedelta(days=BIENTOT):  # compared: this holds for months
        return None
    return Motif.CLOTURE_PROCHE, f"ouverte jusqu'au {francais.jour(cloture.fin)}", cloture.fin


def _perimee(dossier: Dossier, jour: date, mois_max: int) -> Trouve | None:
    dates = [dossier.fiche.revu_le]
    if dossier.suites:
        dates.append(max(p.maj_le for p in dossier.suites.propositions))
    revue = max(dates)
    if not perimee(revue, jour, mois_max):
        return None
    return Motif.PERIMEE, "information non revue", revue


def _incomplete(dossier: Dossier, jour: date) -> tuple[str, int] | None:
    if not close(dossier.fiche, jour):
        return None
    faite = completude(dossier.fiche, dossier.suites, jour)
    if not faite.manquants:
        return None
    manque = ", ".join(map(nom_attendu, faite.manquants))
    rubriques = francais.pluriel(faite.remplis, "rubrique")
    phrase = f"{rubriques} sur {faite.attendus} ; il manque : {manque}"
    return phrase, len(faite.manquants)


def a_faire(dossier: Dossier, jour: date, mois_max: int) -> tuple[Rappel, ...]:
    """Every reason to act on one record; ``mois_max`` is the age from which it is stale."""
    dates = _attente(dossier, jour), _cloture(dossier, jour), _perimee(dossier, jour, mois_max)
    sujet = dossier.id, dossier.fiche.titre, dossier.fiche.porteur
    rappels = [Rappel(trouve[0], *sujet, *trouve[1:]) for trouve in dates if trouve is not None]
    incomplete = _incomplete(dossier, jour)
    if incomplete is not None:
        phrase, manques = incomplete
        rappels.append(Rappel(Motif.INCOMPLETE, *sujet, phrase, None, manques))
    return tuple(rappels)


def jours(rappel: Rappel, jour: date) -> int:
    """Days late, left or since closing; months since the review; fields that are missing."""
    if rappel.repere is None:
        return rappel.manques
    if rappel.motif is Motif.PERIMEE:
        return mois_ecoules(rappel.repere, jour)
    return abs((rappel.repere - jour).days)


def dire(rappel: Rappel, jour: date) -> str:
    """The reason as it is said on a day: with days late or left, or months since the review."""
    if rappel.motif is Motif.EN_RETARD:
        return f"{rappel.phrase}, {francais.pluriel(jours(rappel, jour), 'jour')} de retard"
    if rappel.motif is Motif.BIENTOT_DUE:
        return f"{rappel.phrase}, dans {francais.pluriel(jours(rappel, jour), 'jour')}"
    if rappel.motif is Motif.PERIMEE:
        return f"{rappel.phrase} depuis {jours(rappel, jour)} mois"
    return rappel.phrase


@par_fiche(tuple[Rappel, ...])
def rappels_de(world: World, dossier: Dossier) -> tuple[Rappel, ...]:
    """The reasons to act on one record, on the day of the world."""
    return a_faire(dossier, world.jour, world.catalogue.site.mois_avant_peremption)


def trier(lot: Iterable[Rappel]) -> tuple[Rappel, ...]:
    """The most pressing first within each reason, reasons in their order.

    It is what is due or closes first, what is late, closed or has not been reviewed for longest.
    """
    ordre = {motif: rang for rang, motif in enumerate(Motif)}
    return tuple(
        sorted(lot, key=lambda r: (ordre[r.motif], r.repere or date.max, -r.manques, r.id))
    )


def rappels(catalogue: Catalogue, jour: date) -> tuple[Rappel, ...]:
    """Every reason to act."""
    mois_max = catalogue.site.mois_avant_peremption
    return trier(r for d in catalogue.concertations for r in a_faire(d, jour, mois_max))
