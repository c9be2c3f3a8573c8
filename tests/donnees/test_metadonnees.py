"""Pages describe themselves to machines: Dublin Core terms, licence, schema.org."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import html

from tests.conftest import BASE_URL
from tests.donnees.lecture import data

TERMES = ("identifier", "title", "description", "isPartOf", "language")


def page(site: Path, chemin: str) -> html.HtmlElement:
    """A page, parsed."""
    return html.fromstring((site / chemin / "index.html").read_bytes().decode())


def test_records_carry_dublin_core_terms(site: Path) -> None:
    """Each record names itself, its address, its language, its last review and its licence."""
    for d in data(site, "concertations"):
        arbre = page(site, f"concertations/{d['id']}")
        dits = {m.get("name"): m.get("content") for m in arbre.iter("meta")}
        assert all(dits[f"dcterms.{terme}"] for terme in TERMES)
        assert dits["dcterms.identifier"] == d["links"]["html"]
        assert dits["dcterms.modified"] == d["revu_le"]
        assert arbre.xpath('//link[@rel="schema.dcterms"]/@href') == ["http://purl.org/dc/terms/"]
        assert arbre.xpath('//a[@rel="license"]/@href')


def test_pages_carry_schema_org(site: Path) -> None:
    """A record is described as an event with its address; the data page as a dataset with files."""
    d = data(site, "concertations")[0]
    for chemin, type_ in ((f"concertations/{d['id']}", "Event"), ("donnees", "Dataset")):
        (bloc,) = page(site, chemin).xpath('//script[@type="application/ld+json"]/text()')
        lu = json.loads(bloc)
        assert lu["@type"] == type_
        assert lu["url"] == f"{BASE_URL}{chemin}/"
    for fichier in lu["distribution"]:
        assert (site / fichier["contentUrl"].removeprefix(BASE_URL)).is_file()
