"""Internal links and anchors of the rendered pages, before anything is published.

``extract`` reads one page (in a worker, or from a cache); ``verifier`` compares all of them with
the list of outputs. Both are pure. The reading is a regular expression, not an HTML parser: it
holds because our encoders always escape « < », « > » and « " », in text and in attributes, and
because templates write attributes in one way (``tests/unit/test_theme.py``). A page where that is
not enough to tell an attribute from a text is read tag by tag. Pages repeat each other: where an
address leads, from all pages at one depth, is remembered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote

from msgspec import Struct

Attribut = tuple[bytes, bytes]
"""The end of a name (``_MARQUES``), then a value as a page writes it."""

# What all attributes have is found first, then how the name before it ends, then the name: three
# times faster than by the name.
_ATTRIBUT = re.compile(
    rb"""=(?<=[cdfnrt]=)(?:(?<=\x20href=)|(?<=\x20id=)|(?<=\x20src=)|(?<=\x20srcset=)|(?<=\x20poster=)"""
    rb"""|(?<=\x20action=)|(?<=\x20http-equiv="refresh"\x20content=))"(?<=(...)=")([^"<>]*)\""""
)
# Comments, scripts and styles are taken whole, for what they hold to be left out.
_BALISE = re.compile(
    rb"""<!--.*?-->|<script\b[^>]*>.*?</script\s*>|<style\b[^>]*>.*?</style\s*>"""
    rb"""|<[a-zA-Z][^\s<>]*+\s(?:[^<>"]++|"[^"]*+")*+>""",
    re.DOTALL,
)
# Every attribute is read, so that what a value ends with (« x href= ») is never taken for another.
_UN_PAR_UN = re.compile(
    rb"""\s(http-equiv="refresh"\scontent|[a-z][a-z0-9:-]*)="([^"]*)\"""", re.IGNORECASE
)
_ID, _CHOIX, _RAFRAICHIT = b" id", b"set", b"ent"
_MARQUES = {
    nom: (b" " + nom)[-3:] for nom in (b"href", b"id", b"src", b"srcset", b"poster", b"action")
}
"""The last three bytes of a name are enough to know it."""
_CHARGES = frozenset({b"src", _CHOIX, b"ter"})
_RAFRAICHIR = re.compile(r"""\A\d+;\s*url=([^"']*)\Z""", re.IGNORECASE)
_PROTOCOLE = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PERMIS = frozenset({"http", "https", "mailto", "tel", "webcal"})
_TROP_HAUT = "remonte au-dessus de la racine du site"
_RETENUES = 4096
"""So many addresses are remembered at most, for each depth."""


class Lien(Struct, frozen=True, array_like=True, gc=False):
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


class Liens(Struct, frozen=True):
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
    lus = _attributs(html)
    adresses = _adresses(path.count("/"), base_path, origine)
    vises = [adresses[lu] for lu in {lu for lu in lus if lu[0] != _ID}]
    liens = {vise.brut: vise for vise in vises if type(vise) is Lien}
    problemes: set[Probleme] = set()
    for brut, raison in chain.from_iterable([vise for vise in vises if type(vise) is tuple]):
        lu = _depuis(path, brut) if raison is None else raison
        if isinstance(lu, Lien):
            liens[brut] = lu
        else:
            problemes.add(Probleme(path, brut, lu))
    donnes = [_texte(valeur) for marque, valeur in lus if marque == _ID]
    ids = sorted(set(donnes))
    if len(donnes) > len(ids):
        for identifiant, nombre in Counter(donnes).items():
            if nombre > 1:
                raison = f"identifiant donné {nombre} fois dans la page"
                problemes.add(Probleme(path, f"#{identifiant}", raison))
    # Texts are put in order three times faster than links.
    return Liens(
        path, tuple([liens[brut] for brut in sorted(liens)]), tuple(ids), tuple(sorted(problemes))
    )


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


def _attributs(html: bytes) -> list[Attribut]:
    """The attributes of a page that give an anchor or ask for an address, as it writes them."""
    # A rare character is found sooner than the beginning of a tag; pages hold that of their type.
    if html.find(b"!", 2 * html.startswith(b"<!doctype")) < 0 or b"<!--" not in html:
        debut = html.find(b'ld+json">')  # a script, which holds a text
        fin = html.find(b"</script>", debut) if debut >= 0 else 0
        lus = _ATTRIBUT.findall(html, 0, max(debut, 0)) + _ATTRIBUT.findall(html, max(fin, 0))
        if not [valeur for _, valeur in lus if valeur.endswith(b"=")]:
            return lus
    # A comment; or « title="x href=" class="y" », unless it is an address that ends so.
    return [
        (_MARQUES.get(nom, _RAFRAICHIT), valeur)
        for balise in _BALISE.findall(html)
        if not balise.startswith(b"<!--")
        for nom, valeur in _UN_PAR_UN.findall(balise.partition(b"</script")[0])
        if nom in _MARQUES or b" " in nom
    ]


def _texte(valeur: bytes) -> str:
    texte = valeur.decode()
    return unescape(texte) if "&" in texte else texte


Vise = Lien | tuple[tuple[str, Lien | str | None], ...]


class _Adresses(dict[Attribut, Vise]):
    """Where an attribute leads from any page at one depth, if that is one link.

    Else its addresses, as written, but those of other sites, with a link; or why the address is
    wrong; or ``None`` if where it leads depends on the page.
    """

    def __init__(self, profondeur: int, base_path: str, origine: str) -> None:
        super().__init__()
        self._racine = "../" * profondeur or "\0"
        self._base = base_path.rstrip("/") + "/"
        self._origine = origine.rstrip("/")

    def __missing__(self, attribut: Attribut) -> Vise:
        if len(self) >= _RETENUES:
            self.clear()
        vise = self[attribut] = self._viser(*attribut)
        return vise

    def _viser(self, marque: bytes, valeur: bytes) -> Vise:
        brut = _texte(valeur)
        if marque == _CHOIX:
            bruts = [(choix.split() or [""])[0] for choix in brut.split(",")]
        elif marque == _RAFRAICHIT:
            bruts = _RAFRAICHIR.findall(brut)
        else:
            lu = self._lire(brut, charge=marque in _CHARGES)
            return lu if isinstance(lu, Lien) else () if lu == "" else ((brut, lu),)
        lus = [(brut, self._lire(brut, charge=marque in _CHARGES)) for brut in bruts]
        return tuple([lu for lu in lus if lu[1] != ""])

    def _lire(self, brut: str, *, charge: bool) -> Lien | str | None:
        if brut.startswith(self._racine):  # up to the root first: most do
            chemin, _, ancre = brut[len(self._racine) :].partition("#")
            sortie = _sortie(chemin)
            return Lien(brut, sortie, unquote(ancre) if "%" in ancre else ancre) if sortie else None
        adresse = brut
        if self._origine and (brut + "/").startswith(self._origine + "/"):
            adresse = brut[len(self._origine) :] or "/"
        elif brut.startswith("//"):
            return "adresse sans protocole : elle mène à un autre site"
        elif protocole := _PROTOCOLE.match(brut):
            return self._externe(protocole[1].lower(), charge=charge)
        chemin, _, ancre = adresse.partition("#")
        chemin = unquote(chemin.partition("?")[0])
        if not chemin.startswith("/"):
            return None if brut.strip() else "adresse vide"
        if not (chemin + "/").startswith(self._base):
            return f"hors du site, qui est sous « {self._base} »"
        return _lien(brut, _suivre((), chemin[len(self._base) :]), ancre)

    @staticmethod
    def _externe(protocole: str, *, charge: bool) -> str:
        if protocole == "data" and charge:
            return ""
        if protocole not in _PERMIS:
            return f"protocole « {protocole} » interdit"
        return "ressource d'un autre site : la page y ferait une requête" if charge else ""


@lru_cache(maxsize=_RETENUES)
def _sortie(chemin: str) -> str:
    """The output at a path from the root, or "" above it."""
    absolu = "/" + chemin
    if "%" in chemin or "?" in chemin or "//" in absolu or "/." in absolu:
        return "/".join(_suivre((), unquote(chemin.partition("?")[0])) or ())
    return chemin + ("index.html" if chemin[-1:] in {"", "/"} else "")


@lru_cache(maxsize=64)
def _adresses(profondeur: int, base_path: str, origine: str) -> _Adresses:
    return _Adresses(profondeur, base_path, origine)


def _depuis(path: str, brut: str) -> Lien | str:
    """Where an address leads from one page, or why it is wrong, when it names neither root nor host."""
    chemin, _, ancre = brut.partition("#")
    chemin = unquote(chemin.partition("?")[0])
    if not chemin:
        return Lien(brut, path, unquote(ancre))
    return _lien(brut, _suivre(tuple(path.split("/")[:-1]), chemin), ancre)


def _lien(brut: str, segments: list[str] | None, ancre: str) -> Lien | str:
    return _TROP_HAUT if segments is None else Lien(brut, "/".join(segments), unquote(ancre))


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
