"""Is it the same site? Ours, beside that of a peer: as many pages of each kind, and the same facts.

What must be there comes from the corpus, not from either site. Known differences, which all cost us
more: our record is split in two pages (its proposals apart), states are computed from the day, so
that there are more of them, and guides are also listed by stage.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.corpus import concertation
from benchmarks.vocabulaire import MINISTERES, STATUTS, STATUTS_PROPOSITION, THEMES

LUES = 40
"""Records that are read, spread over the catalogue."""

_BALISE = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_NUMERO = re.compile(r"concertations/[^/]*-(\d{5})/index\.html")


class Sorte(NamedTuple):
    """A kind of page: what matches it in our site and in that of a peer.

    ``au_moins``: ours may have more of them.
    """

    nom: str
    notre: str
    pair: str
    au_moins: bool = False


_N = r"(page/\d+/)?index\.html"
SORTES = (
    Sorte("accueil", r"index\.html", r"index\.html"),
    Sorte("fiches", r"concertations/[^/]*-\d{5}/index\.html", r"concertations/[^/]*-\d{5}/index\.html"),
    Sorte("listes de toutes les fiches", rf"concertations/{_N}", rf"concertations/{_N}"),
    Sorte("listes par ministère", rf"ministeres/[^/]+/{_N}", rf"ministeres/[^/]+/{_N}"),
    Sorte("listes par thématique", rf"thematiques/[^/]+/{_N}", rf"themes/[^/]+/{_N}"),
    Sorte("listes par année", rf"annees/[^/]+/{_N}", rf"annees/[^/]+/{_N}"),
    Sorte("listes par état", rf"statuts/[^/]+/{_N}", rf"statuts/[^/]+/{_N}", au_moins=True),
    Sorte(
        "index des listes",
        r"(ministeres|thematiques|annees|statuts)/index\.html",
        r"(ministeres|themes|annees|statuts)/index\.html",
    ),
    Sorte("guides", r"guides/(guide-[^/]+/)?index\.html", r"guides/(guide-[^/]+/)?index\.html"),
    Sorte("flux", r"((ministeres|thematiques)/[^/]+/flux|flux/catalogue)\.(atom|rss)", r"((ministeres|themes)/[^/]+/)?(atom|rss)\.xml"),
    Sorte("plan du site", r"sitemap\.xml", r"sitemap\.xml"),
    Sorte("export JSON", r"api/v1/concertations\.json", r"concertations\.json"),
)  # fmt: skip

ANNEXES = (
    rf"concertations/[^/]+/suites/{_N}|guides/etapes/[^/]+/index\.html|assets/.*|\.catalogue-site"
)
"""What our site has besides: the second page of a record, guides by stage, our own scripts."""

DECISIONS = {
    "retenue": "Retenue",
    "partielle": "Retenue en partie",
    "etude": "À l'étude",
    "realisee": "Réalisée",
    "ecartee": "Non retenue",
}
"""Our labels for what became of a proposal, by the word of the corpus."""


def chemins(racine: Path) -> list[str]:
    """Every file of a site."""
    return [p.relative_to(racine).as_posix() for p in sorted(racine.rglob("*")) if p.is_file()]


def compter(racine: Path, motifs: Iterable[tuple[str, str]]) -> Counter[str]:
    """How many files match each pattern."""
    tous = chemins(racine)
    return Counter({nom: sum(1 for c in tous if re.fullmatch(motif, c)) for nom, motif in motifs})


def texte(pages: Iterable[str]) -> str:
    """What a person reads, with plain spaces and apostrophes."""
    brut = " ".join(html.unescape(_BALISE.sub(" ", page)) for page in pages)
    return nu(brut)


def nu(brut: str) -> str:
    """A text without what typography adds to it."""
    return re.sub(r"\s+", " ", brut.replace("’", "'")).strip()


def faits(c: dict[str, Any]) -> Iterator[str]:
    """All that the pages of a record must say."""
    yield from (c["titre"], c["resume"], MINISTERES[c["ministere"]], c["territoire"])
    yield from (THEMES[t] for t in c["themes"])
    yield from (e["titre"] for e in c["etapes"])
    yield from (e["description"] for e in c["etapes"])
    for p in c["propositions"]:
        yield from (p["titre"], p["texte"], p["reponse"])
        yield from (m["texte"] for m in p["mises_a_jour"])
    yield from re.findall(r"^#{2,3} (.+)$", c["corps"], re.MULTILINE)


def _pages(racine: Path, slug: str) -> list[str]:
    dossier = racine / "concertations" / slug
    lues = [dossier / "index.html", *sorted((dossier / "suites").rglob("index.html"))]
    return [p.read_text(encoding="utf-8") for p in lues if p.exists()]


def ecarts_de_fiche(c: dict[str, Any], pages: list[str], *, pair: bool) -> Iterator[str]:
    """What the pages of a record do not say, or do not link to."""
    dit = texte(pages)
    yield from (f"ne dit pas « {f} »" for f in faits(c) if nu(f) not in dit)
    libelles = STATUTS_PROPOSITION if pair else DECISIONS
    ancre = "p{}" if pair else "proposition-{}"
    tout = "".join(pages)
    for p in c["propositions"]:
        if f'id="{ancre.format(p["id"][1:])}"' not in tout:
            yield f"n'a pas d'ancre pour la proposition {p['id']}"
        if nu(libelles[p["statut"]]) not in dit:
            yield f"ne dit pas la décision « {libelles[p['statut']]} »"
    yield from (
        f"n'a pas de lien vers {lien}" for lien in (c["lien"], "/guides/") if lien not in tout
    )


def de_trop(notre: Path) -> list[str]:
    """Files that no peer makes: the build was not reduced to the same kinds of pages."""
    connus = re.compile("|".join([ANNEXES, *(f"(?:{s.notre})" for s in SORTES)]))
    return [chemin for chemin in chemins(notre) if not connus.fullmatch(chemin)]


_CARTE = re.compile(r'<li class="carte">.*?</li>', re.DOTALL)
_CATEGORIE = re.compile(r"<category>(.*?)</category>")


def ecarts_de_listes(pair: Path) -> Iterator[str]:
    """What the first list of a peer, and its first feed, do not say of the records they show."""
    cartes = _CARTE.findall(_lire(pair / "concertations/index.html"))
    flux = _CATEGORIE.findall(_lire(pair / "rss.xml"))
    if not cartes or not flux:
        yield "la première liste ou le premier flux sont vides"
    for carte in cartes:
        if not (_un_de(MINISTERES, texte([carte])) and _un_de(STATUTS, texte([carte]))):
            yield f"une carte ne dit pas son ministère et son état : {texte([carte])}"
    for categorie in flux:
        if not texte([categorie]):
            yield "un article du flux n'a pas de catégorie"


def _un_de(libelles: dict[str, str], dit: str) -> bool:
    return any(nu(libelle) in dit for libelle in libelles.values())


def _lire(fichier: Path) -> str:
    return fichier.read_text(encoding="utf-8") if fichier.exists() else ""


def comparer(notre: Path, pair: Path, taille: int) -> tuple[list[str], str]:
    """What differs between two sites, and in one sentence what was found equal."""
    ecarts = []
    eux = compter(pair, ((s.nom, s.pair) for s in SORTES))
    nous = compter(notre, ((s.nom, s.notre) for s in SORTES))
    for sorte in SORTES:
        a, b = nous[sorte.nom], eux[sorte.nom]
        if a < b or (a > b and not sorte.au_moins) or not b:
            ecarts.append(f"{sorte.nom} : {a} chez nous, {b} chez le pair")
    if trop := de_trop(notre):
        ecarts.append(f"fichiers de trop chez nous : {len(trop)}, dont {trop[0]}")
    ecarts += [f"{pair.name} : {e}" for e in ecarts_de_listes(pair)]
    numeros = range(0, taille, max(1, taille // LUES))
    lus = 0
    for c in map(concertation, numeros):
        for racine in (notre, pair):
            pages = _pages(racine, c["slug"])
            dits = list(ecarts_de_fiche(c, pages, pair=racine == pair))
            ecarts += [f"{racine.name}, {c['slug']} : {e}" for e in dits]
        lus += len(list(faits(c)))
    for racine, export in ((notre, "api/v1/concertations.json"), (pair, "concertations.json")):
        nombre = _exportees(racine / export)
        if nombre != taille:
            ecarts.append(f"{racine.name} : {nombre} concertations dans l'export JSON")
    pages_eux = sum(eux.values())
    return ecarts, (
        f"{pages_eux} pages et fichiers de {len(SORTES)} sortes comptés, {lus} faits retrouvés"
        f" dans les pages de {len(numeros)} concertations"
    )


def _exportees(fichier: Path) -> int:
    objet = json.loads(_lire(fichier) or "[]")
    liste = (
        objet if isinstance(objet, list) else next(v for v in objet.values() if isinstance(v, list))
    )
    return len(liste)
