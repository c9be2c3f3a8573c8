"""Find, or install where we may, the system programs that the tests need.

Only the standard library, and no import of ours: this runs before anything is installed.
As root on Debian or Ubuntu, what is missing is installed; elsewhere the command stops and says, in
French, what to install. It never lets the tests run without a program, for they would prove less.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import NamedTuple


class Besoin(NamedTuple):
    """One program: the names it goes by, the Debian package that brings it, why we need it."""

    noms: tuple[str, ...]
    paquet: str
    raison: str


BESOINS = (
    Besoin(
        ("chromium", "chromium-browser", "google-chrome"),
        "chromium",
        "Chromium, pour essayer le site dans un vrai navigateur",
    ),
    Besoin(("java",), "default-jre-headless", "Java, pour le vérificateur HTML Nu"),
    Besoin(("npm",), "npm", "npm, pour télécharger le vérificateur HTML Nu"),
    Besoin(("nginx",), "nginx-light", "nginx, pour essayer sa configuration"),
    Besoin(("apache2",), "apache2-bin", "Apache, pour essayer sa configuration"),
    Besoin(("caddy",), "caddy", "Caddy, pour essayer sa configuration"),
)


SBIN = "/usr/sbin"
"""Where Debian puts servers: not in the PATH of everyone."""


def manquants(besoins: tuple[Besoin, ...] = BESOINS) -> list[Besoin]:
    """The needs of which no program is in the PATH."""
    chemin = os.pathsep.join((os.environ.get("PATH", os.defpath), SBIN))
    return [b for b in besoins if not any(shutil.which(nom, path=chemin) for nom in b.noms)]


def phrase(absents: list[Besoin]) -> str:
    """What a person must do, in French."""
    raisons = "".join(f"  - {b.raison} (paquet Debian « {b.paquet} »)\n" for b in absents)
    paquets = " ".join(b.paquet for b in absents)
    return (
        "Il manque, pour vérifier le catalogue :\n"
        f"{raisons}"
        f"Sous Debian ou Ubuntu : « sudo apt install {paquets} »\n"
        "Le site se construit et se consulte sans eux : « make serve »\n"
    )


def main() -> int:
    """Exit code 0 when every program is there, 1 with a sentence otherwise."""
    absents = manquants()
    apt = shutil.which("apt-get")
    if absents and apt and os.geteuid() == 0:
        paquets = [b.paquet for b in absents]
        sys.stderr.write(f"Installation de : {', '.join(paquets)}\n")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for commande in (
            [apt, "update", "-q"],
            [apt, "install", "-qy", "--no-install-recommends", *paquets],
        ):
            # A failure is said by the list of what is still missing, with the output of apt above it.
            subprocess.run(commande, env=env, check=False, stdout=sys.stderr)  # noqa: S603
        absents = manquants()
    if absents:
        sys.stderr.write(phrase(absents))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
