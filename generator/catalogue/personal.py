"""Personal data that must not be published: the address or the phone of an agent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.diagnostics import Position, Severity
from generator.expression import expression
from generator.source.faults import Fault
from generator.source.source_file import SourceFile

_MAIL = expression(
    r"\b([a-z]{1,40}(?:-[a-z]{1,40}){0,3})\.([a-z]{1,40}(?:-[a-z]{1,40}){0,3})@((?:[a-z0-9-]{1,63}\.){0,8}gouv\.fr)\b",
    re.IGNORECASE | re.ASCII,
)
_PHONE = expression(
    r"(?<![\w/.=-])(?:\+33[ .\u00a0\u202f-]?|0)[1-9](?:[ .\u00a0\u202f-]?\d{2}){4}(?![\w/])"
)
# Without what must stand around it, nor « +33 »: quick to look for in a whole text.
_PHONE_TRACE = expression(r"0[1-9](?:[ .\u00a0\u202f-]?\d{2}){4}")
_URL = expression(r"https?://\S+")
# What names of functional mailboxes are made of: « consultation.climat@… ».
_WORDS = """
accueil agence assemblee bureau cabinet cellule centre citoyen citoyenne citoyennes citoyens comite commission
communication concertation concertations consultation consultations contact convention debat debats delegation
democratie departement direction donnees dossier dpd dpo ecoute enquete environnement equipe garant garants info
information infos ministere mission numerique observatoire participation participative plateforme pole presse
prevention projet protection public publics publique publiques question questions rgpd sante secretariat securite
service services suivi support transition
"""
_FUNCTIONS = frozenset(_WORDS.split())


def personal_data(source: SourceFile) -> Iterator[Fault]:
    """Named addresses are errors; phone numbers, which may be those of a service, warnings."""
    text = source.text
    phones = source.path != "site.yml" and (
        ("+" in text and "+33" in text) or bool(_PHONE_TRACE.search(text))
    )
    if not phones and "@" not in text:
        return
    for number, line in enumerate(source.lines, start=1):
        if "@" in line:
            for found in _MAIL.finditer(line):
                if _FUNCTIONS.isdisjoint(re.split(r"[.-]", f"{found[1]}.{found[2]}".lower())):
                    yield Fault(
                        Position(number, found.start() + 1),
                        "courriel-personnel",
                        "cette adresse semble être celle d'une personne (prenom.nom)",
                        "donnez une boîte fonctionnelle, par exemple concertation@…, ou retirez l'adresse",
                        len(found[0]),
                    )
        if phones and "0" in line:
            for fault in _phones(number, line):
                if number not in _lines_of(source, "comment_participer"):
                    yield fault


def _phones(number: int, line: str) -> Iterator[Fault]:
    addresses = [found.span() for found in _URL.finditer(line)] if "://" in line else []
    for found in _PHONE.finditer(line):
        if not any(start <= found.start() < end for start, end in addresses):
            yield Fault(
                Position(number, found.start() + 1),
                "telephone",
                "un numéro de téléphone est écrit ici",
                "si c'est celui d'un agent, retirez-le ; celui d'un service va dans « comment_participer »",
                len(found[0]),
                Severity.AVERTISSEMENT,
            )


def _lines_of(source: SourceFile, name: str) -> range:
    """1-based lines of a field of the record, up to the next field."""
    starts = sorted(
        spot.key.line for loc, spot in source.spots.items() if len(loc) == 1 and spot.key
    )
    spot = source.spots.get((name,))
    if spot is None or spot.key is None:
        return range(0)
    after = [line for line in starts if line > spot.key.line]
    # The last field of a front matter ends where the body starts.
    end = (
        after[0]
        if after
        else (source.body_line - 1 if source.body_line > 1 else source.text.count("\n") + 2)
    )
    return range(spot.key.line, end)
