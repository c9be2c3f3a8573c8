"""The rules of RFC 4287, RSS 2.0 and JSON Feed 1.1, and of the official feed validator.

Each function reads bytes and gives the list of what is wrong: empty when all is well. A library
is no gate: feedparser accepts a feed without dates and with ids in double.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
FH = "{http://purl.org/syndication/history/1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENU = "{http://purl.org/rss/1.0/modules/content/}encoded"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"\d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)
_TAG = re.compile(r"tag:([a-z0-9-]+\.)*[a-z0-9-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~/:+-]+")
ABSOLUE = re.compile(r"https?://[a-z0-9.-]+(:\d+)?(/[!-~]*)?")
_BALISES = frozenset(
    [
        "p",
        "a",
        "strong",
        "em",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h2",
        "h3",
        "h4",
        "br",
        "code",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "hr",
        "s",
        "del",
        "sup",
    ]
)
_MEDIAS = {"atom": "application/atom+xml", "rss": "application/rss+xml"}


def interdits(texte: str) -> list[str]:
    """Characters that XML 1.0 forbids or discourages, and invisible ones that deceive readers."""
    return sorted(
        {
            f"U+{ord(c):04X}"
            for c in texte
            if (ord(c) < 32 and c not in "\n\t\r")
            or 0x7F <= ord(c) <= 0x9F
            or 0xD800 <= ord(c) <= 0xDFFF
            or ord(c) in {0xFFFE, 0xFFFF, 0x2028, 0x2029}
            or 0x202A <= ord(c) <= 0x202E
        }
    )


class _Html(HTMLParser):
    """Well nested, only plain elements, only absolute links, nothing that runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fautes: list[str] = []
        self._ouverts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _BALISES:
            self.fautes.append(f"balise <{tag}> dans le contenu")
        for nom, valeur in attrs:
            if nom not in {"href", "hreflang", "title", "lang", "id", "scope", "rel", "start"}:
                self.fautes.append(f"attribut {nom} dans le contenu")
            if nom == "href" and not re.match(r"https?://|mailto:", valeur or ""):
                self.fautes.append(f"lien relatif ou dangereux : {valeur}")
        if tag not in {"br", "hr"}:
            self._ouverts.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._ouverts or self._ouverts.pop() != tag:
            self.fautes.append(f"</{tag}> mal fermé")

    def close(self) -> None:
        super().close()
        self.fautes += [f"<{b}> non fermé" for b in self._ouverts]


def html(texte: str) -> list[str]:
    """What is wrong in the content of an entry."""
    lecteur = _Html()
    lecteur.feed(texte)
    lecteur.close()
    return lecteur.fautes if texte.strip() else ["contenu vide"]


def doublons(valeurs: list[str], nom: str) -> Iterator[str]:
    yield from (f"{nom} en double : {v}" for v, n in Counter(valeurs).items() if n > 1)


def _texte(element: Any, chemin: str, fautes: list[str], *, ou: str) -> str:
    """The text of the one child at a path."""
    trouves = element.findall(chemin)
    if len(trouves) != 1:
        fautes.append(f"{ou} : {len(trouves)} {chemin.rsplit('}', 1)[-1]}, un seul attendu")
        return ""
    texte = trouves[0].text or ""
    if not texte.strip() or texte != texte.strip():
        fautes.append(f"{ou} : {chemin.rsplit('}', 1)[-1]} vide ou entouré d'espaces")
    return texte


def _date_rfc3339(texte: str, maximum: date, fautes: list[str]) -> datetime | None:
    if not _RFC3339.fullmatch(texte):
        fautes.append(f"date RFC 3339 invalide : {texte!r}")
        return None
    lue = datetime.fromisoformat(texte)
    if lue.date() > maximum or lue.year < 2020:
        fautes.append(f"date invraisemblable : {texte}")
    return lue


def _racine(octets: bytes, fautes: list[str]) -> Any:
    if not octets.startswith(
        (b"<?xml version='1.0' encoding='UTF-8'?>", b'<?xml version="1.0" encoding="UTF-8"?>')
    ):
        fautes.append("déclaration XML absente ou sans UTF-8")
    try:
        racine = etree.fromstring(octets, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as erreur:
        fautes.append(f"XML mal formé : {erreur}")
        return None
    if b"<!DOCTYPE" in octets:
        fautes.append("DOCTYPE interdit")
    fautes += [f"caractère interdit {c}" for c in interdits("".join(racine.itertext()))]
    return racine


def _liens(racine: Any, adresse: str, extension: str) -> Iterator[str]:
    """Links: absolute, no two of the same kind, self is the feed's own address."""
    liens = [dict(x.attrib) for x in racine.findall(f"{ATOM}link")]
    for lien in liens:
        if not ABSOLUE.fullmatch(lien.get("href", "")):
            yield f"lien non absolu : {lien}"
    cles = [f"{x.get('rel', 'alternate')}|{x.get('type')}|{x.get('hreflang')}" for x in liens]
    yield from doublons(cles, "lien")
    propres = [x for x in liens if x.get("rel") == "self"]
    if [x["href"] for x in propres] != [adresse] or propres[0].get("type") != _MEDIAS[extension]:
        yield f"self {[x.get('href') for x in propres]} au lieu de {adresse}"


def _archives(racine: Any) -> Iterator[str]:
    rels = {x.get("rel"): x.get("href") for x in racine.findall(f"{ATOM}link")}
    if (racine.find(f"{FH}archive") is not None) != ("current" in rels):
        yield "une archive (RFC 5005) dit qu'elle en est une et mène au flux courant"
    if "next-archive" in rels and "current" not in rels:
        yield "seule une archive a une suivante"


def atom(octets: bytes, adresse: str, maximum: date) -> list[str]:
    """RFC 4287, RFC 5005, and the warnings of the validator that a publisher can mend."""
    fautes: list[str] = []
    racine = _racine(octets, fautes)
    if racine is None or racine.tag != f"{ATOM}feed":
        return [*fautes, "la racine n'est pas un flux Atom"]
    if racine.get("{http://www.w3.org/XML/1998/namespace}lang") != "fr":
        fautes.append("langue absente")
    connus = {"id", "title", "updated", "author", "link", "generator", "subtitle", "entry"}
    fautes += [
        f"élément inconnu {e.tag}"
        for e in racine
        if e.tag not in {f"{ATOM}{n}" for n in connus} | {f"{FH}archive"}
    ]
    identifiant = _texte(racine, f"{ATOM}id", fautes, ou="flux")
    if not ABSOLUE.fullmatch(identifiant):
        fautes.append(f"id du flux non absolu : {identifiant}")
    for nom in ("title", "subtitle"):
        _texte(racine, f"{ATOM}{nom}", fautes, ou="flux")
    auteur = racine.find(f"{ATOM}author")
    if auteur is None:
        fautes.append("aucun auteur")
    else:
        _texte(auteur, f"{ATOM}name", fautes, ou="auteur")
    fautes += _liens(racine, adresse, "atom")
    fautes += _archives(racine)
    maj = _date_rfc3339(_texte(racine, f"{ATOM}updated", fautes, ou="flux"), maximum, fautes)
    entrees = racine.findall(f"{ATOM}entry")
    dates = [_entree_atom(e, maximum, fautes) for e in entrees]
    fautes += doublons([e.findtext(f"{ATOM}id") or "" for e in entrees], "id")
    fautes += doublons([str(d) for d in dates], "updated")
    connues = [d for d in dates if d]
    if connues != sorted(connues, reverse=True):
        fautes.append("entrées non triées")
    if connues and maj != connues[0]:
        fautes.append("updated du flux différent de celui de sa dernière entrée")
    return fautes


def _entree_atom(entree: Any, maximum: date, fautes: list[str]) -> datetime | None:
    ou = entree.findtext(f"{ATOM}id") or "entrée"
    connus = {"id", "title", "updated", "published", "content", "summary", "link", "category"}
    fautes += [
        f"{ou} : élément inconnu {e.tag}"
        for e in entree
        if e.tag not in {f"{ATOM}{n}" for n in connus}
    ]
    if not _TAG.fullmatch(_texte(entree, f"{ATOM}id", fautes, ou=ou)):
        fautes.append(f"{ou} : n'est pas un tag URI (RFC 4151)")
    _texte(entree, f"{ATOM}title", fautes, ou=ou)
    _texte(entree, f"{ATOM}summary", fautes, ou=ou)
    contenu = entree.find(f"{ATOM}content")
    if contenu is None or contenu.get("type") != "html":
        fautes.append(f"{ou} : contenu HTML absent")
    else:
        fautes += [f"{ou} : {f}" for f in html(contenu.text or "")]
    liens = [
        x.get("href", "")
        for x in entree.findall(f"{ATOM}link")
        if x.get("rel", "alternate") == "alternate"
    ]
    if len(liens) != 1 or not ABSOLUE.fullmatch(liens[0]):
        fautes.append(f"{ou} : un lien absolu attendu, pas {liens}")
    categories = [(c.get("term"), c.get("scheme")) for c in entree.findall(f"{ATOM}category")]
    fautes += [f"{ou} : catégorie sans term" for t, _ in categories if not t]
    fautes += doublons([str(c) for c in categories], f"{ou} : catégorie")
    maj = _date_rfc3339(_texte(entree, f"{ATOM}updated", fautes, ou=ou), maximum, fautes)
    publie = _date_rfc3339(_texte(entree, f"{ATOM}published", fautes, ou=ou), maximum, fautes)
    if maj and publie and publie > maj:
        fautes.append(f"{ou} : publiée après sa mise à jour")
    return maj


def rss(octets: bytes, adresse: str, maximum: date) -> list[str]:
    """RSS 2.0 and the RSS Advisory Board's best practices profile."""
    fautes: list[str] = []
    racine = _racine(octets, fautes)
    if racine is None or racine.tag != "rss" or racine.get("version") != "2.0" or len(racine) != 1:
        return [*fautes, "la racine n'est pas un flux RSS 2.0"]
    canal = racine[0]
    connus = {
        "title",
        "link",
        "description",
        "docs",
        "generator",
        "language",
        "lastBuildDate",
        "item",
    }
    fautes += [
        f"élément inconnu {e.tag}"
        for e in canal
        if e.tag not in connus | {f"{ATOM}link", f"{DC}creator"}
    ]
    for nom in ("title", "description", f"{DC}creator"):
        _texte(canal, nom, fautes, ou="canal")
    if not ABSOLUE.fullmatch(_texte(canal, "link", fautes, ou="canal")):
        fautes.append("lien du canal non absolu")
    if _texte(canal, "language", fautes, ou="canal") != "fr":
        fautes.append("langue autre que fr")
    _date_rfc822(_texte(canal, "lastBuildDate", fautes, ou="canal"), maximum, fautes)
    fautes += _liens(canal, adresse, "rss")
    objets = canal.findall("item")
    for objet in objets:
        _objet_rss(objet, maximum, fautes)
    fautes += doublons([o.findtext("guid") or "" for o in objets], "guid")
    return fautes


def _date_rfc822(texte: str, maximum: date, fautes: list[str]) -> None:
    if not _RFC822.fullmatch(texte):
        fautes.append(f"date RFC 822 invalide : {texte!r}")
        return
    lue = parsedate_to_datetime(texte)
    if lue.strftime("%a") != texte[:3]:
        fautes.append(f"jour de la semaine faux : {texte}")
    if lue.date() > maximum or lue.year < 2020:
        fautes.append(f"date invraisemblable : {texte}")


def _objet_rss(objet: Any, maximum: date, fautes: list[str]) -> None:
    ou = objet.findtext("guid") or "objet"
    connus = {
        "title",
        "link",
        "description",
        CONTENU,
        "guid",
        "category",
        "pubDate",
        f"{DC}creator",
    }
    fautes += [f"{ou} : élément inconnu {e.tag}" for e in objet if e.tag not in connus]
    titre = _texte(objet, "title", fautes, ou=ou)
    if re.search(r"<[a-z/]", titre):
        fautes.append(f"{ou} : balise dans le titre")
    fautes += [f"{ou} : {f}" for f in html(_texte(objet, "description", fautes, ou=ou))]
    fautes += [f"{ou} : {f}" for f in html(_texte(objet, CONTENU, fautes, ou=ou))]
    if not ABSOLUE.fullmatch(_texte(objet, "link", fautes, ou=ou)):
        fautes.append(f"{ou} : lien non absolu")
    guid = objet.find("guid")
    if guid is None or guid.get("isPermaLink") != "false" or not _TAG.fullmatch(guid.text or ""):
        fautes.append(f"{ou} : guid absent, ou donné pour une adresse")
    _date_rfc822(_texte(objet, "pubDate", fautes, ou=ou), maximum, fautes)
    _texte(objet, f"{DC}creator", fautes, ou=ou)
    fautes += [
        f"{ou} : catégorie vide" for c in objet.findall("category") if not (c.text or "").strip()
    ]


_FLUX_JSON = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "language": str,
    "authors": list,
    "items": list,
}
_OBJET_JSON = {
    "id": str,
    "url": str,
    "title": str,
    "summary": str,
    "content_html": str,
    "date_published": str,
    "date_modified": str,
    "tags": list,
}


def json_feed(octets: bytes, adresse: str, maximum: date) -> list[str]:
    """JSON Feed 1.1."""
    try:
        flux = json.loads(octets.decode())
    except ValueError as erreur:
        return [f"JSON mal formé : {erreur}"]
    fautes = [f"caractère interdit {c}" for c in interdits(json.dumps(flux, ensure_ascii=False))]
    fautes += _forme(flux, _FLUX_JSON, "flux")
    if fautes:
        return fautes
    if flux["version"] != "https://jsonfeed.org/version/1.1":
        fautes.append("version inconnue")
    if flux["feed_url"] != adresse:
        fautes.append(f"feed_url {flux['feed_url']} au lieu de {adresse}")
    if not ABSOLUE.fullmatch(flux["home_page_url"]) or flux["language"] != "fr":
        fautes.append("page du flux non absolue, ou langue autre que fr")
    fautes += [f"auteur sans nom : {a}" for a in flux["authors"] if not a.get("name")]
    for objet in flux["items"]:
        ou = str(objet.get("id"))
        forme = list(_forme(objet, _OBJET_JSON, ou))
        fautes += forme
        if forme:
            continue
        if not _TAG.fullmatch(ou) or not ABSOLUE.fullmatch(objet["url"]):
            fautes.append(f"{ou} : id ou adresse invalide")
        for nom in ("date_published", "date_modified"):
            _date_rfc3339(objet[nom], maximum, fautes)
        fautes += [f"{ou} : {f}" for f in html(objet["content_html"])]
        fautes += [
            f"{ou} : étiquette vide" for t in objet["tags"] if not isinstance(t, str) or not t
        ]
    fautes += doublons([str(o.get("id")) for o in flux["items"]], "id")
    return fautes


def _forme(objet: dict[str, Any], attendus: dict[str, type], ou: str) -> Iterator[str]:
    if set(objet) != set(attendus):
        yield f"{ou} : clés {sorted(set(objet) ^ set(attendus))} en trop ou en moins"
        return
    for cle, genre in attendus.items():
        if not isinstance(objet[cle], genre) or (genre is str and not objet[cle].strip()):
            yield f"{ou} : {cle} vide ou d'un autre type"


VERIFIER: dict[str, Callable[[bytes, str, date], list[str]]] = {
    "atom": atom,
    "rss": rss,
    "json": json_feed,
}
