"""What is searched, as data: one document per record, proposal, guide, template and page.

Nothing here depends on the day: the index is kept while the texts are the same. What changes with
the day, and what lists are cut by, is in ``generator.views.catalogue_recherche``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple, cast

from msgspec.structs import replace

from generator.catalogue.records import Dossier, Texte
from generator.chemins import adresse_proposition, chemin_fiche
from generator.views.cartes import cartes
from generator.views.documents_recherche import (
    APPUYE,
    FAIBLE,
    FORT,
    NORMAL,
    Document,
    Passage,
)
from generator.views.methode import chemin_guide
from generator.views.texte_brut import morceaux, normaliser, texte
from generator.world import World, nom_a_la_date
from schemas.concertation import Concertation
from schemas.suites import Proposition, Suites

HORS_TEXTE, CONTEXTE = "hors-texte", "de"
"""Anchors after which come words that are searched but never quoted, then, for a proposal, the title
of its concertation.
"""

_CHIFFRES = "0123456789abcdefghijklmnopqrstuvwxyz"
_CODE_MIN = 3


class Entree(NamedTuple):
    """What a result belongs to: a record or a text, with its site path and its permanent code."""

    code: str
    type: str
    chemin: str
    objet: Dossier | Texte  # type: ignore[type-arg]


def entrees(world: World) -> tuple[Entree, ...]:
    """All that can be found, proposals apart: records newest first, then guides, kit and pages."""
    connues = {e.chemin: e for e in inventaire(world)}
    fiches = [connues.pop(c.url) for c in cartes(world)]
    return (*fiches, *connues.values())


def inventaire(world: World) -> tuple[Entree, ...]:
    """The same, records in the order of the catalogue: nothing that is known of them is read."""
    catalogue = world.catalogue
    objets: list[tuple[str, str, Dossier | Texte]] = [  # type: ignore[type-arg]
        ("concertation", chemin_fiche(d.id), d) for d in catalogue.concertations
    ]
    objets += [("guide", chemin_guide(g.id), g) for g in catalogue.guides]
    objets += [("modele", f"kit/{m.id}/", m) for m in catalogue.kit]
    objets += [("page", f"{p.id}/", p) for p in catalogue.pages]
    codes = _codes(chemin for _, chemin, _ in objets)
    return tuple(Entree(codes[chemin], genre, chemin, o) for genre, chemin, o in objets)


def documents(world: World) -> Iterator[Document]:
    """Every document of the index."""
    for entree in entrees(world):
        lus = (
            documents_fiche(world, entree.objet)
            if isinstance(entree.objet, Dossier)
            else documents_texte(entree)
        )
        yield from (replace(d, cle=entree.code + d.cle) for d in lus)


def documents_fiche(world: World, dossier: Dossier) -> tuple[Document, ...]:
    """Those of one record, their keys without the code of the entry."""
    return _nets(_concertation(world, dossier), *_propositions(dossier))


def documents_texte(entree: Entree) -> tuple[Document, ...]:
    """That of a guide, a template or a page, its key without the code of the entry."""
    return _nets(_texte(entree.chemin, cast("Texte[Any]", entree.objet)))


def _nets(*documents: Document) -> tuple[Document, ...]:
    """The same documents with their words as they are indexed, all made in one go."""
    bruts = [t for d in documents for t in (d.titre, *(t for p in d.passages for t in p.textes))]
    nets = iter(normaliser(bruts))
    return tuple(
        Document(d.cle, d.chemin, d.fichier, next(nets), tuple(_passages(d, nets)))
        for d in documents
    )


def _passages(document: Document, nets: Iterator[str]) -> Iterator[Passage]:
    for p in document.passages:
        titre, *blocs = islice(nets, len(p.textes))
        if titre or any(blocs):
            yield Passage(tuple(filter(None, blocs)), p.poids, p.ancre, titre)


def base36(nombre: int) -> str:
    """A number as few characters: « 149 » is « 45 »."""
    texte36 = ""
    while True:
        nombre, reste = divmod(nombre, 36)
        texte36 = _CHIFFRES[reste] + texte36
        if not nombre:
            return texte36


def _codes(chemins: Iterable[str]) -> dict[str, str]:
    """A short name for each path, that another path does not change but when the two collide."""
    pris: dict[str, str] = {}
    for chemin in sorted(chemins):
        reste = int.from_bytes(sha256(chemin.encode()).digest(), "big")
        code = ""
        while len(code) < _CODE_MIN or code in pris:
            reste, chiffre = divmod(reste, 36)
            code += _CHIFFRES[chiffre]
        pris[code] = chemin
    return {chemin: code for code, chemin in pris.items()}


def _passage(
    ancre: str, *textes: str | Iterable[str] | None, poids: float = NORMAL
) -> tuple[Passage, ...]:
    """A passage of several texts, or nothing when there are none."""
    blocs: list[str] = []
    for t in textes:
        blocs += [t] if isinstance(t, str) else (t or ())
    return (Passage(tuple(blocs), poids, ancre),) if blocs else ()


def _corps(markdown: str) -> Iterator[Passage]:
    for m in morceaux(markdown):
        yield Passage(m.blocs, NORMAL, m.ancre, m.titre)


def _concertation(world: World, dossier: Dossier) -> Document:
    f, suites = dossier.fiche, dossier.suites
    passages = (
        *_passage("", f.resume, poids=APPUYE),
        *(_suites(suites) if suites else ()),
        *_reponses(f),
        *_passage("objet", texte(f.objet), f.question_posee, texte(f.contexte_decision)),
        *_corps(dossier.corps.texte),
        *_passage("engagements", (e.texte for e in f.engagements)),
        *_passage(
            "calendrier",
            (d.titre or "" for d in f.dispositifs),
            (d.lieu or "" for d in f.dispositifs),
            (j.intitule for j in f.calendrier),
            f.dates.precision,
            (f"{g.nom} {g.fonction or ''}" for g in f.gouvernance),
        ),
        *_participants(f),
        *_passage("documents", (f"{d.titre}. {d.description or ''}" for d in f.documents)),
        *_passage("sources", f.reserves, poids=FAIBLE),
        *_passage(HORS_TEXTE, f.titres_alternatifs, f.mots_cles, poids=FORT),
        *_passage("", _reperes(world, f)),
    )
    return _document("", chemin_fiche(dossier.id), f.titre, passages)


def _reperes(world: World, f: Concertation) -> Iterator[str]:
    ref = world.catalogue.referentiels
    for cle in (f.porteur, *f.co_porteurs):
        ministere = ref.ministeres[cle]
        yield from dict.fromkeys((nom_a_la_date(ministere, f.dates.ouverture.debut), ministere.nom))
    yield from f.initiateurs
    yield from (ref.thematiques[t].nom for t in f.thematiques)
    yield from dict.fromkeys(ref.dispositifs[d.type].nom for d in f.dispositifs)
    yield from f.publics_vises
    yield f.territoire


def _suites(suites: Suites) -> tuple[Passage, ...]:
    return _passage("suites", texte(suites.synthese), suites.avertissement)


def _reponses(f: Concertation) -> tuple[Passage, ...]:
    reponse, synthese = f.reponse_du_commanditaire, f.synthese
    passages: tuple[Passage, ...] = ()
    if reponse:
        passages += _passage("reponse", reponse.signataire_fonction, texte(reponse.texte))
    if synthese:
        idees = synthese.idees_phares
        passages += _passage("citoyens", texte(synthese.texte), idees, synthese.methode)
    return passages


def _participants(f: Concertation) -> tuple[Passage, ...]:
    passages: tuple[Passage, ...] = ()
    if p := f.participants:
        passages += _passage("participants", p.mode_selection, p.repartition, p.indemnisation)
    if e := f.evaluation:
        passages += _passage("evaluation", f"{e.type}, {e.auteur}", e.enseignements)
    return passages


def _propositions(dossier: Dossier) -> Iterator[Document]:
    """One document per proposal; a measure that answers several is found by each of them."""
    suites = dossier.suites
    if suites is None:
        return
    mesures: dict[str, list[str]] = {}
    for m in suites.mesures:
        for reference in m.propositions:
            mesures.setdefault(reference, []).append(f"{m.intitule}. {m.description or ''}")
    contexte = Passage((dossier.fiche.titre,), FAIBLE, CONTEXTE)
    for rang, p in enumerate(suites.propositions):
        passages = (*_proposition(p, mesures.get(p.reference, [])), contexte)
        chemin = adresse_proposition(dossier.id, p.reference, rang)
        yield _document(f"-{base36(rang)}", chemin, p.intitule, passages)


def _proposition(p: Proposition, mesures: list[str]) -> tuple[Passage, ...]:
    fidelite = p.fidelite.explication if p.fidelite else None
    return (
        *_passage("", p.texte_integral),
        *_passage("", p.reponse_motivee, fidelite, p.mise_en_oeuvre_detail, p.motif_changement),
        *_passage("", (f"{x.intitule} {x.reference or ''}" for x in p.leviers), mesures),
        *_passage("", (j.intitule for j in p.jalons), (x.titre for x in p.preuves)),
        *_passage("", (a.avis for a in p.appreciations), poids=FAIBLE),
        *_passage(HORS_TEXTE, p.objectif, p.theme, p.pilote, p.reference),
    )


def _texte(chemin: str, objet: Texte[Any]) -> Document:
    passages = (
        *_passage("", objet.fiche.resume, poids=APPUYE),
        *_corps(objet.corps.texte),
        *_passage("documents", (d.titre for d in getattr(objet.fiche, "documents", ()))),
    )
    return _document("", chemin, objet.fiche.titre, passages)


def _document(cle: str, chemin: str, titre: str, passages: tuple[Passage, ...]) -> Document:
    page, _, ancre = chemin.partition("#")
    return Document(cle, chemin, f"{page}{ancre or 'index'}.html", titre, passages)
