"""The canonical form says the same as the file, keeps every remark, and is its own canonical form."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.reading import MODELS
from generator.contribute.canonical import ecrire_yaml, formater, formater_yaml
from generator.contribute.files import mettre_en_forme
from generator.contribute.scalars import LARGEUR, ecrire
from generator.contribute.tree import lire_arbre
from generator.source.characters import forbidden
from generator.source.discover import Found, discover
from generator.source.source_file import SourceFile, parse, read
from generator.source.yaml_events import read_yaml
from schemas.suites import Suites
from tests.aides import ecrire_contenu

CONTENT = Path(__file__).resolve().parents[2] / "content"
FICHIERS = {f.path: f for f in discover(CONTENT).files}

MORCEAUX = [*"aéÀœ «»:#-'\"[]{}&*!|>%@`?,1.0~=\\\n\t", "mot ", "\n\n", " - ", ": ", " #", "null"]
COURTS = st.lists(st.sampled_from(MORCEAUX), max_size=40).map("".join)
TEXTES = st.one_of(COURTS, COURTS.map(lambda t: t * 5), COURTS.map(lambda t: f"{t} mot" * 8))


def _lire(texte: str, nom: str = "f.yml") -> SourceFile:
    source = parse(nom, texte.encode()).source
    assert source is not None
    return source


@pytest.mark.parametrize("chemin", list(FICHIERS))
def test_le_contenu_reel_dit_la_meme_chose(chemin: str) -> None:
    trouve: Found = FICHIERS[chemin]
    source = read(CONTENT, chemin).source
    assert source is not None
    modele, markdown = MODELS[trouve.kind], chemin.endswith(".md")
    forme = formater(source.text, modele, markdown=markdown)
    relu = _lire(forme, chemin)
    assert relu.data == source.data
    assert relu.body == source.body
    assert formater(forme, modele, markdown=markdown) == forme
    yaml = forme.split("---\n")[1] if markdown else forme
    longues = [
        x for x in yaml.split("\n") if len(x) > LARGEUR and " " in x.strip().split(": ", 1)[-1]
    ]
    assert not [x for x in longues if '"' not in x], "une ligne pouvait être repliée"


@given(TEXTES, st.booleans(), st.integers(0, 8))
def test_un_texte_est_relu_tel_quel(valeur: str, texte: bool, profondeur: int) -> None:  # noqa: FBT001
    if forbidden(valeur):
        return
    retrait = 2 * profondeur + 2
    lignes = ecrire(valeur, retrait, retrait + 3, texte=texte)
    marges = "".join(f"{' ' * (2 * n)}k:\n" for n in range(profondeur))
    yaml = marges + " " * (2 * profondeur) + "k: " + "\n".join([*lignes, ""])
    lu = read_yaml(yaml)
    assert lu.whole, yaml
    data: Any = lu.data
    for _ in range(profondeur + 1):
        data = data["k"]
    assert data == valeur


@given(st.lists(TEXTES, min_size=1, max_size=4), st.lists(TEXTES, max_size=3))
def test_des_donnees_quelconques_sont_relues(intitules: list[str], sources: list[str]) -> None:
    if forbidden("".join([*intitules, *sources])):
        return
    data = {
        "propositions": [
            {
                "sources": sources,
                "intitule": i,
                "source": {"page": i, "titre": None},
                "autre": [[i]],
            }
            for i in intitules
        ]
    }
    texte = ecrire_yaml(data, Suites)
    assert read_yaml(texte).data == data
    assert formater_yaml(texte, Suites) == texte


REMARQUES = """\
# yaml-language-server: $schema=x
# Licence

# sur les propositions
propositions:   # à droite
# au bord
  # avant le tiret
  - intitule: "Un texte"   # après un texte
    # avant la référence
    reference: '1'
    sources: [s1, s2]  # liste serrée
    decision: >-  # repliée
      retenue

    maj_le: 2026-01-15
    # à la fin de la première
  -
    # dans la seconde
    reference: 2
    intitule: |
      Une ligne
      # ceci est du texte
    # fin de la seconde
  # fin de la liste


# fin du fichier
"""
EN_FORME = """\
# yaml-language-server: $schema=x
# Licence

# sur les propositions
# à droite
propositions:
  # au bord
  # avant le tiret
  # après un texte
  # avant la référence
  - reference: 1
    intitule: Un texte
    # repliée
    decision: retenue
    # liste serrée
    sources:
      - s1
      - s2

    maj_le: 2026-01-15
    # à la fin de la première
  # dans la seconde
  - reference: 2
    intitule: |
      Une ligne
      # ceci est du texte
    # fin de la seconde
  # fin de la liste

# fin du fichier
"""


def test_les_remarques_suivent_leur_champ() -> None:
    forme = formater_yaml(REMARQUES, Suites)
    assert forme == EN_FORME
    assert formater_yaml(forme, Suites) == forme


@given(st.lists(st.tuples(st.integers(0, 24), st.integers(0, 6)), max_size=6))
def test_aucune_remarque_ne_se_perd(ajouts: list[tuple[int, int]]) -> None:
    lignes = EN_FORME.split("\n")
    for rang, (ligne, colonne) in enumerate(ajouts):
        lignes.insert(ligne, f"{' ' * colonne}# remarque {rang}")
    texte = "\n".join(lignes)
    lu = read_yaml(texte)
    if not lu.whole or lu.faults:
        return
    avant = Counter(r.texte for r in lire_arbre(texte).remarques if r.texte)
    forme = formater_yaml(texte, Suites)
    assert Counter(r.texte for r in lire_arbre(forme).remarques if r.texte) == avant
    assert formater_yaml(forme, Suites) == forme
    assert read_yaml(forme).data == lu.data


def test_un_fichier_illisible_est_laisse_tel_quel(tmp_path: Path) -> None:
    contenu = ecrire_contenu(
        tmp_path,
        **{
            "concertations/essai/suites.yml": "propositions:\n\t- a\n",
            "pages/a-propos.md": "---\nrevu_le: 2026-01-15\ntitre: 'À propos'\nresume: x\n---\n\ncorps  \n",
        },
    )
    resultat = mettre_en_forme(contenu)
    assert [d.code for d in resultat.diagnostics] == ["tabulation"]
    assert {c.relative_to(contenu).as_posix(): t for c, t in resultat.textes.items()} == {
        "pages/a-propos.md": "---\ntitre: À propos\nresume: x\nrevu_le: 2026-01-15\n---\n\ncorps  \n"
    }


def test_une_marque_d_ordre_et_des_fins_de_ligne_windows_sont_retirees(tmp_path: Path) -> None:
    suites = b"\xef\xbb\xbfpropositions:\r\n  - reference: 1\r\n"
    contenu = ecrire_contenu(tmp_path, **{"concertations/essai/suites.yml": suites})
    chemin = contenu / "concertations/essai/suites.yml"
    resultat = mettre_en_forme(contenu, [chemin])
    assert resultat.textes == {chemin: "propositions:\n  - reference: 1\n"}
