"""A form of the forge becomes the same file as the other doors, or says what to correct."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.load import load
from generator.cli import cli
from generator.contribute.__main__ import documents
from generator.contribute.editors import MOTIF
from generator.contribute.files import mettre_en_forme
from generator.contribute.form import A_LIRE, RIEN, Demande, depuis_formulaire
from generator.contribute.form_model import Forme, Formulaire
from generator.contribute.form_read import MAX_OCTETS, lire_reponses
from generator.contribute.forms import CORRECTION, FORMULAIRES, MISE_A_JOUR, NOUVELLE
from generator.contribute.new import RefusError, nouveau
from generator.diagnostics import format_text
from generator.source.discover import Kind
from tests.aides import FICHE, SUITES, ecrire_contenu, remplacer

RACINE = Path(__file__).resolve().parents[2]
SUITES_ESSAI = "concertations/essai/suites.yml"
FICHE_ESSAI = "concertations/essai/concertation.md"

REPONSES: dict[str, str] = {
    "identifiant": "energie",
    "titre": "Concertation : l'énergie",
    "resume": "Une concertation inventée.",
    "porteur": "Santé",
    "objet": "Premier paragraphe.\n\nSecond.",
    "objectif": "Construire un avis collectif",
    "condition_participation": "Ouvert à tous, Tirage au sort",
    "modalites": "En ligne",
    "dispositifs": "atelier citoyen, consultation-en-ligne",
    "dates.ouverture": "mars 2026",
    "dates.cloture": "12/04/2026",
    "engagements": "- Publier la synthèse.\n- Répondre : en six mois.",
    "thematiques": "Climat",
    "sources": "Une page | https://source.example/a\nUne autre | https://source.example/b | 2026-01",
    "recit": "Le récit.\n\n## Une partie\n\n### Un intertitre\n\nLa suite.",
}
ATTENDU = """\
---
titre: "Concertation : l'énergie"
resume: Une concertation inventée.
porteur: sante
objet: |-
  Premier paragraphe.

  Second.
engagements:
  - texte: Publier la synthèse.
  - texte: "Répondre : en six mois."
objectif: construire_un_avis_collectif
condition_participation:
  - ouvert_a_tous
  - tirage_au_sort
modalites:
  - en_ligne
dispositifs:
  - type: atelier-citoyen
  - type: consultation-en-ligne
dates:
  ouverture: 2026-03
  cloture: 2026-04-12
reponse_attendue_inconnue: true
thematiques:
  - climat
sources:
  - id: s1
    titre: Une page
    url: https://source.example/a
  - id: s2
    titre: Une autre
    url: https://source.example/b
    date: 2026-01
revu_le: 2026-05-06
---

Le récit.

## Une partie

### Un intertitre

La suite.
"""
SUITE = {
    "concertation": "https://catalogue.example/concertations/essai/",
    "reference": "1",
    "etabli_par": "L'État",
}


def _corps(formulaire: Formulaire, reponses: dict[str, str]) -> str:
    """The text of an issue, as the forge writes it."""
    blocs = []
    for question in formulaire.questions:
        reponse = reponses.get(question.id, "")
        if question.forme is Forme.CASE:
            reponse = f"- [{'X' if reponse else ' '}] Oui"
        blocs.append(f"### {question.titre}\n\n{reponse or '_No response_'}")
    return "\n\n".join(blocs)


def _evenement(formulaire: Formulaire, corps: str) -> bytes:
    issue = {
        "number": 12,
        "title": "$(touch /x)",
        "body": corps,
        "labels": [{"name": "formulaire"}, {"name": formulaire.etiquette}],
        "created_at": "2026-05-06T22:10:00Z",
    }
    return json.dumps({"action": "opened", "issue": issue}).encode()


def _demander(contenu: Path, formulaire: Formulaire, **reponses: str) -> Demande:
    corps = _corps(formulaire, {c.replace("__", "."): v for c, v in reponses.items()})
    return depuis_formulaire(contenu, _evenement(formulaire, corps))


def _nouvelle(contenu: Path, **autres: str) -> Demande:
    reponses = REPONSES | {c.replace("__", "."): v for c, v in autres.items()}
    return depuis_formulaire(contenu, _evenement(NOUVELLE, _corps(NOUVELLE, reponses)))


def _dites(demande: Demande) -> list[str]:
    assert demande.texte is None
    return [str(f).split("\n")[0] for f in demande.fautes]


@pytest.mark.parametrize("chemin", list(documents()))
def test_ce_qui_vient_des_modeles_est_a_jour(chemin: str) -> None:
    assert (RACINE / chemin).read_text("utf-8") == documents()[chemin], "lancez « make docs »"


@pytest.mark.parametrize("formulaire", FORMULAIRES, ids=lambda f: f.nom)
def test_la_forge_accepte_le_formulaire(formulaire: Formulaire) -> None:
    """The rules of the forge for forms: known types, unique ids and labels, options of text."""
    texte = documents()[f".github/ISSUE_TEMPLATE/{formulaire.nom}.yml"]
    lu: Any = yaml.safe_load(texte)
    assert set(lu) == {"name", "description", "labels", "body"}
    questions = [q for q in lu["body"] if q["type"] != "markdown"]
    assert {q["type"] for q in questions} <= {"input", "textarea", "dropdown", "checkboxes"}
    for cle in ("id", "label"):
        valeurs = [q.get(cle) or q["attributes"].get(cle) for q in questions]
        assert len(set(valeurs)) == len(valeurs)
    for question in questions:
        assert re.fullmatch(r"[A-Za-z0-9_-]+", question["id"])
        assert question["attributes"]["description"].endswith((".", "»."))
        options = question["attributes"].get("options", [])
        assert len(set(map(str, options))) == len(options)
        assert all(isinstance(o, str if question["type"] == "dropdown" else dict) for o in options)
        assert question["type"] != "dropdown" or not any("," in o or o == "None" for o in options)


def test_une_nouvelle_concertation(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    demande = _nouvelle(contenu)
    assert demande.fautes == ()
    assert demande.chemin == "concertations/energie/concertation.md"
    assert demande.texte == ATTENDU
    (contenu / demande.chemin).parent.mkdir()
    (contenu / demande.chemin).write_text(demande.texte, "utf-8")
    assert load(contenu).diagnostics == ()


def test_le_squelette_rempli_donne_le_meme_fichier(tmp_path: Path) -> None:
    """Door 1 and door 2, by the same answers."""
    contenu = ecrire_contenu(tmp_path)
    lignes = nouveau(contenu, Kind.CONCERTATION, "energie").texte.split("\n")
    blocs = re.split(r"\n(?=[a-z_]+:)", ATTENDU.split("---\n")[1].rstrip("\n"))
    voulus = {bloc.split(":")[0]: bloc for bloc in blocs}
    rempli: list[str] = []
    for ligne in lignes:
        cle = ligne.removeprefix("#").split(":")[0]
        if re.match(r"#?[a-z_]+:", ligne) and cle in voulus:
            rempli.append(voulus.pop(cle))
        elif not ligne.startswith(" ") or ligne.lstrip().startswith("#"):
            rempli.append(ligne)
    assert voulus == {}
    fichier = contenu / "concertations/energie/concertation.md"
    fichier.parent.mkdir()
    fichier.write_text("\n".join(rempli) + ATTENDU.split("---\n")[2], "utf-8")
    assert load(contenu).diagnostics == ()
    assert mettre_en_forme(contenu, [fichier], sans_aide=True).textes[fichier] == ATTENDU


def test_les_erreurs_d_une_nouvelle_concertation_sont_dites_par_question(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    demande = _nouvelle(
        contenu,
        identifiant="Énergie 2030",
        titre="",
        porteur="Santee",
        objectif="Informer",
        thematiques="Climat, Mer",
        sources="Sans adresse",
    )
    assert _dites(demande) == [
        "« Identifiant » : nom « Énergie 2030 » : minuscules sans accent, chiffres et tirets seulement",
        "« Titre » : cette réponse est obligatoire",
        "« Porteur » : « Santee » n'est pas dans la liste du catalogue",
        "« Objectif » : « Informer » n'est pas dans la liste",
        "« Thématiques » : « Mer » n'est pas dans la liste du catalogue",
        "« Sources » : « Sans adresse » : il manque url",
    ]
    assert "écrivez par exemple : energie-2030" in str(demande.fautes[0])
    assert "vouliez-vous dire « sante » ?" in str(demande.fautes[2])


def test_les_regles_du_catalogue_sont_dites_par_question(tmp_path: Path) -> None:
    demande = _nouvelle(
        ecrire_contenu(tmp_path),
        resume="mot " * 101,
        dates__ouverture="demain",
        sources="Une page | exemple.fr",
        contact="prenom nom",
    )
    assert _dites(demande) == [
        "« Résumé » : « resume » : 101 mots, 100 au plus",
        "« Dates – Ouverture » : « ouverture » : date attendue sous la forme AAAA-MM-JJ, AAAA-MM ou AAAA",
        "« Contact » : « contact » : « prenom nom » n'est pas une adresse électronique",
        "« Sources » : « url » : une adresse commence par https:// ou http://",
    ]
    demande = _nouvelle(ecrire_contenu(tmp_path / "b"), recit="<script>alert(1)</script>")
    assert _dites(demande)[0].startswith("« Récit » : ")


@pytest.mark.parametrize(
    ("identifiant", "raison"),
    [
        ("essai", "est déjà dans le catalogue"),
        ("../../x", "minuscules sans accent"),
        ("/etc/passwd", "minuscules sans accent"),
        ("con", "nom réservé"),
        ("a\u202eb", "invisible interdit"),
    ],
)
def test_aucun_chemin_ne_vient_d_une_reponse(tmp_path: Path, identifiant: str, raison: str) -> None:
    demande = _nouvelle(ecrire_contenu(tmp_path), identifiant=identifiant)
    assert demande.texte is None
    assert raison in "\n".join(map(str, demande.fautes))


def test_une_suite_mise_a_jour_ne_touche_que_ses_lignes(tmp_path: Path) -> None:
    suites = remplacer(
        SUITES, "    decision: retenue\n", "    # une remarque\n    decision: retenue\n"
    )
    contenu = ecrire_contenu(tmp_path, **{SUITES_ESSAI: suites})
    demande = _demander(
        contenu,
        MISE_A_JOUR,
        **SUITE,
        mise_en_oeuvre="Réalisée",
        preuves="Le décret | https://preuve.example/ | 12/03/2026",
        leviers="Décret | Décret du 12 mars | n° 2026-1",
    )
    assert demande.fautes == ()
    assert demande.titre == "Suites de essai : proposition 1"
    assert (
        demande.texte
        == """\
propositions:
  - reference: "1"
    intitule: Première proposition.
    # une remarque
    decision: retenue
    mise_en_oeuvre: realisee
    leviers:
      - type: decret
        intitule: Décret du 12 mars
        reference: n° 2026-1
    preuves:
      - titre: Le décret
        url: https://preuve.example/
        date: 2026-03-12
    etabli_par: etat
    sources:
      - s1
    maj_le: 2026-05-06
"""
    )
    (contenu / demande.chemin).write_text(demande.texte, "utf-8")
    assert load(contenu).diagnostics == ()


def test_une_proposition_nouvelle_dit_ce_qu_elle_est(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path, **{SUITES_ESSAI: None})
    refus = _demander(contenu, MISE_A_JOUR, **SUITE | {"concertation": "essai"})
    assert _dites(refus) == [
        "« Intitulé » : la proposition « 1 » n'existe pas encore : cette réponse est obligatoire",
        "« Décision » : la proposition « 1 » n'existe pas encore : cette réponse est obligatoire",
    ]
    dite = SUITE | {"intitule": "La proposition.", "decision": "À l'étude"}
    sans_source = _demander(contenu, MISE_A_JOUR, **dite)
    assert _dites(sans_source) == [
        "« Décision » : la proposition 1 est « a_l_etude » sans rien qui le montre"
    ]
    assert "ajoutez une preuve (un titre et une adresse)" in str(sans_source.fautes[0])
    fait = _demander(contenu, MISE_A_JOUR, **dite, preuves="L'annonce | https://preuve.example/")
    assert fait.fautes == ()
    assert fait.texte == (
        "propositions:\n  - reference: 1\n    intitule: La proposition.\n    decision: a_l_etude\n"
        "    preuves:\n      - titre: L'annonce\n        url: https://preuve.example/\n"
        "    etabli_par: etat\n    maj_le: 2026-05-06\n"
    )


def test_une_suite_qui_recule_demande_un_motif(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    refus = _demander(contenu, MISE_A_JOUR, **SUITE, mise_en_oeuvre="Abandonnée")
    assert [d.split(" : ")[0] for d in _dites(refus)] == ["« Mise en œuvre »"]
    assert "motif_changement" in str(refus.fautes[0])
    fait = _demander(
        contenu, MISE_A_JOUR, **SUITE, mise_en_oeuvre="Abandonnée", motif_changement="Budget."
    )
    assert fait.fautes == ()
    assert fait.texte is not None
    sans_motif = _demander(contenu, MISE_A_JOUR, **SUITE, decision="Non retenue")
    assert any("sans « reponse_motivee »" in d for d in _dites(sans_motif))


def test_un_formulaire_qui_ne_change_rien(tmp_path: Path) -> None:
    demande = _demander(ecrire_contenu(tmp_path), MISE_A_JOUR, **SUITE, decision="Retenue")
    assert (demande.fautes, demande.texte, demande.note) == ((), None, RIEN)


def test_une_correction_remplace_un_champ_et_ajoute_sa_source(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    source = {"source_titre": "Page", "source_url": "https://page.example/"}
    demande = _demander(
        contenu,
        CORRECTION,
        concertation="essai",
        champ="Dates – Clôture",
        valeur="15/03/2024",
        **source,
    )
    assert demande.fautes == ()
    assert demande.texte == remplacer(
        remplacer(FICHE, "cloture: 2024-03-10", "cloture: 2024-03-15"),
        "revu_le",
        "  - id: s2\n    titre: Page\n    url: https://page.example/\nrevu_le",
    )
    seul = _demander(contenu, CORRECTION, concertation="essai", champ="Titre", **source)
    assert _dites(seul) == ["« Ce qu'il faudrait lire » : le champ et la valeur vont ensemble"]
    libre = _demander(contenu, CORRECTION, concertation="essai", explication="Faux.", **source)
    assert (libre.fautes, libre.texte, libre.note) == ((), None, A_LIRE)
    faux = _demander(
        contenu, CORRECTION, concertation="essay", champ="Porteur", valeur="Inconnu", **source
    )
    assert _dites(faux) == ["« Concertation » : cette concertation n'est pas dans le catalogue"]
    assert "vouliez-vous dire « essai » ?" in str(faux.fautes[0])
    porteur = _demander(
        contenu, CORRECTION, concertation="essai", champ="Porteur", valeur="Inconnu", **source
    )
    assert _dites(porteur) == [
        "« Ce qu'il faudrait lire » : « Inconnu » n'est pas dans la liste du catalogue"
    ]


def test_un_titre_de_question_dans_une_reponse_est_refuse(tmp_path: Path) -> None:
    demande = _nouvelle(ecrire_contenu(tmp_path), recit="Texte\n\n### Identifiant\n\nautre")
    assert _dites(demande) == [
        "« Identifiant » : la ligne « ### Identifiant » est deux fois dans le message"
    ]


def test_une_question_retiree_du_message_est_dite(tmp_path: Path) -> None:
    corps = _corps(NOUVELLE, REPONSES).replace("### Titre\n", "")
    demande = depuis_formulaire(ecrire_contenu(tmp_path), _evenement(NOUVELLE, corps))
    assert _dites(demande) == ["« Titre » : cette question n'est plus dans le message"]


@pytest.mark.parametrize(
    "brut",
    [
        b"",
        b"[]",
        b'{"issue": null}',
        b'{"issue": {"number": "x", "labels": [], "body": "", "created_at": "2026-01-01"}}',
        b"[" * 100_000,
        b" " * (MAX_OCTETS + 1),
        _evenement(NOUVELLE, "").replace(b"formulaire", b"autre"),
        _evenement(NOUVELLE, "").replace(b'"formulaire"}', b'"formulaire"}, {"name": "suites"}'),
    ],
)
def test_ce_qui_n_est_pas_un_de_nos_formulaires_est_refuse(tmp_path: Path, brut: bytes) -> None:
    with pytest.raises(RefusError):
        depuis_formulaire(tmp_path, brut)


def test_un_message_trop_long_est_refuse(tmp_path: Path) -> None:
    demande = depuis_formulaire(tmp_path, _evenement(NOUVELLE, "a" * 100_001))
    assert _dites(demande) == ["ce message a 100001 caractères, 100000 au plus"]


@given(
    st.sampled_from(FORMULAIRES),
    st.dictionaries(
        st.sampled_from(sorted({q.id for f in FORMULAIRES for q in f.questions})),
        st.text(st.characters(exclude_categories=[]), max_size=30)
        | st.sampled_from(["essai", "1", "a | https://a.example/", "2026", "Retenue", "\ud800"]),
    ),
)
def test_une_reponse_quelconque_donne_un_fichier_valable_ou_une_faute(
    tmp_path_factory: pytest.TempPathFactory, formulaire: Formulaire, reponses: dict[str, str]
) -> None:
    contenu = _CONTENU.setdefault("c", tmp_path_factory.mktemp("formulaires") / "content")
    if not contenu.exists():
        ecrire_contenu(contenu.parent)
    bases = {NOUVELLE.nom: REPONSES, MISE_A_JOUR.nom: SUITE}
    corps = _corps(formulaire, bases.get(formulaire.nom, {"concertation": "essai"}) | reponses)
    demande = depuis_formulaire(contenu, _evenement(formulaire, corps))
    assert demande.texte is None or demande.fautes == ()
    assert demande.texte is None or re.fullmatch(
        r"concertations/[a-z0-9-]+/(concertation\.md|suites\.yml)", demande.chemin
    )


_CONTENU: dict[str, Path] = {}


def test_une_case_cochee() -> None:
    corps = "### Dates – Clôture inconnue\n\n- [x] Oui : clôture inconnue"
    assert lire_reponses(NOUVELLE, corps)[0]["dates.cloture_inconnue"] == "true"
    corps = corps.replace("[x]", "[ ]")
    assert lire_reponses(NOUVELLE, corps)[0]["dates.cloture_inconnue"] == ""


def test_la_commande(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    fichier = tmp_path / "evenement.json"

    def lancer(corps: str, *options: str) -> Any:
        fichier.write_bytes(_evenement(NOUVELLE, corps))
        commande = ["from-form", str(fichier), "--content", str(contenu), *options]
        return CliRunner().invoke(cli, commande)

    faute = lancer(_corps(NOUVELLE, REPONSES | {"titre": ""}))
    assert faute.exit_code == 1
    assert faute.stdout.startswith("« Titre » : cette réponse est obligatoire\n    aide : ")
    fait = lancer(_corps(NOUVELLE, REPONSES), "--out", str(tmp_path / "sortie"))
    assert fait.exit_code == 0
    ecrit = tmp_path / "sortie/concertations/energie/concertation.md"
    assert ecrit.read_text("utf-8") == ATTENDU
    assert lancer(_corps(NOUVELLE, REPONSES)).exit_code == 0
    assert (contenu / "concertations/energie/concertation.md").read_text("utf-8") == ATTENDU
    fichier.write_text("{}")
    assert CliRunner().invoke(cli, ["from-form", str(fichier)]).exit_code != 0


def test_l_editeur_lit_les_problemes_que_dit_la_verification(tmp_path: Path) -> None:
    """The pattern of ``.vscode/tasks.json`` finds the place of each problem."""
    contenu = ecrire_contenu(
        tmp_path, **{FICHE_ESSAI: remplacer(FICHE, "porteur: sante", "porteur: x")}
    )
    diagnostics = load(contenu).diagnostics
    trouves = re.findall(MOTIF.format("erreur"), format_text(diagnostics), re.MULTILINE)
    assert [(t[0], int(t[1]), int(t[2])) for t in trouves] == [
        (d.path, d.position.line, d.position.column) for d in diagnostics
    ]
    assert len(trouves) == 1
