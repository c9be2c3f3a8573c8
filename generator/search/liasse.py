"""The indexes that visitors load, each merged from its lots."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

from generator.search import cbor, mots
from generator.search.lot import Lot, compresser
from generator.search.moteur import ENTREE, LANGUE, VERSION


def fusionner(lots: Sequence[Lot]) -> dict[str, bytes]:
    """The files of one index but its fragments, whose pages are those of its lots, in their order.

    « / » in a name is written « @ »: what is kept is one folder.
    """
    bases = [0]
    for lot in lots:
        bases.append(bases[-1] + len(lot.pages))
    morceaux = list(
        mots.decouper(mots.fusionner((b, lot.mots) for b, lot in zip(bases, lots, strict=False)))
    )
    with ThreadPoolExecutor() as fils:
        comprimes = list(fils.map(compresser, (m.octets for m in morceaux)))
    fichiers = {}
    index = []
    for morceau, octets in zip(morceaux, comprimes, strict=True):
        nom = f"{LANGUE}_{sha256(morceau.octets).hexdigest()[:10]}"
        fichiers[f"index@{nom}.pf_index"] = octets
        index.append([morceau.premier, morceau.dernier, nom])
    champs = lots[0].champs
    if any(lot.champs != champs for lot in lots):
        raise ValueError("lots d'une autre forme")
    pages = [[nom, compte] for lot in lots for nom, compte in lot.pages]
    meta = cbor.encoder([VERSION, pages, index, [], [], champs])
    empreinte = f"{LANGUE}_{sha256(meta).hexdigest()[:10]}"
    fichiers[f"pagefind.{empreinte}.pf_meta"] = compresser(meta)
    entree = dict(lots[0].entree)
    entree["languages"] = {
        LANGUE: {"hash": empreinte, "page_count": len(pages), "wasm": LANGUE},
    }
    texte = json.dumps(entree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**fichiers, ENTREE: texte.encode()}
