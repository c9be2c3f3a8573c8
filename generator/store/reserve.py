"""The index of a cache: which object each key gave, and what was understood of each record."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

from generator.catalogue.memo import Rangee, Retenue
from generator.sceau import desceller, sceller
from generator.store.bilans import Garde
from generator.store.objets import Objets

VERSION = 8
"""Of the index. One of another version, older or newer, is written again from nothing."""

TAMPON = 16_000_000
"""Bytes to be written that are kept in memory."""

PEU = 1_000_000
"""Bytes to be written that can wait for the end of a build: each writing waits for the disk."""

_LOT = 1_000
"""Keys looked for by one question: SQLite takes 32,766 at most."""

COURTE = 8_000
"""Bytes up to which the values of a record are in the index, read together; others are objects."""

_PAGE = 16_384
"""Bytes of a page of a new index: of those of SQLite (4,096), four times as many would be written."""

_SCHEMA = f"""
PRAGMA page_size = {_PAGE};
BEGIN IMMEDIATE;
DROP TABLE IF EXISTS rendus;
DROP TABLE IF EXISTS liens;
DROP TABLE IF EXISTS fiches;
DROP TABLE IF EXISTS citations;
DROP TABLE IF EXISTS bilans;
DROP TABLE IF EXISTS releves;
DROP TABLE IF EXISTS valeurs;
DROP TABLE IF EXISTS lots;
DROP TABLE IF EXISTS etats;
PRAGMA user_version = {VERSION};
CREATE TABLE rendus (
  cle BLOB, depuis TEXT, jusque TEXT, gabarit TEXT, cloture TEXT,
  objet TEXT, taille INTEGER, date INTEGER, liens BLOB, PRIMARY KEY (cle, depuis)
) WITHOUT ROWID;
CREATE TABLE fiches (
  cle BLOB PRIMARY KEY, citations TEXT, objet BLOB, debut INTEGER, taille INTEGER
) WITHOUT ROWID;
CREATE TABLE bilans (cle BLOB PRIMARY KEY, valeur BLOB);
CREATE TABLE valeurs (cle BLOB PRIMARY KEY, valeur BLOB);
CREATE TABLE lots (cle BLOB PRIMARY KEY, valeur BLOB);
CREATE TABLE etats (nom TEXT PRIMARY KEY, valeur BLOB);
"""


class Ligne(NamedTuple):
    """One rendering: valid from ``depuis`` to ``jusque`` (ISO days, both included).

    ``gabarit`` is the page template, ``cloture`` the hash of it and of all it includes ("" both
    when there is none); ``liens`` the hash of the links of the page, or nothing.
    """

    cle: bytes
    depuis: str
    jusque: str
    gabarit: str
    cloture: str
    objet: str
    taille: int
    date: int
    liens: bytes


class Ajouts(Struct):
    """What is to be written; ``taille`` is that of its texts."""

    rendus: list[Ligne] = field(default_factory=list)
    fiches: list[Rangee] = field(default_factory=list)
    releves: list[Garde] = field(default_factory=list)
    lots: list[tuple[bytes, bytes]] = field(default_factory=list)
    etats: list[tuple[str, bytes]] = field(default_factory=list)
    taille: int = 0


class Reserve(Objets):
    """One cache folder, for the length of a build."""

    def __init__(self, dossier: Path) -> None:
        super().__init__(dossier / "objets")
        self.dossier = dossier
        self._ici = threading.local()
        self._ajouts = Ajouts()

    @property
    def vide(self) -> bool:
        """Whether nothing is known: there is no index, or it is damaged."""
        return self._connexion() is None

    def _connexion(self) -> sqlite3.Connection | None:
        """A connection of this thread of this process: SQLite must not be used across a fork."""
        ouverte: tuple[int, sqlite3.Connection | None] | None = getattr(self._ici, "base", None)
        if ouverte is None or ouverte[0] != os.getpid():
            ouverte = self._ici.base = os.getpid(), self._ouvrir()
        return ouverte[1]

    def _ouvrir(self) -> sqlite3.Connection | None:
        fichier = self.dossier / "index.sqlite"
        if not fichier.exists():
            return None
        try:
            base = sqlite3.connect(f"file:{fichier}?mode=ro", uri=True, timeout=10)
            if base.execute("PRAGMA user_version").fetchone() == (VERSION,):
                return base
            base.close()
        except sqlite3.Error:
            return None  # damaged: everything is a miss, and it is written again at the end
        return None

    def _lire(self, requete: str, *valeurs: object) -> list[tuple[object, ...]]:
        base = self._connexion()
        if base is None:
            return []
        try:
            return base.execute(requete, valeurs).fetchall()
        except sqlite3.Error:
            return []

    def chercher(self, cle: bytes, jour: date) -> Ligne | None:
        """What this key gave, if it still holds on this day."""
        trouve = self._lire(
            "SELECT * FROM rendus WHERE cle = ?1 AND depuis <= ?2 AND jusque >= ?2",
            cle,
            jour.isoformat(),
        )
        return Ligne(*trouve[0]) if trouve else None  # type: ignore[arg-type]

    def lignes(self, cles: Iterable[bytes], jour: date) -> Mapping[bytes, Ligne]:
        """What these keys gave, where it still holds on this day."""
        quand = jour.isoformat()
        requete = "SELECT * FROM rendus WHERE depuis <= ? AND jusque >= ? AND cle IN"
        lues = (Ligne(*x) for x in self._lots(requete, cles, quand, quand))  # type: ignore[arg-type]
        return {ligne.cle: ligne for ligne in lues}

    def citations(self, cles: Iterable[bytes]) -> Mapping[bytes, str]:
        """What other files need to know of valid records, as JSON, by key."""
        lues = self._lots("SELECT cle, citations FROM fiches WHERE cle IN", cles)
        return {cle: v for cle, v in lues if isinstance(cle, bytes) and isinstance(v, str) and v}

    def fiche(self, cle: bytes) -> bytes | None:
        """A valid record, as JSON."""
        question = "SELECT objet, debut, taille FROM fiches WHERE cle = ?"
        for objet, debut, taille in self._lire(question, cle):
            if isinstance(objet, bytes) and isinstance(debut, int) and isinstance(taille, int):
                return desceller(self.extrait(objet.hex(), debut, taille))
        return None

    def ranger(self, retenues: Sequence[Retenue]) -> list[Rangee]:
        """Put valid records away, in one object: each under its own SHA-256, to be read alone.

        Raises:
            OSError: it cannot be written.
        """
        if not retenues:
            return []
        scelles = [sceller(retenue.valeur) for retenue in retenues]
        objet = bytes.fromhex(self.deposer(b"".join(scelles)).empreinte)
        debuts = accumulate(map(len, scelles), initial=0)
        return [
            Rangee(retenue.cle, retenue.citations, objet, debut, len(scelle))
            for retenue, scelle, debut in zip(retenues, scelles, debuts, strict=False)
        ]

    def bilans(self, cles: Iterable[bytes]) -> Mapping[bytes, bytes]:
        """What is known of the values of records (``generator.store.bilans``), by key."""
        return {cle: v for cle, v in self._plusieurs("bilans", cles) if isinstance(v, bytes)}

    def valeurs(self, cles: Iterable[bytes]) -> Mapping[bytes, bytes]:
        """The bytes of the short values of records, by key."""
        return {cle: v for cle, v in self._plusieurs("valeurs", cles) if isinstance(v, bytes)}

    def lots(self, cles: Iterable[bytes]) -> Mapping[bytes, bytes]:
        """What is kept of records together (``generator.store.lots``), by key."""
        return {cle: v for cle, v in self._plusieurs("lots", cles) if isinstance(v, bytes)}

    def _plusieurs(self, table: str, cles: Iterable[bytes]) -> Iterator[tuple[bytes, object]]:
        """The values of a table under these keys."""
        yield from self._lots(f"SELECT cle, valeur FROM {table} WHERE cle IN", cles)  # type: ignore[misc] # noqa: S608 - our names

    def _lots(
        self, debut: str, cles: Iterable[bytes], *valeurs: object
    ) -> Iterator[tuple[object, ...]]:
        """The lines that have these keys: a few questions instead of thousands."""
        toutes = sorted(cles)
        for rang in range(0, len(toutes), _LOT):
            lot = toutes[rang : rang + _LOT]
            yield from self._lire(f"{debut} ({', '.join('?' * len(lot))})", *valeurs, *lot)

    def etat(self, nom: str) -> bytes | None:
        """What a build said of itself under this name."""
        for (valeur,) in self._lire("SELECT valeur FROM etats WHERE nom = ?", nom):
            if isinstance(valeur, bytes):
                return valeur
        return None

    def ajouter(
        self,
        *,
        rendus: Iterable[Ligne] = (),
        fiches: Iterable[Rangee] = (),
        releves: Iterable[Garde] = (),
        etats: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        """Add what this build computed: written when there is enough of it, and by ``ecrire``."""
        ajouts = self._ajouts
        ajouts.rendus += rendus
        ajouts.etats += etats
        for fiche in fiches:
            ajouts.fiches.append(fiche)
            ajouts.taille += len(fiche.citations)
        for releve in releves:
            ajouts.releves.append(releve)
            ajouts.taille += len(releve.valeurs)
        if ajouts.taille > TAMPON:
            self.ecrire()

    def ajouter_lots(self, lots: Iterable[tuple[bytes, bytes]]) -> None:
        """Add lots of records, as ``encoder_lot`` gives them: written with the rest."""
        self._ajouts.lots += lots

    def ecrire(self, seuil: int = 0) -> None:
        """Write what was added, unless it is of fewer bytes than ``seuil``: it waits for the rest.

        A cache that cannot be written is only slower.
        """
        if self._ajouts.taille < seuil:
            return
        ajouts, self._ajouts = self._ajouts, Ajouts()
        if not any(getattr(ajouts, nom) for nom in ajouts.__struct_fields__):
            return
        self._ici = threading.local()  # what is read from now on sees it
        self.dossier.mkdir(parents=True, exist_ok=True)
        fichier = self.dossier / "index.sqlite"
        for _ in range(2):  # a damaged index is written again
            try:
                with closing(sqlite3.connect(fichier, timeout=10)) as base, base:
                    connue = base.execute("PRAGMA user_version").fetchone() == (VERSION,)
                    base.executescript("BEGIN IMMEDIATE" if connue else _SCHEMA)
                    for table, lignes in (
                        ("rendus", ajouts.rendus),
                        ("fiches", ajouts.fiches),
                        ("bilans", [(g.cle, g.bilan) for g in ajouts.releves]),
                        ("valeurs", [(g.cle, g.valeurs) for g in ajouts.releves]),
                        ("lots", ajouts.lots),
                        ("etats", ajouts.etats),
                    ):
                        if lignes:
                            marques = ", ".join("?" * len(lignes[0]))
                            requete = f"INSERT OR REPLACE INTO {table} VALUES ({marques})"  # noqa: S608 - names above and question marks
                            base.executemany(requete, lignes)
            except sqlite3.OperationalError:
                return  # another build holds it, or the disk is full
            except sqlite3.DatabaseError:
                fichier.unlink(missing_ok=True)
            else:
                return
