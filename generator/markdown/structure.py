"""What a rendered text is made of. Frozen, hashable, strings ready to print."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache

from msgspec import Struct

from generator.diagnostics import Diagnostic, Position, Severity
from schemas.enumerations import Etape
from schemas.types import Enumeration

DIAGNOSTICS_MAX = 50
"""More problems than this in one text are not listed: it bounds the time of a hostile file."""

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_SLUG_MAX = 60


class TypeEncadre(Enumeration):
    """The boxes of a guide, gathered in checklists."""

    RECOMMANDATION = "recommandation", "Recommandation", "Ce qu'il convient de faire."
    ASTUCE = "astuce", "Astuce", "Ce qui facilite la tâche."
    POINT_DE_VIGILANCE = "point-de-vigilance", "Point de vigilance", "Ce qui demande attention."
    QUESTION_A_SE_POSER = (
        "question-a-se-poser",
        "Question à se poser",
        "Ce qu'il faut trancher avant d'avancer.",
    )
    ERREUR_A_EVITER = "erreur-a-eviter", "Erreur à éviter", "Ce qui a déjà fait échouer."


class Titre(Struct, frozen=True):
    """One heading: ``niveau`` from 2 to 6, plain text, id without « # »."""

    niveau: int
    texte: str
    id: str


class Encadre(Struct, frozen=True):
    """One box; ``html`` is its content without frame nor label, ``id`` its anchor in the page."""

    type: TypeEncadre
    etape: Etape | None
    html: str
    id: str


class Rendu(Struct, frozen=True):
    """A rendered text: safe HTML even when ``diagnostics`` is not empty.

    Internal links are written from the root of the site (``href="/guides/x/"``) so that a text
    renders the same for every page; ``relativiser`` makes them fit one page. ``liens`` are the
    addresses as typed, in order, without repetition.
    """

    html: str
    sommaire: tuple[Titre, ...]
    encadres: tuple[Encadre, ...]
    liens: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


class Source:
    """The text as typed, to say where a problem is; collects the diagnostics."""

    def __init__(self, texte: str) -> None:
        self.texte = texte
        self.diagnostics: list[Diagnostic] = []

    @cached_property
    def lignes(self) -> list[str]:
        """The lines of the text: most texts are never asked for theirs."""
        return re.split(r"\r\n|\r|\n", self.texte)

    @property
    def complet(self) -> bool:
        """Whether one problem more would not be listed."""
        return len(self.diagnostics) >= DIAGNOSTICS_MAX

    def signaler(
        self, place: tuple[int, int], code: str, message: str, aide: str, longueur: int
    ) -> None:
        """Add an error at this 0-based (line, column) of the text."""
        if self.complet:
            return
        ligne, colonne = place
        self.diagnostics.append(
            Diagnostic(
                "",
                Position(ligne + 1, colonne + 1),
                Severity.ERREUR,
                code,
                message,
                aide,
                self.lignes[ligne] if ligne < len(self.lignes) else "",
                longueur,
            )
        )

    def refuser(self, code: str, message: str, aide: str) -> Rendu:
        """The text refused as a whole: nothing of it is shown."""
        self.signaler((0, 0), code, message, aide, 1)
        return Rendu("", (), (), (), tuple(self.diagnostics))

    def colonne(self, ligne: int, aiguille: str = "") -> int:
        """0-based column of ``aiguille`` in this line, else of its first visible character."""
        brut = self.lignes[ligne] if ligne < len(self.lignes) else ""
        trouve = brut.find(aiguille) if aiguille else -1
        return trouve if trouve >= 0 else len(brut) - len(brut.lstrip())

    def dans_ligne(self, ligne: int, contenu: str, pos: int, aiguille: str) -> tuple[int, int]:
        """Line and column of character ``pos`` of an inline ``contenu`` that starts at ``ligne``.

        The parser strips indentation, quote marks and table bars: the line of the content is
        searched in the line as typed, and failing that what is at fault is.
        """
        debut = contenu.rfind("\n", 0, pos) + 1
        fin = contenu.find("\n", pos)
        ligne += contenu.count("\n", 0, pos)
        brut = self.lignes[ligne] if ligne < len(self.lignes) else ""
        decalage = brut.find(contenu[debut : fin if fin >= 0 else len(contenu)])
        if decalage >= 0:
            return ligne, decalage + pos - debut
        return ligne, self.colonne(ligne, aiguille)


class Ancres:
    """Ids of one text: ASCII, prefixed so that they never meet those of the page, unique."""

    def __init__(self) -> None:
        self._pris: set[str] = set()
        self._rangs: dict[str, int] = {}

    def nouvelle(self, prefixe: str, texte: str) -> str:
        """A free id for this text: ``s-mon-titre``, then ``s-mon-titre-2``."""
        base = prefixe + (slug(texte) or "section")
        ancre, rang = base, self._rangs.get(base, 1)
        while ancre in self._pris:
            rang += 1
            ancre = f"{base}-{rang}"
        self._rangs[base] = rang
        self._pris.add(ancre)
        return ancre


@lru_cache(maxsize=1024)  # « Le contexte », « Les suites »: titles come back
def slug(texte: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most 60 characters; may be empty."""
    plat = unicodedata.normalize("NFKD", texte.translate(_LIGATURES).replace("'", " "))
    mots = re.findall(r"[a-z0-9]+", plat.encode("ascii", "ignore").decode().lower())
    entier = "-".join(mots)
    if len(entier) <= _SLUG_MAX:
        return entier
    return entier[: _SLUG_MAX + 1].rpartition("-")[0] or entier[:_SLUG_MAX]


def abrege(texte: str, maximum: int = 60) -> str:
    """A quotation short enough for a message, on one line, with nothing invisible in it."""
    visible = texte
    if not texte.isprintable():
        visible = "".join(c if c.isprintable() else "?" for c in texte)
    return visible if len(visible) <= maximum else visible[: maximum - 1] + "…"
