"""Read the records: each by one process, which keeps it and hands back only what others need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.catalogue.memo import (
    Memoire,
    Rangee,
    Retenue,
    cle,
    lire_citations,
    memoriser,
    retrouver,
)
from generator.catalogue.reading import Part, prepare, read_group
from generator.catalogue.records import Citations, Dossier
from generator.catalogue.rules import Known, of_record
from generator.catalogue.sommes import Sommes
from generator.catalogue.sources import Fichiers, Gardee
from generator.diagnostics import Diagnostic, has_errors
from generator.equipe import par_lots, plusieurs
from generator.source.discover import Found, Kind
from schemas.concertation import Concertation

T = TypeVar("T")

SEUIL = 40
"""Below this number of records, starting processes costs more than it saves.

Measured: 54 records that a day changes take 80 ms of one process, or 10 of it and 50 of each of four.
"""


class Suite(Protocol[T]):
    """What is made of each valid record by the process that has just read it."""

    def trouver(self, dossiers: Sequence[Dossier]) -> Sequence[T | None]:
        """What an earlier build made of records that did not change; they are not read."""
        ...

    def faire(self, dossier: Dossier) -> T:
        """Make it."""
        ...

    def recevoir(self, dossier: Dossier, fait: T) -> T:
        """Take what was found or made, in the main process, record after record; what stays of it."""
        ...


class Lue(Struct, Generic[T], frozen=True):
    """What reading a record hands back. ``sommes`` are the SHA-256 (hex) of its files.

    ``inacheves`` are the paths of those whose form is wrong: what they say could not be checked.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    citations: Citations | None = None
    sommes: tuple[str, ...] = ()
    rangee: Rangee | None = None
    suite: T | None = None
    inacheves: tuple[str, ...] = ()


class Groupe(Struct, frozen=True):
    """The files of a record, and where it is read from.

    ``dossier`` is missing when its main file is.
    """

    files: tuple[Found, ...]
    source: Fichiers | Gardee
    dossier: Dossier | None


def groups(files: Iterable[Found]) -> list[tuple[Found, ...]]:
    """Files read together: those of one concertation."""
    return [tuple(group) for _, group in groupby(files, key=together)]


def together(found: Found) -> str:
    """What the files of one record have in common."""
    return found.path.rpartition("/")[0] if of_a_record(found) else found.path


def of_a_record(found: Found) -> bool:
    """Whether a file is one of those of a record."""
    # Not looked for in a set: an enumeration is slow to hash, and there are twenty thousand files.
    return found.kind is Kind.CONCERTATION or found.kind is Kind.SUITES


class Lecteur:
    """Reads groups of files, or finds them in what an earlier build kept.

    ``jour`` refuses the facts dated after it. It goes without a memory: what is kept holds
    whatever the day.
    """

    def __init__(
        self, content: Path, memoire: Memoire | None, code: bytes, jour: date | None = None
    ) -> None:
        self._content, self._memoire, self._code, self._jour = content, memoire, code, jour
        self._sommes = Sommes(content, memoire) if memoire is not None else None
        # Nothing can be found: whoever reads a file takes its hash, instead of us before.
        self._vide = memoire is None or memoire.vide

    def common(self, group: tuple[Found, ...]) -> tuple[Part, ...]:
        """The file of anything but a record, at once."""
        sommes, key = self._key(group)
        if self._memoire is not None and sommes:
            parts = retrouver(self._memoire.fiche(key), group, sommes)
            if parts is not None:
                return parts
        parts = read_group(self._content, group, self._jour)
        self._keep(
            group, [part.empreinte for part in parts], *self.put_away([self.keepable(parts)])
        )
        return parts

    def put_away(self, retenues: Iterable[Retenue | None]) -> list[Rangee | None]:
        """Put what was read away together, by the process that read it: nobody else is given it."""
        retenues = list(retenues)
        gardees = [retenue for retenue in retenues if retenue is not None]
        rangees = iter(self._memoire.ranger(gardees) if self._memoire is not None else ())
        return [None if retenue is None else next(rangees) for retenue in retenues]

    def keepable(self, parts: Sequence[Part]) -> Retenue | None:
        """What is to be kept of files, under the hash of the bytes that were read."""
        sommes = [part.empreinte for part in parts]
        if self._memoire is None or not all(sommes):
            return None
        return memoriser(cle(self._code, [part.found for part in parts], sommes), parts)

    def _keep(self, group: Sequence[Found], sommes: Sequence[str], rangee: Rangee | None) -> None:
        if self._memoire is not None and rangee is not None:
            self._memoire.ajouter(fiches=[rangee])
        if self._sommes is not None and self._vide:
            self._sommes.noter(group, sommes)

    def records(self, groups: Sequence[tuple[Found, ...]]) -> list[Groupe]:
        """Records, not read yet."""
        keys = [self._key(group) for group in groups]
        known = [key for _, key in keys if key]
        kept = self._memoire.citations(known) if self._memoire and known else {}
        return [
            self._record(group, sommes, key, lire_citations(kept.get(key)))
            for group, (sommes, key) in zip(groups, keys, strict=True)
        ]

    def _record(
        self, group: tuple[Found, ...], sommes: list[str], key: bytes, citations: Citations | None
    ) -> Groupe:
        source: Fichiers | Gardee = Fichiers(self._content, group, self._jour)
        if self._memoire is not None and citations is not None:
            source = Gardee(self._content, group, sommes, citations, (self._memoire, key))
        return Groupe(group, source, _dossier(group, source))

    def after(self, groupe: Groupe, lue: Lue[T], *, ailleurs: bool) -> Groupe:
        """A record that was read, here or in another process (``ailleurs``)."""
        self._keep(groupe.files, lue.sommes, lue.rangee)
        if not ailleurs or lue.citations is None or isinstance(groupe.source, Gardee):
            return groupe
        memoire = (self._memoire, lue.rangee.cle) if self._memoire and lue.rangee else None
        source = Gardee(self._content, groupe.files, lue.sommes, lue.citations, memoire)
        return replace(groupe, source=source, dossier=_dossier(groupe.files, source))

    def retain(self) -> None:
        """Keep what was seen of the files: those that do not move are not read next time."""
        if self._sommes is not None:
            self._sommes.retenir()

    def _key(self, group: tuple[Found, ...]) -> tuple[list[str], bytes]:
        if self._sommes is None or self._vide:
            return [], b""
        sommes = self._sommes.de(group)
        return sommes, cle(self._code, group, sommes) if sommes else b""


def _dossier(group: tuple[Found, ...], source: Fichiers | Gardee) -> Dossier | None:
    found = group[0]
    if found.kind is not Kind.CONCERTATION:
        return None
    return Dossier(found.id, found.path, f"{together(found)}/suites.yml", source)


class Passe(Generic[T]):
    """One pass over the records: found as they were, or read, by one process or several.

    ``suite`` is what is made of each valid record, if anything is; ``right`` are the paths of those
    that are known to break no rule (``of_record``).
    """

    def __init__(
        self, lecteur: Lecteur, groupes: Sequence[Groupe], known: Known, suite: Suite[T] | None
    ) -> None:
        self._lecteur, self._groupes, self._known, self._suite = lecteur, groupes, known, suite
        self._par_id = {g.dossier.id: g for g in groupes if g.dossier}
        self.right: frozenset[str] = frozenset()

    def faire(self, jobs: int) -> Iterator[tuple[Groupe, Lue[T]]]:
        """Every record as it is now known, with what reading it gave, in order."""
        trouvees = self._trouver()
        rangs = [rang for rang, lue in enumerate(trouvees) if lue is None]
        ailleurs = plusieurs(len(rangs), jobs, SEUIL)
        if ailleurs:
            prepare()
        lues = par_lots(partial(self._lire_lot, oublier=ailleurs), rangs, jobs, SEUIL)
        for groupe, trouvee in zip(self._groupes, trouvees, strict=True):
            lue = trouvee or next(lues)
            apres = self._lecteur.after(groupe, lue, ailleurs=ailleurs and not trouvee)
            if self._suite is not None and lue.suite is not None and apres.dossier is not None:
                lue = replace(lue, suite=self._suite.recevoir(apres.dossier, lue.suite))
            yield apres, lue if lue.rangee is None else replace(lue, rangee=None)

    def _trouver(self) -> list[Lue[T] | None]:
        """What an earlier build understood and made of each record, if it still holds."""
        trouvees: list[Lue[T] | None] = [None] * len(self._groupes)
        sains: dict[int, Dossier] = {}
        for rang, groupe in enumerate(self._groupes):
            source, dossier = groupe.source, groupe.dossier
            if not isinstance(source, Gardee) or dossier is None:
                continue
            if self._suite is None or any(of_record(source.citations, dossier.id, self._known)):
                trouvees[rang] = Lue(citations=source.citations)
            else:
                sains[rang] = dossier
        self.right = frozenset([dossier.chemin for dossier in sains.values()])
        faits = self._suite.trouver(tuple(sains.values())) if self._suite is not None else ()
        for (rang, dossier), fait in zip(sains.items(), faits, strict=True):
            if fait is not None:
                trouvees[rang] = Lue(citations=dossier.citations, suite=fait)
        return trouvees

    def _lire_lot(self, rangs: Sequence[int], *, oublier: bool) -> list[Lue[T]]:
        """Read a few records; ``oublier``: in a process of its own, none holds more than these."""
        lues, retenues = [], []
        for rang in rangs:
            lue, retenue = self._lire(rang)
            lues.append(lue)
            retenues.append(retenue)
            if oublier:
                for groupe in (self._groupes[rang], *self._lies(lue.citations)):
                    groupe.source.relacher()
        rangees = self._lecteur.put_away(retenues)
        return [replace(lue, rangee=rangee) for lue, rangee in zip(lues, rangees, strict=True)]

    def _lire(self, rang: int) -> tuple[Lue[T], Retenue | None]:
        groupe = self._groupes[rang]
        source, dossier = groupe.source, groupe.dossier
        fait = None
        if self._suite is not None and dossier is not None and self._sains(dossier):
            fait = self._suite.faire(dossier)
        if isinstance(source, Gardee):
            return Lue(citations=source.citations, suite=fait), None
        parts = source.parts
        fiche = parts[0].fiche
        lue = Lue(
            diagnostics=tuple(d for part in parts for d in part.diagnostics),
            citations=Citations.de(fiche) if isinstance(fiche, Concertation) else None,
            sommes=tuple(part.empreinte for part in parts),
            suite=fait,
            inacheves=tuple(part.found.path for part in parts if part.fiche is None),
        )
        return lue, self._lecteur.keepable(parts)

    def _lies(self, citations: Citations | None) -> Iterator[Groupe]:
        return (
            (self._par_id[i] for i in citations.liees if i in self._par_id)
            if citations
            else iter(())
        )

    def _sains(self, dossier: Dossier) -> bool:
        """Whether a record and those it names say nothing wrong: pages can be made of it."""
        return self._sain(self._par_id[dossier.id]) and all(
            self._sain(lie) for lie in self._lies(dossier.citations)
        )

    def _sain(self, groupe: Groupe) -> bool:
        source, dossier = groupe.source, groupe.dossier
        if dossier is None:
            return False
        if isinstance(source, Fichiers) and any(
            part.fiche is None or has_errors(part.diagnostics) for part in source.parts
        ):
            return False
        return not any(of_record(dossier.citations, dossier.id, self._known))
