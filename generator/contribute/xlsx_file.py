"""The tables of a follow-up as a workbook: headings that explain, lists to choose from, dates."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from generator.contribute.cells import NON, OUI, propre
from generator.contribute.fields import Champ, Genre
from generator.contribute.sheets import (
    Cellule,
    Faute,
    Lieu,
    Tableaux,
    feuille_meconnue,
    feuille_nommee,
    lettres,
    ranger,
)
from generator.contribute.tables import (
    FEUILLES,
    PARENT,
    PROPOSITIONS,
    Donnees,
    Feuille,
    entetes,
    est_long,
    lignes,
)
from generator.contribute.xlsx_open import ouvrir

LISTES, MODE_D_EMPLOI = "Listes", "Mode d'emploi"
MAX_LIGNES, MAX_COLONNES = 20_000, 200
_LIGNES_VIDES = 1_000
_CELLULE_MAX = 32_767
_DATE = "yyyy-mm-dd"
_ENTETE = PatternFill("solid", start_color="DDE3F5")
_CONSEILS = (
    "Une ligne par proposition dans « Propositions ». Ne changez ni les titres des colonnes, ni les noms des feuilles.",
    "Une proposition peut avoir plusieurs preuves, leviers, jalons… : une ligne chacun, dans leur feuille, avec la référence de la proposition en première colonne.",
    "Une note sur chaque titre de colonne dit ce qu'on y écrit, et si c'est obligatoire.",
    "Une date connue au mois ou à l'année s'écrit 2026-03 ou 2026 ; au jour, 2026-03-12 ou 12/03/2026.",
    "Les sources sont les identifiants de la fiche (s1, s2…), séparés par des virgules.",
    "Ce fichier se relit par : catalogue suites import IDENTIFIANT FICHIER.xlsx",
)


class TropLongError(Exception):
    """A text is too long for a cell; the message says which, in French."""


def ecrire_xlsx(suites: Donnees) -> bytes:
    """The workbook; its bytes depend on the data alone.

    Raises:
        TropLongError: a text has more characters than a cell can hold.
    """
    classeur = Workbook()
    premiere = classeur.active
    listes = _ecrire_listes(classeur.create_sheet(LISTES))
    for feuille in FEUILLES:
        page = classeur.create_sheet(feuille.titre, index=len(classeur.sheetnames) - 1)
        _ecrire_feuille(page, feuille, suites, listes)
    aide = classeur.create_sheet(MODE_D_EMPLOI)
    aide.column_dimensions["A"].width = 100
    for conseil in _CONSEILS:
        aide.append([conseil])
        aide.cell(aide.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    classeur.remove(premiere)
    classeur.active = 0
    classeur[LISTES].sheet_state = "hidden"
    instant = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed date, for reproducible bytes
    classeur.properties.created = classeur.properties.modified = instant
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def _ecrire_listes(page: Any) -> dict[tuple[str, ...], str]:
    """Write each closed list in a column; returns the range of each."""
    plages: dict[tuple[str, ...], str] = {}
    for feuille in FEUILLES:
        for colonne in feuille.colonnes:
            libelles = _libelles(colonne.champ)
            if not libelles or libelles in plages:
                continue
            rang = len(plages) + 1
            for n, libelle in enumerate(libelles, 1):
                page.cell(n, rang, libelle)
            plages[libelles] = f"{LISTES}!${lettres(rang)}$1:${lettres(rang)}${len(libelles)}"
    return plages


def _libelles(champ: Champ) -> tuple[str, ...]:
    if champ.liste:
        return ()
    return (OUI, NON) if champ.genre is Genre.BOOLEEN else tuple(m.libelle for m in champ.choix)


def _ecrire_feuille(
    page: Any, feuille: Feuille, suites: Donnees, listes: dict[tuple[str, ...], str]
) -> None:
    rangs = lignes(feuille, suites)
    derniere = len(rangs) + 1 + (_LIGNES_VIDES if feuille.chemin else 0)
    champs: dict[str, Champ] = {c.cle: c.champ for c in feuille.colonnes}
    notes = {c.cle: _note(c.champ, c.cle, obligatoire=c.obligatoire) for c in feuille.colonnes}
    notes[PARENT] = "Référence de la proposition, telle que dans la feuille « Propositions »."
    for n, (cle, entete) in enumerate(entetes(feuille), 1):
        titre = page.cell(1, n, entete)
        titre.font, titre.fill = Font(bold=True), _ENTETE
        titre.alignment = Alignment(wrap_text=True, vertical="top")
        titre.comment = Comment(notes[cle], "Catalogue", width=320, height=160)
        champ = champs.get(cle)
        page.column_dimensions[lettres(n)].width = _largeur(champ)
        page.column_dimensions[lettres(n)].number_format = _format(champ)
        page.column_dimensions[lettres(n)].alignment = Alignment(wrap_text=True, vertical="top")
        for rang, textes in enumerate(rangs, 2):
            _ecrire_cellule(page.cell(rang, n), textes[cle], champ, feuille.titre)
        if champ and (libelles := _libelles(champ)):
            page.add_data_validation(
                _liste_de_choix(listes[libelles], f"{lettres(n)}2:{lettres(n)}{derniere}")
            )
    page.freeze_panes = "B2" if feuille.interieure or feuille.nom else "A2"


def _format(champ: Champ | None) -> str:
    """How a cell of a column holds what is typed: « 1.10 » stays « 1.10 ».

    A date that may be known to the month is text: a spreadsheet makes the 1st of March of
    « 2026-03 », and nobody would see it.
    """
    genre = champ.genre if champ else Genre.REFERENCE
    if genre in {Genre.ENTIER, Genre.NOMBRE}:
        return "General"
    return _DATE if genre is Genre.JOUR else "@"


def _ecrire_cellule(cellule: Any, texte: str, champ: Champ | None, titre: str) -> None:
    if len(texte) > _CELLULE_MAX:
        raise TropLongError(
            f"{titre}!{cellule.coordinate} : ce texte a {len(texte)} caractères, une cellule en "
            f"contient {_CELLULE_MAX} au plus ; exportez en CSV"
        )
    cellule.alignment = Alignment(wrap_text=True, vertical="top")
    cellule.number_format = _format(champ)
    if not texte:
        return
    dates = cellule.number_format == _DATE
    exacte = _jour(texte) if dates else _nombre(texte) if _format(champ) == "General" else None
    if exacte is not None:
        cellule.value = exacte
        return
    cellule.number_format = "@"
    cellule.value = texte
    cellule.data_type = "s"  # never a formula, whatever the first character
    cellule.quotePrefix = True


def _jour(texte: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(texte) if len(texte) == len("2026-01-15") else None
    except ValueError:
        return None


def _nombre(texte: str) -> int | float | None:
    """The number, when a spreadsheet gives back the same digits."""
    try:
        nombre = int(texte) if texte.isdigit() else float(texte)
    except ValueError:
        return None
    return nombre if str(nombre) == texte else None


def _largeur(champ: Champ | None) -> int:
    if champ is None:
        return 14
    if est_long(champ):
        return 60
    return {Genre.LIGNE: 30, Genre.ADRESSE: 40, Genre.LISTE_FERMEE: 22}.get(champ.genre, 14)


def _note(champ: Champ, cle: str, *, obligatoire: bool) -> str:
    obligation = "obligatoire" if obligatoire else champ.obligation
    if champ.obligatoire and not obligatoire:
        obligation = f"obligatoire si un autre champ de « {cle.partition('.')[0]} » est rempli"
    forme = (
        ""
        if champ.choix
        else f"\nForme : {'oui ou non' if champ.genre is Genre.BOOLEEN else champ.genre.value}"
    )
    definitions = "".join(f"\n- {m.libelle} : {m.definition}" for m in champ.choix)
    return f"{champ.description}\n({obligation}){forme}{definitions}\n[{cle}]"


def _liste_de_choix(plage: str, cellules: str) -> DataValidation:
    choix = DataValidation(type="list", formula1=plage, allow_blank=True)
    choix.showErrorMessage = True
    choix.errorTitle = "Valeur inconnue"
    choix.error = "Choisissez une valeur de la liste."
    choix.add(cellules)
    return choix


def lire_xlsx(brut: bytes) -> Tableaux:
    """Read the workbook; what cannot be read is a fault, never an exception."""
    tableaux = Tableaux()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # in English, on what is not read anyway
            _lire_classeur(brut, tableaux)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a damaged part makes its readers raise anything, from TypeError to SyntaxError
        message = "ce fichier n'est pas un classeur .xlsx lisible"
        aide = "enregistrez-le au format « Classeur Excel (.xlsx) », sans mot de passe"
        tableaux.fautes.append(Faute(Lieu("", 1, 0), "", message, aide))
        return tableaux
    if PROPOSITIONS.chemin not in tableaux.lignes and not tableaux.fautes:
        message = f"il manque la feuille « {PROPOSITIONS.titre} »"
        aide = "repartez du fichier écrit par « catalogue suites export »"
        tableaux.fautes.append(Faute(Lieu("", 1, 0), "", message, aide))
    return tableaux


def _inconnue(page: Any, tableaux: Tableaux) -> None:
    """A sheet that is not ours is left aside, unless it is one of ours under another name."""
    if page.title in {LISTES, MODE_D_EMPLOI}:
        return
    page.reset_dimensions()
    rangs = page.iter_rows(max_row=1, max_col=MAX_COLONNES, values_only=True)
    entete = [str(v) for v in next(rangs, ()) if v is not None]
    if meconnue := feuille_meconnue(page.title, entete):
        message = f"feuille inconnue « {page.title} » : vouliez-vous dire « {meconnue.titre} » ?"
        aide = "redonnez-lui ce nom ; si c'est une copie, supprimez-la"
        tableaux.fautes.append(Faute(Lieu(page.title, 1, 0), "", message, aide))
    else:
        tableaux.ignorees.append(page.title)


def _lire_classeur(brut: bytes, tableaux: Tableaux) -> None:
    for page in ouvrir(brut).worksheets:
        feuille = feuille_nommee(page.title)
        if feuille is None:
            _inconnue(page, tableaux)
            continue
        # One row more than is accepted; they are made as they are read, gaps included.
        page.reset_dimensions()
        rangs = page.iter_rows(max_row=MAX_LIGNES + 1, max_col=MAX_COLONNES)
        lus: list[list[Cellule]] = []
        for n, rang in enumerate(rangs, 1):
            cellules = enumerate(_utiles(rang, len(lus[0]) if lus else 0), 1)
            lus.append([_lire_cellule(c, Lieu(page.title, n, m)) for m, c in cellules])
        if len(lus) > MAX_LIGNES:
            message = f"plus de {MAX_LIGNES} lignes"
            tableaux.fautes.append(
                Faute(Lieu(page.title, 1, 0), "", message, "supprimez les lignes vides")
            )
        else:
            ranger(tableaux, feuille, lus)


def _utiles(rang: Sequence[Any], entetes: int) -> Sequence[Any]:
    """A row without the empty cells that follow the last heading."""
    fin = len(rang)
    while fin > entetes and rang[fin - 1].value is None:
        fin -= 1
    return rang[:fin]


def _lire_cellule(cellule: Any, lieu: Lieu) -> Cellule:
    match cellule.value:
        case None:
            return Cellule("", lieu)
        case _ if cellule.data_type == "f":
            return Cellule("", lieu, "une formule n'est pas permise : écrivez sa valeur")
        case valeur if cellule.data_type == "e":
            return Cellule("", lieu, f"le tableur y montre une erreur ({valeur})")
        case bool(valeur):
            texte = OUI if valeur else NON
        case dt.datetime() as instant:
            minuit = instant.time() == dt.time()
            texte = instant.date().isoformat() if minuit else str(instant)
        case float(valeur) if not valeur.is_integer():
            return Cellule(repr(valeur), lieu, nombre=True)
        case float(valeur):
            texte = str(int(valeur))
        case autre:
            texte = propre(str(autre))
    return Cellule(texte, lieu)
