"""What the indexer reads: one small page per document, packed by record, and shared between indexes.

The pages of a record are a value of that record, kept from one build to the next with its digest: what
did not change is recognised without a text being made again.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from generator import paquets
from generator.catalogue.records import Dossier
from generator.par_fiche import par_fiche
from generator.views.index_recherche import (
    NORMAL,
    Document,
    Entree,
    Passage,
    documents_fiche,
    documents_texte,
)
from generator.world import World


def page(document: Document) -> bytes:
    """One page of the tree that is only made to be indexed.

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


@par_fiche(bytes)
def pages_fiche(world: World, dossier: Dossier) -> bytes:
    """The pages of one record (``paquets``), each named by its key without the code, and its path."""
    return _paquet(documents_fiche(world, dossier))


def pages(world: World, entree: Entree) -> bytes:
    """The pages of one entry, in the same form."""
    if isinstance(entree.objet, Dossier):
        return pages_fiche(world, entree.objet)
    return _paquet(documents_texte(entree))


def _paquet(documents: Iterable[Document]) -> bytes:
    return paquets.fermer({f"{d.cle} {d.fichier}": page(d) for d in documents})
