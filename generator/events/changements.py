"""Events that come from the history: what somebody changed in the content, commit by commit.

One commit on one proposal is one event, whatever the number of fields it touched: subscribers are
told once, and the strongest change names the event. The creation of a record or of a follow-up
says all that it brought.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator import francais
from generator.events.dossier import Suivi, champs
from generator.events.model import FUSEAU, Evenement, TypeEvenement, citer, minuit
from generator.events.retours import retablies
from generator.history.model import Changement, Commit, Nature
from generator.history.promesses import RECULS_EXECUTION
from schemas.dates import DatePartielle
from schemas.enumerations import MiseEnOeuvre
from schemas.suites import Proposition

_FICHE = {
    Nature.SYNTHESE: TypeEvenement.SYNTHESE,
    Nature.REPONSE: TypeEvenement.REPONSE,
    Nature.SUITES_CREEES: TypeEvenement.AVANCEMENT,
    Nature.SUITES_MODIFIEES: TypeEvenement.AVANCEMENT,
    Nature.SUITES_RETIREES: TypeEvenement.FICHE_COMPLETEE,
    Nature.DATE_DEPLACEE: TypeEvenement.REPORT,
    Nature.REPORT: TypeEvenement.REPORT,
    Nature.FICHE_COMPLETEE: TypeEvenement.FICHE_COMPLETEE,
    Nature.FICHE_MODIFIEE: TypeEvenement.FICHE_COMPLETEE,
}
_PROPOSITION = {
    Nature.DECISION: TypeEvenement.DECISION,
    Nature.DATE_DEPLACEE: TypeEvenement.REPORT,
    Nature.REPORT: TypeEvenement.REPORT,
    Nature.MISE_EN_OEUVRE: TypeEvenement.AVANCEMENT,
    Nature.PREUVE: TypeEvenement.AVANCEMENT,
    Nature.PROPOSITION_AJOUTEE: TypeEvenement.FICHE_COMPLETEE,
    Nature.PROPOSITION_RETIREE: TypeEvenement.FICHE_COMPLETEE,
    Nature.PROPOSITION_MODIFIEE: TypeEvenement.FICHE_COMPLETEE,
}
_FORCE = (
    TypeEvenement.REALISATION,
    TypeEvenement.ABANDON,
    TypeEvenement.DECISION,
    TypeEvenement.REPORT,
    TypeEvenement.AVANCEMENT,
    TypeEvenement.FICHE_COMPLETEE,
)
_AVANCEMENT = frozenset({"leviers", "pilote", "jalons", "mise_en_oeuvre_detail", "echeance"})
LOT = 5
"""Proposals of one record completed or corrected in one commit from which one event says them all."""
_PUBLICATIONS = frozenset({Nature.SYNTHESE, Nature.REPONSE})
_ANCRES = {TypeEvenement.SYNTHESE: "#citoyens", TypeEvenement.REPONSE: "#reponse"}
_DATES_DE_RELECTURE = frozenset({"revu_le", "maj_le"})
_TITRES = {
    TypeEvenement.SYNTHESE: "Synthèse publiée",
    TypeEvenement.REPONSE: "Réponse de l’État",
    TypeEvenement.AVANCEMENT: "Suites des propositions",
    TypeEvenement.REPORT: "Date déplacée",
    TypeEvenement.ABANDON: "Arrêt ou fin sans suite",
    TypeEvenement.FICHE_COMPLETEE: "Fiche complétée ou corrigée",
}
_TITRES_PROPOSITION = {
    TypeEvenement.REALISATION: "réalisée",
    TypeEvenement.ABANDON: "abandonnée",
    TypeEvenement.DECISION: "décision",
    TypeEvenement.REPORT: "date déplacée",
    TypeEvenement.AVANCEMENT: "avancement",
    TypeEvenement.FICHE_COMPLETEE: "complétée ou corrigée",
}


def changements(suivi: Suivi) -> Iterator[Evenement]:
    """The events of the later changes of a record, commit by commit."""
    utiles = (c for c in suivi.changements if c.champ not in _DATES_DE_RELECTURE)
    revenues = retablies(suivi.changements)
    for _, lot in groupby(utiles, key=lambda c: c.commit.sha):
        yield from _commit(suivi, tuple(lot), revenues)


def _commit(
    suivi: Suivi, lot: tuple[Changement, ...], revenues: frozenset[Changement]
) -> Iterator[Evenement]:
    suites_creees = any(c.nature is Nature.SUITES_CREEES for c in lot)
    par_type: dict[TypeEvenement, list[Changement]] = {}
    par_proposition: dict[str, list[Changement]] = {}
    for changement in lot:
        if changement.reference:
            if not suites_creees and changement.nature in _PROPOSITION:
                par_proposition.setdefault(changement.reference, []).append(changement)
        elif (type_ := _type_fiche(changement, revenues)) is not None:
            par_type.setdefault(type_, []).append(changement)
    for type_, groupe in par_type.items():
        yield _sur_la_fiche(suivi, type_, groupe)
    types = {
        reference: min((_type_proposition(c, revenues) for c in groupe), key=_FORCE.index)
        for reference, groupe in par_proposition.items()
    }
    corrigees = [r for r, t in types.items() if t is TypeEvenement.FICHE_COMPLETEE]
    if len(corrigees) >= LOT:
        yield _corrections(suivi, corrigees, lot[0].commit)
    for reference, groupe in par_proposition.items():
        if len(corrigees) < LOT or reference not in corrigees:
            yield _sur_une_proposition(suivi, reference, types[reference], groupe)


def _type_fiche(changement: Changement, revenues: frozenset[Changement]) -> TypeEvenement | None:
    if changement in revenues:
        return TypeEvenement.REPORT
    if changement.champ == "fin_anticipee":
        return TypeEvenement.ABANDON if changement.apres else TypeEvenement.FICHE_COMPLETEE
    if changement.nature in _PUBLICATIONS and (changement.avant or not changement.apres):
        return TypeEvenement.FICHE_COMPLETEE  # corrected or taken away, not published
    return _FICHE.get(changement.nature)


def _type_proposition(changement: Changement, revenues: frozenset[Changement]) -> TypeEvenement:
    if changement in revenues:
        return TypeEvenement.REPORT
    if changement.nature is Nature.MISE_EN_OEUVRE:
        if changement.apres == MiseEnOeuvre.REALISEE:
            return TypeEvenement.REALISATION
        if changement.apres == MiseEnOeuvre.ABANDONNEE:
            return TypeEvenement.ABANDON
    if changement.nature is Nature.PROPOSITION_MODIFIEE and champs(changement) & _AVANCEMENT:
        return TypeEvenement.AVANCEMENT
    return _PROPOSITION[changement.nature]


def _recule(changement: Changement) -> bool:
    """Whether an execution goes backward, in the sense of ``check --against``."""
    if changement.nature is not Nature.MISE_EN_OEUVRE or not changement.avant:
        return False
    desormais = MiseEnOeuvre(changement.apres) if changement.apres else None
    return desormais in RECULS_EXECUTION[MiseEnOeuvre(changement.avant)]


def _phrase(suivi: Suivi, groupe: list[Changement]) -> str:
    """The sentences of a group, each once, with the name of what they speak of."""
    phrases = " ".join(dict.fromkeys(c.phrase for c in groupe))
    if phrases.startswith(("La ", "Le ", "Les ", "L’")):
        phrases = phrases[0].lower() + phrases[1:]
    return f"{citer(suivi.dossier.fiche.titre)} : {phrases}"


def _motifs(groupe: list[Changement]) -> tuple[tuple[str, str], ...]:
    return tuple(("Motif", m) for m in dict.fromkeys(c.motif for c in groupe) if m)


def _sur_la_fiche(suivi: Suivi, type_: TypeEvenement, groupe: list[Changement]) -> Evenement:
    fiche = suivi.dossier.fiche
    commit = groupe[0].commit
    date, extrait = _propre_date(suivi, type_)
    lien = suivi.fiche + _ANCRES.get(type_, "")
    if type_ is TypeEvenement.AVANCEMENT:
        lien = suivi.proposition("")
    publie = commit.date.astimezone(FUSEAU)
    if date is not None:  # an answer entered ahead of its day waits for it
        publie = max(publie, minuit(date.debut))
    return suivi.evenement(
        f"{commit.sha[:12]}/{type_.value}",
        type_,
        lien=lien,
        publie=publie,
        date=date,
        titre=f"{_TITRES[type_]} : {fiche.titre}",
        phrase=_phrase(suivi, groupe),
        details=_motifs(groupe),
        extrait=extrait,
    )


def _propre_date(suivi: Suivi, type_: TypeEvenement) -> tuple[DatePartielle | None, str]:
    """The event's own date, and what the record says of it."""
    fiche = suivi.dossier.fiche
    if type_ is TypeEvenement.SYNTHESE and fiche.synthese:
        return fiche.synthese.date, fiche.synthese.texte or ""
    if type_ is TypeEvenement.REPONSE and fiche.reponse_du_commanditaire:
        return fiche.reponse_du_commanditaire.date, fiche.reponse_du_commanditaire.texte
    if type_ is TypeEvenement.ABANDON and fiche.fin_anticipee:
        return fiche.fin_anticipee.date, ""
    return None, ""


def _corrections(suivi: Suivi, references: list[str], commit: Commit) -> Evenement:
    """Many proposals completed or corrected at once: no decision and no progress among them."""
    nombre = francais.pluriel(len(references), "proposition")
    titre = suivi.dossier.fiche.titre
    return suivi.evenement(
        f"{commit.sha[:12]}/propositions",
        TypeEvenement.FICHE_COMPLETEE,
        lien=suivi.proposition(""),
        publie=commit.date.astimezone(FUSEAU),
        titre=f"{nombre}, complétées ou corrigées : {titre}",
        phrase=f"Dans les suites de {citer(titre)}, {nombre} sont complétées ou corrigées.",
        details=(("Propositions", ", ".join(references)),),
    )


def _sur_une_proposition(
    suivi: Suivi, reference: str, type_: TypeEvenement, groupe: list[Changement]
) -> Evenement:
    fiche, suites = suivi.dossier.fiche, suivi.dossier.suites
    commit = groupe[0].commit
    rang = suivi.rangs.get(reference)
    proposition = suites.propositions[rang] if suites and rang is not None else None
    mot = _TITRES_PROPOSITION[type_]
    if type_ is TypeEvenement.AVANCEMENT and any(map(_recule, groupe)):
        mot = "retour en arrière"
    return suivi.evenement(
        f"{commit.sha[:12]}/proposition-{reference}",
        type_,
        lien=suivi.proposition(reference),
        publie=commit.date.astimezone(FUSEAU),
        reference=reference,
        date=_date_proposition(proposition, type_),
        titre=f"Proposition {reference}, {mot} : {fiche.titre}",
        phrase=_phrase(suivi, groupe),
        details=(*_details(proposition, groupe), *_motifs(groupe)),
    )


def _date_proposition(
    proposition: Proposition | None, type_: TypeEvenement
) -> DatePartielle | None:
    if proposition is None:
        return None
    if type_ is TypeEvenement.DECISION:
        return proposition.decision_date
    if type_ is TypeEvenement.REALISATION:
        connues = [p.date for p in proposition.preuves if p.date]
        return max(connues) if connues else None
    return None


def _details(
    proposition: Proposition | None, groupe: list[Changement]
) -> Iterator[tuple[str, str]]:
    """What the record says of the proposal, as long as it still says what the commit said."""
    if proposition is None:
        return
    yield "Proposition", proposition.intitule
    derniers = {c.champ: c.apres for c in groupe}
    if derniers.get("decision") == proposition.decision and proposition.reponse_motivee:
        yield "Réponse de l’État", proposition.reponse_motivee
    if derniers.get("mise_en_oeuvre") == proposition.mise_en_oeuvre:
        if proposition.mise_en_oeuvre_detail:
            yield "Mise en œuvre", proposition.mise_en_oeuvre_detail
        for preuve in proposition.preuves:
            yield "Preuve", f"{preuve.titre} ({preuve.url})"
