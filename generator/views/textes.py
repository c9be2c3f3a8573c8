"""Guides, kit and pages: Markdown files, their index, the checklists and the decision table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from generator import francais
from generator.catalogue.records import Texte
from generator.markdown import Encadre, Titre, rendre
from generator.views.base import ACCUEIL, GUIDES, Contenu, Gabarit, Lien, Output, PageMeta, page
from generator.views.propositions import Reference
from generator.world import World
from schemas.enumerations import Etape, Objectif
from schemas.guide import Guide, ModeleDocument, Page


@dataclass(frozen=True, slots=True)
class GuideCarte:
    """A guide in a list."""

    titre: str
    chemin: str
    resume: str
    public: str
    etapes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TexteView:
    """A Markdown page, with what surrounds it."""

    titre: str
    resume: str
    html: Markup
    sommaire: tuple[Titre, ...]
    details: tuple[tuple[str, str], ...] = ()
    liens: tuple[Lien, ...] = ()
    documents: tuple[Reference, ...] = ()
    sources: tuple[Reference, ...] = ()
    tableau: TableauChoix | None = None
    telechargements: tuple[Lien, ...] = ()
    identite: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    non_listees: tuple[tuple[str, str], ...] = ()
    revu_le: str = ""


@dataclass(frozen=True, slots=True)
class CaseChoix:
    """One recommendation of the decision table."""

    degre: str
    dispositifs: tuple[Lien, ...]
    pourquoi: str


@dataclass(frozen=True, slots=True)
class LigneChoix:
    """All recommendations for one aim."""

    objectif: str
    cases: tuple[CaseChoix, ...]


@dataclass(frozen=True, slots=True)
class TableauChoix:
    """Aim × degree → mechanisms, gathered from the guides."""

    lignes: tuple[LigneChoix, ...]


@dataclass(frozen=True, slots=True)
class PointView:
    """One point of a checklist, and the guide it comes from."""

    type: str
    libelle: str
    html: Markup
    guide: Lien


@dataclass(frozen=True, slots=True)
class ListePoints:
    """The checklist of a step: what to do, to watch, to ask, to avoid."""

    etape: str
    definition: str
    groupes: tuple[tuple[str, tuple[PointView, ...]], ...]
    autres: tuple[Lien, ...]


@dataclass(frozen=True, slots=True)
class IndexGuides:
    """The index of the guides, by step."""

    guides: tuple[GuideCarte, ...]
    etapes: tuple[tuple[Lien, str, tuple[Lien, ...]], ...]
    kit: tuple[GuideCarte, ...]
    tableau: TableauChoix


def chemin_guide(identifiant: str) -> str:
    """Site path of a guide."""
    return f"guides/{identifiant}/"


def chemin_etape(etape: Etape) -> str:
    """Site path of the checklist of a step."""
    return f"guides/etapes/{etape.value.replace('_', '-')}/"


def _ordre(guide: Texte[Guide] | Texte[ModeleDocument]) -> tuple[int, str]:
    return guide.fiche.ordre, guide.id


def _carte_guide(guide: Texte[Guide]) -> GuideCarte:
    f = guide.fiche
    return GuideCarte(
        f.titre, chemin_guide(guide.id), f.resume, ", ".join(f.public), tuple(e.libelle for e in f.etapes)
    )


def _carte_modele(modele: Texte[ModeleDocument]) -> GuideCarte:
    f = modele.fiche
    return GuideCarte(f.titre, f"kit/{modele.id}/", f.resume, "", (f.etape.libelle,))


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


def _points(world: World, etape: Etape, racine: str) -> Iterator[tuple[Encadre, Texte[Guide]]]:
    for guide in sorted(world.catalogue.guides, key=_ordre):
        etapes = guide.fiche.etapes
        defaut = etapes[0] if etapes else None
        for encadre in rendre(guide.corps, guide.chemin, racine).encadres:
            if (Etape(encadre.etape) if encadre.etape else defaut) is etape:
                yield encadre, guide


def _page_etape(world: World, etape: Etape) -> Contenu:
    racine = "../../../"
    groupes: dict[str, list[PointView]] = {}
    for encadre, guide in _points(world, etape, racine):
        lien = Lien(guide.fiche.titre, f"{chemin_guide(guide.id)}#{encadre.id}")
        groupes.setdefault(encadre.libelle, []).append(
            PointView(encadre.type, encadre.libelle, encadre.html, lien)
        )
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


def _page_guide(world: World, rang: int) -> Contenu:
    guide = world.catalogue.guides[rang]
    f = guide.fiche
    rendu = rendre(guide.corps, guide.chemin, "../../")
    chemin = chemin_guide(guide.id)
    vue = TexteView(
        titre=f.titre,
        resume=f.resume,
        html=rendu.html,
        sommaire=rendu.sommaire,
        details=(
            ("Public", ", ".join(f.public)),
            ("Éditeur", f.editeur),
            ("Publié le", francais.jour(f.date)),
            ("Revu le", francais.jour(f.revu_le)),
        ),
        liens=tuple(Lien(f"Liste de contrôle : {e.libelle.lower()}", chemin_etape(e)) for e in f.etapes),
        documents=tuple(Reference(d.titre, d.url, d.editeur or "") for d in f.documents),
        sources=tuple(Reference(s.titre, s.url, s.type or "") for s in f.sources),
        tableau=tableau_choix(world) if f.recommandations else None,
        revu_le=francais.jour(f.revu_le),
    )
    meta = PageMeta(
        titre=f.titre,
        description=francais.abreger(f.resume, 200),
        chemin=chemin,
        fil=(ACCUEIL, GUIDES, Lien(f.titre, chemin)),
        menu_actif=GUIDES.chemin,
        og_type="article",
        source_edition=guide.chemin,
        maj=f.revu_le.isoformat(),
    )
    return Gabarit("pages/texte.html.j2", meta, vue)


def _page_modele(world: World, rang: int) -> Contenu:
    modele = world.catalogue.kit[rang]
    f = modele.fiche
    rendu = rendre(modele.corps, modele.chemin, "../../")
    chemin = f"kit/{modele.id}/"
    liens = [Lien(f"Liste de contrôle : {f.etape.libelle.lower()}", chemin_etape(f.etape))]
    if f.guide:
        titres = {g.id: g.fiche.titre for g in world.catalogue.guides}
        liens.insert(0, Lien(titres[f.guide], chemin_guide(f.guide)))
    vue = TexteView(
        titre=f.titre,
        resume=f.resume,
        html=rendu.html,
        sommaire=(),
        details=(("Étape", f.etape.libelle), ("Revu le", francais.jour(f.revu_le))),
        liens=tuple(liens),
        telechargements=(Lien("Télécharger le modèle à remplir (DOCX)", f"{chemin}{modele.id}.docx"),),
        sources=tuple(Reference(s.titre, s.url, s.type or "") for s in f.sources),
        revu_le=francais.jour(f.revu_le),
    )
    meta = PageMeta(
        titre=f.titre,
        description=francais.abreger(f.resume, 200),
        chemin=chemin,
        fil=(ACCUEIL, GUIDES, Lien(f.titre, chemin)),
        menu_actif=GUIDES.chemin,
        source_edition=modele.chemin,
        maj=f.revu_le.isoformat(),
    )
    return Gabarit("pages/texte.html.j2", meta, vue)


def _page_index(world: World) -> Contenu:
    guides = sorted(world.catalogue.guides, key=_ordre)
    kit = sorted(world.catalogue.kit, key=_ordre)
    vue = IndexGuides(
        tuple(_carte_guide(g) for g in guides),
        tuple(
            (
                Lien(e.libelle, chemin_etape(e)),
                e.definition,
                tuple(Lien(g.fiche.titre, chemin_guide(g.id)) for g in guides if e in g.fiche.etapes),
            )
            for e in Etape
        ),
        tuple(_carte_modele(m) for m in kit),
        tableau_choix(world),
    )
    meta = PageMeta(
        titre="Guides et modèles",
        description="Concevoir, conduire et suivre une démarche de participation : guides, listes de contrôle, modèles.",
        chemin=GUIDES.chemin,
        fil=(ACCUEIL, GUIDES),
        menu_actif=GUIDES.chemin,
    )
    return Gabarit("pages/guides.html.j2", meta, vue)


def _identite(world: World) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Legal identities, field by field; a missing one is said missing."""
    site = world.catalogue.site
    absente = "non renseigné (site non officiel)"
    blocs = (("Éditeur", site.editeur), ("Hébergeur", site.hebergeur))
    return tuple(
        (
            nom,
            tuple((type(bloc).model_fields[cle].title or cle, valeur or absente) for cle, valeur in bloc),
        )
        for nom, bloc in blocs
    )


def _page_libre(world: World, rang: int) -> Contenu:
    texte: Texte[Page] = world.catalogue.pages[rang]
    f = texte.fiche
    rendu = rendre(texte.corps, texte.chemin, "../")
    chemin = f"{texte.id}/"
    site = world.catalogue.site
    vue = TexteView(
        titre=f.titre,
        resume=f.resume,
        html=rendu.html,
        sommaire=rendu.sommaire,
        identite=_identite(world) if texte.id == "mentions-legales" else (),
        non_listees=tuple((n.titre, n.motif) for n in site.non_listees) if texte.id == "perimetre" else (),
        revu_le=francais.jour(f.revu_le),
    )
    meta = PageMeta(
        titre=f.titre,
        description=f.resume,
        chemin=chemin,
        fil=(ACCUEIL, Lien(f.titre, chemin)),
        source_edition=texte.chemin,
        maj=f.revu_le.isoformat(),
    )
    return Gabarit("pages/texte.html.j2", meta, vue)


def sorties(world: World) -> Iterator[Output]:
    """Guides, checklists, kit and pages."""
    yield page(GUIDES.chemin, _page_index)
    for etape in Etape:
        yield page(chemin_etape(etape), _page_etape, etape)
    for rang, guide in enumerate(world.catalogue.guides):
        yield page(chemin_guide(guide.id), _page_guide, rang, source=guide.chemin)
    for rang, modele in enumerate(world.catalogue.kit):
        yield page(f"kit/{modele.id}/", _page_modele, rang, source=modele.chemin)
    for rang, texte in enumerate(world.catalogue.pages):
        yield page(f"{texte.id}/", _page_libre, rang, source=texte.chemin)
