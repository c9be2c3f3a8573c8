"""The interface: its description is valid, and every response of the real site follows it."""

from __future__ import annotations

import copy
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.conftest import BASE_URL, JOUR
from tests.donnees.lecture import data, en_json

_FICHE = re.compile(r"(api/v1/concertations/)[a-z0-9-]+((?:/propositions)?\.json)")


def chemins(site: Path) -> list[str]:
    """Paths of all the responses."""
    trouves = (f.relative_to(site).as_posix() for f in (site / "api").rglob("*.json"))
    return sorted(c for c in trouves if c != "api/v1/openapi.json")


@cache
def controle(site: Path, route: str) -> Draft202012Validator:
    """The validator of the responses of one route of the description."""
    description = en_json(site, "api/v1/openapi.json")
    reponse = description["paths"][route]["get"]["responses"]["200"]
    schema = reponse["content"]["application/json"]["schema"]
    return Draft202012Validator(
        {**schema, "components": description["components"]}, format_checker=FormatChecker()
    )


def route(chemin: str) -> str:
    """The route of the description that a response follows."""
    return "/" + _FICHE.sub(r"\1{id}\2", chemin)


def test_the_description_is_valid(site: Path) -> None:
    """A public validator accepts the OpenAPI document, and refuses it once broken."""
    description = en_json(site, "api/v1/openapi.json")
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []
    casse = copy.deepcopy(description)
    del casse["info"]["title"]
    assert list(OpenAPIV31SpecValidator(casse).iter_errors())


def test_every_response_follows_the_description(site: Path) -> None:
    """No response of the built site has a key, a type or a value that the description does not say."""
    fautes = [
        f"{chemin} {list(e.path)} : {e.message[:200]}"
        for chemin in chemins(site)
        for e in controle(site, route(chemin)).iter_errors(en_json(site, chemin))
    ]
    assert fautes == []


def test_every_route_of_the_description_exists(site: Path) -> None:
    """What is described is published, and what is published is described."""
    decrites = set(en_json(site, "api/v1/openapi.json")["paths"])
    assert decrites == {route(c) for c in chemins(site)}


@pytest.mark.parametrize(
    ("cle", "valeur"),
    [("titre", 3), ("porteur", None), ("dates", {}), ("inconnue", "x"), ("revu_le", "hier")],
)
def test_a_wrong_response_is_refused(site: Path, cle: str, valeur: Any) -> None:
    """A wrong type, a missing or an unknown key is refused by the description."""
    chemin = f"api/v1/concertations/{data(site, 'concertations')[0]['id']}.json"
    reponse = copy.deepcopy(en_json(site, chemin))
    reponse["data"][cle] = valeur
    assert not controle(site, route(chemin)).is_valid(reponse)


def test_every_response_says_what_it_is(site: Path) -> None:
    """The envelope names the day of the build, its own address and a page that exists."""
    for chemin in chemins(site):
        reponse = en_json(site, chemin)
        assert reponse["schema_version"] == "1.0"
        assert reponse["generated_at"] == JOUR
        assert reponse["last_modified"] <= JOUR
        assert reponse["links"]["self"] == BASE_URL + chemin
        page = reponse["links"]["html"].removeprefix(BASE_URL)
        assert (site / page / "index.html").is_file(), page
        objets = reponse["data"]
        assert reponse["total"] == (len(objets) if isinstance(objets, list) else 1)


def test_texts_are_composed_utf8(site: Path) -> None:
    """Every response is UTF-8 without mark, in composed characters, and ends with a line end."""
    for chemin in chemins(site):
        octets = (site / chemin).read_bytes()
        texte = octets.decode("utf-8")
        assert not texte.startswith("\ufeff")
        assert texte.endswith("\n")
        assert unicodedata.is_normalized("NFC", texte)


def test_every_record_names_its_version(site: Path) -> None:
    """The commit and the date of the last change of each record are those that git gives."""
    for resume in data(site, "concertations"):
        version = resume["version"]
        assert re.fullmatch(r"[0-9a-f]{40}", version["commit"])
        assert version["date"][:10] <= JOUR


def test_every_link_leads_somewhere(site: Path) -> None:
    """The pages and the responses that records and proposals name exist, anchors included."""
    adresses = {
        lien
        for nom in (
            "concertations",
            "propositions",
            "ministeres",
            "guides",
            "mesures",
            "evenements",
        )
        for objet in data(site, nom)
        for lien in objet["links"].values()
    }
    assert adresses
    for adresse in adresses:
        chemin, _, ancre = adresse.removeprefix(BASE_URL).partition("#")
        fichier = site / (chemin if chemin.endswith(".json") else f"{chemin}index.html")
        assert fichier.is_file(), adresse
        if ancre:
            assert f'id="{ancre}"' in fichier.read_text("utf-8"), adresse


def test_the_index_names_every_collection(site: Path) -> None:
    """The index leads to every list, with its number of objects."""
    points = data(site, "index")
    assert {p["nom"] for p in points} >= {
        *("concertations", "propositions", "mesures", "evenements", "ministeres", "thematiques"),
        *("dispositifs", "guides", "indicateurs"),
    }
    for point in points:
        assert en_json(site, point["url"].removeprefix(BASE_URL))["total"] == point["total"]


def test_the_documentation_shows_real_responses(site: Path) -> None:
    """The examples of the page are pieces of the responses of the same build."""
    from lxml import html

    page = html.fromstring((site / "donnees/api/index.html").read_bytes().decode())
    exemples = [e.text_content() for e in page.iter("pre")]
    assert len(exemples) == 2
    import json

    for exemple in exemples:
        montre = json.loads(exemple)
        chemin = montre["links"]["self"].removeprefix(BASE_URL)
        publie = en_json(site, chemin)
        assert montre["data"][0] in publie["data"]
        assert {**publie, "data": None} == {**montre, "data": None}
