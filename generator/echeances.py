"""What is due, late, undated, stale or incomplete, and why: the public list and the reminders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from generator import francais
from generator.catalogue.records import Catalogue, Dossier
from generator.cycle import (
    anciennete,
    attente,
    close,
    completude,
    mois_depasses,
    nom_attendu,
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
    """One thing to do on one record.

    ``jours`` sorts within a reason: days late, days left, days since closing, months since the
    review (the greater, the more pressing, but for days left).
    """

    motif: Motif
    id: str
    titre: str
    ministere: str
    phrase: str
    jours: int


def _attente(dossier: Dossier, jour: date) -> tuple[Motif, str, int] | None:
    a = attente(dossier.fiche, dossier.suites, jour)
    if a.echeance is not None:
        due, reste = francais.jour(a.echeance), (a.echeance - jour).days
        if a.etat is EtatAttente.EN_RETARD:
            retard = francais.pluriel(-reste, "jour")
            return Motif.EN_RETARD, f"réponse attendue le {due}, {retard} de retard", -reste
        dans = francais.pluriel(reste, "jour")
        return Motif.BIENTOT_DUE, f"réponse attendue le {due}, dans {dans}", reste
    if a.etat is EtatAttente.INCONNUE:
        cloture = dossier.fiche.dates.cloture
        if cloture is None:
            return Motif.SANS_DATE, "close à une date non connue, sans réponse connue", 0
        jours = (jour - cloture.fin).days
        depuis = anciennete(cloture.fin, jour)
        return Motif.SANS_DATE, f"close depuis {depuis}, sans réponse connue ni date promise", jours
    return None


def _cloture(dossier: Dossier, jour: date) -> tuple[Motif, str, int] | None:
    cloture = dossier.fiche.dates.cloture
    if cloture is None or statut(dossier.fiche, dossier.suites, jour) is not Statut.OUVERTE:
        return None
    if jour < cloture.fin - timedelta(days=BIENTOT):  # compared: this holds for months
        return None
    reste = (cloture.fin - jour).days
    return Motif.CLOTURE_PROCHE, f"ouverte jusqu'au {francais.jour(cloture.fin)}", reste


def _perimee(dossier: Dossier, jour: date, mois_max: int) -> tuple[Motif, str, int] | None:
    dates = [dossier.fiche.revu_le]
    if dossier.suites:
        dates.append(max(p.maj_le for p in dossier.suites.propositions))
    mois = mois_depasses(max(dates), jour, mois_max)
    if not mois:
        return None
    return Motif.PERIMEE, f"information non revue depuis {mois} mois", mois


def _incomplete(dossier: Dossier, jour: date) -> tuple[Motif, str, int] | None:
    if not close(dossier.fiche, jour):
        return None
    faite = completude(dossier.fiche, dossier.suites, jour)
    if not faite.manquants:
        return None
    manque = ", ".join(map(nom_attendu, faite.manquants))
    rubriques = francais.pluriel(faite.remplis, "rubrique")
    phrase = f"{rubriques} sur {faite.attendus} ; il manque : {manque}"
    return Motif.INCOMPLETE, phrase, len(faite.manquants)


def a_faire(dossier: Dossier, jour: date, mois_max: int) -> tuple[Rappel, ...]:
    """Every reason to act on one record; ``mois_max`` is the age from which it is stale."""
    trouves = (
        _attente(dossier, jour),
        _cloture(dossier, jour),
        _perimee(dossier, jour, mois_max),
        _incomplete(dossier, jour),
    )
    fiche = dossier.fiche
    return tuple(
        Rappel(trouve[0], dossier.id, fiche.titre, fiche.porteur, trouve[1], trouve[2])
        for trouve in trouves
        if trouve is not None
    )


@par_fiche(tuple[Rappel, ...])
def rappels_de(world: World, dossier: Dossier) -> tuple[Rappel, ...]:
    """The reasons to act on one record, on the day of the world."""
    return a_faire(dossier, world.jour, world.catalogue.site.mois_avant_peremption)


def trier(lot: Iterable[Rappel]) -> tuple[Rappel, ...]:
    """The most pressing first within each reason, reasons in their order."""
    ordre = {motif: rang for rang, motif in enumerate(Motif)}
    croissant = {Motif.BIENTOT_DUE, Motif.CLOTURE_PROCHE}
    return tuple(
        sorted(
            lot,
            key=lambda r: (ordre[r.motif], r.jours if r.motif in croissant else -r.jours, r.id),
        )
    )


def rappels(catalogue: Catalogue, jour: date) -> tuple[Rappel, ...]:
    """Every reason to act."""
    mois_max = catalogue.site.mois_avant_peremption
    return trier(r for d in catalogue.concertations for r in a_faire(d, jour, mois_max))
