"""Atom, RSS and JSON Feed, from one description of a feed. Same description, same bytes.

Rules: RFC 4287 (Atom), RSS 2.0, JSON Feed 1.1, RFC 5005 (archives). An entry is written once for
all the feeds that hold it. The ``feedgen`` library writes the same bytes:
``tests/proprietes/test_flux.py`` compares the two on any text (docs/adr/flux-sans-bibliotheque.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape

from msgspec import Struct

from generator.expression import expression
from generator.views.flux import FORMATS

GENERATEUR = "catalogue-concertations"
_MEDIAS = dict(FORMATS)
_XML = "<?xml version='1.0' encoding='UTF-8'?>\n"
_BALISE = expression(r"<[A-Za-z/!?]")
_INTERDIT = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (2.2) cannot hold: said so, ten times shorter to compile than what it can."""
_TEXTE = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;"))
_ATTRIBUT = (*_TEXTE, ('"', "&quot;"), ("\t", "&#9;"), ("\n", "&#10;"))
_FH = ' xmlns:fh="http://purl.org/syndication/history/1.0"'


def _en_822(instant: datetime) -> str:
    """An instant as RSS writes it (RFC 822)."""
    from email.utils import format_datetime  # noqa: PLC0415 - start fast

    return format_datetime(instant)


class Categorie(Struct, frozen=True):
    """A category: ``cle`` in the list ``liste`` (an absolute address), and its label."""

    cle: str
    liste: str
    libelle: str


class Entree(Struct, frozen=True):
    """One entry: ``lien`` is absolute, ``resume`` plain text, ``html`` the whole content."""

    id: str
    titre: str
    lien: str
    publie: datetime
    resume: str
    html: str
    categories: tuple[Categorie, ...] = ()


class Flux(Struct, frozen=True):
    """A feed document, without its entries.

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
    precedente: str = ""
    suivante: str = ""
    courante: str = ""


@lru_cache(maxsize=1024)  # a feed follows itself in another format
def _xml(valeur: str, remplacements: tuple[tuple[str, str], ...] = _TEXTE) -> str:
    """A text in XML.

    Raises:
        ValueError: XML cannot hold it; the reader of the content refuses such characters.
    """
    if _INTERDIT.search(valeur):
        raise ValueError(f"caractère interdit en XML : {valeur!r}")
    for avant, apres in remplacements:
        valeur = valeur.replace(avant, apres)
    return valeur


def _attributs(**valeurs: str) -> str:
    return "".join(f' {nom}="{_xml(v, _ATTRIBUT)}"' for nom, v in valeurs.items())


def _titre_rss(titre: str) -> str:
    """A title: RSS does not say whether it is HTML, and readers guess."""
    return _xml(titre.replace("<", "&lt;") if _BALISE.search(titre) else titre)


def _html_rss(texte: str) -> str:
    """A plain text: a reader takes an RSS description as HTML."""
    return _xml(escape(texte, quote=False))


@lru_cache(maxsize=1_024)
def _categorie_atom(c: Categorie) -> str:
    return f"<category{_attributs(term=c.cle, scheme=c.liste, label=c.libelle)}/>"


@lru_cache(maxsize=1_024)
def _categorie_rss(c: Categorie) -> str:
    return f"<category{_attributs(domain=c.liste)}>{_xml(c.libelle)}</category>"


def entree_atom(e: Entree) -> str:
    """An entry, in Atom."""
    quand = e.publie.isoformat()
    categories = "".join(map(_categorie_atom, e.categories))
    return (
        f"<entry><id>{_xml(e.id)}</id><title>{_xml(e.titre)}</title><updated>{quand}</updated>"
        f'<content type="html">{_xml(e.html)}</content><link{_attributs(href=e.lien)}/>'
        f"<summary>{_xml(e.resume)}</summary>{categories}<published>{quand}</published></entry>"
    )


def entree_rss(e: Entree, auteur: str) -> str:
    """An entry, in RSS."""
    categories = "".join(map(_categorie_rss, e.categories))
    return (
        f"<item><title>{_titre_rss(e.titre)}</title><link>{_xml(e.lien)}</link>"
        f"<description>{_html_rss(e.resume)}</description>"
        f"<content:encoded>{_xml(e.html)}</content:encoded>"
        f'<guid isPermaLink="false">{_xml(e.id)}</guid>{categories}'
        f"<pubDate>{_en_822(e.publie)}</pubDate><dc:creator>{_xml(auteur)}</dc:creator></item>"
    )


def entree_json(e: Entree) -> str:
    """An entry, in JSON."""
    return _json(
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
    )


def ecrire_entree(entree: Entree, auteur: str, extension: str) -> str:
    """An entry as it stands in a feed; ``extension`` is atom, rss or json."""
    if extension == "rss":
        return entree_rss(entree, auteur)
    return entree_atom(entree) if extension == "atom" else entree_json(entree)


def encoder(flux: Flux, extension: str, entrees: Iterable[str]) -> bytes:
    """One feed document; its entries, newest first, are written already (``ecrire_entree``)."""
    return {"atom": _atom, "rss": _rss, "json": _document_json}[extension](flux, entrees).encode()


def _voisins(flux: Flux) -> list[tuple[str, str, str]]:
    """(rel, address, type) of the documents around a feed (RFC 5005), which are in Atom alone."""
    liens = (
        ("current", flux.courante),
        ("prev-archive", flux.precedente),
        ("next-archive", flux.suivante),
    )
    return [(rel, f"{adresse}.atom", _MEDIAS["atom"]) for rel, adresse in liens if adresse]


def _atom(flux: Flux, entrees: Iterable[str]) -> str:
    archive = bool(flux.courante)
    ici = f"{flux.adresse}.atom"
    liens = "".join(
        f"<link{_attributs(href=href, rel=rel, type=media)}/>"
        for rel, href, media in (("self", ici, _MEDIAS["atom"]), *_voisins(flux))
    )
    page = _attributs(href=flux.page, rel="alternate", type="text/html", hreflang="fr")
    return (
        f'{_XML}<feed{_FH if archive else ""} xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">'
        f"<id>{_xml(ici)}</id><title>{_xml(flux.titre)}</title><updated>{flux.maj.isoformat()}</updated>"
        f"<author><name>{_xml(flux.auteur)}</name><uri>{_xml(flux.site)}</uri></author>{liens}"
        f"<link{page}/><generator>{GENERATEUR}</generator><subtitle>{_xml(flux.description)}</subtitle>"
        f"{'<fh:archive/>' if archive else ''}{''.join(entrees)}</feed>\n"
    )


def _rss(flux: Flux, entrees: Iterable[str]) -> str:
    voisins = "".join(
        f"<atom:link{_attributs(rel=rel, href=href, type=media)}/>"
        for rel, href, media in _voisins(flux)
    )
    ici = _attributs(href=f"{flux.adresse}.rss", rel="self", type=_MEDIAS["rss"])
    return (
        f"{_XML}<rss{_FH if flux.courante else ''}"
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0"><channel>'
        f"<title>{_titre_rss(flux.titre)}</title><link>{_xml(flux.page)}</link>"
        f"<description>{_html_rss(flux.description)}</description><atom:link{ici}/>"
        f"<docs>https://www.rssboard.org/rss-specification</docs><generator>{GENERATEUR}</generator>"
        f"<language>fr</language><lastBuildDate>{_en_822(flux.maj)}</lastBuildDate>{voisins}"
        f"<dc:creator>{_xml(flux.auteur)}</dc:creator>{''.join(entrees)}</channel></rss>\n"
    )


def _document_json(flux: Flux, entrees: Iterable[str]) -> str:
    entete = _json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": flux.titre,
            "home_page_url": flux.page,
            "feed_url": f"{flux.adresse}.json",
            "description": flux.description,
            "language": "fr",
            "authors": [{"name": flux.auteur, "url": flux.site}],
        }
    )
    return f'{entete[:-1]},"items":[{",".join(entrees)}]}}\n'


def _json(valeur: object) -> str:
    return json.dumps(valeur, ensure_ascii=False, separators=(",", ":"))
