"""What times the stages of a record calls what the build calls."""

from __future__ import annotations

from pathlib import Path

from benchmarks.etapes import etapes
from generator.catalogue.fiches import groups
from generator.source.discover import Kind, discover
from tests.arbre import contenu_de_trois


def test_every_stage_can_be_timed(tmp_path: Path) -> None:
    contenu = contenu_de_trois(tmp_path)
    fiches = [g for g in groups(discover(contenu).files) if g[0].kind is Kind.CONCERTATION]
    page = tmp_path / "page"
    faites = etapes(contenu, fiches, page)
    for etape in faites:
        for arguments in etape.appels:
            etape.faire(*arguments)
    assert len(fiches) == 3
    assert all(etape.appels for etape in faites)
    assert page.exists()
