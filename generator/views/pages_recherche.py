"""What the index is made of: the texts of each entry, packed, and shared between indexes.

Those of a record are a value of that record, kept from one build to the next with its digest: what
did not change is recognised without a text being made again.
"""

from __future__ import annotations

from generator.catalogue.records import Dossier
from generator.par_fiche import par_fiche
from generator.views.documents_recherche import fermer
from generator.views.index_recherche import Entree, documents_fiche, documents_texte
from generator.world import World


@par_fiche(bytes)
def pages_fiche(world: World, dossier: Dossier) -> bytes:
    """The documents of one record, packed, their keys without the code of the entry."""
    return fermer(documents_fiche(world, dossier))


def pages(world: World, entree: Entree) -> bytes:
    """The documents of one entry, in the same form."""
    if isinstance(entree.objet, Dossier):
        return pages_fiche(world, entree.objet)
    return fermer(documents_texte(entree))
