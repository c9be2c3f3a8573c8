"""Which pages stand for the whole site, and what the tests read in a page."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median_low
from typing import Any

from playwright.sync_api import Page

TAILLES = ((375, 812), (1280, 900))
REDIRECTION = re.compile(r'<meta http-equiv="refresh"')


def adresses(site: Path) -> list[str]:
    """Paths of all the pages people read (redirections excepted), ``""`` being the home."""
    trouvees = []
    for fichier in sorted(site.rglob("*.html")):
        chemin = fichier.relative_to(site).as_posix()
        if not REDIRECTION.search(fichier.read_text("utf-8")):
            trouvees.append(chemin.removesuffix("index.html"))
    return trouvees


def genre(chemin: str, fiches: frozenset[str]) -> str:
    """The kind of a page: its path, with what varies from one page to the next left out.

    ``concertations/energie/suites/`` is ``concertations/*/suites/``; lists keep their first name.
    """
    morceaux = chemin.strip("/").split("/") if chemin.strip("/") else []
    if len(morceaux) > 1 and (morceaux[0] != "concertations" or morceaux[1] in fiches):
        morceaux[1] = "*"
    if len(morceaux) > 2:
        morceaux[-1] = "*" if morceaux[-1] != "suites" else "suites"
    return "/".join(morceaux) or "accueil"


def genres(site: Path) -> dict[str, str]:
    """Kind of page -> path of its heaviest page: what holds there holds for the others."""
    fiches = frozenset(
        p.name for p in (Path(__file__).parents[2] / "content" / "concertations").iterdir()
    )
    plus_lourdes: dict[str, tuple[int, str]] = {}
    for chemin in adresses(site):
        poids = fichier(site, chemin).stat().st_size
        nom = genre(chemin, fiches)
        plus_lourdes[nom] = max(plus_lourdes.get(nom, (0, "")), (poids, chemin))
    return {nom: chemin for nom, (_, chemin) in sorted(plus_lourdes.items())}


def fichier(site: Path, chemin: str) -> Path:
    """The file of a page."""
    return site / chemin if chemin.endswith(".html") else site / chemin / "index.html"


def fiche_mediane(site: Path) -> str:
    """Path of the record whose page has the median size."""
    fiches = [f for f in (site / "concertations").glob("*/index.html") if (f.parent / ".").is_dir()]
    contenu = Path(__file__).parents[2] / "content" / "concertations"
    poids = sorted(
        (f.stat().st_size, f.parent.name) for f in fiches if (contenu / f.parent.name).is_dir()
    )
    return f"concertations/{median_low(poids)[1]}/"


def evaluer(page: Page, script: str, argument: Any = None) -> Any:
    """Run a function of the page's own world."""
    return page.evaluate(script, argument)
