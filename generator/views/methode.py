"""The method of the guides, gathered: the decision table and the checklist of each step."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from generator.catalogue.records import Texte
from generator.markdown import Encadre, rendre
from generator.views.base import ACCUEIL, GUIDES, Contenu, Gabarit, Lien, PageMeta, cle_url
from generator.views.prose import extrait
from generator.world import World
from schemas.enumerations import Etape, Objectif
from schemas.guide import Guide, ModeleDocument


class CaseChoix(Struct, frozen=True):
    """One recommendation of the decision table."""

    degre: str
    dispositifs: tuple[Lien, ...]
    pourquoi: str


class LigneChoix(Struct, frozen=True):
    """All recommendations for one aim."""

    objectif: str
    cases: tuple[CaseChoix, ...]


class TableauChoix(Struct, frozen=True):
    """Aim × degree → mechanisms, gathered from the guides."""

    lignes: tuple[LigneChoix, ...]


class PointView(Struct, frozen=True):
    """One point of a checklist, and the guide it comes from."""

    type: str
    html: Markup
    guide: Lien


class ListePoints(Struct, frozen=True):
    """The checklist of a step: what to do, to watch, to ask, to avoid."""

    etape: str
    definition: str
    groupes: tuple[tuple[str, tuple[PointView, ...]], ...]
    autres: tuple[Lien, ...]


def chemin_guide(identifiant: str) -> str:
    """Site path of a guide."""
    return f"guides/{identifiant}/"


def chemin_etape(etape: Etape) -> str:
    """Site path of the checklist of a step."""
    return f"guides/etapes/{cle_url(etape)}/"


def ordre(guide: Texte[Guide] | Texte[ModeleDocument]) -> tuple[int, str]:
    """Sort key of guides and templates."""
    return guide.fiche.ordre, guide.id


def tableau_choix(world: World) -> TableauChoix:
    """The decision table, from the recommendations of every guide."""
    ref = world.catalogue.referentiels
    lignes = []
    for objectif in Objectif:
        cases = [
            (
                tuple(ref.degres).index(r.degre),
                CaseChoix(
                    ref.degres[r.degre].nom,
                    tuple(Lien(ref.dispositifs[d].nom, f"dispositifs/{d}/") for d in r.dispositifs),
                    r.pourquoi,
                ),
            )
            for guide in world.catalogue.guides
            for r in guide.fiche.recommandations
            if r.objectif is objectif
        ]
        if cases:
            cases.sort(key=lambda c: c[0])
            lignes.append(LigneChoix(objectif.libelle, tuple(c for _, c in cases)))
    return TableauChoix(tuple(lignes))


def _points(world: World, etape: Etape) -> Iterator[tuple[Encadre, Texte[Guide]]]:
    for guide in sorted(world.catalogue.guides, key=ordre):
        etapes = guide.fiche.etapes
        defaut = etapes[0] if etapes else None
        for encadre in rendre(guide.corps, guide.chemin).encadres:
            if (encadre.etape or defaut) is etape:
                yield encadre, guide


def page_etape(world: World, etape: Etape) -> Contenu:
    """The checklist of one step, from the boxes of every guide."""
    racine = "../../../"
    groupes: dict[str, list[PointView]] = {}
    for encadre, guide in _points(world, etape):
        lien = Lien(guide.fiche.titre, f"{chemin_guide(guide.id)}#{encadre.id}")
        html = extrait(encadre.html, racine, f"/{chemin_guide(guide.id)}")
        groupes.setdefault(encadre.type.libelle, []).append(PointView(encadre.type, html, lien))
    chemin = chemin_etape(etape)
    titre = f"Liste de contrôle : {etape.libelle.lower()}"
    autres = tuple(Lien(e.libelle, chemin_etape(e)) for e in Etape if e is not etape)
    vue = ListePoints(
        etape.libelle,
        etape.definition,
        tuple((nom, tuple(points)) for nom, points in groupes.items()),
        autres,
    )
    meta = PageMeta(
        titre=titre,
        description=f"{etape.definition} Recommandations, points de vigilance et questions à se poser.",
        chemin=chemin,
        fil=(ACCUEIL, GUIDES, Lien(etape.libelle, chemin)),
        menu_actif=GUIDES.chemin,
    )
    return Gabarit("pages/etape.html.j2", meta, vue)
