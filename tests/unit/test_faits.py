"""A fact cannot be dated after the day that it is checked; what is expected can."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.catalogue.load import check, load
from generator.catalogue.reading import MODELS
from generator.cli import cli
from schemas.elements import Jalon
from schemas.faits import ATTENDUES, champs_dates, faits_futurs
from schemas.types import Modele, modeles
from tests.aides import FICHE, GUIDE, PAGE, SITE, ecrire_contenu, remplacer

JOUR = date(2026, 11, 22)
FICHES = "concertations/essai/concertation.md"


def _atteints(modele: type[Modele]) -> Iterator[type[Modele]]:
    yield modele
    for champ in modele.model_fields.values():
        for dedans in modeles(champ.annotation):
            yield from _atteints(dedans)


def test_toute_date_du_contenu_est_un_fait_ou_attendue() -> None:
    """A new date is that of a fact unless ``ATTENDUES`` names it: this list is to be thought of."""
    tous = {m for fichier in MODELS.values() for m in _atteints(fichier)}
    faits = {f"{m.__name__}.{nom}" for m in tous for nom in champs_dates(m)}
    assert faits == {
        "Appreciation.date",
        "Concertation.revu_le",
        "Document.date",
        "DocumentGuide.date",
        "Evaluation.date",
        "FinAnticipee.date",
        "Guide.date",
        "Guide.revu_le",
        "Jalon.date",
        "Levier.date",
        "ModeleDocument.revu_le",
        "Page.revu_le",
        "Preuve.date",
        "Proposition.decision_date",
        "Proposition.maj_le",
        "ReponseDuCommanditaire.date",
        "Site.donnees_arretees_au",
        "Source.date",
        "Synthese.date",
    }
    assert all(noms <= m.model_fields.keys() for m, noms in ATTENDUES.items())


@pytest.mark.parametrize(
    ("ecrite", "future"),
    [
        ("2026", False),
        ("2026-11", False),
        ("2026-11-22", False),
        ("2026-11-23", True),
        ("2026-12", True),
        ("2027", True),
    ],
)
def test_un_mois_ou_une_annee_compte_par_son_premier_jour(ecrite: str, future: bool) -> None:  # noqa: FBT001 - what is expected
    jalon = Jalon.model_validate({"date": ecrite, "intitule": "Étape", "etat": "atteint"})
    trouvees = [i.loc for i in faits_futurs(jalon, JOUR)]
    assert trouvees == ([("date",)] if future else [])


@pytest.mark.parametrize("etat", [{}, {"etat": "prevu"}])
def test_une_etape_qui_n_est_pas_dite_passee_peut_venir(etat: dict[str, str]) -> None:
    jalon = Jalon.model_validate({"date": "2030", "intitule": "Étape", **etat})
    assert list(faits_futurs(jalon, JOUR)) == []


def test_tous_les_fichiers_sont_regardes_mais_pas_a_la_construction(tmp_path: Path) -> None:
    def demain(texte: str) -> str:
        return remplacer(texte, "revu_le: 2026-01-15", "revu_le: 2026-11-23")

    contenu = ecrire_contenu(
        tmp_path,
        **{
            FICHES: demain(FICHE),
            "guides/methode.md": demain(GUIDE),
            "pages/a-propos.md": demain(PAGE),
            "site.yml": f"{SITE}donnees_arretees_au: 2026-11-23\n",
        },
    )
    assert load(contenu).diagnostics == ()
    for chemins in ((), (contenu,)):
        dits = check(contenu, chemins, jour=JOUR).diagnostics
        assert [(Path(d.path).relative_to(contenu).as_posix(), d.code) for d in dits] == [
            (FICHES, "date-future"),
            ("guides/methode.md", "date-future"),
            ("pages/a-propos.md", "date-future"),
            ("site.yml", "date-future"),
        ]
    assert check(contenu, jour=date(2026, 11, 23)).diagnostics == ()


@pytest.mark.parametrize(("jour", "code"), [("2026-01-14", 1), ("2026-01-15", 0)])
def test_la_commande_prend_le_jour(tmp_path: Path, jour: str, code: int) -> None:
    contenu = ecrire_contenu(tmp_path)
    sortie = CliRunner().invoke(cli, ["check", "--content", str(contenu), "--date", jour])
    assert sortie.exit_code == code
    assert ("[date-future]" in sortie.output) == bool(code)
