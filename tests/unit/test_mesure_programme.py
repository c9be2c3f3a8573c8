"""A whole measure, its processes replaced: nothing that has a target is left out, nothing stops it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import __main__ as tout
from benchmarks import apercu, mesurer, outils
from benchmarks.atelier import GENRES, Outil, vider
from benchmarks.chrono import Course, EchecError, courir
from benchmarks.journal import Journal, Mesure, lire
from benchmarks.objectifs import grouper, tableau_objectifs, tableau_pairs
from benchmarks.programme import PROGRAMME, Serie, choisir, ordre
from benchmarks.rapport import rediger
from benchmarks.sites import PLACES
from benchmarks.situations import FROID, TEXTE

Lancer = Callable[..., int]


def essai(serie: Serie, situation: str, outil: str, tour: int = 0) -> Mesure:
    return Mesure("v.1", serie.taille, situation, outil, tour, 1.0, 1.0, 1, 0.0)


def test_the_programme_measures_all_that_has_a_target(tmp_path: Path) -> None:
    """Once it is played, no target is unmeasured, no line of the page is empty."""
    essais = [essai(serie, s, o) for serie in PROGRAMME for s, o in serie.prevus()]
    journal = Journal(tmp_path, "v.1")
    journal.noter(*essais)
    assert not any("non mesuré" in ligne for ligne in tableau_objectifs(grouper(essais)))
    page = rediger(tmp_path)
    assert "Cette série est incomplète" not in page
    assert "{{" not in page
    for nom, genre in GENRES.items():
        assert any(nom in serie.outils for serie in PROGRAMME), nom
        assert genre.titre in page, nom
    assert {g.site for g in GENRES.values() if g.pair} == PLACES.keys()


def test_a_first_round_of_everything_comes_before_a_second_of_anything() -> None:
    """So a run that is stopped has said something of everything; the preview finds a site made."""
    seances = list(ordre(PROGRAMME))
    assert [serie for _, serie in seances[: len(PROGRAMME)]] == list(PROGRAMME)
    assert [tour for tour, _ in seances] == sorted(tour for tour, _ in seances)
    assert sum(serie.apercu for _, serie in seances) == sum(serie.apercu for serie in PROGRAMME)
    for rang, serie in enumerate(PROGRAMME):
        if serie.apercu:
            assert (PROGRAMME[rang - 1].taille, PROGRAMME[rang - 1].outils) == (
                serie.taille, ("complet",),
            )  # fmt: skip


def test_medians_are_of_five_where_a_round_is_short() -> None:
    """At 1 000, ours and the fast peers; a smaller number of rounds may be asked for."""
    cinq = {(s, o) for serie in PROGRAMME for s, o in serie.prevus()
            if serie.taille == 1_000 and serie.fois(o, s) >= 5}  # fmt: skip
    for outil in ("equivalent", "hugo", "hugo-toml", "eleventy", "equivalent-recherche"):
        assert {(FROID, outil), (TEXTE, outil)} <= cinq
    assert (apercu.TEXTE, apercu.APERCU) in cinq
    assert {tour for tour, _ in ordre(choisir([200], 2))} == {0, 1}
    assert {serie.taille for serie in choisir([200, 1_000], 5)} == {200, 1_000}


def test_ratios_are_of_the_same_kind_of_site() -> None:
    """Ours over the peer's, with our index when the peer has one."""
    serie = PROGRAMME[0]
    essais = [essai(serie, FROID, o) for o in ("equivalent", "hugo", "hugo-toml-recherche")]
    lignes = list(tableau_pairs(grouper(essais)))
    assert "| Hugo (entête YAML) | 1,00 | – |" in lignes
    assert "| avec la recherche : Hugo (entête TOML), puis Pagefind | – | – |" in lignes


@pytest.fixture
def lancer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lancer:
    """Play the programme at one size, every process replaced by what ``faire`` says of its tool."""

    def sans(*_arguments: object) -> None:
        """Do nothing."""

    def fonction(faire: Callable[[str], None], *presents: str) -> int:
        def courue(commandes: list[list[str]], dossier: Path, _env: object) -> Course:
            faire(dossier.name)
            (dossier / "journal.txt").write_text("", encoding="utf-8")
            return Course(float(len(commandes)), 1.0, 1, 0.0)

        def prepare(site: Path, *_reste: object) -> None:
            site.mkdir(parents=True, exist_ok=True)

        connus = {cle: "/bin/true" for nom in presents for cle in GENRES[nom].cles}
        (tmp_path / "tools.json").write_text(json.dumps(connus), encoding="utf-8")
        monkeypatch.setattr(mesurer, "courir", courue)
        monkeypatch.setattr(mesurer.Banc, "preparer", lambda banc: [
            prepare(o.site) for serie in choisir([200], 1) for o in banc.outils(serie)
        ])  # fmt: skip
        arguments = argparse.Namespace(
            travail=tmp_path, tailles="200", tours=1, limite=1e9, sortie=tmp_path / "page.md"
        )
        return tout.lancer(arguments, 0.0)

    monkeypatch.setattr(tout, "installer", sans)
    for nom in ("copier_projet", "etapes"):
        monkeypatch.setattr(mesurer, nom, sans)
    monkeypatch.setattr(mesurer, "SITUATIONS", dict.fromkeys(mesurer.SITUATIONS, sans))
    monkeypatch.setattr(mesurer, "versions", lambda _outils: {})
    monkeypatch.setattr(mesurer, "comparer", lambda *_sites: ([], "tout"))
    monkeypatch.setattr(Outil, "page_modifiee", lambda _outil: f"{mesurer.MARQUE} 0")
    return fonction


def test_a_peer_that_is_not_installed_does_not_stop_the_rest(
    lancer: Lancer, tmp_path: Path
) -> None:
    """The page says that it is missing; the others are measured."""
    assert lancer(lambda _outil: None, "hugo") == 0
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "Non mesuré (Jekyll) : à froid ; n'est pas installé." in page
    assert "Non mesuré (Hugo (entête TOML), puis Pagefind) : à froid, un texte modifié ;" in page
    assert "Non mesuré (Hugo (entête YAML))" not in page
    assert {"equivalent", "hugo", "hugo-toml", "complet"} <= {
        x.outil for x in lire(tmp_path) if isinstance(x, Mesure)
    }


def test_a_peer_that_fails_is_left_out_and_said(lancer: Lancer, tmp_path: Path) -> None:
    """Nothing of it is kept, the run says that it did not go well."""

    def faire(outil: str) -> None:
        if outil == "jekyll":
            raise EchecError("sa construction a échoué", str(tmp_path))

    assert lancer(faire, "jekyll", "hugo") == 1
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "Non mesuré (Jekyll) : à froid ; sa construction a échoué." in page
    assert str(tmp_path) not in page
    assert "| à froid | Hugo (entête TOML) |" in page


def test_a_peer_with_another_site_is_left_out(
    lancer: Lancer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No figure of a site that does not say the same."""
    monkeypatch.setattr(mesurer, "comparer", lambda *_sites: (["un écart"], ""))
    assert lancer(lambda _outil: None, "hugo") == 1
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "Non mesuré (Hugo (entête YAML)) : à froid, un texte modifié ; son site" in page
    assert "| à froid | Hugo (entête YAML) |" not in page


def test_an_interrupted_run_writes_what_it_knows(lancer: Lancer, tmp_path: Path) -> None:
    """Ctrl-C, or the signal of who stops it; started again, it goes on."""
    joues = []

    def faire(outil: str) -> None:
        joues.append(outil)
        if len(joues) == 3:
            raise KeyboardInterrupt

    assert lancer(faire, "hugo") == tout.INTERROMPU
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "**Cette série est incomplète**" in page
    assert "| à froid | Hugo (entête YAML) |" in page
    assert "Non mesuré (Hugo (entête TOML)) : à froid, un texte modifié ; la mesure s'est" in page
    assert lancer(lambda _outil: None, "hugo") == 0
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "la mesure s'est arrêtée avant" not in page


def test_our_own_failure_stops_all_and_the_page_is_written(lancer: Lancer, tmp_path: Path) -> None:
    """Ours is what is measured: there is nothing to go on for."""

    joues = []

    def faire(outil: str) -> None:
        joues.append(outil)
        if joues.count("notre") == 2:
            raise EchecError("sa construction a échoué")

    assert lancer(faire, "hugo") == 1
    assert "**Cette série est incomplète**" in (tmp_path / "page.md").read_text(encoding="utf-8")


def test_a_run_without_any_sample_leaves_the_page_alone(lancer: Lancer, tmp_path: Path) -> None:
    """Stopped before the first, there is nothing to say."""

    def faire(_outil: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit, match="aucune mesure"):
        lancer(faire)
    assert not (tmp_path / "page.md").exists()


def test_what_cannot_be_installed_is_said_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No network, no npm, no Jekyll: the run goes on with what there is."""
    monkeypatch.setattr(outils, "_lancer", lambda *_commande, **_dossier: False)
    monkeypatch.setattr(outils.shutil, "which", lambda _nom: None)
    outils.installer(tmp_path)
    assert json.loads((tmp_path / "tools.json").read_text()).keys() == {"pagefind"}
    dit = capsys.readouterr().err
    for nom in ("hugo", "pelican", "eleventy", "astro", "jekyll"):
        assert f"{nom} : n'est pas installé" in dit


def test_a_command_that_fails_is_not_a_sample(tmp_path: Path) -> None:
    """Its code is said; its figures are those of the kernel when it works."""
    sortir = [sys.executable, "-c", "import sys; sys.exit(int(sys.argv[1]))"]
    with pytest.raises(EchecError, match="code 3"):
        courir([[*sortir, "3"]], tmp_path, {})
    assert courir([[*sortir, "0"]] * 2, tmp_path, {}).cpu > 0


def test_what_a_tool_made_is_set_aside_then_erased(tmp_path: Path) -> None:
    """Folders and files alike, as often as it is asked; its sources stay."""
    outil = Outil(GENRES["jekyll"], 10, tmp_path, {})
    for _ in range(2):
        for nom in (".jekyll-cache/a", ".jekyll-metadata", "texte.md"):
            (outil.site / nom).parent.mkdir(parents=True, exist_ok=True)
            (outil.site / nom).write_text("x")
        outil.sortie.mkdir(parents=True)
        outil.oublier()
        assert [p.name for p in outil.site.iterdir()] == ["texte.md"]
        assert not outil.sortie.exists()
    assert len([*outil.corbeille.iterdir()]) == 6
    vider(tmp_path)
    assert not outil.corbeille.exists()
