"""What pydantic refuses is said in our words, for every field of every model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

import schemas.concertation
import schemas.guide
import schemas.referentiels
import schemas.site
import schemas.suites
from generator.catalogue.lookup import lists_of, meant
from generator.catalogue.messages import explain
from generator.source.source_file import parse
from schemas.types import Modele

FAUTES = ("", "x", "[a, b]", "[[a]]", "{a: b}", "[{a: b}]", "-1", "oui", '""', "é" * 25_000)
ANGLAIS = re.compile(
    r"\b(should|input|valid|string|field|required|type_error|pydantic|none)\b", re.IGNORECASE
)


def modeles(racine: type[Modele] = Modele) -> Iterator[type[Modele]]:
    for modele in racine.__subclasses__():
        yield modele
        yield from modeles(modele)


@pytest.mark.parametrize("modele", sorted(set(modeles()), key=lambda m: m.__name__))
def test_aucune_faute_ne_parle_anglais(modele: type[Modele]) -> None:
    vus = 0
    for champ in modele.model_fields:
        for faute in FAUTES:
            source = parse("f.yml", f"{champ}: {faute}\n".encode()).source
            assert source is not None
            try:
                modele.model_validate(source.data)
            except ValidationError as erreur:
                for d in explain(erreur, source, modele):
                    vus += 1
                    assert not ANGLAIS.search(d.message + d.hint), (champ, faute, d)
                    assert d.code != "valeur-invalide", (champ, faute)
                    assert "é" * 100 not in d.message
    assert vus


def test_un_champ_mal_ecrit_n_est_pas_aussi_manquant() -> None:
    """One cause, one message."""
    source = parse("f.yml", b"titrre: x\nresume: y\nrevu_le: 2026-01-01\n").source
    assert source is not None
    with pytest.raises(ValidationError) as erreur:
        schemas.guide.Page.model_validate(source.data)
    assert [d.code for d in explain(erreur.value, source, schemas.guide.Page)] == ["champ-inconnu"]


def test_une_liste_dont_les_elements_sont_faux_n_est_pas_dite_vide() -> None:
    source = parse("f.yml", b"degres:\n  - id: A\n    nom: x\n    definition: y\n").source
    assert source is not None
    modele = schemas.referentiels.ReferentielDegres
    with pytest.raises(ValidationError) as erreur:
        modele.model_validate(source.data)
    assert [d.code for d in explain(erreur.value, source, modele)] == ["identifiant-invalide"]


@pytest.mark.parametrize(
    ("ecrit", "cle"),
    [
        ("Transition écologique", "ecologie"),
        ("ministère de la transition ÉCOLOGIQUE", "ecologie"),
        ("Ministère de l'Écologie et du Climat", "ecologie"),
        ("ecologi", "ecologie"),
        ("Santé, solidarités", "sante"),
        ("Défense", None),
        ("", None),
        ("é" * 10_000, None),
    ],
)
def test_un_nom_mene_a_sa_cle(ecrit: str, cle: str | None) -> None:
    """Following the help never leads to another error: what is proposed exists."""
    noms = {
        "Transition écologique": "ecologie",
        "ecologie": "ecologie",
        "Santé, solidarités": "sante",
        "sante": "sante",
    }
    assert meant(ecrit, noms) == cle


def test_sans_referentiel_lisible_rien_n_est_invente(tmp_path: Path) -> None:
    """Its own errors are told already."""
    assert lists_of(tmp_path)("ministeres") == {}
    (tmp_path / "referentiels").mkdir()
    liste = tmp_path / "referentiels" / "ministeres.yml"
    liste.write_text("ministeres:\n  - id: [a]\n  - b\n  - id: c\n    noms: d\n")
    assert lists_of(tmp_path)("ministeres") == {"c": "c"}
