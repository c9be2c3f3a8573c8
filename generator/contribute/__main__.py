"""``python -m generator.contribute``, part of « make docs »: write forms and editors' settings."""

from __future__ import annotations

import sys
from pathlib import Path

from generator.contribute import editors, issue_forms


def documents() -> dict[str, str]:
    """Every generated file: path from the root of the project -> text."""
    return issue_forms.fichiers() | editors.fichiers()


def main(racine: Path) -> None:
    """Write the generated files under ``racine``."""
    for chemin, texte in documents().items():
        cible = racine / chemin
        cible.parent.mkdir(parents=True, exist_ok=True)
        cible.write_text(texte, encoding="utf-8")
        sys.stdout.write(f"{chemin}\n")


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2])
