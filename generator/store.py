"""What was rendered before, by the value of what it was rendered from.

A folder that can be deleted at any time, shared between branches and between two builds at once:

- ``objets/ab/cdef…``: bytes, under their own SHA-256, never written again; published files are
  hard links to them;
- ``index.sqlite``: for each key, which object it gave, between which days, and through which
  template. One process writes it, in one transaction, at the end of a build.

Keys are hashes of values (``generator.render``), so nothing is ever invalidated: what is no longer
asked for is pruned. An object or an index that is damaged is a miss, not an error.
"""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from site import getsitepackages
from typing import NamedTuple

from generator.checks import Lien, Liens, Probleme

VERSION = 1
"""Of the index. One of another version, older or newer, is written again from nothing."""

_CODE = Path(__file__).resolve().parents[1]
_MODE = 0o644
_SCHEMA = f"""
BEGIN IMMEDIATE;
DROP TABLE IF EXISTS rendus;
DROP TABLE IF EXISTS liens;
DROP TABLE IF EXISTS fiches;
PRAGMA user_version = {VERSION};
CREATE TABLE rendus (
  cle BLOB, depuis TEXT, jusque TEXT, gabarit TEXT, cloture TEXT,
  objet TEXT, taille INTEGER, date INTEGER, liens BLOB, PRIMARY KEY (cle, depuis)
) WITHOUT ROWID;
CREATE TABLE liens (empreinte BLOB PRIMARY KEY, valeur TEXT) WITHOUT ROWID;
CREATE TABLE fiches (cle BLOB PRIMARY KEY, valeur TEXT) WITHOUT ROWID;
COMMIT;
"""


@lru_cache(maxsize=1)
def empreinte_du_code() -> bytes:
    """Hash of our code and of the versions of the packages that are installed."""
    somme = sha256(sys.version.encode())
    for dossier in ("generator", "schemas"):
        for fichier in sorted((_CODE / dossier).rglob("*.py")):
            somme.update(fichier.read_bytes())
    for paquets in getsitepackages():
        if Path(paquets).is_dir():
            somme.update(repr(sorted(p.name for p in Path(paquets).glob("*.dist-info"))).encode())
    return somme.digest()


@dataclass(frozen=True, slots=True)
class Objet:
    """Bytes kept in a file that nobody writes to: their SHA-256 (hex), size, and date (ns).

    ``disque`` and ``inode`` tell a hard link to it from any other file.
    """

    chemin: Path
    empreinte: str
    taille: int
    date: int
    disque: int
    inode: int

    def lire(self) -> bytes:
        """The bytes.

        Raises:
            OSError: it is gone.
        """
        return self.chemin.read_bytes()

    def vaut(self, octets: bytes) -> bool:
        """Whether these are its bytes."""
        return sha256(octets).hexdigest() == self.empreinte


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


class Reserve:
    """One cache folder, for the length of a build."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self._objets = dossier / "objets"
        self._lecture: sqlite3.Connection | None = None
        self._pid = 0
        self._jeton = token_hex(8)  # two containers that share a cache may share process numbers

    def _connexion(self) -> sqlite3.Connection | None:
        """A connection of this process: SQLite must not be used across a fork."""
        if self._pid != os.getpid():
            self._pid, self._lecture = os.getpid(), self._ouvrir()
        return self._lecture

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

    def charger(self, jour: date) -> Mapping[bytes, Ligne]:
        """Every rendering that holds on this day, by key: one question instead of thousands."""
        requete = "SELECT * FROM rendus WHERE depuis <= ?1 AND jusque >= ?1"
        lignes = (Ligne(*x) for x in self._lire(requete, jour.isoformat()))  # type: ignore[arg-type]
        return {ligne.cle: ligne for ligne in lignes}

    def objet(self, ligne: Ligne) -> Objet | None:
        """The object of a line, unless it is gone or was touched."""
        chemin = self._chemin(ligne.objet)
        try:
            infos = chemin.lstat()
        except OSError:
            return None
        entier = stat.S_ISREG(infos.st_mode) and infos.st_size == ligne.taille
        if entier and infos.st_mtime_ns != ligne.date:
            entier = sha256(chemin.read_bytes()).hexdigest() == ligne.objet  # copied, or damaged
        if not entier or stat.S_IMODE(infos.st_mode) != _MODE:
            chemin.unlink(missing_ok=True)
            return None
        return _objet(chemin, ligne.objet, infos)

    def deposer(self, octets: bytes) -> Objet:
        """Keep bytes."""
        nom = sha256(octets).hexdigest()
        chemin = self._chemin(nom)
        try:
            infos = chemin.lstat()
            sain = stat.S_ISREG(infos.st_mode) and stat.S_IMODE(infos.st_mode) == _MODE
            sain = sain and chemin.read_bytes() == octets  # its name alone would vouch for it
        except OSError:
            sain = False
        if not sain:
            chemin.parent.mkdir(parents=True, exist_ok=True)
            provisoire = chemin.with_name(f"{nom}.{self._jeton}.{os.getpid()}")
            provisoire.write_bytes(octets)
            provisoire.chmod(_MODE)
            infos = provisoire.lstat()  # another build may put the same bytes there right after
            provisoire.replace(chemin)
        return _objet(chemin, nom, infos)

    def _chemin(self, nom: str) -> Path:
        return self._objets / nom[:2] / nom[2:]

    def liens(self, empreinte: bytes, path: str) -> Liens | None:
        """The links of a page, as ``generator.checks`` found them."""
        trouve = self._lire("SELECT valeur FROM liens WHERE empreinte = ?", empreinte)
        if not trouve:
            return None
        liens, ids, problemes = json.loads(str(trouve[0][0]))
        return Liens(
            path,
            tuple(Lien(*x) for x in liens),
            tuple(ids),
            tuple(Probleme(*x) for x in problemes),
        )

    def fiche(self, cle: bytes) -> str | None:
        """A valid record, as JSON."""
        trouve = self._lire("SELECT valeur FROM fiches WHERE cle = ?", cle)
        return str(trouve[0][0]) if trouve else None

    def ecrire(
        self,
        lignes: Iterable[Ligne],
        liens: Iterable[tuple[bytes, str]],
        fiches: Iterable[tuple[bytes, str]],
    ) -> None:
        """Add what this build computed. A cache that cannot be written is only slower."""
        self.dossier.mkdir(parents=True, exist_ok=True)
        fichier = self.dossier / "index.sqlite"
        for _ in range(2):  # a damaged index is written again
            try:
                with closing(sqlite3.connect(fichier, timeout=10)) as base, base:
                    if base.execute("PRAGMA user_version").fetchone() != (VERSION,):
                        base.executescript(_SCHEMA)
                    base.execute("BEGIN IMMEDIATE")
                    marques = ", ".join("?" * len(Ligne._fields))
                    base.executemany(f"INSERT OR REPLACE INTO rendus VALUES ({marques})", lignes)  # noqa: S608 - question marks
                    base.executemany("INSERT OR REPLACE INTO liens VALUES (?, ?)", liens)
                    base.executemany("INSERT OR REPLACE INTO fiches VALUES (?, ?)", fiches)
            except sqlite3.OperationalError:
                return  # another build holds it, or the disk is full
            except sqlite3.DatabaseError:
                fichier.unlink(missing_ok=True)
            else:
                return


def _objet(chemin: Path, nom: str, infos: os.stat_result) -> Objet:
    return Objet(chemin, nom, infos.st_size, infos.st_mtime_ns, infos.st_dev, infos.st_ino)


def encoder_liens(liens: Liens) -> tuple[bytes, str]:
    """The links of a page as text, and its hash; its path is not part of it."""
    texte = json.dumps([liens.liens, liens.ids, liens.problemes], ensure_ascii=False)
    return sha256(texte.encode()).digest(), texte
