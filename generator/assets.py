"""The style sheet, scripts and images of a theme, under names that change with their bytes.

A file whose name holds the hash of its bytes can be cached for ever. System fonts only; no
address of another site.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from generator.expression import expression
from generator.logiciel import empreinte_du_code
from generator.refus import Refus
from generator.sceau import desceller, sceller
from generator.store import Reserve

DOSSIER = "assets"
FEUILLE = "site.css"
# What style sheets are written down for: nesting and « light-dark() » are younger than some phones.
NAVIGATEURS = ["safari >= 15.4", "chrome >= 105", "firefox >= 115"]

_IMAGES = frozenset({".svg", ".png", ".ico", ".webp"})
_URL = expression(r"""url\(\s*(["']?)([^"')]*)\1\s*\)""")
_IMPORT_CSS = expression(r"@import\b")
_IMPORT_JS = expression(r"""((?:\bfrom|\bimport)\s*\(?\s*)(["'])(\.{1,2}/[^"']+)\2""")


class AssetsError(Refus):
    """A theme that cannot be bundled: one French line, naming the file."""


class Assets(Struct, frozen=True):
    """A bundled theme.

    ``chemins``: logical name (``site.css``, ``site.js``, ``favicon.svg``, ``icones/x.svg``) to
    path in the site (``assets/site.1a2b3c4d.css``). ``fichiers``: path in the site to bytes.
    """

    chemins: Mapping[str, str]
    fichiers: Mapping[str, bytes]


def bundle(theme: Path, reserve: Reserve | None = None) -> Assets:
    """Bundle ``<theme>/assets``: ``css/*.css`` into one sheet, ``js/*.js`` each, images as is.

    Style sheets are joined in the order of their names, then minified. The same files give the
    same bytes and names, wherever the theme is.

    Raises:
        AssetsError: an invalid style sheet, a reference to nothing, an unknown kind of file.
        OSError: the theme cannot be read.
    """
    racine = theme / DOSSIER
    lus = _lire(racine)
    liasse = _Liasse(racine, lus)
    for nom in sorted(lus):
        if Path(nom).suffix in _IMAGES:
            liasse.ajouter(nom, lus[nom])
    liasse.ajouter(FEUILLE, _feuille_gardee(liasse, lus, reserve))
    for nom in sorted(lus):
        if nom.startswith("js/") and nom.endswith(".js"):
            liasse.script(nom, ())
        elif not nom.startswith("css/") and Path(nom).suffix not in _IMAGES:
            raise AssetsError(
                f"{racine / nom} : ce genre de fichier n'a pas sa place dans un thème"
            )
    return Assets(MappingProxyType(liasse.chemins), MappingProxyType(liasse.fichiers))


def _lire(racine: Path) -> dict[str, bytes]:
    """The files of a folder, by their names from it, in order."""
    lus = {}
    for dossier, _, fichiers in os.walk(racine):
        for nom in fichiers:
            chemin = Path(dossier, nom)
            if chemin.is_file():
                lus[chemin.relative_to(racine).as_posix()] = chemin.read_bytes()
    return dict(sorted(lus.items()))


class _Liasse:
    """Files hashed so far."""

    def __init__(self, racine: Path, lus: Mapping[str, bytes]) -> None:
        self.racine = racine
        self.chemins: dict[str, str] = {}
        self.fichiers: dict[str, bytes] = {}
        self._lus = lus

    def ajouter(self, logique: str, octets: bytes) -> str:
        """Name a file after its bytes; its path in the site."""
        if logique in self.chemins:
            raise AssetsError(f"{self.racine} : deux fichiers pour « {logique} »")
        souche, suffixe = posixpath.splitext(logique)
        chemin = f"{DOSSIER}/{souche}.{sha256(octets).hexdigest()[:8]}{suffixe}"
        self.chemins[logique] = chemin
        self.fichiers[chemin] = octets
        return chemin

    def script(self, nom: str, en_cours: tuple[str, ...]) -> str:
        """Add a script after those it imports, whose names it must know; its path."""
        logique = nom.removeprefix("js/")
        if logique in self.chemins:
            return self.chemins[logique]
        if nom not in self._lus or nom in en_cours:
            raison = "importés en boucle" if nom in en_cours else "introuvables"
            fichiers = " et ".join(dict.fromkeys((*en_cours[-1:], nom)))
            raise AssetsError(f"{self.racine} : scripts {raison} : {fichiers}")

        def renommer(trouve: re.Match[str]) -> str:
            cible = posixpath.normpath(posixpath.join(posixpath.dirname(nom), trouve[3]))
            chemin = self.script(cible, (*en_cours, nom))
            depuis = posixpath.dirname(f"{DOSSIER}/{logique}")
            relatif = posixpath.relpath(chemin, depuis)
            return f"{trouve[1]}{trouve[2]}./{relatif}{trouve[2]}"

        texte = _texte(self.racine / nom, self._lus[nom])
        return self.ajouter(logique, _IMPORT_JS.sub(renommer, texte).encode())


def _feuille_gardee(liasse: _Liasse, lus: Mapping[str, bytes], reserve: Reserve | None) -> bytes:
    """The sheet, or the last that was made, of the same files by the same code."""
    if reserve is None:
        return _feuille(liasse, lus)
    nom = f"feuille {liasse.racine}"
    styles = [(n, sha256(o).digest()) for n, o in lus.items() if n.startswith("css/")]
    cle = sha256(empreinte_du_code() + repr((styles, liasse.chemins)).encode()).digest()
    gardee = desceller(reserve.etat(nom)) or b""
    if gardee.startswith(cle):
        return gardee.removeprefix(cle)
    feuille = _feuille(liasse, lus)
    reserve.ajouter(etats=[(nom, sceller(cle + feuille))])
    return feuille


def _feuille(liasse: _Liasse, lus: Mapping[str, bytes]) -> bytes:
    """All the style sheets in one, minified, with the final names of what they show."""
    import lightningcss  # noqa: PLC0415 - start fast

    morceaux = []
    for nom in sorted(n for n in lus if n.startswith("css/")):
        fichier = liasse.racine / nom
        if not nom.endswith(".css"):
            raise AssetsError(f"{fichier} : « css » ne contient que des feuilles de style")
        try:
            mince = lightningcss.process_stylesheet(_texte(fichier, lus[nom]), filename=nom)
        except ValueError as erreur:
            raise AssetsError(f"{fichier} : feuille de style invalide : {erreur}") from erreur
        if _IMPORT_CSS.search(mince):
            raise AssetsError(f"{fichier} : « @import » interdit, l'ordre des noms en tient lieu")
        morceaux.append(_URL.sub(partial(_cible, liasse, nom), mince))
    if not morceaux:
        raise AssetsError(f"{liasse.racine / 'css'} : aucune feuille de style")
    return lightningcss.process_stylesheet(
        "\n".join(morceaux), filename=FEUILLE, browsers_list=NAVIGATEURS
    ).encode()


def _cible(liasse: _Liasse, feuille: str, trouve: re.Match[str]) -> str:
    """What a ``url()`` becomes: beside the sheet, as both are in ``assets``."""
    adresse = trouve[2]
    if adresse.startswith(("data:image/", "#")):
        return f'url("{adresse}")'
    logique = posixpath.normpath(posixpath.join(posixpath.dirname(feuille), adresse))
    if logique not in liasse.chemins:
        raise AssetsError(f"{liasse.racine / feuille} : « url({adresse}) » ne mène à aucune image")
    return f'url("{posixpath.relpath(liasse.chemins[logique], DOSSIER)}")'


def _texte(fichier: Path, octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError as erreur:
        raise AssetsError(f"{fichier} : enregistrer ce fichier en UTF-8") from erreur
