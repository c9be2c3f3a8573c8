"""The letter of a period: what it holds, in three forms, and the monthly page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from generator.catalogue.records import Catalogue
from generator.cli import cli
from generator.digest import ecrire
from generator.encoders import lettre as flux_lettres
from generator.encoders import suivi
from generator.events import TypeEvenement
from generator.events.liste import Liste
from generator.history.model import Changement, Nature
from generator.views import lettre
from generator.views.base import Gabarit
from tests.aides import FICHE, ecrire_contenu
from tests.flux.essais import agrandir, avec, catalogue, commit, decision, historique, monde

PERIODE = (date(2026, 6, 1), date(2026, 6, 30))
PASSE = historique(decision(2, datetime(2026, 6, 3, 12, 0, tzinfo=UTC)))


@pytest.fixture
def petit(tmp_path: Path) -> Catalogue:
    return catalogue(tmp_path)


def test_the_letter_holds_the_period_and_nothing_else(petit: Catalogue) -> None:
    """The record entered in January: it is not news of June."""
    texte = ecrire(petit, PASSE, PERIODE, "text")
    assert "1 nouvelle du 1er juin 2026 au 30 juin 2026." in texte
    assert "DÉCISIONS SUR DES PROPOSITIONS" in texte
    assert "https://catalogue.example/concertations/essai/suites/#proposition-1" in texte
    assert "NOUVELLES FICHES" not in texte


def test_a_ministry_gets_its_own_letter(petit: Catalogue) -> None:
    """Only the concertations it carries."""
    assert "Décisions" in ecrire(petit, PASSE, PERIODE, "markdown", "sante")
    vide = ecrire(petit, PASSE, PERIODE, "markdown", "culture")
    assert vide.splitlines()[0].endswith("Culture")
    assert "Rien de nouveau" in vide


def test_a_date_removed_and_given_back_in_the_period_is_not_news(petit: Catalogue) -> None:
    """Two commits that cancel out; the removal alone, or another date, is news."""

    def bouge(rang: int, avant: str, apres: str) -> Changement:
        quand = datetime(2026, 6, rang, 12, 0, tzinfo=UTC)
        phrase = f"La réponse passe de « {avant} » à « {apres} »."
        champ = "reponse_attendue_le"
        nature = Nature.DATE_DEPLACEE if avant else Nature.FICHE_COMPLETEE
        return Changement(commit(rang, quand), nature, "essai", phrase, champ, "", avant, apres)

    otee, remise, autre = bouge(4, "2027-01", ""), bouge(5, "", "2027-01"), bouge(5, "", "2027-02")
    sobre = ecrire(petit, PASSE, PERIODE, "text")
    deux = historique(*PASSE.changements[2:], otee, remise)
    assert ecrire(petit, deux, PERIODE, "text") == sobre
    assert "DATES DÉPLACÉES" in ecrire(petit, deux, (PERIODE[0], date(2026, 6, 4)), "text")
    for passe in (historique(otee), historique(otee, autre)):
        assert "DATES DÉPLACÉES" in ecrire(petit, passe, PERIODE, "text")


def test_a_date_that_came_back_within_the_month_is_not_in_its_letter(petit: Catalogue) -> None:
    """The feeds told it when it happened; what came back the month after was news of both."""

    def bouge(mois: int, rang: int, avant: str, apres: str) -> Changement:
        quand = datetime(2026, mois, rang, 12, 0, tzinfo=UTC)
        phrase = f"La réponse passe de « {avant} » à « {apres} »."
        champ, nature = "reponse_attendue_le", Nature.DATE_DEPLACEE
        numero = 10 * mois + rang
        return Changement(commit(numero, quand), nature, "essai", phrase, champ, "", avant, apres)

    def nombres(*passe: Changement) -> dict[date, int]:
        liste = Liste(monde(petit, historique(*PASSE.changements, *passe), date(2026, 11, 22)))
        assert sum(m.type is TypeEvenement.REPORT for m in liste.mentions) == len(passe)
        return {x.premier: x.nombre for x in lettre.brouillons(liste, date(2026, 11, 22))}

    janvier, juin, juillet = date(2026, 1, 1), date(2026, 6, 1), date(2026, 7, 1)
    sobre = nombres()
    assert sobre == {juin: 1, janvier: 2}
    assert nombres(bouge(6, 8, "2027-01", "2027-02"), bouge(6, 9, "2027-02", "2027-01")) == sobre
    assert nombres(bouge(7, 8, "2027-01", "2027-02"), bouge(7, 9, "2027-02", "2027-01")) == sobre
    deux_pas = (bouge(6, 8, "2027-01", "2027-02"), bouge(6, 9, "2027-02", "2027-03"))
    assert nombres(*deux_pas) == sobre | {juin: 3}
    a_cheval = (bouge(6, 8, "2027-01", "2027-02"), bouge(7, 9, "2027-02", "2027-01"))
    assert nombres(*a_cheval) == sobre | {juin: 2, juillet: 1}


class _Structure(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.liens: list[str] = []
        self.balises: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append(tag)
        self.liens += [v or "" for k, v in attrs if k == "href"]


def test_strange_titles_break_no_form(tmp_path: Path) -> None:
    """Markdown and HTML read back with the same link and no other markup than ours."""
    titre = "[Avis](https://ailleurs.example) *gras* <script>x</script> & `code`"
    petit = catalogue(
        tmp_path, fiche=avec(FICHE, ("titre: Concertation d'essai", f"titre: '{titre}'"))
    )
    attendu = ["https://catalogue.example/concertations/essai/suites/#proposition-1"]
    rendu = MarkdownIt("commonmark", {"html": True}).render(
        ecrire(petit, PASSE, PERIODE, "markdown")
    )
    for html in (rendu, ecrire(petit, PASSE, PERIODE, "html")):
        lu = _Structure()
        lu.feed(html)
        assert lu.liens == attendu
        assert not {"script", "em", "code"} & set(lu.balises)
        assert "script&gt;x&lt;/script" in html


def test_text_lines_stay_short(petit: Catalogue) -> None:
    """Lines fit a plain mail, addresses excepted."""
    lignes = ecrire(petit, PASSE, PERIODE, "text").splitlines()
    assert max(len(x) for x in lignes if "https://" not in x) <= flux_lettres.LARGEUR


def test_a_month_has_its_page_once_it_is_over(petit: Catalogue) -> None:
    """January and June had news; November is not over."""
    liste = Liste(monde(petit, PASSE, date(2026, 11, 22)))

    def mois(jour: date) -> tuple[date, ...]:
        return tuple(x.premier for x in lettre.brouillons(liste, jour))

    assert mois(date(2026, 11, 22)) == (date(2026, 6, 1), date(2026, 1, 1))
    assert mois(date(2026, 6, 30)) == (date(2026, 1, 1),)
    assert mois(date(2026, 7, 1)) == (date(2026, 6, 1), date(2026, 1, 1))


def test_a_monthly_page_is_bounded(petit: Catalogue) -> None:
    """A hundred records in a month: fifty are printed, the rest is counted."""
    grand, passe = agrandir(petit, 100)
    le_monde = monde(grand, passe, date(2026, 2, 1))
    page = next(o for o in suivi.sorties(le_monde) if o.path == "lettres/2026-01/index.html")
    gabarit = page.construire(le_monde)
    assert isinstance(gabarit, Gabarit)
    (section,) = [s for s in gabarit.vue.sections if s.titre == "Nouvelles fiches"]
    assert (len(section.lignes), section.autres) == (50, 50)


def test_the_command_writes_the_letter(tmp_path: Path) -> None:
    """Out of a repository, reviews date the records, and the command says so."""
    contenu = ecrire_contenu(tmp_path)
    base = ["digest", "--content", str(contenu), "--date", "2026-01-31"]
    resultat = CliRunner().invoke(cli, [*base, "--since", "2026-01-01"])
    assert resultat.exit_code == 0
    assert "## Nouvelles fiches" in resultat.stdout
    assert "sans historique" in resultat.stderr
    semaine = CliRunner().invoke(cli, base)
    assert "du 25 janvier 2026 au 31 janvier 2026" in semaine.stdout.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    rien = CliRunner().invoke(cli, [*base, "--since", "2026-01-20", "--ministere", "culture"])
    assert "Rien de nouveau" in rien.stdout


@pytest.mark.parametrize(
    ("options", "attendu"),
    [
        (["--since", "2026-02-01"], "est après"),
        (["--since", "2026-01-01", "--ministere", "marine"], "connus : sante, culture"),
        (["--since", "hier"], "AAAA-MM-JJ"),
    ],
)
def test_a_wrong_request_is_a_usage_error(tmp_path: Path, options: list[str], attendu: str) -> None:
    """Exit code 2, and what is allowed."""
    commande = ["digest", "--content", str(ecrire_contenu(tmp_path)), "--date", "2026-01-31"]
    resultat = CliRunner().invoke(cli, [*commande, *options])
    assert resultat.exit_code == 2
    assert attendu in resultat.stderr
