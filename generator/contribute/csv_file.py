"""The table of a follow-up as a CSV that French spreadsheets open: « ; », BOM, one row a proposal."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from generator.contribute.cells import propre
from generator.contribute.sheets import (
    Cellule,
    Faute,
    Lieu,
    Tableaux,
    cle_numerotee,
    entete_numerotee,
    ranger_numerotees,
)
from generator.contribute.tables import INTERIEURES, PARENT, PROPOSITIONS, Donnees, lignes
from generator.csv_sur import cellule, valeur

MAX_OCTETS, MAX_LIGNES, MAX_CHAMPS = 30_000_000, 20_000, 2_000
_BOM = "\ufeff"
_SEPARATEURS = ";,\t"
_AIDE_UTF8 = (
    "dans Excel : « Fichier », « Enregistrer sous », type « CSV UTF-8 (délimité par des virgules) »"
)


def ecrire_csv(suites: Donnees) -> bytes:
    """The proposals and what each has several of, in numbered columns (one of each at least)."""
    interieures = {f: _par_proposition(lignes(f, suites)) for f in INTERIEURES}
    combien = {f: max([1, *(len(x) for x in p.values())]) for f, p in interieures.items()}
    colonnes = [(c.cle, c.entete) for c in PROPOSITIONS.colonnes]
    for feuille, nombre in combien.items():
        for n in range(1, nombre + 1):
            colonnes += [
                (cle_numerotee(feuille, n, c.cle), entete_numerotee(feuille, n, c.entete))
                for c in feuille.colonnes
            ]
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow([entete for _, entete in colonnes])
    for ligne in lignes(PROPOSITIONS, suites):
        textes = dict(ligne)
        for feuille, par_proposition in interieures.items():
            for n, element in enumerate(par_proposition.get(ligne[PROPOSITIONS.nom], []), 1):
                textes |= {cle_numerotee(feuille, n, cle): t for cle, t in element.items()}
        ecrivain.writerow([cellule(textes.get(cle, "")) for cle, _ in colonnes])
    return (_BOM + sortie.getvalue()).encode()


def _par_proposition(rangs: Sequence[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    groupes: dict[str, list[dict[str, str]]] = {}
    for rang in rangs:
        groupes.setdefault(rang[PARENT], []).append(rang)
    return groupes


def lire_csv(brut: bytes) -> Tableaux:
    """Read the table; what cannot be read is a fault, never an exception."""
    tableaux = Tableaux()
    if len(brut) > MAX_OCTETS:
        message = f"{len(brut)} octets, {MAX_OCTETS} au plus"
        tableaux.fautes.append(Faute(Lieu("", 1, 0), "", message, "vérifiez que c'est le tableau"))
        return tableaux
    if b"\0" in brut:
        message = "ce fichier n'est pas un CSV en UTF-8 (UTF-16 ?)"
        tableaux.fautes.append(Faute(Lieu("", 1, 0), "", message, _AIDE_UTF8))
        return tableaux
    try:
        texte = brut.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        ligne = brut[: erreur.start].count(b"\n") + 1
        message = "ce fichier n'est pas en UTF-8 (ancien encodage Windows ?)"
        tableaux.fautes.append(Faute(Lieu("", ligne, 0), "", message, _AIDE_UTF8))
        return tableaux
    separateur = max(_SEPARATEURS, key=texte.partition("\n")[0].count)
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    rangs: list[list[Cellule]] = []
    try:
        for champs in lecteur:
            ligne = len(rangs) + 1
            if ligne > MAX_LIGNES or len(champs) > MAX_CHAMPS:
                message = f"{MAX_LIGNES} lignes et {MAX_CHAMPS} colonnes au plus"
                aide = "supprimez les lignes et les colonnes vides"
                tableaux.fautes.append(Faute(Lieu("", ligne, 0), "", message, aide))
                return tableaux
            rangs.append(
                [
                    Cellule(propre(valeur(champ)), Lieu("", ligne, n))
                    for n, champ in enumerate(champs, 1)
                ]
            )
    except csv.Error:
        message = "un guillemet n'est pas fermé, ou est suivi de texte, dans cette ligne"
        aide = 'un guillemet dans un texte s\'écrit deux fois ("")'
        tableaux.fautes.append(Faute(Lieu("", len(rangs) + 1, 0), "", message, aide))
        return tableaux
    ranger_numerotees(tableaux, rangs)
    return tableaux
