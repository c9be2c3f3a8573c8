"""What is generated from the models: the field dictionary and the JSON Schemas.

``python -m generator.documentation`` writes them; ``tests/documentation`` proves them current.
"""

from generator.documentation.champs import Champ, champs, element
from generator.documentation.fichiers import FICHIERS, Fichier
from generator.documentation.rendu import AvecLibelles, dictionnaire, documents, schema_json

__all__ = [
    "FICHIERS",
    "AvecLibelles",
    "Champ",
    "Fichier",
    "champs",
    "dictionnaire",
    "documents",
    "element",
    "schema_json",
]
