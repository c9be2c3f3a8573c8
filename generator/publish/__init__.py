"""Put a site in its folder: the old one or the new one, whole, at any instant.

``paths`` says which names and which target are safe, ``exchange`` swaps two folders, ``publish``
composes them.
"""

from generator.publish.errors import PublicationError
from generator.publish.paths import MARQUEUR
from generator.publish.publish import Publication, publier

__all__ = ["MARQUEUR", "Publication", "PublicationError", "publier"]
