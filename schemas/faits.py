"""What a file says has happened: none of it may be dated after the day.

Only ``catalogue check`` asks for it: a site may be built as of a past day.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import get_args

from schemas.concertation import Concertation
from schemas.dates import DatePartielle
from schemas.elements import Dates, Dispositif, Engagement, Jalon, Report
from schemas.enumerations import EtatJalon
from schemas.referentiels import Nom
from schemas.regles import Infraction, Loc
from schemas.suites import Proposition
from schemas.types import Modele, modeles

ATTENDUES = MappingProxyType(
    {
        Concertation: frozenset({"reponse_attendue_le"}),
        Dates: frozenset({"annonce", "ouverture", "cloture", "restitution"}),
        Dispositif: frozenset({"debut", "fin"}),
        Engagement: frozenset({"echeance"}),
        Nom: frozenset({"debut", "fin"}),
        Proposition: frozenset({"echeance"}),
        Report: frozenset({"nouvelle_date"}),
    }
)
"""The dates that may be to come; every other date of the content is that of a fact."""


def _types(annotation: object) -> Iterator[object]:
    yield annotation
    for interieur in get_args(annotation):
        yield from _types(interieur)


@cache
def champs_dates(modele: type[Modele]) -> tuple[str, ...]:
    """The fields of a model that hold the date of a fact, in their order."""
    return tuple(
        nom
        for nom, champ in modele.model_fields.items()
        if nom not in ATTENDUES.get(modele, ())
        and {date, DatePartielle}.intersection(_types(champ.annotation))
    )


@cache
def _blocs(modele: type[Modele]) -> tuple[str, ...]:
    return tuple(
        nom
        for nom, champ in modele.model_fields.items()
        if any(champs_dates(m) or _blocs(m) for m in modeles(champ.annotation))
    )


def _prevu(modele: Modele) -> bool:
    """Whether a step may be to come: nothing says that it took place, or did not."""
    return isinstance(modele, Jalon) and (
        modele.etat is EtatJalon.PREVU or "etat" not in modele.model_fields_set
    )


def faits_futurs(modele: Modele, jour: date, loc: Loc = ()) -> Iterator[Infraction]:
    """The facts of a file dated after a day; a month or a year is, when its first day is."""
    for nom in () if _prevu(modele) else champs_dates(type(modele)):
        valeur = getattr(modele, nom)
        premier = valeur.debut if isinstance(valeur, DatePartielle) else valeur
        if premier is not None and premier > jour:
            yield Infraction(
                (*loc, nom),
                "date-future",
                f"« {nom} » ({valeur}) : cette date n'est pas encore passée (nous sommes le {jour})",
                "vérifiez l'année",
            )
    for nom in _blocs(type(modele)):
        valeur = getattr(modele, nom)
        if isinstance(valeur, Modele):
            yield from faits_futurs(valeur, jour, (*loc, nom))
        for rang, element in enumerate(valeur if isinstance(valeur, tuple) else ()):
            yield from faits_futurs(element, jour, (*loc, nom, rang))
