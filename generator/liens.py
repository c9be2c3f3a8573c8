"""The links of the site, from one build to the next: only what moved is checked again.

A site whose links were all found right is remembered by what each page links to and offers. While
no path and no anchor of it is lost, a page that did not change is still right. The links themselves
are not kept: those of a page, even of one that was replaced, are read again from its bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import DecodeError
from msgspec.msgpack import Decoder, encode
from msgspec.structs import replace

from generator.checks import Liens, Probleme, extract, verifier
from generator.equipe import par_rangs
from generator.logiciel import empreinte_du_code
from generator.render import Rendered
from generator.renvois import Cible, Renvois, manque, offre
from generator.sceau import desceller, sceller
from generator.store import Reserve
from generator.world import World

PAGES = 32
"""Pages read again together: those of a record, which ask much of each other, are neighbours."""

SEUIL = 20
"""Below this number of times as many pages, starting processes costs more than it saves."""


_SOMME = 32


class Etat(NamedTuple):
    """A site: for each page the hash of its links (``somme_liens``), and every path."""

    pages: Mapping[str, bytes]
    chemins: frozenset[str]


class Garde(NamedTuple):
    """A site that was right. ``corps``: the SHA-256 of a page that had these links, in their order."""

    etat: Etat
    corps: bytes

    def page(self, path: str) -> str:
        """The SHA-256 (hex) of a page."""
        debut = _SOMME * list(self.etat.pages).index(path)
        return self.corps[debut : debut + _SOMME].hex()


_GARDE = Decoder(tuple[dict[str, bytes], list[str], bytes])


class Verification:
    """The check of one site, with what is remembered of the last one that was right."""

    def __init__(
        self,
        world: World,
        rendus: Iterable[Rendered],
        chemins: Iterable[str],
        reserve: Reserve | None,
        jobs: int = 1,
    ) -> None:
        self._world, self._reserve, self._jobs = world, reserve, jobs
        self._pages = {rendu.path: rendu for rendu in rendus if rendu.liens}
        self._nom = f"liens {empreinte_du_code().hex()} {world.base_url}" if reserve else ""
        self._avant = self._lire()
        sommes = {path: rendu.liens for path, rendu in self._pages.items()}
        self._etat = Etat(sommes, frozenset(chemins))

    @property
    def nombre(self) -> int:
        """The number of pages."""
        return len(self._pages)

    def problemes(self) -> tuple[Probleme, ...]:
        """Every problem of the site; what is right is remembered."""
        changees = self._changees()
        trouves: tuple[Probleme, ...] = ()
        if not self._tient(self._pages if changees is None else changees):
            lues = map(self._liens, self._pages) if changees is None else self._autour(changees)
            trouves = verifier(lues, self._etat.chemins)
        if not trouves and self._reserve is not None:
            self._retenir(self._reserve)
        return trouves

    def _retenir(self, reserve: Reserve) -> None:
        if self._avant is None or self._etat != self._avant.etat:
            pages, chemins = self._etat
            corps = b"".join(map(_somme, self._pages.values()))
            valeur = encode((pages, sorted(chemins - pages.keys()), corps))
            reserve.ajouter(etats=[(self._nom, sceller(valeur))])

    def _tient(self, paths: Iterable[str]) -> bool:
        """Whether nothing that these pages ask for is missing; if not, what is is still to be found.

        Who made pages says what they ask of the others; those of which nobody says anything are read.
        """
        cibles: set[Cible] = set()
        for rendu in self._pages.values():
            cibles.update(rendu.renvois or ())
        for neufs in self._relire([p for p in paths if self._pages[p].renvois is None]):
            if neufs is None:
                return False
            cibles |= neufs
        return not manque(
            cibles, self._etat.chemins, self._pages, lambda path: self._liens(path).ids
        )

    def _relire(self, paths: list[str]) -> Iterator[frozenset[Cible] | None]:
        """What these pages ask for, as who made them would have said."""
        renvois = Renvois()
        lots = [paths[debut : debut + PAGES] for debut in range(0, len(paths), PAGES)]
        return par_rangs(
            lambda rang: renvois.neufs([self._liens(path) for path in lots[rang]]),
            range(len(lots)),
            self._jobs,
            SEUIL,
        )

    def _changees(self) -> Collection[str] | None:
        """The pages to check; ``None`` for all of them, when something may be lost."""
        if self._avant is None:
            return None
        avant, etat = self._avant.etat, self._etat
        if avant.chemins - etat.chemins:
            return None
        autres = [path for path, somme in etat.pages.items() if avant.pages.get(path) != somme]
        # What was a file may be a page: it has anchors.
        if any(path in avant.chemins and path not in avant.pages for path in autres):
            return None
        offrent = [
            path
            for path in autres
            if path in avant.pages and offre(avant.pages[path]) != offre(etat.pages[path])
        ]
        # To compare two pages is to read both; of those made now, all is known.
        if 2 * len(offrent) > sum(rendu.renvois is None for rendu in self._pages.values()):
            return None
        return None if any(self._perd(path, self._avant) for path in offrent) else autres

    def _perd(self, path: str, avant: Garde) -> bool:
        """Whether a page may have lost an anchor that it had."""
        corps = self._reserve.octets(avant.page(path)) if self._reserve else None
        return corps is None or not set(self._extraire(path, corps).ids).issubset(
            self._liens(path).ids
        )

    def _autour(self, changees: Iterable[str]) -> Iterable[Liens]:
        """These pages, and those whose anchors they name, which say nothing themselves."""
        lues = {path: self._liens(path) for path in changees}
        visees = {lien.chemin for page in lues.values() for lien in page.liens if lien.ancre}
        for path in visees & self._pages.keys() - lues.keys():
            lues[path] = replace(self._liens(path), liens=(), problemes=())
        return lues.values()

    def _liens(self, path: str) -> Liens:
        """What a page links to and offers."""
        corps = self._pages[path].corps
        return self._extraire(path, corps if isinstance(corps, bytes) else corps.lire())

    def _extraire(self, path: str, corps: bytes) -> Liens:
        return extract(path, corps, self._world.base_path, self._world.origine)

    def _lire(self) -> Garde | None:
        corps = desceller(self._reserve.etat(self._nom)) if self._reserve else None
        if corps is None:
            return None  # damaged, or nothing: all is checked
        try:
            pages, autres, sommes = _GARDE.decode(corps)
        except DecodeError:
            return None
        return Garde(Etat(pages, frozenset((*pages, *autres))), sommes)


def _somme(rendu: Rendered) -> bytes:
    return b"" if isinstance(rendu.corps, bytes) else bytes.fromhex(rendu.corps.empreinte)
