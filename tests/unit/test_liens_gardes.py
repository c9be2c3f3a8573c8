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
from generator.checks import Probleme, extract, verifier
from generator.liens import Verification
from generator.render import Rendered
from generator.renvois import Cible, Renvois
from generator.sceau import sceller
from generator.store import Reserve, decoder_liens, encoder_liens
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


def rendre(site: Site) -> list[Rendered]:
    rendus = []
    for path, (ids, cibles) in site.items():
        corps = "".join(f'<p id="{i}">' for i in sorted(ids))
        corps += "".join(f'<a href="/{c}{"#" + a if a else ""}">' for c, a in sorted(cibles))
        if not path.endswith(".html"):
            rendus.append(Rendered(path, corps.encode()))
            continue
        rendus.append(Rendered(path, corps.encode(), *encoder_liens(extract(path, corps.encode()))))
    return rendus


def dire(rendus: list[Rendered], ensemble: int) -> list[Rendered]:
    """As who has just made these pages says what they ask for: the first of them made together."""
    pages = [r for r in rendus if r.cle_liens]
    renvois, dits = Renvois(), dict[str, frozenset[Cible] | None]()
    for debut, fin in ((0, ensemble), *((i, i + 1) for i in range(ensemble, len(pages)))):
        lot = pages[debut:fin]
        neufs = renvois.neufs([decoder_liens(r.liens, r.path) for r in lot])
        dits |= {
            r.path: neufs and (neufs if rang == 0 else frozenset()) for rang, r in enumerate(lot)
        }
    return [r._replace(renvois=dits.get(r.path)) for r in rendus]


def verifie(monde: World, rendus: list[Rendered], reserve: Reserve) -> tuple[Probleme, ...]:
    problemes = Verification(monde, rendus, [r.path for r in rendus], reserve).problemes()
    reserve.ajouter(liens=[(r.cle_liens, r.liens) for r in rendus if r.liens])
    reserve.ecrire()
    return problemes


def complete(rendus: list[Rendered]) -> tuple[Probleme, ...]:
    pages = [extract(r.path, r.corps) for r in rendus if r.cle_liens and isinstance(r.corps, bytes)]
    return verifier(pages, frozenset(r.path for r in rendus))


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
    lues: list[str] = []
    monkeypatch.setattr(
        liens, "decoder_liens", lambda texte, path: lues.append(path) or decoder_liens(texte, path)
    )
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
            rendus = rendre(site)
            assert verifie(monde, rendus, Reserve(Path(dossier))) == complete(rendus)
            assert verifie(monde, rendus, reserve) == complete(rendus)


def test_rien_n_est_relu_quand_rien_n_a_bouge(
    monde: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site: Site = {
        "a/index.html": (frozenset("x"), frozenset({("b/index.html", "y")})),
        "b/index.html": (frozenset("y"), frozenset({("a/index.html", "x")})),
        "c/index.html": (frozenset(), frozenset()),
    }
    assert verifie(monde, rendre(site), Reserve(tmp_path)) == ()
    lues: list[str] = []
    monkeypatch.setattr(
        liens, "decoder_liens", lambda texte, path: lues.append(path) or extract(path, texte)
    )
    assert verifie(monde, rendre(site), Reserve(tmp_path)) == ()
    assert lues == []


ABIMES = (
    b"",
    b"?",
    b"[]",
    *map(sceller, (b"", b"?", encode([]), encode([1, 2]), encode({"a": 1}))),
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
