"""The whole command under real faults: what is published is the old site or the new one, whole."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.__main__ import main
from tests.aides import FICHE, ecrire_contenu, remplacer

RACINE = Path(__file__).resolve().parents[2]
FICHIER = "concertations/essai/concertation.md"
VERSIONS = ("Concertation d'essai", "Titre de la seconde version")
Arbre = dict[str, str]


def arbre(dossier: Path) -> Arbre:
    """Hash of every file of a site, by path."""
    return {
        f.relative_to(dossier).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(dossier.rglob("*"))
        if f.is_file()
    }


def commande(contenu: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "generator", *arguments(contenu, out)]


def arguments(contenu: Path, out: Path) -> list[str]:
    base = ["build", "--date", "2026-11-22", "--jobs", "2", "--content", str(contenu)]
    return [*base, "--out", str(out), "--cache", str(out.parent / "cache")]


def construire(
    contenu: Path, out: Path, avant: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        commande(contenu, out),
        cwd=RACINE,
        preexec_fn=avant,
        capture_output=True,
        text=True,
        check=False,
    )


def petit(dossier: Path, rang: int) -> Path:
    """One concertation, in this version."""
    return ecrire_contenu(dossier, **{FICHIER: FICHE.replace(VERSIONS[0], VERSIONS[rang], 1)})


def reel(dossier: Path, rang: int) -> Path:
    """The real content; in its second version, the name of the site, shown everywhere, changes."""
    contenu = Path(shutil.copytree(RACINE / "content", dossier / "content"))
    if rang:
        site = contenu / "site.yml"
        site.write_text(remplacer(site.read_text(), "nom: Catalogue", "nom: Autre catalogue"))
    return contenu


class Chantier:
    """Two contents, the sites that they give, and a folder where they are published in turn."""

    def __init__(self, racine: Path, ecrire: Callable[[Path, int], Path] | None = None) -> None:
        self.racine = racine
        self.out = racine / "public" / "site"
        self.contenus, self.sites = [], []
        self.duree = 0.0
        for rang in range(len(VERSIONS)):
            contenu = (ecrire or petit)(racine / str(rang), rang)
            debut = time.perf_counter()
            fait = construire(contenu, racine / f"reference-{rang}" / "site")
            assert fait.returncode == 0, fait.stderr
            self.duree = max(self.duree, time.perf_counter() - debut)
            self.contenus.append(contenu)
            self.sites.append(arbre(racine / f"reference-{rang}" / "site"))
        assert self.sites[0] != self.sites[1]

    def publier(self, rang: int) -> None:
        fait = construire(self.contenus[rang], self.out)
        assert fait.returncode == 0, fait.stderr
        assert arbre(self.out) == self.sites[rang]

    def refuser(self, rang: int, avant: Callable[[], None] | None = None) -> str:
        """Build under a fault: one French line, no traceback, the old site untouched."""
        ancien = arbre(self.out)
        fait = construire(self.contenus[rang], self.out, avant)
        assert fait.returncode in {1, 74}, fait.stderr
        assert "Traceback" not in fait.stderr
        assert arbre(self.out) == ancien
        return fait.stderr


@pytest.fixture
def chantier(tmp_path: Path) -> Chantier:
    """Readable by everybody, so that a user without rights may fail where we want it to."""
    lu = Chantier(tmp_path)
    lu.publier(0)
    return lu


def tuer(chantier: Chantier, instants: int, graine: int) -> None:
    """Publish each version in turn, and kill the command each time at a random instant."""
    hasard = random.Random(graine)  # noqa: S311 - a draw, not a secret
    vus = []
    for tour in range(instants):
        rang = (tour + 1) % 2
        fils = subprocess.Popen(
            commande(chantier.contenus[rang], chantier.out),
            cwd=RACINE,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            fils.wait(timeout=hasard.uniform(0, chantier.duree * 1.1))
        except subprocess.TimeoutExpired:
            # Half of the time the children survive their parent for a while, as after a lack of memory.
            if tour % 2:
                os.killpg(fils.pid, signal.SIGKILL)
            else:
                fils.kill()
        fils.wait()
        trouve = arbre(chantier.out)
        assert trouve in chantier.sites, f"tour {tour}"
        vus.append(chantier.sites.index(trouve))
        _finir(fils.pid)
    chantier.publier(0)
    chantier.publier(1)
    restes = {f.name for f in chantier.out.parent.iterdir()}
    assert restes == {"site", ".site.lock", "cache"}


def _finir(groupe: int) -> None:
    """End the children that a killed parent left."""
    try:
        os.killpg(groupe, signal.SIGKILL)
    except ProcessLookupError:
        return


def test_ten_kills_leave_ten_whole_sites(chantier: Chantier) -> None:
    tuer(chantier, 10, graine=8)


@pytest.mark.lent
def test_fifty_kills_leave_fifty_whole_sites(tmp_path: Path) -> None:
    """Of the real site: two thousand files, of which every page changes each time."""
    chantier = Chantier(tmp_path, reel)
    chantier.publier(0)
    tuer(chantier, 50, graine=50)


@pytest.mark.parametrize("limite", [0, 1_000, 10_000, 50_000])
def test_a_disk_that_takes_no_more_bytes_leaves_the_old_site(
    chantier: Chantier, limite: int
) -> None:
    """Every file of the whole command is limited, cache, search and site: then all is well again."""
    chantier.refuser(1, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limite, limite)))
    chantier.publier(1)


# What the process holds once it has loaded all of its code, and not much more: the machine, the
# version of Python and of the libraries change the sum, not what happens.
AFFAME = """
import resource, sys
from pathlib import Path
import generator.build, generator.cli_construction
from generator.__main__ import main
octets = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (octets + int(sys.argv[1]),) * 2)
main(sys.argv[2:])
"""


def affamer(chantier: Chantier, reste: int, jobs: int) -> subprocess.CompletedProcess[str]:
    """The command, with this many bytes to itself once it is loaded."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            AFFAME,
            str(reste),
            *arguments(chantier.contenus[1], chantier.out),
            "--jobs",
            str(jobs),
        ],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_lack_of_memory_leaves_the_old_site(chantier: Chantier) -> None:
    """Not a byte more than the code: one line, or the end where a library gives up by itself."""
    fait = affamer(chantier, 0, 1)
    assert fait.returncode in {74, -signal.SIGABRT}
    if fait.returncode == 74:
        assert fait.stderr == "catalogue: la mémoire manque ; rien n'a été publié.\n"
    assert arbre(chantier.out) == chantier.sites[0]
    chantier.publier(1)


def test_a_lack_of_memory_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """While publishing, the new site half written: nothing of it is left."""

    def manquer(*_: object) -> None:
        raise MemoryError

    contenu = ecrire_contenu(tmp_path)
    monkeypatch.setattr("generator.publish.publish.synchroniser", manquer)
    with pytest.raises(SystemExit) as fin:
        main(arguments(contenu, tmp_path / "public" / "site"))
    assert fin.value.code == 74
    assert capsys.readouterr().err == "catalogue: la mémoire manque ; rien n'a été publié.\n"
    assert {f.name for f in (tmp_path / "public").iterdir()} == {".site.lock", "cache"}


PERDU = """
import signal
from generator import __main__ as commande

class Rappel:
    def __del__(self):
        signal.raise_signal(signal.%s)
        len("")

def construire(*_arguments, **_options):
    Rappel()
    while True:
        len("")

commande.cli.main = construire
commande.main()
"""


@pytest.mark.parametrize(("recu", "code"), [("SIGTERM", 143), ("SIGINT", 130)])
def test_a_signal_that_python_drops_is_not_lost(recu: str, code: int) -> None:
    """What is raised in a destructor, or in what Python calls around a fork, only makes a message."""
    fait = subprocess.run(
        [sys.executable, "-c", PERDU % recu],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (fait.returncode, fait.stdout) == (code, "")
    assert "Traceback" not in fait.stderr


@pytest.mark.parametrize(("recu", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_command_asked_to_end_says_so_and_cleans(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    recu: signal.Signals,
    code: int,
) -> None:
    """By the keyboard or by the system, while the new site is half written."""
    contenu = ecrire_contenu(tmp_path)
    monkeypatch.setattr(
        "generator.publish.publish.synchroniser", lambda _: os.kill(os.getpid(), recu)
    )
    avant = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(SystemExit) as fin:
            main(arguments(contenu, tmp_path / "public" / "site"))
    finally:
        signal.signal(signal.SIGTERM, avant)
    assert fin.value.code == code
    assert capsys.readouterr().err.strip() == "Interrompu : le site publié est resté entier."
    assert {f.name for f in (tmp_path / "public").iterdir()} == {".site.lock", "cache"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_lack_of_memory_at_any_point_leaves_a_whole_site(chantier: Chantier, jobs: int) -> None:
    """Libraries say it in their own ways; whatever they say, nothing hangs and nothing is mixed."""
    for reste in range(0, 40_000_000, 4_000_000):
        fait = affamer(chantier, reste, jobs)
        assert arbre(chantier.out) == chantier.sites[fait.returncode == 0], reste
        chantier.publier(0)


def test_too_few_open_files_leave_the_old_site(chantier: Chantier) -> None:
    chantier.refuser(1, lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8)))
    chantier.publier(1)


def test_an_output_that_cannot_be_written_is_said(chantier: Chantier) -> None:
    """The folder of the site is read-only, to root as well."""
    chantier.publier(0)
    ancien = arbre(chantier.out)
    chantier.out.parent.chmod(0o555)
    # Without this capability, rights count for root when it writes; it still reads everything.
    sans = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    fait = subprocess.run(
        [*sans, *commande(chantier.contenus[1], chantier.out)],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert fait.returncode == 74, fait.stderr
    assert "les droits d'accès ne le permettent pas" in fait.stderr
    assert "Traceback" not in fait.stderr
    assert arbre(chantier.out) == ancien
    chantier.out.parent.chmod(0o755)
    chantier.publier(1)


@pytest.mark.parametrize("abime", ["vide", "bruit", "absent", "futur", "verrouille"])
def test_a_damaged_cache_changes_nothing(chantier: Chantier, abime: str) -> None:
    """Each file of the cache in turn is cut, changed, removed, closed, or dated wrong."""
    cache = chantier.out.parent / "cache"
    fichiers = sorted(f for f in cache.rglob("*") if f.is_file())
    assert len(fichiers) > 10
    for fichier in fichiers:
        octets = fichier.read_bytes()
        if abime == "futur":
            os.utime(fichier, (4e9, 4e9))
            continue
        fichier.unlink()
        if abime == "vide":
            fichier.touch()
        elif abime == "bruit":
            fichier.write_bytes(bytes(255 - o for o in octets))
        elif abime == "verrouille":
            fichier.write_bytes(octets)
            fichier.chmod(0o400)
    chantier.publier(1)
    chantier.publier(0)
    shutil.rmtree(cache)
    chantier.publier(1)


def test_a_cache_that_is_a_file_changes_nothing(chantier: Chantier) -> None:
    cache = chantier.out.parent / "cache"
    shutil.rmtree(cache)
    cache.write_text("ceci n'est pas un dossier")
    dit = construire(chantier.contenus[1], chantier.out)
    if dit.returncode:
        assert "Traceback" not in dit.stderr
        assert arbre(chantier.out) == chantier.sites[0]
    else:
        assert arbre(chantier.out) == chantier.sites[1]


def test_two_builds_at_once_leave_one_whole_site(chantier: Chantier) -> None:
    """One publishes, the other is refused or waits its turn; then both have a turn."""
    fils = [
        subprocess.Popen(
            commande(chantier.contenus[rang], chantier.out),
            cwd=RACINE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for rang in (0, 1, 0, 1)
    ]
    for un in fils:
        _, dit = un.communicate()
        assert un.returncode in {0, 74}
        assert un.returncode == 0 or "une autre construction publie" in dit
    assert any(un.returncode == 0 for un in fils)
    assert arbre(chantier.out) in chantier.sites
    chantier.publier(1)
