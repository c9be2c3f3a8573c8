"""What the board prints, as data: shares with their denominators, and lines of tables."""

from __future__ import annotations

from msgspec import Struct

from generator import francais
from generator.indicateurs import Indicateurs
from generator.views.base import Lien
from generator.views.listes import Pagination
from generator.views.propositions import Segment

REPONDUES = "concertations closes avec une réponse connue, d’ensemble ou à au moins une proposition"
AVEC_REPONSE = "propositions avec une réponse connue"


class Part(Struct, frozen=True):
    """A share: « 24 sur 54 », « 44 % », what it counts, its definition and the list behind it."""

    valeur: str
    sur: str
    pourcent: str
    libelle: str
    chemin: str


class LigneBilan(Struct, frozen=True):
    """One ministry, theme or year in a table."""

    titre: str
    chemin: str
    closes: str
    repondues: str
    propositions: str
    retenues: str
    refusees: str
    realisees: str
    inconnues: str
    delai: str


class Cellule(Struct, frozen=True):
    """A count and where its proposals are (no path for zero)."""

    nombre: int
    chemin: str


class LigneConcertation(Struct, frozen=True):
    """One concertation in the table behind a figure."""

    titre: str
    chemin: str
    statut: str
    propositions: Cellule
    retenues: tuple[Cellule, ...]
    refusees: Cellule
    a_l_etude: Cellule
    realisees: Cellule
    inconnues: tuple[Cellule, ...]
    delai: str


class BilanView(Struct, frozen=True):
    """One page of the board."""

    titre: str
    intro: str
    parts: tuple[Part, ...]
    delai: str
    decisions: tuple[Segment, ...]
    mises_en_oeuvre: tuple[Segment, ...]
    propositions: int
    retenues: int
    lignes: tuple[LigneConcertation, ...]
    pagination: Pagination | None
    coupes: tuple[Lien, ...]
    liste: Lien | None
    reserve: str


class TableauBilan(Struct, frozen=True):
    """The same figures for every ministry, theme or year."""

    titre: str
    intro: str
    entete: str
    lignes: tuple[LigneBilan, ...]
    total: LigneBilan
    coupes: tuple[Lien, ...]


def parts(i: Indicateurs, chemin: str) -> tuple[Part, ...]:
    """The figures of a set, each with its denominator and the list behind it."""

    def part(valeur: int, sur: int, libelle: str) -> Part:
        return Part(
            francais.nombre(valeur),
            francais.nombre(sur),
            francais.pourcent(valeur, sur),
            libelle,
            chemin,
        )

    return (
        part(i.repondues, i.closes, REPONDUES),
        part(i.avec_reponse, i.propositions, AVEC_REPONSE),
        part(i.retenues, i.propositions, "propositions retenues, en tout ou en partie"),
        part(i.refusees_motivees, i.refusees, "refus motivés, parmi les propositions non retenues"),
        part(
            i.realisees_prouvees,
            i.retenues,
            "réalisées avec preuve, parmi les propositions retenues",
        ),
        part(i.inconnues, i.propositions, "propositions dont la réponse n’a pas été trouvée"),
        part(i.remplis, i.attendus, "rubriques renseignées dans les fiches"),
    )


def delai(i: Indicateurs) -> str:
    """« 41 jours (médiane sur 12 concertations) », or ""."""
    if i.delai_median is None:
        return ""
    jours = francais.decimal(i.delai_median)
    concertations = francais.pluriel(i.delais, "concertation")
    return f"{jours} jour{'s' if i.delai_median >= 2 else ''} (médiane sur {concertations})"  # noqa: PLR2004 - French plural


def _sur(valeur: int, total: int) -> str:
    if total == 0:
        return "–"
    return f"{francais.nombre(valeur)} sur {francais.nombre(total)}"


def ligne(titre: str, chemin: str, i: Indicateurs) -> LigneBilan:
    """One line of a table: the figures of a set, each with its denominator."""
    mediane = (
        f"{francais.decimal(i.delai_median)} j (n = {i.delais})"
        if i.delai_median is not None
        else "–"
    )
    return LigneBilan(
        titre,
        chemin,
        francais.nombre(i.closes),
        _sur(i.repondues, i.closes),
        francais.nombre(i.propositions),
        _sur(i.retenues, i.propositions),
        _sur(i.refusees_motivees, i.refusees),
        _sur(i.realisees_prouvees, i.retenues),
        _sur(i.inconnues, i.propositions),
        mediane,
    )
