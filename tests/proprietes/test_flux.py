"""Our feeds are, to the byte, those that the ``feedgen`` library writes."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from itertools import pairwise
from typing import Any

import pytest
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem
from hypothesis import given
from hypothesis import strategies as st

from generator.encoders.flux import GENERATEUR, Categorie, Entree, Flux, ecrire_entree, encoder
from generator.events.model import FUSEAU

TEXTES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
    st.lists(
        st.sampled_from(["&", "<", ">", '"', "'", "<b>", "</b>", "]]>", "\t", "\n", "\r", "é", "𝒳", "a"]),
        max_size=20,
    ).map(lambda x: "".join(["x", *x])),
).filter(lambda t: not set(t) & {"\ufffe", "\uffff"})  # fmt: skip
ADRESSES = st.from_regex(r"https://[a-z]{1,9}\.fr/[a-z0-9/?&=#\"'-]{0,30}", fullmatch=True)
INSTANTS = st.datetimes(datetime(2017, 1, 1), datetime(2100, 1, 1), timezones=st.just(FUSEAU))  # noqa: DTZ001 - the zone is given beside
CATEGORIES = st.lists(st.builds(Categorie, TEXTES, ADRESSES, TEXTES), min_size=1, max_size=4)
ENTREES = st.builds(
    Entree, TEXTES, TEXTES, ADRESSES, INSTANTS, TEXTES, TEXTES, CATEGORIES.map(tuple)
)
VOISINE = st.sampled_from(["", "https://exemple.fr/archive-1"])
DOCUMENTS = st.builds(
    Flux, TEXTES, TEXTES, ADRESSES, ADRESSES, TEXTES, ADRESSES, INSTANTS, VOISINE, VOISINE, VOISINE
)
HISTORIQUE = "http://purl.org/syndication/history/1.0"


def reference(flux: Flux, entrees: list[Entree], extension: str) -> bytes:
    """The document as feedgen writes it."""
    fg = FeedGenerator()
    fg.title(titre(flux.titre, extension))
    fg.language("fr")
    fg.generator(GENERATEUR)
    fg.updated(flux.maj)
    ici = {
        "rel": "self",
        "href": f"{flux.adresse}.{extension}",
        "type": f"application/{extension}+xml",
    }
    voisins = [
        {"rel": rel, "href": f"{adresse}.atom", "type": "application/atom+xml"}
        for rel, adresse in (
            ("current", flux.courante),
            ("prev-archive", flux.precedente),
            ("next-archive", flux.suivante),
        )
        if adresse
    ]
    fg.link([ici, *voisins] if extension == "atom" else [ici])
    fg.link(href=flux.page, rel="alternate", type="text/html", hreflang="fr")
    if voisins:
        fg.register_extension("fh", *extensions(voisins, archive=bool(flux.courante)))
    if extension == "atom":
        fg.id(f"{flux.adresse}.atom")
        fg.subtitle(flux.description)
        fg.author(name=flux.auteur, uri=flux.site)
    else:
        fg.load_extension("dc", atom=False)
        fg.dc.dc_creator(flux.auteur)
        fg.description(escape(flux.description, quote=False))
        fg.lastBuildDate(flux.maj)
        fg.docs("https://www.rssboard.org/rss-specification")
    for entree in entrees:
        fe = fg.add_entry(order="append")
        fe.id(entree.id)
        fe.title(titre(entree.titre, extension))
        fe.link(href=entree.lien, rel="alternate")
        fe.updated(entree.publie)
        fe.published(entree.publie)
        fe.category(
            [{"term": c.cle, "scheme": c.liste, "label": c.libelle} for c in entree.categories]
        )
        if extension == "rss":
            fe.dc.dc_creator(flux.auteur)
            fe.summary(escape(entree.resume, quote=False))
        else:
            fe.summary(entree.resume)
        fe.content(entree.html, type="html")
    return bytes(fg.atom_str() if extension == "atom" else fg.rss_str()) + b"\n"


def titre(texte: str, extension: str) -> str:
    html = any(f"<{x}" in texte for x in ("b", "/", "!", "?")) or any(
        a == "<" and b.isascii() and b.isalpha() for a, b in pairwise(texte)
    )
    return texte.replace("<", "&lt;") if extension == "rss" and html else texte


def extensions(voisins: list[dict[str, str]], *, archive: bool) -> tuple[type, type]:
    class Archives(BaseExtension):  # type: ignore[misc] # feedgen has no types
        def extend_ns(self) -> dict[str, str]:
            return {"fh": HISTORIQUE} if archive else {}

        def extend_atom(self, feed: Any) -> Any:
            if archive:
                xml_elem(f"{{{HISTORIQUE}}}archive", feed)
            return feed

        def extend_rss(self, feed: Any) -> Any:
            for lien in voisins:
                xml_elem("{http://www.w3.org/2005/Atom}link", feed[0], **lien)
            return feed

    return Archives, BaseEntryExtension


@pytest.mark.parametrize("extension", ["atom", "rss"])
@given(flux=DOCUMENTS, entrees=st.lists(ENTREES, max_size=3))
def test_a_feed_is_what_feedgen_writes(flux: Flux, entrees: list[Entree], extension: str) -> None:
    ecrites = [ecrire_entree(e, flux.auteur, extension) for e in entrees]
    assert encoder(flux, extension, ecrites) == reference(flux, entrees, extension)


@given(flux=DOCUMENTS, entrees=st.lists(ENTREES, max_size=3))
def test_a_json_feed_says_every_entry(flux: Flux, entrees: list[Entree]) -> None:
    lu = json.loads(encoder(flux, "json", (ecrire_entree(e, "", "json") for e in entrees)))
    assert (lu["title"], lu["feed_url"]) == (flux.titre, f"{flux.adresse}.json")
    assert [(x["id"], x["title"], x["content_html"], x["tags"]) for x in lu["items"]] == [
        (e.id, e.titre, e.html, [c.libelle for c in e.categories]) for e in entrees
    ]


@pytest.mark.parametrize("caractere", ["\0", "\x0b", "\ufffe", "\ud800"])
def test_a_character_that_xml_cannot_hold_stops_the_build(caractere: str) -> None:
    quand = datetime(2026, 1, 1, tzinfo=FUSEAU)
    entree = Entree("x", f"a{caractere}b", "https://exemple.fr/", quand, "x", "x")
    with pytest.raises(ValueError, match="interdit en XML"):
        ecrire_entree(entree, "x", "atom")
