"""What the cache gives is what a build without it gives, byte for byte, whatever is edited."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import meta

from generator import cles, world
from generator.catalogue import sommes
from generator.catalogue.load import load
from generator.catalogue.sources import Gardee
from generator.cycle import anciennete, annees, mois_ecoules, perimee
from generator.encoders import html
from generator.source import discover as decouverte
from generator.store import Reserve
from generator.world import JourSuivi
from tests.arbre import IDS, JOUR, construire, contenu_de_trois

Edition = tuple[str, str, int]
EDITIONS = st.tuples(
    st.sampled_from(
        (
            *("texte", "resume", "titre", "decision", "preuve", "thematique", "ministere"),
            *("guide", "page", "lien", "ajout", "retrait", "jour", "nom du site", "rien"),
            "même taille",
        )
    ),
    st.sampled_from(IDS),
    st.integers(0, 400),
)


@pytest.fixture(autouse=True, scope="module")
def _vieux() -> Iterator[None]:
    """Build long after the files were written: what was seen of them is believed."""
    horloge = sommes.maintenant
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sommes, "maintenant", lambda: horloge() + 10**12)
        yield


def _alterner(fichier: Path, *mots: str) -> None:
    """Put one word for another as long, and give back the date: only the system knows."""
    vu = fichier.stat()
    lu = fichier.read_text("utf-8")
    avant, apres = mots if mots[0] in lu else mots[::-1]
    while fichier.stat().st_ctime_ns == vu.st_ctime_ns:  # dates are those of a tick
        fichier.write_text(lu.replace(avant, apres), "utf-8")
        os.utime(fichier, ns=(vu.st_atime_ns, vu.st_mtime_ns))
    assert (fichier.stat().st_size, fichier.stat().st_mtime_ns) == (vu.st_size, vu.st_mtime_ns)


def _inserer(fichier: Path, avant: str, texte: str) -> None:
    if fichier.exists():
        lu = fichier.read_text("utf-8")
        fichier.write_text(lu.replace(avant, avant + texte, 1), "utf-8")


def editer(contenu: Path, edition: Edition, jour: date) -> date:
    """Edit the content, or change the day; give the day."""
    quoi, qui, n = edition
    dossier = contenu / "concertations" / qui
    fiche, suites = dossier / "concertation.md", dossier / "suites.yml"
    simples = {
        "resume": (fiche, "resume: ", f"N° {n}, "),
        "titre": (fiche, "titre: ", f"N° {n}, "),
        "preuve": (suites, "intitule: ", f"N° {n}, "),
        "thematique": (contenu / "referentiels/thematiques.yml", "nom: ", f"N° {n}, "),
        "ministere": (contenu / "referentiels/ministeres.yml", "nom: ", f"N° {n}, "),
        "guide": (contenu / "guides/methode.md", "titre: ", f"N° {n}, "),
        "page": (contenu / "pages/a-propos.md", "titre: ", f"N° {n}, "),
        "nom du site": (contenu / "site.yml", "nom: ", f"N° {n}, "),
    }
    if quoi in simples:
        _inserer(*simples[quoi])
    elif quoi == "texte" and fiche.exists():
        fiche.write_text(f"{fiche.read_text('utf-8')}\nPhrase n° {n}.\n", "utf-8")
    elif quoi == "même taille" and fiche.exists():
        _alterner(fiche, "inventée", "imaginée")
    elif quoi == "decision" and suites.exists():
        lu = suites.read_text("utf-8")
        ligne = next(x for x in lu.split("\n") if "decision: " in x)
        choix = ("sans_reponse", "inconnue", "a_l_etude")[n % 3]
        nouvelle = f"{ligne.split('decision:')[0]}decision: {choix}"
        suites.write_text(lu.replace(ligne, nouvelle, 1), "utf-8")
    elif quoi == "lien" and fiche.exists():
        autre = IDS[(IDS.index(qui) + 1) % len(IDS)]
        lu = fiche.read_text("utf-8")
        if "concertations_liees" not in lu and (contenu / "concertations" / autre).exists():
            bloc = f"concertations_liees:\n  - id: {autre}\n    relation: suit\nobjet: "
            fiche.write_text(lu.replace("objet: ", bloc, 1), "utf-8")
    elif quoi == "ajout" and not (contenu / f"concertations/neuve-{n}").exists() and fiche.exists():
        neuve = contenu / f"concertations/neuve-{n}"
        neuve.mkdir()
        (neuve / "concertation.md").write_bytes(fiche.read_bytes())
    elif quoi == "retrait":
        neuves = sorted((contenu / "concertations").glob("neuve-*"))
        if neuves and not any(
            neuves[0].name in f.read_text("utf-8") for f in contenu.glob("concertations/*/*.md")
        ):
            (neuves[0] / "concertation.md").unlink()
            neuves[0].rmdir()
    return jour + timedelta(days=n) if quoi == "jour" else jour


def comparer(editions: list[Edition], jour: date = JOUR) -> None:
    """Build with one cache after each edit; each time, as from nothing."""
    with tempfile.TemporaryDirectory() as dossier:
        contenu = contenu_de_trois(Path(dossier))
        cache = Path(dossier) / "cache"
        construire(contenu, cache, jour)
        for edition in editions:
            jour = editer(contenu, edition, jour)
            garde = construire(contenu, cache, jour)
            neuf = construire(contenu, None, jour)
            differents = [p for p in neuf.fichiers if garde.fichiers.get(p) != neuf.fichiers[p]]
            assert differents == []
            assert garde.fichiers.keys() == neuf.fichiers.keys()


@given(st.lists(EDITIONS, min_size=1, max_size=5))
@settings(max_examples=6, deadline=None)
def test_avec_ou_sans_cache_le_meme_site(editions: list[Edition]) -> None:
    comparer(editions)


TEMOINS: list[Edition] = [
    ("texte", "deux", 1),
    ("titre", "essai", 2),
    ("même taille", "trois", 0),
    *(("jour", "essai", n) for n in (90, 90, 90, 400, 900)),
]
AVANT = date(2023, 12, 1)
"""A day before the records of the tests open: time will change their status."""


def test_les_temoins_passent() -> None:
    """Without a defect, the edits that reveal the defects below reveal nothing."""
    comparer(TEMOINS, AVANT)


def _toujours(retour: object) -> Callable[..., object]:
    return lambda *_args, **_options: retour


_LISTER = decouverte._list


def _sans_ctime(contenu: str, dossier: str) -> decouverte.Listing:
    """What stands in a folder, but for what only the system writes of it."""
    entrees, refuses = _LISTER(contenu, dossier)
    return [(nom, vu and (*vu[:4], 0)) for nom, vu in entrees], refuses


@pytest.mark.parametrize(
    ("module", "nom", "remplacant"),
    [
        (decouverte, "_list", _sans_ctime),
        (cles, "empreinte_de", _toujours(b"")),
        (cles, "empreinte_de_fiche", _toujours(b"")),
        (cles, "decrire_fiche", _toujours(b"")),
        (cles, "valeur", _toujours(b"")),
        (cles.Cles, "section", _toujours(b"")),
        (world.JourSuivi, "exact", lambda self: self._jour),
        (world.JourSuivi, "__lt__", lambda self, autre: self._jour < autre),
        (world.JourSuivi, "__gt__", lambda self, autre: self._jour > autre),
        (world.JourSuivi, "__ge__", lambda self, autre: self._jour >= autre),
    ],
    ids=[
        *("ctime", "contenu", "fiche", "lot", "arguments", "section"),
        *("jour lu", "avant", "après", "au plus tôt"),
    ],
)
def test_une_cle_defectueuse_est_vue(
    monkeypatch: pytest.MonkeyPatch, module: object, nom: str, remplacant: Callable[..., object]
) -> None:
    """Each part of a key, once removed, makes the comparison fail: it can see a stale page."""
    monkeypatch.setattr(module, nom, remplacant)
    with pytest.raises(AssertionError):
        comparer(TEMOINS, AVANT)


DATES = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(
    DATES, st.lists(st.tuples(st.sampled_from(["<", "<=", ">", ">="]), DATES), max_size=6), DATES
)
def test_un_jour_suivi_repond_comme_un_jour_et_sait_jusqu_a_quand(
    jour: date, questions: list[tuple[str, date]], autre: date
) -> None:
    suivi = JourSuivi(jour)
    compare = {
        "<": (lambda j, d: j < d, lambda j, d: d > j),
        "<=": (lambda j, d: j <= d, lambda j, d: d >= j),
        ">": (lambda j, d: j > d, lambda j, d: d < j),
        ">=": (lambda j, d: j >= d, lambda j, d: d <= j),
    }
    for signe, terme in questions:
        for sens in compare[signe]:
            assert sens(suivi, terme) == sens(jour, terme)
    assert suivi.depuis <= jour <= suivi.jusque
    if suivi.depuis <= autre <= suivi.jusque:
        for signe, terme in questions:
            assert compare[signe][0](autre, terme) == compare[signe][0](jour, terme)


@given(DATES, DATES)
def test_les_mois_ecoules_se_comptent_par_comparaison(depuis: date, jour: date) -> None:
    mois = (jour.year - depuis.year) * 12 + jour.month - depuis.month - (jour.day < depuis.day)
    assert mois_ecoules(depuis, jour) == max(0, mois)
    suivi = JourSuivi(jour)
    assert mois_ecoules(depuis, suivi) == max(0, mois)  # type: ignore[arg-type]
    assert mois_ecoules(depuis, suivi.jusque if suivi.jusque < date.max else jour) == max(0, mois)


@given(DATES, DATES, st.integers(0, 30))
def test_une_peremption_vaut_jusqu_a_ce_qu_elle_change(
    depuis: date, jour: date, seuil: int
) -> None:
    """The days for which the answer holds are those that have this answer, and all of them."""
    suivi = JourSuivi(jour)
    perime = perimee(depuis, suivi, seuil)  # type: ignore[arg-type]
    assert perime == (mois_ecoules(depuis, jour) > seuil)
    for bord, sens in ((suivi.depuis, -1), (suivi.jusque, 1)):
        if bord not in {date.min, date.max}:
            assert perimee(depuis, bord, seuil) == perime
            assert perimee(depuis, bord + sens * timedelta(days=1), seuil) != perime


@pytest.mark.parametrize("dire", [annees, anciennete])
@given(depuis=DATES, jour=DATES)
def test_une_duree_vaut_tant_qu_elle_se_dit_de_meme(
    dire: Callable[[date, date], str], depuis: date, jour: date
) -> None:
    suivi = JourSuivi(jour)
    texte = dire(depuis, suivi)  # type: ignore[arg-type]
    assert texte == dire(depuis, jour)
    for bord, sens in ((suivi.depuis, -1), (suivi.jusque, 1)):
        if bord not in {date.min, date.max}:
            assert dire(depuis, bord) == texte
            assert dire(depuis, bord + sens * timedelta(days=1)) != texte


def test_ce_qu_un_gabarit_inclut_est_trouve_comme_par_jinja() -> None:
    env = html.environnement("neutre")
    noms = sorted(p.relative_to(html.MODELES).as_posix() for p in html.MODELES.glob("pages/*.j2"))
    assert noms
    for nom in noms:
        attendus = set(
            meta.find_referenced_templates(env.parse(env.loader.get_source(env, nom)[0]))
        )
        trouves = {a or b for a, b in html._REFERENCE.findall(env.loader.get_source(env, nom)[0])}
        assert trouves == attendus, nom


def test_une_fiche_gardee_est_celle_qui_a_ete_lue(tmp_path: Path) -> None:
    """Real content, once kept as JSON and read again, is equal to what was read from YAML."""
    reserve = Reserve(tmp_path)
    lues = load(Path("content"), memoire=reserve, code=b"x")
    fiches = len(reserve._ajouts.fiches)
    assert fiches
    reserve.ecrire()
    gardees = load(Path("content"), memoire=reserve, code=b"x")
    assert gardees.catalogue == lues.catalogue
    assert lues.catalogue is not None
    assert gardees.catalogue is not None
    assert any(isinstance(d.source, Gardee) for d in gardees.catalogue.concertations)
    for garde, lu in zip(
        gardees.catalogue.concertations, lues.catalogue.concertations, strict=True
    ):
        assert garde.source.lecture == lu.source.lecture
        assert garde.citations == lu.citations
    assert len(reserve._ajouts.fiches) < fiches / 10
