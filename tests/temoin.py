"""What Pagefind's own program makes of documents: the witness of our index."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from html import escape
from io import BufferedReader, BytesIO
from itertools import accumulate
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, NamedTuple, cast

import cbor2

from generator.search import pagefind
from generator.views.documents_recherche import NORMAL, Document, Passage

SIGNATURE = b"pagefind_dcd"


class Temoin(NamedTuple):
    """The fragment and the number of words of each document, in order; the pages of each spelling of words.

    A page is the rank of a document, and the text of its places; a word that has no accent is its own spelling.
    """

    fragments: list[bytes]
    comptes: list[int]
    mots: dict[tuple[str, str], list[tuple[int, str]]]


def temoigner(documents: Sequence[Document]) -> Temoin:
    """What the program answers, read with a full library."""
    rendus = indexer([(adresse(d), html(d)) for d in documents])
    meta = cbor2.loads(clair(next(o for n, o in rendus.items() if n.endswith(".pf_meta"))))
    fragments = [clair(rendus[f"fragment/{nom}.pf_fragment"]) for nom, _ in meta[1]]
    mots = {k: v for n, o in rendus.items() if n.startswith("index/") for k, v in lire(clair(o))}
    return Temoin(fragments, [compte for _, compte in meta[1]], mots)


def indexer(pages: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """The files of the index of these pages (address from « / », HTML), by path, in their order.

    Asked for as its own Node and Python packages do: JSON in base64, each message ended by a comma, one answer
    for each. Pages of a folder would come in an order that depends on the disk.
    """
    envois: list[dict[str, object]] = [
        {"type": "NewIndex", "config": {"force_language": "fr"}},
        *({"type": "AddFile", "index_id": 0, "url": u, "file_contents": h} for u, h in pages),
        {"type": "GetFiles", "index_id": 0},
    ]
    octets = b"".join(
        b64encode(json.dumps({"message_id": 1, "payload": e}).encode()) + b"," for e in envois
    )
    commande = [str(pagefind.executable()), "--service"]
    with (
        TemporaryDirectory() as dossier,  # where no file configures it
        Popen(commande, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=dossier) as service,
    ):
        entree, sortie = cast("BytesIO", service.stdin), cast("BufferedReader", service.stdout)
        Thread(target=lambda: (entree.write(octets), entree.flush())).start()  # both pipes fill up
        reponses = [b""]
        while len(reponses) <= len(envois):
            lu = sortie.read1(1 << 20)
            assert lu, "Pagefind s'est arrêté"
            debut, *suite = lu.split(b",")
            reponses[-1] += debut
            reponses += suite
        service.kill()
    payloads = [json.loads(b64decode(r))["payload"] for r in reponses[: len(envois)]]
    assert not [p for p in payloads if p["type"] == "Error"]
    return {f["path"]: b64decode(f["content"]) for f in payloads[-1]["files"]}


def lire(morceau: bytes) -> list[tuple[tuple[str, str], list[tuple[int, str]]]]:
    """Each spelling of the words of a chunk, with its pages."""
    lus = []
    for mot, pages, formes in cbor2.loads(morceau)[0]:
        for forme, vues in (("", pages), *formes):
            rangs = accumulate(p[0] for p in vues)
            lus.append(((mot, forme), [(n, str(p[1:])) for n, p in zip(rangs, vues, strict=True)]))
    return lus


def clair(octets: bytes) -> bytes:
    """What a file holds."""
    lu = gzip.decompress(octets)
    assert lu.startswith(SIGNATURE)
    return lu[len(SIGNATURE) :]


def adresse(document: Document) -> str:
    """Where the page of a document would be."""
    return f"/{document.fichier.removesuffix('index.html')}"


def html(document: Document) -> str:
    """A page that says the same. An anchor without a heading is an empty link, so that it adds no word."""
    corps = "".join(map(_passage, document.passages))
    titre = escape(document.titre, quote=False)
    return f'<!doctype html><html lang="fr"><body><h1>{titre}</h1>{corps}</body></html>'


def _passage(passage: Passage) -> str:
    poids = f' data-pagefind-weight="{passage.poids}"' if passage.poids != NORMAL else ""
    debut = ""
    if passage.titre:
        debut = f'<h2 id="{passage.ancre}">{escape(passage.titre, quote=False)}</h2>'
    elif passage.ancre:
        debut = f'<a id="{passage.ancre}"></a>'
    return debut + "".join(f"<p{poids}>{escape(b, quote=False)}</p>" for b in passage.blocs)


def sans_vides(mots: Mapping[Any, list[Any]]) -> dict[Any, list[Any]]:
    """Spellings that are somewhere: the program lists a word without accents that is nowhere so."""
    return {cle: pages for cle, pages in mots.items() if pages}
