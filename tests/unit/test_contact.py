"""``security.txt`` says whom to write to, until when, and only when somebody answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.build import Options, site_en_memoire
from generator.views.contact import SECURITE
from schemas.dates import lire_jour
from tests.aides import SITE, ecrire_contenu

JOUR = lire_jour("2026-11-22")


def construit(dossier: Path, ajout: str, base_url: str = "") -> dict[str, bytes]:
    contenu = ecrire_contenu(dossier, **{"site.yml": SITE + ajout})
    site, rapport = site_en_memoire(Options(contenu, dossier / "site", JOUR, base_url))
    assert site is not None, rapport.diagnostics
    return {chemin: site.lire(chemin) for chemin in site.files if chemin == SECURITE}


def test_security_txt_follows_its_standard(tmp_path: Path) -> None:
    """RFC 9116: each field once, a contact, and an end within a year of the build."""
    texte = construit(tmp_path, "contact: securite@catalogue.example\n")[SECURITE].decode()
    champs = re.findall(r"^([A-Za-z-]+): (.+)$", texte, re.MULTILINE)
    assert len(champs) == texte.count("\n") == len(dict(champs))
    dits = dict(champs)
    assert dits["Contact"] == "mailto:securite@catalogue.example"
    assert dits["Canonical"] == "https://catalogue.example/.well-known/security.txt"
    fin = datetime.fromisoformat(dits["Expires"])
    debut = datetime(JOUR.year, JOUR.month, JOUR.day, tzinfo=UTC)
    assert 30 < (fin - debut).days < 366


@pytest.mark.parametrize(
    ("ajout", "base_url"),
    [("", ""), ("contact: securite@catalogue.example\n", "https://catalogue.example/sous-chemin/")],
)
def test_without_contact_or_under_a_path_there_is_none(
    tmp_path: Path, ajout: str, base_url: str
) -> None:
    assert construit(tmp_path, ajout, base_url) == {}
