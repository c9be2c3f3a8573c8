"""What Pagefind wrote, verified piece by piece, named for our pages, without what they do not load."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from generator.search import cbor
from generator.search.errors import RechercheError

VERSION = "1.5.2"
DOSSIER = "pagefind/"

# The files that do not depend on the content. Pagefind may leave them cut and say that all is well.
STATIQUES: Mapping[str, str] = {
    "pagefind.js": "252d272bd34d483d19a752060f6a065114d15ab12c42d8f905ca565e2768a009",
    "pagefind-worker.js": "4ca50d25bcab9e1c3afbc00ab5f7761114e83c8fc1b83d38655af1558b650c2a",
    "wasm.fr.pagefind": "535bcefb9b43fecc7e985ed98488ad32dd580a794373e4e94739c8a99160c37c",
}
_SIGNATURE = b"pagefind_dcd"
_URL = re.compile(rb'\{"url":"/([^"\\]+)"')
_PARTIES = 6
"""Metadata of 1.5: version, pages, chunks of words, filters, sorts, names of the fields."""

_PAGES, _MOTS, _FILTRES, _TRIS = 1, 2, 3, 4
_EMPREINTE = 5
"""Characters of the hash kept in the name of a fragment: beside the key, enough to never be stale."""


def lire(dossier: Path, cles: Mapping[str, str]) -> dict[str, bytes]:
    """The files of the site, by path, for the bundle in ``dossier``.

    ``cles`` gives the key of each page of the tree by its path in the tree. The fragment of a page
    takes that key for name, so that the browser knows what a result is without loading it: lists,
    counts and dates need nothing from Pagefind.

    Raises:
        RechercheError: a file is missing, cut, unknown, or not of the expected version.
    """
    try:
        return _Liasse(dossier, cles).fichiers()
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zlib.error) as erreur:
        raise RechercheError(
            f"l'index de recherche est incomplet ou d'un format inconnu : {erreur!r} ;"
            " vérifiez la place sur le disque, puis relancez"
        ) from erreur


class _Liasse:
    def __init__(self, dossier: Path, cles: Mapping[str, str]) -> None:
        self._dossier = dossier
        self._cles = cles
        self._fichiers: dict[str, bytes] = {}

    def fichiers(self) -> dict[str, bytes]:
        for nom, attendu in STATIQUES.items():
            octets = (self._dossier / nom).read_bytes()
            if sha256(octets).hexdigest() != attendu:
                raise ValueError(f"{nom} n'est pas celui de Pagefind {VERSION}")
            self._fichiers[DOSSIER + nom] = octets
        entree = json.loads((self._dossier / "pagefind-entry.json").read_bytes())
        langue = entree["languages"]["fr"]
        if (entree["version"], len(entree["languages"])) != (VERSION, 1):
            raise ValueError(f"version {entree['version']}")
        if langue["page_count"] != len(self._cles):
            raise ValueError(f"{langue['page_count']} pages sur {len(self._cles)}")
        langue["hash"] = self._metadonnees(langue["hash"])
        texte = json.dumps(entree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self._fichiers[f"{DOSSIER}pagefind-entry.json"] = texte.encode()
        return self._fichiers

    def _metadonnees(self, nom: str) -> str:
        """Verify all that the metadata name, and write them with our names; their hash."""
        brut = _decompresser((self._dossier / f"pagefind.{nom}.pf_meta").read_bytes())
        meta = cbor.decoder(brut)
        if not isinstance(meta, list) or len(meta) != _PARTIES or meta[_FILTRES] or meta[_TRIS]:
            raise ValueError("métadonnées d'une autre forme")
        for morceau in meta[_MOTS]:
            octets = (self._dossier / "index" / f"{morceau[2]}.pf_index").read_bytes()
            _decompresser(octets)
            self._fichiers[f"{DOSSIER}index/{morceau[2]}.pf_index"] = octets
        restent = dict(self._cles)
        for une_page in meta[_PAGES]:
            une_page[0] = self._fragment(une_page[0], restent)
        if restent:
            raise ValueError(f"{len(restent)} pages absentes, dont {min(restent)}")
        neuf = _SIGNATURE + cbor.encoder(meta)
        empreinte = f"fr_{sha256(neuf).hexdigest()[:10]}"
        # Pagefind's own level; no date, to give the same bytes on every run.
        self._fichiers[f"{DOSSIER}pagefind.{empreinte}.pf_meta"] = gzip.compress(neuf, 9, mtime=0)
        return empreinte

    def _fragment(self, nom: str, restent: dict[str, str]) -> str:
        octets = (self._dossier / "fragment" / f"{nom}.pf_fragment").read_bytes()
        trouve = _URL.match(_decompresser(octets))
        if trouve is None:
            raise ValueError(f"fragment {nom} sans adresse")
        chemin = trouve[1].decode()
        cle = restent.pop(chemin if chemin.endswith(".html") else f"{chemin}index.html")
        neuf = f"{cle}-{nom.removeprefix('fr_')[:_EMPREINTE]}"
        self._fichiers[f"{DOSSIER}fragment/{neuf}.pf_fragment"] = octets
        return neuf


def _decompresser(octets: bytes) -> bytes:
    clair = gzip.decompress(octets)
    if not clair.startswith(_SIGNATURE):
        raise ValueError("signature absente")
    return clair[len(_SIGNATURE) :]
