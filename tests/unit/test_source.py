"""Reading the files: places, limits, names, and what is never opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.diagnostics import Position
from generator.source.discover import discover, slug
from generator.source.source_file import MAX_BYTES, SourceFile, parse, read
from generator.source.yaml_events import MAX_EVENTS, read_yaml
from tests.aides import FICHE, SUITES, ecrire_contenu


def source(texte: str, nom: str = "f.yml") -> SourceFile:
    lu = parse(nom, texte.encode()).source
    assert lu is not None
    return lu


def codes(brut: str | bytes, nom: str = "f.yml") -> list[str]:
    octets = brut if isinstance(brut, bytes) else brut.encode()
    return [d.code for d in parse(nom, octets).diagnostics]


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("NO", "NO"),
        ("18:30", "18:30"),
        ("01234567", "01234567"),
        ("2024-02-30", "2024-02-30"),
        ("1e3", "1e3"),
        ("'null'", "null"),
        ('"~"', "~"),
        ('""', ""),
        ("null", None),
        ("~", None),
        ("", None),
        ("Null", "Null"),
        (".nan", ".nan"),
        ("=", "="),
        ("true", "true"),
    ],
)
def test_une_valeur_reste_ce_qui_est_ecrit(ecrit: str, lu: str | None) -> None:
    """Types are the business of the schema: YAML 1.1 guesses nothing here."""
    assert source(f"a: {ecrit}\n").data["a"] == lu


def test_locate_donne_la_place_de_la_valeur_et_saute_ce_qui_manque() -> None:
    fichier = source(FICHE, "f.md")
    assert fichier.locate(("titre",)) == Position(2, 8)
    assert fichier.locate(("dates", "cloture")) == Position(16, 12)
    assert fichier.locate(("sources", 0, "url")) == Position(23, 10)
    assert fichier.locate(("sources", "union-tag", 0, "url")) == Position(23, 10)
    assert fichier.locate(("dates",)) == Position(14, 1)
    assert fichier.locate(("dates", "annonce")) == Position(14, 1)
    assert fichier.locate(("absent",)) == Position(1, 1)
    assert fichier.key_span(("dates", "cloture"))[:2] == (16, 3)


def test_le_corps_garde_ses_lignes() -> None:
    fichier = source(FICHE, "f.md")
    assert fichier.body_line == FICHE.split("\n").index("---", 1) + 2
    assert fichier.body == FICHE.split("\n---\n")[1]


def test_les_formes_de_fin_de_ligne_et_d_accents_se_valent() -> None:
    attendu = source("a: é\nb: c\n").data
    decompose = "a: e\u0301\nb: c\n"
    assert source(decompose).data == attendu
    assert source("a: é\r\nb: c\r\n").data == attendu
    assert source("a: é\rb: c").data == attendu
    assert source("\ufeffa: é\nb: c\n").data == attendu
    assert source('a: "e\\u0301"\nb: c\n').data == attendu


@pytest.mark.parametrize(
    "texte",
    [
        "a: x\u00a0!",
        "a: 10\u202f000",
        "a: 1\u2009000",
        "a: co\u00adopé",
        "a: 👩\u200d⚕️",
        "a: שלום",
        "a: می\u200cخواهم",
    ],
)
def test_la_typographie_et_les_ecritures_du_monde_sont_acceptees(texte: str) -> None:
    assert codes(texte) == []


@pytest.mark.parametrize(
    "caractere",
    [
        "\0",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\x9f",
        "\u200b",
        "\u200e",
        "\u202a",
        "\u2066",
        "\u2028",
        "\ufeff",
        "\ue000",
        "\ufdd0",
        "\uffff",
        "\ufffd",
        "\U0001fffe",
        "\U0010ffff",
        "\U000e0041",
        "\U000f0000",
        "\u200d",
    ],
)
def test_un_caractere_invisible_est_refuse_a_sa_place(caractere: str) -> None:
    (trouve,) = parse("f.yml", f"a: b\nc: éa{caractere}d\n".encode()).diagnostics
    assert trouve.code == "caractere-interdit"
    assert trouve.position == Position(2, 6)


@pytest.mark.parametrize(
    "brut", [b"a: caf\xe9", b"\xef\xbb\xbfa: caf\xe9", b"a: caf\xc3", b"a: caf\xed\xa0\x80"]
)
def test_l_octet_qui_n_est_pas_de_l_utf_8_est_montre(brut: bytes) -> None:
    (trouve,) = parse("f.yml", brut).diagnostics
    assert (trouve.code, trouve.position) == ("pas-utf8", Position(1, 7))


def test_la_profondeur_et_le_nombre_sont_bornes() -> None:
    """libyaml alone crashes on the first; the second would fill the memory."""
    assert codes("a: " + "[" * 200_000) == ["trop-profond"]
    assert codes("a: " + "{b: " * 50_000) == ["trop-profond"]
    assert codes("a:\n" + "- " * 100_000) == ["trop-profond"]
    assert codes("a:\n" + "- b\n" * MAX_EVENTS) == ["trop-d-elements"]
    assert codes("a: " + "[" * 19 + "]" * 19) == []


def test_une_bombe_d_alias_ne_construit_rien() -> None:
    bombe = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert codes(bombe) == ["ancre-interdite"]


def test_un_fichier_trop_gros_n_est_pas_lu(tmp_path: Path) -> None:
    (tmp_path / "gros.yml").write_bytes(b"#" * (MAX_BYTES + 1))
    assert [d.code for d in read(tmp_path, "gros.yml").diagnostics] == ["fichier-trop-gros"]
    assert [d.code for d in read(tmp_path, "absent.yml").diagnostics] == ["fichier-illisible"]


def test_les_fautes_qui_laissent_lire_sont_dites_ensemble() -> None:
    lu = parse("f.yml", b"a: b\na: c\nd: e #f\n")
    assert [d.code for d in lu.diagnostics] == ["cle-en-double", "texte-coupe"]
    assert lu.source is not None
    assert lu.source.data == {"a": "b", "d": "e"}


def test_une_cle_en_double_ne_deplace_rien() -> None:
    fichier = source("a:\n  b: c\na:\n  b: d\n")
    assert fichier.locate(("a", "b")) == Position(2, 6)


@pytest.mark.parametrize(
    ("texte", "code", "place"),
    [
        ("? [a]\n: b", "cle-non-textuelle", (1, 3)),
        ("~: b", "cle-non-textuelle", (1, 1)),
        (": b", "yaml-illisible", (1, 1)),
        ("a: b\n...\nc: d", "plusieurs-documents", (3, 1)),
        ("a: | b\n", "guillemets-necessaires", (1, 4)),
        ("titre\u00a0: x\n", "espace-insecable", (1, 6)),
        ("dates:\n\u00a0 ouverture: 2020\n", "espace-insecable", (2, 1)),
        ("dates:\n  ouverture:2020\n  cloture: 2021\n", "espace-manquante", (2, 12)),
        ("a: b #c\n  suite\nd: e", "texte-coupe", (1, 6)),
        ("- a\n", "bloc-attendu", (1, 1)),
        ("# rien\n", "fichier-vide", (1, 1)),
    ],
)
def test_une_faute_a_un_code_et_une_place(texte: str, code: str, place: tuple[int, int]) -> None:
    (trouve,) = parse("f.yml", texte.encode()).diagnostics
    assert (trouve.code, trouve.position) == (code, Position(*place))


def test_une_adresse_n_est_pas_une_espace_oubliee() -> None:
    """What looks like a mistake but is none is left alone."""
    texte = "a: https://x.example/#ancre\nb: 18:30\nc: n°2#3\nd: mot # remarque\n"
    assert codes(texte) == []


def test_read_yaml_ne_leve_rien_et_dit_s_il_a_tout_lu() -> None:
    assert read_yaml("a: [").whole is False
    assert read_yaml("").data is None


def test_le_dossier_est_lu_sans_suivre_de_lien(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    dehors = tmp_path / "secret.md"
    dehors.write_text(FICHE, encoding="utf-8")
    (contenu / "guides/lien.md").symlink_to(dehors)
    (contenu / "concertations/lien").symlink_to(tmp_path, target_is_directory=True)
    (contenu / "concertations/essai/suites.yml").unlink()
    os.mkfifo(contenu / "concertations/essai/suites.yml")
    arbre = discover(contenu)
    refuses = {d.path: d.code for d in arbre.diagnostics}
    assert refuses == {
        "guides/lien.md": "fichier-special",
        "concertations/lien": "fichier-special",
        "concertations/essai/suites.yml": "fichier-special",
    }
    assert not {f.path for f in arbre.files} & set(refuses)


@pytest.mark.parametrize("nombre", [0, 1, 7])
def test_plusieurs_processus_voient_le_meme_dossier(
    nombre: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And tell the same faults of it."""
    noms = (f"concertations/n{rang}" for rang in range(nombre))
    contenu = ecrire_contenu(tmp_path, **{f"{nom}/concertation.md": FICHE for nom in noms})
    for reste in ("a/.cache", "b/de-trop.md", "b/dossier/x", "C/concertation.md", "d/suites.yml"):
        fichier = contenu / "concertations" / reste
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(SUITES, encoding="utf-8")
    (contenu / "concertations/b/lien").symlink_to(tmp_path)
    seul = discover(contenu)
    assert len(seul.diagnostics) == 8
    monkeypatch.setattr("generator.source.discover.SEUIL", 0)
    monkeypatch.setattr("generator.source.discover._LOT", 2)
    ensemble = discover(contenu, 3)
    assert ensemble == seul
    assert [f.vu for f in ensemble.files] == [f.vu for f in seul.files]


def test_un_tube_ou_un_lien_apparu_apres_coup_n_est_pas_ouvert(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.yml")
    (tmp_path / "vrai.yml").write_text(SUITES, encoding="utf-8")
    (tmp_path / "lien.yml").symlink_to(tmp_path / "vrai.yml")
    assert [d.code for d in read(tmp_path, "tube.yml").diagnostics] == ["fichier-special"]
    assert [d.code for d in read(tmp_path, "lien.yml").diagnostics] == ["fichier-illisible"]


@pytest.mark.parametrize(
    "nom", ["A", "é", "index", "con", "lpt1", "a_b", "a--b", "-a", "a" * 81, "a b"]
)
def test_un_nom_de_dossier_risque_est_refuse(nom: str, tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path, **{f"concertations/{nom}/concertation.md": FICHE})
    assert [d.code for d in discover(contenu).diagnostics] == ["nom-invalide"]


def test_un_nom_qui_n_est_pas_de_l_utf_8_est_montre_sans_casser(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    (Path(os.fsdecode(os.fsencode(contenu) + b"/guides/caf\xe9.md"))).write_bytes(b"x")
    (trouve,) = discover(contenu).diagnostics
    assert trouve.code == "nom-invalide"
    assert "\\udce9" in trouve.message


def test_slug_propose_un_nom_proche() -> None:
    assert slug("Grand Débat n° 2 — cœur") == "grand-debat-n-2-coeur"
    assert slug("---") == ""
