"""What the documentation says of the interface is what is published."""

from __future__ import annotations

from pathlib import Path

from generator.donnees.collections import COLLECTIONS
from generator.views.donnees_api import JOURNAL
from schemas.enveloppe import VERSION_SCHEMA

API = (Path(__file__).parents[2] / "docs/api.md").read_text("utf-8")


def test_every_collection_is_documented() -> None:
    """A collection that is published is named."""
    assert [c.nom for c in COLLECTIONS if f"`{c.nom}`" not in API] == []


def test_the_changelog_starts_with_the_present_version() -> None:
    """Each version is told on the page and in the documentation, the present one first."""
    assert JOURNAL[0][0] == VERSION_SCHEMA
    for version, texte in JOURNAL:
        assert f"- **{version}** : {texte[0].lower()}{texte[1:]}" in API
