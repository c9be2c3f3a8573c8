"""An edit changes the lines of what changes, keeps every remark, and says exactly what is asked."""

from __future__ import annotations

import copy
import difflib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.reading import MODELS
from generator.contribute.canonical import ecrire_yaml
from generator.contribute.edit import modifier
from generator.contribute.tree import lire_arbre
from generator.source.discover import discover
from generator.source.source_file import read
from generator.source.yaml_events import read_yaml
from schemas.suites import Suites

CONTENT = Path(__file__).resolve().parents[2] / "content"
FICHIERS = {f.path: f for f in discover(CONTENT).files}

SCALAIRES = st.sampled_from(
    ["a", "un texte : deux", "- x", "mot " * 40 + "fin", "l1\nl2", "#x", ""]
)
PREUVE = st.dictionaries(st.sampled_from(["titre", "url", "date"]), SCALAIRES, min_size=1)
PROPOSITION = st.fixed_dictionaries(
    {"reference": st.sampled_from(["1", "2", "3", "1.10", "A-4"])},
    optional={
        "intitule": SCALAIRES,
        "decision": SCALAIRES,
        "source": PREUVE,
        "preuves": st.lists(PREUVE, min_size=1, max_size=3),
        "sources": st.lists(SCALAIRES, min_size=1, max_size=3),
        "maj_le": SCALAIRES,
        "inconnu": SCALAIRES,
    },
)
DONNEES = st.fixed_dictionaries(
    {"propositions": st.lists(PROPOSITION, min_size=1, max_size=4)},
    optional={"synthese": SCALAIRES, "avertissement": SCALAIRES},
)


def _commenter(texte: str, rangs: list[int]) -> str:
    lignes = texte.split("\n")
    for n, rang in enumerate(sorted(rangs, reverse=True)):
        ligne = lignes[rang % len(lignes)]
        marge = ligne[: len(ligne) - len(ligne.lstrip(" "))]
        lignes.insert(rang % len(lignes), f"{marge}# remarque {n}")
    return "\n".join(lignes)


@given(DONNEES, DONNEES, st.lists(st.integers(0, 40), max_size=4))
def test_une_modification_dit_ce_qui_est_demande(
    ancien: Any, nouveau: Any, rangs: list[int]
) -> None:
    texte = _commenter(ecrire_yaml(ancien, Suites), rangs)
    lu = read_yaml(texte)
    if not lu.whole or lu.faults:
        return
    modifie = modifier(texte, nouveau, Suites, markdown=False)
    assert read_yaml(modifie).data == nouveau
    avant = Counter(r.texte for r in lire_arbre(texte).remarques if r.texte)
    assert not avant - Counter(r.texte for r in lire_arbre(modifie).remarques if r.texte)
    assert modifier(texte, lu.data, Suites, markdown=False) == texte


@pytest.mark.parametrize("chemin", list(FICHIERS))
def test_un_mot_change_touche_une_ligne_du_contenu_reel(chemin: str) -> None:
    """The first text of each file gets one more word: one line of the file changes."""
    source = read(CONTENT, chemin).source
    assert source is not None
    modele, markdown = MODELS[FICHIERS[chemin].kind], chemin.endswith(".md")
    assert modifier(source.text, source.data, modele, markdown=markdown) == source.text
    nouveau = copy.deepcopy(dict(source.data))
    groupe: Any = nouveau
    while not isinstance(groupe, dict) or not any(isinstance(v, str) for v in groupe.values()):
        groupe = (
            groupe[0]
            if isinstance(groupe, list)
            else next(v for v in groupe.values() if isinstance(v, dict | list))
        )
    cle = next(c for c, v in groupe.items() if isinstance(v, str) and "\n" not in v)
    groupe[cle] = "xy"
    modifie = modifier(source.text, nouveau, modele, markdown=markdown)
    lignes = [x for x in difflib.ndiff(source.text.split("\n"), modifie.split("\n")) if x[0] == "+"]
    assert len(lignes) == 1
    assert lignes[0].endswith(" xy")


def test_les_remarques_et_la_mise_en_page_restent() -> None:
    texte = """\
# tête
propositions:
- reference: "1"     # la première
  decision: 'retenue'
  sources: [s1, s2]   # à revoir

  # un mot sur la preuve
  preuves:
  - {titre: T, url: https://a.example/}
  maj_le: 2026-01-15
# la seconde
- reference: "2"
  maj_le: 2026-01-15
# fin
"""
    nouveau = read_yaml(texte).data
    nouveau["propositions"][0]["decision"] = "non_retenue"
    nouveau["propositions"][0]["reponse_motivee"] = "Trop cher : 3 millions."
    nouveau["propositions"][0]["sources"] = ["s1"]
    nouveau["propositions"][1]["maj_le"] = "2026-02-01"
    nouveau["propositions"].append({"reference": "3", "maj_le": "2026-02-01"})
    assert (
        modifier(texte, nouveau, Suites, markdown=False)
        == """\
# tête
propositions:
- reference: "1"     # la première
  decision: non_retenue
  reponse_motivee: "Trop cher : 3 millions."
  # à revoir
  sources:
    - s1

  # un mot sur la preuve
  preuves:
  - {titre: T, url: https://a.example/}
  maj_le: 2026-01-15
# la seconde
- reference: "2"
  maj_le: 2026-02-01
- reference: 3
  maj_le: 2026-02-01
# fin
"""
    )
