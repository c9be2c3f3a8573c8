"""From a commit to its subscribers: one change, one entry, in the right feeds and no other."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from generator.catalogue.load import load
from generator.history.lecture import lire_historique
from generator.world import World
from tests.aides import remplacer
from tests.depots import FICHE, SUITES, DepotEssai
from tests.flux import regles, regles_ics
from tests.flux.essais import BASE, sorties

JOUR = date(2026, 1, 31)
AUTRE = "concertations/autre/concertation.md"
COMMUNS = {"flux/catalogue", "concertations/essai/flux", "ministeres/sante/flux", "thematiques/sante/flux"}  # fmt: skip


def construire(content: Path, jour: date = JOUR) -> dict[str, bytes]:
    """Every feed and calendar of a content folder, as a build makes them."""
    lu = load(content, jobs=1)
    assert lu.catalogue is not None, lu.diagnostics
    monde = World(lu.catalogue, jour, BASE, {}, lire_historique(content))
    return {
        o.path: octets
        for o in sorties(monde)
        if not o.html and isinstance(octets := o.construire(monde), bytes)
    }


def ids(fichiers: dict[str, bytes]) -> dict[str, list[str]]:
    """Ids of the entries of each feed, newest first."""
    return {
        chemin.removesuffix(".json"): [o["id"] for o in json.loads(octets)["items"]]
        for chemin, octets in fichiers.items()
        if chemin.endswith(".json")
    }


def nouveautes(avant: dict[str, list[str]], apres: dict[str, list[str]]) -> dict[str, list[str]]:
    """New entries of each feed that has some; the old ones must all be there, in their order."""
    resultat = {}
    for base, liste in apres.items():
        assert liste[len(liste) - len(avant[base]) :] == avant[base], base
        if neuves := liste[: len(liste) - len(avant[base])]:
            resultat[base] = neuves
    return resultat


@pytest.fixture
def depot(tmp_path: Path) -> DepotEssai:
    """Two concertations of two ministries and two themes, so that there are wrong feeds."""
    depot = DepotEssai(tmp_path / "depot")
    fiche = depot.lire(FICHE).replace("  - sante\n", "  - climat\n")
    fiche = fiche.replace("porteur: sante", "porteur: culture").replace("d'essai", "d'à côté")
    depot.commit("Une autre", **{AUTRE: fiche})
    return depot


REALISEE = (
    "    mise_en_oeuvre: en_cours\n",
    (
        "    mise_en_oeuvre: realisee\n    preuves:\n      - titre: Le décret\n"
        "        url: https://preuve.example/decret\n"
    ),
)


@pytest.mark.parametrize(
    ("avant", "apres", "type_"),
    [
        ("decision: retenue\n    mise_en_oeuvre: en_cours", "decision: non_retenue\n    reponse_motivee: Trop cher.", "decision"),
        (*REALISEE, "realisation"),
        ("mise_en_oeuvre: en_cours", "mise_en_oeuvre: en_cours\n    pilote: Un service", "avancement"),
        ("mise_en_oeuvre: en_cours", "mise_en_oeuvre: abandonnee\n    motif_changement: Faute de crédits.", "abandon"),
        ("intitule: Première", "intitule: La première", "fiche-completee"),
    ],
)  # fmt: skip
def test_a_change_to_one_proposal_is_one_entry_in_the_right_feeds(
    depot: DepotEssai, avant: str, apres: str, type_: str
) -> None:
    """Whole catalogue, devoir de suite, its record, ministry, theme and type; none elsewhere."""
    premier = ids(construire(depot.content))
    sha = depot.commit("Suites", **{SUITES: remplacer(depot.lire(SUITES), avant, apres)})
    neuves = nouveautes(premier, ids(construire(depot.content)))
    assert set(neuves) == COMMUNS | {"flux/devoir-de-suite", f"flux/types/{type_}"}
    attendu = f"tag:catalogue.example,2026:concertations/essai/{sha[:12]}/proposition-1"
    assert set(map(tuple, neuves.values())) == {(attendu,)}


def test_the_other_feeds_keep_their_bytes(depot: DepotEssai) -> None:
    """What a commit does not concern is not written again: caches and readers see no change."""
    premier = construire(depot.content)
    depot.commit("Suites", **{SUITES: remplacer(depot.lire(SUITES), *REALISEE)})
    second = construire(depot.content)
    assert set(second) == set(premier)
    changes = {c.rsplit(".", 1)[0] for c in premier if premier[c] != second[c]}
    assert changes == COMMUNS | {"flux/devoir-de-suite", "flux/types/realisation"}


def test_two_builds_give_the_same_bytes(depot: DepotEssai) -> None:
    """Same commit, same day: same feeds, same calendars."""
    assert construire(depot.content) == construire(depot.content)


def test_a_new_record_is_one_entry(depot: DepotEssai) -> None:
    """Its facts are not told one by one."""
    premier = ids(construire(depot.content))
    fiche = depot.lire(FICHE).replace("d'essai", "de plus")
    depot.commit("De plus", **{"concertations/de-plus/concertation.md": fiche})
    second = ids(construire(depot.content))
    premier["concertations/de-plus/flux"] = []
    neuves = nouveautes(premier, second)
    assert set(neuves) == (COMMUNS - {"concertations/essai/flux"}) | {
        "concertations/de-plus/flux",
        "flux/nouvelles",
        "flux/types/fiche-creee",
    }
    assert all(len(liste) == 1 for liste in neuves.values())


def test_a_reformatting_is_not_news(depot: DepotEssai) -> None:
    """Nothing changed in meaning: nobody is told."""
    premier = ids(construire(depot.content))
    depot.commit("Commentaire", **{SUITES: "# relu\n" + depot.lire(SUITES)})
    assert nouveautes(premier, ids(construire(depot.content))) == {}


def test_a_moved_closing_updates_the_calendar_and_tells_it(depot: DepotEssai) -> None:
    """Same UID, SEQUENCE one more, LAST-MODIFIED at the commit; one « report » in the feeds."""
    fiche = depot.lire(FICHE).replace("cloture: 2024-03-10", "cloture: 2026-03-10")
    depot.commit("Ouverte", **{FICHE: fiche})
    chemin = "concertations/essai/calendrier.ics"
    avant = construire(depot.content)
    depot.commit("Déplacée", **{FICHE: fiche.replace("cloture: 2026-03-10", "cloture: 2026-04-10")})
    apres = construire(depot.content)
    (ancien,), (nouveau,) = (
        [e for e in regles_ics.evenements_ics(f[chemin]) if "cloture" in e["UID"][1]]
        for f in (avant, apres)
    )
    assert ancien["UID"] == nouveau["UID"]
    assert (ancien["DTSTART"][1], nouveau["DTSTART"][1]) == ("20260310", "20260410")
    assert int(nouveau["SEQUENCE"][1]) == int(ancien["SEQUENCE"][1]) + 1
    assert nouveau["LAST-MODIFIED"][1] > ancien["LAST-MODIFIED"][1]
    neuves = nouveautes(ids(avant), ids(apres))
    assert set(neuves) == COMMUNS | {"flux/devoir-de-suite", "flux/types/report"}


def test_all_is_valid_at_every_step(depot: DepotEssai) -> None:
    """The rules hold on what a real repository gives."""
    depot.commit("Suites", **{SUITES: remplacer(depot.lire(SUITES), *REALISEE)})
    fichiers = construire(depot.content)
    fautes = {
        c: f
        for c, octets in fichiers.items()
        if (
            f := regles_ics.calendrier(octets, JOUR)
            if c.endswith(".ics")
            else regles.VERIFIER[c.rsplit(".", 1)[1]](octets, BASE + c, JOUR)
        )
    }
    assert fautes == {}
