"""No published address vanishes: what a build does of the addresses already published."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.adresses import ecrire
from generator.against import comparer
from generator.build import BuildReport, Options, Site, site_en_memoire
from generator.cli import cli
from generator.registre import REGISTRE, analyser, lire
from tests.aides import FICHE, PAGE, SUITES, ecrire_contenu, remplacer
from tests.depots import DepotEssai

JOUR = date(2026, 11, 22)
RACINE = Path(__file__).parents[2]
ANCIENNE = remplacer(FICHE, "revu_le:", "anciennes_urls:\n  - /concertations/essai/\nrevu_le:")


def construire(content: Path) -> tuple[Site | None, BuildReport]:
    """The site of a content folder, in memory."""
    return site_en_memoire(Options(content, Path(), JOUR))


def publier(content: Path) -> tuple[str, ...]:
    """Build, and write the register as the command does."""
    _, rapport = construire(content)
    assert not rapport.failed, rapport.diagnostics
    (content / REGISTRE).write_text(ecrire(rapport.adresses), "utf-8")
    return rapport.adresses


def deplacer(content: Path, fiche: str) -> None:
    """Rename the record « essai » to « nouveau »."""
    (content / "concertations/essai").rename(content / "concertations/nouveau")
    (content / "concertations/nouveau/concertation.md").write_text(fiche, "utf-8")


def texte(site: Site | None, chemin: str) -> str:
    """One file of a site."""
    assert site is not None
    contenu = site.files[chemin]
    assert isinstance(contenu, bytes)
    return contenu.decode()


def test_a_register_is_read_as_it_is_written() -> None:
    """Sorted, each once, remarks left out; anchors are part of an address."""
    adresses = ("/b/", "/a/#proposition-1", "/a/", "/b/")
    assert analyser(ecrire(adresses)) == ("/a/", "/a/#proposition-1", "/b/")


def test_what_is_published_is_registered(tmp_path: Path) -> None:
    """Pages, data, feeds and proposals are; numbered pages, the 404 and hashed files are not."""
    adresses = publier(ecrire_contenu(tmp_path))
    assert {
        "/",
        "/concertations/essai/",
        "/concertations/essai/suites/#proposition-1",
        "/api/v1/concertations/essai.json",
        "/api/v1/propositions.json",
        "/donnees/csv/propositions.csv",
        "/concertations/essai/flux.atom",
        "/manifest.json",
        "/sitemap.xml",
        "/_redirects",
    } <= set(adresses)
    assert not [a for a in adresses if "/assets/" in a or "404" in a or "/page/" in a]


def test_a_vanished_record_stops_the_build(tmp_path: Path) -> None:
    """Its page, its follow-up, its proposals, its data and its feeds are each named."""
    content = ecrire_contenu(tmp_path)
    publier(content)
    deplacer(content, FICHE)
    site, rapport = construire(content)
    assert site is None
    dits = [d.message for d in rapport.diagnostics]
    assert {d.code for d in rapport.diagnostics} == {"adresse-disparue"}
    for adresse in (
        "/concertations/essai/",
        "/concertations/essai/suites/#proposition-1",
        "/api/v1/concertations/essai.json",
        "/concertations/essai/flux.atom",
    ):
        assert any(m.startswith(f"« {adresse} » : ") for m in dits), adresse


@pytest.mark.parametrize(
    "octets",
    ["/été/\n".encode("latin-1"), b"/a\0b/\n", b"javascript:alert(1)\n", b"/../../etc/passwd\n"],
)
def test_a_register_that_says_anything_is_an_error_of_content(
    tmp_path: Path, octets: bytes
) -> None:
    content = ecrire_contenu(tmp_path, **{REGISTRE: octets})
    site, rapport = construire(content)
    assert site is None
    assert {d.code for d in rapport.diagnostics} == {"adresse-disparue"}


def test_a_redirect_takes_everything_along(tmp_path: Path) -> None:
    """A renamed record keeps its old pages as redirects, its old data and feeds as copies."""
    content = ecrire_contenu(tmp_path)
    publiees = publier(content)
    deplacer(content, ANCIENNE)
    site, rapport = construire(content)
    assert not rapport.failed, rapport.diagnostics
    for ancien, nouveau in (
        ("concertations/essai/", "../../concertations/nouveau/"),
        ("concertations/essai/suites/", "../../../concertations/nouveau/suites/"),
    ):
        page = texte(site, f"{ancien}index.html")
        assert f'url={nouveau}"' in page
        assert (
            '<link rel="canonical" href="https://catalogue.example/concertations/nouveau/' in page
        )
    for nom in (
        "api/v1/concertations/{}.json",
        "concertations/{}/flux.atom",
        "concertations/{}/calendrier.ics",
    ):
        assert texte(site, nom.format("essai")) == texte(site, nom.format("nouveau"))
    assert set(publiees) - {a for a in publiees if "#" in a} <= set(rapport.adresses)
    assert "/concertations/essai/suites/" not in texte(site, "sitemap.xml")


def test_redirects_are_also_rules(tmp_path: Path) -> None:
    """Hosts that read rules get each redirect once, from the root of the host."""
    content = ecrire_contenu(tmp_path)
    publier(content)
    deplacer(content, ANCIENNE)
    site, _ = site_en_memoire(Options(content, Path(), JOUR, "https://hote.example/sous/"))
    assert "/sous/concertations/essai/suites/ /sous/concertations/nouveau/suites/ 301\n" in texte(
        site, "_redirects"
    )
    assert (
        "location = /sous/api/v1/concertations/essai.json "
        "{ return 301 /sous/api/v1/concertations/nouveau.json; }\n"
        in texte(site, "redirections/nginx.conf")
    )
    assert (
        'RedirectMatch 301 "^/sous/concertations/essai/$" "/sous/concertations/nouveau/"\n'
        in texte(site, "redirections/apache.conf")
    )
    for chemin in ("_redirects", "redirections/nginx.conf", "redirections/apache.conf"):
        lignes = texte(site, chemin).splitlines()
        assert len(lignes) == len(set(lignes)) > 10


def test_an_emptied_filter_leads_to_its_list(tmp_path: Path) -> None:
    """A page that listed the proposals of one decision redirects when none is left."""
    content = ecrire_contenu(tmp_path)
    publier(content)
    suites = remplacer(SUITES, "decision: retenue", "decision: inconnue")
    suites = remplacer(suites, "    mise_en_oeuvre: en_cours\n", "")
    (content / "concertations/essai/suites.yml").write_text(suites, "utf-8")
    site, rapport = construire(content)
    assert not rapport.failed, rapport.diagnostics
    assert 'url=../../../../../concertations/essai/suites/"' in texte(
        site, "concertations/essai/suites/decision/retenue/index.html"
    )


def test_a_vanished_proposal_stops_the_build(tmp_path: Path) -> None:
    """The permanent address of a proposal is kept, even if its page is."""
    content = ecrire_contenu(tmp_path)
    publier(content)
    suites = remplacer(SUITES, 'reference: "1"', 'reference: "2"')
    (content / "concertations/essai/suites.yml").write_text(suites, "utf-8")
    _, rapport = construire(content)
    assert [d.message.split(" : ")[0] for d in rapport.diagnostics] == [
        "« /concertations/essai/suites/#proposition-1 »"
    ]


def test_a_vanished_page_can_be_replaced(tmp_path: Path) -> None:
    """A free page that is removed must be named by the one that replaces it."""
    content = ecrire_contenu(tmp_path)
    publier(content)
    (content / "pages/a-propos.md").rename(content / "pages/nous.md")
    assert construire(content)[1].failed
    page = remplacer(PAGE, "revu_le:", "anciennes_urls:\n  - /a-propos/\nrevu_le:")
    (content / "pages/nous.md").write_text(page, "utf-8")
    assert not construire(content)[1].failed


def test_the_command_only_adds(tmp_path: Path) -> None:
    """« adresses » says what is new; with « --ecrire » it adds it and keeps the rest."""
    content = ecrire_contenu(tmp_path)
    base = ["adresses", "--content", str(content), "--date", "2026-11-22", "--jobs", "1"]
    dit = CliRunner().invoke(cli, base)
    assert dit.exit_code == 0, dit.output
    assert "/concertations/essai/\n" in dit.output
    assert not (content / REGISTRE).exists()
    (content / REGISTRE).write_text(ecrire(["/concertations/essai/"]), "utf-8")
    ecrit = CliRunner().invoke(cli, [*base, "--ecrire"])
    assert ecrit.exit_code == 0, ecrit.output
    inscrites = lire(content)
    assert "/concertations/essai/" in inscrites
    assert "/api/v1/index.json" in inscrites
    assert f"{len(inscrites) - 1} adresses de plus" in ecrit.output
    encore = CliRunner().invoke(cli, [*base, "--ecrire"])
    assert "0 adresse de plus" in encore.output
    assert lire(content) == inscrites


def test_the_real_register_is_kept() -> None:
    """The register of the real catalogue is sorted and holds its main addresses."""
    registre = (RACINE / "content" / REGISTRE).read_text("utf-8")
    adresses = analyser(registre)
    assert registre == ecrire(adresses)
    assert {"/", "/concertations/", "/api/v1/index.json", "/donnees/"} <= set(adresses)


@pytest.mark.parametrize("adresse", ["/x y/", "/x;/", "/{}/"])
def test_no_rule_is_written_from_a_strange_address(tmp_path: Path, adresse: str) -> None:
    """An old address that could mean something in a rule is refused with the content."""
    fiche = remplacer(FICHE, "revu_le:", f'anciennes_urls:\n  - "{adresse}"\nrevu_le:')
    content = ecrire_contenu(tmp_path, **{"concertations/essai/concertation.md": fiche})
    _, rapport = construire(content)
    assert "ancienne-adresse-invalide" in {d.code for d in rapport.diagnostics}


def test_the_register_only_grows_against_a_revision(tmp_path: Path) -> None:
    """« check --against » refuses a line taken off the register, and accepts one more."""
    depot = DepotEssai(tmp_path, **{REGISTRE: ecrire(["/a/", "/b/"])})
    depot.ecrire(**{REGISTRE: ecrire(["/a/", "/b/", "/c/"])})
    assert comparer(depot.content, "main") == ()
    depot.ecrire(**{REGISTRE: ecrire(["/b/", "/c/"])})
    (refus,) = comparer(depot.content, "main")
    assert refus.code == "adresse-disparue"
    assert refus.path == (depot.content / REGISTRE).as_posix()
    assert refus.message.startswith("« /a/ » était au registre")


RENOMMEE = remplacer(FICHE, "revu_le:", "anciennes_urls:\n  - /concertations/ancien/\nrevu_le:")


@pytest.mark.parametrize(
    ("registre", "fichiers", "dites"),
    [
        (["/", "/annees/2024/", "/concertations/essai/", "/guides/methode/"], {}, []),
        (["/concertations/essai/suites/#proposition-1"], {}, []),
        (
            ["/concertations/partie/", "/concertations/partie/suites/"],
            {},
            ["/concertations/partie/"],
        ),
        (["/guides/parti/", "/kit/parti/"], {}, ["/guides/parti/", "/kit/parti/"]),
        (
            [f"/concertations/essai/suites/#proposition-{n}" for n in (1, 2)],
            {},
            ["/concertations/essai/suites/#proposition-2"],
        ),
        (
            ["/concertations/ancien/", "/concertations/ancien/suites/#proposition-1"],
            {"concertations/essai/concertation.md": RENOMMEE},
            [],
        ),
        (
            ["/concertations/ancien/suites/#proposition-4"],
            {"concertations/essai/concertation.md": RENOMMEE},
            ["/concertations/ancien/suites/#proposition-4"],
        ),
        (
            ["/concertations/essai/suites/#proposition-1"],
            {"concertations/essai/suites.yml": None},
            ["/concertations/essai/suites/#proposition-1"],
        ),
    ],
)
def test_a_check_tells_what_a_build_would_refuse_to_lose(
    tmp_path: Path, registre: list[str], fichiers: dict[str, str | None], dites: list[str]
) -> None:
    """Records, guides, documents and proposals: what a contributor can lose; not what follows from them."""
    contenu = ecrire_contenu(tmp_path, **fichiers)
    (contenu / REGISTRE).write_text(ecrire(registre), "utf-8")
    fait = CliRunner().invoke(cli, ["check", "--content", str(contenu), "--format", "json"])
    diagnostics = json.loads(fait.output)["diagnostics"]
    assert [d["message"].split(" : ")[0] for d in diagnostics] == [f"« {a} »" for a in dites]
    assert {d["code"] for d in diagnostics} <= {"adresse-disparue"}
    assert fait.exit_code == (1 if dites else 0)
