"""What the site is built with is listed, licensed and in step with the lock."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

RACINE = Path(__file__).resolve().parents[2]
# Compatible with the EUPL of the project, and without conditions on the site.
PERMISES = {"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0"}


@pytest.fixture(scope="module")
def dependances() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dependances", RACINE / "scripts/dependances.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up by name.
    import sys

    sys.modules["dependances"] = module
    spec.loader.exec_module(module)
    return module


def test_the_lists_are_those_of_the_lock(dependances: ModuleType) -> None:
    """« make docs » was run after « make lock »."""
    for chemin, texte in dependances.documents(RACINE).items():
        assert (RACINE / chemin).read_text("utf-8") == texte, f"{chemin} : lancez « make docs »"


def test_the_list_for_programs_follows_cyclonedx(dependances: ModuleType) -> None:
    validateur = JsonStrictValidator(SchemaVersion.V1_6)
    texte = (RACINE / dependances.NOMENCLATURE).read_text("utf-8")
    assert validateur.validate_str(texte) is None
    casse = texte.replace('"alg": "SHA-256"', '"alg": "SHA-0"')
    assert validateur.validate_str(casse) is not None


def test_every_locked_package_is_listed_with_who_needs_it(dependances: ModuleType) -> None:
    """Each is reached from the catalogue: nothing is installed without a reason."""
    lu = json.loads((RACINE / dependances.NOMENCLATURE).read_text("utf-8"))
    verrou = (RACINE / "requirements/base.txt").read_text("utf-8")
    noms = re.findall(r"^([a-z0-9._-]+)==", verrou, re.MULTILINE)
    assert [c["name"] for c in lu["components"]] == noms
    suite = {d["ref"]: d["dependsOn"] for d in lu["dependencies"]}
    atteints, reste = set(), [lu["metadata"]["component"]["bom-ref"]]
    while reste:
        ref = reste.pop()
        if ref not in atteints:
            atteints.add(ref)
            reste += suite[ref]
    assert {c["bom-ref"] for c in lu["components"]} <= atteints
    assert all(c["externalReferences"][0]["hashes"] for c in lu["components"])


def test_every_licence_is_one_that_we_may_use(dependances: ModuleType) -> None:
    paquets = dependances.lire_verrou((RACINE / "requirements/base.txt").read_text("utf-8"))
    for paquet in paquets:
        choix = [set(c.split(" AND ")) for c in paquet.licence.split(" OR ")]
        assert any(c <= PERMISES for c in choix), f"{paquet.nom} : {paquet.licence}"


def test_every_direct_dependency_says_why(dependances: ModuleType) -> None:
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text("utf-8"))["project"]
    directes = {re.split(r"[<>=]", d)[0].replace(".", "-") for d in projet["dependencies"]}
    assert directes == set(dependances.RAISONS)


def test_what_the_lock_does_not_say_is_refused(dependances: ModuleType) -> None:
    with pytest.raises(dependances.DependanceError, match="le verrou dit 0"):
        dependances.licence("click", "0")
    with pytest.raises(dependances.DependanceError, match="pas installé"):
        dependances.licence("paquet-imaginaire", "1")
