"""The journal: what changed in the catalogue, day by day, and the history of each record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from generator import francais
from generator.catalogue.records import Dossier
from generator.chemins import adresse_proposition, chemin_fiche
from generator.history.model import Changement, Commit, Nature
from generator.views.base import (
    ACCUEIL,
    COMMUN,
    CONCERTATIONS,
    Contenu,
    Gabarit,
    Lien,
    Output,
    PageMeta,
)
from generator.views.base import page as sortie
from generator.views.cartes import carte, references
from generator.views.journal_modele import (
    EntreeView,
    HistoriqueView,
    JournalView,
    JourView,
    PhraseView,
)
from generator.views.listes import chemin_page, paginer
from generator.world import World

JOURNAL = Lien("Journal", "journal/")
PAR_PAGE = 50
"""Entries on a page of the journal, changes on a page of the history of a record."""
PHRASES_MAX = 4
"""Changes of an entry of the journal; the others are counted, and lead to the record's history."""
SUR_LA_FICHE = 5
_PARIS = ZoneInfo("Europe/Paris")
_INTRO = (
    "Ce qui a changé dans le catalogue, du plus récent au plus ancien. La date est celle de la "
    "publication ici, non celle du fait. Ce journal est calculé à partir des versions successives "
    "des fichiers ; personne ne l’écrit à la main."
)
_ILLISIBLE = Nature.VERSION_ILLISIBLE


def _absence(world: World) -> str:
    raison = world.historique.absence
    return francais.phrase(f"L’historique n’est pas disponible : {raison}") if raison else ""


def _reserve(world: World) -> str:
    if not world.historique.partiel:
        return ""
    return "Les versions les plus anciennes n’ont pas été lues : ce qui les précède manque ici."


def _jour(instant: datetime) -> date:
    return instant.astimezone(_PARIS).date()


def _adresse_commit(world: World, commit: Commit) -> str:
    depot = world.catalogue.site.depot
    return f"{depot.url.rstrip('/')}/commit/{commit.sha}" if depot else ""


class _Sujets:
    """Titles and addresses of records and guides, and places of proposals."""

    def __init__(self, world: World) -> None:
        self._world = world

    @cached_property
    def _guides(self) -> dict[str, str]:
        return {g.id: g.fiche.titre for g in self._world.catalogue.guides}

    def lien(self, changement: Changement) -> Lien:
        """The record or the guide, with an empty address when it is gone."""
        sujet = changement.sujet
        if changement.guide:
            present = sujet in self._guides
            titre = self._guides.get(sujet, sujet)
            return Lien(f"Guide : {titre}", f"guides/{sujet}/" if present else "")
        dossier = self._world.catalogue.par_id.get(sujet)
        if dossier is None:
            return Lien(f"« {sujet} »", "")
        return Lien(carte(self._world, dossier).titre, chemin_fiche(sujet))

    def proposition(self, changement: Changement) -> str:
        """Address of the proposal that a change is about, "" when it is no longer there."""
        dossier = self._world.catalogue.par_id.get(changement.sujet)
        if changement.guide or not changement.reference or not dossier:
            return ""
        citees = references(self._world, dossier)
        if changement.reference not in citees:
            return ""
        rang = citees.index(changement.reference)
        return adresse_proposition(dossier.id, changement.reference, rang)


def _phrase(world: World, sujets: _Sujets, changement: Changement) -> PhraseView:
    return PhraseView(
        changement.phrase,
        francais.jour(_jour(changement.commit.date)),
        sujets.proposition(changement),
        _adresse_commit(world, changement.commit),
        changement.commit.sha[:10],
        changement.nature is _ILLISIBLE,
    )


def _recents(changements: Iterable[Changement]) -> list[Changement]:
    """Newest first by day; within a commit, in the order of its files."""
    lots = [list(lot) for _, lot in groupby(changements, key=lambda c: c.commit.sha)]
    lots.sort(key=lambda lot: lot[0].commit.date)
    return [c for lot in reversed(lots) for c in lot]


def _entrees(world: World) -> list[tuple[date, EntreeView]]:
    sujets = _Sujets(world)
    entrees = []
    recents = _recents(world.historique.changements)
    for (_, guide, identifiant), groupe in groupby(
        recents, key=lambda c: (c.commit.sha, c.guide, c.sujet)
    ):
        lot = list(groupe)
        lien = sujets.lien(lot[0])
        reste = len(lot) - PHRASES_MAX if len(lot) > PHRASES_MAX + 1 else 0
        dites = lot[: len(lot) - reste]
        suite = "" if guide or not lien.chemin else chemin_historique(identifiant)
        entree = EntreeView(
            lien.titre,
            lien.chemin,
            tuple(_phrase(world, sujets, c) for c in dites),
            f"et {francais.nombre(reste)} autres changements" if reste else "",
            suite,
            _adresse_commit(world, lot[0].commit),
            lot[0].commit.sha[:10],
        )
        entrees.append((_jour(lot[0].commit.date), entree))
    return entrees


def chemin_historique(identifiant: str) -> str:
    """Site path of the history of a record that has more changes than its page shows."""
    return f"{chemin_fiche(identifiant)}historique/"


def _page_journal(
    world: World, numero: int, total: int, compte: int, lot: tuple[tuple[date, EntreeView], ...]
) -> Contenu:
    chemin = chemin_page(JOURNAL.chemin, numero)
    jours = tuple(
        JourView(francais.jour(jour), tuple(entree for _, entree in groupe))
        for jour, groupe in groupby(lot, key=lambda couple: couple[0])
    )
    vue = JournalView(
        _INTRO,
        _absence(world),
        _reserve(world),
        francais.pluriel(compte, "entrée"),
        jours,
        paginer(JOURNAL.chemin, numero, total),
    )
    fil = (ACCUEIL, JOURNAL)
    meta = PageMeta(
        titre="Journal du catalogue" + (f" (page {numero} sur {total})" if numero > 1 else ""),
        description="Ce qui a changé dans le catalogue des concertations citoyennes, jour par jour.",
        chemin=chemin,
        fil=fil if numero == 1 else (*fil, Lien(f"Page {numero}", chemin)),
    )
    return Gabarit("pages/journal.html.j2", meta, vue)


def historique_fiche(world: World, identifiant: str) -> HistoriqueView:
    """The last changes of a record, for its page."""
    tous = _de_la_fiche(world, identifiant)
    sujets = _Sujets(world)
    suite = None
    if len(tous) > SUR_LA_FICHE:
        suite = Lien(
            f"Voir les {francais.nombre(len(tous))} changements", chemin_historique(identifiant)
        )
    return HistoriqueView(
        "",
        Lien("", chemin_fiche(identifiant)),
        _absence(world),
        _reserve(world),
        tuple(_phrase(world, sujets, c) for c in tous[:SUR_LA_FICHE]),
        suite,
    )


def _de_la_fiche(world: World, identifiant: str) -> list[Changement]:
    tous = world.historique.par_sujet.get(identifiant, ())
    return _recents(c for c in tous if not c.guide)


def _page_historique(world: World, identifiant: str, numero: int, total: int) -> Contenu:
    base = chemin_historique(identifiant)
    chemin = chemin_page(base, numero)
    titre = world.catalogue.par_id[identifiant].fiche.titre
    sujets = _Sujets(world)
    lot = _de_la_fiche(world, identifiant)[(numero - 1) * PAR_PAGE : numero * PAR_PAGE]
    fiche = Lien(francais.abreger(titre, 60), chemin_fiche(identifiant))
    vue = HistoriqueView(
        titre,
        fiche,
        "",
        _reserve(world),
        tuple(_phrase(world, sujets, c) for c in lot),
        pagination=paginer(base, numero, total),
    )
    fil = [ACCUEIL, CONCERTATIONS, fiche, Lien("Historique", base)]
    if numero > 1:
        fil.append(Lien(f"Page {numero}", chemin))
    suffixe = f" (page {numero} sur {total})" if numero > 1 else ""
    meta = PageMeta(
        titre=f"Historique : {titre}{suffixe}",
        description=f"Ce qui a changé dans la fiche et les suites de : {francais.abreger(titre, 120)}",
        chemin=chemin,
        fil=tuple(fil),
        menu_actif=CONCERTATIONS.chemin,
    )
    return Gabarit("pages/historique.html.j2", meta, vue)


def sorties(world: World) -> Iterator[Output]:
    """The journal."""
    entrees = _entrees(world)
    total = max(1, -(-len(entrees) // PAR_PAGE))
    for numero in range(1, total + 1):
        lot = tuple(entrees[(numero - 1) * PAR_PAGE : numero * PAR_PAGE])
        chemin = chemin_page(JOURNAL.chemin, numero)
        yield sortie(chemin, _page_journal, numero, total, len(entrees), lot, portee=COMMUN)


def sorties_fiche(world: World, dossier: Dossier) -> Iterator[Output]:
    """The history of a record that changed much."""
    changements = _de_la_fiche(world, dossier.id)
    if len(changements) <= SUR_LA_FICHE:
        return
    pages = -(-len(changements) // PAR_PAGE)
    for numero in range(1, pages + 1):
        chemin = chemin_page(chemin_historique(dossier.id), numero)
        arguments = (dossier.id, numero, pages)
        yield sortie(chemin, _page_historique, *arguments, source=dossier.chemin, portee=dossier.id)
