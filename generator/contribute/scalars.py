"""Write one text as YAML: plain when it can be, folded when it is long, quoted when it must be."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.source.quoting import quoted
from generator.source.yaml_plain import read_with_care

LARGEUR = 100
_ORDINAIRE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ«][\wÀ-ÿ ,.;()«»’'…/\u00a0\u202f–-]*[\w).»…]")
_NUL = frozenset({"null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"})
# YAML 1.2 core schema: what editors would not read as text.
_NOMBRE = re.compile(
    r"[-+]?(?:0o[0-7]+|0x[0-9a-fA-F]+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)"
)

_BLANCS = str.maketrans({"\n": "\\n", "\r": "\\r", "\t": "\\t"})


def ecrire(valeur: str | None, retrait: int, tete: int, *, texte: bool) -> list[str]:
    """The lines of a scalar; the first goes right after its key or its dash.

    Args:
        valeur: what the reader gave.
        retrait: columns of indentation of the lines below the first.
        tete: columns already taken on the first line.
        texte: other programs must read it as text, even when it looks like a number.

    Returns:
        Lines whose reading gives back exactly ``valeur``; below the first, indented.
    """
    if valeur is None:
        return [""]
    if "\n" not in valeur:
        court = _sur_une_ligne(valeur, texte=texte)
        if tete + len(court) <= LARGEUR or " " not in valeur:
            return [court]
    for lignes in (_litteral(valeur), _replie(valeur, LARGEUR - retrait)):
        if lignes and _fidele(lignes, valeur):
            return [lignes[0], *(_decale(ligne, retrait) for ligne in lignes[1:])]
    return [quoted(valeur) if "\n" not in valeur else _echappe(valeur)]


def _decale(ligne: str, retrait: int) -> str:
    return " " * retrait + ligne if ligne else ""


@lru_cache(maxsize=4096)
def _sur_une_ligne(valeur: str, *, texte: bool) -> str:
    if texte and (valeur in _NUL or _NOMBRE.fullmatch(valeur)):
        return quoted(valeur)
    if _ORDINAIRE.fullmatch(valeur) and valeur not in {"null", "~"}:
        return valeur
    if valeur == valeur.strip() and _lu(f"k: {valeur}\n", valeur):
        return valeur
    entre = quoted(valeur)
    return entre if _lu(f"k: {entre}\n", valeur) else _echappe(valeur)


def _echappe(valeur: str) -> str:
    """Double quotes and escapes: whatever the text, it is read back."""
    echappee = valeur.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + echappee.translate(_BLANCS) + '"'


def _lu(yaml: str, valeur: str) -> bool:
    lu = read_with_care(yaml)
    return lu.whole and not lu.faults and lu.data == {"k": valeur}


def _fidele(lignes: list[str], valeur: str) -> bool:
    corps = "".join(f"  {ligne}\n" if ligne else "\n" for ligne in lignes[1:])
    return _lu(f"k: {lignes[0]}\n{corps}", valeur)


def _fin(valeur: str) -> tuple[str, str] | None:
    """The text without its last line end, and the sign for it; ``None`` when it ends in blanks."""
    nu = valeur.removesuffix("\n")
    return (nu, "-" if nu == valeur else "") if nu.rpartition("\n")[2].strip() else None


def _litteral(valeur: str) -> list[str]:
    """Line by line, as typed, when each line is short enough or folding would change it."""
    fin = _fin(valeur)
    if fin is None or "\n" not in fin[0]:
        return []
    nu, signe = fin
    lignes = nu.split("\n")
    longues = any(len(ligne) > LARGEUR for ligne in lignes)
    pliable = not any(ligne[:1] in {" ", "\t"} for ligne in lignes)
    if longues and pliable:
        return []
    return [f"|{signe}", *lignes]


def _replie(valeur: str, largeur: int) -> list[str]:
    fin = _fin(valeur)
    if fin is None:
        return []
    nu, signe = fin
    paragraphes = [_plier(ligne, largeur) for ligne in nu.split("\n")]
    lignes = [f">{signe}", *paragraphes[0]]
    for plie in paragraphes[1:]:
        lignes += ["", *plie] if plie != [""] else [""]
    return lignes


def _plier(ligne: str, largeur: int) -> list[str]:
    """Cut at single spaces; a cut at a wider one would lose a space."""
    mots = re.split(r"(?<=[^ \t]) (?=[^ \t])", ligne)
    plie = [mots[0]]
    for mot in mots[1:]:
        if len(plie[-1]) + 1 + len(mot) <= largeur:
            plie[-1] += f" {mot}"
        else:
            plie.append(mot)
    return plie
