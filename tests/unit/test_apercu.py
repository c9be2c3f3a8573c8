"""The preview shows a change at once, exactly as the build that follows makes it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator import apercu as module
from generator import build
from generator.apercu import Apercu
from generator.assets import AssetsError
from generator.build import Options
from generator.catalogue.sources import Changee
from generator.encoders import html
from generator.render import Atelier, Rendered
from generator.views.base import Output
from tests.aides import ecrire_contenu

PAGE = "concertations/essai/index.html"
FICHE = "concertations/essai/concertation.md"


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    return ecrire_contenu(tmp_path)


@pytest.fixture
def gabarits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Templates that may be edited."""
    copie = tmp_path / "templates"
    shutil.copytree(html.MODELES, copie)
    for lieu in (html, build, module):
        monkeypatch.setattr(lieu, "MODELES", copie)
    html._environnement.cache_clear()
    yield copie
    html._environnement.cache_clear()


@pytest.fixture
def vu(contenu: Path, tmp_path: Path) -> Apercu:
    """A preview that has built once, with a cache."""
    options = Options(
        contenu, Path(), date(2026, 11, 22), "http://127.0.0.1/", 1, tmp_path / "cache"
    )
    apercu = Apercu(options)
    assert "pages en" in apercu.reconstruire()
    return apercu


def sans_construire(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_args: object) -> None:
        raise AssertionError("aucune construction n'était nécessaire")

    monkeypatch.setattr(module, "site_en_memoire", refuser)


def changer(fichier: Path, avant: str, apres: str) -> Path:
    texte = fichier.read_text(encoding="utf-8")
    assert avant in texte
    fichier.write_text(texte.replace(avant, apres, 1), encoding="utf-8")
    return fichier


def lire(apercu: Apercu, page: str = PAGE) -> str:
    octets, erreurs = apercu.lire(page)
    assert erreurs == ""
    return (octets or b"").decode()


def test_a_text_is_shown_before_the_build_and_as_the_build_makes_it(
    vu: Apercu, contenu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of the record is made at once, by itself; the build then gives the same bytes."""
    faits: list[str] = []
    rendre = Atelier.rendre

    def compter(atelier: Atelier, output: Output) -> Rendered:
        faits.append(output.path)
        return rendre(atelier, output)

    monkeypatch.setattr(Atelier, "rendre", compter)
    with monkeypatch.context() as sans:
        sans_construire(sans)
        vu.retoucher([changer(contenu / FICHE, "Le récit de l'essai.", "Un récit neuf.")])
        page = lire(vu)
        assert "Un récit neuf." in page
        assert lire(vu) == page
        assert lire(vu, "index.html")
    assert faits == [PAGE]
    monkeypatch.undo()
    vu.reconstruire()
    assert lire(vu) == page


def test_only_a_page_that_changes_is_loaded_again(vu: Apercu, contenu: Path) -> None:
    """Whoever looks at another page is not disturbed, neither at once nor after the build."""
    avant, autre = vu.empreinte(PAGE), vu.empreinte("mentions-legales/index.html")
    vu.retoucher([changer(contenu / FICHE, "Le récit de l'essai.", "Un récit neuf.")])
    apres = vu.attendre(avant, PAGE)
    assert apres != avant
    vu.reconstruire()
    assert vu.empreinte(PAGE) == apres
    assert vu.empreinte("mentions-legales/index.html") == autre


def test_an_error_is_shown_at_once_and_so_is_its_mend(
    vu: Apercu, contenu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The errors of the record take the place of every page, until it is right again."""
    sans_construire(monkeypatch)
    vu.retoucher([changer(contenu / FICHE, "titre: ", "couleur: bleu\ntitre: ")])
    for page in (PAGE, "index.html"):
        octets, erreurs = vu.lire(page)
        assert octets is None
        assert "champ-inconnu" in erreurs
        assert "concertations/essai/concertation.md:2:1" in erreurs
    vu.retoucher([changer(contenu / FICHE, "couleur: bleu\n", "")])
    assert "Le récit de l'essai." in lire(vu)


def test_an_error_found_by_the_build_is_mended_too(vu: Apercu, contenu: Path) -> None:
    """What is not known to be right is built; the last good site comes back with the mend."""
    site = contenu / "site.yml"
    vu.retoucher([changer(site, "nom: ", "couleur: bleu\nnom: ")])
    assert lire(vu)  # nothing is known of it yet
    assert "champ-inconnu" in vu.reconstruire()
    assert "champ-inconnu" in vu.lire(PAGE)[1]
    vu.retoucher([changer(site, "couleur: bleu\n", "")])
    assert "pages en" in vu.reconstruire()
    assert "Le récit de l'essai." in lire(vu)


def test_what_a_record_says_of_others_waits_for_the_build(vu: Apercu, contenu: Path) -> None:
    """A theme that does not exist is only seen with the other files: the page does not change before."""
    avant = lire(vu)
    fiche = contenu / FICHE
    vu.retoucher([changer(fiche, "- sante", "- inconnue")])
    assert lire(vu) == avant
    assert "inconnue" in vu.reconstruire()
    assert "inconnue" in vu.lire(PAGE)[1]
    fiche.unlink()
    vu.retoucher([fiche])
    assert "inconnue" in vu.lire(PAGE)[1]


def test_a_broken_link_that_only_the_build_sees_is_shown(vu: Apercu, contenu: Path) -> None:
    """The page is shown at once, then the error that the build found; its mend brings the page back."""
    lien = "Le récit [de](/nulle-part/) l'essai."
    vu.retoucher([changer(contenu / FICHE, "Le récit de l'essai.", lien)])
    assert "nulle-part" in lire(vu)
    assert "lien-casse" in vu.reconstruire()
    assert "lien-casse" in vu.lire(PAGE)[1]
    vu.retoucher([changer(contenu / FICHE, lien, "Le récit réparé.")])
    assert "Le récit réparé." in lire(vu)


def test_what_changes_during_a_build_is_shown_over_its_result(
    vu: Apercu, contenu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build read the file before: its page is not shown in place of the newer one."""
    site_en_memoire = module.site_en_memoire

    def pendant(*args: Any) -> Any:
        fait = site_en_memoire(*args)
        vu.retoucher([changer(contenu / FICHE, "Le premier.", "Le second.")])
        return fait

    changer(contenu / FICHE, "Le récit de l'essai.", "Le premier.")
    with monkeypatch.context() as une_fois:
        une_fois.setattr(module, "site_en_memoire", pendant)
        vu.reconstruire()
    assert "Le second." in lire(vu)
    assert vu.etat.site is not None
    assert "Le premier." in vu.etat.site.lire(PAGE).decode()
    vu.reconstruire()
    assert vu.etat.retouche is None
    assert "Le second." in lire(vu)


def test_a_build_whose_files_change_is_made_again(
    vu: Apercu, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so and changes nothing of what is shown; another refusal is shown."""
    avant = lire(vu)

    def changer_encore(*_args: object) -> None:
        raise Changee("concertations/essai/concertation.md : ce fichier a changé")

    def refuser(*_args: object) -> None:
        raise AssetsError("feuille de style invalide")

    with monkeypatch.context() as une_fois:
        une_fois.setattr(module, "site_en_memoire", changer_encore)
        assert "a changé" in vu.reconstruire()
        assert lire(vu) == avant
        une_fois.setattr(module, "site_en_memoire", refuser)
        assert vu.reconstruire() == "feuille de style invalide"
        assert vu.lire(PAGE) == (None, "feuille de style invalide")
    assert "pages en" in vu.reconstruire()
    assert lire(vu) == avant


@pytest.mark.usefixtures("gabarits")
def test_a_template_changes_every_page_at_once(
    contenu: Path, tmp_path: Path, gabarits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is made when it is asked for, as the build makes it; a cache does not hide the change."""
    apercu = Apercu(
        Options(contenu, Path(), date(2026, 11, 22), "http://127.0.0.1/", 1, tmp_path / "cache")
    )
    apercu.reconstruire()
    base = gabarits / "base.html.j2"
    with monkeypatch.context() as sans:
        sans_construire(sans)
        apercu.retoucher([changer(base, "</body>", "<p>Pied neuf</p></body>")])
        pages = {page: lire(apercu, page) for page in (PAGE, "index.html", "404.html")}
        assert all("<p>Pied neuf</p>" in page for page in pages.values())
        apercu.retoucher([changer(base, "{% block contenu %}", "{% blok contenu %}")])
        assert "base.html.j2" in apercu.lire(PAGE)[1]
    assert "base.html.j2" in apercu.reconstruire()
    apercu.retoucher([changer(base, "{% blok contenu %}", "{% block contenu %}")])
    apercu.reconstruire()
    assert {page: lire(apercu, page) for page in pages} == pages


def test_a_template_edited_during_a_build_is_shown_and_changes_nothing_of_it(
    contenu: Path, gabarits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build goes on with the templates that it began with; the page is already the new one."""
    apercu = Apercu(Options(contenu, Path(), date(2026, 11, 22), "http://127.0.0.1/"))
    apercu.reconstruire()
    site_en_memoire = module.site_en_memoire

    def pendant(*args: Any) -> Any:
        apercu.retoucher([changer(gabarits / "base.html.j2", "</body>", "<p>Neuf</p></body>")])
        assert "<p>Neuf</p>" in lire(apercu)
        return site_en_memoire(*args)

    with monkeypatch.context() as une_fois:
        une_fois.setattr(module, "site_en_memoire", pendant)
        apercu.reconstruire()
    assert apercu.etat.site is not None
    assert "<p>Neuf</p>" not in apercu.etat.site.lire(PAGE).decode()
    assert "<p>Neuf</p>" in lire(apercu)
    apercu.reconstruire()
    assert "<p>Neuf</p>" in apercu.etat.site.lire(PAGE).decode()


def test_a_page_is_kept_under_the_templates_that_made_it(gabarits: Path) -> None:
    """A template edited while pages are made is not read: its name would be given to older bytes."""
    nom, theme = "pages/texte.html.j2", "neutre"
    avant = html.cloture(theme, nom)
    with html.gabarits_lus(1):
        html.environnement(theme).get_template(nom)
        changer(gabarits / nom, "{% block contenu %}", "{% block contenu %}<hr>")
        assert html.cloture(theme, nom) == avant
    with html.gabarits_lus(2):
        assert html.cloture(theme, nom) != avant
