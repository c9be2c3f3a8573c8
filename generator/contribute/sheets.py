"""A table read from a file: its cells, each with its place, whatever the format it came in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field

from generator.catalogue.hints import nearest, plain
from generator.contribute.tables import (
    ENTETE_PARENT,
    FEUILLES,
    INTERIEURES,
    PARENT,
    PROPOSITIONS,
    Feuille,
    entetes,
)

_NUMERO = re.compile(r"(.+?) (\d{1,3}) – (.+)")
_CLE_NUMEROTEE = re.compile(r"([a-z_]+)\.(\d{1,3})\.([a-z_.]+)")


class Lieu(Struct, frozen=True, order=True):
    """Where a cell is; sorts as people read. ``ligne`` is 1-based, as spreadsheets number it."""

    feuille: str
    ligne: int
    colonne: int

    def __str__(self) -> str:
        ou = f"{lettres(self.colonne)}{self.ligne}" if self.colonne else f"ligne {self.ligne}"
        return f"{self.feuille}!{ou}" if self.feuille else ou


class Faute(Struct, frozen=True):
    """One problem of a table: the cell, the field it holds, what is wrong and how to mend it."""

    lieu: Lieu
    champ: str
    message: str
    aide: str = ""

    def __str__(self) -> str:
        tete = f"{self.lieu} : " + (f"« {self.champ} » : " if self.champ else "")
        return f"{tete}{self.message}" + (f"\n    aide : {self.aide}" if self.aide else "")


class Cellule(Struct, frozen=True):
    """The text of a cell, its place, and why it could not be read ("" when it could).

    ``nombre``: the spreadsheet holds a number there, and not the digits that were typed.
    """

    texte: str
    lieu: Lieu
    faute: str = ""
    nombre: bool = False


class Ligne(Struct, frozen=True):
    """One row: its cells by column name; columns that the file lacks are not there."""

    lieu: Lieu
    cellules: Mapping[str, Cellule]

    @property
    def vide(self) -> bool:
        """Whether no cell holds anything."""
        return not any(c.texte or c.faute for c in self.cellules.values())


class Tableaux(Struct):
    """The rows of each sheet that the file has (by path in the data), and what is wrong."""

    lignes: dict[tuple[str, ...], list[Ligne]] = field(default_factory=dict)
    fautes: list[Faute] = field(default_factory=list)
    ignorees: list[str] = field(default_factory=list)


def lettres(colonne: int) -> str:
    """The letters of a 1-based column: 28 is AB."""
    nom = ""
    while colonne:
        colonne, reste = divmod(colonne - 1, 26)
        nom = chr(ord("A") + reste) + nom
    return nom


def feuille_nommee(titre: str) -> Feuille | None:
    """The sheet of a name, as people may retype it."""
    return next((f for f in FEUILLES if plain(f.titre) == plain(titre)), None)


def feuille_meconnue(titre: str, rang: Sequence[str]) -> Feuille | None:
    """The sheet that an unknown one must be, by its name or by most of its headings (``rang``)."""
    proche = nearest(titre, [f.titre for f in FEUILLES])
    if proche:
        return feuille_nommee(proche)
    textes = {plain(t) for t in rang} - {""}
    communs = {f.titre: len(textes & _noms(f).keys()) for f in FEUILLES}
    titre, nombre = max(communs.items(), key=lambda paire: paire[1])
    return feuille_nommee(titre) if nombre > 1 and nombre * 2 > len(textes) else None


def _noms(feuille: Feuille) -> dict[str, str]:
    """Column names by what may head a column: its name or its French heading."""
    return {plain(texte): cle for cle, entete in entetes(feuille) for texte in (cle, entete)}


def ranger(tableaux: Tableaux, feuille: Feuille, rangs: Sequence[Sequence[Cellule]]) -> None:
    """Read the rows of a sheet of a workbook; the first holds the headings."""
    noms = _noms(feuille)
    cles = _entetes(tableaux, rangs, lambda texte: noms.get(plain(texte)), feuille)
    lignes = tableaux.lignes.setdefault(feuille.chemin, [])
    for rang in rangs[1:]:
        cellules = {cles[n]: c for n, c in enumerate(rang) if cles.get(n)}
        ligne = Ligne(_debut(rang), cellules)
        _hors_colonnes(tableaux, rang, cles)
        if not ligne.vide:
            lignes.append(ligne)


def ranger_numerotees(tableaux: Tableaux, rangs: Sequence[Sequence[Cellule]]) -> None:
    """Read the only table of a CSV: what a proposal has several of is in numbered columns."""
    cles = _entetes(tableaux, rangs, _cle_de_csv, PROPOSITIONS)
    numeros = sorted(
        {(f, n) for cle in cles.values() if (f := _partie(cle)[0]) and (n := _partie(cle)[1])}
    )
    tableaux.lignes[PROPOSITIONS.chemin] = []
    for nom in {f for f, _ in numeros}:
        tableaux.lignes[PROPOSITIONS.chemin[0], nom] = []
    for rang in rangs[1:]:
        _hors_colonnes(tableaux, rang, cles)
        parties = [(_partie(cles[n]), c) for n, c in enumerate(rang) if cles.get(n)]
        ligne = Ligne(_debut(rang), {cle: c for (f, _, cle), c in parties if not f})
        if Ligne(ligne.lieu, {str(n): c for n, (_, c) in enumerate(parties)}).vide:
            continue
        tableaux.lignes[PROPOSITIONS.chemin].append(ligne)
        parent = ligne.cellules.get(PROPOSITIONS.nom, Cellule("", ligne.lieu))
        for nom, numero in numeros:
            cellules = {cle: c for (f, n, cle), c in parties if (f, n) == (nom, numero)}
            interieure = Ligne(ligne.lieu, cellules)
            if not interieure.vide:
                avec_parent = Ligne(ligne.lieu, {PARENT: parent, **cellules})
                tableaux.lignes[PROPOSITIONS.chemin[0], nom].append(avec_parent)


def _debut(rang: Sequence[Cellule]) -> Lieu:
    premier = rang[0].lieu if rang else Lieu("", 1, 0)
    return Lieu(premier.feuille, premier.ligne, 0)


def _partie(cle: str) -> tuple[str, int, str]:
    """Inner list, number and column of a CSV column; ("", 0, column) for the proposal itself."""
    trouve = _CLE_NUMEROTEE.fullmatch(cle)
    return (trouve[1], int(trouve[2]), trouve[3]) if trouve else ("", 0, cle)


def cle_numerotee(feuille: Feuille, numero: int, cle: str) -> str:
    """The name of a numbered column: ``preuves.1.titre``."""
    return f"{feuille.chemin[-1]}.{numero}.{cle}"


def entete_numerotee(feuille: Feuille, numero: int, entete: str) -> str:
    """The heading of a numbered column: « Preuves 1 – Titre »."""
    return f"{feuille.titre} {numero} – {entete}"


def _cle_de_csv(texte: str) -> str | None:
    if cle := _noms(PROPOSITIONS).get(plain(texte)):
        return cle
    trouve = _NUMERO.fullmatch(texte) or _CLE_NUMEROTEE.fullmatch(texte)
    if not trouve:
        return None
    liste, numero, colonne = trouve.groups()
    for feuille in INTERIEURES:
        if plain(liste) in {plain(feuille.titre), plain(feuille.chemin[-1])}:
            cle = _noms(feuille).get(plain(colonne))
            return cle_numerotee(feuille, int(numero), cle) if cle and cle != PARENT else None
    return None


def _entetes(
    tableaux: Tableaux,
    rangs: Sequence[Sequence[Cellule]],
    chercher: Callable[[str], str | None],
    feuille: Feuille,
) -> dict[int, str]:
    """Column names by rank; unknown and repeated headings are faults, and so is a missing one."""
    cles: dict[int, str] = {}
    for n, cellule in enumerate(rangs[0] if rangs else ()):
        if not cellule.texte:
            continue
        cle = chercher(cellule.texte)
        if cle is None:
            aide = "gardez les titres des colonnes exportées ; supprimez les colonnes ajoutées"
            message = f"colonne inconnue « {cellule.texte[:60]} »"
            tableaux.fautes.append(Faute(cellule.lieu, "", message, aide))
        elif cle in cles.values():
            message = f"la colonne « {cellule.texte[:60]} » est donnée deux fois"
            tableaux.fautes.append(Faute(cellule.lieu, "", message, "gardez-en une"))
        else:
            cles[n] = cle
    needed = PARENT if feuille.interieure else feuille.nom
    if needed and needed not in cles.values():
        nom = dict(entetes(feuille)).get(needed, ENTETE_PARENT)
        lieu = rangs[0][0].lieu if rangs and rangs[0] else Lieu(feuille.titre, 1, 1)
        message = f"il manque la colonne « {nom} »"
        aide = "repartez du fichier écrit par « catalogue suites export »"
        tableaux.fautes.append(Faute(lieu, "", message, aide))
    return cles


def _hors_colonnes(tableaux: Tableaux, rang: Sequence[Cellule], cles: Mapping[int, str]) -> None:
    for n, cellule in enumerate(rang):
        if (
            n not in cles
            and cellule.texte
            and not any(
                f.lieu.colonne == cellule.lieu.colonne and f.lieu.ligne == 1
                for f in tableaux.fautes
            )
        ):
            message = "cette cellule n'est sous aucun titre de colonne"
            aide = "un « ; » de trop dans la ligne ? sinon, supprimez cette cellule"
            tableaux.fautes.append(Faute(cellule.lieu, "", message, aide))
