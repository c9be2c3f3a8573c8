"""Dates to put in a calendar: openings, closings, meetings, and the day an answer is due.

Only days that are known to the day: a date known to the month is not made up into a day.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from generator import francais
from generator.catalogue.records import Catalogue, Dossier
from generator.events.dossier import Suivi, champs, suivi
from generator.expression import expression
from generator.history.model import Historique
from schemas.dates import DatePartielle
from schemas.enumerations import EtatJalon, TypeFin

_OUVERTURE = "Ouverture de la participation."
_DE_TOUT = r"(?: de la (?:concertation|consultation|participation))?"
_REDITES = {
    "ouverture": expression(rf"(?:ouverture|lancement|début){_DE_TOUT}", re.IGNORECASE),
    "cloture": expression(rf"(?:clôture|fin|dernier jour){_DE_TOUT}", re.IGNORECASE),
}
"""Words of a step that says nothing more than the date of the record on the same day."""


class RendezVous(Struct, frozen=True):
    """An all-day event; ``fin`` is its last day.

    ``uid`` does not depend on the date, so that a date that moves updates the event; ``revision``
    counts the commits that moved it, ``modifie`` is when the last one did; ``lien`` is a site path.
    """

    uid: str
    debut: date
    fin: date
    titre: str
    description: str
    lien: str
    modifie: datetime
    revision: int = 0
    lieu: str = ""
    annule: bool = False


class _Prevu(Struct, frozen=True):
    """A date of the record; ``champ`` is the YAML key whose changes move it.

    ``nom`` is what takes place, without what its title says of its dates.
    """

    cle: str
    champ: str
    debut: DatePartielle | None
    titre: str
    description: str
    fin: DatePartielle | None = None
    ancre: str = ""
    lieu: str = ""
    manque: bool = False
    nom: str = ""


def rendez_vous(
    catalogue: Catalogue, historique: Historique, dossier: Dossier, jour: date
) -> tuple[RendezVous, ...]:
    """The dates of one concertation that are known to the day, in order."""
    suivie = suivi(catalogue, historique, dossier)
    hote = urlsplit(catalogue.site.url).hostname or "localhost"
    base = suivie.tag.rsplit("/", 1)[-1]
    trouves = [
        _rendez_vous(suivie, prevu, f"{base}-{prevu.cle}@{hote}", jour)
        for prevu in _sans_redites(_distincts(_prevus(catalogue, dossier)))
        if prevu.debut is not None and prevu.debut.exacte
    ]
    return tuple(sorted(trouves, key=lambda r: (r.debut, r.uid)))


def a_des_rendez_vous(catalogue: Catalogue, dossier: Dossier) -> bool:
    """Whether a concertation has dates to put in a calendar, without making them."""
    return any(p.debut is not None and p.debut.exacte for p in _prevus(catalogue, dossier))


def _rendez_vous(suivi: Suivi, prevu: _Prevu, uid: str, jour: date) -> RendezVous:
    if prevu.debut is None:
        raise ValueError(uid)
    fiche = suivi.dossier.fiche
    debut = prevu.debut.debut
    fin = prevu.fin.fin if prevu.fin and prevu.fin.exacte else debut
    commits = {
        c.commit.sha: c.commit.date
        for c in suivi.changements
        if not c.reference and prevu.champ in champs(c)
    }
    modifie = max([suivi.creation, *commits.values()])
    arret = fiche.fin_anticipee
    annule = prevu.manque
    if arret is not None and arret.date.debut <= jour:
        vise = arret.type is TypeFin.ABANDONNEE or prevu.cle == "reponse-attendue"
        if vise and fin >= arret.date.debut:
            annule = True
            modifie = max(modifie, suivi.entree("fin_anticipee") or modifie)
    return RendezVous(
        uid=uid,
        debut=debut,
        fin=fin,
        titre=francais.insecables(f"{prevu.titre} : {fiche.titre}"),
        description=prevu.description,
        lien=suivi.fiche + prevu.ancre,
        modifie=modifie,
        revision=len(commits) + annule,
        lieu=prevu.lieu,
        annule=annule,
    )


def _prevus(catalogue: Catalogue, dossier: Dossier) -> Iterator[_Prevu]:
    fiche, dates = dossier.fiche, dossier.fiche.dates
    yield _Prevu("ouverture", "ouverture", dates.ouverture, "Ouverture", _OUVERTURE)
    yield _Prevu("cloture", "cloture", dates.cloture, "Dernier jour", "Fin de la participation.")
    yield _Prevu(
        "restitution",
        "restitution",
        dates.restitution,
        "Restitution",
        "Remise ou présentation des résultats.",
        ancre="#citoyens",
    )
    due = fiche.reports[-1].nouvelle_date if fiche.reports else fiche.reponse_attendue_le
    yield _Prevu(
        "reponse-attendue",
        "reports" if fiche.reports else "reponse_attendue_le",
        due,
        "Réponse de l’État attendue",
        "Date à laquelle l’État a promis de répondre.",
        ancre="#reponse",
    )
    for dispositif in fiche.dispositifs:
        if (dispositif.debut, dispositif.fin) == (dates.ouverture, dates.cloture):
            continue
        sorte = catalogue.referentiels.dispositifs[dispositif.type].nom
        nom = dispositif.titre or sorte
        complet = dispositif.fin is not None and dispositif.fin.exacte
        yield _Prevu(
            f"dispositif-{_empreinte(dispositif.type, dispositif.titre, dispositif.lieu)}",
            "dispositifs",
            dispositif.debut,
            nom if complet else f"Début – {nom}",
            sorte,
            fin=dispositif.fin,
            ancre="#calendrier",
            lieu=dispositif.lieu or "",
            nom=nom,
        )
    for jalon in fiche.calendrier:
        yield _Prevu(
            f"etape-{_empreinte(jalon.intitule)}",
            "calendrier",
            jalon.date,
            jalon.intitule,
            "Étape du calendrier de la concertation.",
            ancre="#calendrier",
            manque=jalon.etat is EtatJalon.MANQUE,
        )


def _empreinte(*textes: str | None) -> str:
    return hashlib.sha256("\0".join(t or "" for t in textes).encode()).hexdigest()[:12]


def _distincts(prevus: Iterator[_Prevu]) -> Iterator[_Prevu]:
    """The same dates, each with its own key: two steps may have the same words."""
    vus: Counter[str] = Counter()
    for prevu in prevus:
        vus[prevu.cle] += 1
        rang = vus[prevu.cle]
        yield prevu if rang == 1 else replace(prevu, cle=f"{prevu.cle}-{rang}")


def _sans_redites(prevus: Iterable[_Prevu]) -> list[_Prevu]:
    """Without the steps that say again the opening, the closing or a meeting of the same day.

    Keys were given before: dropping a step changes no other.
    """
    tous = list(prevus)
    dits = {(p.champ, p.debut) for p in tous if p.champ in _REDITES}
    nommes = {(p.nom.casefold(), p.debut) for p in tous if p.nom}

    def redite(prevu: _Prevu) -> bool:
        if prevu.champ != "calendrier" or prevu.manque:
            return False
        titre = prevu.titre.strip().rstrip(".")
        return (titre.casefold(), prevu.debut) in nommes or any(
            (champ, prevu.debut) in dits and mots.fullmatch(titre)
            for champ, mots in _REDITES.items()
        )

    return [p for p in tous if not redite(p)]
