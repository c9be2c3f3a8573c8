"""What the preview shows: the last good site, what changed since, or the errors of the content."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError
from msgspec import Struct
from msgspec.structs import replace

from generator.build import Options, Site, site_en_memoire
from generator.catalogue.relecture import relire
from generator.catalogue.sources import Changee
from generator.diagnostics import format_text
from generator.encoders.html import MODELES, gabarits_lus
from generator.objet import Objet
from generator.refus import Refus
from generator.retouche import Retouche
from generator.search.apercu import IndexEnRetard
from generator.search.moteur import DOSSIER

ATTENTE = 25.0
"""Seconds a reload request waits before it asks again."""


class Etat(Struct, frozen=True):
    """What is served: the last good site, what changed since, or the errors of the content as it is now."""

    version: int
    site: Site | None
    erreurs: str
    retouche: Retouche | None = None

    def lire(self, chemin: str) -> bytes | None:
        """The bytes of a file, if there is one."""
        if self.retouche is not None and (page := self.retouche.lire(chemin)) is not None:
            return page
        return self.site.lire(chemin) if self.site and chemin in self.site.files else None


class Apercu:
    """The state shared by the watcher, the builder and the requests.

    A change is shown at once where that is possible (``retoucher``); then the whole site is built
    (``reconstruire``), which alone says whether all is right. What changes during a build is shown
    over its result.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._etat = Etat(0, None, "")
        self._change = threading.Condition(threading.RLock())
        self._indexer = IndexEnRetard(self._reindexer)
        self._saisies = 0
        self._touches: dict[Path, int] = {}
        self._epoque = 0

    @property
    def etat(self) -> Etat:
        """What is served now."""
        return self._etat

    def reconstruire(self) -> str:
        """Build again; the summary for the terminal."""
        saisies = self._saisies
        try:
            with gabarits_lus(self._epoque):
                site, rapport = site_en_memoire(self._options, self._indexer)
            erreurs = format_text(rapport.diagnostics) if rapport.failed else ""
        except Changee as erreur:
            return str(erreur)  # the watcher has seen it, or will: another build follows
        except (TemplateError, Refus) as erreur:
            site, rapport, erreurs = None, None, panne(erreur)
        with self._change:
            if site is not None:
                self._touches = {c: n for c, n in self._touches.items() if n > saisies}
                self._passer(site, *(self._depuis(site) or ("", None)))
                self._reindexer(self._indexer.connus)  # one made in the meantime is not lost
            elif saisies == self._saisies:  # else a newer content is shown, and built next
                self._passer(self._etat.site, erreurs, self._etat.retouche)
        if rapport is None or erreurs:
            return erreurs
        return f"{rapport.pages} pages en {sum(rapport.seconds.values()):.2f} s"

    def retoucher(self, chemins: Iterable[Path]) -> None:
        """Show at once what can be of a change of these files; a build must follow."""
        touches = frozenset(chemins)
        with self._change:
            self._saisies += 1
            self._touches |= dict.fromkeys(touches, self._saisies)
            self._epoque += any(map(_gabarit, touches))
            site = self._etat.site
            if site is not None and (depuis := self._depuis(site)) is not None:
                self._passer(site, *depuis)

    def _passer(self, site: Site | None, erreurs: str, retouche: Retouche | None) -> None:
        with self._change:
            self._etat = Etat(self._etat.version + 1, site, erreurs, retouche)
            self._change.notify_all()

    def _depuis(self, site: Site) -> tuple[str, Retouche] | None:
        """What changed since a site was built: its errors, its pages; nothing if that takes a build."""
        if not self._touches:
            return None
        gabarits = any(map(_gabarit, self._touches))
        noms = {self._fiche(c) for c in self._touches if not _gabarit(c)}
        connus = site.world.catalogue.par_id
        relues = [relire(self._options.content, connus[n]) for n in sorted(noms) if n in connus]
        lues = [r for r in relues if r is not None]
        if len(lues) < len(noms):
            return None
        fautes = [d for relue in lues for d in relue.diagnostics if relue.dossier is None]
        dossiers = {r.dossier.id: r.dossier for r in lues if r.dossier}
        retouche = Retouche((site.world, site.plan), dossiers, self._epoque, gabarits=gabarits)
        return format_text(fautes) if fautes else "", retouche

    def _fiche(self, chemin: Path) -> str:
        """The id of the record that a file belongs to, or ""."""
        contenu = self._options.content.resolve()
        morceaux = chemin.relative_to(contenu).parts if chemin.is_relative_to(contenu) else ()
        match morceaux:
            case ("concertations", identifiant, "concertation.md" | "suites.yml"):
                return identifiant
        return ""

    def _reindexer(self, fichiers: Mapping[str, bytes | Objet]) -> None:
        """Put a new index in place of the one of before; no page needs to be loaded again."""
        with self._change:
            site = self._etat.site
            if site:
                pages = {c: f for c, f in site.files.items() if not c.startswith(DOSSIER)}
                self._etat = replace(self._etat, site=replace(site, files={**pages, **fichiers}))

    def lire(self, chemin: str) -> tuple[bytes | None, str]:
        """What a file of the site holds now, and the errors that are shown instead of any page."""
        etat = self._etat
        if etat.erreurs:
            return None, etat.erreurs
        try:
            return etat.lire(chemin), ""
        except (TemplateError, Refus) as erreur:
            return None, panne(erreur)

    def empreinte(self, chemin: str) -> str:
        """What tells whether a page must be loaded again."""
        octets, erreurs = self.lire(chemin)
        return sha256(erreurs.encode() if octets is None else octets).hexdigest()[:16]

    def attendre(self, vu: str, chemin: str | None) -> str:
        """Wait until a page (or the whole site) is no longer the one seen; what is seen now."""
        fin = time.monotonic() + ATTENTE
        while True:
            version = self._etat.version
            vue = str(version) if chemin is None else self.empreinte(chemin)
            reste = fin - time.monotonic()
            if vue != vu or reste <= 0:
                return vue
            with self._change:
                self._change.wait_for(partial(self._passee, version), timeout=reste)

    def _passee(self, version: int) -> bool:
        return self._etat.version != version


def _gabarit(chemin: Path) -> bool:
    return chemin.is_relative_to(MODELES.resolve())


def panne(erreur: TemplateError | Refus) -> str:
    """What stops a page: a template at fault, or what the machine does not allow."""
    if isinstance(erreur, Refus):
        return str(erreur)
    lieu = f"{erreur.name}:{erreur.lineno} : " if isinstance(erreur, TemplateSyntaxError) else ""
    return f"{lieu}erreur dans un gabarit : {erreur.message}"
