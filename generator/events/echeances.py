"""Events that come with the day: openings, closings, deadlines that pass.

An event is published on its day, or when its date entered the catalogue if that is later. When a
record is created, only what is still in force that day is published beside its creation (open
now, closing soon, answer late): older facts are said by the creation itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from generator import francais
from generator.cycle import ACHEVEES, REPONDUES, achevee, repondue
from generator.events.dossier import Suivi
from generator.events.model import FUSEAU, Evenement, TypeEvenement, citer, date_exacte, minuit
from generator.history.model import Nature
from schemas.concertation import Concertation
from schemas.dates import DatePartielle
from schemas.suites import Proposition

PREAVIS = timedelta(days=7)
_JOUR = timedelta(days=1)


def echeances(suivi: Suivi, jour: date) -> Iterator[Evenement]:
    """The events of the dates of a record, up to a day."""
    fiche = suivi.dossier.fiche
    fin = fiche.fin_anticipee
    # What was planned after the end of a process given up does not happen.
    limite = min(jour, fin.date.debut) if fin else jour
    candidats = [
        *_participation(suivi),
        *_reponse_attendue(suivi, jour),
        *_propositions_en_retard(suivi),
    ]
    for evenement, survient in candidats:
        if survient <= limite:
            yield evenement


class _Fait(NamedTuple):
    """A date of the record: the day it comes, the last day it holds (``None``: for ever)."""

    type: TypeEvenement
    valeur: DatePartielle
    survient: date
    jusqu_au: date | None
    champ: str
    mot: str
    phrase: str


def _publication(
    creation: datetime, survient: date, entree: datetime | None, jusqu_au: date | None
) -> datetime | None:
    """When an event of the day ``survient`` is published; ``None`` when it is not.

    ``creation``: when the record (or the proposal) entered; ``entree``: when this date entered,
    if later; ``jusqu_au``: last day it is in force. What was past at the creation is not news.
    """
    publie = max(minuit(survient), entree or creation)
    if jusqu_au is not None:
        return publie if publie.date() <= jusqu_au else None
    return None if entree is None and survient <= creation.date() else publie


def _participation(suivi: Suivi) -> Iterator[tuple[Evenement, date]]:
    """Announcement, opening, closing soon, closing."""
    for fait in _faits(suivi.dossier.fiche):
        entree = suivi.entree(fait.champ)
        if fait.type is TypeEvenement.CLOTURE and entree and _etait_passee(suivi, entree):
            entree = None  # a closing told in its time, or old already, is corrected and not news
        publie = _publication(suivi.creation, fait.survient, entree, fait.jusqu_au)
        if publie is not None:
            evenement = suivi.evenement(
                f"{fait.type.value}/{fait.valeur.texte}",
                fait.type,
                lien=suivi.fiche,
                publie=publie,
                date=fait.valeur,
                titre=f"{fait.mot} : {suivi.dossier.fiche.titre}",
                phrase=fait.phrase,
            )
            yield evenement, fait.survient


def _etait_passee(suivi: Suivi, entree: datetime) -> bool:
    """Whether the last closing given before this one was past already on the day of the change."""
    avant = [c.avant for c in suivi.changements if c.champ == "dates.cloture" and c.avant]
    return bool(avant) and DatePartielle.lire(avant[-1]).fin < entree.date()


def _faits(fiche: Concertation) -> Iterator[_Fait]:
    dates, nom = fiche.dates, citer(fiche.titre)
    ouverture, fin = dates.ouverture, dates.cloture
    ouverte_jusqu_au = date.min if dates.cloture_inconnue else fin.fin if fin else date.max
    if dates.annonce:
        yield _Fait(
            TypeEvenement.ANNONCE,
            dates.annonce,
            dates.annonce.debut,
            ouverture.debut - _JOUR,
            "annonce",
            "Annoncée",
            f"La concertation {nom} est annoncée ; elle ouvre {francais.le(ouverture)}.",
        )
    echeance = f", jusqu’{_au(fin)}" if fin else ""
    yield _Fait(
        TypeEvenement.OUVERTURE,
        ouverture,
        ouverture.debut,
        ouverte_jusqu_au,
        "ouverture",
        "Ouverte à la participation",
        f"La participation à {nom} est ouverte {_depuis(ouverture)}{echeance}.",
    )
    if fin and fin.exacte:
        yield _Fait(
            TypeEvenement.CLOTURE_PROCHE,
            fin,
            max(fin.debut - PREAVIS, ouverture.debut),
            fin.fin,
            "cloture",
            "Bientôt close",
            f"On peut participer à {nom} jusqu’{_au(fin)} inclus.",
        )
    if fin:
        yield _Fait(
            TypeEvenement.CLOTURE,
            fin,
            fin.fin + _JOUR,
            None,
            "cloture",
            "Close",
            f"La participation à {nom} s’est terminée {francais.le(fin)}.",
        )


def _au(fin: DatePartielle) -> str:
    """« au 4 octobre 2026 », « en octobre 2026 »."""
    return f"au {francais.jour(fin.debut)}" if fin.exacte else f"en {francais.partielle(fin)}"


def _depuis(debut: DatePartielle) -> str:
    return ("depuis le " if debut.exacte else "depuis ") + francais.partielle(debut)


def _reponse_attendue(suivi: Suivi, jour: date) -> Iterator[tuple[Evenement, date]]:
    """The promised day passed and no answer is known to have come before."""
    fiche = suivi.dossier.fiche
    due = fiche.reports[-1].nouvelle_date if fiche.reports else fiche.reponse_attendue_le
    if due is None:
        return
    sans_reponse_jusqu_au = date.max
    if repondue(fiche, suivi.dossier.suites, jour):
        sans_reponse_jusqu_au = _premiere_reponse(suivi)
    if sans_reponse_jusqu_au <= due.fin:
        return
    survient = due.fin + _JOUR
    entree = suivi.entree("reports") or suivi.entree("reponse_attendue_le")
    publie = _publication(suivi.creation, survient, entree, sans_reponse_jusqu_au)
    if publie is not None:
        phrase = (
            f"La réponse de l’État à la concertation {citer(fiche.titre)} était attendue "
            f"{francais.le(due)} ; cette date est passée sans réponse connue de ce catalogue."
        )
        yield (
            suivi.evenement(
                f"echeance/reponse/{due.texte}",
                TypeEvenement.ECHEANCE_DEPASSEE,
                lien=f"{suivi.fiche}#reponse",
                publie=publie,
                date=date_exacte(survient),
                titre=f"Réponse en retard : {fiche.titre}",
                phrase=phrase,
            ),
            survient,
        )


def _premiere_reponse(suivi: Suivi) -> date:
    """The day of the first answer: its own, else that of its entry; the first of days if unknown."""
    fiche, suites = suivi.dossier.fiche, suivi.dossier.suites
    decisions = [p for p in (suites.propositions if suites else ()) if p.decision in REPONDUES]
    dates = [p.decision_date.debut for p in decisions if p.decision_date]
    if fiche.reponse_du_commanditaire:
        dates.append(fiche.reponse_du_commanditaire.date.debut)
    if not dates:
        dates = [
            c.commit.date.astimezone(FUSEAU).date()
            for c in suivi.changements
            if c.nature is Nature.SUITES_CREEES or c.apres in REPONDUES
        ]
    return min(dates, default=date.min)


def _propositions_en_retard(suivi: Suivi) -> Iterator[tuple[Evenement, date]]:
    suites = suivi.dossier.suites
    for proposition in suites.propositions if suites else ():
        due = proposition.reports[-1].nouvelle_date if proposition.reports else proposition.echeance
        if due is None or _achevee_avant(suivi, proposition, due):
            continue
        reference = proposition.reference
        survient = due.fin + _JOUR
        entree = suivi.entree("reports", reference) or suivi.entree("echeance", reference)
        publie = _publication(_ajout(suivi, reference), survient, entree, None)
        if publie is not None:
            titre = suivi.dossier.fiche.titre
            yield (
                suivi.evenement(
                    f"echeance/proposition-{reference}/{due.texte}",
                    TypeEvenement.ECHEANCE_DEPASSEE,
                    lien=suivi.proposition(reference),
                    publie=publie,
                    date=date_exacte(survient),
                    reference=reference,
                    titre=f"Proposition {reference}, échéance dépassée : {titre}",
                    phrase=(
                        f"L’échéance de la proposition {reference} de {citer(titre)} "
                        f"({francais.partielle(due)}) est passée sans réalisation connue de ce catalogue."
                    ),
                    details=(("Proposition", proposition.intitule),),
                ),
                survient,
            )


def _ajout(suivi: Suivi, reference: str) -> datetime:
    """When the proposal entered the catalogue."""
    dates = [
        c.commit.date.astimezone(FUSEAU)
        for c in suivi.changements
        if c.nature is Nature.SUITES_CREEES
        or (c.nature is Nature.PROPOSITION_AJOUTEE and c.reference == reference)
    ]
    return dates[-1] if dates else suivi.creation


def _achevee_avant(suivi: Suivi, proposition: Proposition, due: DatePartielle) -> bool:
    """Whether the outcome was final when the deadline passed, as far as the history knows."""
    if not achevee(proposition):
        return False
    issues = [
        c.commit.date.astimezone(FUSEAU).date()
        for c in suivi.changements
        if c.reference == proposition.reference and c.apres in ACHEVEES
    ]
    return not issues or issues[-1] <= due.fin
