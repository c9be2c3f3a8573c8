"""Put a site in its folder: the old one or the new one, whole, at any instant.

``paths`` says which names and which target are safe, ``chantier`` fills the staged tree, ``avance``
prepares it while the site is computed, ``exchange`` swaps two folders, ``publish`` composes them.
"""

from generator.publish.avance import Avance, en_avance
from generator.publish.errors import PublicationError
from generator.publish.paths import MARQUEUR
from generator.publish.publish import Publication, publier

__all__ = ["MARQUEUR", "Avance", "Publication", "PublicationError", "en_avance", "publier"]
