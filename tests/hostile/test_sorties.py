"""Every text of a content folder holds the same attack: each file of the site stays what it is."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import get_type_hints

import html5lib
import openpyxl
import pytest
from lxml import etree

from generator.build import Options, site_en_memoire
from generator.csv_sur import valeur
from schemas.concertation import Concertation
from schemas.types import Modele
from tests.depots import DepotEssai
from tests.flux import regles as flux
from tests.flux import regles_ics
from tests.hostile import regles
from tests.hostile.rempli import contenu_rempli, rempli, une_ligne

BASE = "https://catalogue.example/"
JOUR = date(2026, 11, 22)
ATTAQUES = {
    "cdata": "a ]]> b ]]]]><![CDATA[> c",
    "script": "</script><script>alert(1)</script>",
    "balise": "<img src=x onerror=alert(1)> <b onmouseover=x>",
    "commentaire": "a <!-- b --> <! c",
    "attribut": "\" onfocus=alert(1) autofocus x=\" ' onload='a",
    "gabarit": "{{ 7*7 }} {% raw %} ${7*7} #{7*7}",
    "formule": "=cmd()",
    "formule-arobase": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formule-moins": "-2+3",
    "apostrophe": "'=1+1",
    "javascript": "javascript:alert(1)",
    "accents": "é" * 150,
    "mot-sans-fin": "x" * 900,
    "dessins": "👩‍👩‍👧‍👦 🇫🇷 𝒳",
    "entites": "&lt;b&gt; &amp; &#0; &notit;",
    "lignes": "première\r\nBEGIN:VEVENT\r\ndeuxième",
    "format": "%s %(x)s {0} {x!r} %n \\n \\N{BEL}",
    "chemin": "C:\\temp\\new ../../etc/passwd",
    "separateurs": 'a;b,c|d\ta"b',
    "droite-a-gauche": "שלום مرحبا",
    "markdown": "[x](javascript:y) **a** `b` # c",
    "nul": "null",
}


def construit(dossier: Path, attaque: str) -> dict[str, bytes]:
    """The site of a content with a history, every text of which is the attack."""
    depot = DepotEssai(dossier, **contenu_rempli(attaque))
    retenue, refusee = '"decision": "retenue"', '"decision": "non_retenue"'
    suites = depot.lire("concertations/essai/suites.yml")
    assert retenue in suites
    depot.commit(**{"concertations/essai/suites.yml": suites.replace(retenue, refusee)})
    options = Options(depot.content, dossier / "site", JOUR, BASE)
    site, rapport = site_en_memoire(options)
    assert site is not None, rapport.diagnostics
    return {chemin: site.lire(chemin) for chemin in site.files}


@pytest.mark.parametrize("attaque", ATTAQUES.values(), ids=ATTAQUES)
def test_an_attack_is_a_text_in_every_file(tmp_path: Path, attaque: str) -> None:
    site = construit(tmp_path, attaque)
    trouvees = {
        chemin: fautes
        for chemin, octets in site.items()
        if (fautes := regles.fautes(chemin, octets, BASE, JOUR))
    }
    assert trouvees == {}
    titre = une_ligne(attaque)
    assert titre_de_page(site["concertations/essai/index.html"]) == plat(titre)
    for nom, lu in textes_exacts(site).items():
        assert titre in lu, nom
    assert any(plat(titre) in plat(t) for t in evenements(site["calendrier.ics"]))
    assert any(plat(titre) in plat(t) for t in titres_du_flux(site["flux/catalogue.atom"]))


def plat(texte: str) -> str:
    """Spaces aside: pages put no-break ones where French wants them."""
    return " ".join(texte.split())


def titre_de_page(octets: bytes) -> str:
    arbre = html5lib.parse(octets, namespaceHTMLElements=False)
    return plat("".join(arbre.find(".//h1").itertext()))


def textes_exacts(site: dict[str, bytes]) -> dict[str, list[str]]:
    """Where the title must be found, character for character."""
    table = csv.DictReader(
        io.StringIO(site["donnees/csv/concertations.csv"].decode("utf-8-sig"), newline="")
    )
    feuilles = openpyxl.load_workbook(io.BytesIO(site["donnees/catalogue.xlsx"])).worksheets
    fiche = json.loads(site["api/v1/concertations/essai.json"])
    return {
        "csv": [valeur(ligne["titre"]) for ligne in table],
        "xlsx": [
            str(c.value) for f in feuilles for ligne in f.iter_rows() for c in ligne if c.value
        ],
        "json": [v for v in json.loads(json.dumps(fiche), object_pairs_hook=_titres) if v],
        "jsonl": [
            json.loads(ligne)["titre"]
            for ligne in site["donnees/jsonl/concertations.jsonl"].decode().split("\n")[:-1]
        ],
    }


def _titres(couples: list[tuple[str, object]]) -> list[str]:
    """Every « titre » of a JSON document, wherever it is."""
    trouves: list[str] = []
    for nom, lu in couples:
        if nom == "titre" and isinstance(lu, str):
            trouves.append(lu)
        for element in lu if isinstance(lu, list) else ():
            trouves += element if isinstance(element, list) else [str(element)]
    return trouves


def evenements(octets: bytes) -> list[str]:
    """Summaries, read by the letter of RFC 5545."""
    lus = regles_ics.evenements_ics(octets)
    return [re.sub(r"\\(.)", lambda m: m[1].replace("n", "\n"), e["SUMMARY"][1]) for e in lus]


def titres_du_flux(octets: bytes) -> list[str]:
    racine = etree.fromstring(octets)
    return ["".join(e.itertext()) for e in racine.iter(f"{flux.ATOM}entry")]


@pytest.mark.parametrize(
    "attaque",
    ["\u202eabc", "a\x00b", "\ufdd0", "a\u2028b", "\U000e0041", "\u200bx", "\x1b[31m", "\ue000"],
    ids=ascii,
)
def test_what_deceives_the_eye_is_refused_in_every_field(tmp_path: Path, attaque: str) -> None:
    """Invisible, bidirectional, private or control characters: refused before anything is built."""
    depot = DepotEssai(tmp_path, **contenu_rempli("Un texte"))
    depot.ecrire(**contenu_rempli(attaque))
    site, rapport = site_en_memoire(Options(depot.content, tmp_path / "site", JOUR, BASE))
    assert site is None
    assert {d.code for d in rapport.diagnostics} == {"caractere-interdit"}
    assert {d.path.split("/content/")[1] for d in rapport.diagnostics} >= set(contenu_rempli(""))


def test_every_text_of_the_models_is_filled() -> None:
    """A record of the corpus holds the text in each field that may hold one."""
    lu = Concertation.model_validate(rempli(Concertation, "Un texte"))
    vides = [
        nom
        for nom in get_type_hints(Concertation)
        if nom in Concertation.model_fields and getattr(lu, nom) in (None, ())
    ]
    assert vides == []
    assert isinstance(lu, Modele)


@pytest.mark.parametrize(
    ("chemin", "octets"),
    [
        ("a/index.html", b"<p><script>alert(1)</script>"),
        ("a/index.html", b'<p><img src="x" onerror="y">'),
        ("a/index.html", b'<a href="javascript:x">y</a>'),
        ("a/index.html", b'<p style="color:red">'),
        ("a/index.html", b'<script type="application/ld+json">{"a": "</script>"}</script>'),
        ("a.json", b'{"a": NaN}'),
        ("a.json", b'{"a": 1, "a": 2}'),
        ("a.jsonl", b"{}\n{\n"),
        ("a.csv", b"a,b\r\n=1,2\r\n"),
        ("a.csv", b"a,b\r\n1\r\n"),
        ("sitemap.xml", b"<!DOCTYPE a><a/>"),
        ("flux/tout.atom", b"<feed/>"),
        ("calendrier.ics", b"BEGIN:VCALENDAR\n"),
        ("robots.txt", b"a\x07"),
        ("inconnu.exe", b""),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_the_rules_see_each_fault(chemin: str, octets: bytes) -> None:
    """A rule that could not fail would prove nothing."""
    assert regles.fautes(chemin, octets, BASE, JOUR)
