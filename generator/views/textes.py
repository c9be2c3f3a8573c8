"""Guides, kit and pages: Markdown files, their index, the checklists and the decision table."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from generator import francais
from generator.catalogue.records import Texte
from generator.views.base import ACCUEIL, GUIDES, Contenu, Gabarit, Lien, Output, PageMeta, page
from generator.views.flux import GUIDES as FLUX_GUIDES
from generator.views.flux import flux_liens
from generator.views.methode import (
    TableauChoix,
    chemin_etape,
    chemin_guide,
    ordre,
    page_etape,
    tableau_choix,
)
from generator.views.propositions import Reference
from generator.views.prose import prose
from generator.world import TEXTES, World
from schemas.enumerations import Etape
from schemas.guide import Guide, ModeleDocument, Page


class GuideCarte(Struct, frozen=True):
    """A guide in a list."""

    titre: str
    chemin: str
    resume: str
    public: str
    etapes: tuple[str, ...]


class TexteView(Struct, frozen=True):
    """A Markdown page, with what surrounds it."""

    titre: str
    resume: str
    html: Markup
    sommaire: tuple[Lien, ...]
    details: tuple[tuple[str, str], ...] = ()
    liens: tuple[Lien, ...] = ()
    documents: tuple[Reference, ...] = ()
    sources: tuple[Reference, ...] = ()
    tableau: TableauChoix | None = None
    telechargements: tuple[Lien, ...] = ()
    identite: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    non_listees: tuple[tuple[str, str], ...] = ()
    revu_le: str = ""


class IndexGuides(Struct, frozen=True):
    """The index of the guides, by step."""

    guides: tuple[GuideCarte, ...]
    etapes: tuple[tuple[Lien, str, tuple[Lien, ...]], ...]
    kit: tuple[GuideCarte, ...]
    tableau: TableauChoix


def _carte_guide(guide: Texte[Guide]) -> GuideCarte:
    f = guide.fiche
    return GuideCarte(
        f.titre,
        chemin_guide(guide.id),
        f.resume,
        ", ".join(f.public),
        tuple(e.libelle for e in f.etapes),
    )


def _carte_modele(modele: Texte[ModeleDocument]) -> GuideCarte:
    f = modele.fiche
    return GuideCarte(f.titre, f"kit/{modele.id}/", f.resume, "", (f.etape.libelle,))


def _page_guide(world: World, rang: int) -> Contenu:
    guide = world.catalogue.guides[rang]
    f = guide.fiche
    corps = prose(guide.corps, guide.chemin, "../../")
    chemin = chemin_guide(guide.id)
    vue = TexteView(
        titre=f.titre,
        resume=f.resume,
        html=corps.html,
        sommaire=corps.sommaire,
        details=(
            ("Public", ", ".join(f.public)),
            ("Éditeur", f.editeur),
            ("Publié le", francais.jour(f.date)),
            ("Revu le", francais.jour(f.revu_le)),
        ),
        liens=tuple(
            Lien(f"Liste de contrôle : {e.libelle.lower()}", chemin_etape(e)) for e in f.etapes
        ),
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
        flux=flux_liens(FLUX_GUIDES, GUIDES.titre),
        og_type="article",
        source_edition=guide.chemin,
        maj=f.revu_le.isoformat(),
    )
    return Gabarit("pages/texte.html.j2", meta, vue)


def _page_modele(world: World, rang: int) -> Contenu:
    modele = world.catalogue.kit[rang]
    f = modele.fiche
    corps = prose(modele.corps, modele.chemin, "../../")
    chemin = f"kit/{modele.id}/"
    liens = [Lien(f"Liste de contrôle : {f.etape.libelle.lower()}", chemin_etape(f.etape))]
    if f.guide:
        titres = {g.id: g.fiche.titre for g in world.catalogue.guides}
        liens.insert(0, Lien(titres[f.guide], chemin_guide(f.guide)))
    vue = TexteView(
        titre=f.titre,
        resume=f.resume,
        html=corps.html,
        sommaire=(),
        details=(("Étape", f.etape.libelle), ("Revu le", francais.jour(f.revu_le))),
        liens=tuple(liens),
        telechargements=(
            Lien("Télécharger le modèle à remplir (DOCX)", f"{chemin}{modele.id}.docx"),
        ),
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
    guides = sorted(world.catalogue.guides, key=ordre)
    kit = sorted(world.catalogue.kit, key=ordre)
    vue = IndexGuides(
        tuple(_carte_guide(g) for g in guides),
        tuple(
            (
                Lien(e.libelle, chemin_etape(e)),
                e.definition,
                tuple(
                    Lien(g.fiche.titre, chemin_guide(g.id)) for g in guides if e in g.fiche.etapes
                ),
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
        flux=flux_liens(FLUX_GUIDES, GUIDES.titre),
    )
    return Gabarit("pages/guides.html.j2", meta, vue)


def _identite(world: World) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Legal identities, field by field; a missing one is said missing."""
    site = world.catalogue.site
    absente = "non renseigné (site non officiel)"
    blocs = tuple(
        (
            nom,
            tuple(
                (type(bloc).model_fields[cle].title or cle, valeur or absente)
                for cle, valeur in bloc
            ),
        )
        for nom, bloc in (("Éditeur", site.editeur), ("Hébergeur", site.hebergeur))
    )
    return (*blocs, ("Contact", (("Adresse électronique", site.contact or absente),)))


def _page_libre(world: World, rang: int) -> Contenu:
    texte: Texte[Page] = world.catalogue.pages[rang]
    f = texte.fiche
    corps = prose(texte.corps, texte.chemin, "../")
    chemin = f"{texte.id}/"
    site = world.catalogue.site
    vue = TexteView(
        titre=f.titre,
        resume=f.resume,
        html=corps.html,
        sommaire=corps.sommaire,
        identite=_identite(world) if texte.id == "mentions-legales" else (),
        non_listees=tuple((n.titre, n.motif) for n in site.non_listees)
        if texte.id == "perimetre"
        else (),
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
    yield page(GUIDES.chemin, _page_index, portee=TEXTES)
    for etape in Etape:
        yield page(chemin_etape(etape), page_etape, etape, portee=TEXTES)
    for rang, guide in enumerate(world.catalogue.guides):
        chemin = chemin_guide(guide.id)
        yield page(chemin, _page_guide, rang, source=guide.chemin, portee=TEXTES)
    for rang, modele in enumerate(world.catalogue.kit):
        chemin = f"kit/{modele.id}/"
        yield page(chemin, _page_modele, rang, source=modele.chemin, portee=TEXTES)
    for rang, texte in enumerate(world.catalogue.pages):
        yield page(f"{texte.id}/", _page_libre, rang, source=texte.chemin, portee=TEXTES)
