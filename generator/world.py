"""Everything a page may be computed from, for one day and one public address. Immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from generator.catalogue.records import Catalogue, Dossier
from generator.cycle import Attente, attente, statut
from generator.history.model import Historique
from schemas.enumerations import Statut
from schemas.referentiels import Ministere

PROPOSITIONS_PAR_PAGE = 200


@dataclass(frozen=True, slots=True)
class World:
    """The catalogue on a day.

    ``base_url`` ends with a slash; ``assets`` maps a logical asset name (``site.css``) to its
    path in the site (``assets/site.1a2b3c4d.css``).
    """

    catalogue: Catalogue
    jour: date
    base_url: str
    assets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    historique: Historique = field(default_factory=Historique)

    @property
    def base_path(self) -> str:
        """Path of the site on its host, with both slashes."""
        return urlsplit(self.base_url).path or "/"

    @property
    def origine(self) -> str:
        """Scheme and host of the site."""
        return self.base_url[: -len(self.base_path)]

    def statut(self, dossier: Dossier) -> Statut:
        """State of a concertation on this day."""
        return statut(dossier.fiche, dossier.suites, self.jour)

    def attente(self, dossier: Dossier) -> Attente:
        """Public clock of a concertation on this day."""
        return attente(dossier.fiche, dossier.suites, self.jour)

    def absolue(self, chemin: str) -> str:
        """Absolute address of a site path."""
        return self.base_url + chemin


def nom_a_la_date(ministere: Ministere, jour: date) -> str:
    """The full name a ministry had on a day, or its usual name when none is attested then."""
    for nom in ministere.noms:
        if (nom.debut is None or nom.debut.debut <= jour) and (
            nom.fin is None or jour <= nom.fin.fin
        ):
            return nom.intitule
    return ministere.nom


def chemin_fiche(identifiant: str) -> str:
    """Site path of a record."""
    return f"concertations/{identifiant}/"


def chemin_suites(identifiant: str, page: int = 1) -> str:
    """Site path of a follow-up page (``page`` from 1)."""
    return f"concertations/{identifiant}/suites/" + (f"{page}/" if page > 1 else "")


def chemin_proposition(dossier: Dossier, reference: str) -> str:
    """Permanent address of a proposal: the page of the follow-up that holds it, and its anchor.

    Raises:
        KeyError: the follow-up has no such proposal.
    """
    for rang, proposition in enumerate(dossier.suites.propositions if dossier.suites else ()):
        if proposition.reference == reference:
            return adresse_proposition(dossier.id, reference, rang)
    raise KeyError(reference)


def adresse_proposition(identifiant: str, reference: str, rang: int) -> str:
    """Address of the proposal at ``rang`` (from 0) of its follow-up."""
    page = chemin_suites(identifiant, rang // PROPOSITIONS_PAR_PAGE + 1)
    return f"{page}#proposition-{reference}"
