"""Where to report a vulnerability: ``security.txt`` (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from generator.views.base import COMMUN, Contenu, Output, fichier
from generator.world import World

SECURITE = ".well-known/security.txt"
VALIDITE = timedelta(days=180)
"""The standard recommends less than a year; a site that is built each day renews it each day."""


def _securite(world: World) -> Contenu:
    """Its fields; the contact is the mailbox of ``site.yml``."""
    lignes = (
        f"Contact: mailto:{world.catalogue.site.contact}",
        f"Expires: {(world.jour + VALIDITE).isoformat()}T00:00:00Z",
        "Preferred-Languages: fr, en",
        f"Canonical: {world.absolue(SECURITE)}",
    )
    return ("\n".join(lignes) + "\n").encode()


def sorties(world: World) -> Iterator[Output]:
    """``security.txt``, for a site that has a contact and the root of its host.

    Under a sub-path nobody would look for it there (RFC 9116, 3), and without a contact it would
    have nothing to say: it is left out.
    """
    if world.catalogue.site.contact and world.base_path == "/":
        yield fichier(SECURITE, _securite, portee=COMMUN)
