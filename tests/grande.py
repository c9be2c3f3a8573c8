"""An invented record with as many proposals as asked, of the shape and length of real ones."""

from __future__ import annotations

from pathlib import Path

from tests.aides import ecrire_contenu

DECISIONS = (
    ("retenue", "en_cours"),
    ("retenue_partiellement", "non_commencee"),
    ("non_retenue", ""),
    ("a_l_etude", ""),
    ("retenue", "realisee"),
    ("sans_reponse", ""),
)
PHRASE = (
    "Dans chaque commune, un lieu ouvert à tous accueille les habitants, explique les décisions prises"
    " et rend compte de ce qui a été fait. "
)
DATE = "2026-01-15"


def proposition(rang: int) -> str:
    """One proposal; its decision and its theme follow its rank."""
    decision, execution = DECISIONS[rang % len(DECISIONS)]
    lignes = [
        f'  - reference: "{rang + 1}"',
        f"    intitule: Proposition numéro {rang + 1}, pour que chaque habitant soit entendu.",
        f"    texte_integral: >-\n      {PHRASE}",
        f"    theme: Thème {rang % 12 + 1}",
        f"    decision: {decision}",
        f"    reponse_motivee: >-\n      {PHRASE}",
    ]
    if execution:
        lignes.append(f"    mise_en_oeuvre: {execution}")
    if execution == "realisee":
        lignes.append(
            "    preuves:\n      - titre: Une preuve\n        url: https://source.example/p"
        )
    lignes += ["    etabli_par: etat", "    sources: [s1]", f"    maj_le: {DATE}"]
    return "\n".join(lignes)


def mesure(rang: int, nombre: int) -> str:
    """One measure, which answers a few proposals."""
    references = ", ".join(f'"{(rang * 7 + i) % nombre + 1}"' for i in range(min(5, nombre)))
    return (
        f"  - id: m{rang}\n    intitule: Mesure numéro {rang}\n"
        f"    description: {PHRASE}\n    propositions: [{references}]\n    sources: [s1]"
    )


def suites(nombre: int, mesures: int = 0) -> str:
    """The text of a ``suites.yml``."""
    texte = "propositions:\n" + "\n".join(proposition(r) for r in range(nombre)) + "\n"
    if mesures:
        texte += "mesures:\n" + "\n".join(mesure(r, nombre) for r in range(mesures)) + "\n"
    return texte


def ecrire_grande(dossier: Path, nombre: int, mesures: int = 0) -> Path:
    """A content folder with one record that has ``nombre`` proposals."""
    chemin = "concertations/essai/suites.yml"
    return ecrire_contenu(dossier, **{chemin: suites(nombre, mesures)})
