"""Who must review what: ``.github/CODEOWNERS``, from the ministries that carry the concertations.

``python scripts/ci/proprietaires.py ORGANISATION > .github/CODEOWNERS``: each ministry has a team of
the organisation, named « referents-<key of the ministry> »; the CIPC has « cipc », the maintainers
« mainteneurs ».
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(RACINE))

from generator.catalogue.load import load  # noqa: E402
from generator.catalogue.records import Catalogue  # noqa: E402

_ORGANISATION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})", re.ASCII)
ENTETE = """\
# Qui doit relire quoi. La dernière ligne qui convient l'emporte.
# Écrit par : python scripts/ci/proprietaires.py {organisation} > .github/CODEOWNERS
# Remplacez « {organisation} » par le nom de l'organisation sur la forge, où ces équipes doivent exister
# et pouvoir écrire : une équipe inconnue n'est demandée à personne.

*                        @{organisation}/mainteneurs
/content/                @{organisation}/cipc
/content/adresses.lock   @{organisation}/mainteneurs
/content/site.yml        @{organisation}/mainteneurs
/.github/                @{organisation}/mainteneurs

# Une concertation : le CIPC, et les référents des ministères qui la portent.
"""


def proprietaires(catalogue: Catalogue, organisation: str) -> str:
    """The text of the file.

    Raises:
        SystemExit: not the name of an organisation.
    """
    if not _ORGANISATION.fullmatch(organisation):
        raise SystemExit(f"« {organisation} » n'est pas un nom d'organisation")
    lignes = [ENTETE.format(organisation=organisation)]
    for dossier in catalogue.concertations:
        porteurs = dict.fromkeys((dossier.fiche.porteur, *dossier.fiche.co_porteurs))
        equipes = " ".join(f"@{organisation}/referents-{cle}" for cle in porteurs)
        chemin = f"/content/concertations/{dossier.id}/"
        lignes.append(f"{chemin:<72} @{organisation}/cipc {equipes}\n")
    return "".join(lignes)


def main() -> int:
    """Print the file for the catalogue of this repository."""
    lu = load(RACINE / "content")
    if lu.catalogue is None:
        sys.stderr.write("Le contenu a des erreurs : lancez « catalogue check ».\n")
        return 1
    sys.stdout.write(proprietaires(lu.catalogue, sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
