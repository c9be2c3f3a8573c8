"""Turn a completed form into files, in a job that may write nothing on the forge.

The body of the issue is hostile: it stays in the file of the event, which ``catalogue from-form``
reads. What comes out is a folder: ``resultat.json`` (number of the issue, whether it worked, paths),
``message.md`` (what to answer) and ``fichiers/`` (the files, at their paths).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import forge
import propositions


def changes() -> list[str]:
    """Paths of the content that the command created or changed."""
    fait = subprocess.run(
        [  # noqa: S607 - git of the runner
            "git",
            "status",
            "--porcelain",
            "--untracked-files=all",
            "--no-renames",
            "-z",
            "--",
            "content",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(entree[3:] for entree in fait.stdout.split("\0") if entree)


def ecrire(sortie: Path, resultat: dict[str, object], message: str) -> None:
    """What the next job reads."""
    (sortie / "resultat.json").write_text(json.dumps(resultat), encoding="utf-8")
    (sortie / "message.md").write_text(message, encoding="utf-8")


def main() -> int:
    """0 when the form was understood, or when its errors are ready to be told."""
    sortie = Path(sys.argv[1])
    sortie.mkdir(parents=True, exist_ok=True)
    numero = int(forge.evenement()["issue"]["number"])
    fait = subprocess.run(  # noqa: S603 - our own command; the hostile text stays in the file
        [sys.executable, "-m", "generator", "from-form", os.environ["GITHUB_EVENT_PATH"]],
        capture_output=True,
        text=True,
        check=False,
    )
    resultat: dict[str, object] = {"numero": numero, "reussi": fait.returncode == 0, "chemins": []}
    if fait.returncode not in {0, 1}:
        sys.stderr.write(fait.stderr)
        return fait.returncode
    if fait.returncode:
        dit = fait.stdout.strip() or fait.stderr.strip()
        ecrire(sortie, resultat, propositions.A_CORRIGER + forge.cloturer(dit))
        return 0
    chemins = changes()
    if not chemins:
        ecrire(sortie, {**resultat, "reussi": False}, f"Merci. {fait.stdout.strip()}\n")
        return 0
    if refus := propositions.refuser(chemins):
        raise SystemExit(refus)
    for chemin in chemins:
        cible = sortie / "fichiers" / chemin
        cible.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(chemin, cible, follow_symlinks=False)
    ecrire(sortie, {**resultat, "chemins": chemins}, "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
