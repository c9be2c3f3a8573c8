"""The site of each peer: its templates (``pairs/``), and the corpus in its own form."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import SEED, concertation, guide
from benchmarks.formes import Record, ecrire, fiche
from benchmarks.vocabulaire import STATUTS_PROPOSITION, TERMES


class Place(NamedTuple):
    """Where a peer wants its texts, the labels of the terms and the stylesheet, in its own site.

    ``prefixe`` comes before the name of the folder of the records, and of that of the guides.
    """

    textes: str = "content"
    libelles: str = "data/termes.json"
    style: str = "static/style.css"
    prefixe: str = ""


PLACES = {
    "hugo": Place(),
    "hugo-toml": Place(),
    "eleventy": Place("src", "src/_data/termes.json", "src/style.css"),
    "astro": Place("src/content", "src/termes.json", "public/style.css"),
    "pelican": Place("content", "termes.json", "theme/static/css/style.css"),
    "jekyll": Place("content", "_data/termes.json", "style.css", "_"),
}
PAIRS = Path(__file__).with_name("pairs")
STYLE = PAIRS / "style.css"
"""The stylesheet of all the peers."""


def gabarits(forme: str) -> Path:
    """The folder of the templates of a peer."""
    return PAIRS / forme.removesuffix("-toml")


def _plat(c: Record) -> Record:
    """Front matter of the peers."""
    suite = ("dispositifs", "territoire", "participants", "lien", "etapes", "propositions")
    return {
        "title": c["titre"],
        "date": c["date_debut"],
        "fin": c["date_fin"],
        "description": c["resume"],
        "ministeres": [c["ministere"]],
        "themes": c["themes"],
        "annees": [str(c["annee"])],
        "statuts": [c["statut"]],
        **{k: c[k] for k in suite},
    }


def ecrire_pair(racine: Path, forme: str, nombre: int, seed: int = SEED) -> None:
    """Write the site of a peer: its templates, and the corpus in its own form."""
    place, toml = PLACES[forme], forme == "hugo-toml"
    shutil.copytree(gabarits(forme), racine)
    ecrire(racine / place.style, STYLE.read_text(encoding="utf-8"))
    termes = {**TERMES, "statuts_proposition": STATUTS_PROPOSITION}
    ecrire(racine / place.libelles, json.dumps(termes, ensure_ascii=False, indent=1))
    fiches, guides = (
        racine / place.textes / f"{place.prefixe}{nom}" for nom in ("concertations", "guides")
    )
    for i in range(nombre):
        c = concertation(i, seed)
        ecrire(fiches / f"{c['slug']}.md", fiche(_plat(c), c["corps"], toml=toml))
    for i in range(20):
        g = guide(i, seed)
        tete = {"title": g["titre"], "date": g["date"], "description": g["resume"]}
        ecrire(guides / f"{g['slug']}.md", fiche(tete, g["corps"], toml=toml))
    if forme.startswith("hugo"):
        _libelles(racine / place.textes)


def _libelles(base: Path) -> None:
    """Titles of Hugo's terms; only ministries and themes have feeds."""
    for taxonomie, termes in TERMES.items():
        for cle, libelle in termes.items():
            suite = "" if taxonomie in {"ministeres", "themes"} else 'outputs: ["html"]\n'
            titre = json.dumps(libelle, ensure_ascii=False)
            ecrire(base / taxonomie / cle / "_index.md", f"---\ntitle: {titre}\n{suite}---\n")
