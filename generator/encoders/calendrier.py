"""iCalendar (RFC 5545, and the properties of RFC 7986), one calendar for each cut.

Nothing is dated by the clock: DTSTAMP is when the content last changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from generator.catalogue.records import Dossier
from generator.encoders.ical import composant, texte, vevent
from generator.events.agenda import rendez_vous
from generator.par_fiche import par_fiche
from generator.views.base import COMMUN, Output, fichier
from generator.views.cartes import carte
from generator.views.flux import Coupe, calendrier_fiche, calendriers, coupe_fiche, coupes
from generator.world import World

MAXIMUM = 1_000
"""Events of a calendar: the latest ones. Agendas read the whole file again each day."""
_FIN = b"END:VCALENDAR\r\n"
_PRODID = "-//catalogue-concertations//FR"
_PARIS = """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n").encode()


class Bloc(Struct, frozen=True):
    """An event as it is written, with what calendars sort it by."""

    debut: date
    uid: str
    octets: bytes


@par_fiche(tuple[Bloc, ...])
def agenda(world: World, dossier: Dossier) -> tuple[Bloc, ...]:
    """The events of a concertation, encoded once for all the calendars that hold them."""
    dates = rendez_vous(world.catalogue, world.historique, dossier, world.jour)
    return tuple(Bloc(r.debut, r.uid, vevent(r, world.absolue(r.lien))) for r in dates)


def encoder(world: World, coupe: Coupe, blocs: tuple[bytes, ...]) -> bytes:
    """One calendar.

    RFC 5545 wants one component at least: a calendar without events, kept so that its address can
    be followed from today, holds the time zone alone.
    """
    nom = texte(f"{coupe.titre} – {world.catalogue.site.nom}")
    entete = composant(
        "VCALENDAR",
        (
            ("VERSION", "2.0"),
            ("PRODID", _PRODID),
            ("CALSCALE", "GREGORIAN"),
            ("NAME", nom),
            ("X-WR-CALNAME", nom),
            ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
            ("URL", world.absolue(coupe.page)),
            ("X-PUBLISHED-TTL", "P1D"),
        ),
    ).removesuffix(_FIN)
    return entete + b"".join(blocs or (_PARIS,)) + _FIN


def sorties_fiche(_world: World, dossier: Dossier) -> Iterator[Output]:
    """The calendar of a concertation."""
    yield fichier(calendrier_fiche(dossier.id), _d_une_fiche, dossier.id, portee=dossier.id)


def _d_une_fiche(world: World, identifiant: str) -> bytes:
    dossier = world.catalogue.par_id[identifiant]
    return encoder(world, coupe_fiche(dossier), _derniers(agenda(world, dossier)))


def sorties(world: World) -> Iterator[Output]:
    """The calendar of the whole catalogue, of each ministry and theme."""
    groupes: dict[str, list[Bloc]] = {}
    for dossier in world.catalogue.concertations:
        blocs = agenda(world, dossier)
        for chemin in calendriers(carte(world, dossier)):
            groupes.setdefault(chemin, []).extend(blocs)
    for coupe in coupes(world):
        if coupe.calendrier:
            gardes = _derniers(groupes.get(coupe.calendrier, ()))
            yield fichier(coupe.calendrier, encoder, coupe, gardes, portee=COMMUN)


def _derniers(blocs: Iterable[Bloc]) -> tuple[bytes, ...]:
    return tuple(b.octets for b in sorted(blocs, key=lambda b: (b.debut, b.uid))[-MAXIMUM:])
