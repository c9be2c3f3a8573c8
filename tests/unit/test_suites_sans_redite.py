"""A page of follow-up does not repeat at each proposal what it says once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.catalogue.load import load
from generator.views.propositions import proposition_view
from tests.aides import SUITES, ecrire_contenu, remplacer

JOUR = date(2026, 1, 15)


def test_the_day_of_the_page_and_a_source_that_is_a_proof_are_told_once(tmp_path: Path) -> None:
    avec_preuve = remplacer(
        SUITES,
        "    etabli_par: etat\n",
        "    preuves:\n      - titre: Une preuve\n        url: https://source.example/page\n"
        "    etabli_par: etat\n",
    )
    contenus = {}
    for nom, suites in (("sans", SUITES), ("avec", avec_preuve)):
        chemins = {"concertations/essai/suites.yml": suites}
        catalogue = load(ecrire_contenu(tmp_path / nom, **chemins)).catalogue
        assert catalogue is not None
        contenus[nom] = catalogue.concertations[0]
    sans, avec = contenus["sans"], contenus["avec"]
    assert sans.suites is not None
    assert avec.suites is not None
    assert [s.chemin for s in proposition_view(sans, sans.suites, 0, JOUR).sources] == [
        "https://source.example/page"
    ]
    vue = proposition_view(avec, avec.suites, 0, JOUR)
    assert ([p.url for p in vue.preuves], vue.sources) == (["https://source.example/page"], ())
    assert vue.maj == ""
    plus_tard = proposition_view(sans, sans.suites, 0, date(2026, 2, 1))
    assert plus_tard.maj.replace("\u00a0", " ") == "15 janvier 2026"
