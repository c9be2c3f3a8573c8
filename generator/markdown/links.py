"""Which addresses a text may link to: an allow-list, for markdown-it's own refuses four schemes."""

from __future__ import annotations

import re

from pydantic_core import PydanticCustomError

from generator.expression import expression
from schemas.types import verifier_url

_INTERNE = expression(
    r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?"
    r"(?:\?[A-Za-z0-9=&%+_.~-]*)?(?:#[A-Za-z][A-Za-z0-9._-]*)?",
    re.ASCII,
)
_ANCRE = expression(r"#[A-Za-z][A-Za-z0-9._-]*", re.ASCII)
_COURRIEL = expression(r"mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_PROTOCOLE = expression(r"[A-Za-z][A-Za-z0-9+.-]*:")


_FORMES = (
    (
        expression(r"#"),
        _ANCRE,
        "l'ancre n'est pas valable",
        "écrire « #s- » puis le titre visé : #s-mon-titre",
    ),
    (
        expression(r"/"),
        _INTERNE,
        "ce n'est pas une adresse de ce site",
        "écrire le chemin depuis la racine du site : /guides/nom-du-guide/",
    ),
    (
        expression(r"mailto:"),
        _COURRIEL,
        "l'adresse électronique n'est pas valable",
        "écrire mailto:nom@exemple.fr",
    ),
)


def motif_de_refus(adresse: str) -> tuple[str, str] | None:
    """Why this address may not be linked to, and how to mend it; ``None`` when it may."""
    for debut, forme, motif, aide in _FORMES:
        if debut.match(adresse):
            return None if forme.fullmatch(adresse) else (motif, aide)
    if re.match(r"https?://", adresse):
        try:
            verifier_url(adresse)
        except PydanticCustomError as erreur:
            return erreur.message(), "copier l'adresse depuis la barre du navigateur"
        return None
    if not adresse:
        return "l'adresse est vide", "écrire l'adresse entre les parenthèses"
    if _PROTOCOLE.match(adresse):
        return (
            "ce protocole n'est pas permis",
            "sont permis : https://, http://, mailto:, #ancre et /chemin/de/ce/site/",
        )
    return (
        "l'adresse est relative",
        "écrire https://… pour un autre site, ou le chemin depuis la racine : /guides/nom-du-guide/",
    )
