"""A forge for the tests: a ``gh`` that writes down what it is asked and answers from a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parents[2]
SCRIPTS = RACINE / "scripts" / "ci"
PROGRAMME = """\
#!{python}
import json, pathlib, sys
dossier = pathlib.Path({dossier!r})
mots = sys.argv[1:]
if mots[:1] != ["api"]:
    (dossier / "autres").open("a").write(" ".join(mots) + "\\n")
    sys.exit(0)
methode, chemin = mots[2], mots[3].removeprefix("repos/ministere/catalogue/")
corps = json.load(sys.stdin) if "--input" in mots else None
with (dossier / "demandes").open("a") as journal:
    journal.write(json.dumps([methode, chemin, corps]) + "\\n")
reponses = json.loads((dossier / "reponses").read_text())
print(json.dumps(reponses.get(methode + " " + chemin, [] if methode == "GET" else {{}})))
"""


class FausseForge:
    """A fake forge: give it answers, run a step, read what it was asked."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier / "forge"
        (self.dossier / "bin").mkdir(parents=True)
        gh = self.dossier / "bin" / "gh"
        gh.write_text(PROGRAMME.format(python=sys.executable, dossier=str(self.dossier)))
        gh.chmod(0o755)
        self.repondre({})

    def repondre(self, reponses: Mapping[str, Any]) -> None:
        """Answers by « METHOD path »; a read that is not there answers an empty list."""
        (self.dossier / "reponses").write_text(json.dumps(reponses))

    def demandes(self, methode: str = "") -> list[list[Any]]:
        """What was asked: method, path, body."""
        journal = self.dossier / "demandes"
        lignes = journal.read_text().splitlines() if journal.exists() else []
        return [d for d in map(json.loads, lignes) if not methode or d[0] == methode]

    def lancer(
        self,
        script: str,
        *arguments: str,
        dans: Path,
        evenement: Mapping[str, Any] | None = None,
        **variables: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run a step as the runner does, with an event and our ``gh`` first in the PATH."""
        fichier = self.dossier / "evenement.json"
        fichier.write_text(json.dumps(evenement or {}))
        env = {
            "PATH": f"{self.dossier / 'bin'}:{os.environ['PATH']}",
            "HOME": os.devnull,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GITHUB_REPOSITORY": "ministere/catalogue",
            "GITHUB_EVENT_PATH": str(fichier),
            "GITHUB_OUTPUT": str(self.dossier / "sortie"),
            "PYTHONPATH": str(RACINE),
            **variables,
        }
        return subprocess.run(
            [sys.executable, str(SCRIPTS / script), *arguments],
            cwd=dans,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
