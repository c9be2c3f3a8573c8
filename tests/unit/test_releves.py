"""A long value of a record is kept as a file of its own, and computed again when that is damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
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
from generator.store import (
    COURTE,
    LONGUE,
    LigneReleve,
    Reserve,
    decoder_bilan,
    encoder_bilan,
)
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
    reserve.ajouter(releves=garde.neuves())
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
    bilans = [decoder_bilan(g.bilan) for g in garde.neuves()]
    places = [bilan.place(releve.nom) for bilan in bilans if bilan]
    assert sum(place.taille == LONGUE for place in places if place) == objets
    retenir(garde, cache)
    relue, monde = ouvrir(monde, cache)
    assert list(relue.tous(releve, monde)) == valeurs
    assert relue.empreinte(releve, monde) == garde.empreinte(releve, monde)
    assert compteur.fois == 3


@pytest.mark.parametrize("jour", range(8))
def test_hashes_asked_together_are_those_asked_one_by_one(jour: int) -> None:
    lignes = [
        LigneReleve("b", 1, 5, b"b" * 32, b"octets"),
        LigneReleve("a", 2, 9, b"a" * 32, None),
        LigneReleve("c", 0, 3, b"c" * 32, b""),
    ]
    bilan = decoder_bilan(encoder_bilan(b"cle", lignes, b"", 0, 9).bilan)
    assert bilan is not None
    une_a_une = {nom: bilan.empreinte(nom, jour) for nom in "abc"}
    assert bilan.empreintes(jour) == {nom: e for nom, e in une_a_une.items() if e}
    assert bilan.empreintes(jour).keys() == {x.nom for x in lignes if x.depuis <= jour <= x.jusque}


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


@pytest.mark.parametrize("degat", ["bilans", "valeurs", "autres valeurs", "lignes"])
def test_a_damaged_line_of_the_index_is_computed_again(
    monde: World, tmp_path: Path, degat: str
) -> None:
    """Nothing is read from it, and the build after finds it as it was."""
    cache, compteur = tmp_path / "cache", Compteur(50)
    releve = compteur.releve()
    garde, monde = ouvrir(monde, cache)
    valeurs = list(garde.tous(releve, monde))
    retenir(garde, cache)
    with closing(sqlite3.connect(cache / "index.sqlite")) as base, base:
        base.execute(
            {
                "bilans": "UPDATE bilans SET valeur = substr(valeur, 1, length(valeur) - 1)",
                "valeurs": "UPDATE valeurs SET valeur = substr(valeur, 2)",
                "autres valeurs": "UPDATE valeurs SET valeur = upper(valeur)",
                "lignes": "UPDATE bilans SET valeur = 'texte'",
            }[degat]
        )
    for fois in (6, 6):
        relue, monde = ouvrir(monde, cache)
        assert list(relue.tous(releve, monde)) == valeurs
        assert compteur.fois == fois
        retenir(relue, cache)


def test_what_is_kept_of_a_record_holds_as_long_as_all_of_it() -> None:
    lignes = [
        LigneReleve("b", 10, 20, b"b" * 32, b"beta"),
        LigneReleve("a", 5, 15, b"a" * 32, None),
        LigneReleve("c", 1, 99, b"c" * 32, b""),
    ]
    garde = encoder_bilan(b"cle", lignes, b"[1]", 2, 14)
    bilan = decoder_bilan(garde.bilan)
    assert bilan is not None
    assert (bilan.depuis, bilan.jusque, bilan.prevues) == (10, 14, b"[1]")
    assert garde.valeurs == b"beta"
    assert bilan.place("a") == (5, 15, 0, LONGUE, b"a" * 32)
    assert bilan.place("b") == (10, 20, 0, 4, b"b" * 32)
    assert bilan.place("c") == (1, 99, 4, 0, b"c" * 32)
    assert bilan.place("d") is None
    vide = decoder_bilan(encoder_bilan(b"cle", [], b"", 1, 2).bilan)
    assert vide is not None
    assert (vide.place("a"), vide.prevues) == (None, b"")
    for taille in range(len(garde.bilan)):
        assert decoder_bilan(garde.bilan[:taille]) is None


def test_a_value_of_another_type_is_computed_again(monde: World, tmp_path: Path) -> None:
    cache, compteur = tmp_path / "cache", Compteur(50)
    releve = compteur.releve()
    garde, monde = ouvrir(monde, cache)
    assert len(list(garde.tous(releve, monde))) == 3
    retenir(garde, cache)
    autre: Releve[int] = Releve(lambda _world, _dossier: 7, int)
    autre.nom = releve.nom
    relue, monde = ouvrir(monde, cache)
    assert list(relue.tous(autre, monde)) == [7] * 3
