"""A value kept for a record is the value that would be computed, and sees nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator import plan
from generator.assets import bundle
from generator.catalogue.load import load
from generator.catalogue.records import Dossier
from generator.encoders.html import MODELES
from generator.par_fiche import RELEVES, Releve
from generator.world import JourSuivi, World, restreindre

JOURS = (date(2019, 4, 1), date(2024, 2, 29), date(2026, 11, 22))


@pytest.fixture(scope="module")
def monde() -> World:
    contenu = Path(__file__).parents[2] / "content"
    lu = load(contenu)
    assert lu.catalogue is not None
    theme = bundle(MODELES / "themes" / lu.catalogue.site.theme)
    return World(lu.catalogue, JOURS[-1], "https://exemple.fr/", theme.chemins)


def test_every_releve_is_imported_by_the_plan() -> None:
    assert plan.SECTIONS
    assert "generator.views.cartes.carte" in RELEVES


@pytest.mark.parametrize("nom", sorted(RELEVES))
def test_a_value_survives_being_kept(nom: str, monde: World) -> None:
    releve = RELEVES[nom]
    assert len(monde.catalogue.concertations) > 1
    for jour in JOURS:
        for dossier in monde.catalogue.concertations:
            suivi = JourSuivi(jour)
            restreint = restreindre(monde, dossier.id, suivi)
            valeur = releve.calculer(restreint, dossier)
            assert releve.decoder(releve.encoder(valeur)) == valeur
            assert suivi.depuis <= jour <= suivi.jusque


def test_a_value_is_computed_once_in_a_world(monde: World) -> None:
    demandes: list[str] = []

    def relever(_world: World, dossier: Dossier) -> bytes:
        demandes.append(dossier.id)
        return b"!"

    releve: Releve[bytes] = Releve(relever, bytes)
    dossier = monde.catalogue.concertations[0]
    assert releve(monde, dossier) == b"!"
    assert releve(monde, dossier) == b"!"
    assert demandes == [dossier.id]


def test_a_value_that_looks_at_the_whole_catalogue_is_refused(monde: World) -> None:
    def curieux(world: World, _dossier: Dossier) -> bytes:
        return str(len(world.catalogue.guides)).encode()

    dossier = monde.catalogue.concertations[0]
    with pytest.raises(LookupError, match="portée"):
        Releve(curieux, bytes).calculer(
            restreindre(monde, dossier.id, JourSuivi(JOURS[-1])), dossier
        )
