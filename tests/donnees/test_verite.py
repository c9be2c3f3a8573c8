"""Same truth everywhere: what is read back from each format of the real site is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.csv_sur import valeur
from generator.donnees.collections import COLLECTIONS
from generator.donnees.tables import tables
from tests.donnees.lecture import (
    Ligne,
    aplatir,
    classeur,
    data,
    dossiers,
    en_csv,
    en_json,
    en_jsonl,
    uni,
)

CONTENU = Path(__file__).parents[2] / "content"
# What a file leaves out, as the models say it.
DEFAUTS = {"territoire": {"National"}, "etat": {"atteint", "inconnu"}}
# What no file holds: names of folders, other files, what is computed.
GENERES = {"calcule", "version", "links", "recit", "suites", "concertation"}


# --- the content, as typed ------------------------------------------------------------------


def comme_tape(valeur_json: Any) -> Any:
    """A JSON value as an author types it."""
    if isinstance(valeur_json, bool):
        return "true" if valeur_json else "false"
    return str(valeur_json)


def ecarts(tape: Any, publie: Any, chemin: str) -> Iterator[str]:
    """Where what is published is not what was typed."""
    if isinstance(tape, dict):
        for cle in tape.keys() | (publie.keys() - GENERES):
            sous = f"{chemin}.{cle}"
            if cle in tape:
                yield from ecarts(tape[cle], publie[cle], sous)
            elif publie[cle] and publie[cle] not in DEFAUTS.get(cle, set()):
                yield f"{sous} : {publie[cle]!r} n'a pas été tapé"
    elif isinstance(tape, list):
        if len(tape) != len(publie):
            yield f"{chemin} : {len(tape)} éléments tapés, {len(publie)} publiés"
        for rang, (t, p) in enumerate(zip(tape, publie, strict=False)):
            yield from ecarts(t, p, f"{chemin}[{rang}]")
    elif (
        (float(tape) != publie) if isinstance(publie, float) else tape.strip() != comme_tape(publie)
    ):
        yield f"{chemin} : tapé {tape!r}, publié {publie!r}"


def test_json_holds_what_was_typed(site: Path) -> None:
    """Every field of every file, read by another YAML reader, is in the JSON; and nothing else."""
    trouves = []
    for dossier in dossiers(site):
        fichier = CONTENU / "concertations" / dossier["id"] / "concertation.md"
        _, entete, corps = fichier.read_text("utf-8").split("---\n", 2)
        publiee = {c: v for c, v in dossier.items() if c != "id"}
        trouves += ecarts(yaml.load(entete, yaml.BaseLoader), publiee, dossier["id"])  # noqa: S506 - strings only
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
    table = next(t for t in tables() if t.nom == nom)
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


@pytest.mark.parametrize("nom", [t.nom for t in tables()])
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
