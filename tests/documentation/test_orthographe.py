"""The French of the interface is spelled right: templates, labels, messages, documentation."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from spylls.hunspell import Dictionary

from generator.documentation import FICHIERS, champs

RACINE = Path(__file__).resolve().parents[2]
DICTIONNAIRE = RACINE / "node_modules" / "dictionary-fr" / "index"
MOTS = Path(__file__).with_name("mots.txt")
# A word: letters, with inner apostrophes and hyphens.
MOT = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]+(?:['’-][A-Za-zÀ-ÖØ-öø-ÿŒœ]+)*")
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
ATTRIBUTS = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')
# Comments first, so that a quote in one opens nothing; then strings, whole.
JETONS_JS = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`""", re.DOTALL
)
FRANCAIS = re.compile(r"[À-ÖØ-öø-ÿŒœ«»]")
CODE = re.compile(
    r"^```.*?^```|`[^`]*`|<!--.*?-->|https?://\S+|\]\([^)]*\)|<[^>]+>|\S+@\S+",
    re.MULTILINE | re.DOTALL,
)
# What a message quotes is not its own text: a key, a value, a file, a placeholder.
CITATION = re.compile(
    r"« [^»]*[_/.={][^»]* »|« [a-z]+ »|[«(]\s?(?:make|catalogue|git|pip) [^»)]*[»)]|(?<!\w)\.\w+|catalogue \w+ [^»]*\{\}|pull request|\{[^}]*\}|\S*[/_=<>@\\]\S*|\b\w+\.\w+\S*|--\w\S*|&\w+;"
)


def gabarits() -> Iterator[tuple[str, str]]:
    """Words of the templates, tags left out."""
    for fichier in sorted((RACINE / "templates").rglob("*.j2")):
        texte = JINJA.sub(" ", fichier.read_text("utf-8"))
        visibles = [re.sub(r"<[^>]*>", " ", texte), *ATTRIBUTS.findall(texte)]
        yield fichier.name, html.unescape(" ".join(visibles))


def scripts() -> Iterator[tuple[str, str]]:
    """Sentences of the scripts of the theme: strings with a space, and an accent or a guillemet."""
    for fichier in sorted((RACINE / "templates").rglob("*.js")):
        jetons = JETONS_JS.findall(fichier.read_text("utf-8"))
        phrases = [re.sub(r"\$\{[^}]*\}", "{}", j[1:-1]) for j in jetons if j[0] in "\"'`"]
        yield fichier.name, ". ".join(p for p in phrases if " " in p and FRANCAIS.search(p))


def modeles() -> Iterator[tuple[str, str]]:
    """Names, descriptions and labels of the models."""
    for fichier in FICHIERS:
        yield fichier.nom, f"{fichier.titre} {fichier.role}"
        for c in champs(fichier.modele):
            valeurs = " ".join(f"{v.libelle} {v.definition}" for v in c.valeurs)
            yield f"{fichier.nom}: {c.chemin}", f"{c.nom}. {c.description} {valeurs}"


def docstrings(arbre: ast.Module) -> set[ast.Constant]:
    """The strings that only document the code."""
    documentes = (ast.Module, ast.ClassDef, ast.FunctionDef)
    corps = [n.body[0] for n in ast.walk(arbre) if isinstance(n, documentes) and n.body]
    return {n.value for n in corps if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}


def messages() -> Iterator[tuple[str, str]]:
    """Sentences of the code that are in French: they have a space, and an accent or a guillemet.

    Docstrings are for us, in English; those of the commands are their help.
    """
    for fichier in sorted(
        chain(*((RACINE / p).rglob("*.py") for p in ("generator", "schemas", "scripts")))
    ):
        arbre = ast.parse(fichier.read_text("utf-8"))
        ignores = docstrings(arbre) if fichier.name != "cli.py" else set()
        for noeud in ast.walk(arbre):
            texte = ""
            if isinstance(noeud, ast.JoinedStr):
                ignores |= set(noeud.values)
                texte = "".join(
                    str(v.value) if isinstance(v, ast.Constant) else "{}" for v in noeud.values
                )
            elif (
                isinstance(noeud, ast.Constant)
                and isinstance(noeud.value, str)
                and noeud not in ignores
            ):
                texte = noeud.value
            if " " in texte.strip() and FRANCAIS.search(texte):
                yield f"{fichier.name}:{noeud.lineno}", texte


def pages() -> Iterator[tuple[str, str]]:
    """The documentation, save the contract of a theme: it lists the names of its parameters."""
    for fichier in sorted([*RACINE.glob("*.md"), *(RACINE / "docs").rglob("*.md")]):
        if fichier.name != "theme.md":
            francais, *_ = fichier.read_text("utf-8").split("\n## In English\n")
            yield fichier.name, CODE.sub(" ", francais)


@cache
def dictionnaire() -> Dictionary:
    """The French dictionary « toutes variantes » of Grammalecte."""
    assert DICTIONNAIRE.with_suffix(".dic").is_file(), (
        "le dictionnaire manque : lancez « make test »"
    )
    return Dictionary.from_files(str(DICTIONNAIRE))


@cache
def connus() -> frozenset[str]:
    """Names and terms that no dictionary has."""
    return frozenset(MOTS.read_text("utf-8").split())


@cache
def juste(mot: str) -> bool:
    """Whether a word is right as it is, without its elision, or part by part."""
    if len(mot) == 1 or mot in connus() or dictionnaire().lookup(mot):
        return True
    morceaux = [m for m in re.split(r"['’-]", mot) if m]
    return len(morceaux) > 1 and all(
        len(m) <= 2 or m in connus() or dictionnaire().lookup(m) for m in morceaux
    )


def fautes(textes: Iterator[tuple[str, str]]) -> list[str]:
    """Unknown words with where they are, each once."""
    vues: dict[str, str] = {}
    for lieu, texte in textes:
        for mot in MOT.findall(CITATION.sub(" ", texte)):
            if mot not in vues and not juste(mot):
                vues[mot] = lieu
    return [f"{lieu}: {mot}" for mot, lieu in vues.items()]


@pytest.mark.parametrize("corpus", [gabarits, scripts, modeles, messages, pages])
def test_every_word_is_known(corpus: object) -> None:
    """A wrong word is mended; a name or a term is added to mots.txt."""
    assert callable(corpus)
    assert "".join(texte for _, texte in corpus()).strip()
    assert fautes(corpus()) == []


def test_the_list_of_words_is_tidy() -> None:
    """One word a line, sorted, none that the dictionary already has."""
    mots = MOTS.read_text("utf-8").splitlines()
    assert mots == sorted(set(mots), key=lambda m: (m.casefold(), m))
    assert [m for m in mots if dictionnaire().lookup(m)] == []


def test_a_mistake_is_seen() -> None:
    """The gate can fail: a typing mistake, a missing accent, a missing œ."""
    texte = "Les propostions des citoyens, la cloture et l’oeuvre « mise_en_oeuvre » de l’État"
    assert fautes(iter([("ici", texte)])) == ["ici: propostions", "ici: cloture", "ici: l’oeuvre"]
