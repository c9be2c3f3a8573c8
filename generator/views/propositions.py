"""Proposals of a follow-up, ready to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date as jour
from functools import lru_cache

from msgspec import Struct

from generator import francais
from generator.catalogue.records import Dossier
from generator.chemins import adresse_mesure, adresse_proposition
from generator.views.base import Etiquette, Lien, etiquette
from schemas.dates import DatePartielle
from schemas.elements import Jalon
from schemas.enumerations import Decision, MiseEnOeuvre
from schemas.suites import Appreciation, Levier, Preuve, Proposition, Suites


class Segment(Struct, frozen=True):
    """One part of a bar: its key, label, count, share in words, and place from 0 to 100."""

    cle: str
    libelle: str
    nombre: int
    pourcent: str
    x: str
    largeur: str
    chemin: str = ""


class Reference(Struct, frozen=True):
    """An outside link with what it is."""

    titre: str
    url: str
    detail: str = ""


class SourceProposition(Struct, frozen=True):
    """Where the citizens' own text is."""

    titre: str
    url: str
    page: str


class LevierView(Struct, frozen=True):
    """The instrument of a decision."""

    type: str
    intitule: str
    reference: str
    url: str
    date: str


class PreuveView(Struct, frozen=True):
    """What shows that a declared state is true."""

    titre: str
    url: str
    date: str
    archive: str


class ReportView(Struct, frozen=True):
    """A deadline that slipped."""

    nouvelle_date: str
    motif: str


class JalonView(Struct, frozen=True):
    """A dated step."""

    date: str
    intitule: str
    etat: Etiquette


class AppreciationView(Struct, frozen=True):
    """Another voice."""

    auteur_type: str
    auteur: str
    avis: str
    note: str
    theme: str
    date: str
    url: str


class PropositionView(Struct, frozen=True):
    """One proposal and what became of it.

    ``etabli_par`` is none when nothing says it; ``sources`` are those that are not already among
    the proofs; ``maj`` is "" when it is the day that the page says for all.
    """

    reference: str
    chemin: str
    intitule: str
    texte_integral: str
    reformulee: bool
    source: SourceProposition | None
    theme: str
    objectif: str
    soutien: str
    decision: Etiquette
    decision_date: str
    decision_auteur: str
    reponse_motivee: str
    fidelite: Etiquette | None
    fidelite_explication: str
    mise_en_oeuvre: Etiquette | None
    mise_en_oeuvre_detail: str
    pilote: str
    leviers: tuple[LevierView, ...]
    jalons: tuple[JalonView, ...]
    preuves: tuple[PreuveView, ...]
    echeance: str
    reports: tuple[ReportView, ...]
    appreciations: tuple[AppreciationView, ...]
    mesures: tuple[Lien, ...]
    etabli_par: Etiquette | None
    avertissement: str
    sources: tuple[Lien, ...]
    motif_changement: str
    maj: str


def segments(
    comptes: list[tuple[Etiquette, int]], chemins: tuple[str, ...] = ()
) -> tuple[Segment, ...]:
    """Parts of a bar, in the order given, without empty parts. Widths add up to 100."""
    total = sum(n for _, n in comptes)
    parts: list[Segment] = []
    debut = 0
    for rang, (e, n) in enumerate(comptes):
        if n:
            parts.append(
                Segment(
                    e.cle,
                    e.libelle,
                    n,
                    francais.decimal(round(100 * n / total, 1)),
                    f"{100 * debut / total:.2f}",
                    f"{100 * n / total:.2f}",
                    chemins[rang] if chemins else "",
                )
            )
        debut += n
    return tuple(parts)


ORDRE_DECISION = (
    Decision.RETENUE,
    Decision.RETENUE_PARTIELLEMENT,
    Decision.A_L_ETUDE,
    Decision.NON_RETENUE,
    Decision.SANS_REPONSE,
    Decision.INCONNUE,
)
ORDRE_MISE_EN_OEUVRE = (
    MiseEnOeuvre.REALISEE,
    MiseEnOeuvre.EN_COURS,
    MiseEnOeuvre.NON_COMMENCEE,
    MiseEnOeuvre.ABANDONNEE,
    MiseEnOeuvre.SANS_INFORMATION,
)


def compter_decisions(propositions: tuple[Proposition, ...]) -> list[tuple[Etiquette, int]]:
    """Decisions with their counts, in the order of display."""
    comptes = Counter(p.decision for p in propositions)
    return [(etiquette(d), comptes[d]) for d in ORDRE_DECISION]


def compter_mises_en_oeuvre(propositions: tuple[Proposition, ...]) -> list[tuple[Etiquette, int]]:
    """States of execution of the proposals taken up, in the order of display."""
    comptes = Counter(p.mise_en_oeuvre for p in propositions if p.mise_en_oeuvre is not None)
    return [(etiquette(m), comptes[m]) for m in ORDRE_MISE_EN_OEUVRE]


def etablie(p: Proposition) -> bool:
    """Whether anyone says what became of a proposal: who first reported it would be taken for them."""
    return p.decision is not Decision.INCONNUE or p.mise_en_oeuvre is not None


@lru_cache(maxsize=4)
def _sources(dossier: Dossier) -> Mapping[str, Reference]:
    """The sources of a record, by id: every proposal cites some."""
    return {s.id: Reference(s.titre, s.url) for s in dossier.fiche.sources}


def sources_view(dossier: Dossier, ids: tuple[str, ...]) -> tuple[Reference, ...]:
    """The cited sources, in the order of citation."""
    if not ids:
        return ()
    connues = _sources(dossier)
    return tuple([connues[i] for i in ids if i in connues])


def jalon_view(jalon: Jalon) -> JalonView:
    """A dated step."""
    return JalonView(francais.partielle(jalon.date), jalon.intitule, etiquette(jalon.etat))


def appreciation_view(a: Appreciation) -> AppreciationView:
    """Another voice."""
    note = ""
    if a.note is not None and a.echelle is not None:
        note = f"{francais.decimal(a.note)} sur {francais.decimal(a.echelle)}"
    return AppreciationView(
        a.auteur_type.libelle,
        a.auteur,
        a.avis,
        note,
        a.theme or "",
        francais.partielle(a.date),
        a.url,
    )


def date(valeur: DatePartielle | None) -> str:
    """A date in words, or ""."""
    return francais.partielle(valeur) if valeur else ""


def _levier(levier: Levier) -> LevierView:
    return LevierView(
        levier.type.libelle,
        levier.intitule,
        levier.reference or "",
        levier.url or "",
        date(levier.date),
    )


def _preuve(preuve: Preuve) -> PreuveView:
    return PreuveView(preuve.titre, preuve.url, date(preuve.date), preuve.archive or "")


def _mesures(dossier: Dossier, suites: Suites, reference: str) -> tuple[Lien, ...]:
    return tuple(
        [
            Lien(m.intitule, adresse_mesure(dossier.id, m.id, rang))
            for rang, m in enumerate(suites.mesures)
            if reference in m.propositions
        ]
    )


def proposition_view(
    dossier: Dossier, suites: Suites, rang: int, maj_de_la_page: jour
) -> PropositionView:
    """The proposal at ``rang`` (from 0) of a follow-up."""
    p = suites.propositions[rang]
    source = None
    if p.source:
        source = SourceProposition(p.source.titre, p.source.url or "", p.source.page or "")
    prouvees, cites = {x.url for x in p.preuves}, sources_view(dossier, p.sources)
    return PropositionView(
        reference=p.reference,
        chemin=adresse_proposition(dossier.id, p.reference, rang),
        intitule=p.intitule,
        texte_integral=p.texte_integral or "",
        reformulee=p.reformulee,
        source=source,
        theme=p.theme or "",
        objectif=p.objectif or "",
        soutien=p.soutien or "",
        decision=etiquette(p.decision),
        decision_date=date(p.decision_date),
        decision_auteur=p.decision_auteur or "",
        reponse_motivee=p.reponse_motivee or "",
        fidelite=etiquette(p.fidelite.niveau) if p.fidelite else None,
        fidelite_explication=p.fidelite.explication if p.fidelite else "",
        mise_en_oeuvre=etiquette(p.mise_en_oeuvre) if p.mise_en_oeuvre else None,
        mise_en_oeuvre_detail=p.mise_en_oeuvre_detail or "",
        pilote=p.pilote or "",
        leviers=tuple(map(_levier, p.leviers)),
        jalons=tuple(map(jalon_view, p.jalons)),
        preuves=tuple(map(_preuve, p.preuves)),
        echeance=date(p.echeance),
        reports=tuple([ReportView(date(r.nouvelle_date), r.motif) for r in p.reports]),
        appreciations=tuple(map(appreciation_view, p.appreciations)),
        mesures=_mesures(dossier, suites, p.reference),
        etabli_par=etiquette(p.etabli_par) if etablie(p) else None,
        avertissement=p.avertissement or "",
        sources=tuple([Lien(s.titre, s.url) for s in cites if s.url not in prouvees]),
        motif_changement=p.motif_changement or "",
        maj=francais.jour(p.maj_le) if p.maj_le != maj_de_la_page else "",
    )
