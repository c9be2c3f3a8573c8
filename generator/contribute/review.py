"""What a contribution changes in meaning: two content folders, compared record by record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.catalogue.load import load
from generator.catalogue.reading import located
from generator.chemins import chemin_fiche, chemin_suites
from generator.contribute.review_state import Etat, lire
from generator.cycle import Completude, completude
from generator.diagnostics import Diagnostic, Position, Severity
from generator.history.promesses import disparue, reculs_fiche, reculs_suites
from generator.history.recit import comparer
from generator.history.versions import place
from generator.source.discover import Kind
from generator.source.faults import Fault, diagnostic
from generator.source.source_file import parse
from schemas.concertation import Concertation
from schemas.guide import Guide
from schemas.regles import Infraction
from schemas.suites import Suites

_PAGE = re.compile(r"(?:[a-z0-9-]+/)+", re.ASCII)
ILLISIBLE = "Ce fichier ne peut pas être lu : ses erreurs sont dites plus bas."
RELU = "Ce fichier, que l'on ne pouvait pas lire, est de nouveau lisible."
MISE_EN_PAGE = "La mise en page seule change : le fichier dit la même chose."


class Fiche(Struct, frozen=True):
    """What changes in one record (or in another file of the content).

    ``pages`` are site paths; ``avant`` and ``apres`` how complete a concertation was and is.
    """

    titre: str
    genre: str
    pages: tuple[str, ...]
    phrases: tuple[str, ...]
    avant: Completude | None = None
    apres: Completude | None = None


class Revue(Struct, frozen=True):
    """The review of a contribution.

    ``reculs`` are promises taken back without a reason; ``nouvelles`` the errors that the old
    content did not have; ``mendees`` and ``restantes`` count the others; ``inacheve``: a file is so
    wrong in its form that what it says could not be checked.
    """

    fiches: tuple[Fiche, ...]
    reculs: tuple[Diagnostic, ...]
    nouvelles: tuple[Diagnostic, ...]
    mendees: int
    restantes: int
    inacheve: bool = False


def revoir(avant: Path, apres: Path, jour: date) -> Revue:
    """Compare two content folders.

    Args:
        avant: the published one.
        apres: the contributed one.
        jour: the day for which completeness is counted.
    """
    ancien, nouveau = Etat(lire(avant)), Etat(lire(apres))
    renommees = dict(_renommees(ancien, nouveau))
    touches = [
        c for c in {*ancien.bruts, *nouveau.bruts} if ancien.bruts.get(c) != nouveau.bruts.get(c)
    ]
    fiches = list(_fiches(ancien, nouveau, renommees, sorted(touches), jour))
    reculs = list(_reculs(ancien, nouveau, renommees, sorted(touches)))
    erreurs_avant, _ = _erreurs(avant)
    erreurs_apres, inacheve = _erreurs(apres)
    connues = Counter(map(_cause, erreurs_avant))
    nouvelles = [d for d in erreurs_apres if not _prendre(connues, _cause(d))]
    return Revue(
        tuple(fiches),
        tuple(map(_sous_le_contenu, reculs)),
        tuple(map(_sous_le_contenu, nouvelles)),
        connues.total(),
        len(erreurs_apres) - len(nouvelles),
        inacheve,
    )


def _erreurs(content: Path) -> tuple[list[Diagnostic], bool]:
    """The errors of a content, and whether others may hide behind them."""
    prefixe = content.as_posix() + "/"
    lu = load(content)
    erreurs = [d for d in lu.diagnostics if d.severity is Severity.ERREUR]
    return [replace(d, path=d.path.removeprefix(prefixe)) for d in erreurs], lu.inacheve


def _sous_le_contenu(d: Diagnostic) -> Diagnostic:
    return replace(d, path=f"content/{d.path}")


def _cause(d: Diagnostic) -> tuple[str, str, str]:
    return d.path, d.code, d.message


def _prendre(compte: Counter[tuple[str, str, str]], cle: tuple[str, str, str]) -> bool:
    if compte[cle] == 0:
        return False
    compte[cle] -= 1
    return True


def _renommees(ancien: Etat, nouveau: Etat) -> Iterator[tuple[str, str]]:
    """Ids of records that moved: the new one keeps the old address."""
    for chemin in nouveau.bruts:
        ou = place(chemin)
        if ou is None or ou.genre is not Kind.CONCERTATION or chemin in ancien.bruts:
            continue
        fiche = nouveau.fiche(chemin)
        for url in fiche.anciennes_urls if isinstance(fiche, Concertation) else ():
            parti = url.strip("/").rpartition("/")[2]
            avant = f"concertations/{parti}/concertation.md"
            if avant in ancien.bruts and avant not in nouveau.bruts:
                yield parti, ou.id


def _fiches(
    ancien: Etat,
    nouveau: Etat,
    renommees: Mapping[str, str],
    touches: Sequence[str],
    jour: date,
) -> Iterator[Fiche]:
    groupes: dict[tuple[str, str], list[str]] = {}
    autres = []
    for chemin in touches:
        ou = place(chemin)
        if ou is None:
            autres.append(_autre(chemin, ancien, nouveau))
        else:
            cle = ("guide", ou.id) if ou.guide else ("concertation", renommees.get(ou.id, ou.id))
            groupes.setdefault(cle, []).append(chemin)
    for (genre, identifiant), chemins in sorted(groupes.items()):
        if genre == "guide":
            yield _guide(identifiant, chemins[0], ancien, nouveau)
        else:
            partis = [p for p, a in renommees.items() if a == identifiant]
            yield _concertation(
                identifiant, partis[0] if partis else identifiant, ancien, nouveau, jour
            )
    yield from autres


def _concertation(identifiant: str, parti: str, ancien: Etat, nouveau: Etat, jour: date) -> Fiche:
    phrases = [f"La fiche « {parti} » devient « {identifiant} »."] if parti != identifiant else []
    for nom in ("concertation.md", "suites.yml"):
        avant, apres = f"concertations/{parti}/{nom}", f"concertations/{identifiant}/{nom}"
        phrases += _phrases(ancien, avant, nouveau, apres)
    chemins = [f"concertations/{i}/concertation.md" for i in (parti, identifiant)]
    if chemins[1] not in nouveau.bruts:
        phrases.append(f"L'adresse /{chemin_fiche(parti)} ne mène plus nulle part.")
    fiche = nouveau.fiche(chemins[1]) or ancien.fiche(chemins[0])
    suites = f"concertations/{identifiant}/suites.yml"
    pages = [chemin_fiche(identifiant)] if chemins[1] in nouveau.bruts else []
    if suites in nouveau.bruts and nouveau.bruts[suites] != ancien.bruts.get(suites):
        pages.append(chemin_suites(identifiant))
    return Fiche(
        fiche.titre if isinstance(fiche, Concertation) else identifiant,
        "concertation",
        _sures(pages),
        tuple(phrases),
        _completude(ancien, parti, jour),
        _completude(nouveau, identifiant, jour),
    )


def _completude(etat: Etat, identifiant: str, jour: date) -> Completude | None:
    fiche = etat.fiche(f"concertations/{identifiant}/concertation.md")
    suites = etat.fiche(f"concertations/{identifiant}/suites.yml")
    return completude(fiche, suites, jour) if isinstance(fiche, Concertation) else None


def _phrases(ancien: Etat, avant: str, nouveau: Etat, apres: str) -> list[str]:
    bruts = ancien.bruts.get(avant), nouveau.bruts.get(apres)
    if bruts[0] == bruts[1]:
        return []
    versions = ancien.version(avant), nouveau.version(apres)
    if bruts[1] is not None and versions[1] is None:
        return [ILLISIBLE]
    if bruts[0] is not None and versions[0] is None:
        return (
            [RELU]
            if bruts[1] is not None
            else ["Ce fichier, que l'on ne pouvait pas lire, est retiré."]
        )
    ou = place(apres)
    ecarts = comparer(ou.genre, *versions) if ou else ()
    return [e.phrase for e in ecarts] or [MISE_EN_PAGE]


def _guide(identifiant: str, chemin: str, ancien: Etat, nouveau: Etat) -> Fiche:
    fiche = nouveau.fiche(chemin) or ancien.fiche(chemin)
    titre = fiche.titre if isinstance(fiche, Guide) else identifiant
    pages = (f"guides/{identifiant}/",) if chemin in nouveau.bruts else ()
    return Fiche(titre, "guide", _sures(pages), tuple(_phrases(ancien, chemin, nouveau, chemin)))


def _autre(chemin: str, ancien: Etat, nouveau: Etat) -> Fiche:
    avant, apres = ancien.bruts.get(chemin), nouveau.bruts.get(chemin)
    if avant is None or apres is None:
        phrases = ["Le fichier est ajouté." if avant is None else "Le fichier est retiré."]
    else:
        lus = [parse(chemin, brut).source for brut in (avant, apres)]
        dits = [(lu.data, lu.body) for lu in lus if lu is not None]
        pareils = len(dits) == len(lus) and dits[0] == dits[1]
        modifie = MISE_EN_PAGE if pareils else "Le fichier est modifié."
        phrases = list(_cles(chemin, avant, apres)) or [modifie]
    morceaux = chemin.removesuffix(".md").split("/")
    pages = (
        {"pages": morceaux[-1:], "kit": morceaux}.get(morceaux[0]) if apres is not None else None
    )
    return Fiche(
        chemin, "fichier", _sures(["/".join([*pages, ""])] if pages else []), tuple(phrases)
    )


def _sures(pages: Iterable[str]) -> tuple[str, ...]:
    """The paths that a site may have: any name can be given to a file in a contribution."""
    return tuple(p for p in pages if _PAGE.fullmatch(p))


def _cles(chemin: str, avant: bytes, apres: bytes) -> Iterator[str]:
    """Keys of a list that grows: added, removed, changed."""
    if not chemin.startswith("referentiels/"):
        return
    listes = []
    for brut in (avant, apres):
        source = parse(chemin, brut).source
        valeurs = [v for v in source.data.values() if isinstance(v, list)] if source else []
        listes.append({e["id"]: e for v in valeurs for e in v if isinstance(e, dict) and "id" in e})
    anciennes, nouvelles = listes
    communes = [c for c in nouvelles if c in anciennes and anciennes[c] != nouvelles[c]]
    for nom, cles in (
        ("ajoutée", [c for c in nouvelles if c not in anciennes]),
        ("retirée", [c for c in anciennes if c not in nouvelles]),
        ("modifiée", communes),
    ):
        if cles:
            pluriel = "s" if len(cles) > 1 else ""
            yield f"Clé{pluriel} {nom}{pluriel} : {', '.join(map(str, cles))}."


def _reculs(
    ancien: Etat, nouveau: Etat, renommees: Mapping[str, str], touches: Sequence[str]
) -> Iterator[Diagnostic]:
    """Promises taken back without a word, as ``check --against`` refuses them."""
    for avant in touches:
        ou = place(avant)
        if ou is None or ou.guide or avant not in ancien.bruts:
            continue
        identifiant = renommees.get(ou.id, ou.id)
        apres = f"concertations/{identifiant}/{avant.rpartition('/')[2]}"
        source = parse(apres, nouveau.bruts.get(apres, b"")).source
        fiches = ancien.fiche(avant), nouveau.fiche(apres)
        if source is not None:
            yield from (located(source, i) for i in _infractions(*fiches))
        elif apres not in nouveau.bruts and isinstance(fiches[0], Suites):
            for proposition in fiches[0].propositions:
                perte = disparue(proposition.reference)
                fault = Fault(Position(1, 1), perte.code, perte.message, perte.aide)
                yield diagnostic(apres, [], fault)


def _infractions(avant: object, apres: object) -> Iterator[Infraction]:
    if isinstance(avant, Concertation) and isinstance(apres, Concertation):
        yield from reculs_fiche(avant, apres)
    elif isinstance(avant, Suites) and isinstance(apres, Suites):
        yield from reculs_suites(avant, apres)
