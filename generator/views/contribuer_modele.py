"""The form of ``/contribuer/`` as data: generated from the models, so that it never lags behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from generator.contribute.fields import Champ, Genre, champs
from generator.views.base import Etiquette
from schemas.types import Modele

RANG = "__n__"
"""Stands for the rank of an item in the ids of a repeated group, until the script knows it."""
CASES_MAX = 6
"""Above this number of boxes, they are folded away until asked for."""
_LONGS = frozenset({Genre.TEXTE, Genre.MARKDOWN})
_CITES = {
    "porteur": "ministeres",
    "co_porteurs": "ministeres",
    "thematiques": "thematiques",
    "degre": "degres",
    "dispositifs.type": "dispositifs",
}
"""Fields that hold keys of a list of the catalogue, by their path without ranks."""
_PROGRAMME = {
    "« true » si": "À cocher si",
    "Clé de « referentiels/ministeres.yml ». ": "",
}
"""What a description says to those who write the file, and what it says to those who fill a form."""


class ChampView(Struct, frozen=True):
    """One field: a control, some boxes, a group of fields, or a repeated group.

    ``forme`` is one of ``ligne``, ``texte``, ``lignes`` (one item a line), ``case``, ``choix``,
    ``cases``, ``groupe``, ``liste``; ``quoi`` is the first sentence of the description, for the
    messages ("" when it only says which list of keys).
    """

    id: str
    cle: str
    titre: str
    aide: str
    quoi: str
    forme: str
    genre: str
    requis: bool
    condition: str
    longueur: str
    options: tuple[Etiquette, ...] = ()
    champs: tuple[ChampView, ...] = ()
    replie: bool = False


class SectionView(Struct, frozen=True):
    """A part of the form; ``facultative`` ones are folded away."""

    id: str
    titre: str
    aide: str
    champs: tuple[ChampView, ...]
    facultative: bool = False


class Fabrique:
    """Makes the fields of a form; ``listes`` are the keys that fields may cite, with their names."""

    def __init__(self, prefixe: str, listes: Mapping[str, tuple[Etiquette, ...]]) -> None:
        self.prefixe = prefixe
        self.listes = listes

    def champs(
        self, modele: type[Modele], cles: Iterable[str] | None = None
    ) -> tuple[ChampView, ...]:
        """The fields of a model, in the order asked, or in its own."""
        tous = {c.cle: c for c in champs(modele)}
        return tuple(self._champ(tous[cle], "", self.prefixe) for cle in cles or tous)

    def _champ(self, champ: Champ, chemin: str, prefixe: str) -> ChampView:
        ici = f"{chemin}{champ.cle}"
        identifiant = f"{prefixe}-{champ.cle}"
        options = self._options(champ, ici)
        forme = _forme(champ, options)
        dessous: tuple[ChampView, ...] = ()
        if champ.modele is not None:
            suite = f"{identifiant}-{RANG}" if champ.liste else identifiant
            dessous = tuple(self._champ(c, f"{ici}.", suite) for c in champs(champ.modele))
        return ChampView(
            id=identifiant,
            cle=champ.cle,
            titre=champ.titre,
            aide=_aide(champ, forme),
            quoi=_quoi(champ),
            forme=forme,
            genre=champ.genre.name.lower(),
            requis=champ.obligatoire,
            condition=champ.condition,
            longueur=_longueur(champ),
            options=options,
            champs=dessous,
            replie=forme == "cases" and len(options) > CASES_MAX and not champ.obligatoire,
        )

    def _options(self, champ: Champ, chemin: str) -> tuple[Etiquette, ...]:
        if champ.choix:
            return tuple(Etiquette(m.value, m.libelle, m.definition) for m in champ.choix)
        if chemin in _CITES:
            return self.listes[_CITES[chemin]]
        if champ.genre is Genre.BOOLEEN and not champ.defaut:
            return (Etiquette("true", "Oui"), Etiquette("false", "Non"))
        return ()


def _forme(champ: Champ, options: tuple[Etiquette, ...]) -> str:
    if champ.modele is not None:
        return "liste" if champ.liste else "groupe"
    if options:
        return "cases" if champ.liste else "choix"
    if champ.liste:
        return "lignes"
    if champ.genre is Genre.BOOLEEN:
        return "case"
    return "texte" if champ.genre in _LONGS else "ligne"


def _aide(champ: Champ, forme: str) -> str:
    """What to type, for someone who will never see the file."""
    phrases = [_sans_jargon(champ.description)]
    if forme == "lignes":
        phrases.append("Un par ligne.")
    if champ.genre in {Genre.JOUR, Genre.DATE}:
        phrases.append(champ.genre.value.replace("date", "Date", 1) + ".")
    if champ.genre is Genre.MARKDOWN:
        phrases.append("Texte Markdown : **gras**, listes et liens sont permis.")
    if forme in {"ligne", "texte", "lignes"} and champ.exemple is not None:
        exemples = champ.exemple if isinstance(champ.exemple, list) else [champ.exemple]
        phrases.append(f"Exemple : {', '.join(map(str, exemples))}.")
    return " ".join(p for p in phrases if p)


def _quoi(champ: Champ) -> str:
    premiere = champ.description.split(". ")[0].rstrip(".")
    return "" if premiere.startswith(("Clé de «", "Clés de «")) else premiere


def _sans_jargon(description: str) -> str:
    for avant, apres in _PROGRAMME.items():
        description = description.replace(avant, apres)
    return "" if description.startswith(("Clé de «", "Clés de «")) else description


def _longueur(champ: Champ) -> str:
    """Most characters that the model accepts, in digits; "" when another rule bounds it."""
    return {
        Genre.LIGNE: "1000",
        Genre.IDENTIFIANT: "80",
        Genre.MARKDOWN: "100000",
        Genre.COURRIEL: "254",
    }.get(champ.genre, "20000" if champ.genre is Genre.TEXTE and champ.cle != "resume" else "")
