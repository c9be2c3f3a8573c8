"""The data dictionary: every column of every table, generated from the models."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from generator.donnees.colonnes import Colonne, Genre
from generator.donnees.tables import Table, tables

ENTETES = (
    "table",
    "colonne",
    "nom",
    "description",
    "type",
    "obligatoire",
    "valeurs",
    "exemple",
    "origine",
)
_TYPES = MappingProxyType(
    {
        Genre.TEXTE: "texte",
        Genre.ADRESSE: "adresse web",
        Genre.VALEUR_DE_LISTE: "une valeur de la liste",
        Genre.ENTIER: "nombre entier",
        Genre.NOMBRE: "nombre",
        Genre.BOOLEEN: "true ou false",
        Genre.JOUR: "date AAAA-MM-JJ",
        Genre.DATE_PARTIELLE: "date AAAA-MM-JJ, AAAA-MM ou AAAA",
        Genre.INSTANT: "date et heure, avec le décalage horaire (RFC 3339)",
        Genre.PLUSIEURS: "plusieurs valeurs : tableau JSON",
    }
)
_CALCULEES = frozenset({"evenements", "indicateurs"})
_DU_GENERATEUR = ("calcule.", "version.", "links.")


def nom_du_type(colonne: Colonne) -> str:
    """The type of a column, in French."""
    return _TYPES[colonne.genre]


def origine(table: Table, colonne: Colonne) -> str:
    """Whether a person typed the value or the generator computed it."""
    calcule = (
        table.collection.nom in _CALCULEES
        or colonne.nom.startswith(_DU_GENERATEUR)
        or colonne.nom == "rang"
    )
    return "calculé" if calcule else "saisi"


def lignes_du_dictionnaire() -> Iterator[tuple[str, ...]]:
    """The dictionary as rows, under ``ENTETES``."""
    for table in tables():
        for c in table.colonnes:
            valeurs = " ; ".join(f"{v.value} ({v.libelle})" for v in c.champ.valeurs)
            yield (
                table.nom,
                c.nom,
                c.champ.nom,
                c.champ.description,
                nom_du_type(c),
                c.obligation,
                valeurs,
                c.exemple,
                origine(table, c),
            )


def dictionnaire() -> dict[str, Any]:
    """The dictionary as JSON."""
    return {
        "tables": [
            {
                "nom": t.nom,
                "titre": t.titre,
                "description": t.description,
                "cle": list(t.cle),
                "colonnes": [
                    {
                        "colonne": c.nom,
                        "nom": c.champ.nom,
                        "description": c.champ.description,
                        "type": nom_du_type(c),
                        "obligatoire": c.obligation,
                        "valeurs": [
                            {"valeur": v.value, "nom": v.libelle, "definition": v.definition}
                            for v in c.champ.valeurs
                        ],
                        "exemple": c.exemple or None,
                        "origine": origine(t, c),
                    }
                    for c in t.colonnes
                ],
            }
            for t in tables()
        ]
    }
