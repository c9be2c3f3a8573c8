"""The history, whatever the edits: nothing for no change, one for one, and the cache never lies."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.history import comprendre
from generator.history.diff import diff_fiche
from generator.history.diff_suites import diff_proposition, diff_suites
from generator.history.lecture import lire_historique
from generator.history.model import Historique
from schemas.concertation import Concertation
from schemas.elements import Dates
from schemas.suites import Proposition, Suites
from tests.aides import FICHE as TEXTE_FICHE
from tests.aides import SUITES as TEXTE_SUITES
from tests.depots import DepotEssai

SOURCES = [{"id": f"s{n}", "titre": f"S{n}", "url": f"https://s.example/{n}"} for n in (1, 2)]
JALONS = [{"date": f"2025-0{n}", "intitule": f"Étape {n}", "etat": "prevu"} for n in (1, 2)]
REPORTS = [{"nouvelle_date": f"2027-0{n}", "motif": f"Motif {n}."} for n in (1, 2)]
# For each field two values, the second one unlike the first in one way only.
FICHE: dict[str, tuple[Any, Any]] = {
    "titre": ("Un", "Deux"),
    "titres_alternatifs": (["A"], ["B"]),
    "resume": ("Un.", "Deux."),
    "porteur": ("sante", "culture"),
    "co_porteurs": (["a"], ["a", "b"]),
    "porteur_deduit": ("true", "false"),
    "initiateurs": (["A"], ["A", "B"]),
    "gouvernement": ("Un", "Deux"),
    "objet": ("Un.", "Deux."),
    "question_posee": ("Un ?", "Deux ?"),
    "contexte_decision": ("Un.", "Deux."),
    "engagements": ([{"texte": "A"}], [{"texte": "A", "etat": "tenu"}]),
    "engagements_inconnus": ("true", "false"),
    "objectif": ("exprimer_une_opinion", "interpeller_le_gouvernement"),
    "degre": ("consultation", "concertation"),
    "condition_participation": (["ouvert_a_tous"], ["volontariat"]),
    "modalites": (["en_ligne"], ["en_ligne", "presentiel"]),
    "dispositifs": ([{"type": "a"}], [{"type": "b"}]),
    "reponse_attendue_le": ("2026-01", "2026-02-01"),
    "reponse_attendue_inconnue": ("true", "false"),
    "reports": (REPORTS[:1], REPORTS[1:]),
    "fin_anticipee": (
        {"type": "abandonnee", "motif": "A", "date": "2026"},
        {"type": "sans_suite_attendue", "motif": "A", "date": "2026"},
    ),
    "thematiques": (["sante"], ["sante", "climat"]),
    "mots_cles": (["a"], ["b"]),
    "publics_vises": (["A"], ["B"]),
    "territoire": ("National", "Bretagne"),
    "participants": ({"nombre": {"valeur": "150"}}, {"nombre": {"valeur": "151"}}),
    "gouvernance": ([{"role": "garant", "nom": "A"}], [{"role": "garant", "nom": "B"}]),
    "accompagnement_cipc": ("true", "false"),
    "cout": (
        {"montant": "1", "perimetre": "A", "source": "s1"},
        {"montant": "2", "perimetre": "A", "source": "s1"},
    ),
    "comment_participer": (
        [{"canal": "en_ligne", "libelle": "A"}],
        [{"canal": "en_ligne", "libelle": "B"}],
    ),
    "lien_site": ("https://a.example/", "https://b.example/"),
    "fiche_plateforme": ("https://a.example/", "https://b.example/"),
    "calendrier": (JALONS[:1], [{**JALONS[0], "date": "2026"}]),
    "documents": ([{"titre": "A", "type": "rapport"}], [{"titre": "A", "type": "reponse"}]),
    "synthese": ({"texte": "A"}, {"texte": "B"}),
    "reponse_du_commanditaire": ({"date": "2026", "texte": "A"}, {"date": "2025", "texte": "A"}),
    "evaluation": (
        {"type": "A", "auteur": "B", "date": "2026", "url": "https://a.example/"},
        {"type": "C", "auteur": "B", "date": "2026", "url": "https://a.example/"},
    ),
    "concertations_liees": (
        [{"id": "a", "relation": "suit"}],
        [{"id": "a", "relation": "precede"}],
    ),
    "anciennes_urls": (["/a/"], ["/a/", "/b/"]),
    "contact": ("a@exemple.gouv.fr", "b@exemple.gouv.fr"),
    "sources": (SOURCES[:1], SOURCES),
    "reserves": ("A", "B"),
    "revu_le": ("2026-01-01", "2026-02-01"),
}
DATES: dict[str, tuple[Any, Any]] = {
    "annonce": ("2023", "2023-05"),
    "ouverture": ("2024-01-10", "2024-01-11"),
    "cloture": ("2024-03", "2024-04"),
    "cloture_inconnue": ("true", "false"),
    "restitution": ("2025", "2026"),
    "precision": ("A", "B"),
}
PREUVES = [{"titre": "A", "url": f"https://p.example/{n}"} for n in (1, 2)]
AVIS = {
    "auteur_type": "tiers",
    "auteur": "A",
    "avis": "B",
    "date": "2026",
    "url": "https://a.example/",
}
PROPOSITION: dict[str, tuple[Any, Any]] = {
    "intitule": ("Un.", "Deux."),
    "texte_integral": ("Un.", "Deux."),
    "reformulee": ("true", "false"),
    "source": ({"titre": "A"}, {"titre": "A", "page": "p. 4"}),
    "theme": ("A", "B"),
    "objectif": ("A", "B"),
    "soutien": ("A", "B"),
    "decision": ("retenue", "non_retenue"),
    "decision_date": ("2025", "2026"),
    "decision_auteur": ("A", "B"),
    "reponse_motivee": ("A", "B"),
    "fidelite": (
        {"niveau": "adaptee", "explication": "A"},
        {"niveau": "partielle", "explication": "A"},
    ),
    "mise_en_oeuvre": ("en_cours", "abandonnee"),
    "mise_en_oeuvre_detail": ("A", "B"),
    "pilote": ("A", "B"),
    "leviers": ([{"type": "loi", "intitule": "A"}], [{"type": "loi", "intitule": "B"}]),
    "jalons": (JALONS[:1], [{**JALONS[0], "etat": "manque"}]),
    "preuves": (PREUVES[:1], PREUVES),
    "echeance": ("2026", "2027-05"),
    "reports": (REPORTS[:1], REPORTS[1:]),
    "appreciations": ([AVIS], [{**AVIS, "avis": "C"}]),
    "etabli_par": ("etat", "presse"),
    "avertissement": ("A", "B"),
    "sources": (["s1"], ["s2"]),
    "motif_changement": ("A", "B"),
}
ABSENT = "absent"


def versions(
    modele: type[Any], valeurs: dict[str, tuple[Any, Any]]
) -> st.SearchStrategy[tuple[str, dict[str, Any], dict[str, Any]]]:
    """A field, and the fields of a record before and after this one moves to another value."""
    requis = {c for c, i in modele.model_fields.items() if i.is_required()} & set(valeurs)

    def choix(cle: str) -> st.SearchStrategy[Any]:
        return st.sampled_from([*valeurs[cle], *([] if cle in requis else [ABSENT])])

    def faire(cle: str) -> st.SearchStrategy[Any]:
        couples = st.lists(choix(cle), min_size=2, max_size=2, unique_by=repr)
        return st.tuples(
            st.just(cle), st.fixed_dictionaries({c: choix(c) for c in valeurs}), couples
        )

    def ranger(tire: tuple[str, dict[str, Any], list[Any]]) -> Any:
        cle, base, (avant, apres) = tire
        return (
            cle,
            *({k: v for k, v in {**base, cle: x}.items() if v != ABSENT} for x in (avant, apres)),
        )

    return st.sampled_from(sorted(valeurs)).flatmap(faire).map(ranger)


def test_every_field_is_tried() -> None:
    """A field added to the model is added here."""
    assert set(FICHE) | {"dates"} == set(Concertation.model_fields)
    assert set(DATES) == set(Dates.model_fields)
    assert set(PROPOSITION) | {"reference", "maj_le"} == set(Proposition.model_fields)


OUVERTURE = {"ouverture": "2024"}


@given(versions(Concertation, FICHE))
@settings(max_examples=400)
def test_one_edit_of_a_record_is_one_change(
    tire: tuple[str, dict[str, Any], dict[str, Any]],
) -> None:
    cle, avant, apres = tire
    un, deux = (Concertation.model_validate({**v, "dates": OUVERTURE}) for v in (avant, apres))
    assert diff_fiche(un, un, recit_avant="A\nb", recit_apres="A b") == ()
    ecarts = diff_fiche(un, deux)
    attendu = 0 if getattr(un, cle) == getattr(deux, cle) else 1
    assert [e.champ for e in ecarts] == [cle] * attendu
    assert all(e.phrase[0].isupper() and e.phrase[-1] in ".…?" for e in ecarts)


@given(versions(Dates, DATES))
@settings(max_examples=150)
def test_one_edit_of_the_dates_is_one_change(
    tire: tuple[str, dict[str, Any], dict[str, Any]],
) -> None:
    cle, avant, apres = tire
    base = {c: v[0] for c, v in FICHE.items()}
    un, deux = (Concertation.model_validate({**base, "dates": v}) for v in (avant, apres))
    ecarts = diff_fiche(un, deux)
    attendu = 0 if getattr(un.dates, cle) == getattr(deux.dates, cle) else 1
    assert [e.champ for e in ecarts] == [f"dates.{cle}"] * attendu


@given(versions(Proposition, PROPOSITION))
@settings(max_examples=400)
def test_one_edit_of_a_proposal_is_one_change(
    tire: tuple[str, dict[str, Any], dict[str, Any]],
) -> None:
    cle, avant, apres = tire
    fixe = {"reference": "7", "maj_le": "2026-01-01"}
    un, deux = (Proposition.model_validate({**v, **fixe}) for v in (avant, apres))
    assert diff_proposition(un, un) == ()
    ecarts = diff_proposition(un, deux)
    attendu = 0 if getattr(un, cle) == getattr(deux, cle) else 1
    assert [e.champ for e in ecarts] == [cle] * attendu
    assert all(e.reference == "7" for e in ecarts)
    autre = Proposition.model_validate({**avant, **fixe, "reference": "8"})
    suites = (Suites(propositions=(un, autre)), Suites(propositions=(autre, deux)))
    assert diff_suites(*suites) == ecarts


TEXTES = {
    "en_cours": TEXTE_SUITES,
    "abandon": TEXTE_SUITES.replace("en_cours", "abandonnee"),
    "deux": TEXTE_SUITES + TEXTE_SUITES.replace("propositions:\n", "").replace('"1"', '"2"'),
    "illisible": "propositions: [",
    "aucun": None,
}
NOMS = ("essai", "autre", "troisieme")
ACTES = st.one_of(
    st.tuples(st.just("suites"), st.sampled_from(NOMS), st.sampled_from(sorted(TEXTES))),
    st.tuples(st.just("fiche"), st.sampled_from(NOMS), st.sampled_from(["A", "B", "---", ""])),
    st.tuples(st.just("renommer"), st.sampled_from(NOMS), st.sampled_from(NOMS)),
    st.tuples(st.just("guide"), st.just("methode"), st.sampled_from(["A", "B", ""])),
    st.tuples(st.just("ailleurs"), st.just(""), st.just("")),
)


def agir(depot: DepotEssai, acte: tuple[str, str, str]) -> None:
    """One edit of the working tree; one that cannot be done does nothing."""
    genre, nom, valeur = acte
    dossier = depot.content / "concertations"
    if genre == "suites":
        depot.ecrire(**{f"concertations/{nom}/suites.yml": TEXTES[valeur]})
    elif genre == "fiche":
        texte = {"---": "---", "": None}.get(valeur, TEXTE_FICHE + f"\n{nom} {valeur}\n" * 9)
        depot.ecrire(**{f"concertations/{nom}/concertation.md": texte})
    elif genre == "renommer" and (dossier / nom).is_dir() and not (dossier / valeur).exists():
        (dossier / nom).rename(dossier / valeur)
    elif genre == "guide":
        depot.ecrire(**{f"guides/{nom}.md": valeur or None})
    elif genre == "ailleurs":
        (depot.racine / "notes.txt").write_text(str(depot.jour))


@given(st.lists(st.tuples(st.lists(ACTES, min_size=1, max_size=3), st.booleans()), max_size=7))
@settings(max_examples=25)
def test_incremental_is_full(commits: list[tuple[list[tuple[str, str, str]], bool]]) -> None:
    """Read now and then with a cache, or all at once without: the same history."""
    with tempfile.TemporaryDirectory() as dossier:
        depot = DepotEssai(Path(dossier) / "depot")
        cache = Path(dossier) / "cache"
        par_etapes = lire_historique(depot.content, cache)
        for actes, lire in commits:
            for acte in actes:
                agir(depot, acte)
            depot.git("add", "-A")
            depot.git("commit", "-q", "--allow-empty", "-m", "x")
            depot.jour += 1
            if lire:
                par_etapes = lire_historique(depot.content, cache)
        par_etapes = lire_historique(depot.content, cache)
        entier = lire_historique(depot.content)
        assert par_etapes == entier
        assert entier.absence == ""
        suivis = depot.git("ls-files", "content").splitlines()
        assert {f"content/{c}" for c in entier.derniers} == set(suivis)


def test_the_property_sees_a_defective_cache(monkeypatch: Any, tmp_path: Path) -> None:
    """A cache that forgets which versions could be read gives another history."""
    depot = DepotEssai(tmp_path / "depot")
    vrai = comprendre.avancer
    monkeypatch.setattr(
        comprendre,
        "avancer",
        lambda etats, pas: vrai(etats, pas) or etats.pop("concertations/essai/suites.yml", None),
    )
    lire_historique(depot.content, tmp_path / "cache")
    depot.commit(**{"concertations/essai/suites.yml": TEXTES["abandon"]})
    faux: Historique = lire_historique(depot.content, tmp_path / "cache")
    assert faux != lire_historique(depot.content)
