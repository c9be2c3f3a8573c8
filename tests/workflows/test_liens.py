"""The weekly check of the addresses that the content cites, against a host of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.catalogue.load import load
from generator.liens_externes import (
    AGENT,
    HOTES_FERMES,
    Essai,
    Etat,
    adresses,
    essayer,
    essayer_tout,
    main,
    rapport,
)
from tests.aides import FICHE, ecrire_contenu, remplacer

vus: list[tuple[str, str]] = []


class Hote(BaseHTTPRequestHandler):
    """Answers what its path says: ``/404`` is a 404, ``/vers/200`` leads to ``/200``."""

    def do_GET(self) -> None:
        vus.append((self.path, self.headers["User-Agent"]))
        if self.path.startswith("/vers/"):
            self.send_response(301)
            self.send_header("Location", self.path.removeprefix("/vers"))
        else:
            self.send_response(int(self.path[1:4]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the parent
        """Say nothing."""


@pytest.fixture(scope="module")
def hote() -> Iterator[str]:
    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Hote)
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    yield f"http://127.0.0.1:{serveur.server_port}"
    serveur.shutdown()
    serveur.server_close()


@pytest.mark.parametrize(
    ("chemin", "etat"),
    [
        ("/200", Etat.VIVANT),
        ("/vers/200", Etat.VIVANT),
        ("/404", Etat.MORT),
        ("/410", Etat.MORT),
        ("/500", Etat.MORT),
        ("/vers/404", Etat.MORT),
        ("/403", Etat.REFUS),
        ("/429", Etat.REFUS),
    ],
)
def test_what_a_host_answers_decides(hote: str, chemin: str, etat: Etat) -> None:
    essai = essayer(hote + chemin)
    assert essai.etat is etat
    assert bool(essai.raison) == (etat is not Etat.VIVANT)
    assert vus[-1][1] == AGENT


def test_a_host_that_is_not_there_is_dead(hote: str) -> None:
    """Nobody listens on port 1; a name of .invalid exists nowhere (RFC 6761)."""
    assert hote
    for adresse in ("http://127.0.0.1:1/", "http://absent.invalid/"):
        assert essayer(adresse, delai=5).etat is Etat.MORT


def test_each_host_is_asked_one_at_a_time_with_a_pause() -> None:
    """And hosts that refuse robots are never asked."""
    ferme = f"https://{min(HOTES_FERMES)}/x"
    liste = ["https://a.example/1", "https://a.example/2", "https://b.example/", ferme]
    demandes: list[str] = []
    pauses: list[float] = []

    def noter(adresse: str) -> Essai:
        demandes.append(adresse)
        return Essai(adresse, Etat.VIVANT)

    essais = essayer_tout(liste, noter, pause=3, attendre=pauses.append)
    assert sorted(demandes) == liste[:3]
    assert pauses == [3]
    assert {e.adresse: e.etat for e in essais}[ferme] is Etat.REFUS


def test_every_address_is_found_where_it_is(tmp_path: Path) -> None:
    """Fields at any depth and links of the texts; anchors are one page; a text is no address."""
    fiche = remplacer(FICHE, "Le récit", "Voir [là](https://recit.example/a#b). Le récit")
    fiche = remplacer(fiche, "titre: Concertation", "titre: https://titre.example ou concertation")
    content = ecrire_contenu(tmp_path, **{"concertations/essai/concertation.md": fiche})
    catalogue = load(content).catalogue
    assert catalogue is not None
    assert adresses(catalogue) == {
        "https://recit.example/a": ("concertations/essai/concertation.md",),
        "https://source.example/guide": ("guides/methode.md",),
        "https://source.example/page": ("concertations/essai/concertation.md",),
    }


def test_the_real_content_has_many(racine: Path) -> None:
    catalogue = load(racine / "content").catalogue
    assert catalogue is not None
    assert len(adresses(catalogue)) > 100


CITEES = {"https://x.example/`a": ("guides/x.md",), "https://y.example/": ("guides/y.md",)}


def test_the_report_says_where_and_what_to_do() -> None:
    mort, refuse = CITEES
    essais = [Essai(mort, Etat.MORT, "réponse 404"), Essai(refuse, Etat.REFUS, "réponse 403")]
    texte = rapport(essais, CITEES)
    assert "1 adresse sur 2 ne répond plus." in texte
    assert "- `https://x.example/%60a` (réponse 404)\n  - `content/guides/x.md`\n" in texte
    assert texte.index("https://y.example/") > texte.index("refusent les robots")
    assert rapport(essais[1:], CITEES) == ""


def test_the_command_never_fails_on_a_dead_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = ecrire_contenu(tmp_path)
    sortie = tmp_path / "liens.md"
    mots = ["--content", str(content), "--out", str(sortie)]
    assert main(mots, lambda a: Essai(a, Etat.MORT, "réponse 404")) == 0
    assert "2 adresses sur 2 ne répondent plus" in sortie.read_text("utf-8")
    assert "2 ne répondent plus" in capsys.readouterr().out
    assert main(mots, lambda a: Essai(a, Etat.VIVANT)) == 0
    assert sortie.read_text("utf-8") == ""
