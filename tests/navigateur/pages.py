"""Which pages stand for the whole site."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median_low

CONTENU = Path(__file__).parents[2] / "content"
TAILLES = ((375, 812), (1280, 900))
# Folders of pre-rendered lists (generator.views.listes): one template for all.
COUPES = frozenset({"annees", "dispositifs", "ministeres", "statuts", "thematiques"})
REDIRECTION = re.compile(r'<meta http-equiv="refresh"')


def adresses(site: Path) -> list[str]:
    """Paths of all the pages people read (redirections excepted), ``""`` being the home."""
    trouvees = []
    for fichier in sorted(site.rglob("*.html")):
        chemin = fichier.relative_to(site).as_posix()
        if not REDIRECTION.search(fichier.read_text("utf-8")):
            trouvees.append(chemin.removesuffix("index.html"))
    return trouvees


def genre(chemin: str, contenu: Path) -> str:
    """The kind of a page: its path, with what varies from one page to the next left out.

    ``concertations/energie/suites/`` is ``concertations/*/suites``; the free pages are one kind and
    so are the lists, whatever they cut the catalogue by.
    """
    morceaux = [m for m in chemin.split("/") if m]
    if not morceaux:
        return "accueil"
    if (contenu / "pages" / f"{morceaux[0]}.md").is_file():
        return "page"
    if morceaux[0] in COUPES:
        morceaux[0] = "liste"
    if len(morceaux) > 1 and morceaux[1] != "page":
        morceaux[1] = "*"
    if len(morceaux) > 2 and morceaux[-1] != "suites":
        morceaux[-1] = "*"
    return "/".join(morceaux)


def genres(site: Path) -> dict[str, str]:
    """Kind of page -> path of its heaviest page: what holds there holds for the others."""
    plus_lourdes: dict[str, tuple[int, str]] = {}
    for chemin in adresses(site):
        poids = fichier(site, chemin).stat().st_size
        nom = genre(chemin, CONTENU)
        plus_lourdes[nom] = max(plus_lourdes.get(nom, (0, "")), (poids, chemin))
    return {nom: chemin for nom, (_, chemin) in sorted(plus_lourdes.items())}


def fichier(site: Path, chemin: str) -> Path:
    """The file of a page."""
    return site / chemin if chemin.endswith(".html") else site / chemin / "index.html"


def fiche_mediane(site: Path) -> str:
    """Path of the record whose page has the median size."""
    identifiants = [d.name for d in (CONTENU / "concertations").iterdir() if d.is_dir()]
    chemins = [f"concertations/{i}/" for i in identifiants]
    return median_low((fichier(site, c).stat().st_size, c) for c in chemins)[1]
