"""The feeds of every cut: the latest events, and the older ones in archives (RFC 5005)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import NamedTuple

from generator import francais
from generator.catalogue.records import Catalogue, Dossier
from generator.encoders.flux import Categorie, Entree, Flux, ecrire_entree, encoder
from generator.events import Evenement
from generator.events.journal import evenements_de, ordonner
from generator.events.liste import Liste, Mention, Recueil, chronique
from generator.events.model import minuit
from generator.markdown import relativiser, rendre_court
from generator.views.base import COMMUN, Output, fichier
from generator.views.cartes import carte
from generator.views.flux import (
    CATALOGUE,
    FORMATS,
    Coupe,
    base_fiche,
    bases_cles,
    bases_type,
    coupe_fiche,
    coupes,
)
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


class _Redaction:
    """What entries are written from besides their events: the same object, the same texts."""

    def __init__(self, world: World) -> None:
        catalogue = Catalogue(world.catalogue.site, world.catalogue.referentiels, (), (), (), ())
        self.world = World(catalogue, date.min, world.base_url)
        self._cle = (id(catalogue.referentiels), id(catalogue.site), world.base_url)

    def __eq__(self, autre: object) -> bool:
        return isinstance(autre, _Redaction) and autre._cle == self._cle

    def __hash__(self) -> int:
        return hash(self._cle)


@lru_cache(maxsize=8_192)
def _ecrite(redaction: _Redaction, evenement: Evenement, extension: str) -> str:
    """An entry, written once for all the feeds that hold it."""
    auteur = redaction.world.catalogue.site.nom
    return ecrire_entree(_entree(redaction, evenement), auteur, extension)


@lru_cache(maxsize=256)  # a feed follows itself in another format
def _entree(redaction: _Redaction, evenement: Evenement) -> Entree:
    return entree(redaction.world, evenement)


class Document(NamedTuple):
    """One document of a cut: the feed itself (``numero`` 0) or an archive (1 is the oldest).

    ``archives`` is how many there are; ``maj`` when the newest event of the document was published.
    """

    coupe: Coupe
    numero: int
    archives: int
    maj: datetime

    def archive(self, numero: int) -> str:
        """Site path, without extension, of an archive, or ""."""
        return _base(self.coupe.base, numero) if 1 <= numero <= self.archives else ""


def _base(base: str, numero: int) -> str:
    """Site path of a document, without extension."""
    return f"{base}-archive-{numero}" if numero else base


def _extensions(numero: int) -> tuple[str, ...]:
    return tuple(extension for extension, _ in (FORMATS[:1] if numero else FORMATS))


def flux(world: World, document: Document) -> Flux:
    """A document of a cut, ready to be encoded."""
    coupe, numero = document.coupe, document.numero
    suffixe = f" (archive {numero})" if numero else ""

    def adresse(base: str) -> str:
        return world.absolue(base) if base else ""

    return Flux(
        titre=f"{coupe.titre}{suffixe} – {world.catalogue.site.nom}",
        description=coupe.description,
        adresse=adresse(_base(coupe.base, numero)),
        page=world.absolue(coupe.page),
        auteur=world.catalogue.site.nom,
        site=world.base_url,
        maj=document.maj,
        precedente=adresse(document.archive((numero or document.archives + 1) - 1)),
        suivante=adresse(document.archive(numero + 1)) if numero else "",
        courante=adresse(coupe.base) if numero else "",
    )


def tranches(total: int) -> tuple[slice, ...]:
    """The events of each document of a cut, newest first: the feed, then its archives, oldest first.

    An archive is written once it is full and its oldest event has left the feed: new events never
    move those of an archive.
    """
    archives = max(0, (total - 1) // TAILLE)
    pleines = (
        slice(max(0, total - rang * TAILLE), total - (rang - 1) * TAILLE)
        for rang in range(1, archives + 1)
    )
    return slice(0, TAILLE), *pleines


def _encoder(
    world: World, document: Document, evenements: Iterable[Evenement], extension: str
) -> bytes:
    redaction = _Redaction(world)
    ecrites = (_ecrite(redaction, e, extension) for e in evenements)
    return encoder(flux(world, document), extension, ecrites)


def _partage(world: World, document: Document, recueil: Recueil, extension: str) -> bytes:
    return _encoder(world, document, recueil.lire(world), extension)


def _d_une_fiche(world: World, identifiant: str, numero: int, extension: str) -> bytes:
    dossier = world.catalogue.par_id[identifiant]
    tous = ordonner(evenements_de(world, dossier))
    parts = tranches(len(tous))
    choisis = tous[parts[numero]]
    maj = choisis[0].publie if choisis else minuit(dossier.fiche.revu_le)
    document = Document(coupe_fiche(dossier), numero, len(parts) - 1, maj)
    return _encoder(world, document, choisis, extension)


def sorties_fiche(world: World, dossier: Dossier) -> Iterator[Output]:
    """Every feed and every archive of a concertation: they depend on nothing else."""
    ici = dossier.id
    for numero in range(len(tranches(len(chronique(world, dossier).types)))):
        for extension in _extensions(numero):
            chemin = f"{_base(base_fiche(ici), numero)}.{extension}"
            yield fichier(chemin, _d_une_fiche, ici, numero, extension, portee=ici)


def sorties(world: World, liste: Liste) -> Iterator[Output]:
    """Every shared feed and every archive."""
    groupes: dict[str, list[Mention]] = {}
    cles = {c.id: bases_cles(c.ministeres, c.thematiques) for c in carte.tous(world)}
    for mention in liste.mentions:
        bases = (
            CATALOGUE,
            *bases_type(mention.type, suites=mention.suites),
            *cles.get(mention.fiche, ()),
        )
        for base in bases:
            groupes.setdefault(base, []).append(mention)
    defaut = liste.mentions[-1].publie if liste.mentions else minuit(world.jour)
    for coupe in coupes(world):
        tous = groupes.get(coupe.base, [])
        parts = tranches(len(tous))
        for numero, part in enumerate(parts):
            choisies = tous[part]
            maj = choisies[0].publie if choisies else defaut
            document = Document(coupe, numero, len(parts) - 1, maj)
            recueil = liste.recueil(choisies)
            for extension in _extensions(numero):
                chemin = f"{_base(coupe.base, numero)}.{extension}"
                yield fichier(chemin, _partage, document, recueil, extension, portee=COMMUN)
