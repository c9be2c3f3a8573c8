"""Find the files of the content folder, and say which do not belong there. Opens none."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from itertools import chain
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from generator.diagnostics import Diagnostic, Position, printable
from generator.equipe import par_rangs
from generator.source.faults import Fault, diagnostic

MAX_NAME = 80
SEUIL = 2_000
"""Below this number of records, starting processes costs more than it saves.

Measured: 10,000 take 280 ms of one process, or 110 of it and 70 of each of four; and four wait together
for a disk that the system has not read yet.
"""

_LOT = 100
"""Folders that a process reads before it says what it saw."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "index"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
# Root files that are not content: licence, explanations, register of published addresses.
_ROOT_OTHERS = frozenset({"LICENSE.md", "README.md", "adresses.lock"})


Vu = tuple[int, int, int, int, int]
"""A file from outside: device, inode, size (bytes), dates of its bytes and of its state (ns)."""

Entry = tuple[str, Vu | None]
Listing = tuple[list[Entry], list[Diagnostic]]
"""What stands in one folder, and what should not."""


class Kind(StrEnum):
    """What a file describes."""

    SITE = "site"
    MINISTERES = "ministeres"
    THEMATIQUES = "thematiques"
    DISPOSITIFS = "dispositifs"
    DEGRES = "degres"
    CONCERTATION = "concertation"
    SUITES = "suites"
    GUIDE = "guide"
    PAGE = "page"
    KIT = "kit"


REFERENTIELS = (Kind.MINISTERES, Kind.THEMATIQUES, Kind.DISPOSITIFS, Kind.DEGRES)
_FOLDERS = {"guides": Kind.GUIDE, "pages": Kind.PAGE, "kit": Kind.KIT}
_RECORD = {"concertation.md": Kind.CONCERTATION, "suites.yml": Kind.SUITES}
_TOP = ("concertations", "referentiels", *_FOLDERS)


class Found(Struct, frozen=True, eq=False):
    """One file to read: its kind, its id and its POSIX path relative to the content folder.

    ``vu`` is how it was when it was found, if it was: two of them are equal whatever it is.
    """

    kind: Kind
    id: str
    path: str
    vu: Vu | None = None

    def __eq__(self, autre: object) -> bool:
        if not isinstance(autre, Found):
            return NotImplemented
        return (self.kind, self.path) == (autre.kind, autre.path)

    def __hash__(self) -> int:
        return hash((self.kind, self.path))


class Tree(Struct, frozen=True):
    """Every file to read, sorted by path, and what is wrong with names."""

    files: tuple[Found, ...]
    diagnostics: tuple[Diagnostic, ...]


def discover(content: Path, jobs: int = 1) -> Tree:
    """Walk the content folder, in sorted order, without following any link, by ``jobs`` processes."""
    walk = _Walk(content, jobs)
    walk.root()
    return Tree(
        tuple(sorted(walk.files, key=lambda f: f.path)),
        tuple(sorted(walk.diagnostics, key=lambda d: d.order)),
    )


def wrong_name(identifier: str) -> str:
    """Why a name cannot be an identifier, in French; "" when it can."""
    if not _NAME.fullmatch(identifier):
        return f"nom « {printable(identifier[:60])} » : minuscules sans accent, chiffres et tirets seulement"
    if len(identifier) > MAX_NAME:
        return f"nom trop long ({len(identifier)} caractères, {MAX_NAME} au plus)"
    return f"« {identifier} » est un nom réservé" if identifier in _RESERVED else ""


class _Walk:
    def __init__(self, content: Path, jobs: int) -> None:
        self.content, self.jobs = content, jobs
        self.folder = os.fspath(content)
        self.files: list[Found] = []
        self.diagnostics: list[Diagnostic] = []

    def root(self) -> None:
        if not self.content.is_dir():
            self.refuse(
                "",
                "contenu-introuvable",
                "ce dossier n'existe pas",
                "placez-vous à la racine du projet, ou donnez « --content »",
            )
            return
        for name, vu in self.entries(""):
            folder = vu is None
            if folder and name == "concertations":
                self.concertations()
            elif folder and name == "referentiels":
                self.referentiels()
            elif folder and name in _FOLDERS:
                self.texts(name)
            elif not folder and name == "site.yml":
                self.files.append(Found(Kind.SITE, "site", name, vu))
            elif folder or name not in _ROOT_OTHERS:
                attendus = "site.yml et les dossiers " + ", ".join(_TOP)
                self.stray(name, folder=folder, hint=f"attendus ici : {attendus}")

    def concertations(self) -> None:
        identifiers = []
        for identifier, file in self.entries("concertations"):
            if file is None:
                identifiers.append(identifier)
            else:
                hint = "une concertation est un dossier qui contient « concertation.md »"
                self.stray(f"concertations/{identifier}", folder=False, hint=hint)
        paths = [f"concertations/{identifier}" for identifier in identifiers]
        lots = [paths[debut : debut + _LOT] for debut in range(0, len(paths), _LOT)]
        lists = par_rangs(
            lambda rang: [_list(self.folder, path) for path in lots[rang]],
            range(len(lots)),
            self.jobs,
            SEUIL // _LOT,
        )
        for identifier, path, listing in zip(
            identifiers, paths, chain.from_iterable(lists), strict=True
        ):
            self.check_name(identifier, path)
            present = set()
            for name, vu in self.told(listing):
                kind = None if vu is None else _RECORD.get(name)
                if kind is None:
                    hint = f"attendus ici : {' et '.join(_RECORD)}"
                    self.stray(f"{path}/{name}", folder=vu is None, hint=hint)
                    continue
                present.add(kind)
                self.files.append(Found(kind, identifier, f"{path}/{name}", vu))
            if Kind.CONCERTATION not in present:
                self.missing_record(path, suites=Kind.SUITES in present)

    def missing_record(self, path: str, *, suites: bool) -> None:
        if suites:
            self.refuse(
                f"{path}/suites.yml",
                "suites-sans-fiche",
                "ces suites n'ont pas de fiche « concertation.md » à côté d'elles",
                "vérifiez le nom du dossier, ou écrivez la fiche",
            )
        else:
            self.refuse(
                path,
                "fiche-manquante",
                "ce dossier ne contient pas de fiche « concertation.md »",
                "écrivez-la, ou supprimez le dossier",
            )

    def referentiels(self) -> None:
        expected = {f"{kind}.yml": kind for kind in REFERENTIELS}
        for name, vu in self.entries("referentiels"):
            kind = None if vu is None else expected.get(name)
            if kind is None:
                hint = f"attendus ici : {', '.join(expected)}"
                self.stray(f"referentiels/{name}", folder=vu is None, hint=hint)
            else:
                self.files.append(Found(kind, kind.value, f"referentiels/{name}", vu))

    def texts(self, parent: str) -> None:
        for name, vu in self.entries(parent):
            path = f"{parent}/{name}"
            if vu is None or not name.endswith(".md"):
                self.stray(path, folder=vu is None, hint="attendus ici : des fichiers « .md »")
                continue
            identifier = name.removesuffix(".md")
            self.check_name(identifier, path)
            self.files.append(Found(_FOLDERS[parent], identifier, path, vu))

    def entries(self, parent: str) -> Sequence[Entry]:
        """What stands in a folder; what is neither a file nor a folder is refused."""
        return self.told(_list(self.folder, parent))

    def told(self, listing: Listing) -> Sequence[Entry]:
        entries, refused = listing
        self.diagnostics += refused
        return entries

    def check_name(self, identifier: str, path: str) -> None:
        message = wrong_name(identifier)
        if not message:
            return
        proposal = slug(identifier)
        hint = f"renommez-le, par exemple « {proposal} »" if proposal else "renommez-le"
        self.refuse(path, "nom-invalide", message, hint)

    def stray(self, path: str, *, folder: bool, hint: str) -> None:
        what = "ce dossier n'a pas sa place" if folder else "ce fichier n'a pas sa place"
        self.refuse(path, "fichier-inattendu", f"{what} dans le contenu", hint)

    def refuse(self, path: str, code: str, message: str, hint: str) -> None:
        self.diagnostics.append(_refusal(path, code, message, hint))


def _list(content: str, parent: str) -> Listing:
    """Names in a folder, sorted; how each file is, nothing of a folder; others are refused."""
    with os.scandir(f"{content}/{parent}") as found:
        entries = sorted(found, key=attrgetter("name"))
    kept: list[Entry] = []
    refused: list[Diagnostic] = []
    for entry in entries:
        hidden = entry.name.startswith(".")
        if not hidden and entry.is_dir(follow_symlinks=False):
            kept.append((entry.name, None))
            continue
        seen = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(seen.st_mode) and not hidden:
            dates = seen.st_mtime_ns, seen.st_ctime_ns
            kept.append((entry.name, (seen.st_dev, seen.st_ino, seen.st_size, *dates)))
        else:
            path = f"{parent}/{entry.name}" if parent else entry.name
            refused.append(_refusal(path, *_why(seen.st_mode)))
    return kept, refused


def _why(mode: int) -> tuple[str, str, str]:
    """The code, the message and the hint about what is not read in a folder."""
    if stat.S_ISLNK(mode):
        message = "les liens ne sont pas permis dans le contenu"
        return "fichier-special", message, "remplacez-le par le fichier lui-même"
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        message = "les fichiers cachés (nom commençant par un point) ne sont pas permis"
        return "fichier-inattendu", message, "supprimez-le"
    message = "ni lien, ni tube, ni périphérique dans le contenu"
    return "fichier-special", message, "supprimez-le"


def _refusal(path: str, code: str, message: str, hint: str) -> Diagnostic:
    return diagnostic(path, [], Fault(Position(1, 1), code, message, hint))


def slug(text: str) -> str:
    """Propose an id close to a name; empty when nothing of it can be kept, or still reserved."""
    plain = text.lower().replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    proposal = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_NAME].strip("-")
    return "" if proposal in _RESERVED else proposal
