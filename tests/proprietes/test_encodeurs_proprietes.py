"""Whatever a valid text is, each writer gives it back exactly, in a file that its readers accept."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
import zlib
from datetime import UTC, date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import html5lib
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from generator.catalogue.records import Catalogue
from generator.checks import extract
from generator.contribute.scalars import ecrire
from generator.csv_sur import cellule, valeur
from generator.encoders import calendrier, feuille, ical, xlsx
from generator.encoders import csv as ecrivain_csv
from generator.encoders import flux as ecrivain_flux
from generator.encoders.html import environnement
from generator.encoders.liasse import lier, morceau
from generator.events.agenda import RendezVous
from generator.history.model import Historique
from generator.publish import PublicationError
from generator.publish.paths import verifier_noms
from generator.source.characters import forbidden
from generator.source.yaml_events import read_yaml
from generator.views.flux import Coupe
from generator.views.jsonld import json_sur
from generator.world import World
from schemas.site import Site
from tests.flux import regles, regles_ics

PIECES = st.sampled_from(
    [
        *("]]>", "<![CDATA[", "</script>", "<script>", "<!--", "-->", "<b onx=y>", "&lt;", "&#0;"),
        *("{{", "}}", "{%", "%s", "{0}", "=1", "+", "-", "@", "\t", "\\", "\\n", "\\N", ";", ","),
        *(
            "'",
            '"',
            "’",
            "« ",
            " »",
            "\u00a0",
            "\u202f",
            "é",
            "œ",
            "e\u0301",
            "👩\u200d👧",
            "𝒳",
            "ש",
        ),
        *("javascript:", "https://a.fr/?b&c", "BEGIN:VEVENT", "\n", "\r\n", " ", "a", "null", "#"),
        *("é" * 80, "x" * 80, "1e999", "0123", ": ", " #", "- ", "| ", "`", "*", "_x_", "[x](y)"),
    ]
)
LIBRES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
TEXTES = st.one_of(LIBRES, st.lists(PIECES, max_size=30).map("".join))


def lisible(texte: str) -> str:
    """What the reader of the content would let through, or ""."""
    net = unicodedata.normalize("NFC", texte.strip())
    return "" if forbidden(net) else net


VALIDES = TEXTES.map(lisible).filter(bool)
LIGNES = VALIDES.map(lambda t: " ".join(t.split())).filter(bool)
QUAND = datetime(2026, 1, 15, 9, tzinfo=UTC)
JOUR = date(2026, 11, 22)
BASE = "https://catalogue.example/"


@given(TEXTES)
def test_a_cell_is_never_a_formula_and_gives_its_text_back(texte: str) -> None:
    assert valeur(cellule(texte)) == texte
    assert not re.match(r"[=+\-@\t\r\n\0＝＋－＠]", cellule(texte))


@given(st.lists(st.tuples(VALIDES, VALIDES), min_size=1, max_size=5))
def test_a_table_gives_its_texts_back(lignes: list[tuple[str, str]]) -> None:
    octets = ecrivain_csv.encoder(("a", "b"), lignes)
    lues = list(csv.reader(io.StringIO(octets.decode(), newline=""), strict=True))
    assert [tuple(map(valeur, ligne)) for ligne in lues[1:]] == lignes


@given(VALIDES)
def test_a_workbook_gives_its_texts_back(texte: str) -> None:
    """As a reader of XML takes a row, and as the library that made the workbook reads it."""
    ((lue,),) = rangee(feuille.rangees([(texte,)]))
    assert lue == texte


@given(VALIDES)
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_a_spreadsheet_reads_the_texts_back(texte: str) -> None:
    sortie = io.BytesIO()
    livre = openpyxl.Workbook()
    livre.save(sortie)
    partie = feuille.comprimer(feuille.rangees([(texte, 1, None, True, 0.5, ""), (None, texte)]))
    octets = xlsx.remplir(sortie.getvalue(), [[partie]], QUAND)
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert archive.testzip() is None
    lues = tuple(openpyxl.load_workbook(io.BytesIO(octets)).active.iter_rows())
    assert [c.value for c in lues[0]][1:] == [1, None, True, 0.5, None]
    for cellule_ in (lues[0][0], lues[1][1]):
        assert cellule_.data_type == "s"
        # The library takes what Excel writes « _x000D_ » for the character itself.
        assert str(cellule_.value).replace("_x000D_", "") == texte.replace("_x000D_", "")


def rangee(octets: bytes) -> list[list[str]]:
    """The texts of the rows of a sheet."""
    arbre = etree.fromstring(b"<x>" + octets + b"</x>")
    return [["".join(c.itertext()) for c in ligne] for ligne in arbre]


@given(st.lists(st.binary(max_size=200), max_size=6), st.binary(min_size=1, max_size=20))
def test_parts_compressed_alone_make_one_stream(parties: list[bytes], fin: bytes) -> None:
    faite = feuille.Feuille()
    for partie in parties:
        faite.ajouter(feuille.comprimer(partie))
    faite.finir(fin)
    entier = b"".join(parties) + fin
    assert zlib.decompress(bytes(faite.corps), -zlib.MAX_WBITS) == entier
    assert (faite.somme, faite.taille) == (zlib.crc32(entier), len(entier))


@pytest.mark.parametrize("caractere", ["\0", "\x1b", "\ufffe", "\ud800"])
def test_a_workbook_refuses_what_xml_forbids(caractere: str) -> None:
    with pytest.raises(ValueError, match="interdit en XML"):
        feuille.rangees([(f"a{caractere}",)])


@given(st.lists(st.binary(max_size=30), max_size=6))
def test_pieces_kept_together_are_found_again(morceaux: list[bytes]) -> None:
    liasse = lier(morceaux)
    assert [morceau(liasse, rang) for rang in range(len(morceaux))] == morceaux


@given(LIGNES, VALIDES, st.sampled_from(["atom", "rss", "json"]))
def test_a_feed_is_valid_whatever_it_says(titre: str, texte: str, extension: str) -> None:
    entree = ecrivain_flux.Entree(
        "tag:catalogue.example,2026:x", titre, f"{BASE}x/", QUAND, texte, "<p>x</p>"
    )
    document = ecrivain_flux.Flux(titre, texte, f"{BASE}flux/x", f"{BASE}x/", titre, BASE, QUAND)
    ecrite = ecrivain_flux.ecrire_entree(entree, titre, extension)
    octets = ecrivain_flux.encoder(document, extension, [ecrite])
    assert regles.VERIFIER[extension](octets, f"{BASE}flux/x.{extension}", JOUR) == []
    if extension == "json":
        assert json.loads(octets)["items"][0]["title"] == titre
    elif extension == "atom":
        lu = etree.fromstring(octets).findtext(f"{regles.ATOM}entry/{regles.ATOM}title")
        assert lu == titre


@lru_cache(maxsize=1)
def monde() -> World:
    """A world of which a calendar reads the name of the site alone."""
    site = Site.model_validate({"nom": "Catalogue", "baseline": "Essai.", "url": BASE})
    vide: Any = MappingProxyType({})
    catalogue = Catalogue(site, vide, (), (), (), ())
    return World(catalogue, JOUR, BASE, vide, Historique(()))


@given(LIGNES, VALIDES, LIGNES)
def test_a_calendar_gives_its_texts_back(titre: str, description: str, lieu: str) -> None:
    jour = date(2026, 3, 1)
    rdv = RendezVous("x@catalogue.example", jour, jour, titre, description, "x/", QUAND, lieu=lieu)
    coupe = replace(COUPE, titre=titre)
    octets = calendrier.encoder(monde(), coupe, (ical.vevent(rdv, f"{BASE}x/"),))
    assert regles_ics.calendrier(octets, JOUR) == []
    (lu,) = regles_ics.evenements_ics(octets)
    assert defait(lu["SUMMARY"][1]) == titre
    assert defait(lu["LOCATION"][1]) == lieu
    assert defait(lu["DESCRIPTION"][1]) == "\n".join([*description.splitlines(), f"{BASE}x/"])


COUPE = Coupe("x/", "x", "x", "x/", "calendrier.ics")


def defait(texte: str) -> str:
    """TEXT by the letter of RFC 5545, 3.3.11."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], texte)


@given(VALIDES)
def test_a_data_block_closes_nothing(texte: str) -> None:
    ecrit = json_sur({"name": texte})
    assert not re.search(r"[<>&]", ecrit)
    assert json.loads(ecrit) == {"name": texte}


@lru_cache(maxsize=1)
def gabarit() -> Any:
    source = '<p title="{{ x }}" data-x="{{ x }}">{{ x }}</p><title>{{ x }}</title>'
    return environnement("neutre").from_string(source)


@given(VALIDES)
def test_a_page_shows_the_text_and_nothing_runs(texte: str) -> None:
    html = gabarit().render(x=texte).decode()
    arbre = html5lib.parse(html, namespaceHTMLElements=False)
    elements = [e.tag for e in arbre.iter()]
    assert elements == ["html", "head", "body", "p", "title"]
    paragraphe = arbre.find("body/p")
    assert set(paragraphe.attrib) == {"title", "data-x"}
    for lu in (paragraphe.text, paragraphe.get("title"), arbre.find("body/title").text):
        assert plat(lu) == plat(texte)


def plat(texte: str) -> str:
    """Spaces aside: French ones do not break."""
    return "".join(texte.split())


@given(VALIDES)
def test_the_canonical_writing_means_the_same(texte: str) -> None:
    """What « catalogue format » writes is read back as the same text."""
    lignes = ecrire(texte, 2, 3, texte=True)
    lu = read_yaml("a: " + "\n".join(lignes) + "\n")
    assert lu.whole
    assert lu.data["a"] == texte


@given(st.one_of(st.binary(max_size=200), TEXTES.map(str.encode)))
def test_the_links_of_any_page_are_read(octets: bytes) -> None:
    """What cannot be decoded is a fault of ours, which is loud; everything else is read."""
    try:
        octets.decode()
    except UnicodeDecodeError:
        return
    assert extract("index.html", octets).path == "index.html"


@given(st.one_of(TEXTES, st.text("./a-\\\0CON:", max_size=20)))
def test_no_name_leads_out_of_the_site(nom: str) -> None:
    try:
        verifier_noms([nom])
    except PublicationError:
        return
    assert re.fullmatch(r"[A-Za-z0-9._@+/-]+", nom)
    assert not nom.startswith("/")
    assert not {"", ".", ".."} & set(nom.split("/"))
