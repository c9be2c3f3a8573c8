"""The public clock, in words."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator import francais
from generator.catalogue.records import Dossier
from generator.cycle import EN_JOURS, Attente, anciennete, annees, close
from schemas.enumerations import EtatAttente


class Horloge(Struct, frozen=True):
    """What the clock of a concertation says."""

    etat: str
    phrase: str
    detail: str


def horloge(attente: Attente, dossier: Dossier, jour: date) -> Horloge:
    """« Réponse attendue le 4 mars 2026 : 8 mois de retard », « dans 41 jours ».

    Days are counted up to two months late, and in the last two months: before, the date says enough.
    """
    detail = "".join(
        f"Repoussée à {francais.partielle(r.nouvelle_date)} : {r.motif} "
        for r in dossier.fiche.reports
    ).strip()
    if attente.etat is EtatAttente.INCONNUE:
        cloture = dossier.fiche.dates.cloture
        depuis = ""
        if cloture is not None and close(dossier.fiche, jour):
            ans = annees(cloture.fin, jour)
            depuis = f"Close {francais.depuis(cloture)}{ans and f', il y a {ans}'}. "
        return Horloge(
            "inconnue",
            "Aucune réponse de l’État trouvée",
            depuis + "Aucune date de réponse n’a été promise, ou elle n’a pas été retrouvée.",
        )
    if attente.echeance is None:
        return Horloge("", "", "")
    if attente.etat is EtatAttente.EN_RETARD:
        retard = anciennete(attente.echeance, jour)
        return Horloge(
            "en_retard",
            f"Réponse attendue le {francais.jour(attente.echeance)} : {retard} de retard",
            f"Aucune réponse n’est connue de ce catalogue. {detail}".strip(),
        )
    if jour >= attente.echeance - EN_JOURS:
        reste = francais.pluriel((attente.echeance - jour).days, "jour")
        detail = f"Dans {reste}. {detail}".strip()
    return Horloge("attendue", f"Réponse attendue le {francais.jour(attente.echeance)}", detail)
