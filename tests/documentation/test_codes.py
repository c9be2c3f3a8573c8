"""``docs/erreurs.md`` explains every code that a contributor may meet, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent.parent
PAGE = RACINE / "docs" / "erreurs.md"
# Where the code is among the arguments of what makes a message.
RANG = {
    "refuse": 1,
    "fault": 1,
    "Fault": 1,
    "Infraction": 1,
    "Said": 0,
    "Faute": 0,
    "PydanticCustomError": 0,
    "needs_quotes": 2,
    "Diagnostic": 3,
    "_diagnostic": 1,
}


def _codes(fichier: Path) -> Iterator[str]:
    for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
        if not isinstance(noeud, ast.Call):
            continue
        nom = getattr(noeud.func, "id", getattr(noeud.func, "attr", ""))
        arguments = noeud.args[RANG[nom] : RANG[nom] + 1] if nom in RANG else []
        arguments += [m.value for m in noeud.keywords if nom in RANG and m.arg == "code"]
        for argument in arguments:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def codes_du_projet() -> set[str]:
    fichiers = [*(RACINE / "generator").rglob("*.py"), *(RACINE / "schemas").rglob("*.py")]
    return {code for fichier in fichiers for code in _codes(fichier)}


def sections() -> dict[str, str]:
    morceaux = re.split(r"^### `([^`]+)`$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(morceaux[1::2]) == len(set(morceaux[1::2])), "un code est expliqué deux fois"
    return dict(zip(morceaux[1::2], morceaux[2::2], strict=True))


def test_chaque_code_est_explique() -> None:
    assert codes_du_projet() == set(sections())


def test_chaque_code_montre_un_exemple_et_le_remede() -> None:
    muettes = [c for c, t in sections().items() if "```" not in t or "**Remède.**" not in t]
    assert not muettes


def test_les_exemples_sont_ceux_du_programme() -> None:
    """An example that the tests of mistakes produce is quoted word for word."""
    attendus = [
        f.read_text(encoding="utf-8") for f in (RACINE / "tests/erreurs").glob("*/attendu.txt")
    ]
    blocs = {bloc.strip("\n") for texte in attendus for bloc in texte.split("\n\n")}
    produits = {
        code
        for bloc in blocs
        for code in re.findall(
            r": (?:erreur|avertissement): .* \[([a-z0-9-]+)\]$", bloc, re.MULTILINE
        )
    }
    for code, texte in sections().items():
        exemple = re.search(r"```text\n(.*?)\n```", texte, re.DOTALL)
        if code in produits:
            assert exemple, f"{code} : pas d'exemple"
            assert exemple[1] in blocs, f"{code} : l'exemple n'est pas ce que dit le programme"
