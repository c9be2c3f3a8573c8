"""The letter: what this catalogue published over a period. One page a month, once it is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from msgspec import Struct

from generator import francais
from generator.events import Evenement, TypeEvenement
from generator.events.liste import Annonce, Liste, Mention, lire_annonce, microsecondes
from generator.events.model import minuit
from generator.events.retours import fin_de_mois
from generator.par_fiche import Citation
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
    TypeEvenement.AVANCEMENT: "Évolution des suites",
    TypeEvenement.ECHEANCE_DEPASSEE: "Échéances dépassées",
    TypeEvenement.REPORT: "Dates déplacées",
    TypeEvenement.ABANDON: "Abandons",
    TypeEvenement.SYNTHESE: "Synthèses publiées",
    TypeEvenement.CLOTURE: "Concertations closes",
    TypeEvenement.FICHE_CREEE: "Nouvelles fiches",
    TypeEvenement.FICHE_COMPLETEE: "Fiches complétées ou corrigées",
    TypeEvenement.GUIDE: "Guides",
}


class LigneLettre(Struct, frozen=True):
    """One event in a letter."""

    titre: str
    chemin: str
    phrase: str


class SectionLettre(Struct, frozen=True):
    """The events of one kind; ``autres`` is how many are not printed."""

    titre: str
    lignes: tuple[LigneLettre, ...]
    autres: int


class Lettre(Struct, frozen=True):
    """A letter, whatever its form."""

    titre: str
    intro: str
    sections: tuple[SectionLettre, ...]


class LettresView(Struct, frozen=True):
    """The index of the monthly letters, newest first; ``prochaine`` says when the next one comes."""

    lettres: tuple[Lien, ...]
    prochaine: str
    flux: Lien


E = TypeVar("E", Evenement, Mention)


def choisir(
    du_temps: Sequence[E], maximum: int | None = None
) -> tuple[tuple[TypeEvenement, tuple[E, ...], int], ...]:
    """The events of a time, oldest first, by kind: those that are printed, and how many are not."""
    par_type: dict[TypeEvenement, list[E]] = {}
    for evenement in du_temps:
        par_type.setdefault(evenement.type, []).append(evenement)
    return tuple(
        (type_, tuple(lot[:maximum]), len(lot[maximum:]) if maximum else 0)
        for type_ in TITRES
        if (lot := par_type.get(type_, []))
    )


def composer(
    titre: str,
    periode: tuple[date, date],
    nombre: int,
    sections: Iterable[tuple[TypeEvenement, Iterable[Evenement | Annonce], int]],
) -> Lettre:
    """The letter of a period, both days included, that has ``nombre`` events."""
    compte = francais.pluriel(nombre, "nouvelle")
    quand = f"du {francais.jour(periode[0])} au {francais.jour(periode[1])}"
    intro = f"{compte} {quand}." if nombre else f"Rien de nouveau {quand}."
    imprimees = tuple(
        SectionLettre(
            TITRES[type_], tuple(LigneLettre(e.titre, e.lien, e.phrase) for e in lot), autres
        )
        for type_, lot, autres in sections
    )
    return Lettre(titre, intro, imprimees)


class Brouillon(Struct, frozen=True):
    """The letter of a month, whose events are named and not read yet."""

    premier: date
    nombre: int
    sections: tuple[tuple[TypeEvenement, tuple[Citation | Annonce, ...], int], ...]

    @property
    def titre(self) -> str:
        """Its title."""
        return f"Lettre {francais.de(nom_du_mois(self.premier))}"

    def rediger(self, world: World) -> Lettre:
        """The letter."""
        periode = (self.premier, fin_de_mois(self.premier))
        lues = (
            (type_, (lire_annonce(world, x) for x in lot), autres)
            for type_, lot, autres in self.sections
        )
        return composer(self.titre, periode, self.nombre, lues)


def brouillons(liste: Liste, jour: date) -> tuple[Brouillon, ...]:
    """The letters of the months over on ``jour`` that have events, newest first.

    A date that moved and came back as it was within the month is not news of it.
    """
    trouves = []
    mentions = liste.mentions
    while mentions:
        premier = mentions[0].publie.date().replace(day=1)
        debut = microsecondes(minuit(premier))
        fin = next((r for r, m in enumerate(mentions) if m.instant < debut), len(mentions))
        du_mois, mentions = [m for m in mentions[:fin] if not m.annulee], mentions[fin:]
        if du_mois and fin_de_mois(premier) < jour:
            sections = tuple(
                (type_, liste.annonces(lot), autres)
                for type_, lot, autres in choisir(du_mois[::-1], PAR_SECTION)
            )
            trouves.append(Brouillon(premier, len(du_mois), sections))
    return tuple(trouves)


def nom_du_mois(premier: date) -> str:
    """« novembre 2026 »."""
    return francais.partielle(DatePartielle(f"{premier:%Y-%m}", premier, fin_de_mois(premier)))


def chemin_lettre(premier: date) -> str:
    """Site path of the letter of a month."""
    return f"{INDEX.chemin}{premier:%Y-%m}/"


def _page(world: World, brouillon: Brouillon) -> Contenu:
    lettre = brouillon.rediger(world)
    chemin = chemin_lettre(brouillon.premier)
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


def sorties(world: World, lettres: tuple[Brouillon, ...]) -> Iterator[Output]:
    """The index of the letters and a page for each month that is over."""
    prochaine = fin_de_mois(world.jour) + timedelta(days=1)
    mois = tuple(x.premier for x in lettres)
    yield page(INDEX.chemin, _index, mois, prochaine, portee=COMMUN)
    for brouillon in lettres:
        yield page(chemin_lettre(brouillon.premier), _page, brouillon, portee=COMMUN)
