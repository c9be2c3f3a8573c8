"""What may not go backward in silence. Pure rules between two versions of one file.

Each broken rule is placed in the newer version, where the author can mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator import francais
from generator.history.ecarts import ajouts, meme_sens, sens
from schemas.concertation import Concertation
from schemas.dates import DatePartielle
from schemas.elements import Jalon, Report
from schemas.enumerations import Decision, EtatEngagement, EtatJalon, MiseEnOeuvre
from schemas.regles import Infraction, Loc
from schemas.suites import Proposition, Suites

_SANS_REPONSE = frozenset({Decision.SANS_REPONSE, Decision.INCONNUE})
RECULS_DECISION: Mapping[Decision, frozenset[Decision]] = {
    Decision.RETENUE: _SANS_REPONSE
    | {Decision.RETENUE_PARTIELLEMENT, Decision.NON_RETENUE, Decision.A_L_ETUDE},
    Decision.RETENUE_PARTIELLEMENT: _SANS_REPONSE | {Decision.NON_RETENUE, Decision.A_L_ETUDE},
    Decision.NON_RETENUE: _SANS_REPONSE | {Decision.A_L_ETUDE},
    Decision.A_L_ETUDE: _SANS_REPONSE,
    Decision.SANS_REPONSE: frozenset({Decision.INCONNUE}),
    Decision.INCONNUE: frozenset(),
}
"""For each decision, those that say less to the citizens."""
_ARRET = frozenset({MiseEnOeuvre.ABANDONNEE, MiseEnOeuvre.SANS_INFORMATION, None})
RECULS_EXECUTION: Mapping[MiseEnOeuvre, frozenset[MiseEnOeuvre | None]] = {
    MiseEnOeuvre.REALISEE: _ARRET | {MiseEnOeuvre.EN_COURS, MiseEnOeuvre.NON_COMMENCEE},
    MiseEnOeuvre.EN_COURS: _ARRET | {MiseEnOeuvre.NON_COMMENCEE},
    MiseEnOeuvre.NON_COMMENCEE: _ARRET,
    MiseEnOeuvre.SANS_INFORMATION: frozenset({MiseEnOeuvre.ABANDONNEE, None}),
    MiseEnOeuvre.ABANDONNEE: frozenset({MiseEnOeuvre.SANS_INFORMATION, None}),
}
"""For each state of execution, those that are further from the promise, or hide it."""
_MOTIF = (
    "dites pourquoi dans « motif_changement » (annonce de l'État, ou correction d'une erreur de "
    "saisie) : ce motif est publié"
)


def reculs_fiche(avant: Concertation, apres: Concertation) -> Iterator[Infraction]:
    """Promises of a record that slip or vanish without a reason."""
    nouveaux, _ = ajouts(avant.reports, apres.reports)
    if not nouveaux and not apres.fin_anticipee:
        yield from _date_de_reponse(avant, apres)
    yield from _reports_effaces((), "la réponse attendue", avant.reports, apres.reports)
    tenus = {sens(e.texte): e for e in avant.engagements}
    for rang, engagement in enumerate(apres.engagements):
        ancien = tenus.get(sens(engagement.texte))
        glisse = ancien is not None and repoussee(ancien.echeance, engagement.echeance)
        if ancien and glisse and engagement.etat is not EtatEngagement.NON_TENU:
            yield Infraction(
                ("engagements", rang, "echeance"),
                "date-repoussee",
                f"l'échéance de cet engagement était {_dite(ancien.echeance)}",
                "remettez-la, et écrivez « etat: non_tenu » si elle n'est pas respectée",
            )
    yield from _etapes(("calendrier",), avant.calendrier, apres.calendrier)


def _date_de_reponse(avant: Concertation, apres: Concertation) -> Iterator[Infraction]:
    due, desormais = _effective(avant), _effective(apres)
    origine = avant.reponse_attendue_le
    if repoussee(due, desormais) or repoussee(origine, apres.reponse_attendue_le):
        champ = "reponse_attendue_inconnue" if apres.reponse_attendue_inconnue else ""
        yield Infraction(
            (champ or "reponse_attendue_le",),
            "date-repoussee",
            f"la réponse était attendue {_dite(due or origine)}",
            "remettez cette date, et ajoutez le report avec sa raison :\n"
            "reports:\n  - nouvelle_date: …\n    motif: …",
        )


def _effective(fiche: Concertation | Proposition) -> DatePartielle | None:
    if fiche.reports:
        return fiche.reports[-1].nouvelle_date
    return fiche.echeance if isinstance(fiche, Proposition) else fiche.reponse_attendue_le


def _dite(date: DatePartielle | None) -> str:
    return francais.le(date) if date else ""


def repoussee(avant: DatePartielle | None, apres: DatePartielle | None) -> bool:
    """Whether a promised date slips or is no longer given: its last possible day is later."""
    return avant is not None and (apres is None or apres.fin > avant.fin)


def _reports_effaces(
    loc: Loc, quoi: str, avant: tuple[Report, ...], apres: tuple[Report, ...]
) -> Iterator[Infraction]:
    restants = {r.nouvelle_date for r in apres}
    for report in avant:
        if report.nouvelle_date not in restants:
            yield Infraction(
                (*loc, "reports"),
                "report-efface",
                f"un report de {quoi} ({_dite(report.nouvelle_date)}) a été retiré de la liste",
                "remettez-le : chaque report reste écrit, avec sa raison",
            )


def _etapes(loc: Loc, avant: tuple[Jalon, ...], apres: tuple[Jalon, ...]) -> Iterator[Infraction]:
    """Planned steps that slip: the first date stays, as missed."""
    for ancienne in avant:
        if ancienne.etat is not EtatJalon.PREVU:
            continue
        memes = [
            (rang, j) for rang, j in enumerate(apres) if meme_sens(j.intitule, ancienne.intitule)
        ]
        if any(j.date.fin <= ancienne.date.fin for _, j in memes):
            continue
        nom = francais.abreger(" ".join(ancienne.intitule.split()), 80)
        message = f"l'étape « {nom} » était prévue {_dite(ancienne.date)}"
        if memes:
            yield Infraction(
                (*loc, memes[0][0], "date"),
                "date-repoussee",
                message,
                "remettez-la à cette date, à l'état « manque », et ajoutez la nouvelle au-dessous",
            )
        else:
            yield Infraction(
                loc,
                "etape-disparue",
                f"{message} et n'est plus dans ce fichier",
                "remettez-la, à l'état « manque » si elle n'a pas eu lieu",
            )


def reculs_suites(avant: Suites, apres: Suites) -> Iterator[Infraction]:
    """Proposals that vanish, and promises that go backward without a reason."""
    rangs = {p.reference: rang for rang, p in enumerate(apres.propositions)}
    for ancienne in avant.propositions:
        rang = rangs.get(ancienne.reference)
        if rang is None:
            yield disparue(ancienne.reference)
            continue
        loc: Loc = ("propositions", rang)
        nouvelle = apres.propositions[rang]
        quoi = f"l'échéance de la proposition {ancienne.reference}"
        yield from _reports_effaces(loc, quoi, ancienne.reports, nouvelle.reports)
        motif = nouvelle.motif_changement
        if motif is None or meme_sens(motif, ancienne.motif_changement):
            yield from _sans_motif(loc, ancienne, nouvelle)


def disparue(reference: str) -> Infraction:
    """A proposal that was published is no longer there."""
    return Infraction(
        ("propositions",),
        "proposition-disparue",
        f"la proposition {reference} était publiée et n'est plus dans ce fichier",
        "remettez-la sous la même référence : son adresse est permanente ; si c'était une erreur, "
        "dites-le dans « avertissement »",
    )


def _sans_motif(loc: Loc, avant: Proposition, apres: Proposition) -> Iterator[Infraction]:
    ref = apres.reference
    if apres.decision in RECULS_DECISION[avant.decision]:
        yield _recul(loc, "decision", ref, avant.decision.value, apres.decision.value)
    elif avant.mise_en_oeuvre and apres.mise_en_oeuvre in RECULS_EXECUTION[avant.mise_en_oeuvre]:
        desormais = apres.mise_en_oeuvre.value if apres.mise_en_oeuvre else ""
        yield _recul(loc, "mise_en_oeuvre", ref, avant.mise_en_oeuvre.value, desormais)
    yield from _mots_des_citoyens(loc, avant, apres)
    nouveaux, _ = ajouts(avant.reports, apres.reports)
    glisse = repoussee(_effective(avant), _effective(apres))
    if not nouveaux and (glisse or repoussee(avant.echeance, apres.echeance)):
        yield Infraction(
            (*loc, "echeance"),
            "date-repoussee",
            f"l'échéance de la proposition {ref} était {_dite(_effective(avant))}",
            "remettez cette date, et ajoutez le report avec sa raison :\n"
            "reports:\n  - nouvelle_date: …\n    motif: …",
        )
    yield from _etapes((*loc, "jalons"), avant.jalons, apres.jalons)


def _recul(loc: Loc, champ: str, ref: str, avant: str, apres: str) -> Infraction:
    devenu = f"est devenue « {apres} »" if apres else "n'est plus indiquée"
    nom = "mise en œuvre" if champ == "mise_en_oeuvre" else "décision"
    return Infraction(
        (*loc, champ),
        "recul-sans-motif",
        f"la {nom} de la proposition {ref}, publiée « {avant} », {devenu} sans motif",
        _MOTIF,
    )


def _mots_des_citoyens(loc: Loc, avant: Proposition, apres: Proposition) -> Iterator[Infraction]:
    """The citizens' own words: the whole text, or the title when it is said to be theirs."""
    if avant.texte_integral:
        champ, change = "texte_integral", not meme_sens(avant.texte_integral, apres.texte_integral)
    else:
        garde = {sens(apres.intitule), sens(apres.texte_integral)}
        champ, change = "intitule", not avant.reformulee and sens(avant.intitule) not in garde
    if change:
        yield Infraction(
            (*loc, champ),
            "texte-citoyen-change",
            f"le texte des citoyens (« {champ} ») de la proposition {apres.reference} a changé",
            "remettez-le mot pour mot ; si la transcription était fausse, dites-le dans "
            "« motif_changement »",
        )
