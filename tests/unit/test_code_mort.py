"""No dead code: what nothing calls is removed, not kept."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from vulture.core import Item, Vulture

RACINE = Path(__file__).resolve().parents[2]
# What frameworks call by name or by decorator.
DECORATEURS = ["@*.command", "@*.group", "@*.option", "@*validator*", "@*serializer*", "@property"]
NOMS = [
    *("model_config", "__get_pydantic_*"),  # pydantic
    *("do_*", "log_message", "daemon_threads", "protocol_version"),  # http.server
    "__init_subclass__",  # what Python calls for a class
    "extend_*",  # feedgen
    *("command_class", "convert", "format_usage"),  # click
    *("visit_*", "blockvisit", "macro_def", "_import_common", "_output_*"),  # jinja2
    *(
        "make_globals",
        "write_commons",
        "return_buffer_contents",
        "force_unescaped",
        "finalize",
    ),  # jinja2
    *("code_generator_class", "concat", "outils", "*_bytecode", "get_source_checksum"),  # jinja2
]


def morts(*chemins: Path, gabarits: str = "") -> list[str]:
    """Names that neither the code nor a template uses, as ``file:line: name``."""
    vulture = Vulture(ignore_names=NOMS, ignore_decorators=DECORATEURS)
    vulture.scavenge([str(c) for c in chemins])
    mots = set(re.findall(r"\w+", gabarits))
    return [
        f"{Path(item.filename).name}:{item.first_lineno}: {item.message}"
        for item in vulture.get_unused_code(min_confidence=60)
        if item.name not in mots and not _du_contrat(item)
    ]


def _du_contrat(item: Item) -> bool:
    """What exists for others than our code.

    A member of a closed list and a field of the model are what contributors may type; an
    attribute is set on an object of a library.
    """
    champ = item.typ == "variable" and (
        item.name.isupper() or item.filename.parent.name == "schemas"
    )
    return champ or item.typ == "attribute"


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
