"""The index of the search: what is searched, how the command is run, what of its work is kept."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cbor2
import pagefind_bin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import paquets
from generator.build import Options, build
from generator.catalogue.load import load
from generator.equipe import PARALLELE
from generator.search import cbor, liasse, mots, ouvrier, pagefind
from generator.search.errors import RechercheError
from generator.search.indexation import Indexation
from generator.search.reserve import GARDES, Reserve
from generator.views import lots_recherche
from generator.views.catalogue_recherche import catalogue, titres
from generator.views.catalogue_recherche import mots as mots_connus
from generator.views.index_recherche import base36, documents, entrees
from generator.views.lots_recherche import ligne, lot, lots
from generator.views.pages_recherche import pages
from generator.world import World
from tests.aides import FICHE, SUITES, ecrire_contenu, remplacer
from tests.conftest import JOUR, RACINE

SIGNATURE = b"pagefind_dcd"
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


def fichiers_reels(world: World) -> dict[str, bytes]:
    with Indexation(world) as index:
        assert not index.reprise
        return dict(index.fichiers())


def test_the_bundle_is_the_same_whatever_the_run(
    reel: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One thread or four, pages written in any order: not a byte differs."""
    attendu = fichiers_reels(reel)
    ordre = random.Random(1)  # noqa: S311 - the same order on every run
    for fils in ("1", "4"):
        monkeypatch.setenv("RAYON_NUM_THREADS", fils)
        with liasse_neuve(reel, ordre) as (dossier, cles):
            assert liasse.assembler([liasse.lire(dossier, cles)], PRELUDE) == attendu


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


def test_empty_words_are_not_indexed(reel: World) -> None:
    """« de », « la » are found but where they cling to something; « climat » is found."""
    pages: dict[str, int] = {}
    for nom, octets in fichiers_reels(reel).items():
        if nom.endswith(".pf_index"):
            for mot, lues, *_ in cbor2.loads(gzip.decompress(octets)[len(SIGNATURE) :])[0]:
                pages[mot] = len(lues)
    assert pages["climat"] > 100
    assert sum(pages.get(mot, 0) for mot in ("de", "la", "le", "les", "et", "l", "d")) < 40


@contextmanager
def liasse_neuve(
    world: World, ordre: random.Random | None = None
) -> Iterator[tuple[Path, dict[str, str]]]:
    """What Pagefind leaves, as the process that indexes sees it: the folder, the key of each page."""
    lues = list(ouvrier.pages({e.code: pages(world, e) for e in entrees(world)}))
    if ordre:
        ordre.shuffle(lues)
    consigne = ouvrier.Consigne(
        lots=[0],
        executable=str(pagefind.executable()),
        delai=60.0,
        processeur=0,
        parent=os.getpid(),
    )
    with TemporaryDirectory() as dossier:
        cles = ouvrier.ecrire(Path(dossier) / "pages", iter(lues))
        ouvrier.executer(Path(dossier), consigne)
        yield Path(dossier) / "liasse", cles


def un(dossier: Path, motif: str) -> Path:
    return min(dossier.glob(motif))


@pytest.mark.parametrize(
    "motif",
    [
        "pagefind-worker.js",
        "wasm.fr.pagefind",
        "pagefind-entry.json",
        "pagefind.fr_*.pf_meta",
        "index/*.pf_index",
        "fragment/*.pf_fragment",
    ],
)
@pytest.mark.parametrize("degat", ["absent", "vide", "coupé", "altéré"])
def test_any_damaged_file_is_seen(petit: World, motif: str, degat: str) -> None:
    """On a full disk, Pagefind says all is well and leaves files that are cut: none goes through."""
    with liasse_neuve(petit) as (dossier, cles):
        assert liasse.lire(dossier, cles)
        fichier = un(dossier, motif)
        octets = fichier.read_bytes()
        if degat == "absent":
            fichier.unlink()
        else:
            moitie = len(octets) // 2
            fichier.write_bytes(
                {
                    "vide": b"",
                    "coupé": octets[:moitie],
                    "altéré": octets[:moitie] + b"\xff\xff\xff\xff" + octets[moitie + 4 :],
                }[degat]
            )
        with pytest.raises(RechercheError, match="l'index de recherche est incomplet"):
            liasse.lire(dossier, cles)


def test_a_page_too_many_or_too_few_is_seen(petit: World) -> None:
    """The count of the pages is that of the documents."""
    with liasse_neuve(petit) as (dossier, cles):
        with pytest.raises(RechercheError, match="5 pages sur 6"):
            liasse.lire(dossier, {**cles, "autre/index.html": "zzz"})
        moins = dict(list(cles.items())[1:])
        with pytest.raises(RechercheError, match="5 pages sur 4"):
            liasse.lire(dossier, moins)


def test_chunks_are_cut_between_words(reel: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size aimed at, all the words are there, in order, whole."""
    with liasse_neuve(reel) as (dossier, _):
        for fichier in sorted(dossier.glob("index/*.pf_index")):
            clair = gzip.decompress(fichier.read_bytes())[len(SIGNATURE) :]
            attendus = cbor2.loads(clair)[0]
            for cible in (1, 1000, 10**9):
                monkeypatch.setattr(mots, "CIBLE", cible)
                coupes = [(m, cbor2.loads(m.octets)[0]) for m in mots.decouper(clair)]
                assert [mot for _, lus in coupes for mot in lus] == attendus
                assert all((m.premier, m.dernier) == (x[0][0], x[-1][0]) for m, x in coupes)
                assert len(coupes) == {1: len(attendus), 10**9: 1}.get(cible, len(coupes))


_PAGE = st.tuples(st.integers(0, 2**20), st.lists(st.integers(-500, 2**17)), st.just([])).map(list)
_ORTHOGRAPHE = st.tuples(st.text(min_size=1, max_size=40), st.lists(_PAGE)).map(list)
_MOT = st.tuples(
    st.text(min_size=1, max_size=60), st.lists(_PAGE, max_size=5), st.lists(_ORTHOGRAPHE)
)


@given(st.lists(_MOT.map(list), max_size=30))
def test_any_chunk_of_the_known_form_is_cut(lus: list[list[object]]) -> None:
    """Words of every length and numbers of every size."""
    morceaux = list(mots.decouper(cbor2.dumps([lus])))
    assert [mot for m in morceaux for mot in cbor2.loads(m.octets)[0]] == lus


@given(st.binary(max_size=60))
def test_what_is_not_a_chunk_is_refused(octets: bytes) -> None:
    """Anything else is a change of format: never a wrong cut."""
    try:
        morceaux = list(mots.decouper(octets))
    except (ValueError, UnicodeDecodeError):
        return
    assert b"".join(m.octets for m in morceaux)[:1] in {b"", b"\x81"}


_CBOR = st.recursive(st.integers(0, 2**40) | st.text(), st.lists, max_leaves=20)


@given(_CBOR)
def test_our_cbor_is_that_of_the_library(valeur: object) -> None:
    """Same bytes, same values."""
    assert cbor.encoder(valeur) == cbor2.dumps(valeur)
    assert cbor.decoder(cbor2.dumps(valeur)) == valeur


@pytest.mark.parametrize("octets", [b"", b"\x01\x01", b"\x63ab", b"\x82\x01", b"\xf6", b"\x1f"])
def test_other_cbor_is_refused(octets: bytes) -> None:
    """Missing bytes, bytes left over, other types."""
    with pytest.raises(ValueError, match=r".+"):
        cbor.decoder(octets)


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
        ("exit 0", "incomplet"),
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
    monkeypatch.setattr(pagefind, "PAGES_PAR_SECONDE", 10**9)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    rapport = build(choix)
    assert [d.code for d in rapport.diagnostics if d.code == "recherche-impossible"]
    assert message in rapport.diagnostics[-1].message
    assert {f: f.read_bytes() for f in choix.out.rglob("*") if f.is_file()} == avant


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
        groupe = index.course._ouvriers[0].pid  # type: ignore[union-attr]
    assert list(temporaire.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(groupe, 0)


@pytest.mark.skipif(not PARALLELE, reason="le système ne sait pas le faire")
def test_nothing_outlives_a_build_that_is_killed(
    petit: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed without a word, the process that indexes takes its command with it."""
    tube = tmp_path / "tube"
    os.mkfifo(tube)
    # The command holds the pipe as long as it lives.
    bavard = faux(tmp_path, f"exec 9> {tube}; echo $$ >&9; exec sleep 600")
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: bavard)
    with Indexation(petit) as index, tube.open() as lu:
        assert int(lu.readline()) > 0
        os.kill(index.course._ouvriers[0].pid, signal.SIGKILL)  # type: ignore[union-attr]
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
    with pytest.raises(RechercheError), Indexation(neuf, cache) as index:
        index.fichiers()


@pytest.mark.parametrize("degat", [b"", b"coupe", bytes(200)])
def test_a_damaged_bundle_is_made_again(petit: World, tmp_path: Path, degat: bytes) -> None:
    """A cut or empty file is no bundle, and is replaced."""
    with Indexation(petit, tmp_path) as index:
        attendu = dict(index.fichiers())
    (gardee,) = tmp_path.glob("*.liasse")
    gardee.write_bytes(degat)
    with Indexation(petit, tmp_path) as index:
        assert not index.reprise
        assert index.fichiers() == attendu
    with Indexation(petit, tmp_path) as index:
        assert index.reprise


def test_few_bundles_are_kept(tmp_path: Path) -> None:
    """The oldest go first; reading one makes it young."""
    reserve = Reserve(tmp_path)
    for rang in range(GARDES):
        reserve.garder(f"k{rang}", paquets.fermer({"a": b"1"}))
        os.utime(tmp_path / f"k{rang}.liasse", (rang, rang))
    assert reserve.lire("k0") == {"a": b"1"}
    reserve.garder("neuf", paquets.fermer({"a": b"2"}))
    assert {f.name for f in tmp_path.iterdir()} == {
        "neuf.liasse",
        *(f"k{rang}.liasse" for rang in range(GARDES) if rang != 1),
    }


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
    avant = {code: lot(code, total) for code in codes}
    apres = {code: lot(code, total + 1) for code in codes}
    assert set(avant.values()) <= set(range(total))
    partis = {avant[c] for c in codes if avant[c] != apres[c]}
    assert len(partis) <= 1
    assert {apres[c] for c in codes if avant[c] != apres[c]} <= {total}


def test_indexes_are_even() -> None:
    """A few thousand entries fill each, within the two that linear hashing allows."""
    for total in (1, 2, 3, 4, 5, 16, 23):
        tailles = Counter(lot(base36(n * 7919), total) for n in range(4000))
        assert set(tailles) == set(range(total))
        assert max(tailles.values()) < 2.2 * min(tailles.values())


def test_a_large_catalogue_has_several_indexes(
    petit: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Shared by entry; one edit makes one of them again; only the first has the program."""
    monkeypatch.setattr(lots_recherche, "CARRE", 1)
    total = lots([ligne(petit, e) for e in entrees(petit)])
    assert total == 2
    dossiers: dict[int, set[str]] = {}
    for d in documents(petit):
        code, *rang = d.cle.split("-")
        dossiers.setdefault(lot(code, total), set()).add(code)
    assert sum(map(len, dossiers.values())) == len(entrees(petit))
    assert len(dossiers) == total, "le contenu d'essai remplit tous les lots"
    with Indexation(petit, tmp_path) as index:
        fichiers = index.fichiers()
    assert [e["languages"]["fr"]["page_count"] for e in entrees_de(fichiers)] == [
        sum(lot(d.cle.split("-")[0], total) == rang for d in documents(petit))
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
    assert len(list(tmp_path.glob("*.liasse"))) == total
