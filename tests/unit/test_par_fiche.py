"""A value kept for a record is the value that would be computed, and sees nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator import plan
from generator.assets import bundle
from generator.catalogue.load import load
from generator.catalogue.records import Dossier
from generator.encoders.html import MODELES
from generator.events import evenements, journal
from generator.events.journal import evenements_de
from generator.events.liste import Liste, chronique, lire_annonce
from generator.memoire import MemoireVive
from generator.par_fiche import RELEVES, Citation, Releve
from generator.views.base import COMMUN
from generator.world import JourSuivi, Partage, World, restreindre, valeur

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


def test_a_value_says_how_long_it_holds_to_all_that_look_at_it(monde: World) -> None:
    """Computed once for the outputs of a record, it bounds the days of each."""
    demandes: list[str] = []

    def relever(world: World, dossier: Dossier) -> bytes:
        demandes.append(dossier.id)
        return str(world.jour < date(2027, 1, 1)).encode()

    releve: Releve[bytes] = Releve(relever, bytes)
    dossier = monde.catalogue.concertations[0]
    for _ in range(2):
        suivi = JourSuivi(JOURS[-1])
        assert releve(restreindre(monde, dossier.id, suivi), dossier) == b"True"
        assert (suivi.depuis, suivi.jusque) == (date.min, date(2026, 12, 31))
    assert demandes == [dossier.id]
    assert releve(restreindre(monde, dossier.id, JourSuivi(date(2027, 1, 1))), dossier) == b"False"


def test_a_citation_gives_its_item_to_any_scope_and_no_other(monde: World) -> None:
    dossier = monde.catalogue.concertations[0]
    (premiere, *_) = evenements_de(monde, dossier)
    etroit = restreindre(monde, COMMUN, JourSuivi(JOURS[-1]))
    citation = Citation(dossier.id, 0, evenements_de.nommer(premiere))
    assert evenements_de.cite(etroit, citation) == premiere
    assert evenements_de.cite(monde, citation) == premiere
    with pytest.raises(LookupError, match="n'est pas ce qui est cité"):
        evenements_de.cite(etroit, citation._replace(empreinte=""))
    with pytest.raises(LookupError, match="portée"):
        evenements_de.tous(etroit)


@pytest.mark.parametrize("fraction", [1_000_000, 7])
def test_the_light_list_names_the_events_in_their_order(
    monde: World, monkeypatch: pytest.MonkeyPatch, fraction: int
) -> None:
    """Those of one instant (many, when a second has seven) are set apart in the same way."""
    monkeypatch.setattr(journal, "_MICROSECONDES", fraction)
    libre = replace(monde, memoire=MemoireVive())
    liste = Liste(libre)
    attendus = evenements(monde.catalogue, monde.historique, monde.jour)
    assert len({e.publie for e in attendus}) == len(attendus) > 20
    bruts = [i for d in monde.catalogue.concertations for i in chronique(libre, d).instants]
    assert (len(set(bruts)) == len(bruts)) is (fraction > 7)
    assert tuple(liste.recueil(liste.mentions).lire(libre)) == attendus
    lues = [lire_annonce(libre, x) for x in liste.annonces(liste.mentions)]
    assert [(x.titre, x.lien, x.phrase) for x in lues] == [
        (e.titre, e.lien, e.phrase) for e in attendus
    ]


def test_what_outputs_share_is_in_their_keys_by_its_value() -> None:
    """Hashed once, and never taken for another."""
    un, meme, autre = Partage(("a", JOURS)), Partage(("a", tuple(JOURS))), Partage(("b", JOURS))
    assert valeur((un, un)) == valeur((un, meme))
    assert valeur((un,)) != valeur((autre,))
    assert valeur((un,)) != valeur((un.objet,))
