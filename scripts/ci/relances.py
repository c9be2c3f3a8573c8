"""One issue a ministry with what is due there; closed when nothing is left.

Reads ``catalogue relances --format json``; each reminder has ``ministere``, ``ministere_nom``,
``titre``, ``concertation`` and ``explication``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import forge

ETIQUETTE = "relance"
REPONDRE = (
    "Comment répondre : « Mettre à jour un devoir de suite », dans "
    "[CONTRIBUTING.md](../blob/main/CONTRIBUTING.md)."
)
_MARQUE = re.compile(r"<!-- catalogue : relance ([a-z0-9-]+) -->", re.ASCII)
Rappel = Mapping[str, object]


def echapper(texte: str) -> str:
    """A text of the content on one line of Markdown, with no mention, link nor image in it."""
    plat = " ".join(texte.split())
    return re.sub(r"([\\`*_\[\]<>#@!|~])", r"\\\1", plat).replace("\\@", "@\u2060")


def lettre(rappels: Iterable[Rappel]) -> str:
    """The text of the issue of one ministry."""
    lignes = [
        "Ce ticket est tenu à jour chaque semaine par le catalogue ; il se ferme de lui-même.",
        "",
    ]
    for rappel in rappels:
        titre, raison = echapper(str(rappel["titre"])), echapper(str(rappel["explication"]))
        chemin = f"content/concertations/{rappel['concertation']}"
        lignes.append(f"- **{titre}** : {raison} (`{chemin}/`)")
    lignes += [
        "",
        REPONDRE,
    ]
    return "\n".join(lignes)


def main() -> int:
    """Hold the issues of all ministries, and close those of ministries with nothing left."""
    rappels: list[Rappel] = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    rappels.sort(key=lambda r: (str(r["ministere"]), -int(str(r["jours"] or 0))))
    dus = set()
    for cle, groupe in groupby(rappels, key=lambda r: str(r["ministere"])):
        lot = list(groupe)
        dus.add(cle)
        pluriel = "s" if len(lot) > 1 else ""
        titre = f"Devoir de suite : {lot[0]['ministere_nom']} ({len(lot)} point{pluriel})"
        forge.tenir_ticket(f"relance {cle}", titre, lettre(lot), (ETIQUETTE,))
    for ticket in list(forge.tout(f"issues?state=open&labels={ETIQUETTE}")):
        trouve = _MARQUE.match(ticket["body"] or "")
        if ticket["user"]["login"] == forge.ROBOT and trouve and trouve[1] not in dus:
            forge.tenir_ticket(f"relance {trouve[1]}", str(ticket["title"]), "", (ETIQUETTE,))
    return 0


if __name__ == "__main__":
    sys.exit(main())
