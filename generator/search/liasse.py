"""What Pagefind wrote, verified piece by piece, named for our pages, without what they do not load."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from generator.search import cbor, mots
from generator.search.errors import RechercheError

VERSION = "1.5.2"
DOSSIER = "pagefind/"
OUVRIER, ENTREE = "pagefind-worker.js", "pagefind-entry.json"

# The files that do not depend on the content. Pagefind may leave them cut and say that all is well.
STATIQUES: Mapping[str, str] = {
    OUVRIER: "4ca50d25bcab9e1c3afbc00ab5f7761114e83c8fc1b83d38655af1558b650c2a",
    "wasm.fr.pagefind": "535bcefb9b43fecc7e985ed98488ad32dd580a794373e4e94739c8a99160c37c",
}
_SIGNATURE = b"pagefind_dcd"
_URL = re.compile(rb'\{"url":"/([^"\\]+)"')
_PARTIES = 6
"""Metadata of 1.5: version, pages, chunks of words, filters, sorts, names of the fields."""

_PAGES, _MOTS, _FILTRES, _TRIS = 1, 2, 3, 4
_EMPREINTE = 6
"""Characters of the hash in the name of a fragment: beside the key, enough to never be stale."""


def lire(dossier: Path, cles: Mapping[str, str], lot: int = 0) -> dict[str, bytes]:
    """The files of the site, by path, for the bundle in ``dossier``.

    ``cles`` gives the key of each page of the tree by its path in the tree; ``lot`` is the rank of
    the index among those of the site, of which the first one has the program. The fragment of a page
    takes that key for name, so that the browser knows what a result is without loading it: lists,
    counts and dates need nothing from Pagefind.

    Raises:
        RechercheError: a file is missing, cut, unknown, or not of the expected version.
    """
    try:
        return _Liasse(dossier, cles, lot).fichiers()
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zlib.error) as erreur:
        raise RechercheError(
            f"l'index de recherche est incomplet ou d'un format inconnu : {erreur!r} ;"
            " vérifiez la place sur le disque, puis relancez"
        ) from erreur


def assembler(liasses: Iterable[Mapping[str, bytes]], prelude: bytes) -> dict[str, bytes]:
    """The files of the site, from the bundles of its indexes in their order.

    The worker starts with ``prelude`` (``templates/recherche/ouvrier.js``) and with what each index says
    of itself, so that browsers need not ask.
    """
    fichiers: dict[str, bytes] = {}
    entrees = []
    for liasse in liasses:
        for nom, octets in liasse.items():
            if nom.endswith(f"/{ENTREE}"):
                entrees.append(octets)
            else:
                fichiers[nom] = octets
    debut = b"const ENTREES=[%s];\n%s" % (b",".join(entrees), prelude)
    return fichiers | {DOSSIER + OUVRIER: debut + fichiers[DOSSIER + OUVRIER]}


class _Liasse:
    def __init__(self, dossier: Path, cles: Mapping[str, str], lot: int) -> None:
        self._dossier = dossier
        self._racine = f"{DOSSIER}{lot}/" if lot else DOSSIER
        self._statiques = {} if lot else STATIQUES
        self._cles = cles
        self._fichiers: dict[str, bytes] = {}

    def fichiers(self) -> dict[str, bytes]:
        for nom, attendu in self._statiques.items():
            octets = (self._dossier / nom).read_bytes()
            if sha256(octets).hexdigest() != attendu:
                raise ValueError(f"{nom} n'est pas celui de Pagefind {VERSION}")
            self._fichiers[DOSSIER + nom] = octets
        entree = json.loads((self._dossier / ENTREE).read_bytes())
        langue = entree["languages"]["fr"]
        if (entree["version"], len(entree["languages"])) != (VERSION, 1):
            raise ValueError(f"version {entree['version']}")
        if langue["page_count"] != len(self._cles):
            raise ValueError(f"{langue['page_count']} pages sur {len(self._cles)}")
        langue["hash"] = self._metadonnees(langue["hash"])
        texte = json.dumps(entree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self._fichiers[self._racine + ENTREE] = texte.encode()
        return self._fichiers

    def _metadonnees(self, nom: str) -> str:
        """Verify all that the metadata name, and write them with our names; their hash."""
        brut = _decompresser((self._dossier / f"pagefind.{nom}.pf_meta").read_bytes())
        meta = cbor.decoder(brut)
        if not isinstance(meta, list) or len(meta) != _PARTIES or meta[_FILTRES] or meta[_TRIS]:
            raise ValueError("métadonnées d'une autre forme")
        meta[_MOTS] = [neuf for ancien in meta[_MOTS] for neuf in self._mots(ancien[2])]
        noms = [une_page[0] for une_page in meta[_PAGES]]
        for une_page, neuf in zip(meta[_PAGES], self._fragments(noms), strict=True):
            une_page[0] = neuf
        return self._ecrire_metadonnees(meta)

    def _ecrire_metadonnees(self, meta: list[object]) -> str:
        clair = cbor.encoder(meta)
        empreinte = f"fr_{sha256(clair).hexdigest()[:10]}"
        self._fichiers[f"{self._racine}pagefind.{empreinte}.pf_meta"] = _compresser(clair)
        return empreinte

    def _mots(self, nom: str) -> Iterator[list[str]]:
        """Cut a chunk of words smaller; the first word, the last and the name of each."""
        clair = _decompresser((self._dossier / "index" / f"{nom}.pf_index").read_bytes())
        for morceau in mots.decouper(clair):
            neuf = f"fr_{sha256(morceau.octets).hexdigest()[:10]}"
            self._fichiers[f"{self._racine}index/{neuf}.pf_index"] = _compresser(morceau.octets)
            yield [morceau.premier, morceau.dernier, neuf]

    def _fragments(self, noms: list[str]) -> Iterator[str]:
        """Name each fragment after its page, and a hash that all those of an entry share.

        The hash is for caches: what changes has another name. Shared, it costs the metadata, which
        every visitor downloads, nothing for the proposals of a concertation: 45 kB less at 1,000.
        """
        restent = dict(self._cles)
        lus = [self._fragment(nom, restent) for nom in noms]
        if restent:
            raise ValueError(f"{len(restent)} pages absentes, dont {min(restent)}")
        groupes: dict[str, list[str]] = {}
        for nom, (cle, _) in zip(noms, lus, strict=True):
            groupes.setdefault(cle.partition("-")[0], []).append(nom)
        sommes = {
            code: sha256(" ".join(sorted(noms)).encode()).hexdigest()[:_EMPREINTE]
            for code, noms in groupes.items()
        }
        for cle, octets in lus:
            code, tiret, rang = cle.partition("-")
            neuf = f"{code}-{sommes[code]}{tiret}{rang}"
            self._fichiers[f"{self._racine}fragment/{neuf}.pf_fragment"] = octets
            yield neuf

    def _fragment(self, nom: str, restent: dict[str, str]) -> tuple[str, bytes]:
        octets = (self._dossier / "fragment" / f"{nom}.pf_fragment").read_bytes()
        trouve = _URL.match(_decompresser(octets))
        if trouve is None:
            raise ValueError(f"fragment {nom} sans adresse")
        chemin = trouve[1].decode()
        return restent.pop(chemin if chemin.endswith(".html") else f"{chemin}index.html"), octets


def _decompresser(octets: bytes) -> bytes:
    clair = gzip.decompress(octets)
    if not clair.startswith(_SIGNATURE):
        raise ValueError("signature absente")
    return clair[len(_SIGNATURE) :]


def _compresser(octets: bytes) -> bytes:
    """Without a date: the same bytes on every run."""
    return gzip.compress(_SIGNATURE + octets, 6, mtime=0)
