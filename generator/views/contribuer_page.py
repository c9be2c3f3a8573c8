"""What ``/contribuer/`` shows: the three doors, and two forms that write the files for their author."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator import francais
from generator.contribute.fields import TEXTES, champs
from generator.contribute.scaffold import squelette
from generator.source.discover import Kind
from generator.views.base import (
    ACCUEIL,
    Contenu,
    Etiquette,
    Gabarit,
    Lien,
    PageMeta,
)
from generator.views.contribuer_modele import ChampView, Fabrique, SectionView
from generator.world import World
from schemas.concertation import Concertation
from schemas.suites import Proposition
from schemas.types import Modele

SCRIPT = "contribuer.js"
_SECTIONS = (
    ("essentiel", "L’essentiel", "", ("titre", "resume", "objet", "question_posee")),
    ("qui", "Qui l’organise", "", ("porteur", "co_porteurs", "initiateurs", "territoire")),
    (
        "participation",
        "Qui participe, et comment",
        "",
        ("objectif", "degre", "condition_participation", "modalites", "dispositifs"),
    ),
    (
        "dates",
        "Dates",
        "Une date peut être connue au jour, au mois ou à l’année.",
        ("dates", "reponse_attendue_le", "reponse_attendue_inconnue"),
    ),
    (
        "engagements",
        "Engagements de l’organisateur",
        "Ce qu’il a promis aux citoyens : une réponse, un délai, un comité de suivi…",
        ("engagements", "engagements_inconnus"),
    ),
    ("themes", "Thématiques", "", ("thematiques", "mots_cles")),
    (
        "sources",
        "Sources",
        "Chaque fait de la fiche doit se retrouver dans l’une d’elles.",
        ("sources", "reserves", "revu_le"),
    ),
)
_OUVERTE = (
    "ouverte",
    "Si elle est ouverte : comment participer",
    "",
    ("comment_participer", "publics_vises", "lien_site", "contact"),
)
_AILLEURS = frozenset({"anciennes_urls", "reports"})
"""Fields of a record that already has a past: not asked of a new one."""
_PROPOSITION = (
    "decision",
    "decision_date",
    "reponse_motivee",
    "mise_en_oeuvre",
    "mise_en_oeuvre_detail",
    "preuves",
    "etabli_par",
    "motif_changement",
    "maj_le",
)


class ContribuerView(Struct, frozen=True):
    """The page; ``ordre`` lists keys in the order of a file, by space; ``depot`` is "" without a forge."""

    script: str
    depot: str
    branche: str
    sections: tuple[SectionView, ...]
    ordre: str
    connus: str
    proposition: tuple[ChampView, ...]
    ordre_proposition: str
    textes: str
    concertations: tuple[Etiquette, ...]
    modeles: tuple[Lien, ...]


def _listes(world: World) -> dict[str, tuple[Etiquette, ...]]:
    r = world.catalogue.referentiels
    noms = {
        "ministeres": {cle: e.nom for cle, e in r.ministeres.items()},
        "thematiques": {cle: e.nom for cle, e in r.thematiques.items()},
        "dispositifs": {cle: e.nom for cle, e in r.dispositifs.items()},
        "degres": {cle: e.nom for cle, e in r.degres.items()},
    }
    return {
        liste: tuple(
            sorted(
                (Etiquette(cle, nom) for cle, nom in entrees.items()),
                key=lambda e: francais.cle_tri(e.libelle),
            )
        )
        for liste, entrees in noms.items()
    }


def _sections(fabrique: Fabrique) -> tuple[SectionView, ...]:
    """Every field of the model, once: what no section names is asked last, folded away."""
    prevues = [
        SectionView(cle, titre, aide, fabrique.champs(Concertation, cles))
        for cle, titre, aide, cles in _SECTIONS
    ]
    cle, titre, aide, cles = _OUVERTE
    prevues.append(
        SectionView(cle, titre, aide, fabrique.champs(Concertation, cles), facultative=True)
    )
    deja = {c.cle for s in prevues for c in s.champs} | _AILLEURS
    reste = [c.cle for c in champs(Concertation) if c.cle not in deja]
    plus = SectionView(
        "plus",
        "Pour aller plus loin",
        "Rien n’est obligatoire ici ; tout peut être ajouté plus tard.",
        fabrique.champs(Concertation, reste),
        facultative=True,
    )
    return (*prevues, plus)


def _ordre(modele: type[Modele]) -> str:
    return " ".join(c.cle for c in champs(modele))


def textes(modele: type[Modele], chemin: str = "") -> Iterator[str]:
    """Paths of the fields that other programs must read as text, whatever they look like."""
    for champ in champs(modele):
        ici = f"{chemin}{champ.cle}"
        if champ.modele is not None:
            yield from textes(champ.modele, f"{ici}.")
        elif champ.genre in TEXTES:
            yield ici


def formulaires(
    world: World,
    ici: Lien,
    connus: str,
    concertations: tuple[Etiquette, ...],
    modeles: tuple[Lien, ...],
) -> Contenu:
    """The page; ``connus`` are the ids that are taken, ``modeles`` the files to download."""
    catalogue = world.catalogue
    depot = catalogue.site.depot
    listes = _listes(world)
    vue = ContribuerView(
        script=world.assets[SCRIPT],
        depot=depot.url.rstrip("/") if depot else "",
        branche=depot.branche if depot else "",
        sections=_sections(Fabrique("f", listes)),
        ordre=_ordre(Concertation),
        connus=connus,
        proposition=Fabrique("p", listes).champs(Proposition, _PROPOSITION),
        ordre_proposition=_ordre(Proposition),
        textes=" ".join(sorted({*textes(Concertation), *textes(Proposition)})),
        concertations=concertations,
        modeles=modeles,
    )
    meta = PageMeta(
        titre="Contribuer au catalogue",
        description="Ajouter une concertation, dire ce que deviennent les propositions, corriger une fiche.",
        chemin=ici.chemin,
        fil=(ACCUEIL, ici),
    )
    return Gabarit("pages/contribuer.html.j2", meta, vue)


def commente(world: World, sorte: Kind) -> bytes:
    """A commented skeleton: what ``catalogue new`` writes, for the lists of this catalogue."""
    valeurs = {
        nom: tuple(f"{e.cle} ({e.libelle})" for e in liste) for nom, liste in _listes(world).items()
    }
    return squelette(sorte, "identifiant", valeurs).texte.encode()
