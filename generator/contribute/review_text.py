"""The review as text for a terminal, as Markdown for a pull request, as JSON for a program.

Everything that comes from the content is somebody else's text: in Markdown it neither formats, nor
links, nor calls anyone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from generator.contribute.review import Fiche, Revue
from generator.cycle import Completude, nom_attendu
from generator.diagnostics import INACHEVE, Diagnostic, accord, format_text, printable

RIEN = "Rien ne change dans le contenu."
PHRASES_MAX = 60
_SPECIAUX = re.compile(r"([\\`*_\[\]<>|~&!])")
_APPELS = re.compile(r"([@#])(?=\w)|(?<=https)(:)(?=//)|(?<=http)(:)(?=//)|(?<=www)(\.)")


def ecrire(revue: Revue, forme: str, apercu: str = "") -> str:
    """The review in one form: ``text``, ``markdown`` or ``json``.

    Args:
        revue: what to say.
        forme: the form.
        apercu: address of a preview of the site, with its final slash; "" for none.
    """
    if forme == "json":
        return _json(revue)
    return _markdown(revue, apercu) if forme == "markdown" else _texte(revue)


def neutre(texte: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    une_ligne = " ".join(printable(" ".join(texte.split())).split())
    return _APPELS.sub(lambda m: f"{m.group()}\u200b", _SPECIAUX.sub(r"\\\1", une_ligne))


def cloture(texte: str) -> str:
    """A block of code that its content cannot close."""
    longueurs = [len(t) for t in re.findall(r"`+", texte)]
    barre = "`" * max(3, *(n + 1 for n in longueurs), 3)
    return f"{barre}text\n{texte.rstrip()}\n{barre}\n"


def _texte(revue: Revue) -> str:
    lignes: list[str] = []
    for fiche in revue.fiches:
        lignes += [printable(fiche.titre), *(f"  {printable(p)}" for p in _phrases(fiche))]
        lignes += [f"  {phrase}" for phrase in _completude(fiche)]
        lignes += [f"  → /{page}" for page in fiche.pages]
        lignes.append("")
    blocs = "\n".join([*lignes, ""]) if lignes else f"{RIEN}\n\n"
    for titre, diagnostics in _problemes(revue):
        blocs += f"{titre}\n\n{format_text(diagnostics)}\n"
    return blocs + _bilan(revue) + "\n"


def _markdown(revue: Revue, apercu: str) -> str:
    parties: list[str] = []
    for fiche in revue.fiches:
        lignes = [f"### {neutre(fiche.titre)}", ""]
        lignes += [f"- {neutre(phrase)}" for phrase in _phrases(fiche)]
        lignes += ["", *(f"{phrase}" for phrase in map(neutre, _completude(fiche)))]
        pages = [f"[`/{p}`]({apercu}{p})" if apercu else f"`/{p}`" for p in fiche.pages]
        if pages:
            nom = "Page" if len(pages) == 1 else "Pages"
            lignes += ["", f"{nom} : {', '.join(pages)}"]
        parties.append("\n".join(lignes).replace("\n\n\n", "\n\n").rstrip() + "\n")
    if not parties:
        parties.append(f"{RIEN}\n")
    for titre, diagnostics in _problemes(revue):
        parties.append(f"### {titre}\n\n{cloture(format_text(diagnostics))}")
    return "\n".join([*parties, f"{_bilan(revue)}\n"])


def _json(revue: Revue) -> str:
    faits = {
        "fiches": [
            {
                "titre": f.titre,
                "genre": f.genre,
                "pages": list(f.pages),
                "phrases": list(f.phrases),
                "completude_avant": _comptes(f.avant),
                "completude_apres": _comptes(f.apres),
            }
            for f in revue.fiches
        ],
        "reculs": [_probleme(d) for d in revue.reculs],
        "erreurs_introduites": [_probleme(d) for d in revue.nouvelles],
        "erreurs_corrigees": revue.mendees,
        "erreurs_restantes": revue.restantes,
        "inacheve": revue.inacheve,
    }
    return json.dumps(faits, ensure_ascii=False, indent=2) + "\n"


def _comptes(faite: Completude | None) -> dict[str, object] | None:
    if faite is None:
        return None
    return {
        "remplis": faite.remplis,
        "attendus": faite.attendus,
        "manquants": list(faite.manquants),
    }


def _probleme(d: Diagnostic) -> dict[str, object]:
    return {
        "fichier": d.path,
        "ligne": d.position.line,
        "colonne": d.position.column,
        "code": d.code,
        "message": d.message,
        "aide": d.hint,
    }


def _phrases(fiche: Fiche) -> Iterator[str]:
    yield from fiche.phrases[:PHRASES_MAX]
    if len(fiche.phrases) > PHRASES_MAX:
        yield f"… et {accord(len(fiche.phrases) - PHRASES_MAX, 'autre')} changements."


def _completude(fiche: Fiche) -> Iterator[str]:
    """How complete the record is, when that moved."""
    avant, apres = fiche.avant, fiche.apres
    if apres is None or avant == apres:
        return
    compte = f"{accord(apres.remplis, 'rubrique')} sur {apres.attendus}"
    if avant is not None:
        compte += f" (avant : {avant.remplis} sur {avant.attendus})"
    yield f"Complétude : {compte}."
    if apres.manquants:
        yield f"Il manque encore : {', '.join(map(nom_attendu, apres.manquants))}."


def _problemes(revue: Revue) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
    if revue.reculs:
        yield "Ce qui recule sans motif", revue.reculs
    if revue.nouvelles:
        yield "Erreurs introduites", revue.nouvelles


def _bilan(revue: Revue) -> str:
    morceaux = [
        accord(len(revue.nouvelles), "erreur") + " en plus"
        if revue.nouvelles
        else "aucune erreur en plus"
    ]
    if revue.reculs:
        morceaux.append(accord(len(revue.reculs), "recul") + " sans motif")
    if revue.mendees:
        morceaux.append(f"{accord(revue.mendees, 'erreur')} en moins")
    if revue.restantes:
        morceaux.append(f"{accord(revue.restantes, 'erreur')} d'avant")
    texte = ", ".join(morceaux) + (f" ; {INACHEVE}." if revue.inacheve else ".")
    return texte[0].upper() + texte[1:]
