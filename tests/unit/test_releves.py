"""A long value of a record is kept as a file of its own, and computed again when that is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.assets import bundle
from generator.catalogue.load import load
from generator.catalogue.records import Dossier
from generator.cles import Cles
from generator.encoders import html
from generator.par_fiche import Releve
from generator.releves import MemoireGardee
from generator.store import COURTE, Reserve
from generator.world import World
from tests.arbre import JOUR, contenu_de_trois


class Compteur:
    """A value that counts how often it is computed."""

    def __init__(self, taille: int) -> None:
        self.fois, self._taille = 0, taille

    def releve(self) -> Releve[bytes]:
        def compter(_world: World, dossier: Dossier) -> bytes:
            self.fois += 1
            return dossier.id.encode().ljust(self._taille, b".")

        return Releve(compter, bytes)


@pytest.fixture
def monde(tmp_path: Path) -> World:
    lu = load(contenu_de_trois(tmp_path))
    assert lu.catalogue is not None
    theme = bundle(html.MODELES / "themes" / lu.catalogue.site.theme)
    return World(lu.catalogue, JOUR, "https://exemple.fr/", theme.chemins)


def ouvrir(monde: World, cache: Path) -> tuple[MemoireGardee, World]:
    """The memory of another build, and its world."""
    garde = MemoireGardee(JOUR, Cles(monde), Reserve(cache))
    return garde, replace(monde, memoire=garde)


def retenir(garde: MemoireGardee, cache: Path) -> None:
    reserve = Reserve(cache)
    reserve.ajouter(releves=garde.neuves)
    reserve.ecrire()


def fichiers(cache: Path) -> list[Path]:
    return sorted((cache / "objets").glob("??/*"))


@pytest.mark.parametrize(("taille", "objets"), [(COURTE, 0), (COURTE + 1, 3)])
def test_a_long_value_is_an_object(monde: World, tmp_path: Path, taille: int, objets: int) -> None:
    cache, compteur = tmp_path / "cache", Compteur(taille)
    releve = compteur.releve()
    garde, monde = ouvrir(monde, cache)
    valeurs = list(garde.tous(releve, monde))
    assert [v.rstrip(b".").decode() for v in valeurs] == ["deux", "essai", "trois"]
    assert len(fichiers(cache)) == objets
    assert sum(ligne.valeur is None for ligne in garde.neuves) == objets
    retenir(garde, cache)
    relue, monde = ouvrir(monde, cache)
    assert list(relue.tous(releve, monde)) == valeurs
    assert relue.empreinte(releve, monde) == garde.empreinte(releve, monde)
    assert compteur.fois == 3


@pytest.mark.parametrize("degat", ["octets", "absent"])
def test_a_damaged_object_is_computed_again(monde: World, tmp_path: Path, degat: str) -> None:
    cache, compteur = tmp_path / "cache", Compteur(COURTE + 1)
    releve = compteur.releve()
    garde, monde = ouvrir(monde, cache)
    valeurs = list(garde.tous(releve, monde))
    retenir(garde, cache)
    abime = fichiers(cache)[0]
    if degat == "absent":
        abime.unlink()
    else:
        abime.write_bytes(b"!" + abime.read_bytes()[1:])
    for _ in range(2):  # the second time, it was put back
        relue, monde = ouvrir(monde, cache)
        assert list(relue.tous(releve, monde)) == valeurs
        assert compteur.fois == 4
