"""The gate, over the real catalogue as it is published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import feedparser
import icalendar
import pytest
from lxml import etree

from generator.catalogue.load import load
from generator.encoders.calendrier import MAXIMUM
from generator.encoders.flux_evenements import TAILLE
from generator.events import Evenement, evenements
from generator.events.agenda import rendez_vous
from generator.history.lecture import lire_historique
from generator.views.flux import FORMATS, coupe_fiche, coupes
from generator.world import World
from tests.conftest import BASE_URL, JOUR
from tests.flux import regles, regles_ics
from tests.flux.essais import bases

LE_JOUR = date.fromisoformat(JOUR)
RACINE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def reel() -> World:
    """The world of the real site, computed here and not read from the site."""
    lu = load(RACINE / "content", jobs=1)
    if lu.catalogue is None:
        pytest.fail(str(lu.diagnostics))
    return World(lu.catalogue, LE_JOUR, BASE_URL, {}, lire_historique(RACINE / "content"))


@pytest.fixture(scope="module")
def attendus(reel: World) -> dict[str, tuple[Evenement, ...]]:
    """The events of each cut."""
    tous = evenements(reel.catalogue, reel.historique, LE_JOUR)
    assert tous
    fiches = (coupe_fiche(d) for d in reel.catalogue.concertations)
    return {c.base: tuple(e for e in tous if c.base in bases(e)) for c in (*coupes(reel), *fiches)}


def documents(site: Path) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every feed of a site; other JSON files are not feeds."""
    for fichier in sorted(site.rglob("*")):
        chemin = fichier.relative_to(site).as_posix()
        if re.search(r"(^|/)flux(/.*)?(-archive-\d+)?\.(atom|rss|json)$", chemin):
            yield chemin, fichier.read_bytes()


def test_every_feed_follows_the_rules(
    site: Path, attendus: dict[str, tuple[Evenement, ...]]
) -> None:
    """Atom, RSS and JSON Feed of every cut, archives included; none is missing."""
    lus = dict(documents(site))
    fautes = {
        chemin: trouvees
        for chemin, octets in lus.items()
        if (
            trouvees := regles.VERIFIER[chemin.rsplit(".", 1)[1]](
                octets, BASE_URL + chemin, LE_JOUR
            )
        )
    }
    assert fautes == {}
    assert not {f"{base}.{extension}" for base in attendus for extension, _ in FORMATS} - set(lus)


def test_every_calendar_follows_the_rules(site: Path) -> None:
    """Calendars of the catalogue, of each ministry, theme and concertation."""
    fautes, nombre = {}, 0
    for fichier in sorted(site.rglob("*.ics")):
        nombre += 1
        trouvees = regles_ics.calendrier(fichier.read_bytes(), LE_JOUR)
        if trouvees:
            fautes[fichier.relative_to(site).as_posix()] = trouvees
    assert fautes == {}
    assert nombre > 50


def test_feeds_say_the_events_and_nothing_else(
    site: Path, attendus: dict[str, tuple[Evenement, ...]]
) -> None:
    """Three independent readers find the same ids, links, titles and dates as the list."""
    for base, liste in attendus.items():
        vus = [(e.id, e.titre, BASE_URL + e.lien, e.publie.isoformat()) for e in liste[:TAILLE]]
        racine = etree.fromstring((site / f"{base}.atom").read_bytes())
        assert [
            (
                e.findtext(f"{regles.ATOM}id"),
                e.findtext(f"{regles.ATOM}title"),
                e.find(f"{regles.ATOM}link").get("href"),
                e.findtext(f"{regles.ATOM}updated"),
            )
            for e in racine.iter(f"{regles.ATOM}entry")
        ] == vus, base
        lu = feedparser.parse((site / f"{base}.rss").read_bytes())
        assert not lu.bozo, base
        assert [(e.id, e.link) for e in lu.entries] == [(i, lien) for i, _, lien, _ in vus], base
        flux = json.loads((site / f"{base}.json").read_bytes())
        assert [
            (o["id"], o["title"], o["url"], o["date_published"]) for o in flux["items"]
        ] == vus, base


def test_archives_lose_nothing(site: Path, attendus: dict[str, tuple[Evenement, ...]]) -> None:
    """From the feed, « prev-archive » leads to every older event, once (RFC 5005)."""
    longues = {base: liste for base, liste in attendus.items() if len(liste) > TAILLE}
    assert longues
    for base, liste in longues.items():
        ids: dict[str, None] = {}
        suivant = f"{BASE_URL}{base}.atom"
        while suivant:
            racine = etree.fromstring((site / suivant.removeprefix(BASE_URL)).read_bytes())
            entrees = [e.findtext(f"{regles.ATOM}id") for e in racine.iter(f"{regles.ATOM}entry")]
            assert 0 < len(entrees) <= TAILLE
            ids |= dict.fromkeys(entrees)
            liens = {x.get("rel"): x.get("href") for x in racine.findall(f"{regles.ATOM}link")}
            suivant = liens.get("prev-archive", "")
        assert list(ids) == [e.id for e in liste], base


def test_calendars_say_the_dates_known_to_the_day(site: Path, reel: World) -> None:
    """icalendar's parser and ours find every date, on its day, in the whole calendar."""
    voulus = {
        (r.uid, r.debut.isoformat(), "CANCELLED" if r.annule else "CONFIRMED")
        for dossier in reel.catalogue.concertations
        for r in rendez_vous(reel.catalogue, reel.historique, dossier, LE_JOUR)
    }
    assert 0 < len(voulus) <= MAXIMUM
    octets = (site / "calendrier.ics").read_bytes()
    lus = icalendar.Calendar.from_ical(octets).walk("VEVENT")
    assert {(str(e["UID"]), e.start.isoformat(), str(e["STATUS"])) for e in lus} == voulus
    a_la_main = {
        (e["UID"][1], date.fromisoformat(e["DTSTART"][1]).isoformat(), e["STATUS"][1])
        for e in regles_ics.evenements_ics(octets)
    }
    assert a_la_main == voulus


class _Alternatives(HTMLParser):
    """Feeds that a page lets discover, with their types."""

    def __init__(self) -> None:
        super().__init__()
        self.trouvees: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = dict(attrs)
        if tag == "link" and attributs.get("rel") == "alternate":
            self.trouvees.append((attributs["href"] or "", attributs["type"] or ""))


@pytest.mark.parametrize(
    ("page", "base"),
    [
        ("", "flux/catalogue"),
        ("concertations/", "flux/nouvelles"),
        ("statuts/ouverte/", "flux/ouvertes"),
        ("devoir-de-suite/", "flux/devoir-de-suite"),
        ("guides/", "flux/guides"),
        ("suivre/", "flux/catalogue"),
        ("lettres/", "lettres/flux"),
        ("ministeres/sante/", "ministeres/sante/flux"),
        ("thematiques/sante/", "thematiques/sante/flux"),
        ("concertations/convention-citoyenne-climat/", "concertations/convention-citoyenne-climat/flux"),
        ("concertations/convention-citoyenne-climat/suites/", "concertations/convention-citoyenne-climat/flux"),
    ],
)  # fmt: skip
def test_each_page_leads_to_its_own_feeds(site: Path, page: str, base: str) -> None:
    """Autodiscovery: the feeds of the page's cut, and no other."""
    lecteur = _Alternatives()
    lecteur.feed((site / page / "index.html").read_text("utf-8"))
    racine = "../" * page.count("/") or "./"
    assert lecteur.trouvees == [(f"{racine}{base}.{ext}", media) for ext, media in FORMATS]


def test_what_to_follow_is_all_on_one_page(
    site: Path, attendus: dict[str, tuple[Evenement, ...]]
) -> None:
    """« Suivre » leads to every cut but those of single records, and to their calendars."""
    html = (site / "suivre" / "index.html").read_text("utf-8")
    liens = set(re.findall(r'href="\.\./([^"]+)"', html))
    agendas = set(re.findall(r'href="webcal:([^"]+)"', html))
    generales = {b for b in attendus if not b.startswith("concertations/")}
    assert {f"{b}.{ext}" for b in generales for ext, _ in FORMATS} <= liens
    sans_protocole = BASE_URL.split(":", 1)[1]
    assert f"{sans_protocole}calendrier.ics" in agendas
    pleins = {
        f"{sans_protocole}{c.relative_to(site).as_posix()}"
        for c in site.rglob("*.ics")
        if b"BEGIN:VEVENT" in c.read_bytes()
    }
    assert agendas == {a for a in pleins if "/concertations/" not in a}
