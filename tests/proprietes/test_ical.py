"""Our calendars are, to the byte, those that the ``icalendar`` library writes; it reads them back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.catalogue.records import Catalogue
from generator.encoders import calendrier, ical
from generator.events.agenda import RendezVous
from generator.events.model import FUSEAU
from generator.history.model import Historique
from generator.views.flux import Coupe
from generator.world import World
from schemas.site import Site

BASE = "https://catalogue.example/"
TEXTES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200),
    st.lists(
        st.sampled_from(["\\", "\\n", "^", ";", ",", ":", "é", "𝒳", "\n", "\r\n", "\u2028", " ", "a"]),
        max_size=200,
    ).map("".join),
)  # fmt: skip
JOUR = date(2026, 3, 1)
QUAND = datetime(2026, 1, 15, 9, tzinfo=UTC)
JOURS = st.dates(date(1958, 1, 1), date(2100, 12, 30))
INSTANTS = st.datetimes(datetime(2017, 1, 1), datetime(2100, 1, 1), timezones=st.just(FUSEAU))  # noqa: DTZ001 - the zone is given beside
RENDEZ_VOUS = st.builds(
    RendezVous,
    st.from_regex(r"[a-z0-9-]{1,90}@[a-z0-9.-]{1,40}", fullmatch=True),
    JOURS,
    JOURS,
    TEXTES,
    TEXTES,
    st.just("concertations/x/#calendrier"),
    INSTANTS,
    st.integers(0, 99),
    TEXTES,
    st.booleans(),
)

UN = RendezVous("x@y", JOUR, JOUR, "Réunion", "Où ; quand, comment", "x/", QUAND, lieu="Évry")


class Exact(icalendar.vText):
    r"""TEXT by the letter: icalendar takes « \N » in a text for a line break."""

    def to_ical(self) -> bytes:
        echappes = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
        return "\n".join(self.splitlines()).translate(echappes).encode()


def reference(rdv: RendezVous, lien: str) -> bytes:
    """The event as icalendar writes it."""
    evenement = icalendar.Event()
    modifie = rdv.modifie.astimezone(UTC).replace(microsecond=0)
    evenement.add("uid", rdv.uid)
    evenement.add("dtstamp", modifie)
    evenement.add("last-modified", modifie)
    evenement.add("sequence", rdv.revision)
    evenement.add("dtstart", rdv.debut)
    evenement.add("dtend", rdv.fin + timedelta(days=1))
    evenement.add("summary", Exact(rdv.titre))
    evenement.add("description", Exact(f"{rdv.description}\n{lien}"))
    evenement.add("url", lien)
    evenement.add("status", "CANCELLED" if rdv.annule else "CONFIRMED")
    evenement.add("transp", "TRANSPARENT")
    if rdv.lieu:
        evenement.add("location", Exact(rdv.lieu))
    return bytes(evenement.to_ical())


@given(RENDEZ_VOUS, st.from_regex(r"[a-z0-9/-]{0,120}", fullmatch=True))
def test_an_event_is_what_icalendar_writes(rdv: RendezVous, chemin: str) -> None:
    octets = ical.vevent(rdv, BASE + chemin)
    assert octets == reference(rdv, BASE + chemin)
    assert all(len(ligne) <= 75 for ligne in octets.split(b"\r\n"))
    lu = icalendar.Event.from_ical(octets)
    assert isinstance(lu, icalendar.Event)
    assert (lu["UID"], lu["URL"]) == (rdv.uid, BASE + chemin)
    assert lu.decoded("DTSTART") == rdv.debut
    assert lu.decoded("DTEND") == rdv.fin + timedelta(days=1)


@given(TEXTES)
@example("x" * 74)
@example("x" * 75)
@example("é" * 37 + "x")
@example("x" * 73 + "\\" * 5)
def test_a_line_is_folded_as_icalendar_folds_it(valeur: str) -> None:
    ecrit = ical.texte(valeur)
    ligne = icalendar.parser.Contentline(f"X:{ecrit}")
    assert ical.plier(f"X:{ecrit}") == ligne.to_ical() + b"\r\n"
    assert ical.plier(f"X:{ecrit}").replace(b"\r\n ", b"") == f"X:{ecrit}\r\n".encode()


@pytest.mark.parametrize("rdv", [(), (ical.vevent(UN, BASE),)])
@given(titre=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_calendar_is_what_icalendar_writes(titre: str, rdv: tuple[bytes, ...]) -> None:
    """Its properties in the order of the library, and the zone of Paris when it holds nothing."""
    site = Site.model_validate({"nom": "Catalogue", "baseline": "Essai.", "url": BASE})
    vide: Any = MappingProxyType({})
    world = World(
        Catalogue(site, vide, (), (), (), ()), date(2026, 11, 22), BASE, vide, Historique()
    )
    octets = calendrier.encoder(world, Coupe("x", titre, "x/", "x", "x.ics"), rdv)
    attendu = icalendar.Calendar()
    nom = Exact(f"{titre} – Catalogue")
    attendu.add("prodid", "-//catalogue-concertations//FR")
    attendu.add("version", "2.0")
    attendu.add("calscale", "GREGORIAN")
    attendu.add("name", nom)
    attendu.add("x-wr-calname", nom)
    attendu.add("url", f"{BASE}x/")
    attendu.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    attendu.add("x-published-ttl", "P1D")
    for bloc in rdv:
        attendu.add_component(icalendar.Event.from_ical(bloc))  # type: ignore[arg-type] # one event
    if not rdv:
        (zone,) = icalendar.Calendar.from_ical(octets).walk("VTIMEZONE")
        attendu.add_component(zone)
        ete, hiver = zone.subcomponents
        assert (ete["TZOFFSETTO"].td, hiver["TZOFFSETTO"].td) == (
            timedelta(hours=2),
            timedelta(hours=1),
        )
    assert octets == attendu.to_ical()
