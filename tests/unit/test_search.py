"""The index of the search: what is searched, how the command is run, what of its work is kept."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from itertools import accumulate, count
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

import cbor2
import pagefind_bin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator import liens
from generator.build import Options, build
from generator.catalogue.load import load
from generator.checks import Liens, extract
from generator.equipe import PARALLELE
from generator.objet import MODE, Objet
from generator.search import cbor, indexation, liasse, mots, ouvrier, pagefind, partage, programme
from generator.search import lot as un_lot
from generator.search.composition import composer
from generator.search.consigne import Partie
from generator.search.errors import RechercheError
from generator.search.indexation import Indexation
from generator.search.indexeur import indexer
from generator.search.moteur import STATIQUES
from generator.search.mots import Mot, Pages
from generator.search.reserve import AUTRES, DERNIERE, LISTE, Reserve
from generator.views import lots_recherche
from generator.views.catalogue_recherche import catalogue, titres
from generator.views.catalogue_recherche import mots as mots_connus
from generator.views.index_recherche import base36, documents, entrees
from generator.views.lots_recherche import ligne, lot, lots, partie, parties
from generator.views.pages_recherche import pages
from generator.world import World
from tests import temoin
from tests.aides import FICHE, SUITES, ecrire_contenu, remplacer
from tests.conftest import JOUR, RACINE
from tests.temoin import clair

PRELUDE = (RACINE / "templates" / "recherche" / "ouvrier.js").read_bytes()


def monde(contenu: Path, jour: str = JOUR) -> World:
    lu = load(contenu)
    assert lu.catalogue is not None
    return World(lu.catalogue, date.fromisoformat(jour), "https://catalogue.example/sous/")


@pytest.fixture(scope="module")
def reel() -> World:
    return monde(RACINE / "content")


@pytest.fixture
def petit(tmp_path: Path) -> World:
    return monde(ecrire_contenu(tmp_path))


# What is searched


def test_one_document_per_record_proposal_guide_template_and_page(reel: World) -> None:
    """Everything is found, once, at an address of the site."""
    c = reel.catalogue
    propositions = sum(len(d.suites.propositions) for d in c.concertations if d.suites)
    lus = list(documents(reel))
    attendu = len(c.concertations) + propositions + len(c.guides) + len(c.kit) + len(c.pages)
    assert len(lus) == attendu
    assert len({d.cle for d in lus}) == len({d.chemin for d in lus}) == attendu
    assert len({d.fichier for d in lus}) == attendu
    assert len({e.code for e in entrees(reel)}) == len(entrees(reel))


def test_a_proposal_leads_to_its_anchor(petit: World) -> None:
    """The key of a proposal holds its entry and its rank."""
    fiche, proposition, *_ = documents(petit)
    assert proposition.chemin == "concertations/essai/suites/#proposition-1"
    assert proposition.fichier == "concertations/essai/suites/proposition-1.html"
    assert proposition.cle == f"{fiche.cle}-0"
    assert fiche.fichier == "concertations/essai/index.html"


def test_a_code_does_not_change_with_the_others(tmp_path: Path) -> None:
    """A new record renames nothing: caches stay good."""
    avant = {e.chemin: e.code for e in entrees(monde(ecrire_contenu(tmp_path / "a")))}
    neuf = {"concertations/autre/concertation.md": FICHE}
    apres = {e.chemin: e.code for e in entrees(monde(ecrire_contenu(tmp_path / "b", **neuf)))}
    assert avant.items() < apres.items()


def test_the_index_does_not_depend_on_the_day(tmp_path: Path) -> None:
    """The next day, the same index is good: what changes is in the columns."""
    contenu = ecrire_contenu(tmp_path)
    veille, jour = monde(contenu, "2024-02-01"), monde(contenu, "2026-11-22")
    paquets_veille = [pages(veille, e) for e in entrees(veille)]
    assert paquets_veille == [pages(jour, e) for e in entrees(jour)]
    assert catalogue(veille) != catalogue(jour)


def test_columns_have_one_cell_per_entry(reel: World) -> None:
    """And every cell holds ranks of values that exist."""
    c = catalogue(reel)
    nombre = len(entrees(reel))
    facettes = {cle: valeurs for cle, _, valeurs in c["facettes"]}  # type: ignore[attr-defined]
    colonnes = ("statut", "ministere", "thematique", "annee", "dispositif")
    for cle in colonnes:
        assert len(c[cle]) == nombre  # type: ignore[arg-type]
        rangs = {r for cellule in c[cle] for r in cellule}  # type: ignore[attr-defined]
        assert rangs <= set(range(len(facettes[cle])))
    for cle in ("type", "jour", "porteur", "periode", "propositions"):
        assert len(c[cle]) == nombre  # type: ignore[arg-type]
    t = titres(reel)
    assert len(t["titres"]) == len(t["chemins"]) == len(str(c["codes"]).split()) == nombre


def test_a_letter_holds_the_state_of_a_proposal(tmp_path: Path) -> None:
    """Decision and execution come back from the letter."""
    suites = remplacer(SUITES, "mise_en_oeuvre: en_cours", "mise_en_oeuvre: non_commencee")
    c = catalogue(monde(ecrire_contenu(tmp_path, **{"concertations/essai/suites.yml": suites})))
    facettes = {cle: [v for v, _ in valeurs] for cle, _, valeurs in c["facettes"]}  # type: ignore[attr-defined]
    decision, execution = c["couples"][ord(c["propositions"][0]) - ord("A")]  # type: ignore[index]
    assert facettes["decision"][decision] == "retenue"
    assert facettes["mise-en-oeuvre"][execution] == "non-commencee"


def test_known_words_are_those_of_titles(petit: World) -> None:
    """Long enough, without empty words."""
    connus = mots_connus(petit)
    assert "essai" in connus
    assert "pour" not in connus
    assert all(len(m) > 3 for m in connus)


# The bundle


def octets(fichiers: Mapping[str, bytes | Objet]) -> dict[str, bytes]:
    """What is published."""
    return {n: c if isinstance(c, bytes) else c.lire() for n, c in fichiers.items()}


def fichiers_reels(world: World, cache: Path | None = None, jobs: int = 1) -> dict[str, bytes]:
    with Indexation(world, cache, (), jobs) as index:
        assert not index.reprise
        return octets(index.fichiers())


def test_the_bundle_is_the_same_whatever_the_run(reel: World, tmp_path: Path) -> None:
    """One process or four, kept or not: not a byte differs."""
    attendu = fichiers_reels(reel)
    for jobs in (1, 4):
        assert fichiers_reels(reel, tmp_path / f"{jobs}", jobs) == attendu


def contenu_de(fichiers: Mapping[str, bytes]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Where each spelling of each word is (key of the page, places); each fragment by its key."""
    lieux: dict[Any, Any] = {}
    fragments: dict[Any, Any] = {}
    for rang, entree in enumerate(entrees_de(fichiers)):
        racine = f"pagefind/{rang}/" if rang else "pagefind/"
        nom = f"{racine}pagefind.{entree['languages']['fr']['hash']}.pf_meta"
        _, toutes, morceaux, *_ = cbor2.loads(clair(fichiers[nom]))
        cles = [re.sub(r"-\w{6}", "", nom, count=1) for nom, _ in toutes]
        for cle, (nom, compte) in zip(cles, toutes, strict=True):
            fragments[cle] = compte, clair(fichiers[f"{racine}fragment/{nom}.pf_fragment"])
        avant = ""
        for premier, dernier, nom in morceaux:
            for mot, pages_, formes in cbor2.loads(
                clair(fichiers[f"{racine}index/{nom}.pf_index"])
            )[0]:
                assert avant < mot
                assert premier <= mot <= dernier
                avant = mot
                for forme, lues in (("", pages_), *formes):
                    places = accumulate(p[0] for p in lues)
                    vus = {(cles[n], str(p[1:])) for n, p in zip(places, lues, strict=True)}
                    assert len(vus) == len(lues)
                    lieux[mot, forme] = lieux.get((mot, forme), set()) | vus
    return lieux, fragments


@pytest.mark.parametrize(("carre", "taille"), [(500, 10**6), (500, 30), (100, 30), (1, 1)])
def test_lots_and_indexes_change_nothing_to_what_is_found(
    reel: World, monkeypatch: pytest.MonkeyPatch, carre: int, taille: int
) -> None:
    """All in one go, or by lots that are merged: the same words at the same places of the same pages."""
    lus = list(ouvrier.documents({e.code: pages(reel, e) for e in entrees(reel)}))
    index = indexer(lus)
    attendus = {
        cle: {(lus[n].cle, places) for n, places in vues}
        for morceau in mots.decouper(mots.fusionner([(0, index.mots)]))
        for cle, vues in temoin.lire(morceau.octets)
    }
    monkeypatch.setattr(lots_recherche, "CARRE", carre)
    monkeypatch.setattr(lots_recherche, "TAILLE_LOT", taille)
    trouves, fragments = contenu_de(fichiers_reels(reel))
    assert trouves == attendus
    clairs = zip(index.comptes, index.fragments, strict=True)
    assert fragments == {lu.cle: dit for lu, dit in zip(lus, clairs, strict=True)}


def test_the_bundle_holds_what_the_page_loads_and_nothing_else(petit: World) -> None:
    """No ready-made interface; each document has its fragment, named after its key."""
    fichiers = fichiers_reels(petit)
    fragments = {
        f.removeprefix("pagefind/fragment/") for f in fichiers if f.startswith("pagefind/fragment/")
    }
    cles = {d.cle for d in documents(petit)}
    noms = {tuple(f.removesuffix(".pf_fragment").split("-")) for f in fragments}
    assert {"-".join((code, *rang)) for code, _, *rang in noms} == cles
    autres = {f.split("/")[1].split(".")[-1] for f in fichiers if "/fragment/" not in f}
    assert autres == {"index", "js", "pagefind", "pf_meta"}
    (entree,) = entrees_de(fichiers)
    assert f"pagefind/pagefind.{entree['languages']['fr']['hash']}.pf_meta" in fichiers


def entrees_de(fichiers: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """What the worker knows of each index."""
    debut, _, suite = fichiers["pagefind/pagefind-worker.js"].partition(b"\n")
    assert suite.startswith(PRELUDE)
    lues: list[dict[str, Any]] = json.loads(debut.removeprefix(b"const ENTREES=").rstrip(b";"))
    return lues


def test_fragments_are_put_in_their_places_in_advance(
    petit: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In the tree of a first publication, by who made them; where they cannot be, nothing fails."""
    monkeypatch.setattr(lots_recherche, "CARRE", 1)
    arbre = tmp_path / "arbre"
    with Indexation(petit, tmp_path / "cache", [arbre, tmp_path / "b"]) as index:
        fichiers = index.fichiers()
    fragments = {n: c for n, c in fichiers.items() if "/fragment/" in n}
    assert {n.split("/")[1] for n in fragments} == {"1", "fragment"}
    poses = {f.relative_to(arbre).as_posix(): f for f in arbre.rglob("*") if f.is_file()}
    assert {nom: f.stat().st_ino for nom, f in poses.items()} == {
        nom: c.inode for nom, c in fragments.items() if isinstance(c, Objet)
    }
    assert len([*(tmp_path / "b").rglob("*.pf_fragment")]) == len(fragments)
    (tmp_path / "fichier").write_text("")
    with Indexation(petit, tmp_path / "autre", [tmp_path / "fichier"]) as index:
        assert octets(index.fichiers()) == octets(fichiers)


def test_empty_words_are_not_indexed(reel: World) -> None:
    """« de », « la » are found but where they cling to something; « climat » is found."""
    pages: dict[str, int] = {}
    for nom, octets in fichiers_reels(reel).items():
        if nom.endswith(".pf_index"):
            for mot, lues, *_ in cbor2.loads(clair(octets))[0]:
                pages[mot] = len(lues)
    assert pages["climat"] > 100
    assert sum(pages.get(mot, 0) for mot in ("de", "la", "le", "les", "et", "l", "d")) < 40


@pytest.fixture(scope="module")
def rendus() -> dict[str, bytes]:
    """What Pagefind answers."""
    return temoin.indexer([("/", "<!doctype html><html lang='fr'><body><p>page</p></body></html>")])


@pytest.mark.parametrize("motif", [r"pagefind-worker\.js", r"wasm\.fr\.pagefind"])
@pytest.mark.parametrize("degat", ["absent", "vide", "coupé", "altéré"])
def test_any_damaged_program_is_seen(rendus: dict[str, bytes], motif: str, degat: str) -> None:
    """Those files are known to the byte."""
    assert programme.statiques(rendus).keys() == STATIQUES.keys()
    with pytest.raises(RechercheError, match="n'est pas celui de Pagefind"):
        programme.statiques(abimer(rendus, motif, degat))


def abimer(bruts: Mapping[str, bytes], motif: str, degat: str) -> dict[str, bytes]:
    nom = min(n for n in bruts if re.fullmatch(motif, n))
    octets_ = bruts[nom]
    moitie = len(octets_) // 2
    autres = {n: c for n, c in bruts.items() if n != nom}
    return (
        autres
        | {
            "absent": {},
            "vide": {nom: b""},
            "coupé": {nom: octets_[:moitie]},
            "altéré": {nom: octets_[:moitie] + b"\xff\xff\xff\xff" + octets_[moitie + 4 :]},
        }[degat]
    )


def test_chunks_are_cut_between_words(petit: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size aimed at, all the words are there, in order, whole."""
    lus = indexer(documents(petit)).mots
    (tout,) = mots.decouper(mots.fusionner([(0, lus)]))
    attendus = cbor2.loads(tout.octets)[0]
    for cible in (1, 1000, 10**9):
        monkeypatch.setattr(mots, "CIBLE", cible)
        morceaux = mots.decouper(mots.fusionner([(0, lus)]))
        coupes = [(m, cbor2.loads(m.octets)[0]) for m in morceaux]
        assert [mot for _, vus in coupes for mot in vus] == attendus
        assert all([mot for mot, _ in m.mots] == [mot for mot, *_ in x] for m, x in coupes)
        assert len(coupes) == {1: len(attendus), 10**9: 1}.get(cible, len(coupes))


_PLACES = st.lists(st.integers(-500, 2**17), max_size=4)
_PAGES = st.lists(st.tuples(st.integers(1, 2**17), _PLACES, _PLACES).map(list), max_size=5)
_LETTRES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
_FORMES = st.dictionaries(_LETTRES, _PAGES, max_size=3)
_LOT = st.dictionaries(_LETTRES, st.tuples(_PAGES, _FORMES), max_size=8)


def en_pages(lues: list[Any]) -> Pages:
    """As an index has them: the first number apart."""
    if not lues:
        return Pages(0, 0, 0, b"")
    octets_ = b"".join(map(cbor2.dumps, lues))[1 + len(cbor2.dumps(lues[0][0])) :]
    return Pages(len(lues), lues[0][0], sum(p[0] for p in lues), octets_)


def en_mots(lus: Mapping[str, tuple[list[Any], dict[str, list[Any]]]]) -> list[Mot]:
    return [
        Mot(mot, en_pages(lues), tuple((f, en_pages(vues)) for f, vues in formes.items()))
        for mot, (lues, formes) in sorted(lus.items())
    ]


@given(st.lists(_LOT, max_size=4))
def test_any_lots_are_merged(
    tous: list[dict[str, tuple[list[Any], dict[str, list[Any]]]]],
) -> None:
    """Words of every length, numbers of every size: every page of every lot, after those before."""
    ecart = 2**20
    lots_lus = [(n * ecart, en_mots(lus)) for n, lus in enumerate(tous)]
    attendus: dict[tuple[str, str], list[Any]] = {}
    for base, lus in zip(count(0, ecart), tous, strict=False):
        for mot, (pages_, formes) in lus.items():
            for forme, vues in (("", pages_), *((f"+{f}", v) for f, v in formes.items())):
                numeros = accumulate((p[0] for p in vues), initial=base)
                next(numeros)
                places = [[n, *p[1:]] for n, p in zip(numeros, vues, strict=True)]
                attendus.setdefault((mot, forme), []).extend(places)
    trouves: dict[tuple[str, str], list[Any]] = {}
    noms = []
    for morceau in mots.decouper(mots.fusionner(lots_lus)):
        for mot, pages_, formes in cbor2.loads(morceau.octets)[0]:
            noms.append(mot)
            for forme, vues in (("", pages_), *((f"+{f}", v) for f, v in formes)):
                numeros = accumulate(p[0] for p in vues)
                trouves[mot, forme] = [[n, *p[1:]] for n, p in zip(numeros, vues, strict=True)]
    assert trouves == attendus
    assert noms == sorted({mot for lus in tous for mot in lus})


@given(
    st.dictionaries(st.integers(0, 35).map(base36), st.integers(1, 4), max_size=8),
    st.data(),
)
def test_a_lot_is_composed_of_any_other(tailles: dict[str, int], data: st.DataObject) -> None:
    """Entries changed, added, taken away: what is cut and joined is what is made at once."""
    avant, apres = ({c: data.draw(_ENTREE(n)) for c, n in tailles.items()} for _ in range(2))
    communs = data.draw(st.sets(st.sampled_from(sorted(tailles)))) if tailles else set()
    disparus = data.draw(st.sets(st.sampled_from(sorted(tailles)))) if tailles else set()
    nouveaux = data.draw(st.sets(st.sampled_from(sorted(tailles)))) if tailles else set()
    base = lot_de({c: lue for c, lue in avant.items() if c not in nouveaux - communs})
    voulues = {
        c: avant[c] if c in communs else apres[c] for c in tailles if c not in disparus - communs
    }
    neuf = lot_de({c: lue for c, lue in voulues.items() if c not in communs})
    assert composer(base, neuf, sorted(voulues)) == lot_de(voulues)


@given(st.data(), st.sampled_from([1, 30, 200, 10**6]))
def test_an_index_takes_what_did_not_change_from_another(data: st.DataObject, cible: int) -> None:
    """Some lots have other words on as many pages: the same files as if all was merged."""
    tailles = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    avant = {f"a{n}": lot_de({"x": data.draw(_ENTREE(t))}) for n, t in enumerate(tailles)}
    changes = data.draw(st.sets(st.sampled_from(sorted(avant)), min_size=1))
    apres = {
        f"b{n}" if cle in changes else cle: lot_de({"x": data.draw(_ENTREE(tailles[n]))})
        if cle in changes
        else avant[cle]
        for n, cle in enumerate(avant)
    }
    with tempfile.TemporaryDirectory() as dossier, pytest.MonkeyPatch.context() as patch:
        patch.setattr(mots, "CIBLE", cible)
        reserve = Reserve(Path(dossier))
        reserve.garder("base", liasse.fusionner(avant))
        for lots_ in (avant, apres):
            for cle, lu in lots_.items():
                reserve.garder(cle, {"mots": un_lot.fermer(lu)})
        bases_ = {f"b{cle[1:]}": cle for cle in changes}
        base = ouvrier._base(
            reserve, Partie(cle="", lots=[*apres], base="base", bases=bases_), apres
        )
        assert base is not None
        assert octets(liasse.fusionner(apres, base)) == octets(liasse.fusionner(apres))


@pytest.mark.parametrize("motif", ["table", "index@*"])
def test_nothing_is_made_of_what_is_damaged(tmp_path: Path, motif: str) -> None:
    """Even when neither its size nor its date tells."""
    avant = {"a": lot_de({"x": [{("autre", ""): [[3], []], ("mot", ""): [[5], []]}]})}
    apres = {"a": lot_de({"x": [{("autre", ""): [[4], []], ("mot", ""): [[5], []]}]})}
    reserve = Reserve(tmp_path)
    reserve.garder("base", liasse.fusionner(avant))

    def reprendre() -> dict[str, bytes]:
        gardes = reserve.lire("base")
        assert gardes is not None
        base = liasse.Base(gardes, liasse.lire_table(gardes["table"]), {"autre"})
        return octets(liasse.fusionner(apres, base))

    assert reprendre() == octets(liasse.fusionner(apres))
    fichier = next((tmp_path / "base").glob(motif))
    date_, lu = fichier.stat().st_mtime_ns, fichier.read_bytes()
    fichier.write_bytes(bytes([*lu[:-9], lu[-9] ^ 1, *lu[-8:]]))
    os.utime(fichier, ns=(date_, date_))
    with pytest.raises(ValueError, match="videz le cache"):
        reprendre()


_MOTS_COURTS = st.sampled_from(["a", "à", "ab", "b", "mot", "œ", "z" * 30])
_PAGE = st.tuples(_PLACES, _PLACES).map(list)


def _ENTREE(taille: int) -> st.SearchStrategy[list[dict[tuple[str, str], list[Any]]]]:  # noqa: N802
    """For each page of an entry, the places of each spelling of each word (no spelling: as it is stemmed)."""
    formes = st.sampled_from(["", "", "abs", "z" * 40])
    page = st.dictionaries(st.tuples(_MOTS_COURTS, formes), _PAGE, max_size=6)
    return st.lists(page, min_size=taille, max_size=taille)


def lot_de(entrees_: Mapping[str, list[dict[tuple[str, str], list[Any]]]]) -> un_lot.Lot:
    """The lot of these entries, as it is read from the index of all their pages."""
    noms = [f"{c}-h-{n}" for c in sorted(entrees_) for n in range(len(entrees_[c]))]
    lues: dict[str, dict[str, dict[int, list[Any]]]] = {}
    for rang, page in enumerate(page for c in sorted(entrees_) for page in entrees_[c]):
        for (mot, forme), places in page.items():
            lues.setdefault(mot, {}).setdefault(forme, {})[rang] = places
    table: dict[str, tuple[list[Any], dict[str, list[Any]]]] = {}
    for mot, formes in lues.items():
        suites = {f: _ecarts(vues) for f, vues in sorted(formes.items())}
        table[mot] = suites.pop("", []), suites
    return un_lot.Lot([(nom, 3) for nom in noms], en_mots(table))


def _ecarts(vues: Mapping[int, list[Any]]) -> list[Any]:
    rangs = sorted(vues)
    return [[rang - avant, *vues[rang]] for avant, rang in zip([0, *rangs], rangs, strict=False)]


@given(_LOT)
def test_a_lot_is_kept_whole(lus: dict[str, tuple[list[Any], dict[str, list[Any]]]]) -> None:
    """What is read again is what was made."""
    lu = un_lot.Lot([("x", 3)], en_mots(lus))
    assert un_lot.ouvrir(un_lot.fermer(lu)) == lu


_CBOR = st.recursive(st.integers(-(2**20), 2**40) | st.text(), st.lists, max_leaves=20)


@given(_CBOR)
def test_our_cbor_is_that_of_the_library(valeur: object) -> None:
    """Same bytes."""
    assert cbor.encoder(valeur) == cbor2.dumps(valeur)


# The command


def faux(tmp_path: Path, corps: str) -> Path:
    """A command that does something else than index."""
    programme = tmp_path / "faux-pagefind"
    programme.write_text(f"#!/bin/sh\n{corps}\n")
    programme.chmod(programme.stat().st_mode | stat.S_IXUSR)
    return programme


def options(tmp_path: Path) -> Options:
    return Options(ecrire_contenu(tmp_path), tmp_path / "site", date(2026, 11, 22))


@pytest.mark.parametrize(
    ("corps", "message"),
    [
        ("echo « disque plein » >&2; exit 3", "échoué (code 3) : « disque plein »"),
        ("exit 3", "échoué (code 3) : sans message"),
        ("exit 0", "pagefind-worker.js n'est pas celui de Pagefind"),
        ("exec sleep 600", "n'a pas fini en 0 s"),
        ("kill -9 $$", "échoué (code -9)"),
    ],
)
def test_a_failing_command_stops_the_build_and_leaves_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corps: str, message: str
) -> None:
    """Failing, lying, hanging, killed: one clear error, and what was published stays."""
    choix = options(tmp_path)
    assert not build(choix).failed
    avant = {f: f.read_bytes() for f in choix.out.rglob("*") if f.is_file()}
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: faux(tmp_path, corps))
    monkeypatch.setattr(pagefind, "DELAI", 0.4 if "sleep" in corps else 60.0)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    rapport = build(choix)
    assert [d.code for d in rapport.diagnostics if d.code == "recherche-impossible"]
    assert message in rapport.diagnostics[-1].message
    assert {f: f.read_bytes() for f in choix.out.rglob("*") if f.is_file()} == avant


def test_an_edit_has_only_its_pages_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files of the index have other names: no page can have linked to those of before."""
    lues: list[str] = []

    def noter(path: str, *autres: Any) -> Liens:
        lues.append(path)
        return extract(path, *autres)

    monkeypatch.setattr(liens, "extract", noter)
    choix = replace(options(tmp_path), cache=tmp_path / "cache")
    assert not build(choix).failed
    avant = set(choix.out.rglob("*.pf_*"))
    change = remplacer(FICHE, "Le récit de l'essai.", "Le récit des essais.")
    (choix.content / "concertations/essai/concertation.md").write_text(change, "utf-8")
    lues.clear()
    rapport = build(choix)
    assert not rapport.failed
    assert avant - set(choix.out.rglob("*.pf_*"))
    assert len(lues) < rapport.pages / 2


def test_a_missing_command_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do about it."""

    def absente() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(pagefind_bin, "get_executable", absente)
    rapport = build(options(tmp_path))
    assert rapport.failed
    assert "introuvable ; réinstallez les dépendances" in rapport.diagnostics[-1].message


def test_nothing_is_left_behind(
    petit: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the folder nor the process, even when the build stops before the end of the command."""
    temporaire = tmp_path / "tmp"
    temporaire.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporaire))
    fichiers_reels(petit)
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: faux(tmp_path, "exec sleep 600"))
    with Indexation(petit) as index:
        groupe = index.course._ouvrier.pid  # type: ignore[union-attr]
    assert list(temporaire.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(groupe, 0)


@pytest.mark.skipif(not PARALLELE, reason="le système ne sait pas le faire")
@pytest.mark.parametrize("jobs", [1, 4])
def test_nothing_outlives_a_build_that_is_killed(
    petit: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    """Killed without a word, the process that indexes takes its command with it."""
    tube = tmp_path / "tube"
    os.mkfifo(tube)
    # The command holds the pipe as long as it lives.
    bavard = faux(tmp_path, f"exec 9> {tube}; echo $$ >&9; exec sleep 600")
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: bavard)
    with Indexation(petit, jobs=jobs) as index, tube.open() as lu:
        assert int(lu.readline()) > 0
        os.kill(index.course._ouvrier.pid, signal.SIGKILL)  # type: ignore[union-attr]
        assert lu.read() == "", "la commande vit encore"


def test_settings_of_the_machine_do_not_matter(
    petit: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither a variable nor a file of the current folder configures Pagefind."""
    attendu = fichiers_reels(petit)
    (tmp_path / "pagefind.toml").write_text('glob = "rien"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_GLOB", "rien")
    assert fichiers_reels(petit) == attendu


# What is kept


def test_a_kept_bundle_is_used_while_the_texts_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same texts: no command is run. One word changed: another bundle."""
    contenu, cache = ecrire_contenu(tmp_path), tmp_path / "cache"
    with Indexation(monde(contenu), cache) as index:
        attendu = dict(index.fichiers())
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: faux(tmp_path, "exit 9"))
    with Indexation(monde(contenu, "2027-01-01"), cache) as index:
        assert index.reprise
        assert index.fichiers() == attendu
    change = remplacer(FICHE, "Le récit de l'essai.", "Le récit des essais.")
    neuf = monde(ecrire_contenu(tmp_path / "b", **{"concertations/essai/concertation.md": change}))
    with Indexation(neuf, cache) as index:
        assert not index.reprise
        assert index.fichiers() != attendu


def test_one_edit_makes_one_lot_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And gives the files that a build without cache gives."""
    monkeypatch.setattr(lots_recherche, "TAILLE_LOT", 1)
    avant, cache = monde(ecrire_contenu(tmp_path / "a")), tmp_path / "cache"
    change = remplacer(FICHE, "Le récit de l'essai.", "Le récit des essais.")
    neuf = ecrire_contenu(tmp_path / "b", **{"concertations/essai/concertation.md": change})
    fichiers_reels(avant, cache)
    gardes = {d.name: d.stat().st_ino for d in cache.iterdir() if d.is_dir()}
    assert len(gardes) == 4, "deux lots, un index, les programmes"
    assert fichiers_reels(monde(neuf), cache) == fichiers_reels(monde(neuf))
    apres = {d.name: d.stat().st_ino for d in cache.iterdir() if d.is_dir()}
    assert gardes.items() < apres.items()
    assert len(apres) == len(gardes) + 2, "un lot, un index"


def test_nothing_is_taken_from_another_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was noted of the last build says how it was made."""
    monde_ = monde(ecrire_contenu(tmp_path))
    fichiers_reels(monde_, tmp_path / "cache")
    lues = (tmp_path / "cache" / DERNIERE).read_bytes()
    assert partage.relire(lues) == partage.Partage(monde_).parts
    assert partage.relire(lues[:-1]) == partage.relire(b"[1]") == ()
    monkeypatch.setattr(partage, "FORMAT", "autre")
    assert partage.relire(lues) == ()


def test_one_edit_indexes_its_entry_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of its lot is linked, and what is merged of it is what indexing all of it gives."""
    faits: list[tuple[Mapping[str, str], dict[str, dict[str, bytes]]]] = []

    def noter(
        demande: pagefind.Demande, reserve: Path, jobs: int, *, a_part: bool
    ) -> pagefind.Course | pagefind.SurPlace:
        faits.append((demande.bases, {c: dict(lu) for c, lu in demande.lots.items()}))
        return pagefind.commencer(demande, reserve, jobs, a_part=a_part)

    monkeypatch.setattr(indexation, "commencer", noter)
    contenu, cache = copytree(RACINE / "content", tmp_path / "contenu"), tmp_path / "cache"
    fichiers_reels(monde(contenu), cache)
    ((_, entiers),) = faits
    suites = next(contenu.glob("concertations/convention-citoyenne-climat/suites.yml"))
    suites.write_text(
        suites.read_text("utf-8").replace("intitule: ", "intitule: Insolite ", 1), "utf-8"
    )
    avant = {f.name: f.stat().st_ino for f in cache.glob("*/*.pf_*")}
    copytree(cache, tmp_path / "copie")
    neufs = fichiers_reels(monde(contenu), cache)
    with Indexation(monde(contenu), tmp_path / "copie", a_part=True) as index:
        assert isinstance(index.course, pagefind.Course)
        assert octets(index.fichiers()) == neufs, "le même, par un autre processus"
    bases_, lots_ = faits[1]
    assert len(bases_) == 2, "un lot, un index"
    assert bases_.keys() > lots_.keys()
    assert set(bases_.values()) > entiers.keys() & set(bases_.values())
    (entrees_,) = lots_.values()
    assert sum(map(bool, entrees_.values())) == 1 < len(entrees_)
    apres = {f.name: f.stat().st_ino for f in cache.glob("*/*.pf_*")}
    repris = [nom for nom, numero in avant.items() if apres[nom] == numero]
    assert len(repris) > len(avant) / 2
    assert any("index@" in nom for nom in repris)
    assert neufs == fichiers_reels(monde(contenu))


@pytest.mark.parametrize("degat", ["vide", "coupé", "altéré", "absent", "lien", "liste", "droits"])
@pytest.mark.parametrize("motif", ["*.pf_fragment", "index@*", "*.pf_meta", "mots", "wasm*"])
def test_a_damaged_bundle_is_made_again(
    petit: World, tmp_path: Path, motif: str, degat: str
) -> None:
    """A file that is not as it was written is none, and is replaced."""
    cache = tmp_path / "cache"
    attendu = fichiers_reels(petit, cache)
    fichier = min(cache.glob(f"*/{motif}"))
    lu = fichier.read_bytes()
    match degat:
        case "vide" | "coupé" | "altéré":
            fichier.write_bytes(
                {"vide": b"", "coupé": lu[:-9], "altéré": bytes([lu[0] ^ 1, *lu[1:]])}[degat]
            )
            os.utime(fichier, (1, 1))
        case "absent":
            fichier.unlink()
        case "lien":
            autre = tmp_path / "autre"
            fichier.rename(autre)
            fichier.symlink_to(autre)
        case "liste":
            (fichier.parent / LISTE).write_bytes(b"[1]")
        case "droits":
            fichier.chmod(0o600)
    assert fichiers_reels(petit, cache) == attendu
    with Indexation(petit, cache) as index:
        assert index.reprise
        assert octets(index.fichiers()) == attendu


def test_a_copied_cache_is_good(petit: World, tmp_path: Path) -> None:
    """Other dates and numbers, the same bytes."""
    attendu = fichiers_reels(petit, tmp_path / "a")
    copytree(tmp_path / "a", tmp_path / "b", copy_function=copyfile)
    with Indexation(petit, tmp_path / "b") as index:
        assert index.reprise
        assert octets(index.fichiers()) == attendu


def test_few_values_are_kept(tmp_path: Path) -> None:
    """The oldest go first; what is of use stays, and what another build is making."""
    reserve = Reserve(tmp_path)
    for rang in range(AUTRES + 4):
        reserve.garder(f"k{rang}", {"a": b"1"})
        os.utime(tmp_path / f"k{rang}", (rang, rang))
    for nom, age in (("tmp-neuf", None), ("tmp-vieux", (1, 1))):
        (tmp_path / nom).mkdir()
        os.utime(tmp_path / nom, age)
    lu = reserve.lire("k1")
    assert lu is not None
    assert lu["a"].lire() == b"1"
    reserve.elaguer({"k0"})
    assert {f.name for f in tmp_path.iterdir()} == {
        "tmp-neuf",
        *(f"k{rang}" for rang in range(AUTRES + 4) if rang not in {2, 3}),
    }


def test_a_kept_file_is_one_that_may_be_published(tmp_path: Path) -> None:
    """Whatever the mask of the process: it is linked as it is."""
    avant = os.umask(0o077)
    try:
        Reserve(tmp_path).garder("k", {"a": b"1"})
    finally:
        os.umask(avant)
    lus = Reserve(tmp_path).lire("k")
    assert lus is not None
    assert stat.S_IMODE(Path(lus["a"].chemin).stat().st_mode) == MODE


def test_a_cache_that_cannot_be_written_is_no_failure(petit: World, tmp_path: Path) -> None:
    """The folder is a file: the bundle is made all the same."""
    fichier = tmp_path / "fichier"
    fichier.write_text("")
    with Indexation(petit, fichier) as index:
        assert index.fichiers()


@given(st.integers(1, 70), st.sets(st.integers(0, 2**64), max_size=200))
def test_one_index_more_takes_from_a_single_other(total: int, nombres: set[int]) -> None:
    """And every entry has a place, that no other entry has a say in."""
    codes = [base36(n) for n in nombres]
    for place in (lot, partie):
        verifier_places(place, codes, total)


def verifier_places(place: Callable[[str, int], int], codes: list[str], total: int) -> None:
    avant = {code: place(code, total) for code in codes}
    apres = {code: place(code, total + 1) for code in codes}
    assert set(avant.values()) <= set(range(total))
    partis = {avant[c] for c in codes if avant[c] != apres[c]}
    assert len(partis) <= 1
    assert {apres[c] for c in codes if avant[c] != apres[c]} <= {total}


def test_indexes_and_lots_are_even() -> None:
    """A few thousand entries fill each, within the two that linear hashing allows."""
    for total in (1, 2, 3, 4, 5, 16, 23):
        tailles = Counter(partie(base36(n * 7919), total) for n in range(4000))
        assert set(tailles) == set(range(total))
        assert max(tailles.values()) < 2.2 * min(tailles.values())
    for total in (1, 3, 8, 20):
        tailles = Counter(lot(base36(n * 7919), total) for n in range(4000))
        assert set(tailles) == set(range(total))
        assert max(tailles.values()) < 2.6 * min(tailles.values())


def test_a_large_catalogue_has_several_indexes(
    petit: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Shared by entry; one edit makes one of them again; only the first has the program."""
    monkeypatch.setattr(lots_recherche, "CARRE", 1)
    lignes = [ligne(petit, e) for e in entrees(petit)]
    total = parties(lignes)
    assert total == 2
    assert lots(lignes) == 1
    dossiers: dict[int, set[str]] = {}
    for d in documents(petit):
        code, *rang = d.cle.split("-")
        dossiers.setdefault(partie(code, total), set()).add(code)
    assert sum(map(len, dossiers.values())) == len(entrees(petit))
    assert len(dossiers) == total, "le contenu d'essai remplit tous les lots"
    with Indexation(petit, tmp_path / "cache") as index:
        fichiers = octets(index.fichiers())
    assert [e["languages"]["fr"]["page_count"] for e in entrees_de(fichiers)] == [
        sum(partie(d.cle.split("-")[0], total) == rang for d in documents(petit))
        for rang in range(total)
    ]
    for rang, codes in dossiers.items():
        racine = f"pagefind/{rang}/" if rang else "pagefind/"
        noms = [
            f.removeprefix(f"{racine}fragment/")
            for f in fichiers
            if f.startswith(f"{racine}fragment/")
        ]
        assert {nom.split("-")[0] for nom in noms} == codes
        assert (f"{racine}pagefind-worker.js" in fichiers) == (rang == 0)
    assert len([d for d in (tmp_path / "cache").iterdir() if d.is_dir()]) == 2 * total + 1, (
        "un lot et un index par part, les programmes"
    )
