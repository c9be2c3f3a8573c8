"""French for people: dates, numbers, plurals, names.

Babel prints « 1 mars »; French wants « 1er mars » (Lexique des règles typographiques en usage à
l'Imprimerie nationale), hence a few lines of ours.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from schemas.dates import MOIS, DatePartielle

FINE = "\u202f"
INSECABLE = "\u00a0"
MILLE = 1000
_ELISION = re.compile(r"(?i)^(?:[aeiouyàâéèêëîïôùûœ]|h(?:abit|ist|om|eure|ôp))")


@lru_cache(maxsize=4096)
def jour(valeur: date) -> str:
    """« 1er mars 2026 »."""
    numero = "1er" if valeur.day == 1 else str(valeur.day)
    return f"{numero} {MOIS[valeur.month - 1]} {valeur.year}"


def partielle(valeur: DatePartielle) -> str:
    """« 2019 », « octobre 2019 » or « 4 octobre 2019 »."""
    if valeur.exacte:
        return jour(valeur.debut)
    if valeur.debut.month == valeur.fin.month:
        return f"{MOIS[valeur.debut.month - 1]} {valeur.annee}"
    return str(valeur.annee)


def le(valeur: DatePartielle) -> str:
    """With its preposition: « le 4 octobre 2019 », « en octobre 2019 », « en 2019 »."""
    return ("le " if valeur.exacte else "en ") + partielle(valeur)


def periode(debut: DatePartielle, fin: DatePartielle | None) -> str:
    """« octobre 2019 – 28 février 2021 », or one date when both are the same."""
    if fin is None:
        return depuis(debut)
    if debut.texte == fin.texte:
        return partielle(debut)
    return f"{partielle(debut)} – {partielle(fin)}"


def depuis(valeur: DatePartielle) -> str:
    """« depuis le 8 décembre 2025 », « depuis octobre 2019 »."""
    return ("depuis le " if valeur.exacte else "depuis ") + partielle(valeur)


def nombre(valeur: int) -> str:
    """Thousands apart: « 18 300 » with a narrow no-break space."""
    return f"{valeur:,}".replace(",", FINE)


def decimal(valeur: float) -> str:
    """« 3,4 »: comma, no useless zero."""
    return f"{valeur:g}".replace(".", ",")


def pourcent(part: int, total: int) -> str:
    """« 12 % » rounded half up; « 0 % » of nothing is the empty string."""
    if total == 0:
        return ""
    return f"{(200 * part + total) // (2 * total)}{INSECABLE}%"


def pluriel(compte: int, singulier: str, au_pluriel: str = "") -> str:
    """« 1 proposition », « 12 propositions ». French puts zero in the singular."""
    mot = singulier if abs(compte) <= 1 else (au_pluriel or singulier + "s")
    return f"{nombre(compte)} {mot}"


def de(nom: str) -> str:
    """« de la Santé » is the writer's business; « d’ » or « de » before a name is ours."""
    return ("d’" if _ELISION.match(nom) else "de ") + nom


def phrase(texte: str) -> str:
    """First letter up, final stop."""
    texte = texte.strip()
    if not texte:
        return ""
    texte = texte[0].upper() + texte[1:]
    return texte if texte[-1] in ".!?…" else texte + "."


_SIGNES = (
    ("«", "« ", f"«{INSECABLE}"),
    *((signe, f" {signe}", f"{INSECABLE}{signe}") for signe in "»:%€"),
    *((signe, f" {signe}", f"{FINE}{signe}") for signe in ";?!"),
)
"""A sign, what is written beside it, and what is printed."""


def insecables(texte: str) -> str:
    """No line starts with a stop nor ends with an opening quote: the spaces there do not break.

    One character is found three times faster than two, and half of what templates print (keys,
    addresses, numbers) has no space.
    """
    if " " in texte:
        for signe, ecrit, imprime in _SIGNES:
            if signe in texte:
                texte = texte.replace(ecrit, imprime)
    return texte


def cle_tri(texte: str) -> str:
    """Sort key of a French word list: accents and case folded, ligatures opened."""
    ouvert = texte.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("’", "'")
    plat = unicodedata.normalize("NFKD", ouvert)
    return "".join(c for c in plat if not unicodedata.combining(c)).casefold()


def abreger(texte: str, longueur: int) -> str:
    """Cut at a word, with an ellipsis, at ``longueur`` characters at most."""
    if len(texte) <= longueur:
        return texte
    return texte[: longueur - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + "…"
