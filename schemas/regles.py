"""Rules across the fields of one file. Each is a pure generator of ``Infraction``.

Rules across files (references, identifiers, addresses) are in ``generator.catalogue``.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from schemas.concertation import Concertation
from schemas.dates import DatePartielle
from schemas.enumerations import Decision, MiseEnOeuvre
from schemas.site import Site
from schemas.suites import Proposition, Suites
from schemas.types import Modele, modeles

Loc = tuple[str | int, ...]
RETENUES = frozenset({Decision.RETENUE, Decision.RETENUE_PARTIELLEMENT})
MOTIVEES = frozenset({Decision.RETENUE_PARTIELLEMENT, Decision.NON_RETENUE})


class Infraction(Struct, frozen=True):
    """A broken rule: where (keys and indexes), stable code, message and mend in French."""

    loc: Loc
    code: str
    message: str
    aide: str = ""


def _apres(premier: DatePartielle | None, second: DatePartielle | None) -> bool:
    """Whether ``second`` is surely before ``premier``."""
    return premier is not None and second is not None and second.fin < premier.debut


def _ordre(loc: Loc, couples: tuple[tuple[str, DatePartielle | None], ...]) -> Iterator[Infraction]:
    connues = [(nom, valeur) for nom, valeur in couples if valeur is not None]
    for (nom_avant, avant), (nom_apres, apres) in pairwise(connues):
        if _apres(avant, apres):
            yield Infraction(
                (*loc, nom_apres),
                "dates-desordonnees",
                f"« {nom_apres} » ({apres}) est avant « {nom_avant} » ({avant})",
                "corrigez l'une des deux dates",
            )


def _doublons(loc: Loc, cles: tuple[str, ...], nom: str) -> Iterator[Infraction]:
    vus: dict[str, int] = {}
    for rang, cle in enumerate(cles):
        if cle.lower() in vus:
            yield Infraction(
                (*loc, rang, nom),
                "doublon",
                f"« {cle} » est déjà donné plus haut dans cette liste (élément n° {vus[cle.lower()] + 1})",
                "chaque élément a le sien",
            )
        else:
            vus[cle.lower()] = rang


def regles_concertation(fiche: Concertation) -> Iterator[Infraction]:
    """Rules inside one record."""
    dates = fiche.dates
    yield from _ordre(
        ("dates",),
        (
            ("annonce", dates.annonce),
            ("ouverture", dates.ouverture),
            ("cloture", dates.cloture),
            ("restitution", dates.restitution),
        ),
    )
    for rang, dispositif in enumerate(fiche.dispositifs):
        yield from _ordre(
            ("dispositifs", rang), (("debut", dispositif.debut), ("fin", dispositif.fin))
        )
    if _apres(dates.ouverture, fiche.reponse_attendue_le):
        yield Infraction(
            ("reponse_attendue_le",),
            "dates-desordonnees",
            f"la réponse est attendue ({fiche.reponse_attendue_le}) avant l'ouverture ({dates.ouverture})",
            "corrigez l'une des deux dates",
        )
    if fiche.reponse_attendue_le and fiche.reponse_attendue_inconnue:
        yield Infraction(
            ("reponse_attendue_inconnue",),
            "contradiction",
            "« reponse_attendue_le » donne une date et « reponse_attendue_inconnue » dit qu'il n'y en a pas",
            "gardez l'un des deux",
        )
    if dates.cloture and dates.cloture_inconnue:
        yield Infraction(
            ("dates", "cloture_inconnue"),
            "contradiction",
            "« cloture » donne une date et « cloture_inconnue » dit qu'elle n'est pas connue",
            "gardez l'un des deux",
        )
    if (dates.cloture or dates.cloture_inconnue) and not (
        fiche.reponse_attendue_le or fiche.reponse_attendue_inconnue or fiche.fin_anticipee
    ):
        yield Infraction(
            ("dates", "cloture" if dates.cloture else "cloture_inconnue"),
            "reponse-attendue-manquante",
            "une concertation close dit quand une réponse est attendue",
            "ajoutez « reponse_attendue_le: AAAA-MM-JJ », ou « reponse_attendue_inconnue: true » "
            "si aucune date n'a été promise",
        )
    if fiche.engagements and fiche.engagements_inconnus:
        yield Infraction(
            ("engagements_inconnus",),
            "contradiction",
            "des engagements sont listés et « engagements_inconnus » dit qu'on n'en connaît aucun",
            "supprimez « engagements_inconnus »",
        )
    if not fiche.engagements and not fiche.engagements_inconnus:
        yield Infraction(
            ("engagements",),
            "engagements-manquants",
            "les engagements de l'organisateur manquent",
            "listez-les, ou écrivez « engagements_inconnus: true » si aucun n'a été trouvé",
        )
    yield from _doublons(("sources",), tuple(s.id for s in fiche.sources), "id")
    yield from sources_citees(fiche, frozenset(s.id for s in fiche.sources))


@cache
def _ou_citer(modele: type[Modele]) -> tuple[str, ...]:
    """The fields of a model that may cite a source, in their order: few of them."""
    return tuple(
        nom
        for nom, champ in modele.model_fields.items()
        if nom in {"source", "sources"} or any(map(_ou_citer, modeles(champ.annotation)))
    )


def sources_citees(modele: Modele, sources: frozenset[str], loc: Loc = ()) -> Sequence[Infraction]:
    """Every cited source is declared; ``sources`` are the ids that the record declares.

    Sources are cited in fields named « source » or « sources », wherever they are below ``loc``.
    """
    fautes: list[Infraction] = []
    for nom in _ou_citer(type(modele)):
        valeur = getattr(modele, nom)
        if isinstance(valeur, tuple):
            for rang, element in enumerate(valeur):
                if not (isinstance(element, str) and element in sources):
                    fautes += _source(element, sources, (*loc, nom, rang))
        elif valeur is not None:
            fautes += _source(valeur, sources, (*loc, nom))
    return fautes


def _source(cite: Modele | str, sources: frozenset[str], loc: Loc) -> Sequence[Infraction]:
    if not isinstance(cite, str):
        return sources_citees(cite, sources, loc)
    if cite in sources:
        return ()
    message = f"la source « {cite} » n'est pas dans la liste « sources » de la fiche"
    aide = "sources de la fiche : " + ", ".join(sorted(sources))
    return (Infraction(loc, "source-inconnue", message, aide),)


def _verifiable(p: Proposition) -> bool:
    """Whether something on the proposal itself lets a reader check its decision."""
    return bool(
        p.sources
        or p.preuves
        or any(levier.url for levier in p.leviers)
        or any(jalon.source for jalon in p.jalons)
    )


def _regles_proposition(loc: Loc, p: Proposition) -> Iterator[Infraction]:
    # « sans_reponse » is a claim like the others: what nothing shows is « inconnue ».
    if p.decision is not Decision.INCONNUE and not _verifiable(p):
        yield Infraction(
            (*loc, "decision"),
            "decision-sans-source",
            f"la proposition {p.reference} est « {p.decision} » sans rien qui le montre",
            "ajoutez une preuve (un titre et une adresse), ou citez dans « sources » une source de "
            "la fiche qui le dit ; si rien ne le dit, la décision est « inconnue »",
        )
    if p.decision in MOTIVEES and not p.reponse_motivee:
        yield Infraction(
            (*loc, "decision"),
            "motif-manquant",
            f"la proposition {p.reference} est « {p.decision} » sans « reponse_motivee »",
            "écrivez la raison donnée par l'État dans « reponse_motivee »",
        )
    if p.decision in RETENUES and p.mise_en_oeuvre is None:
        yield Infraction(
            (*loc, "decision"),
            "mise-en-oeuvre-manquante",
            f"la proposition {p.reference} est retenue sans « mise_en_oeuvre »",
            "ajoutez « mise_en_oeuvre: sans_information » si l'exécution n'est pas connue",
        )
    if p.mise_en_oeuvre is MiseEnOeuvre.REALISEE and not p.preuves:
        yield Infraction(
            (*loc, "mise_en_oeuvre"),
            "preuve-manquante",
            f"la proposition {p.reference} est « realisee » sans preuve",
            "ajoutez au moins un élément à « preuves » : un titre et l'adresse qui le montre",
        )
    for rang, appreciation in enumerate(p.appreciations):
        if (appreciation.note is None) != (appreciation.echelle is None):
            yield Infraction(
                (*loc, "appreciations", rang),
                "note-incomplete",
                "« note » et « echelle » vont ensemble",
                "donnez les deux, ou aucune",
            )


def regles_suites(suites: Suites, sources: frozenset[str]) -> Iterator[Infraction]:
    """Rules inside one follow-up; ``sources`` are the source ids of its record."""
    yield from sources_citees(suites, sources)
    references = tuple(p.reference for p in suites.propositions)
    yield from _doublons(("propositions",), references, "reference")
    yield from _doublons(("mesures",), tuple(m.id for m in suites.mesures), "id")
    for rang, proposition in enumerate(suites.propositions):
        yield from _regles_proposition(("propositions", rang), proposition)
    connues = frozenset(references)
    for rang, mesure in enumerate(suites.mesures):
        for i, reference in enumerate(mesure.propositions):
            if reference not in connues:
                yield Infraction(
                    ("mesures", rang, "propositions", i),
                    "proposition-inconnue",
                    f"la mesure répond à la proposition « {reference} », qui n'est pas dans ce fichier",
                    "références connues : " + ", ".join(references[:20]),
                )


def regles_site(site: Site) -> Iterator[Infraction]:
    """An official build needs every legal identity field."""
    if not site.officiel:
        return
    manquants = [
        (bloc, nom)
        for bloc in ("editeur", "hebergeur")
        for nom, valeur in getattr(site, bloc)
        if valeur is None
    ]
    if site.contact is None:
        manquants.append(("", "contact"))
    for bloc, nom in manquants:
        yield Infraction(
            (bloc, nom) if bloc else (nom,),
            "identite-legale-manquante",
            f"« {nom} »{f' de « {bloc} »' if bloc else ''} est vide alors que « officiel: true »",
            "un site officiel dit qui le publie et qui l'héberge : remplissez ce champ",
        )
