"""The difference in meaning between two versions of a follow-up. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from generator import francais
from generator.history.diff import date_deplacee, reports
from generator.history.ecarts import (
    Champ,
    Ecart,
    Etapes,
    Sujet,
    ajouts,
    comparer_champs,
    comparer_etapes,
    dire_champs,
    dire_etat,
    meme_sens,
    raison,
    ranger,
    sens,
    texte,
)
from generator.history.model import Nature
from schemas.suites import Preuve, Proposition, Suites

CITEES = 20
"""References listed in a sentence, at most."""
_LES_SUITES = Sujet("Les suites", "es", Nature.SUITES_MODIFIEES, Nature.SUITES_MODIFIEES)
_A_PART = frozenset(
    {"decision", "mise_en_oeuvre", "preuves", "jalons", "echeance", "reports", "maj_le"}
)
# Said with the decision, or with the execution, when these change.
_AVEC_DECISION = frozenset({"decision_date", "decision_auteur", "reponse_motivee"})
_AVEC_EXECUTION = frozenset({"mise_en_oeuvre_detail"})


def diff_suites(avant: Suites | None, apres: Suites | None) -> tuple[Ecart, ...]:
    """What changed in meaning in a follow-up: proposal by proposal, then as a whole.

    Proposals are matched by reference; their order says nothing. The day of an update is told
    only when nothing else changed.

    Args:
        avant: the older version, ``None`` when there was none.
        apres: the newer one, ``None`` when there is none left.
    """
    if apres is None:
        if avant is None:
            return ()
        nombre = _propositions(avant)
        phrase = f"Les suites ({nombre}) sont retirées."
        compte = texte(avant.propositions)
        return (Ecart(Nature.SUITES_RETIREES, phrase, "propositions", "", compte),)
    if avant is None:
        phrase = f"Les suites sont publiées : {_propositions(apres)}."
        compte = texte(apres.propositions)
        return (Ecart(Nature.SUITES_CREEES, phrase, "propositions", apres=compte),)
    if avant == apres:
        return ()
    anciennes = {p.reference: p for p in avant.propositions}
    nouvelles = {p.reference: p for p in apres.propositions}
    ecarts: list[Ecart] = []
    revues: list[str] = []
    for reference, nouvelle in nouvelles.items():
        ancienne = anciennes.get(reference)
        if ancienne is None:
            ecarts.append(_ajoutee(nouvelle))
        elif ancienne != nouvelle:
            trouves = diff_proposition(ancienne, nouvelle)
            ecarts += trouves
            if not trouves and ancienne.maj_le != nouvelle.maj_le:
                revues.append(reference)
    ecarts += [_retiree(p) for r, p in anciennes.items() if r not in nouvelles]
    ecarts += _revues(revues)
    tries = comparer_champs(avant, apres, sauf=frozenset({"propositions"}))
    ecarts += dire_champs(tries, _LES_SUITES)
    return tuple(ecarts)


def _propositions(suites: Suites) -> str:
    return francais.pluriel(len(suites.propositions), "proposition")


def _ajoutee(p: Proposition) -> Ecart:
    phrase = f"La proposition {p.reference} est ajoutée (« {p.decision.libelle.lower()} »)."
    return Ecart(
        Nature.PROPOSITION_AJOUTEE, phrase, "propositions", p.reference, "", p.decision.value
    )


def _retiree(p: Proposition) -> Ecart:
    phrase = f"La proposition {p.reference} (« {p.decision.libelle.lower()} ») est retirée."
    return Ecart(Nature.PROPOSITION_RETIREE, phrase, "propositions", p.reference, p.decision.value)


def _revues(references: list[str]) -> Iterator[Ecart]:
    """Proposals of which only the day of update moved: one sentence for all."""
    if len(references) == 1:
        phrase = f"La proposition {references[0]} est revue, sans changement."
        yield Ecart(Nature.PROPOSITION_MODIFIEE, phrase, "maj_le", references[0])
    elif references:
        suite = "…" if len(references) > CITEES else ""
        liste = ", ".join(references[:CITEES]) + suite
        phrase = f"{len(references)} propositions sont revues, sans changement : {liste}"
        yield Ecart(Nature.PROPOSITION_MODIFIEE, francais.phrase(phrase), "maj_le")


def diff_proposition(avant: Proposition, apres: Proposition) -> tuple[Ecart, ...]:
    """What changed in meaning in one proposal, the most read first; the day of update is not."""
    ref = apres.reference
    motif = apres.motif_changement or ""
    motif = "" if meme_sens(motif, avant.motif_changement or "") else motif
    ecarts = [*_decision(avant, apres, motif), *_execution(avant, apres, motif)]
    sauf = set(_A_PART)
    sauf |= _AVEC_DECISION if avant.decision is not apres.decision else set()
    sauf |= _AVEC_EXECUTION if avant.mise_en_oeuvre is not apres.mise_en_oeuvre else set()
    ecarts += _echeance(avant, apres, motif)
    if ecarts:
        sauf.add("motif_changement")
    ecarts += _preuves(avant.preuves, apres.preuves, ref)
    tries = comparer_champs(avant, apres, sauf=frozenset(sauf))
    dire = Etapes("jalons", partial(_nom_de_jalon, ref), "intitule", "date")
    jalons, reste = comparer_etapes(
        avant.jalons, apres.jalons, dire, Nature.PROPOSITION_MODIFIEE, ref
    )
    if reste:
        champ = Champ("jalons", "jalons", texte(avant.jalons), texte(apres.jalons))
        ranger(tries, champ, avant.jalons, apres.jalons)
    modifiee = Nature.PROPOSITION_MODIFIEE
    sujet = Sujet(f"La proposition {ref}", "e", modifiee, modifiee, ref)
    return (*ecarts, *jalons, *dire_champs(tries, sujet))


def _nom_de_jalon(reference: str, nom: str) -> str:
    return f"l’étape {nom} de la proposition {reference}"


def _decision(avant: Proposition, apres: Proposition, motif: str) -> Iterator[Ecart]:
    if avant.decision is apres.decision:
        return
    if not motif and not meme_sens(avant.reponse_motivee, apres.reponse_motivee):
        motif = apres.reponse_motivee or ""
    phrase = dire_etat(
        f"La proposition {apres.reference}", avant.decision.libelle, apres.decision.libelle
    )
    yield Ecart(
        Nature.DECISION,
        francais.phrase(phrase + raison(motif)),
        "decision",
        apres.reference,
        avant.decision.value,
        apres.decision.value,
        motif,
    )


def _execution(avant: Proposition, apres: Proposition, motif: str) -> Iterator[Ecart]:
    a, b = avant.mise_en_oeuvre, apres.mise_en_oeuvre
    if a is b:
        return
    ref = apres.reference
    if a is not None and b is not None:
        phrase = dire_etat(f"La proposition {ref}", a.libelle, b.libelle)
    elif b is not None:
        phrase = f"La mise en œuvre de la proposition {ref} est « {b.libelle.lower()} »"
    else:
        libelle = a.libelle.lower() if a else ""
        phrase = f"La mise en œuvre de la proposition {ref} (« {libelle} ») n’est plus indiquée"
    yield Ecart(
        Nature.MISE_EN_OEUVRE,
        francais.phrase(phrase + raison(motif)),
        "mise_en_oeuvre",
        ref,
        texte(a),
        texte(b),
        motif,
    )


def _echeance(avant: Proposition, apres: Proposition, motif: str) -> Iterator[Ecart]:
    ref = apres.reference
    quoi = f"l’échéance de la proposition {ref}"
    yield from reports(avant.reports, apres.reports, quoi, Nature.PROPOSITION_MODIFIEE, ref)
    nouveaux, _ = ajouts(avant.reports, apres.reports)
    a, b = avant.echeance, apres.echeance
    if a != b and b not in {r.nouvelle_date for r in nouveaux}:
        ecart = date_deplacee("echeance", quoi, a, b, motif)
        nature = Nature.PROPOSITION_MODIFIEE if a is None else ecart.nature
        yield replace(ecart, nature=nature, reference=ref)


def _preuves(avant: tuple[Preuve, ...], apres: tuple[Preuve, ...], ref: str) -> Iterator[Ecart]:
    """Evidence added, removed, or described otherwise (same address): one sentence."""
    nouvelles, parties = ajouts(avant, apres)
    if not nouvelles and not parties:
        return
    anciennes = {sens(p.url) for p in parties}
    modifiees = sum(sens(p.url) in anciennes for p in nouvelles)
    comptes = (
        (len(nouvelles) - modifiees, "ajoutée"),
        (len(parties) - modifiees, "retirée"),
        (modifiees, "modifiée"),
    )
    dits = [f"{francais.pluriel(n, 'preuve')} {mot}{'s' * (n > 1)}" for n, mot in comptes if n > 0]
    phrase = f"Proposition {ref} : {', '.join(dits)}."
    yield Ecart(Nature.PREUVE, phrase, "preuves", ref, texte(avant), texte(apres))
