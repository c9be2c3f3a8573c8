"""How the site is to be served: one description, and the files that four kinds of hosts read.

``politique`` says which headers each path gets; ``fichiers`` writes it for nginx, Apache, Caddy, and
in the ``_headers`` of hosts of static sites.
"""

from generator.hebergement.fichiers import HOTES, ecrire
from generator.hebergement.politique import Cible, CibleError, en_tetes

__all__ = ["HOTES", "Cible", "CibleError", "ecrire", "en_tetes"]
