"""How problems are shown: on a terminal, in a pull request, to a program."""

from __future__ import annotations

import json

from generator.diagnostics import (
    Diagnostic,
    Position,
    Severity,
    format_github,
    format_json,
    format_text,
    printable,
    summary,
)


def faute(**changes: object) -> Diagnostic:
    champs: dict[str, object] = {
        "path": "content/site.yml",
        "position": Position(3, 7),
        "severity": Severity.ERREUR,
        "code": "code-stable",
        "message": "message",
        "hint": "corrigez",
        "excerpt": "type: debat",
        "length": 5,
    }
    return Diagnostic(**(champs | changes))  # type: ignore[arg-type]


def test_le_texte_montre_la_ligne_et_souligne_la_faute() -> None:
    assert format_text([faute()]) == (
        "content/site.yml:3:7: erreur: message [code-stable]\n"
        "    3 | type: debat\n"
        "      |       ^^^^^\n"
        "      = aide : corrigez\n"
    )


def test_une_ligne_tres_longue_est_coupee_autour_de_la_faute() -> None:
    ligne = "a" * 5_000 + "FAUTE" + "b" * 5_000
    texte = format_text([faute(excerpt=ligne, position=Position(1, 5_001))])
    _, montre, souligne, _ = texte.splitlines()
    assert len(montre) < 120
    assert "FAUTE" in montre
    assert montre[souligne.index("^") :].startswith("FAUTE")


def test_au_dela_de_quarante_on_compte() -> None:
    quarante_deux = [faute()] * 42
    assert format_text(quarante_deux).count("[code-stable]") == 40
    assert format_text(quarante_deux).endswith("… et 2 autres (« --tout » les montre)\n")
    assert format_text(quarante_deux, everything=True).count("[code-stable]") == 42


def test_rien_d_invisible_ni_de_commande_n_atteint_le_terminal() -> None:
    mechant = "\x1b[31m\u202e\r\n::stop-commands::x\n##[group]"
    texte = format_text(
        [faute(message=mechant, excerpt=mechant, hint=mechant, path="a\n::error::b")]
    )
    assert "\x1b" not in texte
    assert "\u202e" not in texte
    assert "##[" not in texte
    assert not [ligne for ligne in texte.splitlines() if ligne.lstrip().startswith("::")]


def test_la_couleur_est_un_choix() -> None:
    assert "\x1b[" in format_text([faute()], color=True)


def test_une_annotation_echappe_ce_que_la_forge_lirait() -> None:
    (ligne,) = format_github(
        [faute(path="a,b:c.yml", message="100 % : a,b", hint="un\ndeux")]
    ).splitlines()
    assert ligne == (
        "::error file=a%2Cb%3Ac.yml,line=3,col=7,title=code-stable::100 %25 : a,b%0AAide : un%0Adeux"
    )


def test_apres_dix_annotations_le_reste_est_en_clair() -> None:
    lignes = format_github([faute(severity=Severity.AVERTISSEMENT)] * 45).splitlines()
    assert sum(ligne.startswith("::warning ") for ligne in lignes) == 10
    assert len(lignes) == 41
    assert lignes[-1] == "… et 5 autres"


def test_la_forge_et_les_programmes_savent_que_la_verification_n_est_pas_finie() -> None:
    """As the summary says it in the text."""
    for inacheve in (False, True):
        assert json.loads(format_json([faute()], inacheve=inacheve))["inacheve"] is inacheve
    assert len(format_github([faute()]).splitlines()) == 1
    _, suite = format_github([faute()], inacheve=True).splitlines()
    assert suite == (
        "::notice title=verification-inachevee::D'autres vérifications suivront une fois ces erreurs corrigées."
    )


def test_le_json_dit_tout() -> None:
    lu = json.loads(format_json([faute(), faute(severity=Severity.AVERTISSEMENT)]))
    assert (lu["erreurs"], lu["avertissements"]) == (1, 1)
    assert lu["diagnostics"][0] == {
        "fichier": "content/site.yml",
        "ligne": 3,
        "colonne": 7,
        "longueur": 5,
        "gravite": "erreur",
        "code": "code-stable",
        "message": "message",
        "aide": "corrigez",
    }


def test_le_resume_accorde_les_nombres() -> None:
    avertissement = faute(severity=Severity.AVERTISSEMENT)
    assert summary([], 1) == "1 fichier lu, aucune erreur"
    assert summary([faute()], 2) == "2 fichiers lus, 1 erreur dans 1 fichier"
    assert summary([faute()], 1, inacheve=True) == (
        "1 fichier lu, 1 erreur dans 1 fichier ; d'autres vérifications suivront une fois ces erreurs corrigées"
    )
    assert summary([avertissement] * 2, 3) == (
        "3 fichiers lus, aucune erreur et 2 avertissements dans 1 fichier"
    )


def test_printable_garde_le_francais() -> None:
    assert printable("cœur « où » — 10\u202f000 €") == "cœur « où » — 10 000 €"
