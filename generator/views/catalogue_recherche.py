"""What search results are cut, counted, dated and sorted by, as compact data for the browser.

One pass over these columns gives the counts of every facet, right for each value whatever the other
choices, where Pagefind would need one more search per facet; and combined facets need no query. It
changes with the day and is small; the index of words does not, and is not.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from generator.catalogue.records import Dossier
from generator.views.base import Contenu, Output, cle_url, fichier
from generator.views.cartes import CarteView, carte, cartes
from generator.views.coupes import coupes
from generator.views.index_recherche import Entree, entrees
from generator.views.lots_recherche import COUPLES, ligne
from generator.views.texte_brut import VIDES
from generator.world import World
from schemas.enumerations import Decision, MiseEnOeuvre

CATALOGUE, TITRES, MOTS = "recherche/catalogue.json", "recherche/titres.json", "recherche/mots.json"
TYPES = (
    ("concertation", "Concertations"),
    ("proposition", "Propositions"),
    ("guide", "Guides"),
    ("modele", "Modèles à remplir"),
    ("page", "Pages du site"),
)
RUBRIQUES = {
    "suites": "Ce que deviennent les propositions",
    "reponse": "Ce que l’État a répondu",
    "citoyens": "Ce que les citoyens ont dit",
    "objet": "Objet de la concertation",
    "engagements": "Engagements de l’organisateur",
    "calendrier": "Modalités et calendrier",
    "participants": "Participants",
    "evaluation": "Évaluation",
    "documents": "Documents",
    "sources": "Sources",
}
"""Headings of a record, by anchor: they are not indexed, for each record has them all."""

MOTS_MAX = 20_000
_FACETTES = (
    ("statuts", "statut", "Statut"),
    ("ministeres", "ministere", "Ministère"),
    ("thematiques", "thematique", "Thématique"),
    ("annees", "annee", "Année"),
    ("dispositifs", "dispositif", "Dispositif"),
)
_EXECUTIONS = tuple(MiseEnOeuvre)


class Facette(Struct, frozen=True):
    """One group of boxes: its name in the address of the page, its title, its (key, label) values."""

    cle: str
    titre: str
    valeurs: tuple[tuple[str, str], ...]

    def rangs(self) -> dict[str, int]:
        """Rank of each key."""
        return {cle: rang for rang, (cle, _) in enumerate(self.valeurs)}


def _facettes(world: World, toutes: tuple[CarteView, ...]) -> tuple[Facette, ...]:
    lues = []
    par_dossier = {c.dossier: c for c in coupes(world)}
    for dossier, cle, titre in _FACETTES:
        coupe = par_dossier[dossier]
        presentes = {k for c in toutes for k in coupe.cles(c)}
        valeurs = tuple((k, nom) for k, nom, _ in coupe.libelles if k in presentes)
        lues.append(Facette(cle, titre, valeurs))
    return (
        Facette("type", "Type", TYPES),
        *lues,
        Facette("decision", "Réponse de l’État", tuple((cle_url(d), d.libelle) for d in Decision)),
        Facette(
            "mise-en-oeuvre",
            "Mise en œuvre",
            tuple((cle_url(m), m.libelle) for m in MiseEnOeuvre),
        ),
    )


def catalogue(world: World) -> dict[str, object]:
    """The columns, one cell per entry in each, in the order of ``entrees``."""
    toutes = cartes(world)
    par_id = {c.id: c for c in toutes}
    facettes = _facettes(world, toutes)
    rangs = {f.cle: f.rangs() for f in facettes}
    par_dossier = {c.dossier: c for c in coupes(world)}
    noms = sorted({c.porteur for c in toutes})
    rang_nom = {nom: rang for rang, nom in enumerate(noms)}
    toutes_entrees = entrees(world)
    lignes = [ligne(world, e) for e in toutes_entrees]
    lues = [par_id[e.objet.id] if isinstance(e.objet, Dossier) else None for e in toutes_entrees]
    return {
        "facettes": [[f.cle, f.titre, [list(v) for v in f.valeurs]] for f in facettes],
        "rubriques": RUBRIQUES,
        "vides": " ".join(VIDES),
        "couples": [
            [list(Decision).index(d), _EXECUTIONS.index(m) if m else -1] for d, m in COUPLES
        ],
        "codes": " ".join(e.code for e in toutes_entrees),
        "type": [rangs["type"][e.type] for e in toutes_entrees],
        "jour": [x.jour for x in lignes],
        **{
            cle: [[rangs[cle][k] for k in par_dossier[dossier].cles(c)] if c else [] for c in lues]
            for dossier, cle, _ in _FACETTES
        },
        "noms": noms,
        "porteur": [rang_nom[c.porteur] if c else -1 for c in lues],
        "periode": [c.periode if c else "" for c in lues],
        "propositions": [x.propositions for x in lignes],
    }


def titres(world: World) -> dict[str, list[str]]:
    """Titles and site paths, in the order of ``entrees``: what a list without a query shows."""
    toutes = entrees(world)
    return {
        "titres": [_titre(world, e) for e in toutes],
        "chemins": [e.chemin for e in toutes],
    }


def _titre(world: World, entree: Entree) -> str:
    objet = entree.objet
    return carte(world, objet).titre if isinstance(objet, Dossier) else objet.fiche.titre


def mots(world: World) -> list[str]:
    """Words of titles and proposals, most frequent first: what a misspelt word may have meant."""
    comptes = Counter(mot for e in entrees(world) for mot in ligne(world, e).mots.split())
    tries = sorted(comptes.items(), key=lambda x: (-x[1], x[0]))
    exclus = {vide.rstrip("'") for vide in VIDES}
    return [mot for mot, _ in tries if mot not in exclus][:MOTS_MAX]


def _json(donnees: object) -> bytes:
    return json.dumps(donnees, ensure_ascii=False, separators=(",", ":")).encode()


def _catalogue(world: World) -> Contenu:
    return _json(catalogue(world))


def _titres(world: World) -> Contenu:
    return _json(titres(world))


def _mots(world: World) -> Contenu:
    return _json(mots(world))


def sorties(world: World) -> Iterable[Output]:
    """The three files that the search page loads when it needs them."""
    _ = world
    yield fichier(CATALOGUE, _catalogue)
    yield fichier(TITRES, _titres)
    yield fichier(MOTS, _mots)
