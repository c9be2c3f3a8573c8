"""What the pages of a site ask of each other, as told by the processes that made them.

To know that nothing is missing, this is enough; what is, if anything, is found page by page
(``generator.checks``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from hashlib import sha256

from msgspec.msgpack import encode

from generator.checks import Liens

Cible = tuple[str, str]
"""What a link asks for: the path of an output, and an anchor in it (or "")."""

_DEMI = 16


def somme_liens(page: Liens) -> bytes:
    """Hash of what a page links to, then of what it offers (``offre``): 32 bytes in all."""
    demandes = encode(([lien.brut for lien in page.liens], page.problemes))
    return sha256(demandes).digest()[:_DEMI] + sha256(encode(page.ids)).digest()[:_DEMI]


def offre(somme: bytes) -> bytes:
    """The part of ``somme_liens`` that stays the same as long as the anchors of a page do."""
    return somme[_DEMI:]


class Renvois:
    """What pages ask of others, told once by the process that made them: most ask for the same."""

    def __init__(self) -> None:
        self._dits: set[Cible] = set()

    def neufs(self, pages: Collection[Liens]) -> frozenset[Cible] | None:
        """What these pages ask for that they do not hold themselves, and that was not told yet.

        Nothing can be said (``None``) when one of them is wrong by itself.
        """
        if any(page.problemes for page in pages):
            return None
        cibles = {(lien.chemin, lien.ancre) for page in pages for lien in page.liens} - self._dits
        ids = {page.path: {"", *page.ids} for page in pages}
        neufs = frozenset(cible for cible in cibles if cible[1] not in ids.get(cible[0], ()))
        self._dits |= neufs
        return neufs


def manque(
    cibles: Iterable[Cible],
    chemins: Collection[str],
    pages: Collection[str],
    ids: Callable[[str], Collection[str]],
) -> bool:
    """Whether something that is asked for is missing, as ``verifier`` would find.

    ``chemins`` are the paths of all outputs, ``pages`` those of HTML, whose anchors ``ids`` gives.
    """
    voulus: dict[str, set[str]] = {}
    for chemin, ancre in cibles:
        if chemin not in chemins:
            return True
        if ancre and chemin in pages:
            voulus.setdefault(chemin, set()).add(ancre)
    return any(not ancres.issubset(ids(chemin)) for chemin, ancres in voulus.items())
