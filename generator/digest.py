"""The letter of a period, ready to be sent by the mailing tool of the CIPC."""

from __future__ import annotations

from datetime import date

from generator.catalogue.records import Catalogue
from generator.encoders.lettre import mettre_en_forme
from generator.events import evenements
from generator.events.dossier import le_jour
from generator.events.retours import sans_allers_retours
from generator.history.model import Historique
from generator.views.lettre import choisir, composer


def ecrire(
    catalogue: Catalogue,
    historique: Historique,
    periode: tuple[date, date],
    forme: str,
    ministere: str = "",
) -> str:
    """What was published from a day to another, both included.

    A date that moved and came back as it was in between is not news of the period.

    ``forme`` is one of ``encoders.lettre.FORMES``; ``ministere`` (a key) keeps the concertations
    that this ministry carries, alone or with others.

    Raises:
        KeyError: no such ministry.
    """
    tous = evenements(catalogue, sans_allers_retours(historique, periode), periode[1])
    titre = f"Lettre du {catalogue.site.nom[0].lower()}{catalogue.site.nom[1:]}"
    if ministere:
        tous = tuple(e for e in tous if ministere in e.ministeres)
        titre = f"{titre} : {catalogue.referentiels.ministeres[ministere].nom}"
    du_temps = [e for e in reversed(tous) if periode[0] <= le_jour(e) <= periode[1]]
    lettre = composer(titre, periode, len(du_temps), choisir(du_temps))
    return mettre_en_forme(lettre, forme, catalogue.site.url.rstrip("/") + "/")
