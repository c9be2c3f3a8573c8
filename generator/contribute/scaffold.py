"""Skeletons: a new file that says what each of its fields is, generated from the models.

Three kinds of lines, told apart by what follows « # »: « #: » explains, « #champ » is a field to
uncomment, « # » and a space is a remark of the author.
"""

from __future__ import annotations

import os.path
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from generator.catalogue.reading import MODELS
from generator.contribute.fields import A_COMPLETER, Champ, Genre, champs
from generator.contribute.scalars import LARGEUR
from generator.source.discover import Kind

Valeurs = Mapping[str, Sequence[str]]
"""Known keys by what a field cites: ``ministeres``, ``thematiques``…, and ``sources``."""

CHEMINS = {
    Kind.CONCERTATION: "concertations/{}/concertation.md",
    Kind.SUITES: "concertations/{}/suites.yml",
    Kind.GUIDE: "guides/{}.md",
}
_REFERENTIEL = re.compile(r"« referentiels/(\w+)\.yml »")
_CHAMP_A_REMPLIR = re.compile(r"(?:  )*(?:- )?(?:[a-z_]+:)?(?: ?(?:à compléter|true))?")
_AVERTISSEMENT = (
    "Les lignes « #: » expliquent. Remplacez chaque « à compléter ».",
    "Un champ facultatif commence par « # » : retirez ce signe, ici et devant les lignes décalées qui suivent.",
    "Quand tout est rempli, « catalogue format --sans-aide » retire ces explications.",
)
_CORPS = {
    Kind.CONCERTATION: "Sous la seconde ligne « --- », racontez la démarche, si vous avez plus à dire.",
    Kind.GUIDE: "Le texte du guide s'écrit sous la seconde ligne « --- ».",
}


class Squelette(Struct, frozen=True):
    """A new file: its path in the content folder, and its text."""

    chemin: str
    texte: str


def squelette(kind: Kind, identifiant: str, valeurs: Valeurs, schema: str = "") -> Squelette:
    """The skeleton of a record.

    Args:
        kind: concertation, suites or guide.
        identifiant: of the concertation or of the guide.
        valeurs: keys that the fields may cite, to show them.
        schema: path of the JSON Schema from the file's folder; "" for none.
    """
    modele = MODELS[kind]
    aide = [*_AVERTISSEMENT, *([_CORPS[kind]] if kind in _CORPS else [])]
    tete = [ligne for phrase in aide for ligne in _explication(phrase)]
    if schema:
        tete.insert(0, f"# yaml-language-server: $schema={schema}")
    corps: list[str] = []
    for champ in champs(modele):
        corps += ["", *_champ(champ, valeurs)]
    yaml = "\n".join([*tete, *corps, ""])
    if kind is Kind.SUITES:
        return Squelette(CHEMINS[kind].format(identifiant), yaml)
    suite = f"\n{A_COMPLETER}\n" if kind is Kind.GUIDE else ""
    return Squelette(CHEMINS[kind].format(identifiant), f"---\n{yaml}---\n{suite}")


def chemin_du_schema(content: Path, kind: Kind) -> str:
    """Where the schema is, from the folder of such a file; "" when there is none.

    No editor reads a schema in the front matter of a Markdown file (``docs/adr/editeurs.md``).
    """
    if CHEMINS[kind].endswith(".md"):
        return ""
    schema = content.parent / "schemas" / "json" / f"{kind.value}.schema.json"
    dossier = (content / CHEMINS[kind].format("x")).parent
    return Path(os.path.relpath(schema, dossier)).as_posix() if schema.exists() else ""


def est_aide(remarque: str) -> bool:
    """Whether a remark is a line of a skeleton, and not of its author."""
    reste = remarque
    while reste.startswith("#"):
        reste = reste[1:]
        deja_en_retrait = reste.startswith("  ")
        if reste.startswith(":"):
            return True
        if reste and (deja_en_retrait or not reste.startswith(" ")):
            if _CHAMP_A_REMPLIR.fullmatch(reste):
                return True
            reste = reste.lstrip(" ") if deja_en_retrait else ""
    return False


def _champ(champ: Champ, valeurs: Valeurs) -> list[str]:
    """Explanation, then the field: to fill when it is compulsory, commented out otherwise."""
    explication = [ligne for phrase in _phrases(champ, valeurs) for ligne in _explication(phrase)]
    lignes = _valeur(champ, valeurs)
    if not champ.obligatoire:
        lignes = [f"#{ligne}" for ligne in lignes]
    return [*explication, *lignes]


def _valeur(champ: Champ, valeurs: Valeurs) -> list[str]:
    if champ.modele is None:
        vide = "true" if champ.genre is Genre.BOOLEEN else A_COMPLETER
        return [f"{champ.cle}:", f"  - {vide}"] if champ.liste else [f"{champ.cle}: {vide}"]
    lignes = [ligne for c in champs(champ.modele) for ligne in _champ(c, valeurs)]
    if not champ.liste:
        return [f"{champ.cle}:", *(f"  {ligne}" for ligne in lignes)]
    premiere = next(i for i, ligne in enumerate(lignes) if not ligne.startswith("#"))
    return [
        f"{champ.cle}:",
        *(f"  {ligne}" for ligne in lignes[:premiere]),
        f"  - {lignes[premiere]}",
        *(f"    {ligne}" for ligne in lignes[premiere + 1 :]),
    ]


def _phrases(champ: Champ, valeurs: Valeurs) -> Iterator[str]:
    """What the field is, its form, its values, an example."""
    liste = "liste, " if champ.liste else ""
    yield f"{champ.titre} ({liste}{champ.obligation}). {champ.description}"
    if champ.genre is Genre.LISTE_FERMEE:
        yield "Valeurs : " + " ; ".join(f"{m.value} ({m.libelle})" for m in champ.choix) + "."
    elif champ.genre is not Genre.GROUPE:
        yield f"Forme : {champ.genre.value}." + _exemple(champ)
    if connues := valeurs.get(_cite(champ)):
        yield "Clés connues : " + ", ".join(connues) + "."


def _exemple(champ: Champ) -> str:
    if champ.exemple is None:
        return ""
    exemples = champ.exemple if isinstance(champ.exemple, list) else [champ.exemple]
    return f" Exemple : {', '.join(map(str, exemples))}."


def _cite(champ: Champ) -> str:
    """Which list of keys a field cites."""
    if trouve := _REFERENTIEL.search(champ.description):
        return trouve[1]
    return {"co_porteurs": "ministeres", "source": "sources", "sources": "sources"}.get(
        champ.cle if champ.modele is None else "", ""
    )


def _explication(phrase: str) -> list[str]:
    return [
        f"#: {ligne}"
        for ligne in textwrap.wrap(
            phrase, LARGEUR - 12, break_long_words=False, break_on_hyphens=False
        )
    ]
