"""What depends on the day: status, public clock, staleness. Pure functions of a record and a date.

The two French catalogues that came before typed the status by hand beside the dates, and the two
disagreed: here it is computed.
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from generator import francais
from schemas.concertation import Concertation
from schemas.enumerations import (
    Decision,
    EtatAttente,
    MiseEnOeuvre,
    Statut,
    TypeDocument,
    TypeFin,
)
from schemas.suites import Proposition, Suites

REPONDUES = frozenset(
    {
        Decision.RETENUE,
        Decision.RETENUE_PARTIELLEMENT,
        Decision.NON_RETENUE,
        Decision.A_L_ETUDE,
    }
)
EN_JOURS = timedelta(days=62)
"""Up to here, what is left or has passed is said in days: beyond, there are two months at least."""
ACHEVEES = frozenset({MiseEnOeuvre.REALISEE, MiseEnOeuvre.ABANDONNEE})
_RESULTATS = frozenset({TypeDocument.SYNTHESE, TypeDocument.AVIS_CITOYEN, TypeDocument.RAPPORT})


def close(fiche: Concertation, jour: date) -> bool:
    """Whether participation is over: the last possible day of closing is past."""
    if fiche.dates.cloture_inconnue:
        return True
    cloture = fiche.dates.cloture
    return cloture is not None and cloture.fin < jour


def achevee(proposition: Proposition) -> bool:
    """Whether the outcome of a proposal is final."""
    return proposition.decision is Decision.NON_RETENUE or proposition.mise_en_oeuvre in ACHEVEES


def repondue(fiche: Concertation, suites: Suites | None, jour: date) -> bool:
    """Whether the State answered, as a whole or on one proposal at least."""
    reponse = fiche.reponse_du_commanditaire
    if reponse is not None and reponse.date.debut <= jour:
        return True
    return suites is not None and any(p.decision in REPONDUES for p in suites.propositions)


def synthese_connue(fiche: Concertation, jour: date) -> bool:
    """Whether what the citizens said is published."""
    if fiche.synthese is not None:
        publiee = fiche.synthese.date
        return publiee is None or publiee.debut <= jour
    return any(
        d.type in _RESULTATS and (d.date is None or d.date.debut <= jour) for d in fiche.documents
    )


def statut(fiche: Concertation, suites: Suites | None, jour: date) -> Statut:
    """State of a concertation on a day."""
    fin = fiche.fin_anticipee
    if fin is not None and fin.date.debut <= jour:
        return Statut.ABANDONNEE if fin.type is TypeFin.ABANDONNEE else Statut.SANS_SUITE_ATTENDUE
    if fiche.dates.ouverture.debut > jour:
        return Statut.ANNONCEE
    if not close(fiche, jour):
        return Statut.OUVERTE
    return _apres_cloture(fiche, suites, jour)


def _apres_cloture(fiche: Concertation, suites: Suites | None, jour: date) -> Statut:
    if suites is not None and any(p.decision in REPONDUES for p in suites.propositions):
        return (
            Statut.SUIVI_CLOS
            if all(achevee(p) for p in suites.propositions)
            else Statut.SUIVI_EN_COURS
        )
    if repondue(fiche, suites, jour):
        return Statut.REPONSE_PUBLIEE
    if synthese_connue(fiche, jour):
        return Statut.SYNTHESE_PUBLIEE
    return Statut.ANALYSE_EN_COURS


class Attente(Struct, frozen=True):
    """The public clock of one concertation.

    ``echeance`` is the last day of the date that was promised, while an answer is expected.
    """

    etat: EtatAttente
    echeance: date | None = None


def attente(fiche: Concertation, suites: Suites | None, jour: date) -> Attente:
    """The public clock: when an answer is due, and how late it is."""
    if fiche.fin_anticipee is not None and fiche.fin_anticipee.date.debut <= jour:
        return Attente(EtatAttente.SANS_OBJET)
    if repondue(fiche, suites, jour):
        return Attente(EtatAttente.REPONDUE)
    due = fiche.reports[-1].nouvelle_date if fiche.reports else fiche.reponse_attendue_le
    if due is None:
        etat = EtatAttente.INCONNUE if close(fiche, jour) else EtatAttente.SANS_OBJET
        return Attente(etat)
    etat = EtatAttente.EN_RETARD if due.fin < jour else EtatAttente.ATTENDUE
    return Attente(etat, due.fin)


def mois_ecoules(depuis: date, jour: date) -> int:
    """Whole months between two days (0 when ``depuis`` is later)."""
    compte = 0
    for douzaine in (12, 1):
        while _mois_apres(depuis, compte + douzaine) <= jour:
            compte += douzaine
    return compte


def perimee(depuis: date, jour: date, mois: int) -> bool:
    """Whether more than ``mois`` whole months have passed between two days."""
    return jour >= _mois_apres(depuis, mois + 1)


def annees(depuis: date, jour: date) -> str:
    """« plus d’un an », « plus de 9 ans »; nothing within the year.

    The day is only compared: a page says a date, which is never stale, and this, which holds for a
    year. Days are for who counts them on the day they read.
    """
    ans = 0
    while _mois_apres(depuis, 12 * (ans + 1)) < jour:
        ans += 1
    return (f"plus de {ans} ans" if ans > 1 else "plus d’un an") if ans else ""


def anciennete(depuis: date, jour: date) -> str:
    """« 45 jours », « 7 mois » from two months on, « plus de 9 ans ».

    Days, months and years are counted where they are shown, and not elsewhere (see ``annees``).
    """
    if jour <= depuis + EN_JOURS:
        return francais.pluriel((jour - depuis).days, "jour")
    return annees(depuis, jour) or f"{mois_ecoules(depuis, jour)} mois"


def _mois_apres(depuis: date, mois: int) -> date:
    """The day when that many months are over; the 1st where the month has no such day."""
    annee, rang = divmod(depuis.year * 12 + depuis.month - 1 + mois, 12)
    try:
        return date(annee, rang + 1, depuis.day)
    except ValueError:
        annee, rang = divmod(annee * 12 + rang + 1, 12)
        return date(annee, rang + 1, 1)


_ATTENDUS_TOUJOURS = (
    "question_posee",
    "contexte_decision",
    "engagements",
    "degre",
    "lien_site",
    "gouvernance",
    "publics_vises",
    "documents",
)
_ATTENDUS_CLOSE = ("participants", "synthese", "reponse_du_commanditaire", "evaluation")


class Completude(Struct, frozen=True):
    """How much of what a citizen may expect is known: ``remplis`` of ``attendus`` fields."""

    remplis: int
    attendus: int
    manquants: tuple[str, ...]


def nom_attendu(cle: str) -> str:
    """The French name of an expected field, within a sentence."""
    champ = Concertation.model_fields.get(cle)
    titre = (champ and champ.title) or cle
    return titre[0].lower() + titre[1:]


def completude(fiche: Concertation, suites: Suites | None, jour: date) -> Completude:
    """Expected fields that are filled, for the state of the record on a day."""
    attendus = _ATTENDUS_TOUJOURS + (_ATTENDUS_CLOSE if close(fiche, jour) else ())
    manquants = [nom for nom in attendus if not getattr(fiche, nom)]
    total = len(attendus)
    if close(fiche, jour):
        total += 1
        if suites is None:
            manquants.append("suites")
    return Completude(total - len(manquants), total, tuple(manquants))
