"""From a content folder to a published site, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from generator.build import Options, build, site_en_memoire
from generator.objet import Objet
from generator.plan import PlanError, plan
from generator.publish.chantier import Chantier
from generator.views.base import fichier
from generator.world import World
from tests.aides import CONTENU, FICHE, ecrire_contenu, remplacer

JOUR = date(2026, 11, 22)
RACINE = Path(__file__).resolve().parents[2]


def options(
    contenu: Path, out: Path, jobs: int = 1, base: str = "https://site.example/sous/"
) -> Options:
    return Options(contenu, out, JOUR, base, jobs)


def test_two_builds_give_the_same_bytes_whatever_the_processes_and_the_path(tmp_path: Path) -> None:
    """Same content, same history (none, out of the repository), same day: same bytes."""
    for copie in ("ici", "ailleurs"):
        (tmp_path / copie).mkdir()
        subprocess.run(["cp", "-r", RACINE / "content", tmp_path / copie], check=True)
    un = site_en_memoire(options(tmp_path / "ici" / "content", tmp_path / "a"))[0]
    deux = site_en_memoire(options(tmp_path / "ailleurs" / "content", tmp_path / "b", jobs=3))[0]
    assert un is not None
    assert deux is not None
    sans_histoire = {p for p in un.files if un.files[p] != deux.files.get(p)}
    assert un.files.keys() == deux.files.keys()
    assert sans_histoire == set()


def test_a_first_publication_finds_the_pages_in_their_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made a page put it there: nothing is left to do for it but to be looked at."""
    lies: list[str] = []
    lier = Chantier._lier

    def noter(chantier: Chantier, nom: str, objet: Objet) -> None:
        lies.append(nom)
        lier(chantier, nom, objet)

    monkeypatch.setattr(Chantier, "_lier", noter)
    contenu = ecrire_contenu(tmp_path)
    for nom, jobs in (("une", 2), ("deux", 1)):
        ou = Options(contenu, tmp_path / nom, JOUR, jobs=jobs, cache=tmp_path / f"cache-{nom}")
        rapport = build(ou)
        assert not rapport.failed
        assert rapport.reused == 0
        pages = [lie for lie in lies if lie.endswith(".html")]
        assert bool(pages) == (jobs == 1)
    une, deux = tmp_path / "une", tmp_path / "deux"
    assert {p.relative_to(une): p.read_bytes() for p in une.rglob("*") if p.is_file()} == {
        p.relative_to(deux): p.read_bytes() for p in deux.rglob("*") if p.is_file()
    }


def test_an_error_leaves_what_was_published(tmp_path: Path) -> None:
    """A broken file stops before publication; the old site stays, byte for byte."""
    contenu = ecrire_contenu(tmp_path)
    out = tmp_path / "site"
    assert not build(options(contenu, out)).failed
    avant = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    (contenu / "site.yml").write_text("nom: x : y\n")
    rapport = build(options(contenu, out))
    assert rapport.failed
    assert avant == {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def test_a_broken_link_in_a_text_stops_the_build_and_names_the_file(tmp_path: Path) -> None:
    """A link to nowhere is told with the page and the content file."""
    contenu = ecrire_contenu(
        tmp_path,
        **{"concertations/essai/concertation.md": FICHE + "\nVoir [ceci](/guides/nulle-part/).\n"},
    )
    site, rapport = site_en_memoire(options(contenu, tmp_path / "site"))
    assert site is None
    (erreur,) = rapport.diagnostics
    assert erreur.code == "lien-casse"
    assert erreur.path.endswith("concertations/essai/concertation.md")
    assert "guides/nulle-part/" in erreur.message


def test_moved_pages_redirect(tmp_path: Path) -> None:
    """An old address leads to the new one, without JavaScript."""
    texte = remplacer(
        FICHE, "revu_le:", "anciennes_urls:\n  - /concertations/ancien-nom/\nrevu_le:"
    )
    contenu = ecrire_contenu(tmp_path, **{"concertations/essai/concertation.md": texte})
    site = site_en_memoire(options(contenu, tmp_path / "site"))[0]
    assert site is not None
    html = site.files["concertations/ancien-nom/index.html"].decode()
    assert 'content="0; url=../../concertations/essai/"' in html
    assert '<link rel="canonical" href="https://site.example/sous/concertations/essai/">' in html
    assert "ancien-nom" not in site.files["sitemap.xml"].decode()


def test_two_outputs_on_one_path_are_refused(tmp_path: Path) -> None:
    """A collision is told before anything is written, with both sources."""
    contenu = ecrire_contenu(tmp_path, **{"pages/guides.md": CONTENU["pages/a-propos.md"]})
    site, rapport = site_en_memoire(options(contenu, tmp_path / "site"))
    assert site is None
    assert [d.code for d in rapport.diagnostics] == ["adresse-en-double"]
    assert "pages/guides.md" in rapport.diagnostics[0].message


def test_a_plan_refuses_paths_that_differ_by_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some hosts fold case: two such paths are one file there."""
    import generator.plan as module
    from generator.catalogue.load import load

    catalogue = load(ecrire_contenu(tmp_path)).catalogue
    assert catalogue is not None

    def sorties(_world: World) -> object:
        yield fichier("A.txt", lambda _: b"", source="un")
        yield fichier("a.txt", lambda _: b"", source="deux")

    monkeypatch.setattr(module, "SECTIONS", (sorties,))
    with pytest.raises(PlanError, match="un et deux"):
        plan(World(catalogue, JOUR, "https://site.example/"))


def commande(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("build", "--date", "2026-02-30"), 2, "une date s'écrit AAAA-MM-JJ"),
        (("build", "--jobs", "0"), 2, "valeur refusée pour « --jobs »"),
        (("chek",), 2, "commande inconnue"),
        (("check", "--fromat", "json"), 2, "option inconnue : --fromat"),
        (("build", "--content", "nulle-part"), 1, "nulle-part"),
    ],
)
def test_usage_errors_are_in_french(
    tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    """A mistake on the command line gives a sentence and exit code 2, never a traceback."""
    resultat = commande(*arguments, cwd=tmp_path)
    assert resultat.returncode == code
    assert message in resultat.stdout + resultat.stderr
    assert "Traceback" not in resultat.stderr


def test_help_is_in_french(tmp_path: Path) -> None:
    """Every command explains itself without an English word of click."""
    from generator.cli import cli

    for nom in (None, *cli.commands):
        aide = commande(*([nom] if nom else []), "--help", cwd=tmp_path).stdout
        assert aide.startswith("Utilisation :")
        for anglais in ("Usage:", "Show this", "Commands:", "default:"):
            assert anglais not in aide


def test_a_bug_of_ours_says_so(tmp_path: Path) -> None:
    """Exit code 70, and a sentence that clears the author's file."""
    code = (
        "import generator.catalogue.load as m\n"
        "def casse(*a, **k): raise RuntimeError('essai')\n"
        "m.check = casse\n"
        "from generator.__main__ import main\n"
        "main(['check'])\n"
    )
    resultat = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert resultat.returncode == 70
    assert "ce n'est pas une erreur de votre fichier" in resultat.stderr
