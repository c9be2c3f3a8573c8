"""One file read once: its text, its data, and where each value was written."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from generator.diagnostics import Diagnostic, Position
from generator.source.characters import decode, forbidden, is_utf16, ordinary
from generator.source.faults import Fault, Unreadable, diagnostic, refuse
from generator.source.front_matter import Parts, split
from generator.source.spots import Loc, Read, Span, Spot
from generator.source.yaml_plain import Spots, read_plain, read_with_care

MAX_BYTES = 4_000_000
MAX_FAULTS = 500  # of one file and one stage: nobody mends more at once
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


class SourceFile(Struct, frozen=True, dict=True):
    """A file as written; ``data`` holds only text, ``None``, lists and mappings.

    ``path`` is POSIX and relative to the content folder, ``digest`` the SHA-256 (hex) of the
    bytes, ``body`` the Markdown below the front matter and ``body_line`` its 1-based first line;
    ``encoded`` is ``text`` in UTF-8.
    """

    path: str
    digest: str
    text: str
    data: Mapping[str, Any]
    spots: Mapping[Loc, Spot]
    body: str = ""
    body_line: int = 1
    encoded: bytes = b""

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines of the text, for a message to quote."""
        return self.text.split("\n")

    def span(self, loc: Loc) -> Span:
        """Where a value is; for a block, where its key is.

        Segments that the file does not have are skipped: pydantic adds some (union members),
        and a missing field is reported where it should be.
        """
        place: Loc = ()
        spot = None
        for segment in loc:
            if found := self.spots.get((*place, segment)):
                place, spot = (*place, segment), found
        if spot is None:
            return Span(1, 1, 1)
        return spot.value if spot.scalar or spot.key is None else spot.key

    def key_span(self, loc: Loc) -> Span:
        """Where a key is, when what is wrong is the key and not its value."""
        spot = self.spots.get(loc)
        return spot.key if spot is not None and spot.key is not None else self.span(loc)

    def locate(self, loc: Loc) -> Position:
        """The position of ``span(loc)``."""
        span = self.span(loc)
        return Position(span.line, span.column)

    def diagnostic(self, fault: Fault) -> Diagnostic:
        """Attach a fault to this file and quote its line."""
        return diagnostic(self.path, self.lines, fault)


class Reading(Struct, frozen=True):
    """What reading one file gives: the file when it can be understood, and what is wrong.

    A file may be readable *and* have errors (a key given twice): both are told at once.
    """

    source: SourceFile | None
    diagnostics: tuple[Diagnostic, ...]


def read(content: Path, path: str) -> Reading:
    """Read one file of the content folder; never raises for what the file holds.

    Args:
        content: the content folder.
        path: POSIX, relative to it. A link or anything but a regular file is refused unopened.
    """
    try:
        raw = read_bytes(os.path.join(content, path))  # noqa: PTH118 - twice as fast, for every file
    except Unreadable as stop:
        return Reading(None, (diagnostic(path, [], stop.faults[0]),))
    except OSError as erreur:
        raison = os.strerror(erreur.errno) if erreur.errno else "raison inconnue"
        fault = Fault(
            Position(1, 1),
            "fichier-illisible",
            f"ce fichier ne peut pas être lu ({raison})",
            "vérifiez qu'il existe et que vous avez le droit de le lire",
        )
        return Reading(None, (diagnostic(path, [], fault),))
    return parse(path, raw)


def read_bytes(path: Path | str) -> bytes:
    """Read at most ``MAX_BYTES``, never through a link and never from a pipe.

    Raises:
        Unreadable: not a regular file, or too big.
        OSError: as ``open`` does.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise refuse(Position(1, 1), "fichier-special", "ce n'est pas un fichier ordinaire")
        raw = b""
        # One byte more than its size, so that the end is seen; it may grow while it is read.
        wanted = min(state.st_size, MAX_BYTES) + 1
        while len(raw) <= MAX_BYTES and (more := os.read(descriptor, wanted)):
            raw += more
    finally:
        os.close(descriptor)
    if len(raw) > MAX_BYTES:
        raise refuse(
            Position(1, 1),
            "fichier-trop-gros",
            f"fichier trop gros ({state.st_size} octets, 4 000 000 au plus)",
            "répartissez son contenu",
        )
    return raw


def parse(path: str, raw: bytes) -> Reading:
    """Understand the bytes of a ``.md`` or ``.yml`` file. Pure."""
    text = ordinary(raw)
    ordinaire = text is not None
    try:
        text = decode(raw) if text is None else text
    except Unreadable as stop:
        # The line as an old Windows would show it; one of UTF-16 would show zeros only.
        old = "" if is_utf16(raw) else raw.decode("cp1252", "replace")
        lines = old.replace("\r\n", "\n").replace("\r", "\n")
        return Reading(None, _diagnostics(path, lines, stop.faults))
    try:
        parts, record = _understand(text, markdown=path.endswith(".md"), ordinaire=ordinaire)
    except Unreadable as stop:
        return Reading(None, _diagnostics(path, text, stop.faults))
    source = SourceFile(
        path=path,
        digest=hashlib.sha256(raw).hexdigest(),
        text=text,
        data=MappingProxyType(record.data),
        spots=record.spots,
        body=parts.body,
        body_line=parts.body_line,
        encoded=raw if ordinaire else text.encode(),
    )
    return Reading(source, _diagnostics(path, text, record.faults))


def _diagnostics(path: str, text: str, faults: Sequence[Fault]) -> tuple[Diagnostic, ...]:
    if not faults:
        return ()
    lines = text.split("\n")
    return tuple(diagnostic(path, lines, fault) for fault in islice(faults, MAX_FAULTS))


def _understand(text: str, *, markdown: bool, ordinaire: bool) -> tuple[Parts, Read]:
    """Read the record of a text, which holds nothing forbidden when it is ``ordinaire``.

    Raises:
        Unreadable: with every fault found before the reading stopped.
    """
    if not ordinaire and (invisible := forbidden(text)):
        raise Unreadable(*invisible)
    if conflict := _conflict(text):
        raise Unreadable(conflict)
    parts = split(text) if markdown else Parts(text, "", 1)
    plain = read_plain(parts.yaml)
    if plain is not None:
        return parts, Read(plain, Spots(parts.yaml), [], whole=True)
    record = read_with_care(parts.yaml)
    if not record.whole:
        raise Unreadable(*record.faults)
    if not isinstance(record.data, dict):
        raise Unreadable(*record.faults, _not_a_record(record))
    return parts, record


def _conflict(text: str) -> Fault | None:
    # One character is found twenty times faster than several.
    if not (("<" in text and "<<<<<<<" in text) or (">" in text and ">>>>>>>" in text)):
        return None
    found = _CONFLICT.search(text)
    if not found:
        return None
    return Fault(
        Position(text.count("\n", 0, found.start()) + 1, 1),
        "conflit-git",
        "deux versions de ce fichier n'ont pas été réunies (marque de conflit)",
        "gardez la bonne version, puis supprimez les lignes « <<<<<<< », « ======= » et « >>>>>>> »",
        7,
    )


def _not_a_record(result: Read) -> Fault:
    if result.data is None:
        return Fault(
            Position(1, 1),
            "fichier-vide",
            "ce fichier ne contient aucun champ",
            "remplissez-le (« titre: … »), ou supprimez-le",
        )
    return Fault(
        Position(1, 1),
        "bloc-attendu",
        "des champs (« nom: valeur ») sont attendus, un par ligne",
        "vérifiez qu'une espace suit chaque « : »",
    )
