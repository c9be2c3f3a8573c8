"""What the content takes back, in silence, from a version already published.

A promise may change; it may not change without a word. ``docs/erreurs.md`` explains each code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from generator.catalogue.reading import located
from generator.diagnostics import Diagnostic, Position
from generator.history.blobs import Blobs
from generator.history.git import Depot, GitAbsentError, arbre, base_commune, ouvrir, revision
from generator.history.promesses import disparue, reculs_fiche, reculs_suites
from generator.history.versions import lire_version
from generator.registre import REGISTRE, analyser, lire
from generator.source.discover import Found, Kind, discover
from generator.source.faults import Fault, Unreadable, diagnostic
from generator.source.source_file import parse, read_bytes
from schemas.concertation import Concertation
from schemas.regles import Infraction
from schemas.suites import Suites

_ADRESSES = {
    Kind.CONCERTATION: "concertations/{}",
    Kind.SUITES: "concertations/{}/suites",
    Kind.GUIDE: "guides/{}",
    Kind.PAGE: "{}",
    Kind.KIT: "kit/{}",
}
_FICHIERS = {"concertation.md": Kind.CONCERTATION, "suites.yml": Kind.SUITES}
_DOSSIERS = {"guides": Kind.GUIDE, "pages": Kind.PAGE, "kit": Kind.KIT}


class RevisionError(Exception):
    """The revision to compare with cannot be used; the message says why, in French."""


def comparer(content: Path, rev: str) -> tuple[Diagnostic, ...]:
    """Refuse what goes backward in silence between a revision and the working tree.

    The base is the last common ancestor of ``rev`` and HEAD: what others published since is not
    held against this change.

    Args:
        content: the content folder, as the user typed it.
        rev: a branch, a tag or a commit.

    Returns:
        Errors, sorted by path and place. A file that cannot be read today is left to ``check``;
        one that today's schema cannot read in the base promises nothing that it understands.

    Raises:
        RevisionError: no git, no such revision, or no common ancestor.
    """
    try:
        depot = ouvrir(content)
        fichiers = arbre(depot, _base(depot, rev))
        with Blobs(depot) as blobs:
            trouves = list(_Comparaison(content, blobs, _anciens(fichiers)).tout())
            if REGISTRE in fichiers:
                trouves += _retirees(content, blobs.lire(fichiers[REGISTRE]) or b"")
    except GitAbsentError as absence:
        raise RevisionError(f"comparaison impossible : {absence}") from absence
    sous = (replace(d, path=(content / d.path).as_posix()) for d in trouves)
    return tuple(sorted(sous, key=lambda d: d.order))


def _base(depot: Depot, rev: str) -> str:
    sha = revision(depot, rev)
    if sha is None:
        raise RevisionError(f"« {rev} » n'est ni une branche, ni une étiquette, ni un commit connu")
    base = base_commune(depot, sha, "HEAD")
    if base is None:
        raise RevisionError(
            f"« {rev} » et la version courante n'ont pas d'ancêtre commun connu : "
            "récupérez tout l'historique (git fetch --unshallow)"
        )
    return base


class _Ancien(NamedTuple):
    """A file of the base that has an address of its own."""

    found: Found
    blob: str

    @property
    def adresse(self) -> str:
        return _adresse(self.found)


def _adresse(found: Found) -> str:
    return _ADRESSES[found.kind].format(found.id)


def _anciens(fichiers: Mapping[str, str]) -> tuple[_Ancien, ...]:
    trouves = []
    for chemin, blob in fichiers.items():
        match chemin.split("/"):
            case ["concertations", identifiant, nom] if nom in _FICHIERS:
                trouves.append(_Ancien(Found(_FICHIERS[nom], identifiant, chemin), blob))
            case [dossier, nom] if dossier in _DOSSIERS and nom.endswith(".md"):
                identifiant = nom.removesuffix(".md")
                trouves.append(_Ancien(Found(_DOSSIERS[dossier], identifiant, chemin), blob))
    return tuple(trouves)


class _Comparaison:
    """The base and the working tree, side by side."""

    def __init__(self, content: Path, blobs: Blobs, anciens: tuple[_Ancien, ...]) -> None:
        self._blobs = blobs
        self._anciens = anciens
        presents = [f for f in discover(content).files if f.kind in _ADRESSES]
        self._bruts = {f.path: _octets(content / f.path) for f in presents}
        self._vivantes = {_adresse(f) for f in presents}
        self._redirigees = {
            adresse: f.id
            for f in presents
            for adresse in _anciennes_urls(f.path, self._bruts[f.path])
        }

    def tout(self) -> Iterator[Diagnostic]:
        """What each file of the base loses; one that did not change loses nothing."""
        for ancien in self._anciens:
            brut = self._bruts.get(ancien.found.path)
            if brut is None or not _est(brut, ancien.blob):
                yield from self._adresses(ancien)
                yield from self._promesses(ancien)

    def _adresses(self, ancien: _Ancien) -> Iterator[Diagnostic]:
        """An address that was public, or led to a public one, still leads somewhere."""
        genre, chemin = ancien.found.kind, ancien.found.path
        proches = [ancien.adresse]
        if genre is Kind.SUITES:  # of a record that is gone or still there, its own message says
            renommee = self._redirigees.get(f"concertations/{ancien.found.id}")
            proches = [] if renommee is None else proches
        else:
            proches += _anciennes_urls(chemin, self._blobs.lire(ancien.blob) or b"")
        for adresse in proches:
            if adresse not in self._vivantes and adresse not in self._redirigees:
                fault = Fault(
                    Position(1, 1),
                    "adresse-disparue",
                    f"l'adresse « /{adresse}/ » était publiée et ne mène plus nulle part",
                    "remettez-la, ou redirigez-la depuis la fiche qui la remplace :\n"
                    f"anciennes_urls:\n  - /{adresse}/",
                )
                yield diagnostic(chemin, [], fault)

    def _promesses(self, ancien: _Ancien) -> Iterator[Diagnostic]:
        genre = ancien.found.kind
        if genre not in _FICHIERS.values():
            return
        chemin = self._chemin_actuel(ancien.found)
        avant = lire_version(genre, self._blobs.lire(ancien.blob))
        if chemin is None or avant is None:
            return
        brut = self._bruts.get(chemin)
        if brut is None and isinstance(avant.fiche, Suites):
            for proposition in avant.fiche.propositions:
                infraction = disparue(proposition.reference)
                fault = Fault(Position(1, 1), infraction.code, infraction.message, infraction.aide)
                yield diagnostic(chemin, [], fault)
            return
        apres = lire_version(genre, brut)
        source = parse(chemin, brut or b"").source
        if apres is not None and source is not None:
            for infraction in _reculs(avant.fiche, apres.fiche):
                yield located(source, infraction)

    def _chemin_actuel(self, found: Found) -> str | None:
        """Where a file of a record would be now: a renamed record keeps its old address."""
        adresse = f"concertations/{found.id}"
        dossier = found.id if adresse in self._vivantes else self._redirigees.get(adresse)
        nom = found.path.rpartition("/")[2]
        return None if dossier is None else f"concertations/{dossier}/{nom}"


def _retirees(content: Path, ancien: bytes) -> Iterator[Diagnostic]:
    """The register of published addresses only grows."""
    gardees = frozenset(lire(content))
    for adresse in analyser(ancien.decode("utf-8", "replace")):
        if adresse not in gardees:
            fault = Fault(
                Position(1, 1),
                "adresse-disparue",
                f"« {adresse} » était au registre des adresses publiées et n'y est plus",
                "remettez cette ligne : le registre ne fait que grandir",
            )
            yield diagnostic(REGISTRE, [], fault)


def _reculs(avant: object, apres: object) -> Iterator[Infraction]:
    if isinstance(avant, Concertation) and isinstance(apres, Concertation):
        yield from reculs_fiche(avant, apres)
    elif isinstance(avant, Suites) and isinstance(apres, Suites):
        yield from reculs_suites(avant, apres)


def _octets(fichier: Path) -> bytes:
    """The bytes of a file; none when it cannot be read, which ``check`` tells."""
    try:
        return read_bytes(fichier)
    except (Unreadable, OSError):
        return b""


def _est(brut: bytes, blob: str) -> bool:
    """Whether bytes are those of a blob, in either of git's object formats."""
    fonction = hashlib.sha1 if len(blob) == 40 else hashlib.sha256  # noqa: PLR2004 - hex digits of SHA-1
    return fonction(b"blob %d\0" % len(brut) + brut).hexdigest() == blob


def _anciennes_urls(chemin: str, brut: bytes) -> list[str]:
    """The former addresses that a file takes care of, as ``concertations/<id>``."""
    if b"anciennes_urls" not in brut:
        return []
    source = parse(chemin, brut).source
    urls = source.data.get("anciennes_urls") if source else None
    return [_canonique(u) for u in urls if isinstance(u, str)] if isinstance(urls, list) else []


def _canonique(url: str) -> str:
    return url.strip("/").removesuffix("/index.html")
