"""What must hold of every file of a site, whatever its texts are: each rule gives its faults."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import html5lib
import openpyxl
from lxml import etree

from tests.flux import regles, regles_ics

SCHEMAS = frozenset({"", "http", "https", "mailto", "webcal"})
ADRESSES = ("href", "src", "action", "formaction", "poster", "data", "srcset", "cite", "manifest")
INTERDITES = frozenset({"iframe", "object", "embed", "base", "style", "applet", "frame", "math"})
FORMULE = re.compile(r"[=+\-@\t\r\0＝＋－＠]")
SIGNATURE = b"pagefind_dcd"


def html(octets: bytes) -> Iterator[str]:
    """As a browser reads it: no script but ours, no handler, no style, no unexpected address."""
    arbre = html5lib.parse(octets, namespaceHTMLElements=False, transport_encoding="utf-8")
    for element in arbre.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in INTERDITES:
            yield f"<{element.tag}>"
        if element.tag == "script":
            yield from _script(element)
        for nom, valeur in element.attrib.items():
            nom = str(nom).lower()  # noqa: PLW2901 - attributes ignore case
            if nom.startswith("on") or nom in {"style", "srcdoc"}:
                yield f"<{element.tag} {nom}>"
            if nom in ADRESSES and urlsplit(valeur).scheme not in SCHEMAS:
                yield f"<{element.tag} {nom}={valeur[:80]}>"
            if (
                element.tag == "meta"
                and nom == "http-equiv"
                and valeur != "Content-Security-Policy"
            ):
                yield from _rafraichir(element)


def _script(element: Any) -> Iterator[str]:
    if element.get("type") == "application/ld+json":
        yield from json_strict((element.text or "").encode())
    elif not re.fullmatch(r"(\.\./|\./|/)*assets/[\w./-]+\.js", element.get("src") or ""):
        yield f"<script src={element.get('src')}>"
    elif (element.text or "").strip():
        yield "<script> avec un texte"


def _rafraichir(element: Any) -> Iterator[str]:
    if not re.fullmatch(r"0; ?url=[\w./-]+", element.get("content") or ""):
        yield f"<meta {element.get('http-equiv')} {element.get('content')}>"


def json_strict(octets: bytes) -> Iterator[str]:
    """JSON that every reader accepts: no NaN, no name given twice."""

    def constante(nom: str) -> None:
        raise ValueError(nom)

    def paires(couples: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(couples)) != len(couples):
            raise ValueError("nom en double")
        return dict(couples)

    try:
        json.loads(octets, parse_constant=constante, object_pairs_hook=paires)
    except ValueError as erreur:
        yield f"JSON : {erreur}"


def jsonl(octets: bytes) -> Iterator[str]:
    """One JSON value a line."""
    for ligne in octets.decode().split("\n")[:-1]:
        yield from json_strict(ligne.encode())


def tableur(octets: bytes) -> Iterator[str]:
    """Rows of one width, and no cell that is a formula."""
    lignes = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), strict=True))
    if len({len(ligne) for ligne in lignes}) != 1:
        yield "lignes de largeurs différentes"
    yield from (f"formule {c[:30]!r}" for ligne in lignes for c in ligne if FORMULE.match(c))


def classeur(octets: bytes) -> Iterator[str]:
    """A workbook that opens, without formula nor link."""
    for feuille in openpyxl.load_workbook(io.BytesIO(octets)).worksheets:
        for ligne in feuille.iter_rows():
            for cellule in ligne:
                if cellule.data_type == "f":
                    yield f"formule {cellule.coordinate}"
    yield from archive(octets)


def archive(octets: bytes) -> Iterator[str]:
    """A document whose parts are all well-formed, and that asks for nothing outside."""
    with zipfile.ZipFile(io.BytesIO(octets)) as lu:
        for nom in lu.namelist():
            if nom.endswith((".xml", ".rels")):
                racine = etree.fromstring(lu.read(nom))
                if any(e.get("TargetMode") == "External" for e in racine.iter()):
                    yield f"{nom} : lien extérieur"


def xml(octets: bytes) -> Iterator[str]:
    """Well-formed, without DTD."""
    racine = etree.fromstring(octets, etree.XMLParser(resolve_entities=False, no_network=True))
    if racine.getroottree().docinfo.doctype:
        yield "DTD"


def fragment(octets: bytes) -> Iterator[str]:
    """A search result: its JSON, after the signature."""
    yield from json_strict(gzip.decompress(octets).removeprefix(SIGNATURE))


def texte(octets: bytes) -> Iterator[str]:
    """UTF-8 without control characters."""
    yield from regles.interdits(octets.decode())


REGLES: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    ".html": html,
    ".json": json_strict,
    ".jsonld": json_strict,
    ".jsonl": jsonl,
    ".csv": tableur,
    ".xlsx": classeur,
    ".docx": archive,
    ".xml": xml,
    ".pf_fragment": fragment,
    ".txt": texte,
    ".conf": texte,
    ".md": texte,
    ".yml": texte,
}
# Not drawn from the content, or verified by their own reader.
AILLEURS = (".css", ".js", ".svg", ".pf_meta", ".pf_index", ".pagefind", ".ico", ".png", ".webp")


def fautes(chemin: str, octets: bytes, base_url: str, jour: date) -> list[str]:
    """What is wrong in one file of a site."""
    nom = chemin.rsplit("/", 1)[-1]
    suffixe = "." + nom.rsplit(".", 1)[-1] if "." in nom else ""
    trouvees = list(REGLES[suffixe](octets)) if suffixe in REGLES else []
    if suffixe in {".atom", ".rss"} or (suffixe == ".json" and re.match(r"(?:.*/)?flux/", chemin)):
        trouvees += regles.VERIFIER[suffixe[1:]](octets, base_url + chemin, jour)
    elif suffixe == ".ics":
        trouvees += regles_ics.calendrier(octets, jour)
    elif suffixe == "":
        trouvees += texte(octets)
    elif suffixe not in REGLES and suffixe not in AILLEURS:
        trouvees.append(f"genre de fichier sans règle : {suffixe}")
    return trouvees
