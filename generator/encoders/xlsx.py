"""The whole catalogue as one workbook: the dictionary first, then one sheet a table.

Texts stay texts, whatever their first character: a workbook says the type of each cell, so
nothing is added to them. A cell of the format holds 32,767 characters: a longer text is cut, with a
mark, and the CSV has it whole.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from generator.donnees.adresses import CLASSEUR
from generator.donnees.colonnes import Valeur
from generator.donnees.dictionnaire import ENTETES, lignes_du_dictionnaire
from generator.donnees.tables import TABLES
from generator.views.base import Output, fichier
from generator.world import World

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CELLULE_MAX = 32_767
COUPE = " […] (texte coupé : entier dans le CSV)"
_AMBIGU = ("=", "#")  # what the library takes for a formula, or for an error such as « #N/A »
_EPOQUE = (1980, 1, 1, 0, 0, 0)
_MODIFIE = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def _cellule(feuille: WriteOnlyWorksheet, valeur: Valeur) -> object:
    """A value as the library writes it; one that looks like a formula is said to be a text."""
    if not isinstance(valeur, str):
        return valeur
    if len(valeur) > CELLULE_MAX:
        valeur = valeur[: CELLULE_MAX - len(COUPE)] + COUPE
    if valeur.startswith(_AMBIGU):
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - slow to load

        cellule = WriteOnlyCell(feuille, value=valeur)
        cellule.data_type = "s"
        return cellule
    return valeur


def _feuille(
    classeur: Workbook, nom: str, entetes: Iterable[str], lignes: Iterable[Iterable[Valeur]]
) -> None:
    feuille = classeur.create_sheet(nom)
    feuille.freeze_panes = "A2"
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - slow to load
    from openpyxl.styles import Font  # noqa: PLC0415

    gras = Font(bold=True)
    titres = []
    for entete in entetes:
        titre = WriteOnlyCell(feuille, value=entete)
        titre.font = gras
        titres.append(titre)
    feuille.append(titres)
    for ligne in lignes:
        feuille.append([_cellule(feuille, v) for v in ligne])


def classeur(world: World) -> bytes:
    """The workbook (ECMA-376). Same catalogue, same day, same bytes."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to load

    livre = Workbook(write_only=True)
    jour = datetime.combine(world.jour, time())
    livre.properties.creator = livre.properties.title = world.catalogue.site.nom
    livre.properties.language = "fr-FR"
    livre.properties.created = jour
    _feuille(livre, "dictionnaire", ENTETES, lignes_du_dictionnaire())
    for table in TABLES:
        _feuille(livre, table.nom, (c.nom for c in table.colonnes), table.lignes(world))
    tampon = io.BytesIO()
    livre.save(tampon)
    return _dater(tampon.getvalue(), jour)


def _dater(archive: bytes, jour: datetime) -> bytes:
    """The same archive without the clock: dates of its entries, and of its last change."""
    sortie = io.BytesIO()
    modifie = rb"\g<1>" + jour.isoformat().encode() + b"Z"
    with zipfile.ZipFile(io.BytesIO(archive)) as lue, zipfile.ZipFile(sortie, "w") as ecrite:
        for nom in lue.namelist():
            entree = zipfile.ZipInfo(nom, _EPOQUE)
            entree.compress_type = zipfile.ZIP_DEFLATED
            octets = lue.read(nom)
            if nom == "docProps/core.xml":
                octets = _MODIFIE.sub(modifie, octets)
            ecrite.writestr(entree, octets)
    return sortie.getvalue()


def sorties(world: World) -> Iterator[Output]:
    """The workbook."""
    _ = world
    yield fichier(CLASSEUR, classeur)
