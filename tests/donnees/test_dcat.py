"""The catalogue for other catalogues: a public RDF library reads it, and it says what DCAT-AP asks."""

from __future__ import annotations

import hashlib
import warnings
from functools import cache
from pathlib import Path

import rdflib
from rdflib import Graph, URIRef

from tests.conftest import BASE_URL, JOUR

SPDX = "http://spdx.org/rdf/terms#"


@cache
def graphe(site: Path) -> Graph:
    """The published description, parsed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return Graph().parse(site / "donnees/catalog.jsonld", format="json-ld")


def test_it_says_what_is_mandatory(site: Path) -> None:
    """Catalogue, dataset and every distribution have the compulsory and recommended properties."""
    g = graphe(site)
    (catalogue,) = g.subjects(rdflib.RDF.type, rdflib.DCAT.Catalog)
    (jeu,) = g.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset)
    (service,) = g.subjects(rdflib.RDF.type, rdflib.DCAT.DataService)
    assert (catalogue, rdflib.DCAT.dataset, jeu) in g
    assert (service, rdflib.DCAT.servesDataset, jeu) in g
    for sujet in (catalogue, jeu):
        for propriete in (
            rdflib.DCTERMS.title,
            rdflib.DCTERMS.description,
            rdflib.DCTERMS.license,
            rdflib.DCTERMS.modified,
        ):
            assert (sujet, propriete, None) in g
    (titre,) = g.objects(jeu, rdflib.DCTERMS.title)
    assert titre.language == "fr"
    for distribution in g.objects(jeu, rdflib.DCAT.distribution):
        for propriete in (
            rdflib.DCAT.accessURL,
            rdflib.DCAT.downloadURL,
            rdflib.DCAT.mediaType,
            rdflib.DCTERMS["format"],
        ):
            assert isinstance(g.value(distribution, propriete), URIRef)
    (debut,) = g.objects(None, rdflib.DCAT.startDate)
    assert debut.datatype == rdflib.XSD.date
    assert str(debut) < JOUR


def test_every_file_it_names_is_published_with_its_sum(site: Path) -> None:
    """Each distribution exists, with the size and the sum that are given."""
    g = graphe(site)
    distributions = list(g.subjects(rdflib.RDF.type, rdflib.DCAT.Distribution))
    assert len(distributions) > 40
    for distribution in distributions:
        adresse = str(g.value(distribution, rdflib.DCAT.downloadURL))
        octets = (site / adresse.removeprefix(BASE_URL)).read_bytes()
        somme = g.value(
            g.value(distribution, URIRef(SPDX + "checksum")), URIRef(SPDX + "checksumValue")
        )
        assert str(somme).lower() == hashlib.sha256(octets).hexdigest()
        assert int(g.value(distribution, rdflib.DCAT.byteSize)) == len(octets)


def test_it_names_no_publisher_that_the_site_does_not_name(site: Path) -> None:
    """Nothing is invented: the site has no legal publisher yet."""
    assert (None, rdflib.DCTERMS.publisher, None) not in graphe(site)
