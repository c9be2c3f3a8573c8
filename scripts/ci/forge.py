"""The only door to the forge: the ``gh`` program, to which hostile text goes by JSON, never by words.

Every step of the workflows that writes on the forge comes through here, so that tests replace one
program (``gh``, first in the PATH) and see all that would have been said.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROBOT = "github-actions[bot]"
_DEPOT = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+", re.ASCII)
TAILLE_MAX = 60_000
"""Characters of a comment or of an issue: the forge refuses beyond 65,536."""


class ForgeError(Exception):
    """The forge did not do what was asked; the message is what it said."""


def depot() -> str:
    """« owner/name » of the repository, from the environment of the runner.

    Raises:
        ForgeError: it is absent or not a name of repository.
    """
    nom = os.environ.get("GITHUB_REPOSITORY", "")
    if not _DEPOT.fullmatch(nom):
        raise ForgeError(f"GITHUB_REPOSITORY n'est pas un nom de dépôt : {nom!r}")
    return nom


def appeler(methode: str, chemin: str, corps: Mapping[str, Any] | None = None) -> Any:
    """One call of the forge's interface; what it answers, decoded.

    Args:
        methode: HTTP verb.
        chemin: after ``repos/<owner>/<name>/``; only words and numbers of ours.
        corps: sent as JSON on the standard input of ``gh``: never seen by a shell.

    Raises:
        ForgeError: the call failed.
    """
    commande = ["gh", "api", "--method", methode, f"repos/{depot()}/{chemin}"]
    if corps is not None:
        commande += ["--input", "-"]
    fait = subprocess.run(  # noqa: S603 - no shell, and no word from outside
        commande,
        input=json.dumps(corps) if corps is not None else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if fait.returncode:
        raise ForgeError(f"{methode} {chemin} : {fait.stderr.strip()[:500]}")
    return json.loads(fait.stdout) if fait.stdout.strip() else None


def tout(chemin: str) -> Iterator[Mapping[str, Any]]:
    """Every item of a list of the forge, page after page."""
    lien = "&" if "?" in chemin else "?"
    page = 1
    while True:
        lot = appeler("GET", f"{chemin}{lien}per_page=100&page={page}")
        yield from lot
        if len(lot) < 100:  # noqa: PLR2004 - the size of a page, asked above
            return
        page += 1


def borner(texte: str) -> str:
    """A text that the forge accepts, and says that it was cut."""
    if len(texte) <= TAILLE_MAX:
        return texte
    coupe = texte[:TAILLE_MAX].rsplit("\n", 1)[0]
    # A fence left open would swallow what follows.
    ferme = "\n```" if coupe.count("\n```") % 2 else ""
    return f"{coupe}{ferme}\n\n*(coupé ici ; le reste est dans le résumé de l'exécution)*\n"


def marque(nom: str) -> str:
    """The invisible line by which we know our own comments and issues again."""
    return f"<!-- catalogue : {nom} -->"


def _le_notre(element: Mapping[str, Any], nom: str) -> bool:
    """Whether the robot wrote it: anyone may copy a mark, nobody may borrow the name."""
    return element["user"]["login"] == ROBOT and marque(nom) in (element["body"] or "")


def commenter(numero: int, nom: str, texte: str) -> None:
    """Write a comment on an issue or a pull request, or bring it up to date."""
    corps = {"body": borner(f"{marque(nom)}\n{texte}")}
    for commentaire in tout(f"issues/{numero}/comments"):
        if _le_notre(commentaire, nom):
            appeler("PATCH", f"issues/comments/{int(commentaire['id'])}", corps)
            return
    appeler("POST", f"issues/{numero}/comments", corps)


def tenir_ticket(nom: str, titre: str, texte: str, etiquettes: tuple[str, ...]) -> None:
    """Open one issue, or bring it up to date; an empty text closes it."""
    ouverts = tout(f"issues?state=open&labels={etiquettes[0]}")
    existant = next((t for t in ouverts if _le_notre(t, nom)), None)
    corps = {"title": titre, "body": borner(f"{marque(nom)}\n{texte}")}
    if existant is None:
        if texte:
            appeler("POST", "issues", {**corps, "labels": list(etiquettes)})
    elif not texte:
        appeler("PATCH", f"issues/{int(existant['number'])}", {"state": "closed"})
    elif existant["body"] != corps["body"] or existant["title"] != titre:
        appeler("PATCH", f"issues/{int(existant['number'])}", corps)


def etiqueter(numero: int, etiquettes: list[str]) -> None:
    """Add labels to an issue or a pull request."""
    if etiquettes:
        appeler("POST", f"issues/{numero}/labels", {"labels": etiquettes})


def evenement() -> Mapping[str, Any]:
    """The event that started the workflow, from the file of the runner: hostile text inside."""
    lu: Mapping[str, Any] = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))
    return lu


def cloturer(texte: str, langue: str = "text") -> str:
    """A text that others wrote, shown as it is: no link, no mention, no image."""
    plus_longue = max((len(m) for m in re.findall("`+", texte)), default=0)
    barriere = "`" * max(3, plus_longue + 1)
    return f"{barriere}{langue}\n{texte.rstrip()}\n{barriere}\n"
