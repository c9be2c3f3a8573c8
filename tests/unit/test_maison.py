"""The house itself: what the repository must and must not hold."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
LIGNES_MAX = 300
VERROUS = ("construction", "base", "dev", "audit")

# Written in pieces: this file is tracked too.
HOTES_DE_REGISTRES = tuple(
    ".".join(morceaux)
    for morceaux in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("npmmirror", "com"),
        ("proxy", "golang", "org"),
        ("static", "crates", "io"),
    )
)
CHEMIN_DE_MACHINE = re.compile(
    r"(?:^|[\s\"'=(:`])/(?:work|tmp|root|opt|home|Users|mnt|workspace|builds)/[A-Za-z0-9._-]"
)


def fichiers_suivis() -> list[Path]:
    """Files of the repository, tracked or about to be."""
    sortie = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [
        RACINE / nom for nom in sorted(set(sortie.split("\0"))) if nom and (RACINE / nom).is_file()
    ]


def textes() -> list[tuple[Path, str]]:
    """Text files of the repository with their text."""
    resultat = []
    for fichier in fichiers_suivis():
        octets = fichier.read_bytes()
        if b"\0" not in octets:
            resultat.append((fichier.relative_to(RACINE), octets.decode("utf-8", "replace")))
    return resultat


def hotes(texte: str) -> list[str]:
    return [hote for hote in HOTES_DE_REGISTRES if hote in texte]


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the business of each machine."""
    fautifs = {str(nom): trouves for nom, texte in textes() if (trouves := hotes(texte))}
    assert fautifs == {}
    assert hotes(f"--index-url https://{HOTES_DE_REGISTRES[0]}/simple")


def test_no_file_names_a_path_of_a_machine() -> None:
    """A path of somebody's machine means nothing elsewhere."""
    fautifs = [
        f"{nom}:{rang}: {ligne.strip()[:80]}"
        for nom, texte in textes()
        if nom.parts[:2] != ("tests", "erreurs")
        for rang, ligne in enumerate(texte.splitlines(), 1)
        if CHEMIN_DE_MACHINE.search(ligne)
    ]
    assert fautifs == []
    assert CHEMIN_DE_MACHINE.search(f"voir {Path('/', 'home', 'camille')}")


@pytest.mark.parametrize("paquet", ["generator", "schemas", "scripts"])
def test_no_module_is_a_monster(paquet: str) -> None:
    """A module over 300 lines becomes a small package."""
    longueurs = {
        str(fichier.relative_to(RACINE)): len(fichier.read_text("utf-8").splitlines())
        for fichier in (RACINE / paquet).rglob("*.py")
    }
    assert longueurs
    assert {nom: n for nom, n in longueurs.items() if n > LIGNES_MAX} == {}


def test_the_readme_has_two_commands() -> None:
    """One command to see the catalogue, one to check it: nothing else to learn on the first page."""
    blocs = re.findall(
        r"^```\w*\n(.*?)^```", (RACINE / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    commandes = [ligne for bloc in blocs for ligne in bloc.splitlines() if ligne.strip()]
    assert [c for c in commandes if c.startswith("make ")] == ["make serve", "make test"]


def test_the_licences_are_there() -> None:
    """The code is under EUPL 1.2, said in full; the content has its own licence."""
    assert (
        (RACINE / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    )
    assert "Licence Ouverte" in (RACINE / "content" / "LICENSE.md").read_text("utf-8")


def test_the_changelog_keeps_its_format() -> None:
    """Keep a Changelog: known headings only, versions dated, newest first."""
    lignes = (RACINE / "CHANGELOG.md").read_text("utf-8").splitlines()
    versions = [ligne for ligne in lignes if ligne.startswith("## ")]
    assert versions[0] == "## [Non publié]"
    datees = [
        re.fullmatch(r"## \[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d{2}-\d{2}", v) for v in versions[1:]
    ]
    assert None not in datees
    numeros = [tuple(map(int, d.groups())) for d in datees if d]
    assert numeros == sorted(numeros, reverse=True)
    rubriques = {ligne for ligne in lignes if ligne.startswith("### ")}
    assert rubriques <= {
        f"### {nom}" for nom in ("Ajouté", "Modifié", "Déprécié", "Supprimé", "Corrigé", "Sécurité")
    }


@pytest.mark.parametrize("verrou", VERROUS)
def test_every_locked_package_has_a_version_and_hashes(verrou: str) -> None:
    """Nothing is installed that the lock does not name, byte for byte."""
    texte = (RACINE / "requirements" / f"{verrou}.txt").read_text("utf-8")
    blocs = re.split(r"^(?=[A-Za-z0-9])", texte, flags=re.MULTILINE)[1:]
    assert blocs
    sans = [b.splitlines()[0] for b in blocs if "==" not in b or "--hash=sha256:" not in b]
    assert sans == []
    assert "://" not in texte


def test_the_lock_holds_what_the_project_needs() -> None:
    """requirements/base.in and pyproject.toml say the same, so that an installed project runs."""
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text("utf-8"))["project"]
    lignes = (RACINE / "requirements" / "base.in").read_text("utf-8").splitlines()
    demandes = [ligne for ligne in lignes if ligne and not ligne.startswith(("#", "-"))]
    assert sorted(demandes) == sorted(projet["dependencies"])


def test_the_npm_lock_names_no_address() -> None:
    """npm's lock keeps hashes only."""
    texte = (RACINE / "package-lock.json").read_text("utf-8")
    assert '"integrity": "sha512-' in texte
    assert '"resolved"' not in texte


@pytest.fixture(scope="module")
def systeme() -> object:
    spec = importlib.util.spec_from_file_location("systeme", RACINE / "scripts" / "systeme.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_missing_program_is_said_with_its_package(
    systeme: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without the programs, the sentence names each package and why it is needed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(systeme, "SBIN", str(tmp_path))
    absents = systeme.manquants()  # type: ignore[attr-defined]
    phrase = systeme.phrase(absents)  # type: ignore[attr-defined]
    assert (
        "sudo apt install chromium default-jre-headless npm nginx-light apache2-bin caddy" in phrase
    )
    java = tmp_path / "java"
    java.touch(0o755)
    restants = [b.noms[0] for b in systeme.manquants()]  # type: ignore[attr-defined]
    assert restants == ["chromium", "npm", "nginx", "apache2", "caddy"]


def test_the_system_check_fails_when_it_cannot_install(
    systeme: object,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without apt-get, the command stops: tests never run with less."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(systeme, "SBIN", str(tmp_path))
    assert systeme.main() == 1  # type: ignore[attr-defined]
    assert "Il manque" in capsys.readouterr().err
