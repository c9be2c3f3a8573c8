"""A template of the kit as a document that an agent fills in with a word processor.

The Markdown tokens are the same as those of the page; the archive is written again with fixed
dates so that the same text gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from generator import francais
from generator.catalogue.records import Texte
from generator.markdown import jetons
from generator.markdown.structure import TypeEncadre
from generator.views.base import Output, fichier
from generator.world import TEXTES, World
from schemas.guide import ModeleDocument

if TYPE_CHECKING:
    from docx.document import Document as Doc
    from docx.text.paragraph import Paragraph
    from markdown_it.token import Token

_TITRE_MAX = 255
"""Characters of a property, at most (python-docx refuses more)."""
_EPOQUE = (1980, 1, 1, 0, 0, 0)
_LISTES = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}


def _inline(paragraphe: Paragraph, token: Token) -> None:
    """Write the text of an inline token, with its bold and italic."""
    gras = italique = 0
    for enfant in token.children or ():
        match enfant.type:
            case "strong_open":
                gras += 1
            case "strong_close":
                gras -= 1
            case "em_open":
                italique += 1
            case "em_close":
                italique -= 1
            case "softbreak":
                paragraphe.add_run(" ")
            case "hardbreak":
                paragraphe.add_run("\n")
            case "text" | "code_inline":
                run = paragraphe.add_run(enfant.content)
                run.bold, run.italic = gras > 0 or None, italique > 0 or None


def _tableau(document: Doc, jetons_tableau: Sequence[Token]) -> None:
    """Write one table; its first row is the header."""
    rangees: list[list[Token]] = []
    for token in jetons_tableau:
        if token.type == "tr_open":
            rangees.append([])
        elif token.type == "inline":
            rangees[-1].append(token)
    tableau = document.add_table(rows=0, cols=max(map(len, rangees)), style="Table Grid")
    for rang, cellules in enumerate(rangees):
        cases = tableau.add_row().cells
        for case, token in zip(cases, cellules, strict=False):
            paragraphe = case.paragraphs[0]
            _inline(paragraphe, token)
            if rang == 0:
                for run in paragraphe.runs:
                    run.bold = True
    document.add_paragraph()


def _blocs(tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    """Cut the stream into tables and single tokens."""
    debut: int | None = None
    for rang, token in enumerate(tokens):
        if token.type == "table_open":
            debut = rang
        elif token.type == "table_close" and debut is not None:
            yield "tableau", tokens[debut : rang + 1]
            debut = None
        elif debut is None:
            yield "jeton", (token,)


def _ecrire(document: Doc, tokens: Sequence[Token]) -> None:
    listes: list[str] = []
    niveau = 0
    for genre, lot in _blocs(tokens):
        if genre == "tableau":
            _tableau(document, lot)
            continue
        token = lot[0]
        if token.type in _LISTES:
            listes.append(_LISTES[token.type])
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            listes.pop()
        elif token.type == "heading_open":
            niveau = int(token.tag[1])
        elif token.type == "heading_close":
            niveau = 0
        elif token.type.startswith("container_") and token.nesting == 1:
            libelle = TypeEncadre(token.info.split()[0]).libelle
            document.add_paragraph().add_run(f"{libelle} :").bold = True
        elif token.type == "inline":
            if niveau:
                _inline(document.add_heading(level=niveau - 1), token)
            else:
                _inline(document.add_paragraph(style=listes[-1] if listes else None), token)


def document(modele: Texte[ModeleDocument]) -> bytes:
    """A template of the kit as DOCX (ECMA-376). Same text, same bytes."""
    from docx import Document  # noqa: PLC0415 - slow to load

    doc: Doc = Document()
    jour = datetime(
        modele.fiche.revu_le.year, modele.fiche.revu_le.month, modele.fiche.revu_le.day, tzinfo=UTC
    )
    proprietes = doc.core_properties
    titre = francais.abreger(modele.fiche.titre, _TITRE_MAX)
    proprietes.title, proprietes.author, proprietes.language = titre, "", "fr-FR"
    proprietes.created = proprietes.modified = jour
    doc.add_heading(modele.fiche.titre, level=0)
    doc.add_paragraph(modele.fiche.resume)
    _ecrire(doc, jetons(modele.corps))
    tampon = io.BytesIO()
    doc.save(tampon)
    return dater(tampon.getvalue())


def dater(archive: bytes) -> bytes:
    """The same zip archive with fixed dates, so that the clock leaves no trace."""
    import zipfile  # noqa: PLC0415 - start fast

    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as lue, zipfile.ZipFile(sortie, "w") as ecrite:
        for nom in lue.namelist():
            entree = zipfile.ZipInfo(nom, _EPOQUE)
            entree.compress_type = zipfile.ZIP_DEFLATED
            ecrite.writestr(entree, lue.read(nom))
    return sortie.getvalue()


def _sortie(world: World, rang: int) -> bytes:
    return document(world.catalogue.kit[rang])


def sorties(world: World) -> Iterator[Output]:
    """One document for each template of the kit."""
    for rang, modele in enumerate(world.catalogue.kit):
        chemin = f"kit/{modele.id}/{modele.id}.docx"
        yield fichier(chemin, _sortie, rang, source=modele.chemin, portee=TEXTES)
