"""What differs in meaning between two values of the content model, and how to say it in French."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from generator import francais
from generator.history.model import Changement, Commit, Nature
from schemas.dates import DatePartielle
from schemas.enumerations import EtatEngagement, EtatJalon
from schemas.types import Modele

M = TypeVar("M", bound=Modele)
MOTIF_MAX = 300
"""Characters of a reason in a sentence; the whole of it is in ``motif``."""
INTITULE_MAX = 120


class Ecart(Struct, frozen=True):
    """One difference in meaning between two versions of a record: a ``Changement`` without date."""

    nature: Nature
    phrase: str
    champ: str = ""
    reference: str = ""
    avant: str = ""
    apres: str = ""
    motif: str = ""

    def dater(self, commit: Commit, sujet: str, *, guide: bool = False) -> Changement:
        """The same, as a change of a record in a commit."""
        return Changement(
            commit,
            self.nature,
            sujet,
            self.phrase,
            self.champ,
            self.reference,
            self.avant,
            self.apres,
            self.motif,
            guide,
        )


def sens(valeur: Any) -> Hashable:
    """What a value means: reflowing a text, or ordering a list otherwise, changes nothing."""
    if isinstance(valeur, str):
        return " ".join(valeur.replace("’", "'").split())
    if isinstance(valeur, tuple):
        return tuple(sorted((sens(x) for x in valeur), key=repr))
    if isinstance(valeur, Modele):
        return tuple(sens_champ(nom, x) for nom, x in valeur)
    if isinstance(valeur, DatePartielle):
        return valeur.texte
    return valeur  # type: ignore[no-any-return] # a bool, a number, a day or None


def sens_champ(nom: str, valeur: Any) -> Hashable:
    """A field and its meaning: the order of slips is theirs."""
    return nom, tuple(sens(x) for x in valeur) if nom == "reports" else sens(valeur)


def meme_sens(un: Any, autre: Any) -> bool:
    """Whether two values say the same."""
    return un == autre or sens(un) == sens(autre)


def texte(valeur: Any) -> str:
    """A value as typed: "" when absent, « renseigné » for a block, a count for several blocks."""
    if valeur is None or valeur == ():
        return ""
    if isinstance(valeur, Modele):
        return "renseigné"
    if isinstance(valeur, tuple):
        blocs = isinstance(valeur[0], Modele)
        return str(len(valeur)) if blocs else ", ".join(texte(x) for x in valeur)
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    if isinstance(valeur, date):
        return valeur.isoformat()
    return f"{valeur:g}" if isinstance(valeur, float) else str(valeur)


class Champ(NamedTuple):
    """One field that differs: its key, its name for readers, and its values as typed."""

    cle: str
    nom: str
    avant: str
    apres: str


class Champs(NamedTuple):
    """Fields that differ, sorted by what happened to them."""

    completes: list[Champ]
    modifies: list[Champ]
    retires: list[Champ]


def minuscule(titre: str) -> str:
    """The title of a field in the middle of a sentence."""
    return titre[:1].lower() + titre[1:]


def comparer_champs(avant: M, apres: M, *, sauf: frozenset[str] = frozenset()) -> Champs:
    """The fields that differ between two versions of a block, but for some."""
    tries = Champs([], [], [])
    for cle, info in type(apres).model_fields.items():
        a, b = getattr(avant, cle), getattr(apres, cle)
        if cle not in sauf and not meme_sens(a, b):
            ranger(tries, Champ(cle, minuscule(info.title or cle), texte(a), texte(b)), a, b)
    return tries


def ranger(tries: Champs, champ: Champ, avant: Any, apres: Any) -> None:
    """Put a field that differs where it belongs."""
    if not champ.avant:
        tries.completes.append(champ)
    elif not champ.apres:
        tries.retires.append(champ)
    elif isinstance(avant, tuple):
        ajoutes, partis = ajouts(avant, apres)
        memes = sum((Counter(map(_nom, ajoutes)) & Counter(map(_nom, partis))).values())
        compte = (
            (len(ajoutes) - memes, f"{len(ajoutes) - memes} de plus"),
            (len(partis) - memes, f"{len(partis) - memes} de moins"),
            (memes, francais.pluriel(memes, "changement")),
        )
        dits = ", ".join(dit for nombre, dit in compte if nombre)
        precis = champ._replace(nom=f"{champ.nom} ({dits})")
        (tries.modifies if partis else tries.completes).append(precis)
    else:
        tries.modifies.append(champ)


def _nom(element: Any) -> Hashable:
    """What an item of a list is known by: its first field."""
    return sens(next(iter(element))[1] if isinstance(element, Modele) else element)


def ajouts(avant: Sequence[Any], apres: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """What a list gained and lost, each occurrence counted."""
    restants = Counter(sens(x) for x in avant)
    nouveaux = []
    for element in apres:
        cle = sens(element)
        if restants[cle]:
            restants[cle] -= 1
        else:
            nouveaux.append(element)
    partis = [x for x in avant if restants[sens(x)]]
    return nouveaux, partis


class Sujet(NamedTuple):
    """What a sentence is about: « La fiche », how « complété » ends, the natures, the proposal."""

    nom: str
    accord: str
    ajout: Nature
    autre: Nature
    reference: str = ""


def dire_champs(tries: Champs, sujet: Sujet) -> Iterator[Ecart]:
    """One sentence for the fields completed, one for those modified, one for those removed."""
    pluriel = sujet.accord.endswith("s")
    verbe, rien = ("sont", "n’indiquent plus") if pluriel else ("est", "n’indique plus")
    for groupe, dit, nature in (
        (tries.completes, f"{verbe} complété{sujet.accord}", sujet.ajout),
        (tries.modifies, f"{verbe} modifié{sujet.accord}", sujet.autre),
        (tries.retires, rien, sujet.autre),
    ):
        if not groupe:
            continue
        seul = groupe[0] if len(groupe) == 1 else None
        yield Ecart(
            nature,
            f"{sujet.nom} {dit} : {', '.join(c.nom for c in groupe)}.",
            ", ".join(c.cle for c in groupe),
            sujet.reference,
            seul.avant if seul else "",
            seul.apres if seul else "",
        )


def raison(motif: str) -> str:
    """« : la raison donnée », for the end of a sentence; "" without one."""
    une_ligne = " ".join(motif.split())
    return f" : {francais.abreger(une_ligne, MOTIF_MAX)}" if une_ligne else ""


def vers(valeur: DatePartielle) -> str:
    """« au 1er avril 2026 », « à avril 2026 »."""
    return ("au " if valeur.exacte else "à ") + francais.partielle(valeur)


def dire_date(quoi: str, avant: DatePartielle | None, apres: DatePartielle | None) -> str:
    """« La clôture passe du 4 mars 2026 au 1er avril 2026 »; ``quoi`` is feminine, as all are."""
    if avant is None and apres is not None:
        return f"{quoi} est fixée {vers(apres)}"
    if avant is None:
        return ""
    ancienne = francais.partielle(avant)
    if apres is None:
        return f"{quoi} ({ancienne}) n’est plus indiquée"
    return (
        f"{quoi} passe {f'du {ancienne}' if avant.exacte else francais.de(ancienne)} {vers(apres)}"
    )


def dire_etat(quoi: str, avant: str, apres: str) -> str:
    """« La proposition 14 passe de « en cours » à « abandonnée » »."""
    return f"{quoi} passe de « {avant.lower()} » à « {apres.lower()} »"


class Etapes(NamedTuple):
    """How a list of dated things that have a state is told: milestones, commitments."""

    champ: str
    de_quoi: Callable[[str], str]
    intitule: str
    date: str


def comparer_etapes(
    avant: tuple[M, ...], apres: tuple[M, ...], dire: Etapes, nature: Nature, ref: str = ""
) -> tuple[list[Ecart], bool]:
    """What moved in a list whose items have a text, a date and a state.

    Returns:
        One difference for each date or state that moved, and whether anything else did.
    """
    anciens = {sens(getattr(x, dire.intitule)): x for x in avant}
    nouveaux = {sens(getattr(x, dire.intitule)): x for x in apres}
    if len(anciens) != len(avant) or len(nouveaux) != len(apres):  # two of one name: which is it?
        return [], not meme_sens(avant, apres)
    ecarts: list[Ecart] = []
    reste = anciens.keys() != nouveaux.keys()
    for cle in anciens.keys() & nouveaux.keys():
        if meme_sens(anciens[cle], nouveaux[cle]):
            continue
        trouves = list(_etape(anciens[cle], nouveaux[cle], dire, nature, ref))
        ecarts += trouves
        suivi = {"etat", dire.date}
        autres = comparer_champs(anciens[cle], nouveaux[cle], sauf=frozenset(suivi))
        reste = reste or any(autres)
    return sorted(ecarts, key=lambda e: e.phrase), reste


def _etape(avant: M, apres: M, dire: Etapes, nature: Nature, ref: str) -> Iterator[Ecart]:
    nom = francais.abreger(" ".join(getattr(apres, dire.intitule).split()), INTITULE_MAX)
    quoi = dire.de_quoi(f"« {nom} »")
    ancienne, nouvelle = getattr(avant, dire.date), getattr(apres, dire.date)
    if ancienne != nouvelle:
        phrase = francais.phrase(dire_date(f"la date de {quoi}", ancienne, nouvelle))
        yield Ecart(Nature.DATE_DEPLACEE, phrase, dire.champ, ref, texte(ancienne), texte(nouvelle))
    etat: EtatEngagement | EtatJalon = getattr(avant, "etat")  # noqa: B009 - both have it
    devenu: EtatEngagement | EtatJalon = getattr(apres, "etat")  # noqa: B009
    if etat is not devenu:
        phrase = francais.phrase(dire_etat(quoi, etat.libelle, devenu.libelle))
        yield Ecart(nature, phrase, dire.champ, ref, etat.value, devenu.value)
