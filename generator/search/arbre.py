"""Documents as the smallest HTML that Pagefind reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape

from generator.views.index_recherche import NORMAL, Document, Passage


def page(document: Document) -> bytes:
    """One page of the index-only tree.

    Only words, weights and anchors: the result line is written from the site's own data. An anchor
    without a heading is an empty link, so that no word of ours is indexed.
    """
    corps = "".join(_passage(p) for p in document.passages)
    titre = escape(document.titre, quote=False)
    return f'<!doctype html><html lang="fr"><body><h1>{titre}</h1>{corps}</body></html>'.encode()


def _passage(passage: Passage) -> str:
    poids = f' data-pagefind-weight="{passage.poids}"' if passage.poids != NORMAL else ""
    debut = ""
    if passage.titre:
        debut = f'<h2 id="{passage.ancre}">{escape(passage.titre, quote=False)}</h2>'
    elif passage.ancre:
        debut = f'<a id="{passage.ancre}"></a>'
    return debut + "".join(f"<p{poids}>{escape(b, quote=False)}</p>" for b in passage.blocs)


def arbre(documents: Iterable[Document]) -> Iterator[tuple[str, str, bytes]]:
    """(path in the tree, key of the document, bytes) of every page."""
    for document in documents:
        yield document.fichier, document.cle, page(document)


def empreinte(pages: Iterable[tuple[str, str, bytes]], *graines: str) -> str:
    """SHA-256 (hex) of all that the bundle depends on."""
    somme = sha256("\n".join(graines).encode())
    for fichier, cle, octets in sorted(pages):
        somme.update(f"\n{fichier}\n{cle}\n{len(octets)}\n".encode())
        somme.update(octets)
    return somme.hexdigest()
