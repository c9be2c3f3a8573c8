"""No dead code: what nothing calls is removed, not kept."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from vulture.core import Vulture

RACINE = Path(__file__).resolve().parents[2]
# What frameworks call by name or by decorator.
DECORATEURS = ["@*.command", "@*.group", "@*.option", "@*validator*", "@*serializer*", "@property"]
NOMS = ["model_config", "__get_pydantic_*", "do_*", "log_message"]


def morts(*chemins: Path, gabarits: str = "") -> list[str]:
    """Names that neither the code nor a template uses, as ``file:line: name``."""
    vulture = Vulture(ignore_names=NOMS, ignore_decorators=DECORATEURS)
    vulture.scavenge([str(c) for c in chemins])
    mots = set(re.findall(r"\w+", gabarits))
    return [
        f"{Path(item.filename).name}:{item.first_lineno}: {item.message}"
        for item in vulture.get_unused_code(min_confidence=60)
        if item.name not in mots
    ]


def test_nothing_is_dead() -> None:
    """Every function, class, method and field is used by the code or by a template."""
    gabarits = "\n".join(f.read_text("utf-8") for f in (RACINE / "templates").rglob("*.j2"))
    assert gabarits
    assert morts(RACINE / "generator", RACINE / "schemas", gabarits=gabarits) == []


def test_the_gate_sees_dead_code(tmp_path: Path) -> None:
    """A function nobody calls is reported, unless a template names it."""
    fichier = tmp_path / "m.py"
    fichier.write_text(
        textwrap.dedent("""\
            def oubliee() -> int:
                return 1
        """)
    )
    assert morts(fichier) == ["m.py:1: unused function 'oubliee'"]
    assert morts(fichier, gabarits="{{ oubliee() }}") == []
