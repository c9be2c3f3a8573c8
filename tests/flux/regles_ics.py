"""The rules of RFC 5545 for our calendars, read by hand.

A library is no gate: ``icalendar`` accepts an event without DTSTAMP.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from tests.flux.regles import ABSOLUE, doublons, interdits

_PROPRIETE = re.compile(
    r"([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=(?:\"[^\"]*\"|[^\":;,]*))*):(.*)", re.DOTALL
)
_REQUISES = (
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "SEQUENCE",
    "LAST-MODIFIED",
    "STATUS",
    "URL",
)


def lignes_ics(octets: bytes) -> list[str]:
    """Unfolded lines of a calendar, by hand: the check must not lean on the library."""
    return re.sub(rb"\r\n[ \t]", b"", octets).decode().split("\r\n")


def evenements_ics(octets: bytes) -> list[dict[str, tuple[str, str]]]:
    """Properties (parameters, value) of each VEVENT of a calendar."""
    resultat: list[dict[str, tuple[str, str]]] = []
    courant: dict[str, tuple[str, str]] | None = None
    for ligne in lignes_ics(octets):
        if ligne == "BEGIN:VEVENT":
            courant = {}
        elif ligne == "END:VEVENT" and courant is not None:
            resultat.append(courant)
            courant = None
        elif courant is not None and (lu := _PROPRIETE.fullmatch(ligne)):
            courant[lu[1]] = (lu[2], lu[3])
    return resultat


def calendrier(octets: bytes, maximum: date) -> list[str]:
    """RFC 5545: lines, structure, required properties, all-day dates, escaping."""
    fautes = list(_lignes(octets))
    try:
        lignes = lignes_ics(octets)
    except UnicodeDecodeError as erreur:
        return [*fautes, f"UTF-8 invalide : {erreur}"]
    fautes += [
        f"ligne illisible : {ligne[:60]}"
        for ligne in lignes[:-1]
        if not _PROPRIETE.fullmatch(ligne)
    ]
    if fautes:
        return fautes
    fautes += [f"caractère interdit {c}" for c in interdits("".join(lignes))]
    fautes += _structure(lignes)
    uids = []
    for evenement in evenements_ics(octets):
        uids.append(evenement.get("UID", ("", ""))[1])
        fautes += [f"{uids[-1]} : {f}" for f in _vevent(evenement, maximum)]
    return [*fautes, *doublons(uids, "UID")]


def _lignes(octets: bytes) -> Iterator[str]:
    if not octets.endswith(b"END:VCALENDAR\r\n"):
        yield "fin absente"
    if re.search(rb"\r(?!\n)|(?<!\r)\n", octets):
        yield "fin de ligne autre que CRLF"
    longues = [x for x in octets.split(b"\r\n") if len(x) > 75]
    if longues:
        yield f"ligne de plus de 75 octets : {longues[0][:40]!r}"


def _structure(lignes: list[str]) -> Iterator[str]:
    """Components well nested; properties of the calendar, and of each event, given once."""
    pile: list[str] = []
    composants: Counter[str] = Counter()
    # Each component has its own number: two events may both have a UID.
    proprietes: Counter[tuple[str, int, str]] = Counter()
    for ligne in lignes[:-1]:
        nom, _, valeur = ligne.partition(":")
        nom = nom.split(";")[0]
        if nom == "BEGIN":
            pile.append(valeur)
            composants[valeur] += 1
        elif nom == "END" and (not pile or pile.pop() != valeur):
            yield f"END:{valeur} sans BEGIN"
        elif nom != "END" and pile:
            proprietes[pile[-1], composants[pile[-1]], nom] += 1
    for (composant, _, nom), nombre in proprietes.items():
        if nombre > 1 and composant in {"VEVENT", "VCALENDAR"}:
            yield f"{nom} donnée {nombre} fois"
    if lignes[:1] != ["BEGIN:VCALENDAR"] or pile or composants["VCALENDAR"] != 1:
        yield "un seul VCALENDAR attendu, bien fermé"
    if sum(composants.values()) <= 1:
        yield "aucun composant (RFC 5545, section 3.6)"
    manquantes = {"VERSION", "PRODID"} - {nom for c, _, nom in proprietes if c == "VCALENDAR"}
    if manquantes:
        yield f"manque {', '.join(sorted(manquantes))}"


def _vevent(evenement: dict[str, tuple[str, str]], maximum: date) -> Iterator[str]:
    manquantes = [nom for nom in _REQUISES if nom not in evenement]
    if manquantes:
        yield f"manque {', '.join(manquantes)}"
        return
    for nom in ("DTSTAMP", "LAST-MODIFIED"):
        if not re.fullmatch(r"\d{8}T\d{6}Z", evenement[nom][1]):
            yield f"{nom} n'est pas en temps universel"
        elif _jour(evenement[nom][1][:8]) > maximum:
            yield f"{nom} est dans le futur"
    yield from _jours(evenement)
    if evenement["STATUS"][1] not in {"CONFIRMED", "CANCELLED"}:
        yield "STATUS inconnu"
    if not evenement["SEQUENCE"][1].isdigit():
        yield "SEQUENCE n'est pas un nombre"
    if not ABSOLUE.fullmatch(evenement["URL"][1]):
        yield "URL non absolue"
    for nom in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        valeur = evenement.get(nom, ("", ""))[1]
        if not re.fullmatch(r"(?:[^\\,;]|\\[\\;,nN])*", valeur):
            yield f"{nom} mal échappée : {valeur[:60]}"


def _jour(texte: str) -> date:
    return datetime.strptime(texte, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone


def _jours(evenement: dict[str, tuple[str, str]]) -> Iterator[str]:
    for nom in ("DTSTART", "DTEND"):
        if evenement[nom][0] != ";VALUE=DATE" or not re.fullmatch(r"\d{8}", evenement[nom][1]):
            yield f"{nom} n'est pas un jour entier"
            return
    if _jour(evenement["DTEND"][1]) <= _jour(evenement["DTSTART"][1]):
        yield "DTEND n'est pas après DTSTART"
