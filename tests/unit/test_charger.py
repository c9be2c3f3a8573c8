"""Loading the whole content: everything said at once, whatever is wrong and however it is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.catalogue import fiches as module
from generator.catalogue import load as lecture
from generator.catalogue.hints import iso_date, nearest
from generator.catalogue.load import check, load
from generator.catalogue.sources import Changee, Gardee
from generator.diagnostics import format_text
from tests.aides import FICHE, GUIDE, ecrire_contenu, remplacer

JOUR = date(2026, 11, 22)
MAUVAISE = remplacer(FICHE, "objectif: exprimer_une_opinion", "objectif: x")


def test_un_contenu_valable_donne_un_catalogue(tmp_path: Path) -> None:
    lu = load(ecrire_contenu(tmp_path))
    assert lu.diagnostics == ()
    assert lu.catalogue is not None
    (dossier,) = lu.catalogue.concertations
    assert (dossier.id, dossier.chemin) == ("essai", "concertations/essai/concertation.md")
    assert dossier.suites is not None
    assert dossier.corps.texte.strip().startswith("## Récit")
    assert FICHE.split("\n")[dossier.corps.ligne - 1 :] == dossier.corps.texte.split("\n")
    assert list(lu.catalogue.referentiels.ministeres) == ["sante", "culture"]
    assert [g.id for g in lu.catalogue.guides] == ["methode"]


def test_l_empreinte_change_avec_chaque_fichier(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)

    def empreinte() -> str:
        catalogue = load(contenu).catalogue
        assert catalogue is not None
        return catalogue.concertations[0].empreinte

    vues = {empreinte()}
    for nom in ("concertation.md", "suites.yml"):
        fichier = contenu / "concertations/essai" / nom
        fichier.write_text(fichier.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        vues.add(empreinte())
    assert len(vues) == 3


def test_plusieurs_processus_disent_la_meme_chose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fiches = {
        f"concertations/c{n}/concertation.md": MAUVAISE if n % 3 else FICHE for n in range(30)
    }
    contenu = ecrire_contenu(tmp_path, **fiches)
    seul = load(contenu)
    monkeypatch.setattr(module, "SEUIL", 2)
    assert load(contenu, jobs=3) == seul
    assert len(seul.diagnostics) == 20
    assert list(seul.diagnostics) == sorted(seul.diagnostics, key=lambda d: d.order)


def test_ce_qu_un_autre_processus_a_lu_est_relu_quand_on_le_demande(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contenu = ecrire_contenu(tmp_path, **{"concertations/deux/concertation.md": FICHE})
    seul = load(contenu)
    monkeypatch.setattr(module, "SEUIL", 2)
    lu = load(contenu, jobs=2)
    assert lu == seul
    assert lu.catalogue is not None
    assert seul.catalogue is not None
    for autre, ici in zip(lu.catalogue.concertations, seul.catalogue.concertations, strict=True):
        assert isinstance(autre.source, Gardee)
        assert autre.source.lecture == ici.source.lecture
        assert autre.citations == ici.citations
    lu = load(contenu, jobs=2)
    (contenu / "concertations/deux/concertation.md").write_text(FICHE + "\nPlus.\n", "utf-8")
    assert lu.catalogue is not None
    with pytest.raises(Changee, match=r"deux/concertation\.md : ce fichier a changé"):
        _ = lu.catalogue.par_id["deux"].fiche


def test_des_chemins_limitent_ce_qui_est_dit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contenu = ecrire_contenu(
        tmp_path,
        **{
            "concertations/a/concertation.md": MAUVAISE,
            "concertations/b/concertation.md": MAUVAISE,
        },
    )
    monkeypatch.chdir(tmp_path)
    un = check(Path("content"), [Path("content/concertations/a/concertation.md")], jour=JOUR)
    assert [d.path for d in un.diagnostics] == ["content/concertations/a/concertation.md"]
    assert un.files == 1
    assert check(contenu, [contenu / "guides"], jour=JOUR).diagnostics == ()
    assert len(check(contenu, [contenu], jour=JOUR).diagnostics) == 2
    assert [d.code for d in check(contenu, [tmp_path / "ailleurs"], jour=JOUR).diagnostics] == [
        "fichier-inconnu"
    ]


def test_un_chemin_ne_demande_ni_son_voisin_ni_un_fichier_de_plus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it is written; nor are the follow-ups of other records opened: they claim no address."""
    noms = ("a", "ab", "b")
    contenu = ecrire_contenu(
        tmp_path,
        **{f"concertations/{nom}/concertation.md": MAUVAISE for nom in noms},
        **{f"concertations/{nom}/suites.yml": "version: x\n" for nom in noms},
    )
    lien = tmp_path / "lien"
    lien.symlink_to(contenu)
    monkeypatch.chdir(tmp_path)
    ouverts: list[str] = []
    lire = lecture.read_bytes
    monkeypatch.setattr(
        lecture, "read_bytes", lambda chemin: ouverts.append(str(chemin)) or lire(chemin)
    )
    for racine, chemin in (
        (contenu, contenu / "concertations/a"),
        (lien, contenu / "concertations/a"),
        (contenu, lien / "concertations/a"),
        (Path("content"), Path("lien/../content/concertations/../concertations/a/")),
    ):
        lu = check(racine, [chemin], jour=JOUR)
        assert lu.files == 2
        assert {Path(d.path).resolve().parent for d in lu.diagnostics} == {
            contenu / "concertations/a"
        }
    assert any(chemin.endswith("ab/concertation.md") for chemin in ouverts)
    assert not any(chemin.endswith("suites.yml") for chemin in ouverts)
    assert check(contenu, [tmp_path], jour=JOUR).files == check(contenu, jour=JOUR).files


def test_un_fichier_verifie_seul_est_juge_avec_les_autres(tmp_path: Path) -> None:
    """The same words for one file as for all, whatever the rule."""
    ancienne = "anciennes_urls:\n  - /vieux/\n"
    contenu = ecrire_contenu(
        tmp_path,
        **{
            "concertations/essai/concertation.md": remplacer(
                FICHE, "revu_le:", ancienne + "revu_le:"
            ),
            "guides/methode.md": remplacer(
                GUIDE, "revu_le:", ancienne + "dispositifs:\n  - inconnu\nrevu_le:"
            ),
        },
    )
    tout = [d for d in load(contenu).diagnostics if d.path.endswith("methode.md")]
    assert {d.code for d in tout} == {"ancienne-adresse-en-double", "reference-inconnue"}
    assert list(check(contenu, [contenu / "guides/methode.md"], jour=JOUR).diagnostics) == tout


def test_un_contenu_absent_ou_vide_est_refuse(tmp_path: Path) -> None:
    assert [d.code for d in load(tmp_path / "absent").diagnostics] == ["contenu-introuvable"]
    (tmp_path / "vide").mkdir()
    manques = [d.code for d in load(tmp_path / "vide").diagnostics]
    assert sorted(manques) == ["contenu-vide"] + ["fichier-manquant"] * 5


def test_une_fiche_illisible_ne_condamne_pas_ses_suites(tmp_path: Path) -> None:
    """The sources of the record are then unknown: its follow-up is not blamed for them."""
    contenu = ecrire_contenu(tmp_path, **{"concertations/essai/concertation.md": MAUVAISE})
    assert [d.code for d in load(contenu).diagnostics] == ["valeur-inconnue"]


def test_un_referentiel_illisible_n_accuse_pas_les_fiches(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path, **{"referentiels/ministeres.yml": "ministeres: x\n"})
    assert [d.code for d in load(contenu).diagnostics] == ["liste-attendue"]


def test_sans_libyaml_on_le_dit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contenu = ecrire_contenu(tmp_path / "contenu")
    paquets = tmp_path / "paquets"
    (paquets / "yaml").mkdir(parents=True)
    (paquets / "yaml" / "__init__.py").touch()
    monkeypatch.syspath_prepend(paquets)
    assert [d.code for d in load(contenu).diagnostics] == ["libyaml-absente"]
    assert [d.code for d in check(contenu, [contenu], jour=date(2026, 11, 22)).diagnostics] == [
        "libyaml-absente"
    ]


@pytest.mark.parametrize(
    ("ecrit", "iso"),
    [
        ("12/03/2026", "2026-03-12"),
        ("12-03-2026", "2026-03-12"),
        ("12.3.2026", "2026-03-12"),
        ("12 mars 2026", "2026-03-12"),
        ("1er août 2026", "2026-08-01"),
        ("le 3 févr. 2026", "2026-02-03"),
        ("Mars 2026", "2026-03"),
        ("03/2026", "2026-03"),
        ("2026/3/2", "2026-03-02"),
        ("20260312", "2026-03-12"),
        ("2026-3", "2026-03"),
        ("31/31/2026", None),
        ("ju 2026", None),
        ("printemps 2026", None),
    ],
)
def test_les_dates_a_la_francaise_sont_devinees(ecrit: str, iso: str | None) -> None:
    assert iso_date(ecrit) == iso


def test_le_mot_voisin_ignore_accents_et_separateurs() -> None:
    permis = ["debat_public", "mise_en_oeuvre", "retenue_partiellement"]
    assert nearest("Débat-Public", permis) == "debat_public"
    assert nearest("mise en œuvre", permis) == "mise_en_oeuvre"
    assert nearest("partiellement", permis) == "retenue_partiellement"
    assert nearest("xyz", permis) is None


GROS = 1_500_000


@pytest.mark.parametrize(
    ("avant", "apres", "codes"),
    [
        ("porteur: sante", "porteur: sante" + " " * GROS + "\n\tx: b", {"tabulation"}),
        ("Le récit", "a-" * (GROS // 2) + "@ le récit", {"texte-trop-long"}),
        ("titre: C", "titre: " + "a " * (GROS // 2) + ": C", {"deux-points"}),
        ("objet: L'essai.", "objet: '" + "L" * GROS + "'avis", {"guillemet-interne"}),
        ("exprimer_une_opinion", "x" * GROS, {"valeur-inconnue"}),
        ("https://source.example/page", "a." * (GROS // 2) + "é", {"adresse-invalide"}),
    ],
)
def test_un_texte_demesure_a_une_reponse_courte(
    avant: str, apres: str, codes: set[str], tmp_path: Path
) -> None:
    """A pattern that is quadratic somewhere would take hours here, and the message megabytes."""
    fiche = remplacer(FICHE, avant, apres)
    contenu = ecrire_contenu(tmp_path, **{"concertations/essai/concertation.md": fiche})
    trouves = load(contenu).diagnostics
    assert {d.code for d in trouves} == codes
    assert len(format_text(trouves)) < 2_000


def test_mille_fautes_en_montrent_cinq_cents(tmp_path: Path) -> None:
    suites = "propositions:\n" + "  - {}\n" * 1_000
    contenu = ecrire_contenu(tmp_path, **{"concertations/essai/suites.yml": suites})
    trouves = load(contenu).diagnostics
    assert len(trouves) == 501
    assert trouves[0].code == "trop-d-erreurs"


@pytest.mark.parametrize("jobs", [1, 3])
def test_ce_qui_n_est_pas_encore_verifie_est_dit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    """A wrong form hides what the fields say: the summary promises no more than was checked."""
    monkeypatch.setattr(module, "SEUIL", 2)
    fiches = {f"concertations/c{n}/concertation.md": FICHE for n in range(3)}
    contenu = ecrire_contenu(tmp_path, **fiches)
    fichier = contenu / "concertations/c1/concertation.md"
    fichier.write_text(remplacer(FICHE, "porteur: sante", "porteur: inconnu"), encoding="utf-8")
    coherence = load(contenu, jobs=jobs)
    assert [d.code for d in coherence.diagnostics] == ["reference-inconnue"]
    assert not coherence.inacheve
    fichier.write_text(MAUVAISE, encoding="utf-8")
    assert load(contenu, jobs=jobs).inacheve
    assert check(contenu, [fichier], jour=JOUR).inacheve
    assert not check(contenu, [contenu / "concertations/c2"], jour=JOUR).inacheve
    fichier.write_text(FICHE, encoding="utf-8")
    (contenu / "guides/methode.md").write_text("---\n", encoding="utf-8")
    assert load(contenu, jobs=jobs).inacheve
