"""Atom, RSS and JSON Feed, from one description of a feed. Same description, same bytes.

Rules: RFC 4287 (Atom), RSS 2.0, JSON Feed 1.1, RFC 5005 (archives). One ``FeedGenerator`` for each
format: feedgen takes the last link added as the link of an RSS channel. feedgen dates what is not
dated by the clock: everything is dated here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from generator.views.flux import FORMATS

GENERATEUR = "catalogue-concertations"
_MEDIAS = dict(FORMATS)
_ATOM = "{http://www.w3.org/2005/Atom}"
_BALISE = re.compile(r"<[A-Za-z/!?]")
_HISTORIQUE = "http://purl.org/syndication/history/1.0"


@dataclass(frozen=True, slots=True)
class Categorie:
    """A category: ``cle`` in the list ``liste`` (an absolute address), and its label."""

    cle: str
    liste: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Entree:
    """One entry: ``lien`` is absolute, ``resume`` plain text, ``html`` the whole content."""

    id: str
    titre: str
    lien: str
    publie: datetime
    resume: str
    html: str
    categories: tuple[Categorie, ...] = ()


@dataclass(frozen=True, slots=True)
class Flux:
    """A feed document, newest entry first.

    ``adresse`` is its absolute address without extension, ``page`` that of the page it follows;
    ``precedente`` and ``suivante`` those of the archives around it (without extension, or "");
    ``courante`` is set in an archive only: the address of the feed it is an archive of. Archives
    are in Atom alone (measured: in three formats they were five sixths of the weight of feeds).
    """

    titre: str
    description: str
    adresse: str
    page: str
    auteur: str
    site: str
    maj: datetime
    entrees: tuple[Entree, ...]
    precedente: str = ""
    suivante: str = ""
    courante: str = ""


def encoder(flux: Flux, extension: str) -> bytes:
    """One feed document; ``extension`` is atom, rss or json."""
    return {"atom": _atom, "rss": _rss, "json": _json}[extension](flux)


def _liens(flux: Flux, extension: str) -> list[dict[str, str]]:
    """The feed itself and the documents around it (RFC 5005), which are in Atom alone."""
    liens = (
        ("self", flux.adresse, extension),
        ("current", flux.courante, "atom"),
        ("prev-archive", flux.precedente, "atom"),
        ("next-archive", flux.suivante, "atom"),
    )
    return [
        {"rel": rel, "href": f"{adresse}.{media}", "type": _MEDIAS[media]}
        for rel, adresse, media in liens
        if adresse
    ]


def _generateur(flux: Flux, extension: str) -> Any:
    from feedgen.feed import FeedGenerator  # noqa: PLC0415 - lxml is slow to load

    fg = FeedGenerator()
    fg.title(_titre(flux.titre, extension))
    fg.language("fr")
    fg.generator(GENERATEUR)
    fg.updated(flux.maj)
    liens = _liens(flux, extension)
    fg.link(liens if extension == "atom" else liens[:1])
    # Last: the link of an RSS channel is the last one added.
    fg.link(href=flux.page, rel="alternate", type="text/html", hreflang="fr")
    if liens[1:]:
        fg.register_extension("fh", *_extension(liens[1:], archive=bool(flux.courante)))
    return fg


def _extension(voisins: list[dict[str, str]], *, archive: bool) -> tuple[type, type]:
    from feedgen.ext.base import BaseEntryExtension, BaseExtension  # noqa: PLC0415
    from feedgen.util import xml_elem  # noqa: PLC0415

    class Archives(BaseExtension):  # type: ignore[misc] # feedgen has no types
        """RFC 5005: says that an Atom document is an archive; leads an RSS reader to the first."""

        def extend_ns(self) -> dict[str, str]:
            return {"fh": _HISTORIQUE} if archive else {}

        def extend_atom(self, feed: Any) -> Any:
            if archive:
                xml_elem(f"{{{_HISTORIQUE}}}archive", feed)
            return feed

        def extend_rss(self, feed: Any) -> Any:
            for lien in voisins:
                xml_elem(f"{_ATOM}link", feed[0], **lien)
            return feed

    return Archives, BaseEntryExtension


def _titre(titre: str, extension: str) -> str:
    """A title as its format wants it: RSS does not say whether it is HTML, and readers guess."""
    return titre.replace("<", "&lt;") if extension == "rss" and _BALISE.search(titre) else titre


def _entree(fg: Any, entree: Entree, extension: str) -> Any:
    fe = fg.add_entry(order="append")
    fe.id(entree.id)
    fe.title(_titre(entree.titre, extension))
    fe.link(href=entree.lien, rel="alternate")
    fe.updated(entree.publie)
    fe.published(entree.publie)
    fe.category([{"term": c.cle, "scheme": c.liste, "label": c.libelle} for c in entree.categories])
    return fe


def _atom(flux: Flux) -> bytes:
    fg = _generateur(flux, "atom")
    fg.id(f"{flux.adresse}.atom")
    fg.subtitle(flux.description)
    fg.author(name=flux.auteur, uri=flux.site)
    for entree in flux.entrees:
        fe = _entree(fg, entree, "atom")
        fe.summary(entree.resume)
        fe.content(entree.html, type="html")
    return bytes(fg.atom_str()) + b"\n"


def _rss(flux: Flux) -> bytes:
    fg = _generateur(flux, "rss")
    fg.load_extension("dc", atom=False)
    fg.dc.dc_creator(flux.auteur)
    fg.description(escape(flux.description, quote=False))
    fg.lastBuildDate(flux.maj)
    fg.docs("https://www.rssboard.org/rss-specification")
    for entree in flux.entrees:
        fe = _entree(fg, entree, "rss")
        fe.dc.dc_creator(flux.auteur)
        # A reader takes an RSS description as HTML.
        fe.summary(escape(entree.resume, quote=False))
        fe.content(entree.html, type="html")
    return bytes(fg.rss_str()) + b"\n"


def _json(flux: Flux) -> bytes:
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": flux.titre,
        "home_page_url": flux.page,
        "feed_url": f"{flux.adresse}.json",
        "description": flux.description,
        "language": "fr",
        "authors": [{"name": flux.auteur, "url": flux.site}],
    }
    document["items"] = [
        {
            "id": e.id,
            "url": e.lien,
            "title": e.titre,
            "summary": e.resume,
            "content_html": e.html,
            "date_published": e.publie.isoformat(),
            "date_modified": e.publie.isoformat(),
            "tags": [c.libelle for c in e.categories],
        }
        for e in flux.entrees
    ]
    texte = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return texte.encode() + b"\n"
