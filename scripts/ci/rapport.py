"""The one report of a pull request: what changes in meaning, what is wrong, where to see it.

Reads the repository, writes Markdown; says nothing to the forge. Never fails on the content: the
check before it does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import forge
import perimetre


def catalogue(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command of the catalogue."""
    return subprocess.run(  # noqa: S603 - our own command, no shell
        [sys.executable, "-m", "generator", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def erreurs(base: str) -> str:
    """What ``check`` says, with the remedy of each, as text shown as it is."""
    fait = catalogue("check", "--against", base)
    if fait.returncode not in {0, 1}:
        return "La vérification n'a pas pu se faire.\n\n" + forge.cloturer(fait.stderr)
    if fait.returncode == 0:
        reste = "" if fait.stdout.count("\n") <= 1 else "\n" + forge.cloturer(fait.stdout)
        return "Aucune erreur.\n" + reste
    return (
        "À corriger avant la publication ; chaque code est expliqué dans "
        "[docs/erreurs.md](../blob/main/docs/erreurs.md).\n\n" + forge.cloturer(fait.stdout)
    )


def sens(base: str) -> str:
    """What changes in meaning, as ``catalogue diff`` says it."""
    fait = catalogue("diff", base, "--format", "markdown")
    if fait.returncode:
        return "Les changements n'ont pas pu être lus.\n\n" + forge.cloturer(fait.stderr)
    return fait.stdout


def pages(chemins: Sequence[str]) -> list[str]:
    """Site paths of the pages that these files of the content make."""
    trouvees = set()
    for chemin in chemins:
        morceaux = chemin.split("/")
        match morceaux:
            case ["content", "concertations", identifiant, "suites.yml"]:
                trouvees |= {
                    f"concertations/{identifiant}/",
                    f"concertations/{identifiant}/suites/",
                }
            case ["content", "concertations", identifiant, _]:
                trouvees.add(f"concertations/{identifiant}/")
            case ["content", ("guides" | "kit") as dossier, nom]:
                trouvees.add(f"{dossier}/{nom.removesuffix('.md')}/")
            case ["content", "pages", nom]:
                trouvees.add(f"{nom.removesuffix('.md')}/")
    return sorted(trouvees)


def apercu(liste: Sequence[str], site: Path, execution: str) -> str:
    """Where to see the pages that change."""
    if not (site / "index.html").is_file():
        return "Le site n'a pas pu être construit : pas d'aperçu.\n"
    vues = [p for p in liste if (site / p / "index.html").is_file()]
    lieu = f"[l'exécution]({execution})" if execution else "l'exécution"
    texte = (
        f"Le site entier et les photographies des pages changées sont joints à {lieu}, "
        "sous les noms « apercu » et « captures » : téléchargez, ouvrez `index.html`.\n"
    )
    return texte + "".join(f"- `/{page}`\n" for page in vues)


def composer(parties: Mapping[str, str]) -> str:
    """The report: one title a part."""
    return "\n".join(f"## {titre}\n\n{texte}" for titre, texte in parties.items())


def main(arguments: Sequence[str] | None = None) -> int:
    """Write ``rapport.md`` and ``rapport.json`` (labels and pages) in a folder."""
    lecteur = argparse.ArgumentParser(description=__doc__)
    lecteur.add_argument("--base", required=True)
    lecteur.add_argument("--site", type=Path, required=True)
    lecteur.add_argument("--sortie", type=Path, required=True)
    lecteur.add_argument("--execution", default="")
    options = lecteur.parse_args(arguments)
    chemins = perimetre.touches(options.base)
    liste = pages(chemins)
    parties = {
        "Ce qui change": sens(options.base),
        "Vérification": erreurs(options.base),
        "Aperçu": apercu(liste, options.site, options.execution),
    }
    options.sortie.mkdir(parents=True, exist_ok=True)
    (options.sortie / "rapport.md").write_text(composer(parties), encoding="utf-8")
    faits: dict[str, Any] = {"etiquettes": perimetre.etiquettes(chemins), "pages": liste}
    (options.sortie / "rapport.json").write_text(
        json.dumps(faits, ensure_ascii=False), encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
