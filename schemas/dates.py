"""Dates of the content model: exact days, and dates known only to the month or the year."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, total_ordering
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
ANNEE_MIN, ANNEE_MAX = 1958, 2100
_RETENUES = 8_192  # the same days come back in every record: more than all those of twenty years
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def _date_exacte(annee: int, mois: int, jour: int, texte: str) -> date:
    if not ANNEE_MIN <= annee <= ANNEE_MAX:
        raise PydanticCustomError(
            "date-hors-limites",
            "l'année de « {texte} » doit être comprise entre {min} et {max}",
            {"texte": texte, "min": ANNEE_MIN, "max": ANNEE_MAX},
        )
    if not 1 <= mois <= 12:  # noqa: PLR2004 - the months of a year
        raise PydanticCustomError(
            "date-inexistante", "le mois {mois} n'existe pas", {"mois": f"{mois:02d}"}
        )
    if not 1 <= jour <= calendar.monthrange(annee, mois)[1]:
        raise PydanticCustomError(
            "date-inexistante",
            "le {jour} {mois} {annee} n'existe pas",
            {"jour": jour, "mois": MOIS[mois - 1], "annee": annee},
        )
    return date(annee, mois, jour)


def _date_invalide() -> PydanticCustomError:
    return PydanticCustomError(
        "date-invalide", "date attendue sous la forme AAAA-MM-JJ, AAAA-MM ou AAAA"
    )


@total_ordering
@dataclass(frozen=True, slots=True)
class DatePartielle:
    """A date known to the year, the month or the day: the interval of days it may stand for.

    Order is by first then last day. ``texte`` is what the author typed (ISO 8601 reduced
    precision: ``2019``, ``2019-10`` or ``2019-10-04``).
    """

    texte: str
    debut: date = field(compare=False)
    fin: date = field(compare=False)

    @classmethod
    def lire(cls, valeur: object) -> Self:
        """Read ``AAAA``, ``AAAA-MM`` or ``AAAA-MM-JJ``.

        Raises:
            PydanticCustomError: ``date-invalide``, ``date-inexistante`` or ``date-hors-limites``.
        """
        if isinstance(valeur, cls):
            return valeur
        if isinstance(valeur, str):
            return cls._lire(valeur)
        raise _date_invalide()

    @classmethod
    @lru_cache(maxsize=_RETENUES)
    def _lire(cls, texte: str) -> Self:
        trouve = _DATE.fullmatch(texte)
        if trouve is None:
            raise _date_invalide()
        annee, mois, jour = (int(g) if g else 0 for g in trouve.groups())
        if not mois:
            return cls(texte, _date_exacte(annee, 1, 1, texte), date(annee, 12, 31))
        premier = _date_exacte(annee, mois, jour or 1, texte)
        if jour:
            return cls(texte, premier, premier)
        return cls(texte, premier, date(annee, mois, calendar.monthrange(annee, mois)[1]))

    @property
    def exacte(self) -> bool:
        """Whether the day is known."""
        return self.debut == self.fin

    @property
    def annee(self) -> int:
        """The year."""
        return self.debut.year

    def __lt__(self, autre: object) -> bool:
        if not isinstance(autre, DatePartielle):
            return NotImplemented
        return (self.debut, self.fin) < (autre.debut, autre.fin)

    def __str__(self) -> str:
        return self.texte

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.lire, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        # Editors read a bare year as a number: both forms are accepted.
        return {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
                {"type": "integer", "minimum": ANNEE_MIN, "maximum": ANNEE_MAX},
            ]
        }


def lire_jour(valeur: object) -> date:
    """Read a whole day, AAAA-MM-JJ.

    Raises:
        PydanticCustomError: ``date-invalide``, ``date-inexistante`` or ``date-hors-limites``.
    """
    if isinstance(valeur, date):
        return valeur
    if isinstance(valeur, str):
        return _lire_jour(valeur)
    raise _jour_invalide()


@lru_cache(maxsize=_RETENUES)
def _lire_jour(texte: str) -> date:
    trouve = _DATE.fullmatch(texte)
    if trouve is None or trouve.group(3) is None:
        raise _jour_invalide()
    annee, mois, jour = (int(g) for g in trouve.groups())
    return _date_exacte(annee, mois, jour, texte)


def _jour_invalide() -> PydanticCustomError:
    # Whoever mends it must know that a month alone would not do.
    return PydanticCustomError(
        "date-invalide", "date attendue sous la forme AAAA-MM-JJ", {"jour_exige": True}
    )


Jour = Annotated[
    date, BeforeValidator(lire_jour), WithJsonSchema({"type": "string", "format": "date"})
]
