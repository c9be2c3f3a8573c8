"""The process that makes indexes, one after the other: lots that are not known, then what is merged of them.

Beside the build, so that its own processor is not spent on it. Its folder holds one ``<digest>.pages`` per lot
to make; all it makes goes to a ``Reserve``. Run by ``generator.search.pagefind``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from generator import paquets
from generator.equipe import mourir_avec
from generator.objet import Objet
from generator.search import liasse, lot
from generator.search.composition import composer
from generator.search.consigne import Consigne, Partie
from generator.search.errors import RechercheError
from generator.search.liasse import Base
from generator.search.lot import Lot
from generator.search.moteur import MOTS, TABLE
from generator.search.reserve import Reserve
from generator.search.service import Service
from generator.views.documents_recherche import Document, ouvrir

_UNE = ("/", b'<!doctype html><html lang="fr"><body><p>page</p></body></html>')
"""A page, for the files that any index comes with."""


def travailler(dossier: Path, consigne: Consigne) -> None:
    """Make every lot whose documents are given, then every index.

    Raises:
        RechercheError: the command hangs or fails, or leaves anything missing or cut.
        OSError: the reserve cannot be written.
    """
    reserve = Reserve(Path(consigne["reserve"]))
    if consigne["statiques"]:
        with Service(consigne["executable"], consigne["delai"]) as service:
            reserve.garder(consigne["statiques"], lot.statiques(service.indexer([_UNE])))
    for partie in consigne["parties"]:
        for cle in partie["lots"]:
            fichier = dossier / f"{cle}.pages"
            if fichier.exists():
                entrees = paquets.ouvrir(fichier.read_bytes())
                base = partie["bases"].get(cle)
                reserve.garder(cle, _lot(reserve, base, entrees))
        lots = {cle: lot.ouvrir(reserve.octets(cle, MOTS)) for cle in partie["lots"]}
        reserve.garder(partie["cle"], liasse.fusionner(lots, _base(reserve, partie, lots)))


def _base(reserve: Reserve, partie: Partie, lots: Mapping[str, Lot]) -> Base | None:
    """The index that this one takes the place of, if its pages have the same numbers."""
    gardes = reserve.lire(partie["base"]) if partie["base"] else None
    if gardes is None:
        return None
    table = liasse.lire_table(gardes[TABLE].lire())
    anciens = [partie["bases"].get(cle, cle) for cle in lots]
    tailles = [len(lu.pages) for lu in lots.values()]
    if table.lots != list(zip(anciens, tailles, strict=True)):
        return None
    changes: set[str] = set()
    for ancien, (cle, lu) in zip(anciens, lots.items(), strict=True):
        if ancien != cle:
            avant = lot.ouvrir(reserve.octets(ancien, MOTS))
            changes |= {mot.mot for mot in {*avant.mots} ^ {*lu.mots}}
    return Base(gardes, table, changes)


def _lot(
    reserve: Reserve, base: str | None, entrees: Mapping[str, bytes]
) -> dict[str, bytes | Objet]:
    """The files of a lot: entries without documents are those of its base."""
    lus = documents({code: paquet for code, paquet in entrees.items() if paquet})
    neufs, lu = lot.faire(list(lus))
    if base is None:
        return {**neufs, MOTS: lot.fermer(lu)}
    gardes = reserve.lire(base)
    if gardes is None:
        raise ValueError("un lot gardé n'est plus là ; relancez")
    ancien = lot.ouvrir(gardes[MOTS].lire())
    compose = composer(ancien, lu, [*entrees])
    noms = (lot.fichier(nom) for nom, _ in compose.pages)
    return {**{nom: neufs.get(nom) or gardes[nom] for nom in noms}, MOTS: lot.fermer(compose)}


def documents(entrees: Mapping[str, bytes]) -> Iterator[Document]:
    """Every document of these packed entries, by code."""
    for code, paquet in entrees.items():
        for lu in ouvrir(paquet):
            yield replace(lu, cle=code + lu.cle)


def main() -> int:
    """Read what to do, do it; what went wrong is written on the standard output."""
    consigne: Consigne = json.loads(sys.argv[1])
    mourir_avec(consigne["parent"])
    try:
        travailler(Path(), consigne)
    except RechercheError as erreur:
        sys.stdout.buffer.write(str(erreur).encode())
        return 1
    except (OSError, ValueError) as erreur:
        dit = f"l'indexation n'a pas pu se faire : {getattr(erreur, 'strerror', None) or erreur}"
        sys.stdout.buffer.write(dit.encode())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
