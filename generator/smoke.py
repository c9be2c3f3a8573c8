"""Try the published site as a visitor would, right after its deployment.

``python -m generator.smoke ADRESSE SITE`` compares what is on line with the folder that was sent.
Only the standard library: it runs where nothing is installed.
"""

from __future__ import annotations

import json
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple

DELAI = 20.0
ESSAIS = 10
"""A host may serve the former site for a while: so many tries, ``ATTENTE`` seconds apart."""
ATTENTE = 15.0
TEMOIN = "build.json"
ECHANTILLON = 12
"""Pages compared byte for byte, beside the fixed ones."""


class Reponse(NamedTuple):
    """What a host answered; status 0 when it did not."""

    statut: int
    corps: bytes


Demander = Callable[[str], Reponse]


def demander(adresse: str) -> Reponse:
    """Fetch an address, without any cached copy."""
    requete = urllib.request.Request(adresse, headers={"Cache-Control": "no-cache"})  # noqa: S310 - address checked by main
    try:
        with urllib.request.urlopen(requete, timeout=DELAI) as reponse:  # noqa: S310 - same
            return Reponse(reponse.status, reponse.read())
    except urllib.error.HTTPError as erreur:
        with erreur:
            return Reponse(erreur.code, erreur.read())
    except (OSError, HTTPException) as erreur:
        return Reponse(0, str(erreur).encode())


def fichiers(site: Path) -> list[str]:
    """The files to compare: the fixed ones, and pages taken evenly among all."""
    pages = sorted(p.relative_to(site).as_posix() for p in site.rglob("index.html"))
    pas = max(1, len(pages) // ECHANTILLON)
    fixes = ("index.html", "sitemap.xml", "robots.txt", ".well-known/security.txt")
    feuilles = sorted(p.relative_to(site).as_posix() for p in site.glob("assets/*"))
    return list(
        dict.fromkeys(f for f in (*fixes, *pages[::pas], *feuilles) if (site / f).is_file())
    )


def attendre_la_version(
    adresse: str, site: Path, interroger: Demander, dormir: Callable[[float], None]
) -> str:
    """Wait until the witness of this very build is on line; "" or why it is not."""
    voulu = (site / TEMOIN).read_bytes()
    recu = Reponse(0, b"")
    for rang in range(ESSAIS):
        if rang:
            dormir(ATTENTE)
        recu = interroger(adresse + TEMOIN)
        if recu == Reponse(200, voulu):
            return ""
    if recu.statut != 200:  # noqa: PLR2004 - HTTP
        return f"{TEMOIN} : réponse {recu.statut}, 200 attendue"
    return f"{TEMOIN} : le site en ligne n'est pas celui qui vient d'être publié"


def fautes(adresse: str, site: Path, interroger: Demander) -> Iterator[str]:
    """What differs between the site on line and the folder, in French."""
    for nom in fichiers(site):
        recu = interroger(adresse + re.sub(r"index\.html$", "", nom))
        if recu.statut != 200:  # noqa: PLR2004 - HTTP
            yield f"{nom} : réponse {recu.statut}, 200 attendue"
        elif recu.corps != (site / nom).read_bytes():
            yield f"{nom} : le contenu en ligne n'est pas celui du dossier"
    absente = interroger(f"{adresse}cette-page-n-existe-pas/")
    if absente.statut != 404:  # noqa: PLR2004 - HTTP
        yield f"une page absente répond {absente.statut}, 404 attendue"


def main(
    arguments: Sequence[str] | None = None,
    interroger: Demander = demander,
    dormir: Callable[[float], None] = time.sleep,
) -> int:
    """0 when the site on line is the one that was sent."""
    donnes = sys.argv[1:] if arguments is None else arguments
    if len(donnes) != 2 or not re.match(r"https?://", donnes[0]):  # noqa: PLR2004 - two words
        sys.stderr.write("Usage : python -m generator.smoke https://adresse/ dossier-du-site\n")
        return 2
    adresse, site = donnes[0].rstrip("/") + "/", Path(donnes[1])
    retard = attendre_la_version(adresse, site, interroger, dormir)
    trouvees = [retard] if retard else list(fautes(adresse, site, interroger))
    for faute in trouvees:
        sys.stdout.write(f"{faute}\n")
    if not trouvees:
        temoin = json.loads((site / TEMOIN).read_text("utf-8"))
        sys.stdout.write(f"Le site du {temoin['jour']} est en ligne : {adresse}\n")
    return 1 if trouvees else 0


if __name__ == "__main__":
    sys.exit(main())
