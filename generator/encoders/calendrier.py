"""iCalendar (RFC 5545, and the properties of RFC 7986), one calendar for each cut.

Nothing is dated by the clock: DTSTAMP is when the content last changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.events.agenda import RendezVous, rendez_vous
from generator.views.base import COMMUN, Output, fichier
from generator.views.flux import Coupe, coupes
from generator.world import World

if TYPE_CHECKING:
    from icalendar import Timezone, vText

MAXIMUM = 1_000
"""Events of a calendar: the latest ones. Agendas read the whole file again each day."""
_FIN = b"END:VCALENDAR"
_PRODID = "-//catalogue-concertations//FR"
_PARIS = """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
"""


_ECHAPPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@lru_cache(maxsize=1)
def _exact() -> type[vText]:
    r"""TEXT as RFC 5545 (3.3.11) writes it.

    icalendar takes « \N » in a text for a line break, and does not escape the names of calendars.
    """
    from icalendar import vText  # noqa: PLC0415 - slow to load

    class Exact(vText):
        def to_ical(self) -> bytes:
            return "\n".join(self.splitlines()).translate(_ECHAPPES).encode()

    return Exact


@lru_cache(maxsize=1)
def _fuseau() -> Timezone:
    from icalendar import Timezone  # noqa: PLC0415 - slow to load

    lu = Timezone.from_ical(_PARIS)
    if not isinstance(lu, Timezone):
        raise TypeError(type(lu))
    return lu


@lru_cache(maxsize=16_384)
def _vevent(rdv: RendezVous, lien: str) -> bytes:
    """One event, encoded once for all the calendars that hold it: icalendar is slow."""
    from icalendar import Event  # noqa: PLC0415 - slow to load

    evenement = Event()
    modifie = rdv.modifie.astimezone(UTC).replace(microsecond=0)
    evenement.add("uid", rdv.uid)
    evenement.add("dtstamp", modifie)
    evenement.add("last-modified", modifie)
    evenement.add("sequence", rdv.revision)
    evenement.add("dtstart", rdv.debut)
    evenement.add("dtend", rdv.fin + timedelta(days=1))
    exact = _exact()
    evenement.add("summary", exact(rdv.titre))
    evenement.add("description", exact(f"{rdv.description}\n{lien}"))
    evenement.add("url", lien)
    evenement.add("status", "CANCELLED" if rdv.annule else "CONFIRMED")
    evenement.add("transp", "TRANSPARENT")
    if rdv.lieu:
        evenement.add("location", exact(rdv.lieu))
    return bytes(evenement.to_ical())


def encoder(world: World, coupe: Coupe, liste: tuple[RendezVous, ...]) -> bytes:
    """One calendar.

    RFC 5545 wants one component at least: a calendar without events, kept so that its address can
    be followed from today, holds the time zone alone.
    """
    from icalendar import Calendar  # noqa: PLC0415 - slow to load

    calendrier = Calendar()
    nom = _exact()(f"{coupe.titre} – {world.catalogue.site.nom}")
    calendrier.add("prodid", _PRODID)
    calendrier.add("version", "2.0")
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("name", nom)
    calendrier.add("x-wr-calname", nom)
    calendrier.add("url", world.absolue(coupe.page))
    calendrier.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    calendrier.add("x-published-ttl", "P1D")
    if not liste:
        calendrier.add_component(_fuseau())
    corps = b"".join(_vevent(rdv, world.absolue(rdv.lien)) for rdv in liste)
    debut, fin, reste = bytes(calendrier.to_ical()).partition(_FIN)
    return debut + corps + fin + reste


def sorties(world: World) -> Iterator[Output]:
    """The calendar of the whole catalogue, of each ministry, theme and concertation."""
    groupes: dict[str, list[RendezVous]] = {}
    toutes = tuple(coupes(world))
    racine = next(c.calendrier for c in toutes if c.calendrier)
    fiches = {c.page: c.calendrier for c in toutes if c.calendrier}
    for dossier in world.catalogue.concertations:
        liste = rendez_vous(world.catalogue, world.historique, dossier, world.jour)
        fiche = dossier.fiche
        pages = [
            f"concertations/{dossier.id}/",
            *(f"ministeres/{m}/" for m in dict.fromkeys((fiche.porteur, *fiche.co_porteurs))),
            *(f"thematiques/{t}/" for t in dict.fromkeys(fiche.thematiques)),
        ]
        for chemin in (racine, *(fiches[p] for p in pages)):
            groupes.setdefault(chemin, []).extend(liste)
    for coupe in toutes:
        if coupe.calendrier:
            tous = sorted(groupes.get(coupe.calendrier, ()), key=lambda r: (r.debut, r.uid))
            yield fichier(coupe.calendrier, encoder, coupe, tuple(tous[-MAXIMUM:]), portee=COMMUN)
