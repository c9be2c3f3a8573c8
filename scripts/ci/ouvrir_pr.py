"""From the files of a form to a branch and a pull request, or to an answer in the issue.

Reads the folder that ``lire_formulaire.py`` wrote, in a job that runs nothing of it. The branch is
named by the number of the issue: an edited form brings the same branch and request up to date.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import forge
import propositions

AUTEUR = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")


def git(*arguments: str) -> str:
    """Run git in the current folder; its output.

    Raises:
        subprocess.CalledProcessError: git refused.
    """
    return subprocess.run(  # noqa: S603 - no shell; words of ours and checked paths
        ["git", *arguments],  # noqa: S607 - git of the runner
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def pousser(dossier: Path, chemins: Sequence[str], numero: int) -> str:
    """Commit these files on the branch of the form, from ``main``; the name of the branch.

    Raises:
        SystemExit: a path or a file that a form may not write.
    """
    if refus := propositions.refuser(chemins):
        raise SystemExit(refus)
    branche = f"formulaire/{numero}"
    git("checkout", "--quiet", "-B", branche)
    for chemin in chemins:
        if not propositions.regulier(dossier / "fichiers", chemin):
            raise SystemExit(f"« {chemin} » n'est pas un fichier ordinaire")
        if any(p.is_symlink() for p in (Path(chemin), *Path(chemin).parents)):
            raise SystemExit(f"« {chemin} » passe par un lien")
        Path(chemin).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(dossier / "fichiers" / chemin, chemin)
    git("add", "--", *chemins)
    nom, courriel = AUTEUR
    git(
        "-c",
        f"user.name={nom}",
        "-c",
        f"user.email={courriel}",
        "commit",
        "--quiet",
        "-m",
        f"Propose what form {numero} says",
        "-m",
        "\n".join(chemins),
    )
    # The branch belongs to the form: what it said before is replaced.
    git("push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{branche}")
    return branche


def demander(branche: str, chemins: Sequence[str], numero: int) -> str:
    """Open the pull request of a branch, or find it; its address."""
    proprietaire = forge.depot().split("/")[0]
    ouvertes = forge.appeler("GET", f"pulls?state=open&head={proprietaire}:{branche}")
    if ouvertes:
        return str(ouvertes[0]["html_url"])
    sujet = Path(chemins[0]).parent.name if len(Path(chemins[0]).parts) > 3 else chemins[0]  # noqa: PLR2004
    liste = "".join(f"- `{chemin}`\n" for chemin in chemins)
    corps = {
        "title": f"Formulaire n° {numero} : {sujet}",
        "head": branche,
        "base": os.environ.get("BRANCHE", "main"),
        "body": f"Fichiers écrits par le formulaire :\n\n{liste}\nCloses #{numero}\n",
        "maintainer_can_modify": False,
    }
    reponse: Any = forge.appeler("POST", "pulls", corps)
    forge.etiqueter(int(reponse["number"]), ["formulaire"])
    return str(reponse["html_url"])


def main() -> int:
    """Answer in the issue in both cases."""
    dossier = Path(sys.argv[1])
    resultat = json.loads((dossier / "resultat.json").read_text("utf-8"))
    numero = int(forge.evenement()["issue"]["number"])
    if not resultat["reussi"]:
        forge.commenter(numero, "formulaire", (dossier / "message.md").read_text("utf-8"))
        return 0
    chemins = [str(chemin) for chemin in resultat["chemins"]]
    branche = pousser(dossier, chemins, numero)
    demande = demander(branche, chemins, numero)
    forge.commenter(numero, "formulaire", propositions.accuse(demande))
    return 0


if __name__ == "__main__":
    sys.exit(main())
