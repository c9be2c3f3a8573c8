"""Read the built site back, format by format, without the generator's own encoders."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import html
from markdown_it import MarkdownIt
from openpyxl import load_workbook

Ligne = dict[str, Any]
_MARKDOWN = MarkdownIt("commonmark").enable("table")


@cache
def en_json(site: Path, chemin: str) -> Any:
    """One JSON file; NaN and duplicate keys are refused."""

    def refuser(constante: str) -> None:
        raise ValueError(constante)

    def unique(paires: list[tuple[str, Any]]) -> dict[str, Any]:
        cles = [c for c, _ in paires]
        assert len(cles) == len(set(cles)), cles
        return dict(paires)

    texte = (site / chemin).read_bytes().decode("utf-8")
    return json.loads(texte, parse_constant=refuser, object_pairs_hook=unique)


def data(site: Path, nom: str) -> Any:
    """The data of one response of the interface."""
    return en_json(site, f"api/v1/{nom}.json")["data"]


def dossiers(site: Path) -> list[Ligne]:
    """The complete JSON of every concertation."""
    return [data(site, f"concertations/{c['id']}") for c in data(site, "concertations")]


def en_csv(site: Path, table: str) -> list[dict[str, str]]:
    """The rows of a CSV, cells as written."""
    with (site / f"donnees/csv/{table}.csv").open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, strict=True))


@cache
def classeur(site: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Sheet -> rows, header included."""
    livre = load_workbook(site / "donnees/catalogue.xlsx", read_only=True)
    feuilles = {}
    for feuille in livre.worksheets:
        lignes = list(feuille.iter_rows(values_only=True))
        largeur = len(lignes[0])  # empty cells at the end of a row are not given
        feuilles[feuille.title] = [(*r, *(None,) * (largeur - len(r))) for r in lignes]
    return feuilles


def en_jsonl(site: Path, collection: str) -> list[Any]:
    """The objects of a JSON Lines file."""
    texte = (site / f"donnees/jsonl/{collection}.jsonl").read_text("utf-8")
    assert not texte or texte.endswith("\n")
    return [json.loads(ligne) for ligne in texte.split("\n")[:-1]]


def aplatir(objet: Ligne, prefixe: str = "") -> Iterator[tuple[str, Any]]:
    """Column -> value of one object: groups opened, lists of groups left out."""
    for cle, valeur in objet.items():
        if isinstance(valeur, dict):
            yield from aplatir(valeur, f"{prefixe}{cle}.")
        elif not (isinstance(valeur, list) and valeur and isinstance(valeur[0], dict)):
            yield f"{prefixe}{cle}", valeur


def uni(texte: str) -> str:
    """Text without what French typesetting and layout add: spaces that do not break, line ends."""
    return re.sub(r"\s+", " ", texte).strip()


class Page:
    """What a reader finds in one or several pages: their words and their links."""

    def __init__(self, *chemins: Path) -> None:
        self.texte, self.liens = "", set[str]()
        for chemin in chemins:
            corps = html.fromstring(chemin.read_bytes().decode("utf-8")).find("body")
            for bloc in corps.iter("p", "li", "dd", "dt", "td", "th", "h1", "h2", "h3", "br"):
                bloc.tail = " " + (bloc.tail or "")
            self.texte += " " + uni(corps.text_content())
            self.liens |= {a.get("href") for a in corps.iter("a")}

    def dit(self, texte: str) -> bool:
        """Whether a text is there."""
        return uni(texte) in self.texte


def mots(markdown: str) -> list[str]:
    """The words of a Markdown text, without its marks."""
    arbre = html.fromstring(f"<div>{_MARKDOWN.render(markdown)}</div>")
    for bloc in arbre.iter("p", "li", "td", "th", "h1", "h2", "h3", "h4"):
        bloc.tail = " " + (bloc.tail or "")
    return uni(arbre.text_content()).split(" ")
