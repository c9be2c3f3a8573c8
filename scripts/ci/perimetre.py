"""What a pull request touches: refuse a mix of content and code, and say which checks it needs.

A change of content is read by the CIPC, a change of code by a maintainer: nobody reads well both at
once, and a mix could hide one behind the other. A maintainer may accept one by a label.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import forge

ACCEPTE = "mélange accepté"
ETIQUETTES = (
    ("content/concertations/", "suites.yml", "suites"),
    ("content/concertations/", "concertation.md", "concertation"),
    ("content/guides/", "", "guide"),
    ("content/kit/", "", "guide"),
    ("content/referentiels/", "", "référentiel"),
    (".github/", "", "automates"),
    ("docs/", "", "documentation"),
    ("templates/", "", "site"),
    ("generator/", "", "code"),
    ("schemas/", "", "code"),
)


def touches(base: str) -> list[str]:
    """Paths that change between the common ancestor with ``base`` and ``HEAD``."""
    fait = subprocess.run(  # noqa: S603 - no shell; the revision comes from the forge
        ["git", "diff", "--name-only", "--no-renames", "-z", f"{base}...HEAD", "--"],  # noqa: S607 - git of the runner
        capture_output=True,
        text=True,
        check=True,
    )
    return [nom for nom in fait.stdout.split("\0") if nom]


def etiquettes(chemins: list[str]) -> list[str]:
    """The labels of a pull request, from what it touches."""
    return sorted(
        {
            etiquette
            for chemin in chemins
            for debut, fin, etiquette in ETIQUETTES
            if chemin.startswith(debut) and chemin.endswith(fin)
        }
    )


def melange(chemins: list[str]) -> str:
    """Why these changes may not go together, in French; "" when they may."""
    contenu = [c for c in chemins if c.startswith("content/")]
    reste = [c for c in chemins if not c.startswith("content/")]
    if not contenu or not reste:
        return ""
    return (
        f"cette demande modifie à la fois du contenu ({contenu[0]}…) et autre chose ({reste[0]}…). "
        "Faites-en deux : l'une est relue par le CIPC, l'autre par un mainteneur. "
        f"Un mainteneur peut l'accepter avec l'étiquette « {ACCEPTE} »."
    )


def main() -> int:
    """Write ``cible`` (``gates`` or ``test``) for the next jobs; 1 when the mix is refused."""
    chemins = touches(os.environ["BASE"])
    code = any(not c.startswith("content/") for c in chemins)
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as sortie:
        sortie.write(f"cible={'test' if code else 'gates'}\n")
    acceptees = {e["name"] for e in forge.evenement().get("pull_request", {}).get("labels", ())}
    if (faute := melange(chemins)) and ACCEPTE not in acceptees:
        sys.stdout.write(f"::error::{faute}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
