"""What is kept of the history between builds: faster, never different."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import logiciel
from generator.history import cache as module
from generator.history import comprendre
from generator.history.lecture import lire_historique
from generator.logiciel import paquets, sources
from tests.aides import FICHE as TEXTE_FICHE
from tests.aides import SUITES as TEXTE_SUITES
from tests.aides import remplacer
from tests.depots import FICHE, SUITES, DepotEssai


@pytest.fixture
def depot(tmp_path: Path) -> DepotEssai:
    depot = DepotEssai(tmp_path / "depot")
    depot.commit(**{SUITES: remplacer(TEXTE_SUITES, "en_cours", "abandonnee")})
    depot.git("mv", "content/concertations/essai", "content/concertations/autre")
    depot.commit()
    return depot


def fichier(cache: Path) -> Path:
    (seul,) = cache.iterdir()
    return seul


def compter(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many commits each reading had to understand."""
    comptes: list[int] = []
    vrai = comprendre.touches

    def espion(depot: object, suite: list[object], parent: str, *, jobs: int) -> object:
        comptes.append(len(suite))
        return vrai(depot, suite, parent, jobs=jobs)  # type: ignore[arg-type]

    monkeypatch.setattr(comprendre, "touches", espion)
    return comptes


def test_only_new_commits_are_understood(
    depot: DepotEssai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    comptes = compter(monkeypatch)
    cache = tmp_path / "cache" / "history"
    premier = lire_historique(depot.content, cache)
    assert lire_historique(depot.content, cache) == premier
    suites = "concertations/autre/suites.yml"
    depot.commit(**{suites: remplacer(TEXTE_SUITES, "en_cours", "non_commencee")})
    ensuite = lire_historique(depot.content, cache)
    assert comptes == [3, 1]
    assert ensuite == lire_historique(depot.content)
    assert ensuite.changements[-1].phrase == (
        "La proposition 1 passe de « abandonnée » à « non commencée »."
    )


def _tronquer(octets: bytes) -> bytes:
    return octets[: len(octets) * 2 // 3]


def _echanger(octets: bytes) -> bytes:
    lignes = octets.split(b"\n")
    return b"\n".join([lignes[1], lignes[0], *lignes[2:]])


def _mentir(octets: bytes) -> bytes:
    assert octets.count(b"abandonn") > 0
    return octets.replace(b"abandonn", b"terminee")


@pytest.mark.parametrize(
    "abimer",
    [
        _tronquer,
        _echanger,
        _mentir,
        lambda _: b"",
        lambda _: b"\xff\x00" * 500,
        lambda octets: octets + b"suite",
        lambda octets: b"\n" + octets,
    ],
)
def test_a_damaged_cache_is_not_believed(
    depot: DepotEssai, tmp_path: Path, abimer: Callable[[bytes], bytes]
) -> None:
    cache = tmp_path / "cache"
    attendu = lire_historique(depot.content, cache)
    sain = fichier(cache).read_bytes()
    fichier(cache).write_bytes(abimer(sain))
    assert lire_historique(depot.content, cache) == attendu
    assert lire_historique(depot.content, cache) == attendu


def test_a_rewritten_branch_is_read_again_from_where_it_parts(
    depot: DepotEssai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    lire_historique(depot.content, cache)
    depot.git("reset", "-q", "--hard", "HEAD~1")
    depot.commit(**{FICHE: remplacer(TEXTE_FICHE, "objet: L'essai.", "objet: Autre.")})
    comptes = compter(monkeypatch)
    histoire = lire_historique(depot.content, cache)
    assert comptes == [1]
    assert histoire == lire_historique(depot.content)
    assert not any(c.apres == "autre" for c in histoire.changements)


def test_other_code_does_not_read_this_cache(
    depot: DepotEssai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    lire_historique(depot.content, cache)
    monkeypatch.setattr(module, "empreinte_du_code", lambda: "autre code")
    comptes = compter(monkeypatch)
    lire_historique(depot.content, cache)
    assert comptes == [3]


def test_a_few_branches_are_kept_at_most(
    depot: DepotEssai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    for numero in range(module.GARDES + 3):
        monkeypatch.setattr(module, "empreinte_du_code", lambda n=numero: f"code {n}")
        lire_historique(depot.content, cache)
    assert len(list(cache.iterdir())) == module.GARDES


def test_a_folder_that_cannot_be_written_only_costs_time(depot: DepotEssai, tmp_path: Path) -> None:
    obstacle = tmp_path / "cache"
    obstacle.write_text("un fichier, pas un dossier")
    assert lire_historique(depot.content, obstacle) == lire_historique(depot.content)
    assert obstacle.read_text() == "un fichier, pas un dossier"


def test_the_fingerprint_follows_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(module.empreinte_du_code()) == 64
    assert any(p.startswith("pydantic-") for p in paquets())
    shutil.copytree(logiciel._CODE / "generator", tmp_path / "generator")
    shutil.copytree(logiciel._CODE / "schemas", tmp_path / "schemas")
    avant = sources(*module._CODE)
    monkeypatch.setattr(logiciel, "_CODE", tmp_path)
    assert sources(*module._CODE) == avant
    for nom in ("history/diff", "catalogue/reading", "source/source_file", "francais"):
        with (tmp_path / "generator" / f"{nom}.py").open("a") as code:
            code.write("# change\n")
        apres = sources(*module._CODE)
        assert apres != avant
        avant = apres
