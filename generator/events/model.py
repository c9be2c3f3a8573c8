"""What an event is."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from schemas.dates import DatePartielle
from schemas.types import Enumeration

FUSEAU = ZoneInfo("Europe/Paris")


class TypeEvenement(Enumeration):
    """Kinds of events, in the order of a letter: what one can still do comes first."""

    OUVERTURE = "ouverture", "Ouverture", "On peut désormais participer."
    CLOTURE_PROCHE = "cloture_proche", "Clôture proche", "Il reste sept jours au plus."
    ANNONCE = "annonce", "Annonce", "Une concertation est annoncée, avant son ouverture."
    REPONSE = "reponse", "Réponse publiée", "L’État a répondu à l’ensemble."
    DECISION = "decision", "Décision sur une proposition", "L’État a répondu à une proposition."
    REALISATION = (
        "realisation",
        "Réalisation avec preuve",
        "Une proposition est déclarée réalisée, preuve à l’appui.",
    )
    AVANCEMENT = "avancement", "Avancement", "Les suites d’une proposition ont évolué."
    ECHEANCE_DEPASSEE = (
        "echeance_depassee",
        "Échéance dépassée",
        "La date promise est passée, sans réponse ou sans réalisation connue.",
    )
    REPORT = "report", "Report ou date déplacée", "Une date annoncée a changé."
    ABANDON = "abandon", "Abandon", "Une concertation ou une mise en œuvre est arrêtée."
    SYNTHESE = "synthese", "Synthèse publiée", "Ce que les citoyens ont dit est publié."
    CLOTURE = "cloture", "Clôture", "On ne peut plus participer."
    FICHE_CREEE = "fiche_creee", "Fiche créée", "Une concertation entre au catalogue."
    FICHE_COMPLETEE = (
        "fiche_completee",
        "Fiche complétée ou corrigée",
        "Une fiche dit plus, ou mieux, qu’avant.",
    )
    GUIDE = "guide", "Guide", "Un guide est publié ou mis à jour."


class Evenement(Struct, frozen=True):
    """One thing that happened to one record.

    ``id`` is a tag URI (RFC 4151) that never changes; ``sujet`` the id of the concertation or of
    the guide, ``reference`` the proposal, if any; ``lien`` a site path with its anchor; ``publie``
    when this catalogue published it (Paris time, distinct for each event); ``date`` when it took
    place; ``phrase`` stands on its own; ``details`` are (label, plain text); ``extrait`` is
    Markdown from the record; ``ministeres`` and ``thematiques`` are keys.
    """

    id: str
    type: TypeEvenement
    sujet: str
    lien: str
    publie: datetime
    titre: str
    phrase: str
    date: DatePartielle | None = None
    reference: str = ""
    ministeres: tuple[str, ...] = ()
    thematiques: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    extrait: str = ""


def citer(titre: str) -> str:
    """A title between guillemets; those it holds become quotation marks of the second level."""
    if "«" in titre or "»" in titre:
        titre = re.sub(r"\s*»", "”", re.sub(r"«\s*", "“", titre))
    return f"« {titre} »"


def minuit(jour: date) -> datetime:
    """The first instant of a day, in Paris."""
    return datetime(jour.year, jour.month, jour.day, tzinfo=FUSEAU)


def date_exacte(jour: date) -> DatePartielle:
    """A day as a date of the content model."""
    return DatePartielle(jour.isoformat(), jour, jour)
