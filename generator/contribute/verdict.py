"""What ``check`` says of the file that a table makes, at its cell and in the words of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generator.catalogue.reading import understand
from generator.contribute.merge import Fusion
from generator.contribute.places import valeur_a
from generator.contribute.sheets import Faute, Lieu
from generator.contribute.tables import FEUILLES, Feuille
from generator.diagnostics import Severity
from generator.source.discover import Found, Kind
from generator.source.source_file import Reading, parse
from generator.source.spots import Loc

_ENTRE_GUILLEMETS = re.compile(r"« ([a-z]\w*) »", re.ASCII)
_REMEDES = {
    "decision-sans-source": (
        "sources",
        (
            "écrivez ici l'identifiant d'une source de la fiche qui le dit (s1, s2…), ou ajoutez une ligne "
            "dans « Preuves » ; si rien ne le dit, choisissez la décision « Réponse non trouvée »"
        ),
    ),
    "motif-manquant": ("reponse_motivee", "écrivez ici la raison donnée par l'État"),
    "mise-en-oeuvre-manquante": (
        "mise_en_oeuvre",
        "choisissez « Sans information » si l'exécution n'est pas connue",
    ),
    "preuve-manquante": (
        "mise_en_oeuvre",
        "ajoutez-en une dans « Preuves » : la référence de la proposition, un titre et l'adresse qui le montre",
    ),
}
"""Rules about what is missing: the column to fill in, beside the one that asks for it, and how."""


def feuille_de(loc: Loc) -> Feuille:
    """The sheet whose rows a place in the data belongs to."""
    chemin = tuple(s for s in loc if isinstance(s, str))
    return next(f for f in FEUILLES if f.chemin == chemin)


def verifier(chemin: str, texte: str, fusion: Fusion, sources: frozenset[str]) -> Iterator[Faute]:
    """What ``check`` would say of the new file, at the cells it comes from."""
    lecture: Reading = parse(chemin, texte.encode())
    identifiant = chemin.split("/")[1]
    part = understand(Found(Kind.SUITES, identifiant, chemin), lecture, sources)
    for d in part.diagnostics:
        if d.severity is not Severity.ERREUR:
            continue
        loc, aide = valeur_a(lecture.source, d), d.hint
        message = d.message.removeprefix(f"« {loc[-1]} » : ") if loc else d.message
        if d.code in _REMEDES:
            colonne, aide = _REMEDES[d.code]
            loc = (*loc[:-1], colonne)
        lieu, champ, feuille = _cellule(fusion, loc)
        dire = _francais(feuille)
        yield Faute(lieu, champ, dire(message), dire(aide).replace("\n", "\n    "))


def _cellule(fusion: Fusion, loc: Loc) -> tuple[Lieu, str, Feuille | None]:
    """The cell that a value comes from, the heading of its column, and its sheet."""
    for longueur in range(len(loc), -1, -1):
        ligne = fusion.lignes.get(loc[:longueur])
        if ligne is None:
            continue
        feuille = feuille_de(loc[:longueur])
        cle = ".".join(str(s) for s in loc[longueur:] if isinstance(s, str))
        colonnes = {c.cle: c.entete for c in feuille.colonnes}
        cellule = ligne.cellules.get(cle)
        return (cellule.lieu if cellule else ligne.lieu), colonnes.get(cle, cle), feuille
    return Lieu("", 1, 0), ".".join(str(s) for s in loc), None


def _francais(feuille: Feuille | None) -> Callable[[str], str]:
    """Put the keys and the values of a sentence as the headings and the lists of the sheet do."""
    colonnes = feuille.colonnes if feuille else ()
    mots = {m.value: m.libelle for c in colonnes for m in c.champ.choix}
    mots |= {c.chemin[-1]: c.entete for c in reversed(colonnes)}

    def dire(phrase: str) -> str:
        return _ENTRE_GUILLEMETS.sub(lambda m: f"« {mots.get(m[1], m[1])} »", phrase)

    return dire
