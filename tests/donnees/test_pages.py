"""Same truth everywhere: the pages of the real site say every value that its interface gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator import francais
from schemas.dates import DatePartielle
from tests.donnees.lecture import Ligne, Page, data, dossiers, en_json, mots

GENERES = {"calcule", "version", "links", "concertation"}
# Fields that no page shows, each with its reason.
HORS_PAGE = {
    "id": "dans l'adresse de la page",
    "mots_cles": "pour la recherche seulement",
    "sources.id": "nom interne à la fiche",
    "sources.appuie": "détail pour qui vérifie, dans les données seulement",
    "suites.mesures.id": "dans l'ancre de la mesure",
    "reponse_attendue_inconnue": "dit par l'horloge publique, ou tu quand la réponse est venue",
}
# What a page says when a box is ticked.
VRAIS = {
    "porteur_deduit": "rattachement déduit",
    "engagements_inconnus": "Aucun engagement public",
    "accompagnement_cipc": "Centre interministériel de la participation citoyenne",
    "suites.propositions.reformulee": "reformulé",
    "dates.cloture_inconnue": "clôture",
}
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@cache
def libelles(site: Path) -> dict[str, str]:
    """Value of a closed list or key of a référentiel -> its label."""
    dico = en_json(site, "donnees/dictionnaire.json")
    trouves = {
        v["valeur"]: v["nom"] for t in dico["tables"] for c in t["colonnes"] for v in c["valeurs"]
    }
    for nom in ("thematiques", "dispositifs", "degres"):
        trouves |= {r["id"]: r["nom"] for r in data(site, nom)}
    return trouves


@dataclass(frozen=True)
class Lecteur:
    """Someone who looks for the values of a concertation on its pages."""

    site: Path
    dossier: Ligne
    page: Page

    def absents(self, v: Any, chemin: str = "", groupe: Ligne | None = None) -> Iterator[str]:
        """The values that the pages do not say; ``groupe`` is the object that holds the value."""
        if isinstance(v, dict):
            for cle in v.keys() - GENERES:
                yield from self.absents(v[cle], f"{chemin}.{cle}".lstrip("."), v)
        elif isinstance(v, list):
            for element in v:
                yield from self.absents(element, chemin, groupe)
        elif v is not None and chemin not in HORS_PAGE and not self.dit(chemin, v, groupe or {}):
            yield f"{self.dossier['id']} : {chemin} = {str(v)[:80]!r}"

    def dit(self, chemin: str, v: Any, groupe: Ligne) -> bool:
        """Whether the pages say a value, as the field it comes from is shown."""
        if chemin.endswith(".environ"):
            return not v or self.page.dit(f"environ {francais.nombre(groupe['valeur'])}")
        if isinstance(v, bool):
            return not v or self.page.dit(VRAIS[chemin])
        if chemin.endswith(".etat") and v == "atteint":
            return True  # the ordinary state of a step is not written
        if chemin.endswith(".etabli_par") and groupe["decision"] == "inconnue":
            return True  # nobody established what is not known
        if chemin.endswith((".source", ".sources")):
            source = next(s for s in self.dossier["sources"] if s["id"] == v)
            return source["url"] in self.page.liens and self.page.dit(source["titre"])
        return any(self.page.dit(forme) for forme in self.formes(chemin, v, groupe)) or (
            v in self.page.liens
        )

    def formes(self, chemin: str, v: Any, groupe: Ligne) -> Iterator[str]:
        """The ways a page may write a value."""
        if isinstance(v, int | float):
            yield francais.nombre(v) if isinstance(v, int) else francais.decimal(v)
            return
        calcule = self.dossier["calcule"]
        if chemin == "porteur":
            yield calcule["porteur_nom"]
        elif chemin == "co_porteurs":
            yield calcule["co_porteurs_noms"][self.dossier["co_porteurs"].index(v)]
        elif chemin == "concertations_liees.id":
            yield next(x["titre"] for x in data(self.site, "concertations") if x["id"] == v)
        elif chemin == "gouvernance.role" and groupe["fonction"]:
            yield groupe["fonction"]  # says the role more precisely
        elif _DATE.fullmatch(v):
            yield francais.partielle(DatePartielle.lire(v))
        else:
            libelle = libelles(self.site).get(v)
            yield from (libelle, libelle.lower()) if libelle else ()
            yield v
            yield " ".join(mots(v))


def pages(site: Path, identifiant: str) -> Page:
    """The record and its whole follow-up."""
    base = site / "concertations" / identifiant
    suites = base / "suites"
    numeros = sorted(suites.glob("[0-9]*/index.html"))
    return Page(
        base / "index.html", *([suites / "index.html"] if suites.is_dir() else []), *numeros
    )


def test_pages_say_what_the_interface_says(site: Path) -> None:
    """Every value of every record is on its page or on the page of its follow-up."""
    absents = [e for d in dossiers(site) for e in Lecteur(site, d, pages(site, d["id"])).absents(d)]
    assert absents == [], "\n".join(absents)


def test_a_value_missing_from_a_page_is_seen(site: Path) -> None:
    """The comparison tells an invented text, number, date and link."""
    dossier = dict(dossiers(site)[0])
    lecteur = Lecteur(site, dossier, pages(site, dossier["id"]))
    invente = {
        "objet": "Un objet que nul n'a écrit.",
        "participants": {"nombre": {"valeur": 987_654_321}},
        "dates": {"annonce": "1959-02-03"},
        "lien_site": "https://exemple.example/",
    }
    assert len(list(lecteur.absents(invente))) == 4


def test_statuses_and_clock_are_on_pages(site: Path) -> None:
    """What is computed is the same on the page and in the data."""
    for d in dossiers(site):
        page = pages(site, d["id"])
        calcule = d["calcule"]
        assert page.dit(libelles(site)[calcule["statut"]])
        assert page.dit(f"{calcule['champs_remplis']} rubriques sur {calcule['champs_attendus']}")
        if calcule["propositions"]:
            assert page.dit(f"{calcule['propositions']} proposition")
