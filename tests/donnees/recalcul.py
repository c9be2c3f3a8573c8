"""Recompute the figures of the board from the CSV alone. Knows nothing of the generator.

    python tests/donnees/recalcul.py <dossier csv> <jour AAAA-MM-JJ>

prints every difference with ``indicateurs.csv`` and exits with 1 if there is one.
"""

from __future__ import annotations

import calendar
import csv
import json
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path
from statistics import median

AVEC_REPONSE = {"retenue", "retenue_partiellement", "non_retenue", "a_l_etude"}
ATTENDUS = (
    "question_posee",
    "contexte_decision",
    "engagements",
    "degre",
    "lien_site",
    "gouvernance",
    "publics_vises",
    "documents",
)
ATTENDUS_CLOSE = ("participants", "synthese", "reponse_du_commanditaire", "evaluation")
LISTES = {
    "engagements": "engagements",
    "gouvernance": "gouvernance",
    "documents": "documents",
    "participants": "participants_autres_chiffres",
}
Ligne = dict[str, str]


def lire(dossier: Path, table: str) -> list[Ligne]:
    """The rows of a table."""
    with (dossier / f"{table}.csv").open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


def bornes(texte: str) -> tuple[date, date]:
    """First and last day of AAAA, AAAA-MM or AAAA-MM-JJ."""
    morceaux = [int(m) for m in texte.split("-")]
    if len(morceaux) == 3:
        return date(*morceaux), date(*morceaux)
    if len(morceaux) == 2:
        annee, mois = morceaux
        return date(annee, mois, 1), date(annee, mois, calendar.monthrange(annee, mois)[1])
    return date(morceaux[0], 1, 1), date(morceaux[0], 12, 31)


def plusieurs(cellule: str) -> list[str]:
    """A cell that holds several values."""
    return json.loads(cellule) if cellule else []


class Catalogue:
    """The tables, and what each concertation has in them."""

    def __init__(self, dossier: Path, jour: date) -> None:
        self.jour = jour
        self.fiches = lire(dossier, "concertations")
        self.propositions: dict[str, list[Ligne]] = defaultdict(list)
        for p in lire(dossier, "propositions"):
            self.propositions[p["concertation"]].append(p)
        self.prouvees = {
            (p["concertation"], p["proposition"]) for p in lire(dossier, "propositions_preuves")
        }
        self.avec = {
            champ: {ligne["concertation"] for ligne in lire(dossier, table)}
            for champ, table in LISTES.items()
        }

    def close(self, f: Ligne) -> bool:
        """Whether participation is over."""
        if f["dates.cloture_inconnue"] == "true":
            return True
        return bool(f["dates.cloture"]) and bornes(f["dates.cloture"])[1] < self.jour

    def repondue(self, f: Ligne) -> bool:
        """Whether there is an answer, as a whole or on one proposal."""
        reponse = f["reponse_du_commanditaire.date"]
        if reponse and bornes(reponse)[0] <= self.jour:
            return True
        return any(p["decision"] in AVEC_REPONSE for p in self.propositions[f["id"]])

    def delai(self, f: Ligne) -> int | None:
        """Days from closing to the first dated answer."""
        dates = [
            p["decision_date"]
            for p in self.propositions[f["id"]]
            if p["decision"] in AVEC_REPONSE and p["decision_date"]
        ]
        if f["reponse_du_commanditaire.date"]:
            dates.append(f["reponse_du_commanditaire.date"])
        if not f["dates.cloture"] or not dates:
            return None
        premiere = min(bornes(d)[1] for d in dates)
        return max(0, (premiere - bornes(f["dates.cloture"])[1]).days)

    def rempli(self, f: Ligne, champ: str) -> bool:
        """Whether a field, a group or a list has something."""
        if f["id"] in self.avec.get(champ, ()):
            return True
        return any(v for nom, v in f.items() if nom == champ or nom.startswith(f"{champ}."))

    def completude(self, f: Ligne) -> tuple[int, int]:
        """Expected fields that are filled, and how many are expected."""
        champs = ATTENDUS + (ATTENDUS_CLOSE if self.close(f) else ())
        remplis, attendus = sum(self.rempli(f, c) for c in champs), len(champs)
        if self.close(f):
            remplis, attendus = remplis + bool(self.propositions[f["id"]]), attendus + 1
        return remplis, attendus

    def compter(self, fiches: list[Ligne]) -> dict[str, float | None]:
        """The figures of a set of concertations."""
        props = [p for f in fiches for p in self.propositions[f["id"]]]
        refusees = [p for p in props if p["decision"] == "non_retenue"]
        realisees = [p for p in props if p["mise_en_oeuvre"] == "realisee"]
        delais = [j for f in fiches if (j := self.delai(f)) is not None]
        faits = [self.completude(f) for f in fiches]
        closes = [f for f in fiches if self.close(f)]
        return {
            "concertations": len(fiches),
            "closes": len(closes),
            "repondues": sum(map(self.repondue, closes)),
            "propositions": len(props),
            "avec_reponse": sum(p["decision"] in AVEC_REPONSE for p in props),
            "retenues": sum(p["decision"] in {"retenue", "retenue_partiellement"} for p in props),
            "refusees": len(refusees),
            "refusees_motivees": sum(bool(p["reponse_motivee"]) for p in refusees),
            "realisees": len(realisees),
            "realisees_prouvees": sum(
                (p["concertation"], p["reference"]) in self.prouvees for p in realisees
            ),
            "inconnues": sum(p["decision"] in {"inconnue", "sans_reponse"} for p in props),
            "delais": len(delais),
            "delai_median": float(median(delais)) if delais else None,
            "remplis": sum(r for r, _ in faits),
            "attendus": sum(a for _, a in faits),
        }

    def part(self, dimension: str, cle: str) -> list[Ligne]:
        """The concertations of one row of ``indicateurs.csv``."""
        if dimension == "ministere":
            return [f for f in self.fiches if cle in [f["porteur"], *plusieurs(f["co_porteurs"])]]
        if dimension == "thematique":
            return [f for f in self.fiches if cle in plusieurs(f["thematiques"])]
        if dimension == "annee":
            return [f for f in self.fiches if f["dates.ouverture"].startswith(cle)]
        return self.fiches


def differences(dossier: Path, jour: date) -> list[str]:
    """What differs between the published figures and those recomputed here."""
    catalogue = Catalogue(dossier, jour)
    trouvees = []
    for ligne in lire(dossier, "indicateurs"):
        calcules = catalogue.compter(catalogue.part(ligne["dimension"], ligne["cle"]))
        for nom, calcule in calcules.items():
            publie = float(ligne[nom]) if ligne[nom] else None
            if publie != calcule:
                ou = f"{ligne['dimension']} {ligne['cle']}"
                trouvees.append(f"{ou} : {nom} publié {publie}, recalculé {calcule}")
    return trouvees


def main() -> int:
    """Say the differences."""
    ecarts = differences(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
    sys.stdout.write("".join(f"{e}\n" for e in ecarts) or "mêmes chiffres\n")
    return 1 if ecarts else 0


if __name__ == "__main__":
    sys.exit(main())
