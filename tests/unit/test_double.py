"""The tree that was replaced is brought up to date: whatever befell it, the site is what is wanted."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.objet import Objet
from generator.publish import MARQUEUR, PublicationError, en_avance, publier
from generator.publish.avance import doubler, prendre, tenir
from generator.publish.souvenir import Souvenirs
from generator.store.objets import Objets

Site = dict[str, bytes | Objet]


def lire(out: Path) -> dict[str, bytes]:
    """Every file, and every folder (that ends with a slash)."""
    return {
        p.relative_to(out).as_posix() + "/" * p.is_dir(): b"" if p.is_dir() else p.read_bytes()
        for p in out.rglob("*")
    }


def site(objets: Objets, tour: int) -> Site:
    """Most of it is in the cache; some names change, come and go from one round to the next."""
    textes = {
        "index.html": f"accueil {tour}",
        "fixe/index.html": "fixe",
        f"tours/{tour}/index.html": "de passage",
        "tours/x": "toujours",
        **({"forme": "fichier"} if tour % 2 else {"forme/index.html": "dossier"}),
    }
    gardes: Site = {nom: objets.deposer(texte.encode()) for nom, texte in textes.items()}
    return gardes | {"sommes.json": f"sommes {tour}".encode(), "theme.css": b"body{}"}


def voulu(contenus: Site) -> dict[str, bytes]:
    fichiers = {n: c if isinstance(c, bytes) else c.lire() for n, c in contenus.items()}
    dossiers = {f"{p.as_posix()}/": b"" for n in fichiers for p in Path(n).parents if p.name}
    return fichiers | dossiers


class Publie:
    """A site published again and again, each time from a cache that another process filled."""

    def __init__(self, racine: Path) -> None:
        self.out, self.double, self.cache = racine / "site", racine / "double", racine / "cache"
        for tour in (0, 1, 2):
            self.publier(tour)

    def publier(self, tour: int) -> int:
        """Publish a round, see that it is what is wanted, and count the files that are new."""
        site(Objets(self.cache), tour)
        contenus = site(Objets(self.cache), tour)
        assert not any(c.neuf for c in contenus.values() if isinstance(c, Objet))
        ecrits = publier(sorted(contenus.items()), self.out, double=self.double).ecrits
        lu = lire(self.out)
        assert lu.pop(MARQUEUR)
        assert lu == voulu(contenus)
        return ecrits


def test_a_double_is_brought_up_to_date_by_what_changed(tmp_path: Path) -> None:
    publie = Publie(tmp_path)
    places = {p: p.lstat().st_ino for p in publie.double.rglob("index.html")}
    # What the round before last had too is left as it is.
    assert publie.publier(3) == len({"index.html", "tours/3/index.html", "sommes.json"})
    assert (publie.out / "fixe/index.html").lstat().st_ino == places[
        publie.double / "fixe/index.html"
    ]
    assert publie.publier(3) == 0


def _de_trop(double: Path) -> None:
    (double / "intrus/profond").mkdir(parents=True)
    (double / "intrus/profond/x.html").write_bytes(b"x")
    (double / "fixe/intrus.html").write_bytes(b"x")
    (double / "vide").mkdir()


def _liens(double: Path) -> None:
    (double / "lien").symlink_to("/etc")
    (double / "fixe/lien.html").symlink_to("index.html")
    os.mkfifo(double / "tube")


def _remplace(double: Path) -> None:
    fichier = double / "fixe/index.html"
    fichier.unlink()
    fichier.write_bytes(b"FIXE")


def _lien_a_la_place(double: Path) -> None:
    (double / "fixe").rename(double.parent / "ailleurs")
    (double / "fixe").symlink_to(double.parent / "ailleurs")


def _dossier_a_la_place(double: Path) -> None:
    (double / "fixe/index.html").unlink()
    (double / "fixe/index.html").mkdir()


def _fichier_a_la_place(double: Path) -> None:
    (double / "fixe/index.html").unlink()
    (double / "fixe").rmdir()
    (double / "fixe").write_bytes(b"")


def _echanges(double: Path) -> None:
    a, b, c = double / "fixe/index.html", double / "tours/x", double / "c"
    a.rename(c)
    b.rename(a)
    c.rename(b)


def _ferme(double: Path) -> None:
    (double / "fixe").chmod(0o700)
    double.chmod(0o700)


def _absent(double: Path) -> None:
    (double / "fixe/index.html").unlink()
    (double / MARQUEUR).unlink()


DEGATS = (
    _de_trop,
    _liens,
    _remplace,
    _lien_a_la_place,
    _dossier_a_la_place,
    _fichier_a_la_place,
    _echanges,
    _ferme,
    _absent,
)


@pytest.mark.parametrize("degat", DEGATS)
def test_a_damaged_double_is_put_right(tmp_path: Path, degat: Callable[[Path], None]) -> None:
    publie = Publie(tmp_path)
    degat(publie.double)
    publie.publier(3)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (publie.out, *publie.out.rglob("*"))}
    assert modes == {0o755, 0o644}


def test_a_site_altered_before_it_becomes_the_double_is_put_right(tmp_path: Path) -> None:
    publie = Publie(tmp_path)
    _de_trop(publie.out)
    _remplace(publie.out)
    publie.publier(3)
    publie.publier(4)


def test_a_number_given_again_does_not_vouch_for_what_this_build_wrote(tmp_path: Path) -> None:
    """Another build put the same bytes there at the same time, and its own under the freed number."""
    objets = Objets(tmp_path / "cache")
    out, double = tmp_path / "site", tmp_path / "double"
    for lettre in (b"a", b"b"):
        publier([("x", objets.deposer(lettre)), ("y", objets.deposer(b"fixe"))], out, double=double)
    voulu = objets.deposer(b"voulu")
    for trompe in (double / "x", out / "x"):
        trompe.unlink()
        trompe.write_bytes(b"autre")
        numero = trompe.lstat().st_ino
        faux = Objet(voulu.chemin, voulu.empreinte, 5, voulu.date, voulu.disque, numero, neuf=True)
        publier([("x", faux), ("y", objets.deposer(b"fixe"))], out, double=double)
        assert (out / "x").read_bytes() == b"voulu"


def test_an_object_replaced_by_other_bytes_is_refused(tmp_path: Path) -> None:
    publie = Publie(tmp_path)
    avant, contenus = lire(publie.out), site(Objets(publie.cache), 3)
    objet = contenus["index.html"]
    assert isinstance(objet, Objet)
    Path(objet.chemin).unlink()
    Path(objet.chemin).write_bytes(b"x" * objet.taille)
    with pytest.raises(PublicationError, match="modifié"):
        publier(sorted(contenus.items()), publie.out, double=publie.double)
    assert lire(publie.out) == avant
    publie.publier(3)


def test_an_object_has_its_mode_whatever_the_umask(tmp_path: Path) -> None:
    ancien = os.umask(0o077)
    try:
        objet = Objets(tmp_path).deposer(b"x" * 3_000_000)
    finally:
        os.umask(ancien)
    infos = os.lstat(objet.chemin)
    assert (stat.S_IMODE(infos.st_mode), infos.st_size) == (0o644, 3_000_000)
    assert (infos.st_mtime_ns, infos.st_ino) == (objet.date, objet.inode)
    assert Objets(tmp_path).objet(objet.empreinte, objet.taille, objet.date) is not None


def test_an_object_cut_or_altered_is_made_again(tmp_path: Path) -> None:
    objets = Objets(tmp_path)
    objet = objets.deposer(b"entier")
    for degat in (b"", b"ENTIER"):
        Path(objet.chemin).write_bytes(degat)
        assert objets.octets(objet.empreinte) is None
        encore = objets.deposer(b"entier")
        assert (encore.neuf, encore.lire()) == (True, b"entier")
    assert not objets.deposer(b"entier").neuf


def compter(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes forked from now on: this one may have others, a browser for instance."""
    fils: list[int] = []
    fourche = os.fork
    monkeypatch.setattr(os, "fork", lambda: fils.append(pid := fourche()) or pid)
    return fils


def test_a_double_is_made_while_the_site_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the files of the site and nothing else; the next publication has only what changed to do."""
    publie, fils = Publie(tmp_path), compter(monkeypatch)
    (publie.out / "lien").symlink_to("/etc")
    shutil.rmtree(publie.double)
    with en_avance(publie.out, publie.double, 2):
        assert os.waitid(os.P_PID, fils[0], os.WEXITED | os.WNOWAIT) is not None
    with pytest.raises(ChildProcessError):
        os.waitpid(fils[0], 0)
    (publie.out / "lien").unlink()
    assert lire(publie.double) == lire(publie.out)
    fixe = "fixe/index.html"
    assert (publie.double / fixe).lstat().st_ino == (publie.out / fixe).lstat().st_ino
    place = (publie.double / fixe).parent.lstat().st_ino
    publie.publier(3)
    assert (publie.out / fixe).parent.lstat().st_ino == place


def test_a_double_cut_while_it_was_made_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the next build that changes nothing; once whole, it is left as it is."""
    publie, lier = Publie(tmp_path), os.link
    shutil.rmtree(publie.double)

    def manquer(source: str, cible: str, *, follow_symlinks: bool) -> None:
        if cible.endswith("fixe/index.html"):
            raise OSError(28, "disque plein")
        lier(source, cible, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "link", manquer)
    with pytest.raises(OSError, match="disque plein"):
        doubler(publie.out, publie.double)
    monkeypatch.undo()
    places = {p: p.lstat().st_ino for p in publie.double.rglob("*")}
    fils = compter(monkeypatch)
    with en_avance(publie.out, publie.double, 2):
        assert os.waitid(os.P_PID, fils[0], os.WEXITED | os.WNOWAIT) is not None
    assert lire(publie.double) == lire(publie.out)
    assert all(p.lstat().st_ino == inode for p, inode in places.items())
    with en_avance(publie.out, publie.double, 2):
        assert len(fils) == 1
    publie.publier(3)


def test_a_double_taken_before_it_was_whole_is_one_no_more(tmp_path: Path) -> None:
    """The old site that takes its place is whole."""
    publie = Publie(tmp_path)
    publie.double.with_name("double.partiel").touch()
    (publie.double / "index.html").unlink()
    publie.publier(3)
    assert not publie.double.with_name("double.partiel").exists()


@pytest.mark.parametrize("manque", ["index.html", "fixe", "tours", "."])
def test_a_double_cut_while_it_was_made_is_completed(tmp_path: Path, manque: str) -> None:
    publie = Publie(tmp_path)
    shutil.rmtree(publie.double)
    doubler(publie.out, publie.double)
    if manque == "index.html":
        (publie.double / manque).unlink()
    else:
        shutil.rmtree(publie.double / manque)
    publie.publier(3)


def test_before_a_first_site_each_file_is_put_in_its_place_when_it_is_made(tmp_path: Path) -> None:
    """The publication has only the rest to do, says the same of it, and verifies all of it."""
    out, double = tmp_path / "site", tmp_path / "double"
    premier, contenus = en_deux(out, double)
    places = {p.relative_to(premier): p.lstat().st_ino for p in premier.rglob("*")}
    assert publier(sorted(contenus.items()), out, double=double).ecrits == len(contenus)
    assert not premier.exists()
    lu = lire(out)
    assert lu.pop(MARQUEUR)
    assert lu == voulu(contenus)
    assert all((out / nom).lstat().st_ino == inode for nom, inode in places.items())
    assert Path("fixe/index.html") in places


def en_deux(out: Path, double: Path) -> tuple[Path, Site]:
    """Most of a first site, put in advance; the tree to be published, and all of the site."""
    contenus = site(Objets(out.with_name("cache")), 1)
    with en_avance(out, double, 2) as avance:
        assert avance is not None
        for nom, contenu in contenus.items():
            if isinstance(contenu, Objet) and nom != "tours/x":
                avance.poser(nom, contenu)
                avance.poser(nom, contenu)  # twice is once
    premier = double.with_name("double.premier")
    assert lire(premier) == lire(double)
    return premier, contenus


def test_a_first_site_leaves_a_double_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was looked at while the site was published; then no process has one to make."""
    out, double = tmp_path / "site", tmp_path / "double"
    regardes: list[Path] = []
    monkeypatch.setattr(
        "generator.publish.avance.Souvenirs.relever", lambda _, racine: regardes.append(racine)
    )

    @contextmanager
    def ici(travail: Callable[[], None]) -> Iterator[None]:
        travail()
        yield

    _, contenus = en_deux(out, double)
    places = {p.relative_to(double): p.lstat().st_ino for p in double.rglob("*")}
    with monkeypatch.context() as essai:
        essai.setattr("generator.publish.avance._a_cote", ici)
        with prendre(double, tmp_path / "neuf", Souvenirs(double)):
            assert regardes == [double]
    monkeypatch.undo()
    (tmp_path / "neuf").rename(double.with_name("double.premier"))
    publier(sorted(contenus.items()), out, double=double)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("un processus de trop"))
    with en_avance(out, double, 2):
        contenus |= {"index.html": Objets(tmp_path / "cache").deposer(b"une retouche")}
    assert publier(sorted(contenus.items()), out, double=double).ecrits == 1
    lu = lire(out)
    assert lu.pop(MARQUEUR)
    assert lu == voulu(contenus)
    gardes = {nom: (out / nom).lstat().st_ino for nom in places}
    assert {nom for nom in places if gardes[nom] != places[nom]} == {Path("index.html")}
    assert not double.with_name("double.premier").exists()


def test_a_first_site_cut_before_it_is_published_is_gone_on_with(tmp_path: Path) -> None:
    out, double = tmp_path / "site", tmp_path / "double"
    en_deux(out, double)
    premier, contenus = en_deux(out, double)
    (double / "fixe/index.html").unlink()
    publier(sorted(contenus.items()), out, double=double)
    assert not premier.exists()
    contenus = site(Objets(tmp_path / "cache"), 2)
    publier(sorted(contenus.items()), out, double=double)
    lu = lire(out)
    assert lu.pop(MARQUEUR)
    assert lu == voulu(contenus)


def test_what_is_made_goes_to_the_disk_while_the_rest_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a process that asks for it, and that ends with the block whatever happens in it.

    So does the one that looks at it.
    """
    fils = compter(monkeypatch)
    lecture, ecriture = os.pipe()
    monkeypatch.setattr(
        "generator.publish.avance.synchroniser",
        lambda dossier: os.write(ecriture, bytes([os.nice(0)]) + bytes(dossier)),
    )

    def construire() -> None:
        with en_avance(tmp_path / "site", tmp_path / "doubles/x", 2) as avance:
            assert avance is not None
            assert fils == []
            avance.preparer()
            assert os.read(lecture, 1_000) == bytes([19]) + bytes(tmp_path / "doubles")
            raise OSError(5, "rendu")

    with pytest.raises(OSError, match="rendu"):
        construire()
    assert len(fils) == 2
    for un in fils:
        with pytest.raises(ChildProcessError):
            os.waitpid(un, 0)
    os.close(lecture)
    os.close(ecriture)


def test_what_is_put_in_advance_is_not_believed(tmp_path: Path) -> None:
    out, double = tmp_path / "site", tmp_path / "double"
    objets = Objets(tmp_path / "cache")
    contenus = {nom: objets.deposer(nom.encode()) for nom in ("a", "b/c", "d")}
    with en_avance(out, double, 2) as avance:
        assert avance is not None
        for nom, contenu in contenus.items():
            avance.poser(nom, contenu)
        avance.poser("de/trop", contenus["a"])
        for dehors in ("../dehors", str(tmp_path / "dehors"), MARQUEUR, "a/b"):
            avance.poser(dehors, contenus["a"])
    assert not (tmp_path / "dehors").exists()
    assert lire(double).keys() == {"a", "b/", "b/c", "d", "de/", "de/trop"}
    (double / "a").unlink()
    (double / "a").write_bytes(b"A")
    (double / "d").unlink()
    publier(sorted(contenus.items()), out, double=double)
    lu = lire(out)
    assert lu.pop(MARQUEUR)
    assert lu == {"a": b"a", "b/": b"", "b/c": b"b/c", "d": b"d"}


def test_only_one_build_puts_files_in_advance(tmp_path: Path) -> None:
    out, double = tmp_path / "site", tmp_path / "double"
    with en_avance(out, double, 2) as avance, en_avance(out, double, 2) as autre:
        assert avance is not None
        assert autre is None
    (tmp_path / "fichier").write_bytes(b"")
    with en_avance(out, tmp_path / "fichier/double", 2) as avance:
        assert avance is None


def test_no_process_is_started_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publie = Publie(tmp_path)
    autre = tmp_path / "autre"
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("un processus de trop"))
    with (
        en_avance(publie.out, publie.double, 2),
        en_avance(publie.out, autre, 1),
        en_avance(publie.out, None, 2),
        en_avance(tmp_path / "absent", autre, 2),
        en_avance(publie.cache, autre, 2),
    ):
        assert not autre.exists()


def test_the_process_ends_with_the_block_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publie, fils = Publie(tmp_path), compter(monkeypatch)
    with pytest.raises(OSError, match="rendu"), en_avance(publie.out, tmp_path / "autre", 2):
        raise OSError(5, "rendu")
    with pytest.raises(ChildProcessError):
        os.waitpid(fils[0], 0)
    publie.publier(3)


def test_a_double_that_another_build_makes_is_left_to_it(tmp_path: Path) -> None:
    """Neither taken while it is written, nor made twice, nor in the way of the old site."""
    publie = Publie(tmp_path)
    avant = lire(publie.double)
    with tenir(publie.double) as seul:
        assert seul
        publie.publier(3)
        assert lire(publie.double) == avant
        doubler(publie.out, publie.double)
        assert lire(publie.double) == avant
    assert {p.name for p in tmp_path.iterdir()} >= {"site", "double"}
    assert not (tmp_path / ".site.nouveau").exists()
    publie.publier(4)
