"""Put the report on its pull request, and its labels. Reads two files, runs nothing of the branch."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import forge
import perimetre

CONNUES = frozenset(etiquette for _, _, etiquette in perimetre.ETIQUETTES)


def main() -> int:
    """Comment once per pull request: the same comment is brought up to date."""
    dossier = Path(sys.argv[1])
    numero = int(forge.evenement()["pull_request"]["number"])
    forge.commenter(numero, "rapport", (dossier / "rapport.md").read_text("utf-8"))
    voulues = json.loads((dossier / "rapport.json").read_text("utf-8"))["etiquettes"]
    # The branch wrote this file: only labels that we know pass.
    forge.etiqueter(numero, sorted(CONNUES.intersection(map(str, voulues))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
