"""The links of the site, from one build to the next: only what moved is checked again.

A site whose links were all found right is remembered by what each page links to and offers. While
no path and no anchor of it is lost, a page that did not change is still right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from msgspec import DecodeError
from msgspec.msgpack import Decoder, encode
from msgspec.structs import replace

from generator.checks import Liens, Probleme, extract, verifier
from generator.logiciel import empreinte_du_code
from generator.render import Rendered
from generator.renvois import Cible, Renvois, manque
from generator.sceau import desceller, sceller
from generator.store import Reserve, decoder_liens
from generator.world import World


class Etat(NamedTuple):
    """A site: for each page the SHA-256 of what it links to and offers, and every path."""

    pages: Mapping[str, bytes]
    chemins: frozenset[str]


_ETAT = Decoder(tuple[dict[str, bytes], list[str]])


class Verification:
    """The check of one site, with what is remembered of the last one that was right."""

    def __init__(
        self,
        world: World,
        rendus: Iterable[Rendered],
        chemins: Iterable[str],
        reserve: Reserve | None,
    ) -> None:
        self._world, self._reserve = world, reserve
        self._pages = {rendu.path: rendu for rendu in rendus if rendu.cle_liens}
        self._nom = f"liens {empreinte_du_code().hex()} {world.base_url}" if reserve else ""
        self._avant = self._lire()
        sommes = {path: rendu.cle_liens for path, rendu in self._pages.items()}
        self._etat = Etat(sommes, frozenset(chemins))

    @property
    def nombre(self) -> int:
        """The number of pages."""
        return len(self._pages)

    def problemes(self) -> tuple[Probleme, ...]:
        """Every problem of the site; what is right is remembered."""
        changees = self._changees()
        trouves: tuple[Probleme, ...] = ()
        if changees is None and self._tout_tient():
            pass  # nothing to tell: no page is looked at one by one
        elif changees is None:
            trouves = verifier(map(self._liens, self._pages), self._etat.chemins)
        else:
            trouves = verifier(self._autour(changees), self._etat.chemins)
        if not trouves and self._reserve is not None and self._etat != self._avant:
            autres = sorted(self._etat.chemins - self._etat.pages.keys())
            valeur = sceller(encode((self._etat.pages, autres)))
            self._reserve.ajouter(etats=[(self._nom, valeur)])
        return trouves

    def _tout_tient(self) -> bool:
        """Whether the whole site is right; if not, what is wrong is still to be found.

        Who made pages says what they ask of the others; what was kept of the rest is read.
        """
        cibles: set[Cible] = set()
        renvois = Renvois()
        for path, rendu in self._pages.items():
            neufs = rendu.renvois
            if neufs is None:
                neufs = renvois.neufs([self._liens(path)])
            if neufs is None:
                return False
            cibles |= neufs
        return not manque(
            cibles, self._etat.chemins, self._pages, lambda path: self._liens(path).ids
        )

    def _changees(self) -> Collection[str] | None:
        """The pages to check; ``None`` for all of them, when something may be lost."""
        avant, etat = self._avant, self._etat
        if avant is None or avant.chemins - etat.chemins:
            return None
        changees = [path for path, somme in etat.pages.items() if avant.pages.get(path) != somme]
        for path in changees:
            connue = avant.pages.get(path)
            if connue is None:
                if path in avant.chemins:  # what was a file is a page: it has anchors
                    return None
                continue
            texte = self._reserve.liens(connue) if self._reserve else ""
            if not texte or set(decoder_liens(texte, path).ids) - set(self._liens(path).ids):
                return None
        return changees

    def _autour(self, changees: Iterable[str]) -> Iterable[Liens]:
        """These pages, and those whose anchors they name, which say nothing themselves."""
        lues = {path: self._liens(path) for path in changees}
        visees = {lien.chemin for page in lues.values() for lien in page.liens if lien.ancre}
        for path in visees & self._pages.keys() - lues.keys():
            lues[path] = replace(self._liens(path), liens=(), problemes=())
        return lues.values()

    def _liens(self, path: str) -> Liens:
        """What a page links to and offers, as it was found, or from the page itself."""
        rendu = self._pages[path]
        texte = rendu.liens or (self._reserve.liens(rendu.cle_liens) if self._reserve else "")
        if texte:
            return decoder_liens(texte, path)
        corps = rendu.corps if isinstance(rendu.corps, bytes) else rendu.corps.lire()
        return extract(path, corps, self._world.base_path, self._world.origine)

    def _lire(self) -> Etat | None:
        corps = desceller(self._reserve.etat(self._nom)) if self._reserve else None
        if corps is None:
            return None  # damaged, or nothing: all is checked
        try:
            pages, autres = _ETAT.decode(corps)
        except DecodeError:
            return None
        return Etat(pages, frozenset((*pages, *autres)))
