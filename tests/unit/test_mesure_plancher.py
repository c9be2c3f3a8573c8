"""The floor that measures are compared with does its little: a page for each file, nothing twice."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks import plancher
from benchmarks.formes import ecrire_notre

RECORDS = 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_floor_reads_all_and_writes_a_page_for_each_file_of_a_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    """Then only what was saved since: the page that is looked at says it."""
    ecrire_notre(tmp_path, RECORDS)
    contenu, sortie, cache = tmp_path / "content", tmp_path / "sortie", tmp_path / "cache"

    def construire() -> dict[str, int]:
        arguments = [str(contenu), str(sortie), "--cache", str(cache), "--jobs", str(jobs)]
        monkeypatch.setattr(sys, "argv", ["plancher", *arguments, "--date", "2026-11-22"])
        plancher.main()
        pages = (sortie / "concertations").rglob("index.html")
        return {str(page.parent.relative_to(sortie)): page.stat().st_mtime_ns for page in pages}

    pages = construire()
    fiches = sorted((contenu / "concertations").iterdir())
    suivies = [f for f in fiches if (f / "suites.yml").exists()]
    attendues = {f"concertations/{f.name}" for f in fiches}
    assert suivies
    assert pages.keys() == attendues | {f"concertations/{f.name}/suites" for f in suivies}
    assert all(len(p.read_bytes()) >= plancher.OCTETS for p in sortie.rglob("index.html"))

    une = fiches[0] / "concertation.md"
    une.write_text(une.read_text(encoding="utf-8") + "\nPhrase ajoutée.\n", encoding="utf-8")
    demain = int((cache / "depuis").read_text()) + 1
    os.utime(une, ns=(demain, demain))
    apres = construire()
    assert {page for page in pages if apres[page] != pages[page]} == {
        f"concertations/{fiches[0].name}"
    }
    page = sortie / "concertations" / fiches[0].name / "index.html"
    assert "<p>Phrase ajoutée.</p>" in page.read_text(encoding="utf-8")
