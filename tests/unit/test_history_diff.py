"""What differs between two versions, in words."""

from __future__ import annotations

from typing import Any

import pytest

from generator.history.diff import diff_fiche, diff_guide
from generator.history.diff_suites import diff_suites
from generator.history.model import Nature
from schemas.concertation import Concertation
from schemas.guide import Guide
from schemas.suites import Suites

BASE: dict[str, Any] = {
    "titre": "Essai",
    "resume": "Un essai.",
    "porteur": "sante",
    "objet": "L'essai.",
    "engagements": [
        {"texte": "Répondre à tous", "etat": "en_cours", "echeance": "2026-05"},
        {"texte": "Publier l'avis", "etat": "inconnu"},
    ],
    "objectif": "exprimer_une_opinion",
    "condition_participation": ["ouvert_a_tous"],
    "modalites": ["en_ligne"],
    "dispositifs": [{"type": "atelier"}],
    "dates": {"ouverture": "2026-01-04", "cloture": "2026-03-04"},
    "reponse_attendue_le": "2026-06-30",
    "thematiques": ["sante", "climat"],
    "calendrier": [{"date": "2026-02-01", "intitule": "Atelier", "etat": "prevu"}],
    "sources": [{"id": "s1", "titre": "Une source", "url": "https://source.example/1"}],
    "revu_le": "2026-01-15",
}
PROPOSITION: dict[str, Any] = {
    "reference": "3",
    "intitule": "Une proposition.",
    "decision": "retenue",
    "mise_en_oeuvre": "en_cours",
    "etabli_par": "etat",
    "maj_le": "2026-01-15",
}
PREUVE = {"titre": "Le décret", "url": "https://preuve.example/1"}
REPORT = {"nouvelle_date": "2026-09-30", "motif": "Le rapport a du retard."}


def fiche(**champs: Any) -> Concertation:
    return Concertation.model_validate({**BASE, **champs})


def suites(*propositions: dict[str, Any], **champs: Any) -> Suites:
    toutes = [{**PROPOSITION, **p} for p in (propositions or ({},))]
    return Suites.model_validate({"propositions": toutes, **champs})


def dits(*ecarts: Any) -> list[tuple[str, str]]:
    return [(e.nature.value, e.phrase) for e in ecarts]


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        (
            {"dates": {"ouverture": "2026-01-04", "cloture": "2026-04-01"}},
            [("date_deplacee", "La clôture passe du 4 mars 2026 au 1er avril 2026.")],
        ),
        (
            {"dates": {"ouverture": "2026-01-04", "cloture": "2026-04"}},
            [("date_deplacee", "La clôture passe du 4 mars 2026 à avril 2026.")],
        ),
        (
            {"dates": {"ouverture": "2026-01-04", "cloture_inconnue": "true"}},
            [("date_deplacee", "La clôture (4 mars 2026) n’est plus indiquée.")],
        ),
        (
            {"dates": {**BASE["dates"], "restitution": "2026-08"}},
            [("fiche_completee", "La restitution est fixée à août 2026.")],
        ),
        (
            {"dates": {**BASE["dates"], "precision": "À confirmer."}},
            [("fiche_completee", "La fiche est complétée : précision (dates).")],
        ),
        (
            {"reports": [REPORT]},
            [
                (
                    "report",
                    (
                        "La réponse attendue est reportée au 30 septembre 2026 : "
                        "Le rapport a du retard."
                    ),
                )
            ],
        ),
        (
            {"reports": [REPORT], "reponse_attendue_le": "2026-09-30"},
            [
                (
                    "report",
                    (
                        "La réponse attendue est reportée au 30 septembre 2026 : "
                        "Le rapport a du retard."
                    ),
                )
            ],
        ),
        (
            {"reponse_attendue_le": None, "reponse_attendue_inconnue": "true"},
            [("date_deplacee", "La réponse attendue (30 juin 2026) n’est plus indiquée.")],
        ),
        (
            {"participants": {"nombre": {"valeur": "150"}}, "question_posee": "Comment ?"},
            [("fiche_completee", "La fiche est complétée : question posée, participants.")],
        ),
        (
            {"synthese": {"texte": "Ils ont dit."}},
            [("synthese", "La fiche donne la synthèse de ce que les citoyens ont dit.")],
        ),
        (
            {"reponse_du_commanditaire": {"date": "2026-06", "texte": "Oui."}},
            [("reponse", "La fiche donne la réponse de l’État.")],
        ),
        (
            {
                "fin_anticipee": {
                    "type": "abandonnee",
                    "motif": "Changement de priorités",
                    "date": "2026",
                }
            },
            [("statut", "La concertation est abandonnée : Changement de priorités.")],
        ),
        (
            {"engagements": [{**BASE["engagements"][0], "etat": "tenu"}, BASE["engagements"][1]]},
            [
                (
                    "fiche_modifiee",
                    "L’engagement « Répondre à tous » passe de « en cours » à « tenu ».",
                )
            ],
        ),
        (
            {
                "engagements": [
                    {**BASE["engagements"][0], "echeance": "2027"},
                    BASE["engagements"][1],
                ]
            },
            [
                (
                    "date_deplacee",
                    "La date de l’engagement « Répondre à tous » passe de mai 2026 à 2027.",
                )
            ],
        ),
        (
            {"calendrier": [{"date": "2026-02-08", "intitule": "Atelier", "etat": "prevu"}]},
            [
                (
                    "date_deplacee",
                    "La date de l’étape « Atelier » passe du 1er février 2026 au 8 février 2026.",
                )
            ],
        ),
        (
            {"calendrier": []},
            [("fiche_modifiee", "La fiche n’indique plus : calendrier.")],
        ),
        (
            {"engagements": [], "engagements_inconnus": "true"},
            [("fiche_modifiee", "La fiche n’indique plus : engagements.")],
        ),
        ({"thematiques": ["climat", "sante"]}, []),
        (
            {"thematiques": ["climat"], "porteur": "culture", "titre": "Autre"},
            [
                (
                    "fiche_modifiee",
                    "La fiche est modifiée : titre, porteur, thématiques (1 de moins).",
                )
            ],
        ),
        (
            {"sources": [{**BASE["sources"][0], "titre": "Autre"}]},
            [("fiche_modifiee", "La fiche est modifiée : sources (1 changement).")],
        ),
        (
            {"revu_le": "2026-02-01"},
            [("fiche_modifiee", "La fiche est relue le 1er février 2026.")],
        ),
        (
            {"revu_le": "2026-02-01", "titre": "Autre"},
            [("fiche_modifiee", "La fiche est modifiée : titre.")],
        ),
    ],
)
def test_a_record(champs: dict[str, Any], attendu: list[tuple[str, str]]) -> None:
    assert dits(*diff_fiche(fiche(), fiche(**champs))) == attendu


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        (
            {"decision": "a_l_etude", "mise_en_oeuvre": None},
            {"decision": "non_retenue", "mise_en_oeuvre": None, "reponse_motivee": "Trop cher."},
            [
                (
                    "decision",
                    "La proposition 3 passe de « à l'étude » à « non retenue » : Trop cher.",
                )
            ],
        ),
        (
            {},
            {"decision": "retenue_partiellement", "motif_changement": "Arbitrage.\nDu 3 mai."},
            [
                (
                    "decision",
                    (
                        "La proposition 3 passe de « retenue » à « retenue en partie » : "
                        "Arbitrage. Du 3 mai."
                    ),
                )
            ],
        ),
        (
            {"motif_changement": "Ancien motif."},
            {"motif_changement": "Ancien motif.", "mise_en_oeuvre": "abandonnee"},
            [("mise_en_oeuvre", "La proposition 3 passe de « en cours » à « abandonnée ».")],
        ),
        (
            {"mise_en_oeuvre": None},
            {},
            [("mise_en_oeuvre", "La mise en œuvre de la proposition 3 est « en cours ».")],
        ),
        (
            {},
            {"mise_en_oeuvre": None},
            [
                (
                    "mise_en_oeuvre",
                    "La mise en œuvre de la proposition 3 (« en cours ») n’est plus indiquée.",
                )
            ],
        ),
        (
            {},
            {"preuves": [PREUVE, {**PREUVE, "url": "https://preuve.example/2"}]},
            [("preuve", "Proposition 3 : 2 preuves ajoutées.")],
        ),
        (
            {"preuves": [PREUVE, {**PREUVE, "url": "https://preuve.example/2"}]},
            {"preuves": [{**PREUVE, "titre": "Le décret publié"}]},
            [("preuve", "Proposition 3 : 1 preuve retirée, 1 preuve modifiée.")],
        ),
        (
            {"echeance": "2026-06-30"},
            {"echeance": "2026-09-30", "reports": [REPORT]},
            [
                (
                    "report",
                    (
                        "L’échéance de la proposition 3 est reportée au 30 septembre 2026 : "
                        "Le rapport a du retard."
                    ),
                )
            ],
        ),
        (
            {"echeance": "2026-06-30"},
            {"echeance": "2027", "motif_changement": "Décalage."},
            [
                (
                    "date_deplacee",
                    "L’échéance de la proposition 3 passe du 30 juin 2026 à 2027 : Décalage.",
                )
            ],
        ),
        (
            {},
            {"echeance": "2027"},
            [("proposition_modifiee", "L’échéance de la proposition 3 est fixée à 2027.")],
        ),
        (
            {"reports": [REPORT]},
            {"reports": [{**REPORT, "motif": "Autre raison."}]},
            [
                (
                    "proposition_modifiee",
                    "Les reports de l’échéance de la proposition 3 sont modifiés.",
                )
            ],
        ),
        (
            {"pilote": "DGS"},
            {"intitule": "Une autre.", "leviers": [{"type": "loi", "intitule": "La loi"}]},
            [
                ("proposition_modifiee", "La proposition 3 est complétée : leviers."),
                ("proposition_modifiee", "La proposition 3 est modifiée : intitulé."),
                ("proposition_modifiee", "La proposition 3 n’indique plus : pilote."),
            ],
        ),
        (
            {"jalons": [{"date": "2026", "intitule": "Vote", "etat": "prevu"}]},
            {"jalons": [{"date": "2026", "intitule": "Vote", "etat": "manque"}]},
            [
                (
                    "proposition_modifiee",
                    "L’étape « Vote » de la proposition 3 passe de « prévu » à « manqué ».",
                )
            ],
        ),
        (
            {},
            {"maj_le": "2026-02-01"},
            [("proposition_modifiee", "La proposition 3 est revue, sans changement.")],
        ),
    ],
)
def test_a_proposal(
    avant: dict[str, Any], apres: dict[str, Any], attendu: list[tuple[str, str]]
) -> None:
    ecarts = diff_suites(suites(avant), suites(apres))
    assert dits(*ecarts) == attendu
    assert {e.reference for e in ecarts} == {"3"}


def test_a_follow_up() -> None:
    """Proposals come and go by reference; those only reviewed are told together."""
    avant = suites({}, {"reference": "4"}, {"reference": "5"})
    apres = suites(
        {"reference": "5", "maj_le": "2026-02-01"},
        {"maj_le": "2026-02-01"},
        {"reference": "6", "decision": "inconnue", "mise_en_oeuvre": None},
        mesures=[{"id": "loi", "intitule": "La loi", "propositions": ["3"]}],
    )
    assert dits(*diff_suites(avant, apres)) == [
        ("proposition_ajoutee", "La proposition 6 est ajoutée (« réponse non trouvée »)."),
        ("proposition_retiree", "La proposition 4 (« retenue ») est retirée."),
        ("proposition_modifiee", "2 propositions sont revues, sans changement : 5, 3."),
        ("suites_modifiees", "Les suites sont complétées : mesures."),
    ]
    assert dits(*diff_suites(None, avant)) == [
        ("suites_creees", "Les suites sont publiées : 3 propositions.")
    ]
    assert dits(*diff_suites(avant, None)) == [
        ("suites_retirees", "Les suites (3 propositions) sont retirées.")
    ]
    assert diff_suites(None, None) == ()
    assert diff_suites(suites({}, {"reference": "4"}), suites({"reference": "4"}, {})) == ()


def test_a_long_reason_is_cut_in_the_sentence_only() -> None:
    motif = "mot " * 200
    (ecart,) = diff_suites(
        suites(), suites({"mise_en_oeuvre": "abandonnee", "motif_changement": motif})
    )
    assert ecart.motif == motif.strip()
    assert ecart.phrase.endswith("…")
    assert len(ecart.phrase) < 400


def test_two_items_of_one_name_are_not_confused() -> None:
    """When names do not tell items apart, no date is said to move from one to the other."""
    etapes = [{"date": f"2026-0{n}-01", "intitule": "Atelier"} for n in (1, 2, 3)]
    (ecart,) = diff_fiche(fiche(calendrier=etapes), fiche(calendrier=[etapes[0], etapes[2]]))
    assert ecart.phrase == "La fiche est modifiée : calendrier (1 de moins)."


def test_records_come_and_go() -> None:
    assert dits(*diff_fiche(None, fiche())) == [("fiche_creee", "La fiche est créée.")]
    assert dits(*diff_fiche(fiche(), None)) == [("fiche_retiree", "La fiche est retirée.")]
    assert diff_fiche(None, None) == ()


def test_a_story() -> None:
    assert dits(*diff_fiche(fiche(), fiche(), recit_apres="Un récit.")) == [
        ("fiche_completee", "La fiche est complétée : récit.")
    ]
    assert dits(*diff_fiche(fiche(), fiche(), recit_avant="A", recit_apres="B")) == [
        ("fiche_modifiee", "La fiche est modifiée : récit.")
    ]
    assert diff_fiche(fiche(), fiche(), recit_avant="l'un\ndeux", recit_apres=" l’un deux\n") == ()


def test_a_guide() -> None:
    champs = {
        "titre": "Guide",
        "resume": "Un guide.",
        "public": ["Agents"],
        "editeur": "Nous",
        "date": "2026-01-01",
        "revu_le": "2026-01-01",
        "sources": BASE["sources"],
    }
    avant = Guide.model_validate(champs)
    assert diff_guide(avant, avant) == ()
    relu = Guide.model_validate({**champs, "revu_le": "2026-02-01"})
    (ecart,) = diff_guide(avant, relu)
    assert (ecart.phrase, ecart.champ) == ("Le guide est relu le 1er février 2026.", "revu_le")
    recrit = Guide.model_validate({**champs, "titre": "Autre"})
    (ecart,) = diff_guide(avant, recrit, recit_avant="A", recit_apres="B")
    assert (ecart.nature, ecart.phrase) == (
        Nature.GUIDE_MODIFIE,
        "Le guide est modifié : titre, texte.",
    )
