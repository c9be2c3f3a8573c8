"""Same truth everywhere: what is read back from each format of the real site is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import francais
from generator.csv_sur import valeur
from generator.donnees.collections import COLLECTIONS
from generator.donnees.tables import TABLES
from schemas.dates import DatePartielle
from tests.donnees.lecture import (
    Ligne,
    Page,
    aplatir,
    classeur,
    data,
    dossiers,
    en_csv,
    en_json,
    en_jsonl,
    mots,
    uni,
)

CONTENU = Path(__file__).parents[2] / "content"
# What a file leaves out, as the models say it.
DEFAUTS = {"territoire": "National", "mois_avant_peremption": 12}


# --- the content, as typed ------------------------------------------------------------------


def comme_tape(valeur_json: Any) -> Any:
    """A JSON value as an author types it."""
    if isinstance(valeur_json, bool):
        return "true" if valeur_json else "false"
    return str(valeur_json)


def ecarts(tape: Any, publie: Any, chemin: str) -> Iterator[str]:
    """Where what is published is not what was typed."""
    if isinstance(tape, dict):
        for cle in tape.keys() | (publie.keys() if isinstance(publie, dict) else set()):
            if cle in {"calcule", "version", "links", "recit", "suites", "concertation"}:
                continue
            if cle not in tape:
                absent = (
                    publie[cle] in {None, False}
                    if not isinstance(publie[cle], list)
                    else not publie[cle]
                )
                if not absent and publie[cle] != DEFAUTS.get(cle) and cle not in {"etat", "id"}:
                    yield f"{chemin}.{cle} : {publie[cle]!r} n'a pas été tapé"
            else:
                yield from ecarts(tape[cle], publie[cle], f"{chemin}.{cle}")
    elif isinstance(tape, list):
        if len(tape) != len(publie):
            yield f"{chemin} : {len(tape)} éléments tapés, {len(publie)} publiés"
        for rang, (t, p) in enumerate(zip(tape, publie, strict=False)):
            yield from ecarts(t, p, f"{chemin}[{rang}]")
    elif isinstance(publie, float):
        if float(tape) != publie:
            yield f"{chemin} : tapé {tape!r}, publié {publie!r}"
    elif tape.strip() != comme_tape(publie):
        yield f"{chemin} : tapé {tape!r}, publié {publie!r}"


def test_json_holds_what_was_typed(site: Path) -> None:
    """Every field of every file, read by another YAML reader, is in the JSON; and nothing else."""
    trouves = []
    for dossier in dossiers(site):
        fichier = CONTENU / "concertations" / dossier["id"] / "concertation.md"
        _, entete, corps = fichier.read_text("utf-8").split("---\n", 2)
        trouves += ecarts(yaml.load(entete, yaml.BaseLoader), dossier, dossier["id"])  # noqa: S506 - strings only
        assert dossier["recit"] == (corps.strip() or None)
        suites = fichier.with_name("suites.yml")
        assert suites.exists() == (dossier["suites"] is not None)
        if suites.exists():
            tapees = yaml.load(suites.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - same
            trouves += ecarts(tapees, dossier["suites"], f"{dossier['id']}/suites")
    assert trouves == []
    assert len(dossiers(site)) == len(list((CONTENU / "concertations").iterdir()))


def test_a_difference_with_the_content_is_seen() -> None:
    """A changed, a missing and an invented value are each told."""
    assert list(ecarts({"a": "x"}, {"a": "y"}, "f")) == ["f.a : tapé 'x', publié 'y'"]
    assert list(ecarts({"a": ["x"]}, {"a": []}, "f")) == ["f.a : 1 éléments tapés, 0 publiés"]
    assert list(ecarts({}, {"a": "y"}, "f")) == ["f.a : 'y' n'a pas été tapé"]


# --- JSON, CSV, XLSX, JSON Lines -------------------------------------------------------------


@cache
def objets(site: Path, collection: str) -> list[Ligne]:
    """The objects of a collection, from the interface."""
    if collection == "concertations":
        return dossiers(site)
    if collection == "non_listees":
        return list(data(site, "non_listees"))
    return list(data(site, collection))


def cellule(v: Any) -> Any:
    """A JSON value as the cell of a table."""
    if isinstance(v, list):
        return json.dumps(v, ensure_ascii=False, separators=(",", ":")) if v else None
    return v


def attendues(site: Path, nom: str) -> Iterator[Ligne]:
    """The rows of a table, worked out from the interface."""
    table = next(t for t in TABLES if t.nom == nom)
    collection = table.collection
    cles = {"id": collection.singulier, "reference": "proposition"}
    for objet in objets(site, collection.nom):
        if not table.attributs:
            yield {c: cellule(v) for c, v in aplatir(objet)}
            continue
        liste: Any = objet
        for attribut in table.attributs:
            liste = (liste or {}).get(attribut)
        for rang, element in enumerate(liste or [], 1):
            parent = {cles.get(c, c): objet[c] for c in collection.cle}
            yield {**parent, "rang": rang, **{c: cellule(v) for c, v in aplatir(element)}}


def texte(v: Any) -> str:
    """A value as a CSV writes it, before the protection of formulas."""
    if v is None:
        return ""
    return comme_tape(v) if isinstance(v, bool) else str(v)


@pytest.mark.parametrize("nom", [t.nom for t in TABLES])
def test_tables_hold_what_the_interface_holds(site: Path, nom: str) -> None:
    """CSV and XLSX have the rows and the cells of the JSON, all of them, in the same order."""
    lues = en_csv(site, nom)
    entetes, *feuille = classeur(site)[nom]
    attendu = list(attendues(site, nom))
    assert len(lues) == len(feuille) == len(attendu)
    for csv_, xlsx, json_ in zip(lues, feuille, attendu, strict=True):
        assert {c: valeur(v) for c, v in csv_.items()} == {c: texte(json_.get(c)) for c in csv_}
        # A group that is absent has no columns of its own in the JSON; nothing else is left out.
        assert {c for c, v in json_.items() if v is not None} <= set(csv_)
        assert dict(zip(entetes, xlsx, strict=True)) == {c: json_.get(c) for c in entetes}
        assert list(csv_) == list(entetes)


@pytest.mark.parametrize("nom", [c.nom for c in COLLECTIONS])
def test_json_lines_hold_what_the_interface_holds(site: Path, nom: str) -> None:
    """One object a line, the same; proposals and measures have their own files."""
    attendu = [dict(o) for o in objets(site, nom)]
    if nom == "concertations":
        for o in attendu:
            o["suites"] = o["suites"] and {
                c: v for c, v in o["suites"].items() if c not in {"propositions", "mesures"}
            }
    assert en_jsonl(site, nom) == attendu


def test_every_way_to_the_same_proposals(site: Path) -> None:
    """The State's list, each concertation's list and each record hold the same proposals."""
    toutes = data(site, "propositions")
    par_fiche = [
        p for d in dossiers(site) for p in (d["suites"] or {"propositions": []})["propositions"]
    ]
    par_liste = [
        p for d in dossiers(site) for p in data(site, f"concertations/{d['id']}/propositions")
    ]
    assert toutes == par_fiche == par_liste
    assert toutes
    for collection in COLLECTIONS:
        reponse = en_json(site, f"api/v1/{collection.nom}.json")
        assert reponse["total"] == len(reponse["data"])


def test_summaries_say_what_records_say(site: Path) -> None:
    """A record in the list has the same values as its own response."""
    for resume, dossier in zip(data(site, "concertations"), dossiers(site), strict=True):
        assert resume == {cle: dossier[cle] for cle in resume}


# --- pages -----------------------------------------------------------------------------------

# Fields that no page shows, each with its reason.
HORS_PAGE = {
    "id": "dans l'adresse de la page",
    "mots_cles": "pour la recherche seulement",
    "sources.id": "nom interne à la fiche",
    "sources.appuie": "détail pour qui vérifie, dans les données seulement",
    "suites.mesures.id": "dans l'ancre de la mesure",
}
# Fields whose words on the page are others, checked one by one in ``paroles``.
GENERES = ("calcule.", "version.", "links.")


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


VRAIS = {
    "porteur_deduit": "rattachement déduit",
    "engagements_inconnus": "Aucun engagement public",
    "accompagnement_cipc": "Centre interministériel de la participation citoyenne",
    "suites.propositions.reformulee": "reformulé",
    "dates.cloture_inconnue": "clôture",
    "reponse_attendue_inconnue": "",
}


def paroles(site: Path, chemin: str, v: Any, d: Ligne, groupe: Ligne, page: Page) -> bool:
    """Whether the pages of a concertation say a value."""
    if isinstance(v, bool):
        if chemin.endswith(".environ"):
            nombre = francais.nombre(groupe["valeur"])
            return page.dit(f"environ {nombre}") == v or not v
        return not v or page.dit(VRAIS[chemin])
    if chemin == "porteur":
        return page.dit(d["calcule"]["porteur_nom"])
    if chemin == "co_porteurs":
        return all(page.dit(n) for n in d["calcule"]["co_porteurs_noms"])
    if chemin == "concertations_liees.id":
        return page.dit(next(x["titre"] for x in data(site, "concertations") if x["id"] == v))
    if chemin.endswith((".source", ".sources")):
        source = next(s for s in d["sources"] if s["id"] == v)
        return source["url"] in page.liens and page.dit(source["titre"])
    if chemin.endswith(".etat") and v == "atteint":
        return True  # the ordinary state of a step is not written
    if chemin == "gouvernance.role" and groupe["fonction"]:
        return page.dit(groupe["fonction"])  # says the role more precisely
    if isinstance(v, int | float):
        return page.dit(francais.nombre(v) if isinstance(v, int) else francais.decimal(v))
    if v.startswith(("http://", "https://")):
        return v in page.liens
    if len(v) <= 10 and v[:4].isdigit() and v.replace("-", "").isdigit() and len(v) in {4, 7, 10}:
        return page.dit(francais.partielle(DatePartielle.lire(v)))
    connu = libelles(site).get(v)
    if connu is not None and connu.lower() in page.texte.lower():
        return True
    return page.dit(v) or " ".join(mots(v)) in page.texte


def non_dits(
    site: Path, v: Any, d: Ligne, page: Page, chemin: str = "", groupe: Ligne | None = None
) -> Iterator[str]:
    """The values of a concertation that its pages do not say."""
    if isinstance(v, dict):
        for cle, interne in v.items():
            sous = f"{chemin}.{cle}".lstrip(".")
            morceaux = sous.split(".")
            if not {"calcule", "version", "links", "concertation"} & set(morceaux):
                yield from non_dits(site, interne, d, page, sous, v)
    elif isinstance(v, list):
        for element in v:
            yield from non_dits(site, element, d, page, chemin, groupe)
    elif (
        v is not None
        and chemin not in HORS_PAGE
        and not paroles(site, chemin, v, d, groupe or {}, page)
    ):
        yield f"{d['id']} : {chemin} = {str(v)[:80]!r}"


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
    absents = [e for d in dossiers(site) for e in non_dits(site, d, d, pages(site, d["id"]))]
    assert absents == [], "\n".join(absents)


def test_a_value_missing_from_a_page_is_seen(site: Path) -> None:
    """The comparison of pages tells an invented value."""
    dossier = dict(dossiers(site)[0])
    dossier["objet"] = "Un objet que nul n'a écrit."
    assert any("objet" in e for e in non_dits(site, dossier, dossier, pages(site, dossier["id"])))


def test_statuses_and_clock_are_on_pages(site: Path) -> None:
    """What is computed is the same on the page and in the data."""
    for d in dossiers(site):
        page = pages(site, d["id"])
        calcule = d["calcule"]
        assert page.dit(libelles(site)[calcule["statut"]])
        assert page.dit(f"{calcule['champs_remplis']} rubriques sur {calcule['champs_attendus']}")
        if calcule["propositions"]:
            assert page.dit(f"{calcule['propositions']} proposition")


# --- feeds -----------------------------------------------------------------------------------


def test_feeds_tell_the_same_events(site: Path) -> None:
    """Each entry of the feed of the catalogue is an event of the interface, in the same words."""
    par_id = {e["id"]: e for e in data(site, "evenements")}
    entrees = en_json(site, "flux/catalogue.json")["items"]
    assert entrees
    for entree in entrees:
        evenement = par_id[entree["id"]]
        assert uni(entree["title"]) == uni(evenement["titre"])
        assert entree["url"] == evenement["links"]["html"]
