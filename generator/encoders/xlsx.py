"""The whole catalogue as one workbook: the dictionary first, then one sheet a table.

Texts stay texts, whatever their first character: a workbook says the type of each cell, so
nothing is added to them. A cell of the format holds 32,767 characters: a longer text is cut, with a
mark, and the CSV has it whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING

from generator.donnees.adresses import CLASSEUR
from generator.donnees.collections import Comptes
from generator.donnees.dictionnaire import ENTETES, lignes_du_dictionnaire
from generator.donnees.faits import sommaire
from generator.donnees.tables import tables
from generator.encoders.feuille import Feuille, comprimer, rangees
from generator.encoders.liasse import morceau
from generator.encoders.rangees import RELEVES
from generator.views.base import Output, assemblage, fichier
from generator.world import TEXTES, World

if TYPE_CHECKING:
    import zipfile

_EPOQUE = (1980, 1, 1, 0, 0, 0)
_FEUILLE = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_FIN_DES_RANGEES = b"</sheetData>"
_MODIFIE = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def _coquille(world: World) -> bytes:
    """The workbook without its rows, as the library writes it: titles in bold, that stay in view."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to load
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    livre = Workbook(write_only=True)
    livre.properties.creator = livre.properties.title = world.catalogue.site.nom
    livre.properties.language = "fr-FR"
    livre.properties.created = _minuit(world)
    gras = Font(bold=True)
    for nom, entetes in _entetes():
        feuille = livre.create_sheet(nom)
        feuille.freeze_panes = "A2"
        titres = [WriteOnlyCell(feuille, value=entete) for entete in entetes]
        for titre in titres:
            titre.font = gras
        feuille.append(titres)
    tampon = io.BytesIO()
    livre.save(tampon)
    return tampon.getvalue()


def _entetes() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "dictionnaire", ENTETES
    for table in tables():
        yield table.nom, tuple(c.nom for c in table.colonnes)


def _minuit(world: World) -> datetime:
    return datetime.combine(world.jour.replace(), time())


def classeur(world: World, comptes: Mapping[str, Comptes]) -> bytes:
    """The workbook (ECMA-376). Same catalogue, same day, same bytes."""
    parties: list[list[bytes]] = [[comprimer(rangees(lignes_du_dictionnaire()))]]
    for table in tables():
        if table.collection.par_fiche:
            parties.append([])
        else:
            concernes = comptes.get(table.collection.nom, {})
            parties.append([comprimer(rangees(table.toutes(world, concernes)))])
    for releve, siennes in RELEVES:
        rangs = [tables().index(table) + 1 for table in siennes()]
        for liasse in releve.tous(world):
            for place, rang in enumerate(rangs):
                parties[rang].append(morceau(liasse, 2 * place + 1))
    return remplir(_coquille(world), parties, _minuit(world))


def remplir(coquille: bytes, parties: list[list[bytes]], jour: datetime) -> bytes:
    """The same workbook with the rows of its sheets, and without the clock: its dates are fixed."""
    import zipfile  # noqa: PLC0415 - start fast

    sortie = io.BytesIO()
    modifie = rb"\g<1>" + jour.isoformat().encode() + b"Z"
    with zipfile.ZipFile(io.BytesIO(coquille)) as lue, zipfile.ZipFile(sortie, "w") as ecrite:
        for nom in lue.namelist():
            entree = zipfile.ZipInfo(nom, _EPOQUE)
            entree.compress_type = zipfile.ZIP_DEFLATED
            octets = lue.read(nom)
            if feuille := _FEUILLE.fullmatch(nom):
                _ecrire(ecrite, entree, octets, parties[int(feuille[1]) - 1])
                continue
            if nom == "docProps/core.xml":
                octets = _MODIFIE.sub(modifie, octets)
            ecrite.writestr(entree, octets)
    return sortie.getvalue()


def _ecrire(
    archive: zipfile.ZipFile, entree: zipfile.ZipInfo, coquille: bytes, parties: list[bytes]
) -> None:
    """A sheet made of parts that are compressed already, which the library has no function for."""
    debut, fin = coquille.split(_FIN_DES_RANGEES)
    feuille = Feuille()
    for partie in (comprimer(debut), *parties):
        feuille.ajouter(partie)
    feuille.finir(_FIN_DES_RANGEES + fin)
    if archive.fp is None:
        raise ValueError("archive fermée")
    entree.CRC, entree.file_size = feuille.somme, feuille.taille
    entree.compress_size = len(feuille.corps)
    entree.header_offset = archive.fp.tell()
    archive.fp.write(entree.FileHeader())
    archive.fp.write(feuille.corps)
    archive.start_dir = archive.fp.tell()
    archive.filelist.append(entree)
    archive.NameToInfo[entree.filename] = entree


def sorties(world: World) -> Iterator[Output]:
    """The workbook."""
    lus = dict.fromkeys(
        (*(r for r, _ in RELEVES), *(r for t in tables() for r in t.collection.releves))
    )
    yield assemblage(fichier(CLASSEUR, classeur, sommaire(world).comptes), *lus, portee=TEXTES)
