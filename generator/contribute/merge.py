"""From the rows of a table to new data: only the cells that changed change the data."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from msgspec import Struct, field

from generator.contribute.cells import de_cellule
from generator.contribute.fields import Champ, Genre
from generator.contribute.sheets import Cellule, Faute, Ligne, Tableaux
from generator.contribute.tables import (
    ENTETE_PARENT,
    FEUILLES,
    INTERIEURES,
    PARENT,
    PROPOSITIONS,
    Colonne,
    Donnees,
    Feuille,
    textes,
    valeur,
)
from generator.source.characters import forbidden_in, nommer
from generator.source.spots import Loc

Groupe = dict[str, Any]
_NOMBRE = re.compile(r"\d{1,12}(?:\.\d{1,6})?", re.ASCII)


class Fusion(Struct):
    """New data, the row that each group comes from, what is wrong, and what would be lost."""

    donnees: Groupe
    lignes: dict[Loc, Ligne] = field(default_factory=dict)
    fautes: list[Faute] = field(default_factory=list)
    fautives: set[Loc] = field(default_factory=set)
    retraits: list[str] = field(default_factory=list)
    ajouts: list[str] = field(default_factory=list)
    cellules: int = 0


def fusionner(ancien: Donnees, tableaux: Tableaux) -> Fusion:
    """Put the cells of the tables into a copy of the data; sheets that are not there are kept."""
    fusion = Fusion(copy.deepcopy(dict(ancien)))
    for feuille in FEUILLES:
        lignes = tableaux.lignes.get(feuille.chemin)
        if lignes is None or feuille.interieure:
            continue
        if not feuille.chemin:
            for ligne in lignes[:1]:
                _remplir(fusion, feuille, fusion.donnees, ligne, ())
                fusion.lignes[()] = ligne
        elif feuille.nom:
            _nommees(fusion, feuille, lignes)
        else:
            _liste(fusion, feuille, fusion.donnees, lignes, (feuille.chemin[0],), feuille.titre)
    for feuille in INTERIEURES:
        lignes = tableaux.lignes.get(feuille.chemin)
        if lignes is not None:
            _interieures(fusion, feuille, lignes)
    return fusion


def _nommees(fusion: Fusion, feuille: Feuille, lignes: Sequence[Ligne]) -> None:
    """A list whose items have a name: rows find theirs by it, whatever their order."""
    cle = feuille.chemin[0]
    groupes: list[Groupe] = list(fusion.donnees.get(cle) or [])
    anciens = {str(g.get(feuille.nom)): g for g in groupes}
    par_nom: dict[str, Ligne] = {}
    place = -1
    for ligne in lignes:
        nom = _nom(fusion, feuille, ligne, par_nom)
        if not nom:
            continue
        par_nom[nom] = ligne
        if nom in anciens:
            place = groupes.index(anciens[nom])
        else:
            place += 1
            groupes.insert(place, {feuille.nom: nom})
            fusion.ajouts.append(f"{feuille.titre} {nom}")
    fusion.retraits += [f"{feuille.titre} {nom}" for nom in anciens if nom not in par_nom]
    groupes = [g for g in groupes if str(g.get(feuille.nom)) in par_nom]
    for rang, groupe in enumerate(groupes):
        ligne = par_nom[str(groupe[feuille.nom])]
        fusion.lignes[cle, rang] = ligne
        _remplir(fusion, feuille, groupe, ligne, (cle, rang))
    _poser(fusion.donnees, cle, groupes)


def _nom(fusion: Fusion, feuille: Feuille, ligne: Ligne, vus: Mapping[str, Ligne]) -> str:
    """The name of a row, or "" and a fault."""
    colonne = next(c for c in feuille.colonnes if c.cle == feuille.nom)
    cellule = ligne.cellules.get(feuille.nom, Cellule("", ligne.lieu))
    if faute := _faute_de_nom(cellule, colonne.champ):
        fusion.fautes.append(Faute(cellule.lieu, colonne.entete, *faute))
        return ""
    if cellule.texte in vus:
        message = f"« {cellule.texte} » est déjà à la ligne {vus[cellule.texte].lieu.ligne}"
        fusion.fautes.append(
            Faute(cellule.lieu, colonne.entete, message, "chaque ligne a la sienne")
        )
        return ""
    return cellule.texte


def _faute_de_nom(cellule: Cellule, champ: Champ) -> tuple[str, str] | None:
    if cellule.faute:
        return cellule.faute, ""
    if not cellule.texte:
        return "cette cellule est vide", "chaque ligne dit de quoi elle parle"
    if interdit := forbidden_in(cellule.texte):
        return nommer(interdit), "supprimez-le : il vient souvent d'un copier-coller"
    if cellule.nombre and champ.genre is Genre.REFERENCE:
        return (
            f"le tableur a lu un nombre ({cellule.texte}) : « 1.10 » y devient « 1.1 »",
            "mettez la cellule au format « Texte », puis retapez la référence",
        )
    return None


def _interieures(fusion: Fusion, feuille: Feuille, lignes: Sequence[Ligne]) -> None:
    """What proposals have several of, found by the reference in the first column."""
    liste, cle = feuille.chemin
    groupes: list[Groupe] = fusion.donnees.get(liste) or []
    par_nom: dict[str, list[Ligne]] = {str(g[PROPOSITIONS.nom]): [] for g in groupes}
    for ligne in lignes:
        cellule = ligne.cellules.get(PARENT, Cellule("", ligne.lieu))
        faute = _faute_de_nom(cellule, PROPOSITIONS.colonnes[0].champ)
        if faute is None and cellule.texte not in par_nom:
            message = (
                f"la proposition « {cellule.texte[:60]} » n'est pas dans « {PROPOSITIONS.titre} »"
            )
            faute = (message, "corrigez la référence, ou ajoutez la proposition")
        if faute:
            fusion.fautes.append(Faute(cellule.lieu, ENTETE_PARENT, *faute))
        else:
            par_nom[cellule.texte].append(ligne)
    for rang, groupe in enumerate(groupes):
        nom = str(groupe[PROPOSITIONS.nom])
        ou = f"{feuille.titre} de la proposition {nom}"
        _liste(fusion, feuille, groupe, par_nom[nom], (liste, rang, cle), ou)


def _liste(  # noqa: PLR0913, PLR0917 - the place in the data, for people and for programs
    fusion: Fusion,
    feuille: Feuille,
    parent: Groupe,
    lignes: Sequence[Ligne],
    loc: Loc,
    ou: str,
) -> None:
    """A list whose items have no name: rows are matched with what they say, then by order."""
    cle = str(loc[-1])
    anciens: list[Groupe] = parent.get(cle) or []
    nouveaux: list[Groupe] = []
    for ancien, ligne in _apparier(feuille, anciens, lignes):
        if ligne is None:
            fusion.retraits.append(ou)
            continue
        if ancien is None:
            fusion.ajouts.append(ou)
        groupe = ancien if ancien is not None else {}
        place = (*loc, len(nouveaux))
        nouveaux.append(groupe)
        fusion.lignes[place] = ligne
        _remplir(fusion, feuille, groupe, ligne, place)
    _poser(parent, cle, nouveaux)


def _apparier(
    feuille: Feuille, anciens: Sequence[Groupe], lignes: Sequence[Ligne]
) -> Iterator[tuple[Groupe | None, Ligne | None]]:
    avant = [tuple(sorted(textes(feuille, g).items())) for g in anciens]
    apres = [
        tuple(
            sorted(
                (c.cle, ligne.cellules[c.cle].texte)
                for c in feuille.colonnes
                if c.cle in ligne.cellules
            )
        )
        for ligne in lignes
    ]
    for _, a1, a2, b1, b2 in SequenceMatcher(None, avant, apres, autojunk=False).get_opcodes():
        for n in range(max(a2 - a1, b2 - b1)):
            yield (
                anciens[a1 + n] if a1 + n < a2 else None,
                lignes[b1 + n] if b1 + n < b2 else None,
            )


def _remplir(fusion: Fusion, feuille: Feuille, groupe: Groupe, ligne: Ligne, loc: Loc) -> None:
    """Put the cells of a row that changed into its group."""
    avant = textes(feuille, groupe)
    for colonne in feuille.colonnes:
        cellule = ligne.cellules.get(colonne.cle)
        if cellule is None:
            continue
        if cellule.faute:
            fusion.fautes.append(Faute(cellule.lieu, colonne.entete, cellule.faute))
            fusion.fautives.add((*loc, *colonne.chemin))
        elif cellule.texte != avant[colonne.cle]:
            _changer(fusion, groupe, colonne, cellule, loc)


def _changer(fusion: Fusion, groupe: Groupe, colonne: Colonne, cellule: Cellule, loc: Loc) -> None:
    ancien = valeur(groupe, colonne.chemin)
    if not cellule.texte:
        _retirer(groupe, colonne.chemin)
        fusion.cellules += 1
        return
    lue = de_cellule(colonne.champ, cellule.texte)
    if lue.faute:
        fusion.fautes.append(Faute(cellule.lieu, colonne.entete, lue.faute, lue.aide))
        fusion.fautives.add((*loc, *colonne.chemin))
    if not lue.faute and _meme(colonne.champ, ancien, lue.valeur):
        return
    fusion.cellules += 1
    for cle in colonne.chemin[:-1]:
        if not isinstance(groupe.get(cle), dict):
            groupe[cle] = {}
        groupe = groupe[cle]
    groupe[colonne.chemin[-1]] = lue.valeur


def _meme(champ: Champ, ancien: Any, nouveau: Any) -> bool:
    """Whether two values say the same: a spreadsheet makes 4 of 4.0, and « non » of an absence."""
    if ancien is None:
        return bool(champ.defaut) and champ.defaut == nouveau
    if champ.genre is Genre.NOMBRE and _NOMBRE.fullmatch(ancien) and _NOMBRE.fullmatch(nouveau):
        return float(ancien) == float(nouveau)
    return bool(ancien == nouveau)


def _retirer(groupe: Groupe, chemin: Sequence[str]) -> None:
    """Remove a value, and the groups that this leaves empty."""
    if len(chemin) > 1 and isinstance(interieur := groupe.get(chemin[0]), dict):
        _retirer(interieur, chemin[1:])
        if interieur:
            return
    groupe.pop(chemin[0], None)


def _poser(groupe: Groupe, cle: str, liste: list[Groupe]) -> None:
    if liste:
        groupe[cle] = liste
    elif groupe.get(cle):
        del groupe[cle]
