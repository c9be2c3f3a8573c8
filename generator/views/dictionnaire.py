"""The data dictionary, as pages: one for each table."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator import francais
from generator.donnees import adresses
from generator.donnees.dictionnaire import nom_du_type, origine
from generator.donnees.tables import tables
from generator.views.base import (
    ACCUEIL,
    COMMUN,
    DONNEES,
    Contenu,
    Etiquette,
    Gabarit,
    Lien,
    Output,
    PageMeta,
    etiquette,
    page,
)
from generator.views.donnees_commun import Code, FichierView, chemin_table, fichier_view
from generator.world import World

_DICTIONNAIRE = Lien("Dictionnaire", adresses.PAGE_DICTIONNAIRE)


class ColonneView(Struct, frozen=True):
    """One row of the dictionary."""

    nom: Code
    titre: str
    description: str
    type: str
    obligatoire: str
    valeurs: tuple[Etiquette, ...]
    exemple: Code
    origine: str


class TableView(Struct, frozen=True):
    """One table of the dictionary."""

    titre: str
    description: str
    cle: tuple[str, ...]
    parent: Lien | None
    csv: str
    schema: str
    lignes: str
    colonnes: tuple[ColonneView, ...]


class DictionnaireView(Struct, frozen=True):
    """The tables, by name."""

    tables: tuple[FichierView, ...]


def _page_dictionnaire(_world: World, totaux: tuple[int, ...]) -> Contenu:
    vue = DictionnaireView(tuple(map(fichier_view, tables(), totaux)))
    meta = PageMeta(
        titre="Dictionnaire des données",
        description="Chaque table des données ouvertes, et ce que veut dire chacune de ses colonnes.",
        chemin=_DICTIONNAIRE.chemin,
        fil=(ACCUEIL, DONNEES, _DICTIONNAIRE),
        menu_actif=DONNEES.chemin,
    )
    return Gabarit("pages/dictionnaire.html.j2", meta, vue)


def _page_table(_world: World, rang: int, total: int) -> Contenu:
    table = tables()[rang]
    parent = None
    if table.parent:
        mere = next(t for t in tables() if t.nom == table.parent[0])
        parent = Lien(mere.nom, chemin_table(mere))
    vue = TableView(
        table.titre,
        table.description,
        table.cle,
        parent,
        adresses.csv(table.nom),
        adresses.schema(table.nom),
        francais.pluriel(total, "ligne"),
        tuple(
            ColonneView(
                Code(c.nom),
                c.champ.nom,
                c.champ.description,
                nom_du_type(c),
                c.obligation,
                tuple(etiquette(v) for v in c.champ.valeurs),
                Code(c.exemple),
                origine(table, c),
            )
            for c in table.colonnes
        ),
    )
    chemin = chemin_table(table)
    meta = PageMeta(
        titre=f"Dictionnaire : {table.nom}",
        description=f"{table.titre} : ce que veut dire chaque colonne.",
        chemin=chemin,
        fil=(ACCUEIL, DONNEES, _DICTIONNAIRE, Lien(table.nom, chemin)),
        menu_actif=DONNEES.chemin,
    )
    return Gabarit("pages/dictionnaire-table.html.j2", meta, vue)


def sorties(_world: World, totaux: tuple[int, ...]) -> Iterator[Output]:
    """The dictionary, and one page a table; ``totaux`` are the numbers of their rows."""
    yield page(_DICTIONNAIRE.chemin, _page_dictionnaire, totaux, portee=COMMUN)
    for rang, (table, total) in enumerate(zip(tables(), totaux, strict=True)):
        yield page(chemin_table(table), _page_table, rang, total, portee=COMMUN)
