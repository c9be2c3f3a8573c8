"""Links checked from one build to the next: what is found is what checking all would find."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.msgpack import encode

from generator import liens
from generator.catalogue.load import load
from generator.checks import Liens, Probleme, extract, verifier
from generator.liens import Verification
from generator.objet import Objet
from generator.render import Rendered
from generator.renvois import Cible, Renvois, somme_liens
from generator.sceau import sceller
from generator.store import Reserve
from generator.world import World
from tests.aides import ecrire_contenu
from tests.arbre import JOUR

NOMS = ("a/index.html", "b/index.html", "c/index.html", "d.txt")
ANCRES = ("x", "y")
Site = dict[str, tuple[frozenset[str], frozenset[tuple[str, str]]]]
SITES = st.dictionaries(
    st.sampled_from(NOMS),
    st.tuples(
        st.frozensets(st.sampled_from(ANCRES)),
        st.frozensets(st.tuples(st.sampled_from(NOMS), st.sampled_from(("", *ANCRES))), max_size=2),
    ),
)


@pytest.fixture(scope="module")
def monde(tmp_path_factory: pytest.TempPathFactory) -> World:
    catalogue = load(ecrire_contenu(tmp_path_factory.mktemp("contenu"))).catalogue
    assert catalogue is not None
    return World(catalogue, JOUR, "https://exemple.fr/")


def rendre(site: Site, reserve: Reserve | None = None) -> list[Rendered]:
    rendus = []
    for path, (ids, cibles) in site.items():
        corps = "".join(f'<p id="{i}">' for i in sorted(ids))
        corps += "".join(f'<a href="/{c}{"#" + a if a else ""}">' for c, a in sorted(cibles))
        octets = corps.encode()
        somme = somme_liens(extract(path, octets)) if path.endswith(".html") else b""
        rendus.append(Rendered(path, reserve.deposer(octets) if reserve else octets, somme))
    return rendus


def lire(rendu: Rendered) -> Liens:
    corps = rendu.corps
    return extract(rendu.path, corps.lire() if isinstance(corps, Objet) else corps)


def dire(rendus: list[Rendered], ensemble: int) -> list[Rendered]:
    """As who has just made these pages says what they ask for: the first of them made together."""
    pages = [r for r in rendus if r.liens]
    renvois, dits = Renvois(), dict[str, frozenset[Cible] | None]()
    for debut, fin in ((0, ensemble), *((i, i + 1) for i in range(ensemble, len(pages)))):
        lot = pages[debut:fin]
        neufs = renvois.neufs(list(map(lire, lot)))
        dits |= {
            r.path: neufs and (neufs if rang == 0 else frozenset()) for rang, r in enumerate(lot)
        }
    return [r._replace(renvois=dits.get(r.path)) for r in rendus]


def verifie(monde: World, rendus: list[Rendered], reserve: Reserve) -> tuple[Probleme, ...]:
    problemes = Verification(monde, rendus, [r.path for r in rendus], reserve).problemes()
    reserve.ecrire()
    return problemes


def complete(rendus: list[Rendered]) -> tuple[Probleme, ...]:
    pages = [lire(rendu) for rendu in rendus if rendu.liens]
    return verifier(pages, frozenset(r.path for r in rendus))


def noter_lues(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are read for their links from now on."""
    lues: list[str] = []
    monkeypatch.setattr(
        liens, "extract", lambda path, *reste: lues.append(path) or extract(path, *reste)
    )
    return lues


@given(site=SITES, ensemble=st.integers(0, 3), relus=st.sets(st.sampled_from(NOMS)))
@settings(deadline=None)
def test_ce_que_disent_ceux_qui_ont_fait_les_pages_vaut_la_verification_entiere(
    monde: World, site: Site, ensemble: int, relus: set[str]
) -> None:
    # Of pages found in the cache, nobody says anything: they are read.
    rendus = [
        r._replace(renvois=None) if r.path in relus else r for r in dire(rendre(site), ensemble)
    ]
    assert Verification(monde, rendus, [r.path for r in rendus], None).problemes() == complete(
        rendus
    )


def test_des_pages_faites_ensemble_ne_sont_pas_relues(
    monde: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    site: Site = {
        "a/index.html": (frozenset("x"), frozenset({("b/index.html", "y"), ("c/index.html", "")})),
        "b/index.html": (frozenset("y"), frozenset({("a/index.html", "x")})),
        "c/index.html": (frozenset("x"), frozenset()),
    }
    lues = noter_lues(monkeypatch)
    chemins = list(site)
    assert Verification(monde, dire(rendre(site), 2), chemins, None).problemes() == ()
    assert lues == []
    assert Verification(monde, dire(rendre(site), 1), chemins, None).problemes() == ()
    assert set(lues) == {"a/index.html", "b/index.html"}  # one asks for an anchor of the other


@given(sites=st.lists(SITES, min_size=2, max_size=6))
@settings(deadline=None)
def test_ce_qui_a_bouge_seul_est_verifie_et_rien_n_echappe(monde: World, sites: list[Site]) -> None:
    with tempfile.TemporaryDirectory() as dossier:
        reserve = Reserve(Path(dossier))
        for site in sites:
            rendus = rendre(site, reserve)
            assert verifie(monde, rendus, Reserve(Path(dossier))) == complete(rendus)
            assert verifie(monde, rendus, reserve) == complete(rendus)


@given(
    sites=st.lists(SITES, min_size=2, max_size=4),
    relus=st.sets(st.sampled_from(NOMS)),
    perdus=st.booleans(),
)
@settings(deadline=None)
def test_ce_qui_vient_d_etre_fait_seul_est_dit_et_rien_n_echappe(
    monde: World, sites: list[Site], relus: set[str], *, perdus: bool
) -> None:
    """Whoever says what of the pages, and even when those that were replaced are gone."""
    with tempfile.TemporaryDirectory() as dossier:
        reserve = Reserve(Path(dossier))
        for site in sites:
            rendus = [
                r._replace(renvois=None) if r.path in relus else r
                for r in dire(rendre(site, reserve), 2)
            ]
            assert verifie(monde, rendus, reserve) == complete(rendus)
            for rendu in rendus if perdus else ():
                assert isinstance(rendu.corps, Objet)
                Path(rendu.corps.chemin).unlink(missing_ok=True)


def test_rien_n_est_relu_quand_rien_n_a_bouge(
    monde: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site: Site = {
        "a/index.html": (frozenset("x"), frozenset({("b/index.html", "y")})),
        "b/index.html": (frozenset("y"), frozenset({("a/index.html", "x")})),
        "c/index.html": (frozenset(), frozenset()),
    }
    reserve = Reserve(tmp_path)
    assert verifie(monde, rendre(site, reserve), reserve) == ()
    lues = noter_lues(monkeypatch)
    assert verifie(monde, rendre(site, reserve), Reserve(tmp_path)) == ()
    assert lues == []
    # Another link: that page is read, once; no anchor moved, so that what it was is not.
    site["c/index.html"] = frozenset(), frozenset({("a/index.html", "")})
    assert verifie(monde, rendre(site, reserve), Reserve(tmp_path)) == ()
    assert lues == ["c/index.html"]
    # One anchor more: what the page was is read too.
    del lues[:]
    site["c/index.html"] = frozenset("z"), frozenset({("a/index.html", "")})
    assert verifie(monde, rendre(site, reserve), Reserve(tmp_path)) == ()
    assert set(lues) == {"c/index.html"}
    assert len(lues) == 3
    # What was just made, and said, is not read: neither is what it was, while its anchors stay.
    del lues[:]
    site["c/index.html"] = frozenset("z"), frozenset({("a/index.html", "x")})
    assert verifie(monde, dire(rendre(site, reserve), 0), Reserve(tmp_path)) == ()
    assert sorted(lues) == ["a/index.html", "b/index.html"]  # of which anchors are asked


def test_un_chemin_perdu_fait_tout_relire_a_plusieurs(
    monde: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages are shared between processes; what one of them asks for is found missing."""
    site: Site = {
        f"{n}/index.html": (frozenset("x"), frozenset({(f"{(n + 1) % 9}/index.html", "x")}))
        for n in range(9)
    }
    monkeypatch.setattr(liens, "PAGES", 2)
    monkeypatch.setattr(liens, "SEUIL", 1)
    reserve = Reserve(tmp_path)
    for pages in (site | {"z/index.html": (frozenset(), frozenset())}, site, site | {}):
        rendus = rendre(pages, reserve)
        vus = Verification(monde, rendus, [r.path for r in rendus], reserve, 2).problemes()
        assert vus == complete(rendus) == ()
        reserve.ecrire()
    del site["4/index.html"]
    rendus = rendre(site, reserve)
    vus = Verification(monde, rendus, [r.path for r in rendus], reserve, 2).problemes()
    assert [probleme.page for probleme in vus] == ["3/index.html"]
    assert vus == complete(rendus)


ABIMES = (
    b"",
    b"?",
    b"[]",
    *map(sceller, (b"", b"?", encode([]), encode([1, 2, 3]), encode({"a": 1}))),
)


@pytest.mark.parametrize("octets", ABIMES)
def test_un_etat_abime_fait_tout_verifier(monde: World, tmp_path: Path, octets: bytes) -> None:
    sain: Site = {"a/index.html": (frozenset("x"), frozenset())}
    casse: Site = {"a/index.html": (frozenset(), frozenset({("a/index.html", "x")}))}
    reserve = Reserve(tmp_path)
    verification = Verification(monde, rendre(sain), ["a/index.html"], reserve)
    assert verification.problemes() == ()
    reserve.ajouter(etats=[(verification._nom, octets)])
    reserve.ecrire()
    assert len(verifie(monde, rendre(casse), Reserve(tmp_path))) == 1
