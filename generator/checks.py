"""Internal links and anchors of the rendered pages, before anything is published.

``extract`` reads one page (in a worker, or from a cache); ``verifier`` compares all of them with
the list of outputs. Both are pure. The reading is a regular expression, not an HTML parser: it
holds because our encoders always escape « < » and « > » in text and in attributes, so that what
looks like a tag is one. Pages repeat each other: what a tag says, and where an address from the
root leads, are remembered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

# Comments, scripts and styles are taken whole, for what they hold to be left out.
_BALISE = re.compile(
    rb"""<(?:!--.*?-->|script\b[^>]*>.*?</script\s*>|style\b[^>]*>.*?</style\s*>"""
    rb"""|[a-zA-Z][^\s<>]*+\s(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>)""",
    re.DOTALL,
)
# Every attribute is read, so that what a value holds (« x src=y ») is never taken for another.
_ATTRIBUT = re.compile(
    rb"""\s(?:(id|href|src|srcset|action|poster|content)|[a-z][a-z0-9:-]*)"""
    rb"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
_RAFRAICHIR = re.compile(r"""\d+;\s*url=([^"']*)""", re.IGNORECASE)
_PROPRE = re.compile(r"(?:(?:[\w-]+[./])*+[\w-]*)", re.ASCII)
_PROTOCOLE = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PERMIS = frozenset({"http", "https", "mailto", "tel", "webcal"})
_TROP_HAUT = "remonte au-dessus de la racine du site"
_CHARGES = frozenset({"src", "srcset", "poster"})


class Lien(NamedTuple):
    """One internal link: as written, the output it should reach, the anchor (or empty)."""

    brut: str
    chemin: str
    ancre: str


class Probleme(NamedTuple):
    """One thing missing: ``page`` is an output path, ``lien`` what it says, ``raison`` why."""

    page: str
    lien: str
    raison: str

    def __str__(self) -> str:
        return f"{self.page} : « {self.lien} » : {self.raison}"


@dataclass(frozen=True, slots=True)
class Liens:
    """What one page links to and offers. Small, picklable, sorted: it can be cached."""

    path: str
    liens: tuple[Lien, ...]
    ids: tuple[str, ...]
    problemes: tuple[Probleme, ...]


def extract(path: str, html: bytes, base_path: str = "/", origine: str = "") -> Liens:
    """Read the links and ids of one rendered page.

    ``path`` is the output path (``guides/x/index.html``); ``base_path`` the path the site is
    mounted at (``/catalogue/``): a link from the root of the host must start with it; ``origine``
    its scheme and host (``https://exemple.fr``): absolute addresses under it are checked as
    internal ones. Problems that one page shows alone (duplicate ids, addresses that can only be
    wrong, resources of a third party) are found here.
    """
    ids: Counter[str] = Counter()
    adresses: dict[tuple[str, str], None] = {}
    for balise, fois in Counter(_BALISE.findall(html)).items():
        for attribut, valeur in _attributs(balise):
            if attribut == "id":
                ids[valeur] += fois
            else:
                adresses[attribut, valeur] = None
    liens: dict[str, Lien] = {}
    problemes: dict[Probleme, None] = {}
    page = _Page(path, base_path, origine)
    for attribut, brut in adresses:
        lu = page.depuis_racine(brut) or page.lire(attribut, brut)
        if isinstance(lu, Lien):
            liens[brut] = lu
        elif lu:
            problemes.setdefault(Probleme(path, brut, lu))
    for identifiant, nombre in ids.items():
        if nombre > 1:
            raison = f"identifiant donné {nombre} fois dans la page"
            problemes.setdefault(Probleme(path, f"#{identifiant}", raison))
    # A page reads an address in one way: to sort addresses is to sort links.
    tries = tuple(liens[brut] for brut in sorted(liens))
    return Liens(path, tries, tuple(sorted(ids)), tuple(sorted(problemes)))


def verifier(pages: Iterable[Liens], chemins: frozenset[str]) -> tuple[Probleme, ...]:
    """Every problem of the site, sorted by page.

    ``pages`` are the HTML outputs, ``chemins`` the paths of all outputs, HTML or not.
    """
    pages = tuple(pages)
    ids = {page.path: frozenset(page.ids) for page in pages}
    problemes: set[Probleme] = set()
    for page in pages:
        problemes.update(page.problemes)
        for lien in page.liens:
            if lien.chemin not in chemins:
                raison = f"aucune page ni fichier « {lien.chemin} »"
                if f"{lien.chemin}/index.html" in chemins:
                    raison += " : il manque « / » à la fin"
                problemes.add(Probleme(page.path, lien.brut, raison))
            elif lien.ancre and lien.chemin in ids and lien.ancre not in ids[lien.chemin]:
                raison = f"aucune ancre « #{lien.ancre} » dans « {lien.chemin} »"
                problemes.add(Probleme(page.path, lien.brut, raison))
    return tuple(sorted(problemes))


@lru_cache(maxsize=16384)
def _attributs(balise: bytes) -> tuple[tuple[str, str], ...]:
    """What an opening tag gives and asks for: names and values of its attributes."""
    if balise.startswith(b"<!--"):
        return ()
    lus: list[tuple[str, str]] = []
    if balise.startswith((b"<script", b"<style")):  # the tag alone, not what it holds
        balise = balise[: balise.index(b">")]
    for nom, double, simple, nu in _ATTRIBUT.findall(balise):
        if not nom:
            continue
        attribut = nom.decode().lower()
        valeur = unescape((double or simple or nu).decode())
        if attribut == "srcset":
            lus += [(attribut, (c.split() or [""])[0]) for c in valeur.split(",")]
        elif attribut == "content":
            trouve = _RAFRAICHIR.fullmatch(valeur)
            lus += [("href", trouve[1])] if trouve else []
        else:
            lus.append((attribut, valeur))
    return tuple(lus)


@lru_cache(maxsize=16384)
def _depuis_racine(profondeur: int, brut: str) -> Lien | None:
    """Where an address leads that goes up ``profondeur`` folders, to the root, or nowhere."""
    chemin, _, ancre = brut[3 * profondeur :].partition("#")
    if _PROPRE.fullmatch(chemin):  # nothing to decode, nor to climb
        chemin += "index.html" if chemin[-1:] in {"", "/"} else ""
        return Lien(brut, chemin, unquote(ancre))
    segments = _suivre((), unquote(chemin.partition("?")[0]))
    return Lien(brut, "/".join(segments), unquote(ancre)) if segments else None


def _suivre(depart: tuple[str, ...], chemin: str) -> list[str] | None:
    segments = list(depart)
    *dossiers, dernier = chemin.split("/")
    for segment in dossiers:
        if segment == "..":
            if not segments:
                return None
            segments.pop()
        elif segment not in {"", "."}:
            segments.append(segment)
    if dernier == "..":
        if not segments:
            return None
        segments.pop()
    segments.append("index.html" if dernier in {"", ".", ".."} else dernier)
    return segments


class _Page:
    """Reads addresses as a browser would from one page."""

    def __init__(self, path: str, base_path: str, origine: str) -> None:
        self._path = path
        self._dossier = tuple(path.split("/")[:-1])
        self._profondeur = len(self._dossier)
        self._racine = "../" * self._profondeur
        self._base = base_path.rstrip("/") + "/"
        self._origine = origine.rstrip("/")

    def depuis_racine(self, brut: str) -> Lien | None:
        """The link, when it goes up to the root first: most do."""
        if self._racine and brut.startswith(self._racine):
            return _depuis_racine(self._profondeur, brut)
        return None

    def lire(self, attribut: str, brut: str) -> Lien | str:
        """The internal link; or why the address is wrong; or nothing (``""``) if external."""
        adresse = brut
        if self._origine and (brut + "/").startswith(self._origine + "/"):
            adresse = brut[len(self._origine) :] or "/"
        elif brut.startswith("//"):
            return "adresse sans protocole : elle mène à un autre site"
        elif protocole := _PROTOCOLE.match(brut):
            return self._externe(attribut, protocole[1].lower())
        chemin, _, ancre = adresse.partition("#")
        chemin = unquote(chemin.partition("?")[0])
        if not chemin:
            return Lien(brut, self._path, unquote(ancre)) if brut.strip() else "adresse vide"
        if chemin.startswith("/"):
            if not (chemin + "/").startswith(self._base):
                return f"hors du site, qui est sous « {self._base} »"
            segments = _suivre((), chemin[len(self._base) :])
        else:
            segments = _suivre(self._dossier, chemin)
        if segments is None:
            return _TROP_HAUT
        return Lien(brut, "/".join(segments), unquote(ancre))

    @staticmethod
    def _externe(attribut: str, protocole: str) -> str:
        if protocole == "data" and attribut in _CHARGES:
            return ""
        if protocole not in _PERMIS:
            return f"protocole « {protocole} » interdit"
        if attribut in _CHARGES:
            return "ressource d'un autre site : la page y ferait une requête"
        return ""
