"""The pictures of the documentation: there, light, and said in words."""

from __future__ import annotations

import re
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LIEN = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#]+)(?:#[^)]*)?\)")
POIDS_MAX = 150_000


def pages() -> list[Path]:
    return [
        RACINE / "README.md",
        RACINE / "CONTRIBUTING.md",
        *sorted((RACINE / "docs").rglob("*.md")),
    ]


def texte(page: Path) -> str:
    """What a page says, without the examples that it quotes."""
    return re.sub(
        r"^```.*?^```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )


def test_every_picture_is_there_and_said() -> None:
    montrees = {
        (page.parent / chemin).resolve(): mots
        for page in pages()
        for mots, chemin in IMAGE.findall(texte(page))
    }
    assert len(montrees) >= 5
    assert [c for c in montrees if not c.is_file() or c.stat().st_size > POIDS_MAX] == []
    assert [c for c, mots in montrees.items() if len(mots) < 20] == []
    assert {p.resolve() for p in (RACINE / "docs" / "images").iterdir()} == set(montrees)


def test_every_link_between_pages_leads_somewhere() -> None:
    perdus = [
        f"{page.name} : {chemin}"
        for page in pages()
        for chemin in LIEN.findall(texte(page))
        if not re.match(r"https?:|mailto:", chemin) and not (page.parent / chemin).exists()
    ]
    assert perdus == []
