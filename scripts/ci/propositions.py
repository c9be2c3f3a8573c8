"""What a form may write, and what its author is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

FICHIERS_MAX = 2
OCTETS_MAX = 4_000_000
_PERMIS = re.compile(
    r"content/(?:concertations/[a-z0-9-]{1,80}/(?:concertation\.md|suites\.yml)"
    r"|guides/[a-z0-9-]{1,80}\.md)",
    re.ASCII,
)

A_CORRIGER = (
    "Merci. Ce formulaire ne peut pas encore devenir une fiche : voici ce qu'il reste à corriger. "
    "Modifiez votre message (menu « … ») : la vérification recommence toute seule.\n\n"
)


def refuser(chemins: Sequence[str]) -> str:
    """Why these paths may not come from a form; "" when they may."""
    if len(chemins) > FICHIERS_MAX:
        return f"un formulaire écrit {FICHIERS_MAX} fichiers au plus : {len(chemins)}"
    for chemin in chemins:
        if not _PERMIS.fullmatch(chemin):
            return f"un formulaire n'écrit pas « {chemin[:120]} »"
    return ""


def regulier(racine: Path, chemin: str) -> bool:
    """Whether it is a plain file of a reasonable size, reached by no link."""
    fichier = racine
    for morceau in Path(chemin).parts:
        fichier /= morceau
        if fichier.is_symlink():
            return False
    return fichier.is_file() and fichier.stat().st_size <= OCTETS_MAX


def accuse(demande: str) -> str:
    """What the author of the form is told when it worked."""
    return (
        f"Merci. Votre formulaire est devenu une demande de fusion : {demande}\n\n"
        "Elle sera relue avant d'être publiée. Pour changer quelque chose, modifiez votre message "
        "ci-dessus : la demande suit.\n"
    )
