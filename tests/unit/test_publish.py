"""Publication under real faults: the site in place is the old one or the new one, whole."""

from __future__ import annotations

import os
import random
import resource
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from generator.publish import MARQUEUR, Publication, PublicationError, exchange, publier
from generator.publish import publish as module
from generator.publish.chantier import Chantier, Fichiers
from generator.publish.paths import verifier_noms

RACINE = Path(__file__).resolve().parents[2]
NOMS = ("index.html", "a/index.html", "a/b/index.html", "c/index.html", ".well-known/x.txt")
Arbre = dict[str, bytes]
SUIVIS = ("open", "os.", "fcntl.", "shutil.")


def version(lettre: str, taille: int = 2_000) -> Arbre:
    """A site whose files all say which version they are; one never changes."""
    return {nom: (lettre * taille).encode() for nom in NOMS} | {"fixe.css": b"body{}"}


def lire(dossier: Path) -> Arbre:
    fichiers = (f for f in dossier.rglob("*") if f.is_file())
    return {
        f.relative_to(dossier).as_posix(): f.read_bytes() for f in fichiers if f.name != MARQUEUR
    }


def publie(lettre: str, out: Path) -> Publication:
    return publier(version(lettre).items(), out)


def voisins(out: Path) -> set[str]:
    return {f.name for f in out.parent.iterdir()}


def dans_un_fils(action: Callable[[], object]) -> int:
    """Wait status of a child that runs ``action``: 0 fine, 1 refused with one line."""
    pid = os.fork()
    if pid == 0:
        code = 2
        try:
            action()
            code = 0
        except PublicationError as erreur:
            code = 1 if str(erreur).count("\n") == 0 else 3
        finally:
            os._exit(code)
    return os.waitpid(pid, 0)[1]


def test_first_publication_then_replacement(tmp_path: Path) -> None:
    out = tmp_path / "build" / "site"
    assert publie("a", out) == Publication(ecrits=6, repris=0, octets=10_006)
    assert lire(out) == version("a")
    assert publie("b", out) == Publication(ecrits=5, repris=1, octets=10_006)
    assert lire(out) == version("b")
    assert voisins(out) == {"site", ".site.lock"}


def test_what_is_not_given_any_more_is_gone(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publie("a", out)
    publier([("index.html", b"x")], out)
    assert lire(out) == {"index.html": b"x"}


def test_an_empty_existing_folder_is_filled(tmp_path: Path) -> None:
    publie("a", tmp_path / "site")
    (tmp_path / "vide").mkdir()
    publie("b", tmp_path / "vide")
    assert lire(tmp_path / "vide") == version("b")


def test_equal_files_keep_their_inode_and_date_and_others_never_do(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publie("a", out)
    avant = {nom: (out / nom).stat() for nom in version("a")}
    with (out / "index.html").open("rb") as ouvert:
        publie("b", out)
        assert ouvert.read() == version("a")["index.html"]
    assert (out / "fixe.css").stat().st_ino == avant["fixe.css"].st_ino
    assert (out / "fixe.css").stat().st_mtime_ns == avant["fixe.css"].st_mtime_ns
    assert (out / "index.html").stat().st_ino != avant["index.html"].st_ino


def test_a_published_file_changed_by_hand_is_written_again(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publie("a", out)
    (out / "fixe.css").write_bytes(b"BODY{}")
    (out / "index.html").chmod(0o600)
    assert publie("a", out).ecrits == 2
    assert lire(out) == version("a")
    assert stat.S_IMODE((out / "index.html").stat().st_mode) == 0o644


def test_nothing_is_reused_through_a_link_planted_in_the_site(tmp_path: Path) -> None:
    out, ailleurs = tmp_path / "site", tmp_path / "ailleurs"
    publie("a", out)
    (out / "c").rename(ailleurs)
    (out / "c").symlink_to(ailleurs)
    publie("a", out)
    assert lire(out) == version("a")
    assert (out / "c/index.html").stat().st_ino != (ailleurs / "index.html").stat().st_ino


def test_modes_are_those_of_a_web_site_whatever_the_umask(tmp_path: Path) -> None:
    ancien = os.umask(0o077)
    try:
        publier([("a/b/x.html", b"x")], tmp_path / "site")
    finally:
        os.umask(ancien)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "site").rglob("*")}
    assert modes == {"a": 0o755, "b": 0o755, "x.html": 0o644, MARQUEUR: 0o644}
    assert stat.S_IMODE((tmp_path / "site").stat().st_mode) == 0o755


@pytest.mark.parametrize(
    "nom",
    [
        "",
        "/x",
        "../x",
        "a/../x",
        "a//b",
        "./a",
        "a/",
        "a\\b",
        "é",
        "a\0",
        "a\n",
        "con",
        "a/NUL.txt",
        "a.",
        MARQUEUR,
        "x" * 201,
        "/".join(["a" * 100] * 11),
        "a b",
        "a:b",
    ],
)
def test_an_unsafe_name_is_refused_and_nothing_changes(tmp_path: Path, nom: str) -> None:
    out = tmp_path / "site"
    publie("a", out)
    with pytest.raises(PublicationError, match="nom de fichier"):
        publier([("index.html", b"x"), (nom, b"x")], out)
    assert lire(out) == version("a")
    assert voisins(out) == {"site", ".site.lock"}


@pytest.mark.parametrize(
    "noms", [("a", "a"), ("a", "A"), ("x/a", "X/b"), ("a", "a/b"), ("a/b", "a"), ("a/b/c", "a/b")]
)
def test_names_that_collide_are_refused(noms: tuple[str, str]) -> None:
    for nom in noms:
        assert verifier_noms([nom]) == set(accumulate(nom.split("/")[:-1], "{}/{}".format))
    with pytest.raises(PublicationError, match="deux"):
        verifier_noms(noms)


def test_an_empty_site_is_refused(tmp_path: Path) -> None:
    publie("a", tmp_path / "site")
    with pytest.raises(PublicationError, match="refus de publier un site vide"):
        publier([], tmp_path / "site")
    assert lire(tmp_path / "site") == version("a")


def test_folders_that_are_not_ours_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    projet = tmp_path / "projet"
    (projet / "content" / "guides").mkdir(parents=True)
    (projet / "etranger").mkdir()
    (projet / "etranger" / "photo.jpg").write_bytes(b"x")
    (projet / "fichier").write_bytes(b"x")
    (projet / "lien").symlink_to(tmp_path)
    monkeypatch.chdir(projet)
    avant = sorted(tmp_path.rglob("*"))
    refuses = ["content", "content/guides", "content/site", ".", "..", "/", "etranger", "fichier"]
    for out in [*refuses, "lien", "content/../content", str(Path.home())]:
        with pytest.raises(PublicationError, match="refus d'y toucher"):
            publier([("x", b"x")], Path(out), intouchables=[Path("content")])
    verrous = {projet / ".etranger.lock", projet / ".fichier.lock"}
    assert set(tmp_path.rglob("*")) - verrous == set(avant)


def test_a_second_publisher_is_refused_while_the_first_works(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publie("a", out)
    refus: list[str] = []

    def concurrents() -> Iterator[tuple[str, bytes]]:
        with pytest.raises(PublicationError) as erreur:
            publie("c", out)
        refus.append(str(erreur.value))
        assert lire(out) == version("a")
        yield from version("b").items()

    publier(concurrents(), out)
    (message,) = refus
    assert message.startswith(f"{out} : une autre construction publie déjà dans ce dossier ;")
    assert lire(out) == version("b")


@pytest.mark.parametrize(
    ("sabotage", "message"),
    [
        (lambda neuf: (neuf / "index.html").unlink(), "absent ou coupé"),
        (lambda neuf: os.truncate(neuf / "index.html", 10), "absent ou coupé"),
        (lambda neuf: os.utime(neuf / "fixe.css", (1, 1)), "modifié"),
        (
            lambda neuf: (
                (neuf / "fixe.css").unlink(),
                (neuf / "fixe.css").symlink_to("index.html"),
            ),
            "absent ou coupé",
        ),
    ],
)
def test_a_staged_tree_that_is_not_what_was_given_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sabotage: Callable[[Path], object],
    message: str,
) -> None:
    out, remplir = tmp_path / "site", Chantier.remplir

    def sabote(chantier: Chantier, voulus: Fichiers, dossiers: Collection[str]) -> None:
        remplir(chantier, voulus, dossiers)
        sabotage(tmp_path / ".site.nouveau")

    publie("a", out)
    monkeypatch.setattr(Chantier, "remplir", sabote)
    with pytest.raises(PublicationError, match=message):
        publier(version("b").items(), out)
    assert lire(out) == version("a")
    assert voisins(out) == {"site", ".site.lock"}


def test_what_the_caller_raises_passes_through(tmp_path: Path) -> None:
    def fichiers() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"x"
        raise OSError(5, "rendu")

    publie("a", tmp_path / "site")
    with pytest.raises(OSError, match="rendu"):
        publier(fichiers(), tmp_path / "site")
    assert lire(tmp_path / "site") == version("a")


def test_a_swap_that_the_disk_does_not_confirm_keeps_both_sites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def en_panne(_dossier: Path) -> None:
        raise OSError(5, "fsync")

    publie("a", tmp_path / "site")
    monkeypatch.setattr(module, "synchroniser_noms", en_panne)
    with pytest.raises(PublicationError, match="le nouveau site est en place"):
        publie("b", tmp_path / "site")
    assert lire(tmp_path / "site") == version("b")
    assert lire(tmp_path / ".site.nouveau") == version("a")


def test_leftovers_of_a_dead_build_are_cleaned(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publie("a", out)
    for role in ("nouveau", "ancien"):
        (tmp_path / f".site.{role}" / "sous").mkdir(parents=True)
    publie("b", out)
    assert lire(out) == version("b")
    assert voisins(out) == {"site", ".site.lock"}


def test_a_file_larger_than_the_limit_leaves_the_old_site(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publie("a", out)

    def limite() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
        publie("b", out)

    assert dans_un_fils(limite) == 1 << 8
    assert lire(out) == version("a")


def test_a_full_disk_leaves_the_old_site(tmp_path: Path) -> None:
    disque = tmp_path / "disque"
    disque.mkdir()
    monter = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disque)]
    if os.geteuid() != 0 or subprocess.run(monter, check=False, capture_output=True).returncode:
        pytest.skip("monter un petit disque demande d'être administrateur")
    try:
        out = disque / "site"
        publie("a", out)
        with pytest.raises(PublicationError, match="le disque est plein"):
            publier(version("b", 40_000).items(), out)
        assert lire(out) == version("a")
        assert voisins(out) == {"site", ".site.lock"}
        publie("c", out)
        assert lire(out) == version("c")
    finally:
        subprocess.run(["umount", str(disque)], check=True)


def test_a_read_only_parent_leaves_the_old_site() -> None:
    with tempfile.TemporaryDirectory() as nom:
        parent = Path(nom)
        publie("a", parent / "site")
        parent.chmod(0o555)

        def sans_droits() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            publie("b", parent / "site")

        assert dans_un_fils(sans_droits) == 1 << 8
        assert lire(parent / "site") == version("a")
        parent.chmod(0o755)


def tue_a(rang: int, action: Callable[[], object]) -> bool:
    """Whether the child died of SIGKILL at its ``rang``-th call to the system that Python audits."""

    def fils() -> None:
        restants = [rang]

        def compter(evenement: str, _arguments: tuple[object, ...]) -> None:
            if evenement != "os.kill" and evenement.startswith(SUIVIS):
                restants[0] -= 1
                if restants[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(compter)
        action()

    statut = dans_un_fils(fils)
    assert statut in {0, signal.SIGKILL}
    return statut != 0


@pytest.mark.parametrize("premiere", [True, False])
def test_killed_at_each_call_the_site_is_old_or_new(tmp_path: Path, premiere: bool) -> None:  # noqa: FBT001
    """Every call in turn, then the next publication recovers by itself."""
    permis, vus, rang = [{}, version("b")] if premiere else [version("a"), version("b")], [], 0
    while True:
        out = tmp_path / str(rang) / "site"
        if premiere:
            out.parent.mkdir()
        else:
            publie("a", out)
        tue = tue_a(rang, lambda out=out: publie("b", out))
        vus.append(permis.index(lire(out)))
        publie("c", out)
        assert lire(out) == version("c")
        assert voisins(out) == {"site", ".site.lock"}
        if not tue:
            break
        rang += 1
    assert rang > 15
    assert sorted(vus) == vus
    assert set(vus) == {0, 1}


def test_killed_between_two_renames_the_next_publication_puts_the_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no atomic exchange."""
    monkeypatch.setattr(exchange, "_libc", lambda _nom: None)
    absents, rang, tue = 0, 0, True
    while tue:
        out = tmp_path / str(rang) / "site"
        publie("a", out)
        tue = tue_a(rang, lambda out=out: publie("b", out))
        absents += not out.exists()
        with pytest.raises(PublicationError):
            publier([], out)
        assert lire(out) in (version("a"), version("b"))
        assert voisins(out) == {"site", ".site.lock"}
        rang += 1
    assert absents > 0


BOUCLE = """
import sys
from pathlib import Path
from generator.publish import publier
noms = sys.argv[3].split(',')
for tour in range(int(sys.argv[2])):
    octets = (chr(97 + tour % 26) * 200_000).encode()
    publier([(nom, octets) for nom in noms], Path(sys.argv[1]))
    print(tour, flush=True)
"""


def boucle(out: Path, tours: int) -> subprocess.Popen[str]:
    commande = [sys.executable, "-c", BOUCLE, str(out), str(tours), ",".join(NOMS)]
    return subprocess.Popen(commande, cwd=RACINE, stdout=subprocess.PIPE, text=True)


def test_killed_at_random_instants_the_site_is_whole(tmp_path: Path) -> None:
    hasard, out = random.Random(8), tmp_path / "site"  # noqa: S311 - a draw, not a secret
    for _ in range(15):
        with boucle(out, 10_000) as fils:
            assert fils.stdout is not None
            assert fils.stdout.readline() == "0\n"
            with pytest.raises(subprocess.TimeoutExpired):
                fils.wait(timeout=hasard.uniform(0, 0.1))
            fils.kill()
        arbre = lire(out)
        assert set(arbre) == set(NOMS)
        assert len(set(arbre.values())) == 1
        assert len(arbre["index.html"]) == 200_000


def test_a_reader_never_finds_the_site_missing(tmp_path: Path) -> None:
    out, lectures = tmp_path / "site", 0
    with boucle(out, 40) as fils:
        assert fils.stdout is not None
        assert fils.stdout.readline() == "0\n"
        while fils.poll() is None:
            page = (out / "index.html").read_bytes()
            assert len(page) == 200_000
            assert page[:1] == page[-1:]
            lectures += 1
        assert fils.stdout.read().endswith("39\n")
    assert fils.returncode == 0
    assert lectures > 10


def test_a_site_that_is_published_already_is_left_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publie("a", out)
    place = out.stat().st_ino
    assert publie("a", out) == Publication(ecrits=0, repris=6, octets=10_006)
    assert out.stat().st_ino == place
    assert voisins(out) == {"site", ".site.lock"}


@pytest.mark.parametrize("degat", ["octets", "mode", "de trop", "lien", "absent", "marque"])
def test_a_site_that_was_altered_is_published_again(tmp_path: Path, degat: str) -> None:
    out = tmp_path / "site"
    publie("a", out)
    place, fichier = out.stat().st_ino, out / "index.html"
    if degat == "octets":
        fichier.write_bytes(b"b" * 2_000)
    elif degat == "mode":
        fichier.chmod(0o666)
    elif degat == "de trop":
        (out / "a/intrus.html").write_bytes(b"")
    elif degat == "lien":
        (out / "a/intrus.html").symlink_to(fichier)
    elif degat == "absent":
        fichier.unlink()
    else:
        (out / MARQUEUR).write_bytes(b"?")
    publie("a", out)
    assert out.stat().st_ino != place
    assert lire(out) == version("a")
    assert stat.S_IMODE((out / "index.html").stat().st_mode) == 0o644
    assert not (out / "a/intrus.html").is_symlink()
