"""Bundling a theme: names follow bytes, references follow names, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from generator import assets as module
from generator.assets import Assets, AssetsError, bundle
from generator.store import Reserve

THEMES = Path(__file__).resolve().parents[2] / "templates" / "themes"


def theme(dossier: Path, **fichiers: str) -> Path:
    """A theme from paths where « __ » stands for « / » and « _ » for the dot."""
    contenu = {"css__a_css": "a { color: red }", **fichiers}
    for nom, texte in contenu.items():
        fichier = dossier / "assets" / nom.replace("__", "/").replace("_", ".")
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(texte, encoding="utf-8")
    return dossier


def lire(assets: Assets, logique: str) -> str:
    return assets.fichiers[assets.chemins[logique]].decode()


def test_style_sheets_are_joined_in_order_and_minified(tmp_path: Path) -> None:
    assets = bundle(
        theme(tmp_path, css__20_css="b{color:#0000ff}", css__10_css="/* x */ c { margin: 0px }")
    )
    assert lire(assets, "site.css").split() == ["c{margin:0}b{color:#00f}a{color:red}"]


def test_each_name_holds_the_hash_of_its_bytes(tmp_path: Path) -> None:
    assets = bundle(
        theme(tmp_path, js__site_js="x()", favicon_svg="<svg/>", icones__x_svg="<svg> </svg>")
    )
    assert set(assets.chemins) == {"site.css", "site.js", "favicon.svg", "icones/x.svg"}
    assert set(assets.chemins.values()) == set(assets.fichiers)
    for logique, chemin in assets.chemins.items():
        souche, suffixe = logique.rsplit(".", 1)
        digest = sha256(assets.fichiers[chemin]).hexdigest()[:8]
        assert chemin == f"assets/{souche}.{digest}.{suffixe}"
    assert lire(assets, "site.js") == "x()"


def test_the_same_theme_elsewhere_gives_the_same_bundle(tmp_path: Path) -> None:
    un, deux = (bundle(theme(tmp_path / d, favicon_svg="<svg/>")) for d in "ab")
    assert un == deux


def test_the_sheet_is_kept_until_a_byte_changes_and_never_believed_when_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faites: list[bytes] = []
    vraie = module._feuille

    def compter(liasse: module._Liasse, lus: Mapping[str, bytes]) -> bytes:
        faites.append(vraie(liasse, lus))
        return faites[-1]

    monkeypatch.setattr(module, "_feuille", compter)
    reserve = Reserve(tmp_path / "cache")

    def lier() -> Assets:
        faites.clear()
        lu = bundle(tmp_path, reserve)
        reserve.ecrire()
        return lu

    premier = bundle(theme(tmp_path, favicon_svg="<svg/>"))
    assert [lier() == premier, len(faites)] == [True, 1]
    assert [lier() == premier, len(faites)] == [True, 0]
    theme(tmp_path, css__a_css="a { color: blue }")
    assert [lier() == premier, len(faites)] == [False, 1]
    nom = f"feuille {tmp_path / 'assets'}"
    gardee = reserve.etat(nom) or b""
    for abimee in (b"", gardee[:40], gardee + b"x", gardee[:32] + gardee[33:]):
        reserve.ajouter(etats=[(nom, abimee)])
        reserve.ecrire()
        assert lier() == bundle(tmp_path)
        assert len(faites) == 2


def test_a_changed_byte_changes_the_name(tmp_path: Path) -> None:
    avant = bundle(theme(tmp_path)).chemins["site.css"]
    apres = bundle(theme(tmp_path, css__a_css="a { color: blue }")).chemins["site.css"]
    assert avant != apres


def test_images_of_the_style_sheet_are_found_under_their_new_name(tmp_path: Path) -> None:
    css = "a{background:url(../icones/x.svg)} b{mask:url('data:image/svg+xml,%3Csvg/%3E')}"
    assets = bundle(theme(tmp_path, css__b_css=css, icones__x_svg="<svg/>"))
    nom = assets.chemins["icones/x.svg"].removeprefix("assets/")
    assert re.search(rf"url\(\"?{re.escape(nom)}\"?\)", lire(assets, "site.css"))
    assert "data:image/svg+xml,%3Csvg/%3E" in lire(assets, "site.css")


def test_scripts_import_each_other_under_their_new_names(tmp_path: Path) -> None:
    assets = bundle(
        theme(
            tmp_path,
            js__a_js='import { f } from "./b.js"; import("./b.js"); f("./c.js")',
            js__b_js="export const f = 1",
        )
    )
    nom = assets.chemins["b.js"].removeprefix("assets/")
    assert lire(assets, "a.js") == f'import {{ f }} from "./{nom}"; import("./{nom}"); f("./c.js")'


@pytest.mark.parametrize(
    ("fichiers", "message"),
    [
        ({"css__b_css": "a { color"}, "b.css : feuille de style invalide"),
        ({"css__b_css": "a{background:url(x.svg)}"}, "ne mène à aucune image"),
        ({"css__b_css": "a{background:url(https://exemple.fr/x.svg)}"}, "ne mène à aucune image"),
        ({"css__b_css": "a{background:url(//exemple.fr/x.svg)}"}, "ne mène à aucune image"),
        ({"css__b_css": "@import 'https://exemple.fr/x.css';"}, "« @import » interdit"),
        ({"css__b_txt": "x"}, "ne contient que des feuilles de style"),
        ({"police_woff2": "x"}, "n'a pas sa place dans un thème"),
        ({"js__a_js": 'import "./b.js"'}, "introuvables : js/a.js et js/b.js"),
        ({"js__a_js": 'import "./b.js"', "js__b_js": 'import "./a.js"'}, "importés en boucle"),
    ],
)
def test_a_faulty_theme_is_refused(tmp_path: Path, fichiers: dict[str, str], message: str) -> None:
    with pytest.raises(AssetsError, match=re.escape(message)):
        bundle(theme(tmp_path, **fichiers))


def test_a_theme_without_style_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssetsError, match="aucune feuille de style"):
        bundle(tmp_path)


@pytest.mark.parametrize("nom", sorted(p.name for p in THEMES.iterdir()))
def test_our_themes_have_what_pages_ask_for(nom: str) -> None:
    assets = bundle(THEMES / nom)
    assert {"site.css", "site.js", "favicon.svg"} <= set(assets.chemins)
    assert not re.search(r"url\(\W*(?:https?:|//)", lire(assets, "site.css"))
