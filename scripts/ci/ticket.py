"""Hold one issue up to date from a file: opened, rewritten, or closed when the file is empty."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import forge


def main(arguments: Sequence[str] | None = None) -> int:
    """One issue a mark: never two."""
    lecteur = argparse.ArgumentParser(description=__doc__)
    lecteur.add_argument("--marque", required=True)
    lecteur.add_argument("--titre", required=True)
    lecteur.add_argument("--etiquette", required=True)
    lecteur.add_argument("fichier", type=Path)
    options = lecteur.parse_args(arguments)
    texte = options.fichier.read_text("utf-8").strip()
    forge.tenir_ticket(options.marque, options.titre, texte, (options.etiquette,))
    return 0


if __name__ == "__main__":
    sys.exit(main())
