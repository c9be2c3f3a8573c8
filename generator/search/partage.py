"""What the index of a world is made of: indexes, their lots, the entries of those; no page is opened to know it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from msgspec import MsgspecError, Struct, json

from generator.catalogue.records import Dossier
from generator.logiciel import empreinte_du_code
from generator.search.moteur import STATIQUES
from generator.views.index_recherche import inventaire
from generator.views.lots_recherche import (
    LigneRecherche,
    ligne,
    lot,
    lots,
    partie,
    parties,
)
from generator.views.pages_recherche import pages, pages_fiche
from generator.world import World

FORMAT = "12"
"""To be changed with what is made of a lot or of an index, so that nothing old is reused."""


class Part(Struct, frozen=True, array_like=True):
    """One index: its digest, the digest of each entry by its code, by lot."""

    cle: str
    lots: dict[str, dict[str, str]]


class Partage:
    """The indexes of a world: entries go by their code, in the order of it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._entrees = {e.code: e for e in inventaire(world)}
        lignes = {code: ligne(world, e) for code, e in self._entrees.items()}
        total = parties(lignes.values())
        groupes: list[list[str]] = [[] for _ in range(total)]
        for code in sorted(lignes):
            groupes[partie(code, total)].append(code)
        self.parts = tuple(
            _part({c: self._somme(c) for c in g}, [lignes[c] for c in g]) for g in groupes if g
        )

    def _somme(self, code: str) -> str:
        entree = self._entrees[code]
        if isinstance(entree.objet, Dossier):
            return pages_fiche.somme(self._world, entree.objet).hex()
        # Its words are a matter of its file and of our code: they are not made to be compared.
        noms = entree.chemin, entree.objet.empreinte, empreinte_du_code().hex()
        return identifier("texte", noms)

    def a_indexer(
        self, manquants: Collection[str], bases: Mapping[str, str], derniere: Sequence[Part]
    ) -> dict[str, dict[str, bytes]]:
        """The packed pages of each entry, by lot, of those that are to be made: empty for those of its base."""
        avant = {cle: lu for part in derniere for cle, lu in part.lots.items()}
        return {
            cle: {
                code: b""
                if avant.get(bases.get(cle, ""), {}).get(code) == somme
                else pages(self._world, self._entrees[code])
                for code, somme in lu.items()
            }
            for part in self.parts
            for cle, lu in part.lots.items()
            if cle in manquants
        }


def bases(derniere: Sequence[Part], parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """What each index and each lot that is new takes the place of, if it holds enough of the same entries."""
    for avant, part in zip(derniere, parts, strict=False):
        if avant.cle != part.cle:
            yield part.cle, avant.cle
        paires = zip(avant.lots.items(), part.lots.items(), strict=False)
        for (ancien, connues), (cle, voulues) in paires:
            communes = len(connues.items() & voulues.items())
            if ancien != cle and 2 * communes >= len(voulues):
                yield cle, ancien


def noter(parts: Sequence[Part]) -> bytes:
    """What ``relire`` takes."""
    return json.encode((identifier("note", ()), parts))


def relire(octets: bytes) -> tuple[Part, ...]:
    """What was noted; nothing when it is damaged, or of another format."""
    try:
        note, parts = json.decode(octets, type=tuple[str, tuple[Part, ...]])
    except MsgspecError:
        return ()
    return parts if note == identifier("note", ()) else ()


def _part(sommes: Mapping[str, str], lignes: Sequence[LigneRecherche]) -> Part:
    nombre = lots(lignes)
    tous: list[dict[str, str]] = [{} for _ in range(nombre)]
    for code, somme in sommes.items():
        tous[lot(code, nombre)][code] = somme
    cles = {identifier("lot", [f"{c} {somme}" for c, somme in lu.items()]): lu for lu in tous if lu}
    return Part(identifier("index", cles), cles)


def identifier(genre: str, noms: Iterable[str]) -> str:
    """SHA-256 (hex) of all that a value depends on; no page is opened."""
    versions = " ".join(sorted(STATIQUES.values()))
    return sha256("\n".join((genre, FORMAT, versions, *noms)).encode()).hexdigest()
