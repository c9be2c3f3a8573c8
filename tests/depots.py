"""Git repositories for the tests: deterministic, out of reach of the user's settings."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.aides import CONTENU

FICHE = "concertations/essai/concertation.md"
SUITES = "concertations/essai/suites.yml"
DEBUT = 1_767_268_800  # 2026-01-01 at noon, UTC; each commit is a day later


def environnement(jour: int = 0) -> dict[str, str]:
    date = f"{DEBUT + 86_400 * jour} +0100"
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Camille",
        "GIT_AUTHOR_EMAIL": "camille@exemple.test",
        "GIT_COMMITTER_NAME": "Camille",
        "GIT_COMMITTER_EMAIL": "camille@exemple.test",
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": date,
        "LC_ALL": "C",
    }


class DepotEssai:
    """A repository with a content folder, the one of ``tests.aides``, committed on the first day."""

    def __init__(self, racine: Path, dossier: str = "content", **fichiers: str | None) -> None:
        self.racine = racine
        self.content = racine / dossier
        self.jour = 0
        racine.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.ecrire(**(CONTENU | fichiers))
        self.commit("Premier contenu")

    def git(self, *arguments: str) -> str:
        fait = subprocess.run(
            ["git", *arguments],
            cwd=self.racine,
            env=environnement(self.jour),
            capture_output=True,
            text=True,
            check=False,
        )
        assert fait.returncode == 0, fait.stderr
        return fait.stdout.strip()

    def ecrire(self, **fichiers: str | bytes | None) -> None:
        """Write files by path relative to the content; ``None`` removes one."""
        for chemin, texte in fichiers.items():
            fichier = self.content / chemin
            if texte is None:
                fichier.unlink(missing_ok=True)
                if fichier.parent.is_dir() and not any(fichier.parent.iterdir()):
                    fichier.parent.rmdir()
                continue
            fichier.parent.mkdir(parents=True, exist_ok=True)
            fichier.write_bytes(texte if isinstance(texte, bytes) else texte.encode())

    def commit(self, message: str = "Modification", **fichiers: str | bytes | None) -> str:
        """Write files and commit everything, a day after the last commit; return the sha."""
        self.ecrire(**fichiers)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        self.jour += 1
        return self.git("rev-parse", "HEAD")

    def lire(self, chemin: str) -> str:
        return (self.content / chemin).read_text("utf-8")
