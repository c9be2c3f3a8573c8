"""A section of the plan is called again when what it read has changed, and not otherwise."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from functools import partial, wraps
from pathlib import Path

import pytest

from generator import plan
from generator.fabrique import Fabrique
from generator.plan import Section, SitePlan
from generator.retouche import Retouche
from generator.store import Reserve
from generator.views.base import COMMUN, Contenu, Output, fichier
from generator.views.cartes import carte
from generator.world import World
from tests.aides import remplacer
from tests.arbre import JOUR, Arbre, construire, contenu_de_trois, monde


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    return contenu_de_trois(tmp_path)


@pytest.fixture
def appelees(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sections that were called, by the last part of their module."""
    vues: list[str] = []

    def temoin(section: Section) -> Section:
        @wraps(section)
        def appeler(world: World) -> Iterator[Output]:
            vues.append(section.__module__.rpartition(".")[2])
            return section(world)

        return appeler

    monkeypatch.setattr(plan, "SECTIONS", tuple(map(temoin, plan.SECTIONS)))
    return vues


def _changer(fichier: Path, avant: str, apres: str) -> None:
    fichier.write_text(remplacer(fichier.read_text("utf-8"), avant, apres), "utf-8")


def test_ce_qu_aucune_section_ne_lit_n_en_appelle_aucune(
    contenu: Path, tmp_path: Path, appelees: list[str]
) -> None:
    construire(contenu, tmp_path / "cache")
    assert {"listes", "suivi", "technique"} <= set(appelees)
    appelees.clear()
    construire(contenu, tmp_path / "cache")
    assert appelees == []


def test_seules_celles_qui_lisent_ce_qui_a_change_sont_appelees(
    contenu: Path, tmp_path: Path, appelees: list[str]
) -> None:
    construire(contenu, tmp_path / "cache")
    appelees.clear()
    _changer(contenu / "concertations/deux/concertation.md", "resume: ", "resume: Autrement dit, ")
    construire(contenu, tmp_path / "cache")
    assert {"accueil", "listes"} <= set(appelees)
    assert "textes" not in appelees


def test_un_etat_abime_ou_un_objet_perdu_fait_appeler(
    contenu: Path, tmp_path: Path, appelees: list[str]
) -> None:
    cache = tmp_path / "cache"
    neuf = construire(contenu, cache)
    with sqlite3.connect(cache / "index.sqlite") as base:
        base.execute("UPDATE etats SET valeur = ? WHERE nom LIKE 'section%listes%'", (b"[",))
    base.close()
    appelees.clear()
    assert construire(contenu, cache).fichiers == neuf.fichiers
    assert appelees == ["listes"]
    for objet in (cache / "objets").glob("??/*"):
        objet.unlink()
    appelees.clear()
    assert construire(contenu, cache).fichiers == neuf.fichiers
    assert "listes" in appelees


def test_le_jour_qu_une_section_demande_borne_ce_qui_en_est_garde(
    contenu: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bascule = JOUR + timedelta(days=2)

    def sorties(world: World) -> Iterator[Output]:
        texte = "après" if world.jour >= bascule else "avant"
        yield fichier("essai.txt", _texte, texte, portee=COMMUN)

    monkeypatch.setattr(plan, "SECTIONS", (sorties,))
    batir = partial(construire, contenu, tmp_path / "cache")
    lu = [batir(JOUR + timedelta(days=n)).fichiers["essai.txt"].decode() for n in range(4)]
    assert lu == ["avant", "avant", "après", "après"]


def _texte(_world: World, texte: str) -> Contenu:
    return texte.encode()


def test_une_section_ne_voit_d_une_fiche_que_ses_valeurs(
    contenu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lus: list[str] = []

    def indiscrete(world: World) -> Iterator[Output]:
        lus.extend(carte(world, d).titre for d in world.catalogue.concertations)
        lus.extend(d.fiche.titre for d in world.catalogue.concertations)
        yield from ()

    monkeypatch.setattr(plan, "SECTIONS", (indiscrete,))
    with pytest.raises(LookupError, match="plus que la portée"):
        construire(contenu)
    assert len(lus) == 3


def test_une_page_d_une_section_reprise_se_refait_seule(contenu: Path, tmp_path: Path) -> None:
    """The preview shows a list under a new template: its section had not been called."""

    def batir() -> tuple[World, SitePlan, Arbre]:
        fabrique = Fabrique(partial(monde, JOUR), Reserve(tmp_path / "cache"), 1)
        assert fabrique.lire(contenu).catalogue is not None
        prevu = fabrique.planifier()
        rendus = fabrique.rendre(prevu)
        fabrique.retenir(rendus)
        faits = frozenset(r.path for r in rendus if not r.repris)
        return fabrique.world, prevu, Arbre({}, faits, faits)

    batir()
    world, prevu, arbre = batir()
    assert arbre.rendus == frozenset()
    retouche = Retouche((world, prevu), {}, 0, gabarits=True)
    neuf = construire(contenu)
    for path in ("concertations/index.html", "statuts/index.html", "index.html"):
        assert retouche.lire(path) == neuf.fichiers[path]
