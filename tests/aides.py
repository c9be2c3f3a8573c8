"""What tests share: a tiny valid content folder, invented on purpose, to change one thing in."""

from __future__ import annotations

from pathlib import Path

SITE = """\
nom: Catalogue d'essai
baseline: Un catalogue inventé pour les tests.
url: https://catalogue.example/
"""
FICHE = """\
---
titre: Concertation d'essai
resume: Une concertation inventée pour les tests.
porteur: sante
objet: L'essai.
engagements_inconnus: true
objectif: exprimer_une_opinion
condition_participation:
  - ouvert_a_tous
modalites:
  - en_ligne
dispositifs:
  - type: consultation-en-ligne
dates:
  ouverture: 2024-01-10
  cloture: 2024-03-10
reponse_attendue_inconnue: true
thematiques:
  - sante
sources:
  - id: s1
    titre: Une source
    url: https://source.example/page
revu_le: 2026-01-15
---

## Récit

Le récit de l'essai.
"""
SUITES = """\
propositions:
  - reference: "1"
    intitule: Première proposition.
    decision: retenue
    mise_en_oeuvre: en_cours
    etabli_par: etat
    sources:
      - s1
    maj_le: 2026-01-15
"""
GUIDE = """\
---
titre: Guide d'essai
resume: Un guide inventé pour les tests.
public:
  - Agents
editeur: Les tests
date: 2026-01-15
revu_le: 2026-01-15
sources:
  - id: s1
    titre: Une source
    url: https://source.example/guide
---

Le guide.
"""
PAGE = """\
---
titre: Page d'essai
resume: Une page inventée pour les tests.
revu_le: 2026-01-15
---

La page.
"""
KIT = """\
---
titre: Modèle d'essai
resume: Un modèle inventé pour les tests.
etape: cadrage
guide: methode
revu_le: 2026-01-15
---

Le modèle.
"""
CONTENU: dict[str, str] = {
    "site.yml": SITE,
    "referentiels/ministeres.yml": "ministeres:\n  - id: sante\n    nom: Santé\n  - id: culture\n    nom: Culture\n",
    "referentiels/thematiques.yml": "thematiques:\n  - id: sante\n    nom: Santé\n  - id: climat\n    nom: Climat\n",
    "referentiels/dispositifs.yml": (
        "dispositifs:\n"
        "  - id: consultation-en-ligne\n    nom: Consultation en ligne\n    definition: En ligne.\n"
        "  - id: atelier-citoyen\n    nom: Atelier citoyen\n    definition: En atelier.\n"
    ),
    "referentiels/degres.yml": "degres:\n  - id: consultation\n    nom: Consultation\n    definition: On consulte.\n",
    "concertations/essai/concertation.md": FICHE,
    "concertations/essai/suites.yml": SUITES,
    "guides/methode.md": GUIDE,
    "pages/a-propos.md": PAGE,
    "kit/modele.md": KIT,
}


def ecrire_contenu(dossier: Path, **changes: str | bytes | None) -> Path:
    """Write a small valid content folder, with some files changed, and return its path.

    ``changes`` are files by path relative to the content: text or bytes to write instead,
    ``None`` to leave the file out. Call it with ``**{"site.yml": "…"}``.
    """
    contenu = dossier / "content"
    for chemin, texte in (CONTENU | changes).items():
        if texte is None:
            continue
        fichier = contenu / chemin
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_bytes(texte if isinstance(texte, bytes) else texte.encode())
    return contenu


def remplacer(texte: str, avant: str, apres: str) -> str:
    """Replace exactly one passage: a test that changes nothing would prove nothing."""
    if texte.count(avant) != 1:
        raise ValueError(f"{avant!r} est {texte.count(avant)} fois dans le texte")
    return texte.replace(avant, apres)
