"""Open a workbook that anyone may have made: what it would cost is counted before it is parsed."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_OCTETS = 60_000_000
"""Of all the parts once inflated: 5,000 proposals take 7 MB."""
MAX_ANNEXE = 1_000_000
"""Of a part that holds no cell nor text (styles…): each of its elements costs a kilobyte."""
MAX_BALISES = 250_000
"""Of one row: the reader holds a whole one, whatever it has been asked for."""
_RANG, _CELLULE = re.compile(rb"row[\s/>]"), re.compile(rb"[<:]c[\s/>]")


def ouvrir(brut: bytes) -> Any:
    """The workbook of openpyxl, whose rows are read one by one.

    Raises:
        InvalidFileException: it would cost too much to read.
        Exception: it is no workbook; a damaged part makes its reader raise anything.
    """
    with zipfile.ZipFile(io.BytesIO(brut)) as archive:
        for partie in archive.infolist():
            lourde = partie.filename.startswith("xl/worksheets/sheet")
            lourde = lourde or partie.filename == "xl/sharedStrings.xml"
            if partie.file_size > (MAX_OCTETS if lourde else MAX_ANNEXE):
                raise InvalidFileException("too big once inflated")
        if sum(i.file_size for i in archive.infolist()) > MAX_OCTETS:
            raise InvalidFileException("too big once inflated")
        for partie in archive.infolist():
            octets = archive.read(partie) if partie.file_size > MAX_ANNEXE else b""
            pieces = _RANG.split(octets) if _CELLULE.search(octets) else []
            if any(piece.count(b"<") > MAX_BALISES for piece in pieces):
                raise InvalidFileException("too many cells in one row")
    return load_workbook(io.BytesIO(brut), read_only=True, data_only=False)
