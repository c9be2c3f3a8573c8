"""The feeds of every cut: the latest events, and the older ones in archives (RFC 5005)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape

from generator import francais
from generator.encoders.flux import Categorie, Entree, Flux, encoder
from generator.events import Evenement
from generator.events.model import minuit
from generator.markdown import relativiser, rendre_court
from generator.views.base import COMMUN, Output, fichier
from generator.views.flux import FORMATS, Coupe, coupes, par_coupe
from generator.world import World

TAILLE = 50
"""Entries of a feed, and of each of its archives."""


def entree(world: World, evenement: Evenement) -> Entree:
    """The entry of an event: a sentence that stands on its own, then what the record says."""
    return Entree(
        evenement.id,
        evenement.titre,
        world.absolue(evenement.lien),
        evenement.publie,
        evenement.phrase,
        contenu(world, evenement),
        _categories(world, evenement),
    )


def contenu(world: World, evenement: Evenement) -> str:
    """The whole event as HTML, with absolute addresses only."""
    morceaux = [f"<p>{escape(evenement.phrase, quote=False)}</p>"]
    if evenement.extrait:
        morceaux.append(f"<blockquote>{_html(evenement.extrait, world.base_url)}</blockquote>")
    paires = list(evenement.details)
    if evenement.date is not None:
        paires.append(("Date", francais.partielle(evenement.date)))
    ref = world.catalogue.referentiels
    if evenement.ministeres:
        noms = (ref.ministeres[m].nom for m in evenement.ministeres)
        paires.append(("Ministère", ", ".join(noms)))
    if evenement.thematiques:
        noms = (ref.thematiques[t].nom for t in evenement.thematiques)
        paires.append(("Thématiques", ", ".join(noms)))
    for libelle, texte in paires:
        morceaux.append(f"<p><strong>{libelle} :</strong> {escape(texte, quote=False)}</p>")
    lien = escape(world.absolue(evenement.lien))
    morceaux.append(f'<p><a href="{lien}">Lire dans le catalogue</a></p>')
    return francais.insecables("".join(morceaux))


@lru_cache(maxsize=4096)
def _html(markdown: str, base_url: str) -> str:
    return relativiser(rendre_court(markdown)[0], base_url)


def _categories(world: World, evenement: Evenement) -> tuple[Categorie, ...]:
    ref = world.catalogue.referentiels
    liste = world.absolue
    return (
        Categorie(evenement.type.value, liste("flux/types/"), evenement.type.libelle),
        *(
            Categorie(m, liste("ministeres/"), ref.ministeres[m].nom)
            for m in dict.fromkeys(evenement.ministeres)
        ),
        *(
            Categorie(t, liste("thematiques/"), ref.thematiques[t].nom)
            for t in dict.fromkeys(evenement.thematiques)
        ),
    )


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a cut: the feed itself (``numero`` 0) or an archive (1 is the oldest).

    ``archives`` is how many there are; ``maj`` when the newest event of the document was published.
    """

    coupe: Coupe
    evenements: tuple[Evenement, ...]
    numero: int
    archives: int
    maj: datetime

    def archive(self, numero: int) -> str:
        """Site path, without extension, of an archive, or ""."""
        return f"{self.coupe.base}-archive-{numero}" if 1 <= numero <= self.archives else ""

    @property
    def base(self) -> str:
        """Site path of this document, without extension."""
        return self.archive(self.numero) or self.coupe.base


def flux(world: World, document: Document) -> Flux:
    """A document of a cut, ready to be encoded."""
    coupe, numero = document.coupe, document.numero
    suffixe = f" (archive {numero})" if numero else ""

    def adresse(base: str) -> str:
        return world.absolue(base) if base else ""

    return Flux(
        titre=f"{coupe.titre}{suffixe} – {world.catalogue.site.nom}",
        description=coupe.description,
        adresse=adresse(document.base),
        page=world.absolue(coupe.page),
        auteur=world.catalogue.site.nom,
        site=world.base_url,
        maj=document.maj,
        entrees=tuple(entree(world, e) for e in document.evenements),
        precedente=adresse(document.archive((numero or document.archives + 1) - 1)),
        suivante=adresse(document.archive(numero + 1)) if numero else "",
        courante=adresse(coupe.base) if numero else "",
    )


def documents(
    coupe: Coupe, evenements: tuple[Evenement, ...], defaut: datetime
) -> Iterator[Document]:
    """The documents of a cut: its latest events, then its archives, filled from the oldest.

    An archive is written once it is full and its oldest event has left the feed: new events never
    move those of an archive. ``defaut`` dates a feed without events.
    """
    archives = max(0, (len(evenements) - 1) // TAILLE)
    maj = evenements[0].publie if evenements else defaut
    yield Document(coupe, evenements[:TAILLE], 0, archives, maj)
    anciens = evenements[::-1]
    for numero in range(1, archives + 1):
        lot = anciens[(numero - 1) * TAILLE : numero * TAILLE][::-1]
        yield Document(coupe, lot, numero, archives, lot[0].publie)


def _sortie(world: World, document: Document, extension: str) -> bytes:
    return encoder(flux(world, document), extension)


def sorties(world: World, evenements: tuple[Evenement, ...]) -> Iterator[Output]:
    """Every feed and every archive."""
    groupes = par_coupe(evenements)
    defaut = evenements[-1].publie if evenements else minuit(world.jour)
    for coupe in coupes(world):
        for document in documents(coupe, groupes.get(coupe.base, ()), defaut):
            for extension, _ in FORMATS[:1] if document.numero else FORMATS:
                yield fichier(
                    f"{document.base}.{extension}", _sortie, document, extension, portee=COMMUN
                )
