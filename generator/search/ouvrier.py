"""What makes indexes, one after the other: lots that are not known, then what is merged of them.

All that is made goes to a ``Reserve``. Run by ``generator.search.pagefind``, in a process of its own when there is
much to make: its folder then holds one ``<digest>.pages`` per lot.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from generator import paquets
from generator.equipe import mourir_avec, par_rangs
from generator.objet import Objet
from generator.refus import Refus
from generator.search import liasse, lot, programme
from generator.search.composition import composer
from generator.search.consigne import Consigne, Partie
from generator.search.errors import RechercheError
from generator.search.liasse import Base
from generator.search.lot import Lot
from generator.search.moteur import MOTS, TABLE
from generator.search.reserve import Reserve
from generator.sortie import quitter
from generator.views.documents_recherche import Document, ouvrir

Lire = Callable[[str], Mapping[str, bytes]]
"""The packed documents of each entry of a lot, by its digest; nothing when it is not to be made."""


def travailler(consigne: Consigne, lire: Lire) -> None:
    """Make the files that do not depend on the content, if they are wanted, every lot, then every index.

    Lots are many and alike, so that the processes that share them end together; then so do indexes.

    Raises:
        RechercheError: the command hangs or fails, or something is missing, or cannot be written.
        EquipeError: a process was killed.
    """
    reserve = Reserve(Path(consigne["reserve"]))
    try:
        lots = [(partie, cle) for partie in consigne["parties"] for cle in partie["lots"]]
        premiers = [partial(_lot, reserve, partie, cle, lire) for partie, cle in lots]
        if consigne["statiques"]:
            premiers.insert(0, partial(_statiques, reserve, consigne))
        _partager(premiers, consigne["jobs"])
        _partager([partial(_partie, reserve, p) for p in consigne["parties"]], consigne["jobs"])
    except (OSError, ValueError) as erreur:
        dit = getattr(erreur, "strerror", None) or erreur
        raise RechercheError(f"l'indexation n'a pas pu se faire : {dit}") from erreur


def _partager(taches: Sequence[Callable[[], None]], jobs: int) -> None:
    for _ in par_rangs(lambda rang: taches[rang](), range(len(taches)), jobs, seuil=2):
        pass


def _statiques(reserve: Reserve, consigne: Consigne) -> None:
    if consigne["statiques"]:
        fichiers = programme.demander(consigne["executable"], consigne["delai"])
        reserve.garder(consigne["statiques"], fichiers)


def _lot(reserve: Reserve, partie: Partie, cle: str, lire: Lire) -> None:
    """Make a lot, if it is to be made."""
    if entrees := lire(cle):
        fichiers, lu = _faire(reserve, partie["bases"].get(cle), entrees)
        reserve.garder(cle, {**fichiers, MOTS: lot.fermer(lu)})
        for dossier in partie["avance"]:
            reserve.poser(cle, fichiers, Path(dossier))


def _partie(reserve: Reserve, partie: Partie) -> None:
    """Make an index, from its lots."""
    lots = {cle: lot.ouvrir(reserve.octets(cle, MOTS)) for cle in partie["lots"]}
    reserve.garder(partie["cle"], liasse.fusionner(lots, _base(reserve, partie, lots)))


def _base(reserve: Reserve, partie: Partie, lots: Mapping[str, Lot]) -> Base | None:
    """The index that this one takes the place of, if its pages have the same numbers."""
    gardes = reserve.lire(partie["base"]) if partie["base"] else None
    if gardes is None:
        return None
    table = liasse.lire_table(gardes[TABLE])
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


def _faire(
    reserve: Reserve, base: str | None, entrees: Mapping[str, bytes]
) -> tuple[Mapping[str, bytes | Objet], Lot]:
    """A lot, and the fragments of it: entries without documents are those of its base."""
    lus = documents({code: paquet for code, paquet in entrees.items() if paquet})
    neufs, lu = lot.faire(list(lus))
    if base is None:
        return neufs, lu
    gardes = reserve.lire(base)
    if gardes is None:
        raise ValueError("un lot gardé n'est plus là ; relancez")
    ancien = lot.ouvrir(gardes[MOTS].lire())
    compose = composer(ancien, lu, [*entrees])
    noms = (lot.fichier(nom) for nom, _ in compose.pages)
    return {nom: neufs.get(nom) or gardes[nom] for nom in noms}, compose


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
        travailler(consigne, _lire)
    except Refus as erreur:
        sys.stdout.buffer.write(str(erreur).encode())
        return 1
    return 0


def _lire(cle: str) -> Mapping[str, bytes]:
    fichier = Path(f"{cle}.pages")
    return paquets.ouvrir(fichier.read_bytes()) if fichier.exists() else {}


if __name__ == "__main__":
    gc.disable()  # it ends soon, and makes a million lists that have no cycle
    quitter(main())
