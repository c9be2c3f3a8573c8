"""A skeleton names every field, is refused until it is filled, and valid once it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.catalogue.load import load
from generator.catalogue.reading import MODELS
from generator.cli import cli
from generator.cli_options import commande
from generator.contribute.canonical import formater
from generator.contribute.fields import Genre, champs
from generator.contribute.files import mettre_en_forme
from generator.contribute.new import RefusError, nouveau
from generator.contribute.scaffold import est_aide
from generator.contribute.tree import lire_arbre
from generator.diagnostics import has_errors
from generator.source.discover import Kind
from schemas.types import Modele
from tests.aides import ecrire_contenu

SORTES = (Kind.CONCERTATION, Kind.SUITES, Kind.GUIDE)
CONTRADICTOIRES = {"engagements_inconnus", "reponse_attendue_inconnue", "cloture_inconnue"}
VALEURS = {
    Genre.LIGNE: "Une ligne d'essai",
    Genre.TEXTE: "Un texte d'essai.",
    Genre.MARKDOWN: "Un texte d'essai.",
    Genre.ADRESSE: "https://essai.example/page",
    Genre.COURRIEL: "concertation@essai.example",
    Genre.IDENTIFIANT: "s1",
    Genre.REFERENCE: "1",
    Genre.ENTIER: "3",
    Genre.NOMBRE: "3.5",
    Genre.JOUR: "2026-01-15",
    Genre.DATE: "2026-01-15",
}
PAR_CHEMIN = {
    ("concertations_liees", "id"): "essai",
    ("dispositifs", "type"): "atelier-citoyen",
    ("recommandations", "dispositifs"): "atelier-citoyen",
    ("dispositifs",): "atelier-citoyen",
    ("propositions", "decision"): "inconnue",
}
PAR_CLE = {
    "porteur": "sante",
    "co_porteurs": "culture",
    "degre": "consultation",
    "degres": "consultation",
    "thematiques": "sante",
    "anciennes_urls": "/ancienne/",
    "champs": "engagements",
}


def _valeur(modele: type[Modele], chemin: tuple[str, ...]) -> str:
    champ = next(c for c in champs(modele) if c.cle == chemin[0])
    if (chemin[-2:]) in PAR_CHEMIN:
        return PAR_CHEMIN[chemin[-2:]]
    if champ.modele is not None:
        return _valeur(champ.modele, chemin[1:])
    if champ.choix:
        return champ.choix[0].value
    return PAR_CLE.get(chemin[0], VALEURS[champ.genre])


def _decommenter(texte: str, *, facultatifs: bool) -> str:
    """What a person does: remove the « # » of fields, never of explanations."""
    return "\n".join(_active(x, facultatifs=facultatifs) for x in texte.split("\n"))


def _active(ligne: str, *, facultatifs: bool) -> str:
    trouve = re.match(r"( *)#((?:[a-z_]+:|  ).*)", ligne)
    if not trouve:
        return ligne
    marge, reste = trouve.groups()
    contradictoire = reste.partition(":")[0] in CONTRADICTOIRES
    voulu = not contradictoire if facultatifs else contradictoire and not marge
    return _active(marge + reste, facultatifs=facultatifs) if voulu else ligne


def _remplir(texte: str, kind: Kind) -> str:
    """Each « à compléter » becomes a value of its field."""
    pile: list[tuple[int, str]] = []
    lignes = []
    for ligne in texte.split("\n"):
        trouve = re.match(r"(?P<marge> *(?:- )?)(?:(?P<cle>[a-z_]+):)?(?P<reste>.*)", ligne)
        assert trouve
        if not ligne.lstrip().startswith("#") and trouve["cle"]:
            retrait = len(trouve["marge"])
            pile = [p for p in pile if p[0] < retrait]
            pile.append((retrait, trouve["cle"]))
        if ligne.lstrip().startswith("#") or "à compléter" not in ligne:
            lignes.append(ligne)
        elif not pile or ligne == "à compléter":
            lignes.append("Le texte du guide.")
        else:
            valeur = _valeur(MODELS[kind], tuple(cle for _, cle in pile))
            lignes.append(ligne.replace("à compléter", valeur))
    return "\n".join(lignes)


def _contenu(dossier: Path, kind: Kind) -> tuple[Path, str]:
    sans_suites = {"concertations/essai/suites.yml": None} if kind is Kind.SUITES else {}
    return ecrire_contenu(dossier, **sans_suites), "essai" if kind is Kind.SUITES else "nouvelle"


@pytest.mark.parametrize("kind", SORTES)
@pytest.mark.parametrize("facultatifs", [False, True])
def test_un_squelette_rempli_est_valable(tmp_path: Path, kind: Kind, *, facultatifs: bool) -> None:
    contenu, identifiant = _contenu(tmp_path, kind)
    squelette = nouveau(contenu, kind, identifiant)
    rempli = _remplir(_decommenter(squelette.texte, facultatifs=facultatifs), kind)
    if facultatifs and kind is Kind.GUIDE:
        rempli = rempli.replace("/ancienne/", "/ancien-guide/")
    fichier = contenu / squelette.chemin
    fichier.parent.mkdir(exist_ok=True)
    fichier.write_text(rempli, encoding="utf-8")
    assert [f"{d.position.line}: {d.message}" for d in load(contenu).diagnostics] == []
    propre = mettre_en_forme(contenu, [fichier], sans_aide=True).textes[fichier]
    assert "#" not in propre.split("\n---\n")[0].replace("# yaml-language-server", "")
    fichier.write_text(propre, encoding="utf-8")
    assert load(contenu).catalogue is not None
    if facultatifs:
        for champ in champs(MODELS[kind]):
            assert champ.cle in CONTRADICTOIRES or re.search(
                rf"^{champ.cle}:", propre, re.MULTILINE
            )


@pytest.mark.parametrize("kind", SORTES)
def test_un_squelette_vide_est_refuse_champ_par_champ(tmp_path: Path, kind: Kind) -> None:
    contenu, identifiant = _contenu(tmp_path, kind)
    squelette = nouveau(contenu, kind, identifiant)
    fichier = contenu / squelette.chemin
    fichier.parent.mkdir(exist_ok=True)
    fichier.write_text(squelette.texte, encoding="utf-8")
    diagnostics = load(contenu).diagnostics
    assert {d.code for d in diagnostics} == {"champ-a-completer"}
    actives = [x for x in squelette.texte.split("\n") if not x.lstrip().startswith("#")]
    assert len(diagnostics) == sum("à compléter" in x for x in actives)
    assert has_errors(diagnostics)


@pytest.mark.parametrize("kind", SORTES)
def test_un_squelette_est_en_forme_et_tout_y_est_aide(tmp_path: Path, kind: Kind) -> None:
    contenu, identifiant = _contenu(tmp_path, kind)
    texte = nouveau(contenu, kind, identifiant).texte
    markdown = kind is not Kind.SUITES
    assert formater(texte, MODELS[kind], markdown=markdown) == texte
    yaml = texte.split("---\n")[1] if markdown else texte
    remarques = [r.texte for r in lire_arbre(yaml).remarques if r.texte]
    assert [r for r in remarques if not est_aide(r)] == []
    assert any("Santé" in r for r in remarques) or kind is not Kind.CONCERTATION
    assert any("Clés connues : s1." in r for r in remarques) or kind is not Kind.SUITES


@pytest.mark.parametrize(
    "remarque", ["# une remarque", "# titre: x", "#climat", "#", "# - à compléter", "#1", "##"]
)
def test_une_remarque_d_auteur_n_est_pas_de_l_aide(remarque: str) -> None:
    assert not est_aide(remarque)


@pytest.mark.parametrize(
    ("kind", "identifiant", "raison"),
    [
        (Kind.CONCERTATION, "essai", "existe déjà"),
        (Kind.CONCERTATION, "Énergie 2030", "essayez « energie-2030 »"),
        (Kind.CONCERTATION, "../ailleurs", "minuscules sans accent"),
        (Kind.CONCERTATION, "con", "nom réservé"),
        (Kind.CONCERTATION, "a" * 81, "nom trop long"),
        (Kind.SUITES, "inconnue", "n'a pas de fiche"),
        (Kind.SUITES, "essai", "existe déjà"),
        (Kind.GUIDE, "methode", "existe déjà"),
    ],
)
def test_un_identifiant_refuse_dit_pourquoi(
    tmp_path: Path, kind: Kind, identifiant: str, raison: str
) -> None:
    with pytest.raises(RefusError, match=re.escape(raison)):
        nouveau(ecrire_contenu(tmp_path), kind, identifiant)


def test_la_commande_ecrit_le_fichier_et_dit_la_suite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ecrire_contenu(tmp_path)
    (tmp_path / "schemas" / "json").mkdir(parents=True)
    (tmp_path / "schemas" / "json" / "suites.schema.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    fait = CliRunner().invoke(cli, ["new", "concertation", "energie"], catch_exceptions=False)
    chemin = Path("content/concertations/energie/concertation.md")
    assert fait.exit_code == 0
    assert f"catalogue check {chemin}" in fait.output
    assert chemin.read_text("utf-8").startswith("---\n#: ")
    fait = CliRunner().invoke(cli, ["new", "suites", "energie"], catch_exceptions=False)
    assert (
        (chemin.parent / "suites.yml")
        .read_text("utf-8")
        .startswith("# yaml-language-server: $schema=../../../schemas/json/suites.schema.json\n")
    )
    refus = CliRunner().invoke(cli, ["new", "concertation", "energie"])
    assert refus.exit_code != 0
    assert "existe déjà" in refus.output


def test_format_dit_puis_ecrit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ecrire_contenu(
        tmp_path, **{"pages/a-propos.md": "---\nrevu_le: 2026-01-15\ntitre: x\nresume: x\n---\n"}
    )
    monkeypatch.chdir(tmp_path)
    fichier = Path("content/pages/a-propos.md")
    avant = fichier.read_bytes()
    essai = CliRunner().invoke(cli, ["format", "--check", "content/pages"], catch_exceptions=False)
    assert essai.exit_code == 1
    assert essai.stdout == "content/pages/a-propos.md\n"
    assert fichier.read_bytes() == avant
    fait = CliRunner().invoke(cli, ["format", "content/pages"], catch_exceptions=False)
    assert fait.exit_code == 0
    assert fichier.read_text("utf-8").startswith("---\ntitre: x\n")
    assert list(fichier.parent.iterdir()) == [fichier]
    assert CliRunner().invoke(cli, ["format", "--check", "content/pages"]).exit_code == 0
    assert "aucun fichier" in CliRunner().invoke(cli, ["format", "ailleurs"]).output


@pytest.mark.parametrize(
    ("lance", "trouve", "attendu"),
    [
        ("bin/catalogue", None, "bin/catalogue"),
        ("un dossier/catalogue", None, '"un dossier/catalogue"'),
        ("bin/catalogue", "bin/catalogue", "catalogue"),
        ("bin/catalogue", "ailleurs/catalogue", "bin/catalogue"),
        ("generator/__main__.py", None, "python -m generator"),
        ("bin/pytest", None, "catalogue"),
    ],
)
def test_la_commande_a_retaper_est_celle_qui_marche(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lance: str,
    trouve: str | None,
    attendu: str,
) -> None:
    """After « make serve », the program is not where the shell looks."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [str(tmp_path / lance)])
    monkeypatch.setattr("shutil.which", lambda _: trouve and str(tmp_path / trouve))
    assert commande("check", Path("a")) == f"{attendu} check a"
