"""The gate can fail: each rule sees the defect it is there for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.francais import insecables
from tests.flux import regles, regles_ics
from tests.flux.essais import BASE, avec, catalogue, historique, monde, sorties
from tests.unit.test_events import PROMISE, SANS_REPONSE

JOUR = date(2026, 11, 22)


@pytest.fixture(scope="module")
def fichiers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every feed and calendar of the small catalogue."""
    petit = catalogue(tmp_path_factory.mktemp("regles"), fiche=PROMISE, suites=SANS_REPONSE)
    le_monde = monde(petit, historique())
    resultat = {o.path: o.construire(le_monde) for o in sorties(le_monde) if not o.html}
    return {chemin: octets for chemin, octets in resultat.items() if isinstance(octets, bytes)}


def fautes(chemin: str, octets: bytes) -> list[str]:
    extension = Path(chemin).suffix[1:]
    if extension == "ics":
        return regles_ics.calendrier(octets, JOUR)
    return regles.VERIFIER[extension](octets, BASE + chemin, JOUR)


def test_everything_is_valid(fichiers: dict[str, bytes]) -> None:
    """Feeds of every cut in three formats, calendars, and the feed of the letters."""
    assert {c: f for c, o in fichiers.items() if (f := fautes(c, o))} == {}
    assert len(fichiers) > 80


ATOM, RSS, JSON, ICS = (
    "flux/catalogue.atom",
    "flux/catalogue.rss",
    "flux/catalogue.json",
    "calendrier.ics",
)


@pytest.mark.parametrize(
    ("chemin", "avant", "apres", "attendu"),
    [
        (ATOM, "</feed>", "", "mal formé"),
        (ATOM, ' xml:lang="fr"', "", "langue"),
        (ATOM, "<author><name>Catalogue d'essai</name>", "<author><name> </name>", "vide"),
        (ATOM, 'rel="self"', 'rel="related"', "self"),
        (ATOM, 'flux/catalogue.atom" rel', 'flux/autre.atom" rel', "self"),
        (ATOM, "ouverture/2026-02-01</id>", "creation</id>", "id en double"),
        (ATOM, "<id>tag:catalogue.example,2026:", "<id>tag:catalogue.example:", "tag URI"),
        (ATOM, "<published>2026-01-15T", "<published>2026-01-15 ", "RFC 3339"),
        (ATOM, "<published>2026-01-15T", "<published>2027-01-15T", "invraisemblable"),
        (ATOM, '<content type="html">', '<content type="CDATA">', "contenu HTML absent"),
        (ATOM, "&lt;/p&gt;", "", "non fermé"),
        (ATOM, "&lt;p&gt;", "&lt;script&gt;", "balise <script>"),
        (ATOM, 'href="https://catalogue.example/concertations', 'href="/concertations', "lien absolu"),
        (ATOM, 'a href="https:', 'a href="javascript:', "dangereux"),
        (ATOM, "<summary>", "<resume/><summary>", "inconnu"),
        (ATOM, "Ouverte à la", "Ouverte\u202e à la", "U+202E"),
        (RSS, 'version="2.0"', 'version="1.0"', "n'est pas un flux RSS"),
        (RSS, "<language>fr</language>", "", "language"),
        (RSS, "+0100</pubDate>", "CET</pubDate>", "RFC 822"),
        (RSS, "<pubDate>Thu, 15", "<pubDate>Fri, 15", "jour de la semaine"),
        (RSS, 'isPermaLink="false"', 'isPermaLink="true"', "guid"),
        (RSS, "<link>https://catalogue.example/concertations/essai/</link>", "<link>/x</link>", "lien non absolu"),
        (JSON, '"version":"https://jsonfeed.org/version/1.1"', '"version":"1.1"', "version"),
        (JSON, '"feed_url":"https:', '"feed_url":"http:', "feed_url"),
        (JSON, '"language":"fr",', "", "language"),
        (JSON, "ouverture/2026-02-01", "creation", "id en double"),
        (JSON, "<p>", "<p onclick=x>", "attribut onclick"),
        (JSON, '{"version"', '{"version":NaN,"x"', "fl"),
        (ICS, "\r\nDTSTAMP:", "\r\nX-DTSTAMP:", "manque DTSTAMP"),
        (ICS, "\r\n", "\n", "CRLF"),
        (ICS, "VERSION:2.0\r\n", "", "manque VERSION"),
        (ICS, "UID:essai-cloture@", "UID:essai-ouverture@", "UID en double"),
        (ICS, ";VALUE=DATE:", ":", "jour entier"),
        (ICS, "DTEND;VALUE=DATE:20260401", "DTEND;VALUE=DATE:20260331", "après DTSTART"),
        (ICS, "STATUS:CONFIRMED", "STATUS:PEUT-ETRE", "STATUS"),
        (ICS, "SUMMARY:Ouverture", "SUMMARY:Ouverture, fermeture", "mal échappée"),
        (ICS, "SUMMARY:Ouverture", "SUMMARY:" + "a" * 80, "75 octets"),
        (ICS, "END:VEVENT\r\nEND:VCALENDAR", "END:VCALENDAR", "sans BEGIN"),
        (ICS, "LAST-MODIFIED:2026", "LAST-MODIFIED:2027", "futur"),
    ],
)  # fmt: skip
def test_a_defect_is_seen(
    fichiers: dict[str, bytes], chemin: str, avant: str, apres: str, attendu: str
) -> None:
    """A valid document with one passage spoilt is refused, for the right reason."""
    texte = fichiers[chemin].decode()
    assert avant in texte
    trouvees = fautes(chemin, texte.replace(avant, apres).encode())
    assert any(attendu in f for f in trouvees), trouvees


def test_an_empty_calendar_is_refused() -> None:
    """RFC 5545 wants one component at least."""
    vide = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
    assert regles_ics.calendrier(vide, JOUR) == ["aucun composant (RFC 5545, section 3.6)"]


def test_strange_texts_are_read_back(tmp_path: Path) -> None:
    """Titles that break naive writers come out of every parser as they went in."""
    import feedparser
    import icalendar
    from lxml import etree

    titre = "A ]]> & x < y {{ x }} %s 🇫🇷 ; , \\n \\ « œ » " + "é" * 80
    fiche = avec(PROMISE, ("titre: Concertation d'essai", f"titre: '{titre}'"))
    le_monde = monde(catalogue(tmp_path, fiche=fiche, suites=SANS_REPONSE))
    lus = {
        o.path: o.construire(le_monde)
        for o in sorties(le_monde)
        if o.path.startswith("concertations/essai/")
    }
    assert {c: f for c, o in lus.items() if (f := fautes(c, o))} == {}
    attendu = insecables(f"Nouvelle fiche : {titre}")
    flux = lus["concertations/essai/flux.atom"]
    racine = etree.fromstring(flux)
    assert attendu in [e.text for e in racine.iter(f"{regles.ATOM}title")]
    lu = feedparser.parse(flux, sanitize_html=False)
    assert not lu.bozo
    assert attendu in [regles_titre(e) for e in lu.entries]
    rss = etree.fromstring(lus["concertations/essai/flux.rss"])
    assert attendu in [e.text for e in rss.iter("title")]
    agenda = icalendar.Calendar.from_ical(lus["concertations/essai/calendrier.ics"])
    assert insecables(f"Ouverture : {titre}") in [str(e["SUMMARY"]) for e in agenda.walk("VEVENT")]


def regles_titre(entree: dict[str, object]) -> str:
    """feedparser escapes a plain title for display: undo it."""
    from html import unescape

    return unescape(str(entree["title"]))
