"""The difference in meaning between two versions of a record or of a guide. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import francais
from generator.history.ecarts import (
    Champ,
    Champs,
    Ecart,
    Etapes,
    Sujet,
    ajouts,
    comparer_champs,
    comparer_etapes,
    dire_champs,
    dire_date,
    meme_sens,
    raison,
    ranger,
    sens,
    texte,
    vers,
)
from generator.history.model import Nature
from schemas.concertation import Concertation
from schemas.dates import DatePartielle
from schemas.elements import Dates, FinAnticipee, Report
from schemas.enumerations import TypeFin
from schemas.guide import Guide

_DATES = {
    "annonce": "l’annonce",
    "ouverture": "l’ouverture",
    "cloture": "la clôture",
    "restitution": "la restitution",
}
_BLOCS = {
    "synthese": (Nature.SYNTHESE, "la synthèse de ce que les citoyens ont dit"),
    "reponse_du_commanditaire": (Nature.REPONSE, "la réponse de l’État"),
}
_ETAPES = {
    "calendrier": Etapes("calendrier", lambda nom: f"l’étape {nom}", "intitule", "date"),
    "engagements": Etapes("engagements", lambda nom: f"l’engagement {nom}", "texte", "echeance"),
}
_LA_FICHE = Sujet("La fiche", "e", Nature.FICHE_COMPLETEE, Nature.FICHE_MODIFIEE)
_LE_GUIDE = Sujet("Le guide", "", Nature.GUIDE_MODIFIE, Nature.GUIDE_MODIFIE)
_DRAPEAUX = {
    "engagements_inconnus": "engagements",
    "reponse_attendue_inconnue": "reponse_attendue_le",
}
_A_PART = frozenset(
    {*_BLOCS, *_ETAPES, "dates", "reponse_attendue_le", "reports", "fin_anticipee", "revu_le"}
)


def diff_fiche(
    avant: Concertation | None,
    apres: Concertation | None,
    *,
    recit_avant: str = "",
    recit_apres: str = "",
) -> tuple[Ecart, ...]:
    """What changed in meaning in a record, the most read first.

    Args:
        avant: the older version, ``None`` when there was none.
        apres: the newer one, ``None`` when there is none left.
        recit_avant: the Markdown below the older front matter.
        recit_apres: the same, of the newer.

    Returns:
        Nothing when both say the same, whatever their layout.
    """
    if apres is None:
        return () if avant is None else (Ecart(Nature.FICHE_RETIREE, "La fiche est retirée."),)
    if avant is None:
        return (Ecart(Nature.FICHE_CREEE, "La fiche est créée."),)
    recits_egaux = meme_sens(recit_avant, recit_apres)
    if avant == apres and recits_egaux:
        return ()
    ecarts = [*_fin(avant.fin_anticipee, apres.fin_anticipee), *_blocs(avant, apres)]
    ecarts += _reponse_attendue(avant, apres)
    ecarts += _dates(avant.dates, apres.dates)
    drapeaux = {d for d, c in _DRAPEAUX.items() if not meme_sens(*_paire(avant, apres, c))}
    tries = comparer_champs(avant, apres, sauf=_A_PART | drapeaux)
    for cle, dire in _ETAPES.items():
        a, b = _paire(avant, apres, cle)
        trouves, reste = comparer_etapes(a, b, dire, Nature.FICHE_MODIFIEE)
        ecarts += trouves
        if reste:
            ranger(tries, Champ(cle, cle, texte(a), texte(b)), a, b)
    _autour_des_dates(avant.dates, apres.dates, tries)
    if not recits_egaux:
        ranger(tries, Champ("corps", "récit", *map(present, (recit_avant, recit_apres))), "", "")
    ecarts += dire_champs(tries, _LA_FICHE)
    if not ecarts and avant.revu_le != apres.revu_le:
        phrase = f"La fiche est relue le {francais.jour(apres.revu_le)}."
        jours = (texte(avant.revu_le), texte(apres.revu_le))
        ecarts.append(Ecart(Nature.FICHE_MODIFIEE, phrase, "revu_le", "", *jours))
    return tuple(ecarts)


def present(recit: str) -> str:
    """Whether there is a story, as ``texte`` says it of a block."""
    return "renseigné" if recit.strip() else ""


def _paire(avant: Concertation, apres: Concertation, cle: str) -> tuple[Any, Any]:
    return getattr(avant, cle), getattr(apres, cle)


def _fin(avant: FinAnticipee | None, apres: FinAnticipee | None) -> Iterator[Ecart]:
    if meme_sens(avant, apres):
        return
    motif = ""
    if apres is None:
        phrase = "La fin anticipée de la concertation n’est plus indiquée"
    elif avant is not None and avant.type is apres.type:
        phrase, motif = "La fin anticipée de la concertation est précisée", apres.motif
    else:
        arret = apres.type is TypeFin.ABANDONNEE
        motif = apres.motif
        phrase = f"La concertation est {'abandonnée' if arret else 'dite sans suite attendue'}"
    yield Ecart(
        Nature.STATUT,
        francais.phrase(phrase + raison(motif)),
        "fin_anticipee",
        "",
        texte(avant and avant.type),
        texte(apres and apres.type),
        motif,
    )


def _blocs(avant: Concertation, apres: Concertation) -> Iterator[Ecart]:
    for cle, (nature, nom) in _BLOCS.items():
        a, b = _paire(avant, apres, cle)
        if meme_sens(a, b):
            continue
        if a is None:
            phrase = f"La fiche donne {nom}."
        elif b is None:
            phrase = f"La fiche ne donne plus {nom}."
        else:
            phrase = francais.phrase(f"{nom} est modifiée")
        yield Ecart(nature, phrase, cle, "", texte(a), texte(b))


def _reponse_attendue(avant: Concertation, apres: Concertation) -> Iterator[Ecart]:
    quoi = "la réponse attendue"
    yield from reports(avant.reports, apres.reports, quoi, Nature.FICHE_MODIFIEE)
    nouveaux, _ = ajouts(avant.reports, apres.reports)
    a, b = avant.reponse_attendue_le, apres.reponse_attendue_le
    if a != b and b not in {r.nouvelle_date for r in nouveaux}:
        yield date_deplacee("reponse_attendue_le", quoi, a, b)


def reports(
    avant: tuple[Report, ...],
    apres: tuple[Report, ...],
    quoi: str,
    nature: Nature,
    ref: str = "",
) -> Iterator[Ecart]:
    """One difference for each slip that was added, one for those that were taken away."""
    nouveaux, partis = ajouts(avant, apres)
    connues = {r.nouvelle_date for r in partis}
    vrais = [r for r in nouveaux if r.nouvelle_date not in connues]
    for report in vrais:
        phrase = f"{quoi} est reportée {vers(report.nouvelle_date)}{raison(report.motif)}"
        yield Ecart(
            Nature.REPORT,
            francais.phrase(phrase),
            "reports",
            ref,
            partis[-1].nouvelle_date.texte if partis else "",
            report.nouvelle_date.texte,
            report.motif,
        )
    if not vrais and [sens(r) for r in avant] != [sens(r) for r in apres]:
        phrase = francais.phrase(f"les reports de {quoi} sont modifiés")
        yield Ecart(nature, phrase, "reports", ref, texte(avant), texte(apres))


def date_deplacee(
    champ: str,
    quoi: str,
    avant: DatePartielle | None,
    apres: DatePartielle | None,
    motif: str = "",
) -> Ecart:
    """A date that is given, moves or is no longer given."""
    return Ecart(
        Nature.FICHE_COMPLETEE if avant is None else Nature.DATE_DEPLACEE,
        francais.phrase(dire_date(quoi, avant, apres) + raison(motif)),
        champ,
        "",
        texte(avant),
        texte(apres),
        motif,
    )


def _dates(avant: Dates, apres: Dates) -> Iterator[Ecart]:
    for cle, quoi in _DATES.items():
        a, b = getattr(avant, cle), getattr(apres, cle)
        if a != b:
            yield date_deplacee(f"dates.{cle}", quoi, a, b)


def _autour_des_dates(avant: Dates, apres: Dates, tries: Champs) -> None:
    sauf = {*_DATES, *(["cloture_inconnue"] if avant.cloture != apres.cloture else [])}
    autour = comparer_champs(avant, apres, sauf=frozenset(sauf))
    for groupe, tous in zip(autour, tries, strict=True):
        tous += [c._replace(cle=f"dates.{c.cle}", nom=f"{c.nom} (dates)") for c in groupe]


def diff_guide(
    avant: Guide | None, apres: Guide | None, *, recit_avant: str = "", recit_apres: str = ""
) -> tuple[Ecart, ...]:
    """What changed in meaning in a guide: its fields, then its text."""
    if apres is None:
        return () if avant is None else (Ecart(Nature.GUIDE_RETIRE, "Le guide est retiré."),)
    if avant is None:
        return (Ecart(Nature.GUIDE_CREE, "Le guide est publié."),)
    tries = comparer_champs(avant, apres, sauf=frozenset({"revu_le", "date"}))
    if not meme_sens(recit_avant, recit_apres):
        ranger(tries, Champ("corps", "texte", *map(present, (recit_avant, recit_apres))), "", "")
    ecarts = list(dire_champs(tries, _LE_GUIDE))
    if not ecarts and (avant.revu_le, avant.date) != (apres.revu_le, apres.date):
        phrase = f"Le guide est relu le {francais.jour(apres.revu_le)}."
        jours = (texte(avant.revu_le), texte(apres.revu_le))
        ecarts.append(Ecart(Nature.GUIDE_MODIFIE, phrase, "revu_le", "", *jours))
    return tuple(ecarts)
