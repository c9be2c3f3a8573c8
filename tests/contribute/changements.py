"""Twenty contributions to the small content of the tests, each with the review it must get."""

from __future__ import annotations

from typing import NamedTuple

from tests.aides import CONTENU, FICHE, SUITES, remplacer

FICHE_ESSAI = "concertations/essai/concertation.md"
SUITES_ESSAI = "concertations/essai/suites.yml"


class Changement(NamedTuple):
    """Files that change (``None``: removed) and the review, for a terminal."""

    nom: str
    fichiers: dict[str, str | None]
    attendu: str
    avant: dict[str, str | None] = {}  # noqa: RUF012 - never changed


def _fiche(avant: str, apres: str) -> dict[str, str | None]:
    return {FICHE_ESSAI: remplacer(FICHE, avant, apres)}


def _suites(avant: str, apres: str) -> dict[str, str | None]:
    return {SUITES_ESSAI: remplacer(SUITES, avant, apres)}


_SECONDE = """\
  - reference: "2"
    intitule: Seconde proposition.
    decision: inconnue
    etabli_par: documentaliste
    maj_le: 2026-01-15
"""
_PREUVE = """\
    preuves:
      - titre: Le décret
        url: https://preuve.example/decret
"""
_NOUVELLE = remplacer(FICHE, "Concertation d'essai", "Nouvelle concertation")
_RENOMMEE = remplacer(FICHE, "revu_le:", "anciennes_urls:\n  - /concertations/essai/\nrevu_le:")

CHANGEMENTS = (
    Changement(
        "rien",
        {},
        """\
Rien ne change dans le contenu.

Aucune erreur en plus.
""",
    ),
    Changement(
        "fiche ajoutée",
        {"concertations/nouvelle/concertation.md": _NOUVELLE},
        """\
Nouvelle concertation
  La fiche est créée.
  Complétude : 0 rubrique sur 13.
  Il manque encore : question posée, marges de manœuvre, engagements, degré, site officiel, gouvernance, publics visés, documents, participants, synthèse, réponse du commanditaire, évaluation, suites.
  → /concertations/nouvelle/

Aucune erreur en plus.
""",
    ),
    Changement(
        "fiche retirée",
        {FICHE_ESSAI: None, SUITES_ESSAI: None},
        """\
Concertation d'essai
  La fiche est retirée.
  Les suites (1 proposition) sont retirées.
  L'adresse /concertations/essai/ ne mène plus nulle part.

Ce qui recule sans motif

content/concertations/essai/suites.yml:1:1: erreur: la proposition 1 était publiée et n'est plus dans ce fichier [proposition-disparue]
      = aide : remettez-la sous la même référence : son adresse est permanente ; si c'était une erreur, dites-le dans « avertissement »

Aucune erreur en plus, 1 recul sans motif.
""",
        {"concertations/nouvelle/concertation.md": _NOUVELLE},
    ),
    Changement(
        "fiche renommée",
        {
            FICHE_ESSAI: None,
            SUITES_ESSAI: None,
            "concertations/autre/concertation.md": _RENOMMEE,
            "concertations/autre/suites.yml": SUITES,
        },
        """\
Concertation d'essai
  La fiche « essai » devient « autre ».
  La fiche est complétée : anciennes adresses.
  → /concertations/autre/
  → /concertations/autre/suites/

Aucune erreur en plus.
""",
    ),
    Changement(
        "titre",
        _fiche("Concertation d'essai", "Concertation des essais"),
        """\
Concertation des essais
  La fiche est modifiée : titre.
  → /concertations/essai/

Aucune erreur en plus.
""",
    ),
    Changement(
        "mise en page",
        _fiche("objet: L'essai.", 'objet: "L\'essai."'),
        """\
Concertation d'essai
  La mise en page seule change : le fichier dit la même chose.
  → /concertations/essai/

Aucune erreur en plus.
""",
    ),
    Changement(
        "récit",
        _fiche("Le récit de l'essai.", "Un autre récit."),
        """\
Concertation d'essai
  La fiche est modifiée : récit.
  → /concertations/essai/

Aucune erreur en plus.
""",
    ),
    Changement(
        "question posée",
        _fiche("objet: L'essai.", "objet: L'essai.\nquestion_posee: Que faire ?"),
        """\
Concertation d'essai
  La fiche est complétée : question posée.
  Complétude : 2 rubriques sur 13 (avant : 1 sur 13).
  Il manque encore : marges de manœuvre, engagements, degré, site officiel, gouvernance, publics visés, documents, participants, synthèse, réponse du commanditaire, évaluation.
  → /concertations/essai/

Aucune erreur en plus.
""",
    ),
    Changement(
        "clôture déplacée",
        _fiche("cloture: 2024-03-10", "cloture: 2024-04-10"),
        """\
Concertation d'essai
  La clôture passe du 10 mars 2024 au 10 avril 2024.
  → /concertations/essai/

Aucune erreur en plus.
""",
    ),
    Changement(
        "réponse publiée",
        _fiche(
            "sources:",
            "reponse_du_commanditaire:\n  date: 2024-06-01\n  texte: Nous ferons.\nsources:",
        ),
        """\
Concertation d'essai
  La fiche donne la réponse de l’État.
  Complétude : 2 rubriques sur 13 (avant : 1 sur 13).
  Il manque encore : question posée, marges de manœuvre, engagements, degré, site officiel, gouvernance, publics visés, documents, participants, synthèse, évaluation.
  → /concertations/essai/

Aucune erreur en plus.
""",
    ),
    Changement(
        "suites publiées",
        {SUITES_ESSAI: SUITES},
        """\
Concertation d'essai
  Les suites sont publiées : 1 proposition.
  Complétude : 1 rubrique sur 13 (avant : 0 sur 13).
  Il manque encore : question posée, marges de manœuvre, engagements, degré, site officiel, gouvernance, publics visés, documents, participants, synthèse, réponse du commanditaire, évaluation.
  → /concertations/essai/
  → /concertations/essai/suites/

Aucune erreur en plus.
""",
        {SUITES_ESSAI: None},
    ),
    Changement(
        "suites retirées",
        {SUITES_ESSAI: None},
        """\
Concertation d'essai
  Les suites (1 proposition) sont retirées.
  Complétude : 0 rubrique sur 13 (avant : 1 sur 13).
  Il manque encore : question posée, marges de manœuvre, engagements, degré, site officiel, gouvernance, publics visés, documents, participants, synthèse, réponse du commanditaire, évaluation, suites.
  → /concertations/essai/

Ce qui recule sans motif

content/concertations/essai/suites.yml:1:1: erreur: la proposition 1 était publiée et n'est plus dans ce fichier [proposition-disparue]
      = aide : remettez-la sous la même référence : son adresse est permanente ; si c'était une erreur, dites-le dans « avertissement »

Aucune erreur en plus, 1 recul sans motif.
""",
    ),
    Changement(
        "proposition ajoutée",
        {SUITES_ESSAI: SUITES + _SECONDE},
        """\
Concertation d'essai
  La proposition 2 est ajoutée (« réponse non trouvée »).
  → /concertations/essai/
  → /concertations/essai/suites/

Aucune erreur en plus.
""",
    ),
    Changement(
        "proposition retirée",
        {SUITES_ESSAI: SUITES},
        """\
Concertation d'essai
  La proposition 2 (« réponse non trouvée ») est retirée.
  → /concertations/essai/
  → /concertations/essai/suites/

Ce qui recule sans motif

content/concertations/essai/suites.yml:1:1: erreur: la proposition 2 était publiée et n'est plus dans ce fichier [proposition-disparue]
    1 | propositions:
      | ^^^^^^^^^^^^
      = aide : remettez-la sous la même référence : son adresse est permanente ; si c'était une erreur, dites-le dans « avertissement »

Aucune erreur en plus, 1 recul sans motif.
""",
        {SUITES_ESSAI: SUITES + _SECONDE},
    ),
    Changement(
        "décision qui change, avec sa raison",
        {
            SUITES_ESSAI: remplacer(
                remplacer(
                    SUITES,
                    "decision: retenue\n    mise_en_oeuvre: en_cours",
                    "decision: non_retenue",
                ),
                "    etabli_par",
                "    reponse_motivee: Trop cher.\n    motif_changement: Arbitrage du budget.\n    etabli_par",
            )
        },
        """\
Concertation d'essai
  La proposition 1 passe de « retenue » à « non retenue » : Arbitrage du budget.
  La mise en œuvre de la proposition 1 (« en cours ») n’est plus indiquée : Arbitrage du budget.
  → /concertations/essai/
  → /concertations/essai/suites/

Aucune erreur en plus.
""",
    ),
    Changement(
        "décision qui recule sans motif",
        _suites("decision: retenue\n    mise_en_oeuvre: en_cours", "decision: a_l_etude"),
        """\
Concertation d'essai
  La proposition 1 passe de « retenue » à « à l'étude ».
  La mise en œuvre de la proposition 1 (« en cours ») n’est plus indiquée.
  → /concertations/essai/
  → /concertations/essai/suites/

Ce qui recule sans motif

content/concertations/essai/suites.yml:4:15: erreur: la décision de la proposition 1, publiée « retenue », est devenue « a_l_etude » sans motif [recul-sans-motif]
    4 |     decision: a_l_etude
      |               ^^^^^^^^^
      = aide : dites pourquoi dans « motif_changement » (annonce de l'État, ou correction d'une erreur de saisie) : ce motif est publié

Aucune erreur en plus, 1 recul sans motif.
""",
    ),
    Changement(
        "réalisée, avec sa preuve",
        {
            SUITES_ESSAI: remplacer(
                remplacer(SUITES, "en_cours", "realisee"),
                "    etabli_par",
                f"{_PREUVE}    etabli_par",
            )
        },
        """\
Concertation d'essai
  La proposition 1 passe de « en cours » à « réalisée ».
  Proposition 1 : 1 preuve ajoutée.
  → /concertations/essai/
  → /concertations/essai/suites/

Aucune erreur en plus.
""",
    ),
    Changement(
        "réalisée, sans preuve",
        _suites("en_cours", "realisee"),
        """\
Concertation d'essai
  La proposition 1 passe de « en cours » à « réalisée ».
  → /concertations/essai/
  → /concertations/essai/suites/

Erreurs introduites

content/concertations/essai/suites.yml:5:21: erreur: la proposition 1 est « realisee » sans preuve [preuve-manquante]
    5 |     mise_en_oeuvre: realisee
      |                     ^^^^^^^^
      = aide : ajoutez au moins un élément à « preuves » : un titre et l'adresse qui le montre

1 erreur en plus.
""",
    ),
    Changement(
        "relecture seule",
        _suites("maj_le: 2026-01-15", "maj_le: 2026-02-01"),
        """\
Concertation d'essai
  La proposition 1 est revue, sans changement.
  → /concertations/essai/
  → /concertations/essai/suites/

Aucune erreur en plus.
""",
    ),
    Changement(
        "fichier cassé",
        _suites("propositions:", "propositions: ["),
        """\
Concertation d'essai
  Ce fichier ne peut pas être lu : ses erreurs sont dites plus bas.
  Complétude : 0 rubrique sur 13 (avant : 1 sur 13).
  Il manque encore : question posée, marges de manœuvre, engagements, degré, site officiel, gouvernance, publics visés, documents, participants, synthèse, réponse du commanditaire, évaluation, suites.
  → /concertations/essai/
  → /concertations/essai/suites/

Erreurs introduites

content/concertations/essai/suites.yml:2:3: erreur: cette ligne n'est alignée avec aucune de celles du dessus [retrait]
    2 |   - reference: "1"
      |   ^
      = aide : alignez-la, à l'espace près, sur les champs du même bloc ou les tirets de la même liste

1 erreur en plus ; d'autres vérifications suivront une fois ces erreurs corrigées.
""",
    ),
    Changement(
        "erreur corrigée",
        {SUITES_ESSAI: SUITES},
        """\
Concertation d'essai
  Ce fichier, que l'on ne pouvait pas lire, est de nouveau lisible.
  Complétude : 1 rubrique sur 13 (avant : 0 sur 13).
  Il manque encore : question posée, marges de manœuvre, engagements, degré, site officiel, gouvernance, publics visés, documents, participants, synthèse, réponse du commanditaire, évaluation.
  → /concertations/essai/
  → /concertations/essai/suites/

Aucune erreur en plus, 1 erreur en moins.
""",
        {SUITES_ESSAI: remplacer(SUITES, "decision: retenue", "decision: retenu")},
    ),
    Changement(
        "guide",
        {
            "guides/methode.md": CONTENU["guides/methode.md"].replace(
                "Guide d'essai", "Guide des essais"
            )
        },
        """\
Guide des essais
  Le guide est modifié : titre.
  → /guides/methode/

Aucune erreur en plus.
""",
    ),
    Changement(
        "thématiques",
        {
            "referentiels/thematiques.yml": "thematiques:\n  - id: sante\n    nom: La santé\n  - id: mer\n    nom: Mer\n"
        },
        """\
referentiels/thematiques.yml
  Clé ajoutée : mer.
  Clé retirée : climat.
  Clé modifiée : sante.

Aucune erreur en plus.
""",
    ),
    Changement(
        "mise en page d'une page",
        {
            "pages/a-propos.md": CONTENU["pages/a-propos.md"].replace(
                "Page d'essai", '"Page d\'essai"'
            )
        },
        """\
pages/a-propos.md
  La mise en page seule change : le fichier dit la même chose.
  → /a-propos/

Aucune erreur en plus.
""",
    ),
    Changement(
        "texte hostile",
        _fiche("Concertation d'essai", '"[x](https://mal.example) @tous #1 <b>"'),
        """\
[x](https://mal.example) @tous #1 <b>
  La fiche est modifiée : titre.
  → /concertations/essai/

Aucune erreur en plus.
""",
    ),
)
