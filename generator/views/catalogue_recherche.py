"""What search results are cut, counted, dated and sorted by, as compact data for the browser.

One pass over these columns gives the counts of every facet, right for each value whatever the other
choices, where Pagefind would need one more search per facet; and combined facets need no query. It
changes with the day and is small; the index of words does not, and is not.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.catalogue.records import Dossier, Texte
from generator.views.base import Contenu, Output, cle_url, fichier
from generator.views.cartes import CarteView, cartes
from generator.views.coupes import coupes
from generator.views.index_recherche import Entree, entrees, lots
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
_MOT = re.compile(r"[^\W\d_]{4,}")
_FACETTES = (
    ("statuts", "statut", "Statut"),
    ("ministeres", "ministere", "Ministère"),
    ("thematiques", "thematique", "Thématique"),
    ("annees", "annee", "Année"),
    ("dispositifs", "dispositif", "Dispositif"),
)
_EXECUTIONS = tuple(MiseEnOeuvre)
_COUPLES = tuple((d, m) for d in Decision for m in (None, *MiseEnOeuvre))
_PREMIER = ord("A")


@dataclass(frozen=True, slots=True)
class Facette:
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
    lignes = entrees(world)
    lues = [par_id[e.objet.id] if isinstance(e.objet, Dossier) else None for e in lignes]
    return {
        "facettes": [[f.cle, f.titre, [list(v) for v in f.valeurs]] for f in facettes],
        "lots": lots(world),
        "rubriques": RUBRIQUES,
        "vides": " ".join(VIDES),
        "couples": [
            [list(Decision).index(d), _EXECUTIONS.index(m) if m else -1] for d, m in _COUPLES
        ],
        "codes": " ".join(e.code for e in lignes),
        "type": [rangs["type"][e.type] for e in lignes],
        "jour": [_jour(e) for e in lignes],
        **{
            cle: [[rangs[cle][k] for k in par_dossier[dossier].cles(c)] if c else [] for c in lues]
            for dossier, cle, _ in _FACETTES
        },
        "noms": noms,
        "porteur": [rang_nom[c.porteur] if c else -1 for c in lues],
        "periode": [c.periode if c else "" for c in lues],
        "propositions": [_propositions(e) for e in lignes],
    }


def _jour(entree: Entree) -> int:
    """Day that results are sorted by, as AAAAMMJJ: opening, publication, else last review."""
    fiche = entree.objet.fiche
    if isinstance(entree.objet, Dossier):
        jour = entree.objet.fiche.dates.ouverture.debut
    else:
        jour = getattr(fiche, "date", fiche.revu_le)
    return jour.year * 10_000 + jour.month * 100 + jour.day


def _propositions(entree: Entree) -> str:
    """One character per proposal: the pair of its decision and its state of execution."""
    suites = entree.objet.suites if isinstance(entree.objet, Dossier) else None
    if suites is None:
        return ""
    return "".join(
        chr(_PREMIER + _COUPLES.index((p.decision, p.mise_en_oeuvre))) for p in suites.propositions
    )


def titres(world: World) -> dict[str, list[str]]:
    """Titles and site paths, in the order of ``entrees``: what a list without a query shows."""
    lignes = entrees(world)
    return {
        "titres": [e.objet.fiche.titre for e in lignes],
        "chemins": [e.chemin for e in lignes],
    }


def mots(world: World) -> list[str]:
    """Words of titles and proposals, most frequent first: what a misspelt word may have meant."""
    comptes: Counter[str] = Counter()
    for entree in entrees(world):
        comptes.update({m.lower() for t in _textes(entree.objet) for m in _MOT.findall(t)})
    tries = sorted(comptes.items(), key=lambda x: (-x[1], x[0]))
    exclus = {vide.rstrip("'") for vide in VIDES}
    return [mot for mot, _ in tries if mot not in exclus][:MOTS_MAX]


def _textes(objet: Dossier | Texte) -> Iterator[str]:  # type: ignore[type-arg]
    yield objet.fiche.titre
    yield objet.fiche.resume
    if isinstance(objet, Dossier):
        yield from objet.fiche.mots_cles
        yield from objet.fiche.titres_alternatifs
        yield from (p.intitule for p in objet.suites.propositions) if objet.suites else ()


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
