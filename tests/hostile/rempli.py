"""A content folder in which every field is filled, and every text is the one asked for.

Drawn from the models: a new field is filled too, without anybody thinking of it.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from schemas.concertation import Concertation
from schemas.dates import DatePartielle, Jour
from schemas.enumerations import Decision, EtatJalon, MiseEnOeuvre
from schemas.guide import Guide, ModeleDocument, Page
from schemas.referentiels import (
    ReferentielDegres,
    ReferentielDispositifs,
    ReferentielMinisteres,
    ReferentielThematiques,
)
from schemas.site import Site
from schemas.suites import Suites
from schemas.types import (
    Booleen,
    Courriel,
    Decimal,
    Entier,
    Identifiant,
    Markdown,
    Modele,
    Reference,
    Resume,
    Texte,
    TexteLong,
    Url,
)

SIMPLES: Mapping[Any, str] = {
    Reference: "1",
    Url: "https://source.example/page",
    Courriel: "contact@catalogue.example",
    Jour: "2026-01-15",
    DatePartielle: "2024-02-10",
    Entier: "3",
    Decimal: "3",
    Booleen: "false",
}
IDENTIFIANTS: Mapping[str, str] = {
    "porteur": "sante",
    "co_porteurs": "culture",
    "thematiques": "sante",
    "degre": "consultation",
    "degres": "consultation",
    "source": "s1",
    "sources": "s1",
    "dispositifs": "consultation-en-ligne",
    "type": "consultation-en-ligne",
    "guide": "methode",
    "theme": "neutre",
    "Source.id": "s1",
    "Mesure.id": "m1",
    "ConcertationLiee.id": "autre",
    "Ministere.id": "sante",
    "Thematique.id": "sante",
    "TypeDispositif.id": "consultation-en-ligne",
    "Degre.id": "consultation",
}
# What the rules between fields ask for.
CHOIX: Mapping[str, Any] = {
    "Dates.annonce": "2024-01-02",
    "Dates.ouverture": "2024-01-10",
    "Dates.cloture": "2024-03-10",
    "Dates.restitution": "2024-04-10",
    "Concertation.reponse_attendue_le": "2024-09-10",
    "Concertation.anciennes_urls": ["/ancienne/adresse/"],
    "Guide.anciennes_urls": ["/ancien-guide/"],
    "Guide.champs": ["titre"],
    "Page.anciennes_urls": ["/ancienne-page/"],
    "Proposition.decision": Decision.RETENUE.value,
    "Proposition.mise_en_oeuvre": MiseEnOeuvre.REALISEE.value,
    "Jalon.etat": EtatJalon.ATTEINT.value,
    "Appreciation.echelle": "10",
    "Site.url": "https://catalogue.example/",
}
TEXTES = (TexteLong, Resume)


def une_ligne(texte: str) -> str:
    """A text without its ends of lines."""
    return " ".join(texte.splitlines())


def code(texte: str) -> str:
    """A text as Markdown shows it exactly."""
    return f"``` {' '.join(texte.split())} ```"


def valeur(hint: Any, nom: str, cle: str, texte: str) -> Any:  # noqa: C901, PLR0911 - one line a type
    """A value of this type."""
    if cle in CHOIX:
        return CHOIX[cle]
    if hint == Texte:
        return une_ligne(texte)
    if hint in TEXTES:
        return texte
    if hint == Markdown:
        return code(texte)
    if hint == Identifiant:
        return IDENTIFIANTS.get(cle) or IDENTIFIANTS[nom]
    if hint in SIMPLES:
        return SIMPLES[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint)).value
    if isinstance(hint, type) and issubclass(hint, Modele):
        return rempli(hint, texte)
    morceaux = [a for a in get_args(hint) if a not in {type(None), Ellipsis}]
    if get_origin(hint) is tuple:
        return [valeur(morceaux[0], nom, cle, texte)]
    if get_origin(hint) in {Union, types.UnionType} or hasattr(hint, "__metadata__"):
        return valeur(morceaux[0], nom, cle, texte)
    raise TypeError(f"{cle} : type inconnu {hint!r}")


def rempli(modele: type[Modele], texte: str) -> dict[str, Any]:
    """Every field of a model; flags of what is unknown are left out, as their field is filled."""
    return {
        nom: valeur(hint, nom, f"{modele.__name__}.{nom}", texte)
        for nom, hint in get_type_hints(modele, include_extras=True).items()
        if nom in modele.model_fields and not nom.endswith(("inconnue", "inconnus"))
    }


def fichier(modele: type[Modele], texte: str, **change: Any) -> str:
    """A YAML file: JSON is YAML, and says every character without doubt."""
    return json.dumps(rempli(modele, texte) | change, ensure_ascii=False) + "\n"


def contenu_rempli(texte: str) -> dict[str, str]:
    """The whole content: text of each file by its path."""
    corps = f"## Titre\n\n{code(texte)}\n\n- {code(texte)}\n\n| a | b |\n|---|---|\n| c | d |\n"
    site = {"url": "https://catalogue.example/", "officiel": "false", "theme": "neutre"}
    culture = {"id": "culture", "nom": "Culture"}
    ministeres = rempli(ReferentielMinisteres, texte)
    ministeres["ministeres"].append(culture)
    liees = [rempli(Concertation, texte)["concertations_liees"][0] | {"id": "essai"}]
    autre = {
        "concertations_liees": liees,
        "anciennes_urls": [],
        "titre": f"Autre {une_ligne(texte)}",
    }
    return {
        "site.yml": fichier(Site, texte, **site),
        "referentiels/ministeres.yml": json.dumps(ministeres, ensure_ascii=False),
        "referentiels/thematiques.yml": fichier(ReferentielThematiques, texte),
        "referentiels/dispositifs.yml": fichier(ReferentielDispositifs, texte),
        "referentiels/degres.yml": fichier(ReferentielDegres, texte),
        "concertations/essai/concertation.md": entete(Concertation, texte, corps),
        "concertations/essai/suites.yml": fichier(Suites, texte),
        "concertations/autre/concertation.md": entete(Concertation, texte, corps, **autre),
        "guides/methode.md": entete(Guide, texte, corps),
        "pages/a-propos.md": entete(Page, texte, corps),
        "kit/modele.md": entete(ModeleDocument, texte, corps),
    }


def entete(modele: type[Modele], texte: str, corps: str, **change: Any) -> str:
    """A Markdown file."""
    return f"---\n{fichier(modele, texte, **change)}---\n\n{corps}"
