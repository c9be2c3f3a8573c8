"""The files for hosts, given to real servers: each path is answered as the description says."""

from __future__ import annotations

import gzip
import http.client
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import brotli
import pytest
from click.testing import CliRunner

from generator.cli import cli
from generator.hebergement import HOTES, Cible, CibleError, ecrire, en_tetes
from generator.hebergement.politique import CSP_META, TYPES, extension, politique
from tests.aides import ecrire_contenu
from tests.hebergement.serveurs import SERVEURS, servir

FICHIERS = (
    *("index.html", "404.html", "concertations/essai/index.html", "robots.txt", "sitemap.xml"),
    *("assets/site.1a2b3c4d.css", "assets/site.1a2b3c4d.js", "assets/favicon.1a2b3c4d.svg"),
    *("pagefind/pagefind-worker.js", "pagefind/wasm.fr.pagefind"),
    *("pagefind/fragment/a.pf_fragment", "pagefind/1/index/fr_1.pf_index"),
    *("flux/tout.atom", "flux/tout.rss", "flux/tout.json", "calendrier.ics", "donnees/SHA256SUMS"),
    *("donnees/csv/concertations.csv", "donnees/catalog.jsonld", "donnees/jsonl/x.jsonl"),
    *("donnees/catalogue.xlsx", "kit/modele/modele.docx", ".well-known/security.txt"),
)
CHEMINS = ("/", "/sous-chemin/")


class Reponse(NamedTuple):
    statut: int
    en_tetes: dict[str, str]
    corps: bytes


def demander(adresse: str, methode: str = "GET", **en_tetes_demande: str) -> Reponse:
    morceaux = urlsplit(adresse)
    connexion = http.client.HTTPConnection(morceaux.netloc, timeout=20)
    noms = {nom.replace("_", "-"): valeur for nom, valeur in en_tetes_demande.items()}
    connexion.request(methode, morceaux.path, headers=noms)
    reponse = connexion.getresponse()
    corps = reponse.read()
    recus: dict[str, list[str]] = {}
    for nom, valeur in reponse.getheaders():
        recus.setdefault(nom.lower(), []).append(valeur)
    connexion.close()
    return Reponse(reponse.status, {n: " | ".join(v) for n, v in recus.items()}, corps)


@pytest.fixture(scope="module")
def petit() -> Iterator[Path]:
    """One file of each kind, with its two compressed forms; readable by every user."""
    with tempfile.TemporaryDirectory() as nom:
        # A link that publication moves from one folder to the next, as the guide says.
        racine = Path(nom) / "site"
        (Path(nom) / "site-1").mkdir()
        racine.symlink_to("site-1")
        for chemin in FICHIERS:
            fichier = racine / chemin
            fichier.parent.mkdir(parents=True, exist_ok=True)
            octets = f"é de {chemin} ".encode() * 200
            fichier.write_bytes(octets)
            fichier.with_name(f"{fichier.name}.gz").write_bytes(gzip.compress(octets, mtime=0))
            fichier.with_name(f"{fichier.name}.br").write_bytes(brotli.compress(octets))
        (racine / ".catalogue-site").write_text("interne")
        (racine / "redirections").mkdir()
        Path(nom).chmod(0o755)
        yield racine


@pytest.fixture(scope="module", params=[(h, c) for h in SERVEURS for c in CHEMINS], ids="".join)
def serveur(request: pytest.FixtureRequest, petit: Path) -> Iterator[tuple[str, str]]:
    hote, chemin = request.param
    with servir(hote, petit, chemin) as adresse:
        yield hote, adresse


def attendus(chemin: str) -> dict[str, str]:
    return {nom.lower(): valeur for nom, valeur in en_tetes(chemin).items()}


def adresse_de(fichier: str) -> str:
    return fichier.removesuffix("index.html")


def test_each_file_is_served_with_the_headers_described(
    serveur: tuple[str, str], petit: Path
) -> None:
    _, base = serveur
    for fichier in FICHIERS:
        reponse = demander(base + adresse_de(fichier))
        assert reponse.statut == 200, fichier
        assert reponse.corps == (petit / fichier).read_bytes(), fichier
        recus = {n: reponse.en_tetes.get(n) for n in attendus(fichier)}
        assert recus == attendus(fichier), fichier
        assert ("access-control-allow-origin" in reponse.en_tetes) == (
            "access-control-allow-origin" in attendus(fichier)
        )


@pytest.mark.parametrize("codage", ["gzip", "br"])
def test_the_compressed_twin_is_served_as_its_original(
    serveur: tuple[str, str], petit: Path, codage: str
) -> None:
    """The bytes are those written at build time, under the type and headers of the original."""
    hote, base = serveur
    if (hote, codage) == ("nginx", "br"):
        codage = "gzip"  # needs a module that Debian's nginx has not: said in the file
    for fichier in FICHIERS:
        reponse = demander(base + adresse_de(fichier), Accept_Encoding=codage)
        assert reponse.en_tetes["content-encoding"] == codage, fichier
        suffixe = {"gzip": ".gz", "br": ".br"}[codage]
        assert reponse.corps == (petit / (fichier + suffixe)).read_bytes(), fichier
        assert "accept-encoding" in reponse.en_tetes["vary"].lower()
        recus = {n: reponse.en_tetes.get(n) for n in attendus(fichier)}
        assert recus == attendus(fichier), fichier


def test_what_is_not_there_is_said_by_our_page(serveur: tuple[str, str], petit: Path) -> None:
    _, base = serveur
    for chemin in (
        "absente/",
        "absente.html",
        "assets/absente.css",
        ".catalogue-site",
        ".git/config",
    ):
        reponse = demander(base + chemin)
        assert reponse.statut == 404, chemin
        assert reponse.corps == (petit / "404.html").read_bytes(), chemin
        assert reponse.en_tetes["content-type"] == "text/html; charset=utf-8"
        assert reponse.en_tetes["cache-control"] == "no-cache", chemin
        assert reponse.en_tetes["content-security-policy"] == politique(
            CSP_META | {"frame-ancestors": "'none'"}
        )


def test_a_folder_without_its_slash_leads_to_its_page(serveur: tuple[str, str]) -> None:
    _, base = serveur
    reponse = demander(f"{base}concertations/essai")
    assert reponse.statut in {301, 308}
    assert urlsplit(reponse.en_tetes["location"]).path == (
        f"{urlsplit(base).path}concertations/essai/"
    )


def test_nothing_is_listed_nor_written(serveur: tuple[str, str], petit: Path) -> None:
    """A folder without a page is not listed, no link leads out, only reading is allowed."""
    hote, base = serveur
    assert demander(f"{base}assets/").statut in {403, 404}
    ailleurs = petit / "donnees" / "fuite.txt"
    ailleurs.symlink_to("/etc/hostname")
    if hote != "caddy":  # which follows links: the site has none
        assert demander(f"{base}donnees/fuite.txt").statut in {403, 404}
    ailleurs.unlink()
    assert demander(f"{base}robots.txt", "PUT").statut in {403, 404, 405}
    assert demander(f"{base}../../etc/passwd").statut in {400, 403, 404}
    assert (petit / "robots.txt").exists()


def test_what_did_not_change_is_not_sent_again(serveur: tuple[str, str]) -> None:
    _, base = serveur
    premiere = demander(base)
    seconde = demander(base, If_None_Match=premiere.en_tetes["etag"])
    assert seconde.statut == 304
    assert seconde.corps == b""


@pytest.mark.parametrize("hote", ["nginx", "apache"])
@pytest.mark.parametrize("chemin", CHEMINS)
def test_moved_pages_are_redirected_by_the_host(petit: Path, hote: str, chemin: str) -> None:
    """The rules that the site writes for its moved pages are read by the server."""
    depuis, vers = f"{chemin}ancienne/", f"{chemin}concertations/essai/"
    regle = {
        "nginx": f"location = {depuis} {{ return 301 {vers}; }}\n",
        "apache": f'RedirectMatch 301 "^{re.escape(depuis)}$" "{vers}"\n',
    }
    (petit / f"redirections/{hote}.conf").write_text(regle[hote])
    with servir(hote, petit, chemin) as base:
        reponse = demander(f"{base}ancienne/")
    assert reponse.statut == 301
    assert urlsplit(reponse.en_tetes["location"]).path == vers


def regles(texte: str) -> list[tuple[str, dict[str, str]]]:
    """The rules of a ``_headers`` file: pattern, headers."""
    lues: list[tuple[str, dict[str, str]]] = []
    for ligne in texte.splitlines():
        if ligne.startswith("  "):
            nom, valeur = ligne.strip().split(": ", 1)
            lues[-1][1][nom] = valeur
        elif not ligne.startswith("#"):
            lues.append((ligne, {}))
    return lues


@pytest.mark.parametrize("chemin", CHEMINS)
def test_the_rules_of_static_hosts_never_contradict_each_other(chemin: str) -> None:
    """All the rules that match add up: one value each, but for the policy of the worker."""
    lues = regles(ecrire("_headers", Cible(f"https://catalogue.example{chemin}")))
    assert all(motif.count("*") <= 1 and len(motif) < 2000 for motif, _ in lues)
    assert len(lues) <= 100
    for fichier in FICHIERS:
        recus: dict[str, list[str]] = {}
        for motif, valeurs in lues:
            if re.fullmatch(re.escape(motif).replace(r"\*", ".*"), chemin + adresse_de(fichier)):
                for nom, valeur in valeurs.items():
                    recus.setdefault(nom, []).append(valeur)
        politiques = recus.pop("Content-Security-Policy")
        assert "frame-ancestors 'none'" in politiques[0]
        ouvrier = fichier == "pagefind/pagefind-worker.js"
        assert len(politiques) == 1 + ouvrier
        assert all("'wasm-unsafe-eval'" in p for p in politiques)
        for nom, valeurs in recus.items():
            assert valeurs == [en_tetes(fichier)[nom]], (fichier, nom)
        immuable = "immutable" in en_tetes(fichier)["Cache-Control"]
        assert ("Cache-Control" in recus) == immuable


def test_the_policy_of_the_pages_is_the_one_of_the_headers(racine: Path) -> None:
    base = (racine / "templates/base.html.j2").read_text()
    trouve = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', base)
    assert trouve is not None
    assert trouve[1] == politique(CSP_META)
    for directive in ("unsafe-inline", "unsafe-eval", "*", "http:"):
        assert directive not in trouve[1]


def test_each_extension_of_the_real_site_has_its_type(site: Path) -> None:
    """A new kind of file must be described before it is published."""
    noms = (f.relative_to(site).as_posix() for f in site.rglob("*") if f.is_file())
    extensions = {extension(nom) for nom in noms if nom != ".catalogue-site"}
    assert extensions - {""} <= set(TYPES)


@pytest.mark.parametrize("hote", sorted(HOTES))
def test_a_file_is_the_same_each_time(hote: str) -> None:
    cible = Cible("https://catalogue.example/")
    assert ecrire(hote, cible) == ecrire(hote, cible)
    assert "\t\n" not in ecrire(hote, cible)
    assert "catalogue.example" in ecrire(hote, cible) or hote == "_headers"


@pytest.mark.parametrize(
    ("base_url", "racine"),
    [
        ("https://a.example/; evil", "/srv/site"),
        ("https://a.example/\n", "/srv/site"),
        ("ftp://a.example/", "/srv/site"),
        ("https://a.example/", '/srv/"; evil'),
        ("https://a.example/", "srv/site"),
    ],
)
def test_what_could_mean_something_in_a_configuration_is_refused(
    base_url: str, racine: str
) -> None:
    with pytest.raises(CibleError):
        Cible(base_url, racine)


def test_the_command_writes_each_file() -> None:
    """By the address of the content, or the one given."""
    for hote in HOTES:
        resultat = CliRunner().invoke(
            cli, ["hebergement", hote, "--base-url", "https://a.example/catalogue/"]
        )
        assert resultat.exit_code == 0
        assert resultat.output == ecrire(hote, Cible("https://a.example/catalogue/"))
    assert CliRunner().invoke(cli, ["hebergement", "iis"]).exit_code == 2
    assert CliRunner().invoke(cli, ["hebergement", "nginx", "--racine", "x"]).exit_code == 2


def test_the_command_reads_the_address_of_the_content(tmp_path: Path) -> None:
    contenu = ecrire_contenu(tmp_path)
    resultat = CliRunner().invoke(cli, ["hebergement", "caddy", "--content", str(contenu)])
    assert resultat.output == ecrire("caddy", Cible("https://catalogue.example/"))
    (contenu / "site.yml").write_text("nom: x\n")
    assert (
        CliRunner().invoke(cli, ["hebergement", "caddy", "--content", str(contenu)]).exit_code == 1
    )
