"""Where records come from: their files, or what an earlier build understood of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import cast

from generator.catalogue.memo import Memoire, retrouver
from generator.catalogue.reading import Part, read_group
from generator.catalogue.records import Citations, Lecture
from generator.refus import Refus
from generator.source.discover import Found
from schemas.concertation import Concertation
from schemas.suites import Suites


class Changee(Refus):
    """A file changed while the site was being built from it: one French line."""


def empreinte_de(sommes: Sequence[str]) -> str:
    """SHA-256 (hex) of the files of a record, from that of each."""
    return hashlib.sha256("".join(sommes).encode()).hexdigest()


class Fichiers:
    """A record read from its files by this process, the first time that it is looked at."""

    def __init__(self, content: Path, group: tuple[Found, ...], jour: date | None = None) -> None:
        self._content, self._group, self._jour = content, group, jour

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its files, valid or not."""
        return read_group(self._content, self._group, self._jour)

    @cached_property
    def empreinte(self) -> str:
        """SHA-256 (hex) of the bytes of its files."""
        return empreinte_de([part.empreinte for part in self.parts])

    @cached_property
    def citations(self) -> Citations:
        """What it says of others."""
        return Citations.de(self.lecture.fiche)

    @cached_property
    def lecture(self) -> Lecture:
        """All of it.

        Raises:
            Changee: it is not valid; a record is looked at only once it is known to be.
        """
        return _lecture(self._group, self.parts)

    def relacher(self) -> None:
        """Forget what was read: it is read again if it is asked for."""
        for nom in ("parts", "lecture"):
            self.__dict__.pop(nom, None)


class Gardee:
    """A record that an earlier reading found valid; read back the first time it is looked at."""

    def __init__(
        self,
        content: Path,
        group: tuple[Found, ...],
        sommes: Sequence[str],
        citations: Citations,
        memoire: tuple[Memoire, bytes] | None,
    ) -> None:
        self._content, self._group, self._sommes = content, group, sommes
        self._memoire = memoire
        self.citations = citations
        self.empreinte = empreinte_de(sommes)

    @cached_property
    def lecture(self) -> Lecture:
        """All of it: from the memory, or from its files if it is damaged.

        Raises:
            Changee: the files are not those that were found valid.
        """
        parts = None
        if self._memoire is not None:
            memoire, cle = self._memoire
            parts = retrouver(memoire.fiche(cle), self._group, self._sommes)
        if parts is None:
            parts = read_group(self._content, self._group)
        if [part.empreinte for part in parts] != list(self._sommes):
            raise _changee(self._group)
        return _lecture(self._group, parts)

    def relacher(self) -> None:
        """Forget what was read: it is read again if it is asked for."""
        self.__dict__.pop("lecture", None)


def _lecture(group: tuple[Found, ...], parts: Sequence[Part]) -> Lecture:
    fiche = parts[0].fiche
    suites = parts[1].fiche if len(parts) > 1 else None
    if not isinstance(fiche, Concertation) or (len(parts) > 1 and suites is None):
        raise _changee(group)
    return Lecture(fiche, parts[0].corps, cast("Suites | None", suites))


def _changee(group: tuple[Found, ...]) -> Changee:
    return Changee(f"{group[0].path} : ce fichier a changé pendant la construction ; relancez-la")
