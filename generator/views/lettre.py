"""The letter: what this catalogue published over a period. One page a month, once it is over."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator import francais
from generator.events import Evenement, TypeEvenement
from generator.events.dossier import le_jour
from generator.views.base import ACCUEIL, COMMUN, Contenu, Gabarit, Lien, Output, PageMeta, page
from generator.views.flux import LETTRES, flux_liens
from generator.world import World
from schemas.dates import DatePartielle

SUIVRE = Lien("Suivre", "suivre/")
INDEX = Lien("Lettres mensuelles", "lettres/")
PAR_SECTION = 50
"""Lines of a section on a page; the rest is counted, and stays in the feeds."""
TITRES = {
    TypeEvenement.OUVERTURE: "On peut participer",
    TypeEvenement.CLOTURE_PROCHE: "Clôtures proches",
    TypeEvenement.ANNONCE: "Concertations annoncées",
    TypeEvenement.REPONSE: "Réponses de l’État",
    TypeEvenement.DECISION: "Décisions sur des propositions",
    TypeEvenement.REALISATION: "Propositions réalisées, preuve à l’appui",
    TypeEvenement.AVANCEMENT: "Avancement des suites",
    TypeEvenement.ECHEANCE_DEPASSEE: "Échéances dépassées",
    TypeEvenement.REPORT: "Dates déplacées",
    TypeEvenement.ABANDON: "Abandons",
    TypeEvenement.SYNTHESE: "Synthèses publiées",
    TypeEvenement.CLOTURE: "Concertations closes",
    TypeEvenement.FICHE_CREEE: "Nouvelles fiches",
    TypeEvenement.FICHE_COMPLETEE: "Fiches complétées ou corrigées",
    TypeEvenement.GUIDE: "Guides",
}


@dataclass(frozen=True, slots=True)
class LigneLettre:
    """One event in a letter."""

    titre: str
    chemin: str
    phrase: str


@dataclass(frozen=True, slots=True)
class SectionLettre:
    """The events of one kind; ``autres`` is how many are not printed."""

    titre: str
    lignes: tuple[LigneLettre, ...]
    autres: int


@dataclass(frozen=True, slots=True)
class Lettre:
    """A letter, whatever its form."""

    titre: str
    intro: str
    sections: tuple[SectionLettre, ...]


@dataclass(frozen=True, slots=True)
class LettresView:
    """The index of the monthly letters, newest first; ``prochaine`` says when the next one comes."""

    lettres: tuple[Lien, ...]
    prochaine: str
    flux: Lien


def composer(
    evenements: tuple[Evenement, ...],
    titre: str,
    periode: tuple[date, date],
    maximum: int | None = None,
) -> Lettre:
    """The letter of the events published from a day to another, both included.

    ``maximum`` bounds the lines of each section.
    """
    debut, fin = periode
    du_temps = [e for e in reversed(evenements) if debut <= le_jour(e) <= fin]
    sections = []
    for type_, nom in TITRES.items():
        lignes = tuple(LigneLettre(e.titre, e.lien, e.phrase) for e in du_temps if e.type is type_)
        if lignes:
            gardees = lignes[:maximum]
            sections.append(SectionLettre(nom, gardees, len(lignes) - len(gardees)))
    compte = francais.pluriel(len(du_temps), "nouvelle")
    quand = f"du {francais.jour(debut)} au {francais.jour(fin)}"
    intro = f"{compte} {quand}." if du_temps else f"Rien de nouveau {quand}."
    return Lettre(titre, intro, tuple(sections))


def fin_de_mois(premier: date) -> date:
    """The last day of the month of a day."""
    return premier.replace(day=calendar.monthrange(premier.year, premier.month)[1])


def mois_finis(evenements: tuple[Evenement, ...], jour: date) -> tuple[date, ...]:
    """The first day of each month over on ``jour`` that has events, newest first."""
    mois = {le_jour(e).replace(day=1) for e in evenements}
    return tuple(sorted((m for m in mois if fin_de_mois(m) < jour), reverse=True))


def nom_du_mois(premier: date) -> str:
    """« novembre 2026 »."""
    return francais.partielle(DatePartielle(f"{premier:%Y-%m}", premier, fin_de_mois(premier)))


def lettre_du_mois(
    evenements: tuple[Evenement, ...], premier: date, maximum: int | None = PAR_SECTION
) -> Lettre:
    """The letter of one month."""
    titre = f"Lettre {francais.de(nom_du_mois(premier))}"
    return composer(evenements, titre, (premier, fin_de_mois(premier)), maximum)


def chemin_lettre(premier: date) -> str:
    """Site path of the letter of a month."""
    return f"{INDEX.chemin}{premier:%Y-%m}/"


def _page(_world: World, premier: date, lettre: Lettre) -> Contenu:
    chemin = chemin_lettre(premier)
    meta = PageMeta(
        titre=lettre.titre,
        description=f"{lettre.titre} du catalogue des concertations citoyennes : {lettre.intro}",
        chemin=chemin,
        fil=(ACCUEIL, SUIVRE, INDEX, Lien(lettre.titre, chemin)),
        menu_actif=SUIVRE.chemin,
        flux=flux_liens(LETTRES, INDEX.titre),
        og_type="article",
    )
    return Gabarit("pages/lettre.html.j2", meta, lettre)


def _index(_world: World, mois: tuple[date, ...], prochaine: date) -> Contenu:
    vue = LettresView(
        tuple(Lien(f"Lettre {francais.de(nom_du_mois(m))}", chemin_lettre(m)) for m in mois),
        francais.jour(prochaine),
        Lien("Flux des lettres mensuelles", f"{LETTRES}.atom"),
    )
    meta = PageMeta(
        titre=INDEX.titre,
        description="Chaque mois, ce que le catalogue des concertations citoyennes a publié.",
        chemin=INDEX.chemin,
        fil=(ACCUEIL, SUIVRE, INDEX),
        menu_actif=SUIVRE.chemin,
        flux=flux_liens(LETTRES, INDEX.titre),
    )
    return Gabarit("pages/lettres.html.j2", meta, vue)


def sorties(world: World, evenements: tuple[Evenement, ...]) -> Iterator[Output]:
    """The index of the letters and a page for each month that is over."""
    mois = mois_finis(evenements, world.jour)
    prochaine = fin_de_mois(world.jour) + timedelta(days=1)
    yield page(INDEX.chemin, _index, mois, prochaine, portee=COMMUN)
    for premier in mois:
        lettre = lettre_du_mois(evenements, premier)
        yield page(chemin_lettre(premier), _page, premier, lettre, portee=COMMUN)
