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
