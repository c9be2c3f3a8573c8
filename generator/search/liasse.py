"""The indexes that visitors load, each merged from its lots."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from types import MappingProxyType

from generator.objet import Objet
from generator.search import cbor, mots
from generator.search.indexeur import CHAMPS
from generator.search.jetons import LIENS
from generator.search.lot import SIGNATURE, Lot, compresser
from generator.search.moteur import ENTREE, LANGUE, VERSION
from generator.search.mots import Morceau


def fusionner(
    lots: Sequence[Lot], connus: Mapping[str, Objet] = MappingProxyType({})
) -> dict[str, bytes | Objet]:
    """The files of one index but its fragments, whose pages are those of its lots, in their order.

    « / » in a name is written « @ »: what is kept is one folder. Chunks that are among ``connus``, the files of
    another index, are not compressed again.

    Raises:
        OSError: one of these is gone.
    """
    bases = [0]
    for lot in lots:
        bases.append(bases[-1] + len(lot.pages))
    morceaux = list(
        mots.decouper(mots.fusionner((b, lot.mots) for b, lot in zip(bases, lots, strict=False)))
    )
    noms = [f"{LANGUE}_{sha256(morceau.octets).hexdigest()[:10]}" for morceau in morceaux]

    def fermer(morceau: Morceau, nom: str) -> bytes | Objet:
        connu = connus.get(_fichier(nom))
        deja = connu is not None and gzip.decompress(connu.lire()) == SIGNATURE + morceau.octets
        return connu if connu is not None and deja else compresser(morceau.octets)

    with ThreadPoolExecutor() as fils:
        fermes = list(fils.map(fermer, morceaux, noms))
    fichiers: dict[str, bytes | Objet] = dict(zip(map(_fichier, noms), fermes, strict=True))
    index = [[m.premier, m.dernier, nom] for m, nom in zip(morceaux, noms, strict=True)]
    pages = [[nom, compte] for lot in lots for nom, compte in lot.pages]
    meta = cbor.encoder([VERSION, pages, index, [], [], CHAMPS])
    empreinte = f"{LANGUE}_{sha256(meta).hexdigest()[:10]}"
    fichiers[f"pagefind.{empreinte}.pf_meta"] = compresser(meta)
    entree = {
        "version": VERSION,
        "languages": {LANGUE: {"hash": empreinte, "page_count": len(pages), "wasm": LANGUE}},
        "include_characters": list(LIENS),
    }
    texte = json.dumps(entree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**fichiers, ENTREE: texte.encode()}


def _fichier(nom: str) -> str:
    return f"index@{nom}.pf_index"
